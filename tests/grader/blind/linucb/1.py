from __future__ import annotations

import numpy as np


class LinUCB:
    def scores(self, contexts: Array) -> Array:
        x = self.models.rows(contexts)
        mean = np.einsum("af,af->a", x, self.models.weights)
        var = np.einsum("af,afg,ag->a", x, self.models.inverse, x)
        return mean + self.alpha * var
