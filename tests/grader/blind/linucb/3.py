from __future__ import annotations

import numpy as np


class LinUCB:
    def scores(self, contexts: Array) -> Array:
        x = self.models.rows(contexts)[0]
        mean = self.models.weights @ x
        width = np.sqrt(np.einsum("i,aij,j->a", x, self.models.inverse, x))
        return mean + self.alpha * width
