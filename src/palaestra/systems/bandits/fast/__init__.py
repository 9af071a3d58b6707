"""Compiled kernels that make the same choices as the readable policies, sooner. Needs Numba (the extra `fast`)."""

from palaestra.kit.refusal import Refusal

try:
    import numba as _numba  # noqa: F401  (only whether it is there)
except ModuleNotFoundError as error:
    raise Refusal("The compiled bandits need Numba.", "Install it with: pip install 'palaestra[fast]'.") from error

from palaestra.systems.bandits.fast.linear import LinUCBReplay, replay_linucb
from palaestra.systems.bandits.fast.quick_chance import QuickChance
from palaestra.systems.bandits.fast.stochastic import (
    epsilon_greedy,
    exp3,
    gradient_bandit,
    kl_ucb,
    thompson_bernoulli,
    thompson_gaussian,
    ucb1,
    ucb_v,
)

__all__ = [
    "LinUCBReplay",
    "QuickChance",
    "epsilon_greedy",
    "exp3",
    "gradient_bandit",
    "kl_ucb",
    "replay_linucb",
    "thompson_bernoulli",
    "thompson_gaussian",
    "ucb1",
    "ucb_v",
]
