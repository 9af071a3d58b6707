"""Contextual bandits: a context arrives, an arm is chosen, and only that arm's reward is seen.

Every policy here believes that the mean reward of arm a is linear, `context @ weights[a]`,
and keeps one ridge regression an arm. They differ in how they choose:

    LinUCB                  the highest plausible mean          (Li et al. 2010)
    LinearThompson          the best mean of one posterior draw (Agrawal and Goyal 2013)
    LinearEpsilonGreedy     the best mean, or now and then any arm

Conventions. `contexts` is one vector of shape (features,) shared by all arms, or one row
an arm, (arms, features). Ties go to the lowest index. Nothing changes its inputs.
Randomness is handed in as draws, so that every choice can be replayed.
"""

from __future__ import annotations

import numpy as np

from palaestra.systems.bandits.chance import Array
from palaestra.systems.bandits.values import epsilon_greedy_choice, first_best


def sherman_morrison(inverse: Array, vector: Array) -> Array:
    """The inverse of `A + v vᵀ`, from the inverse of A, without inverting anything.

    inverse: (d, d), symmetric, the inverse of a positive definite A. vector: v, (d,).
    Returns a new (d, d) array: `A⁻¹ - (A⁻¹v)(A⁻¹v)ᵀ / (1 + vᵀA⁻¹v)`.
    It takes d² steps where a fresh inverse takes d³.
    Source: Sherman and Morrison 1950, for the symmetric case.
    """
    pushed = inverse @ vector
    return inverse - np.outer(pushed, pushed) / (1.0 + vector @ pushed)


class RidgeModels:
    """One ridge regression an arm: what each arm pays, as learned from the rounds in which it was chosen.

    For arm a with the contexts it was chosen in as rows of X and their rewards y:

        inverse[a] = (ridge I + XᵀX)⁻¹    (arms, features, features)
        totals[a]  = Xᵀy                  (arms, features)
        weights[a] = inverse[a] totals[a] (arms, features)

    An arm never chosen has weights 0 and inverse I / ridge.
    Source: Li et al. 2010, Algorithm 1 (their A, b and θ̂; there ridge = 1).
    """

    def __init__(self, arms: int, features: int, ridge: float = 1.0) -> None:
        self.inverse = np.tile(np.eye(features) / ridge, (arms, 1, 1))
        self.totals = np.zeros((arms, features))
        self.weights = np.zeros((arms, features))

    def rows(self, contexts: Array) -> Array:
        """The contexts with one row an arm, (arms, features)."""
        return np.broadcast_to(np.asarray(contexts, dtype=np.float64), self.weights.shape)

    def predictions(self, contexts: Array) -> Array:
        """The expected reward of each arm, (arms,)."""
        return np.vecdot(self.rows(contexts), self.weights)

    def widths(self, contexts: Array) -> Array:
        """How uncertain each arm's expected reward is: `sqrt(xᵀ inverse[a] x)`, (arms,)."""
        rows = self.rows(contexts)
        variances = np.vecdot(rows, np.matvec(self.inverse, rows))
        return np.sqrt(np.maximum(variances, 0.0))  # rounding may leave a tiny negative number

    def update(self, arm: int, contexts: Array, reward: float) -> None:
        """Learn that `arm` paid `reward` in this context; the other arms are left as they are."""
        context = self.rows(contexts)[arm]
        self.inverse[arm] = sherman_morrison(self.inverse[arm], context)
        self.totals[arm] += reward * context
        self.weights[arm] = self.inverse[arm] @ self.totals[arm]


class LinUCB:
    """Choose the arm whose mean reward is highest within its confidence interval.

    The score of arm a in context x is `x @ weights[a] + alpha * sqrt(xᵀ inverse[a] x)`:
    an arm is worth trying where it pays well or where little is known of it. `alpha` = 0 is
    greedy; `linear_bounds.confidence_radius` gives the alpha with which a regret bound is proven.

    arms, features: how many. alpha: >= 0. ridge: > 0.
    Source: Li, Chu, Langford and Schapire 2010, Algorithm 1 (disjoint linear models).
    """

    def __init__(self, arms: int, features: int, alpha: float = 1.0, ridge: float = 1.0) -> None:
        self.alpha = alpha
        self.models = RidgeModels(arms, features, ridge)

    def scores(self, contexts: Array) -> Array:
        """The upper confidence bound of each arm's mean reward, (arms,)."""
        return self.models.predictions(contexts) + self.alpha * self.models.widths(contexts)

    def select(self, contexts: Array) -> int:
        """The arm with the highest score; ties go to the lowest index."""
        return first_best(self.scores(contexts))

    def update(self, arm: int, contexts: Array, reward: float) -> None:
        """Learn from the reward of the chosen arm."""
        self.models.update(arm, contexts, reward)


class LinearThompson:
    """Draw each arm's weights from their posterior and choose the arm that is best under the draw.

    With Gaussian rewards of standard deviation `scale` and the prior N(0, scale² I / ridge),
    the posterior of arm a's weights is N(weights[a], scale² inverse[a]). Arms are drawn
    independently, one model an arm; Agrawal and Goyal share one vector between arms and prove
    their bound for `scale = R sqrt(9 d ln(t / δ))`, far wider than works best in practice.

    Source: Agrawal and Goyal 2013, Algorithm 1 (their v is `scale`).
    """

    def __init__(self, arms: int, features: int, scale: float = 1.0, ridge: float = 1.0) -> None:
        self.scale = scale
        self.models = RidgeModels(arms, features, ridge)
        # The factor of an arm's inverse changes only when that arm is chosen.
        self._factors = np.linalg.cholesky(self.models.inverse)

    def draw_weights(self, normals: Array) -> Array:
        """Weights drawn from the posterior, (arms, features), from standard normals of that shape.

        For arm a: `weights[a] + scale * L z` with z = normals[a] and L the lower Cholesky factor of inverse[a].
        """
        return self.models.weights + self.scale * np.matvec(self._factors, normals)

    def select(self, contexts: Array, normals: Array) -> int:
        """The best arm under weights drawn with `normals`, (arms, features); ties go to the lowest index."""
        return first_best(np.vecdot(self.models.rows(contexts), self.draw_weights(normals)))

    def update(self, arm: int, contexts: Array, reward: float) -> None:
        """Learn from the reward of the chosen arm."""
        self.models.update(arm, contexts, reward)
        self._factors[arm] = np.linalg.cholesky(self.models.inverse[arm])


class LinearEpsilonGreedy:
    """Choose the arm with the best expected reward, and with probability epsilon any arm at all."""

    def __init__(self, arms: int, features: int, epsilon: float = 0.1, ridge: float = 1.0) -> None:
        self.epsilon = epsilon
        self.models = RidgeModels(arms, features, ridge)

    def select(self, contexts: Array, coin: float, pick: float) -> int:
        """The best arm, or arm `floor(pick * arms)` when `coin < epsilon`.

        coin, pick: uniform draws from [0, 1). Ties between best arms go to the lowest index.
        """
        return epsilon_greedy_choice(self.models.predictions(contexts), self.epsilon, coin, pick)

    def update(self, arm: int, contexts: Array, reward: float) -> None:
        """Learn from the reward of the chosen arm."""
        self.models.update(arm, contexts, reward)
