"""One policy on one set of arms, and what its choices cost."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from palaestra.systems.bandits.arms import AdversarialArms, Arms
from palaestra.systems.bandits.chance import Array, Chance, Draws


class Policy(Protocol):
    """Chooses an arm, then learns what it paid."""

    def select(self, draws: Draws) -> int: ...

    def update(self, arm: int, reward: float) -> None: ...


@dataclass(frozen=True, eq=False)
class Trajectory:
    """What one run did: `actions` (steps,) of integers and `rewards` (steps,); many runs: (runs, steps) each."""

    actions: NDArray[np.integer]
    rewards: Array


def play(policy: Policy, arms: Arms, chance: Chance, run: int = 0) -> Trajectory:
    """Let the policy choose and learn for `chance.steps` steps, with the chance of that run."""
    actions = np.empty(chance.steps, dtype=np.int64)
    rewards = np.empty(chance.steps)
    noise, coin, pick = arms.noise(chance)[run].tolist(), chance.coin[run].tolist(), chance.pick[run].tolist()
    posterior = chance.posterior(run)
    for step in range(chance.steps):
        arm = policy.select(Draws(coin[step], pick[step], posterior))
        reward = arms.reward(arm, step, noise[step])
        policy.update(arm, reward)
        actions[step], rewards[step] = arm, reward
    return Trajectory(actions, rewards)


def play_all(make: Callable[[], Policy], arms: Sequence[Arms], chance: Chance) -> Trajectory:
    """A fresh policy on each run's arms: `arms[run]` with the chance of that run, for every run of `chance`.

    The functions of `fast` take the same arms and chance, and give the same trajectory sooner.
    """
    runs = [play(make(), each, chance, run) for run, each in enumerate(arms)]
    return Trajectory(np.stack([each.actions for each in runs]), np.stack([each.rewards for each in runs]))


def pseudo_regret(means: Array, actions: NDArray[np.integer]) -> Array:
    """What the choices cost in expectation so far: cumulative gap to the best arm, shape (steps,).

    means: (count,) for still arms or (steps, count) for moving ones; the best arm is the best of its step.
    actions: (steps,) of arm indices. Source: Auer et al. 2002, section 1 (regret with the reward noise left out).
    """
    means = np.asarray(means, dtype=np.float64)
    if means.ndim == 1:
        gaps = means.max() - means[actions]
    else:
        gaps = means.max(axis=1) - means[np.arange(len(actions)), actions]
    return np.cumsum(gaps)


def fixed_arm_regret(table: Array, actions: NDArray[np.integer]) -> float:
    """Regret against an adversary: the total of the best single arm less the total of the choices.

    table: (steps, count) of rewards. Negative when switching arms beat every single arm.
    Source: Auer et al. 2002 (SIAM), section 2 (weak regret).
    """
    earned = table[np.arange(len(actions)), actions].sum()
    return float(table.sum(axis=0).max() - earned)


def adversary_against(policy: Policy, steps: int, pays: tuple[float, ...] = (1.0, 0.5)) -> AdversarialArms:
    """A table of rewards that a given *deterministic* policy earns nothing from.

    At every step the arm the policy will choose pays 0 and every other arm k pays `pays[k]`. The policy's choices
    are known ahead of time because it uses no chance, so the table can be written before it plays.
    Source: Lattimore & Szepesvári 2020, section 11.1 (every deterministic policy has linear regret).
    """
    table = np.tile(np.asarray(pays, dtype=np.float64), (steps, 1))
    no_chance = Draws(0.5, 0.5, np.random.default_rng(0))
    for step in range(steps):
        arm = policy.select(no_chance)
        table[step, arm] = 0.0
        policy.update(arm, 0.0)
    return AdversarialArms(table)
