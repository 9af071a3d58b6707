from __future__ import annotations

import numpy as np


class LinUCB:
    def scores(self, contexts: Array) -> Array:
        rows = self.models.rows(contexts)
        variances = np.diagonal(self.models.inverse, axis1=1, axis2=2)
        width = np.sqrt(np.sum(rows**2 * variances, axis=1))
        return np.sum(rows * self.models.weights, axis=1) + self.alpha * width
