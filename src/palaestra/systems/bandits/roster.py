"""Policies by name, played by the readable classes or by the compiled kernels, whichever is asked for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from palaestra.kit.refusal import unknown
from palaestra.systems.bandits.arms import Arms
from palaestra.systems.bandits.chance import Chance
from palaestra.systems.bandits.exponential_weights import EXP3
from palaestra.systems.bandits.gradient import GradientBandit
from palaestra.systems.bandits.play import Policy, Trajectory, play_all
from palaestra.systems.bandits.posteriors import ThompsonBernoulli, ThompsonGaussian
from palaestra.systems.bandits.upper_bounds import KLUCB, UCB1, UCBV, gaussian_upper_bound
from palaestra.systems.bandits.values import EpsilonGreedy


def _gaussian_kl_ucb(arms: int, **settings: Any) -> Policy:
    return KLUCB(arms, upper_bound=gaussian_upper_bound, **settings)


ROSTER: dict[str, Callable[..., Policy]] = {
    "epsilon-greedy": EpsilonGreedy,
    "ucb1": UCB1,
    "ucb-v": UCBV,
    "kl-ucb": KLUCB,
    "gaussian-kl-ucb": _gaussian_kl_ucb,
    "thompson": ThompsonBernoulli,
    "gaussian-thompson": ThompsonGaussian,
    "gradient-bandit": GradientBandit,
    "exp3": EXP3,
}


def contest(name: str, arms: Sequence[Arms], chance: Chance, *, compiled: bool = False, **settings: Any) -> Trajectory:
    """The named policy with its settings on every run: `arms[run]`, with the chance of that run.

    name: one of ROSTER. settings: what its class takes besides the number of arms. compiled: by the kernels of
    `fast`; the trajectory is the same.
    """
    if name not in ROSTER:
        raise unknown("policy", name, ROSTER, "palaestra.systems.bandits.roster.ROSTER")
    if compiled:
        return _kernels()[name](arms, chance, **settings)
    return play_all(lambda: ROSTER[name](arms[0].count, **settings), arms, chance)


def _kernels() -> dict[str, Callable[..., Trajectory]]:
    from palaestra.systems.bandits import fast

    return {
        "epsilon-greedy": fast.epsilon_greedy,
        "ucb1": fast.ucb1,
        "ucb-v": fast.ucb_v,
        "kl-ucb": fast.kl_ucb,
        "gaussian-kl-ucb": lambda *given, **settings: fast.kl_ucb(*given, gaussian=True, **settings),
        "thompson": fast.thompson_bernoulli,
        "gaussian-thompson": fast.thompson_gaussian,
        "gradient-bandit": fast.gradient_bandit,
        "exp3": fast.exp3,
    }
