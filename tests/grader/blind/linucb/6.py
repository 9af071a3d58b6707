from __future__ import annotations

import numpy as np


class LinUCB:
    def scores(self, contexts: Array) -> Array:
        rows = self.models.rows(contexts)
        a_inv = np.linalg.inv(self.models.inverse)
        predicted = (rows * self.models.weights).sum(axis=-1)
        quad = (rows[:, None, :] @ a_inv @ rows[:, :, None])[:, 0, 0]
        return predicted + self.alpha * np.sqrt(quad)
