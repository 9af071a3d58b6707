"""Checks of bandits/linucb: ridge regressions small enough for paper."""

import numpy as np

from palaestra.kit.checks import call
from palaestra.kit.exercise import alternative, mistake, rung

INPUTS = [  # (alpha, ridge, what was learned: arm, context, reward), and the context to score
    (0.0, 1.0, [(0, [1.0, 0.0], 1.0)], [1.0, 1.0]),
    (0.25, 1.0, [], [2.0, 1.0]),
    (2.0, 4.0, [(1, [1.0, 2.0], 0.5)], [1.0, -1.0]),
    (3.0, 0.5, [(0, [1.0, 1.0], 1.0), (0, [0.0, 1.0], 0.0)], [0.5, 0.5]),
    (0.5, 1.0, [(0, [1.0, 0.0], 1.0)] * 5 + [(2, [0.0, 3.0], -1.0)], [1.0, 1.0]),
]


def draw(rng):
    learned = [(int(rng.integers(3)), rng.normal(0, 1, 2).tolist(), float(rng.normal())) for _ in range(6)]
    return float(rng.uniform(0.1, 3)), float(rng.uniform(0.3, 3)), learned, rng.normal(0, 1, 2).tolist()


def answer(room, given):
    alpha, ridge, learned, context = given
    policy = taught(room, alpha, ridge, learned)
    return [np.asarray(policy.scores(np.array(context))) for _ in range(2)]  # asking may not change the answer


def taught(room, alpha, ridge, learned):
    """A LinUCB for three arms and two features that has seen those rewards."""
    policy = room.LinUCB(3, 2, alpha=alpha, ridge=ridge)
    for arm, context, reward in learned:
        policy.update(arm, np.array(context), reward)
    return policy


@rung("greedy")
def greedy(room):
    fresh, policy = taught(room, 0.0, 1.0, []), taught(room, 0.0, 1.0, [(0, [1.0, 0.0], 1.0), (2, [0.0, 2.0], 1.0)])
    yield call(fresh.scores, np.array([3.0, 4.0])).gives([0, 0, 0], source="nothing learned, nothing expected")
    yield call(policy.scores, np.array([1.0, 1.0])).gives([0.5, 0, 0.4], source="1/(1+1) and 2/(1+4), by hand")


@rung("fresh-arm")
def fresh_arm(room):
    yield call(taught(room, 0.5, 1.0, []).scores, np.array([3.0, 4.0])).gives([2.5] * 3, source="0.5 * |x| = 0.5 * 5")
    yield call(taught(room, 2.0, 4.0, []).scores, np.array([3.0, 4.0])).gives([5.0] * 3, source="2 * 5 / sqrt(4)")


@rung("learned-arm")
def learned_arm(room):
    policy = taught(room, 1.0, 1.0, [(1, [2.0, 0.0], 3.0)])
    want = [1.0, 6 / 5 + np.sqrt(1 / 5), 1.0]
    yield call(policy.scores, np.array([1.0, 0.0])).gives(want, source="A = 1 + 4, b = 6, by hand")

    # One look in direction (1, 1): A = [[2, 1], [1, 2]], A^-1 = [[2, -1], [-1, 2]] / 3, b = (3, 3), weights (1, 1).
    policy = taught(room, 1.0, 1.0, [(0, [1.0, 1.0], 3.0)])
    want = [2 + np.sqrt(2 / 3), np.sqrt(2), np.sqrt(2)]
    yield call(policy.scores, np.array([1.0, 1.0])).gives(want, source="x' A^-1 x = 2/3, by hand")

    other = [0.5 + np.sqrt(1 / 6), 0.5, 0.5]
    yield call(policy.scores, np.array([0.5, 0.0])).gives(other, source="x' A^-1 x = 1/6, by hand")
    yield call(policy.scores, np.array([1.0, 1.0])).gives(want, source="asked again: nothing has changed")


@rung("rows-of-contexts")
def rows_of_contexts(room):
    contexts = np.array([[1.0, 0.0], [0.0, 2.0], [3.0, 4.0]])
    yield call(taught(room, 1.0, 1.0, []).scores, contexts).gives([1.0, 2.0, 5.0], source="the length of each row")


@mistake("alpha-forgotten")
class LinUCB:
    def scores(self, contexts):
        return self.models.predictions(contexts) + self.models.widths(contexts)


@mistake("variance-for-width")
class LinUCB:
    def scores(self, contexts):
        rows = self.models.rows(contexts)
        variances = np.einsum("af,afg,ag->a", rows, self.models.inverse, rows)
        return self.models.predictions(contexts) + self.alpha * variances


@mistake("alpha-under-the-root")
class LinUCB:
    def scores(self, contexts):
        rows = self.models.rows(contexts)
        variances = np.einsum("af,afg,ag->a", rows, self.models.inverse, rows)
        return self.models.predictions(contexts) + np.sqrt(self.alpha * variances)


@mistake("width-taken-off")
class LinUCB:
    def scores(self, contexts):
        return self.models.predictions(contexts) - self.alpha * self.models.widths(contexts)


@mistake("features-each-for-themselves")
class LinUCB:
    def scores(self, contexts):
        rows = self.models.rows(contexts)
        variances = np.diagonal(self.models.inverse, axis1=1, axis2=2)
        return self.models.predictions(contexts) + self.alpha * np.sqrt(np.sum(rows**2 * variances, axis=1))


@mistake("scoring-changes-the-models")
class LinUCB:
    def scores(self, contexts):
        widths = self.models.widths(contexts)
        products = self.models.weights
        products *= self.models.rows(contexts)
        return products.sum(axis=1) + self.alpha * widths


@alternative("arm-by-arm")
class LinUCB:
    def scores(self, contexts):
        scores = []
        for row, weights, inverse in zip(
            self.models.rows(contexts), self.models.weights, self.models.inverse, strict=True
        ):
            scores.append(row @ weights + self.alpha * max(row @ inverse @ row, 0.0) ** 0.5)
        return np.array(scores)


@alternative("as-a-length-in-other-coordinates")
class LinUCB:
    def scores(self, contexts):
        rows, roots = self.models.rows(contexts), np.linalg.cholesky(self.models.inverse)
        turned = np.einsum("afg,af->ag", roots, rows)
        return np.sum(rows * self.models.weights, axis=1) + self.alpha * np.linalg.norm(turned, axis=1)
