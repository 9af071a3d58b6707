from __future__ import annotations

import numpy as np


class LinUCB:
    def scores(self, contexts: Array) -> Array:
        rows = self.models.rows(contexts)
        out = np.empty(len(rows))
        for a, x in enumerate(rows):
            spread = x @ self.models.inverse[a] @ x
            out[a] = x @ self.models.weights[a] + np.sqrt(self.alpha * spread)
        return out
