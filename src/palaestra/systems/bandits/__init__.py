"""Bandits: choose, see only what you chose, and lose as little as you can by not knowing.

Read the modules in this order: arms, play, values, upper_bounds, posteriors,
gradient, exponential_weights, bounds; then the contextual ones. `fast` holds
compiled kernels that make the same choices; it is imported on request, because
it needs Numba.
"""

from palaestra.systems.bandits.arms import (
    AdversarialArms,
    Arms,
    BernoulliArms,
    DriftingArms,
    GaussianArms,
    ten_armed_means,
)
from palaestra.systems.bandits.bounds import (
    exp3_bound,
    gaps,
    kl_ucb_bound,
    lai_robbins_constant,
    thompson_bayes_bound,
    thompson_two_arm_bound,
    ucb1_bound,
)
from palaestra.systems.bandits.exponential_weights import (
    EXP3,
    exp3_gamma,
    exp3_probabilities,
    exp3_update,
    importance_weighted,
)
from palaestra.systems.bandits.gradient import GradientBandit, draw_arm, preference_update, softmax
from palaestra.systems.bandits.play import (
    Chance,
    Draws,
    Policy,
    Trajectory,
    adversary_against,
    fixed_arm_regret,
    play,
    play_all,
    pseudo_regret,
)
from palaestra.systems.bandits.posteriors import (
    ThompsonBernoulli,
    ThompsonGaussian,
    beta_posterior,
    gaussian_posterior,
)
from palaestra.systems.bandits.upper_bounds import (
    KLUCB,
    UCB1,
    UCBV,
    bernoulli_divergence,
    exploration_budget,
    gaussian_divergence,
    gaussian_upper_bound,
    kl_upper_bound,
    ucb_bonus,
    variance_bonus,
    wide_budget,
)
from palaestra.systems.bandits.values import (
    ActionValues,
    EpsilonGreedy,
    decaying_epsilon,
    epsilon_greedy_choice,
    first_best,
    recency_average,
    sample_average,
)

__all__ = [
    "EXP3",
    "KLUCB",
    "UCB1",
    "UCBV",
    "ActionValues",
    "AdversarialArms",
    "Arms",
    "BernoulliArms",
    "Chance",
    "Draws",
    "DriftingArms",
    "EpsilonGreedy",
    "GaussianArms",
    "GradientBandit",
    "Policy",
    "ThompsonBernoulli",
    "ThompsonGaussian",
    "Trajectory",
    "adversary_against",
    "bernoulli_divergence",
    "beta_posterior",
    "decaying_epsilon",
    "draw_arm",
    "epsilon_greedy_choice",
    "exp3_bound",
    "exp3_gamma",
    "exp3_probabilities",
    "exp3_update",
    "exploration_budget",
    "first_best",
    "fixed_arm_regret",
    "gaps",
    "gaussian_divergence",
    "gaussian_posterior",
    "gaussian_upper_bound",
    "importance_weighted",
    "kl_ucb_bound",
    "kl_upper_bound",
    "lai_robbins_constant",
    "play",
    "play_all",
    "preference_update",
    "pseudo_regret",
    "recency_average",
    "sample_average",
    "softmax",
    "ten_armed_means",
    "thompson_bayes_bound",
    "thompson_two_arm_bound",
    "ucb1_bound",
    "ucb_bonus",
    "variance_bonus",
    "wide_budget",
]
