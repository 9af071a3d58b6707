"""The compiled policies as functions of the same arms and chance that `play_all` takes."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

import numpy as np

from palaestra.kit.refusal import Refusal
from palaestra.systems.bandits.arms import AdversarialArms, Arms, BernoulliArms, DriftingArms, GaussianArms
from palaestra.systems.bandits.chance import Array, Chance
from palaestra.systems.bandits.fast import kernels
from palaestra.systems.bandits.play import Trajectory
from palaestra.systems.bandits.upper_bounds import WIDTH, exploration_budget

BERNOULLI = -1.0
"""Stands for the deviation of arms that toss a coin."""


def epsilon_greedy(
    arms: Sequence[Arms],
    chance: Chance,
    epsilon: float | Callable[[int], float] = 0.1,
    initial: float = 0.0,
    step_size: float | None = None,
) -> Trajectory:
    """`EpsilonGreedy` on every run. Arguments as there; a step size of 0 is not taken."""
    if callable(epsilon):
        rates = np.array([epsilon(t) for t in range(1, chance.steps + 1)])
    else:
        rates = np.full(chance.steps, float(epsilon))
    means, deviation, noise = _world(arms, chance)
    actions, rewards = _blank(chance)
    kernels.epsilon_greedy(
        means, deviation, noise, chance.coin, chance.pick, rates, initial, step_size or 0.0, actions, rewards
    )
    return Trajectory(actions, rewards)


def ucb1(arms: Sequence[Arms], chance: Chance, c: float = math.sqrt(2.0)) -> Trajectory:
    """`UCB1` on every run."""
    actions, rewards = _blank(chance)
    kernels.ucb1(*_world(arms, chance), _logs(chance.steps), c, actions, rewards)
    return Trajectory(actions, rewards)


def ucb_v(arms: Sequence[Arms], chance: Chance, zeta: float = 1.2, c: float = 1.0) -> Trajectory:
    """`UCBV` on every run."""
    actions, rewards = _blank(chance)
    kernels.ucb_v(*_world(arms, chance), _logs(chance.steps), zeta, c, actions, rewards)
    return Trajectory(actions, rewards)


def kl_ucb(
    arms: Sequence[Arms],
    chance: Chance,
    budget: Callable[[int], float] = exploration_budget,
    gaussian: bool = False,
) -> Trajectory:
    """`KLUCB` on every run; gaussian: with `gaussian_upper_bound` for rewards of unit deviation."""
    budgets = np.array([budget(t) for t in range(chance.steps)])
    actions, rewards = _blank(chance)
    if gaussian:
        kernels.ucb1(*_world(arms, chance), 2.0 * budgets, 1.0, actions, rewards)
    else:
        kernels.kl_ucb(*_world(arms, chance), budgets, WIDTH, actions, rewards)
    return Trajectory(actions, rewards)


def thompson_bernoulli(arms: Sequence[Arms], chance: Chance, prior: tuple[float, float] = (1.0, 1.0)) -> Trajectory:
    """`ThompsonBernoulli` on every run, with the very generators that `play` hands out."""
    means, deviation, noise = _world(arms, chance)
    actions, rewards = _blank(chance)
    for run in range(chance.runs):
        world, posterior = means[run % len(means)], chance.posterior(run)
        kernels.thompson_bernoulli(world, deviation, noise[run], posterior, *prior, actions[run], rewards[run])
    return Trajectory(actions, rewards)


def thompson_gaussian(
    arms: Sequence[Arms], chance: Chance, prior_deviation: float = 1.0, deviation: float = 1.0
) -> Trajectory:
    """`ThompsonGaussian` on every run, with the very generators that `play` hands out."""
    means, spread, noise = _world(arms, chance)
    actions, rewards = _blank(chance)
    for run in range(chance.runs):
        world, posterior = means[run % len(means)], chance.posterior(run)
        kernels.thompson_gaussian(
            world, spread, noise[run], posterior, prior_deviation, deviation, actions[run], rewards[run]
        )
    return Trajectory(actions, rewards)


def gradient_bandit(arms: Sequence[Arms], chance: Chance, step_size: float = 0.1, baseline: bool = True) -> Trajectory:
    """`GradientBandit` on every run."""
    actions, rewards = _blank(chance)
    kernels.gradient_bandit(*_world(arms, chance), chance.coin, step_size, baseline, actions, rewards)
    return Trajectory(actions, rewards)


def exp3(arms: Sequence[Arms], chance: Chance, gamma: float) -> Trajectory:
    """`EXP3` on every run."""
    actions, rewards = _blank(chance)
    kernels.exp3(*_world(arms, chance), chance.coin, gamma, actions, rewards)
    return Trajectory(actions, rewards)


def _world(arms: Sequence[Arms], chance: Chance) -> tuple[Array, float, Array]:
    """Means (problems, moments, count), the deviation of rewards, and the noise these arms use."""
    if len(arms) != chance.runs:
        raise Refusal(f"There are {len(arms)} sets of arms for {chance.runs} runs.", "Give one for each run.")
    first, deviation = arms[0], _deviation(arms)
    different = arms[:1] if all(each is first for each in arms) else arms
    if isinstance(first, GaussianArms | BernoulliArms):
        means = np.array([each.means for each in different])[:, None, :]
    elif isinstance(first, DriftingArms):
        means = np.array([each.walk for each in different])
    elif isinstance(first, AdversarialArms):
        means = np.array([each.table for each in different])
    else:
        raise Refusal(f"There is no compiled form of {type(first).__name__}.", "Use play_all with it.")
    return np.ascontiguousarray(means, dtype=np.float64), deviation, first.noise(chance)


def _deviation(arms: Sequence[Arms]) -> float:
    kinds = {(type(each), getattr(each, "deviation", 0.0)) for each in arms}
    if len(kinds) > 1:
        raise Refusal("The arms of one batch are of different kinds.", "Run each kind in a batch of its own.")
    ((kind, deviation),) = kinds
    return BERNOULLI if kind is BernoulliArms else float(deviation)


def _logs(steps: int) -> Array:
    return np.array([math.log(max(t, 1)) for t in range(steps)])


def _blank(chance: Chance) -> tuple[np.ndarray, Array]:
    # Column by column, since the kernels take many runs through a step together.
    shape = (chance.runs, chance.steps)
    return np.empty(shape, dtype=np.int16, order="F"), np.empty(shape, order="F")
