import numpy as np


class LinUCB:
    def scores(self, contexts):
        rows = self.models.rows(contexts)
        scores = []
        for theta, inv, x in zip(self.models.weights, self.models.inverse, rows):
            scores.append(theta.dot(x) + self.alpha * np.linalg.norm(inv.dot(x)))
        return np.array(scores)
