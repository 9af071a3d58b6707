from __future__ import annotations

import numpy as np


class LinUCB:
    def scores(self, contexts: Array) -> Array:
        x = self.models.rows(contexts)
        products = self.models.weights
        products *= x
        means = products.sum(axis=1)
        widths = np.sqrt(np.einsum("ai,aij,aj->a", x, self.models.inverse, x))
        return means + self.alpha * widths
