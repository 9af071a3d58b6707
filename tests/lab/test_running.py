"""Running: what is asked for is what runs, and nothing finished is lost. Worker processes: `test_workers`."""

from pathlib import Path

import numpy as np
import pytest

from palaestra.kit.catalogue import Catalogue
from palaestra.kit.experiment import Experiment
from palaestra.kit.refusal import Refusal
from palaestra.lab import Estimate, Progress, SeedsCrashed, Store, needs, plan, run
from palaestra.lab.needs import installed, require

QUICK = {"steps": "16", "walks": "5"}

pytestmark = pytest.mark.usefixtures("in_this_process")


def test_the_result_is_in_the_order_of_the_seeds_asked_for(experiment: Experiment, store: Store) -> None:
    forwards = run(experiment, seeds=[1, 2, 7], settings=QUICK, store=store)
    backwards = run(experiment, seeds=[7, 2, 1], settings=QUICK, store=store)
    assert np.array_equal(forwards.result["path"], backwards.result["path"][::-1])
    assert not np.array_equal(forwards.result["path"][0], forwards.result["path"][2])


def test_fast_and_readable_are_told_apart_and_agree(experiment: Experiment, store: Store) -> None:
    fast = run(experiment, seeds=2, settings=QUICK, store=store)
    readable = run(experiment, seeds=2, settings=QUICK, store=store, readable=True)
    assert (fast.job.engine, readable.job.engine) == ("fast", "readable")
    assert fast.job.key != readable.job.key
    assert set(fast.result.values) == {"end", "square", "path"}
    for name, values in fast.result.values.items():
        assert values.tobytes() == readable.result[name].tobytes()


def test_more_seeds_go_on_from_those_kept(experiment: Experiment, store: Store) -> None:
    few = run(experiment, seeds=2, settings=QUICK, store=store)
    kept = {path: path.stat().st_mtime_ns for path in (store.folder / few.job.run_id).glob("seed-*.json")}
    seen: list[Progress] = []
    more = run(experiment, seeds=4, settings=QUICK, store=store, progress=seen.append)
    assert len(kept) == 2
    assert all(path.stat().st_mtime_ns == then for path, then in kept.items())
    assert [each.done for each in seen] == [2, 3, 4]
    assert [each.total for each in seen] == [4, 4, 4]
    assert seen[0].seconds_left is None
    assert seen[-1].seconds_left == 0.0
    assert np.array_equal(more.result["end"][:2], few.result["end"])
    assert store.load(few.job.run_id).job.seeds == (0, 1, 2, 3)


def test_what_the_code_prints_is_kept_apart_and_capped(experiment: Experiment, store: Store) -> None:
    module = experiment.folder / "random_walk.py"
    module.write_text(module.read_text().replace('print(f"seed {seed} speaking")', 'print("word " * 10_000)'))
    outcome = run(experiment, seeds=1, settings={**QUICK, "name": "chatty"}, store=store)
    assert outcome.printed.startswith("word word")
    assert len(outcome.printed) == 4000


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        ({"settings": {"stepz": "3"}}, "Did you mean steps"),
        ({"settings": {"steps": "many"}}, "takes int values"),
        ({"preset": "medium"}, "no preset called 'medium'"),
        ({"seeds": 0}, "not a number of seeds"),
        ({"seeds": [1, 1]}, "not a number of seeds"),
        ({"seeds": [-1]}, "not a number of seeds"),
    ],
)
def test_a_request_that_cannot_be_run_is_refused_before_any_work(
    experiment: Experiment, store: Store, asked: dict[str, object], says: str
) -> None:
    with pytest.raises(Refusal, match=says):
        run(experiment, store=store, **asked)  # type: ignore[arg-type]
    assert store.runs() == []


def test_a_plan_says_what_will_run(experiment: Experiment) -> None:
    job = plan(experiment, "full", settings={"drift": "0.5", "crash_at": "8,9"})
    assert job.config["drift"] == 0.5
    assert job.config["crash_at"] == [8, 9]
    assert job.seeds == tuple(range(12))
    assert (job.engine, job.whose) == ("fast", "the reference")
    assert plan(experiment, "full").key != job.key
    assert plan(experiment, "full", seeds=3).key == plan(experiment, "full").key


def test_after_the_first_seed_one_may_choose_fewer(experiment: Experiment, store: Store) -> None:
    asked: list[Estimate] = []

    def decide(estimate: Estimate) -> int:
        asked.append(estimate)
        return 2

    outcome = run(experiment, seeds=9, settings={**QUICK, "pause": "0.05"}, store=store, decide=decide)
    assert outcome.job.seeds == (0, 1)
    assert outcome.measures["no-side"].n == 2
    assert asked[0].seeds == 9
    assert 0.05 <= asked[0].seconds_a_seed < 5


def test_estimates_are_honest_about_time_and_width() -> None:
    estimate = Estimate(seconds_a_seed=3.0, seeds=21, workers=2)
    assert estimate.seconds() == 30.0
    assert estimate.seconds(1) == 0.0
    assert estimate.seconds(4) == 6.0  # three more seeds on two workers take two turns
    assert estimate.widening(21) == 1.0
    twenty = Estimate(1.0, 20, 1)
    table = {2: 12.706, 5: 2.776, 10: 2.262, 20: 2.093}  # Student's t at 0.975, from the printed tables
    for seeds in (2, 5, 10):
        expected = table[seeds] / seeds**0.5 / (table[20] / 20**0.5)
        assert twenty.widening(seeds) == pytest.approx(expected, rel=1e-3)
    assert twenty.widening(1) == float("inf")


def test_a_run_that_returns_no_measurements_is_a_crash_with_words(experiment: Experiment, store: Store) -> None:
    module = experiment.folder / "random_walk.py"
    module.write_text(module.read_text().replace("    walker = walk if fast else step_by_step\n", "    return 3.0\n"))
    with pytest.raises(SeedsCrashed) as red:
        run(experiment, seeds=1, store=store)
    assert "run() must return measurements by name, not float" in red.value.crashes[0].error


def test_measurements_that_are_not_finite_survive_being_kept(experiment: Experiment, store: Store) -> None:
    module = experiment.folder / "random_walk.py"
    text = module.read_text()
    odd = '"odd": np.array([np.nan, np.inf, -np.inf, 0.1]), "never": float("nan"), "path"'
    module.write_text(text.replace('"path": paths', odd + ": paths"))
    outcome = run(experiment, seeds=2, settings=QUICK, store=store)
    loaded = store.load(outcome.job.run_id)
    for each in (outcome, loaded):
        np.testing.assert_array_equal(each.result["odd"], [[np.nan, np.inf, -np.inf, 0.1]] * 2)
        np.testing.assert_array_equal(each.result["never"], [np.nan, np.nan])


def test_a_claim_that_cannot_be_measured_says_why(experiment: Experiment, store: Store) -> None:
    module = experiment.folder / "random_walk.py"
    module.write_text(module.read_text().replace('result["end"]', 'result["ends"]').replace('@claim("no-side")', ""))
    outcome = run(experiment, seeds=2, settings=QUICK, store=store)
    assert set(outcome.measures) == {"square-grows"}
    assert "Did you mean end" in outcome.unmeasured["far-off"]
    assert "no @claim('no-side')" in outcome.unmeasured["no-side"]


def test_what_is_needed_and_not_installed_is_refused_with_the_command(
    experiment: Experiment, store: Store, rooms: Path
) -> None:
    words = experiment.folder / "random-walk.toml"
    words.write_text('needs = ["quantum_abacus"]\n' + words.read_text())
    with pytest.raises(Refusal, match=r'needs `quantum_abacus`.*pip install "palaestra\[quantum_abacus\]"'):
        run(Catalogue(rooms).experiment("walk/random-walk"), store=store)


def test_extras_are_known_by_their_packages(monkeypatch: pytest.MonkeyPatch) -> None:
    assert installed("fast")
    monkeypatch.setattr(needs, "_has", lambda package: package not in ("numba", "torch"))
    assert not installed("fast")
    assert installed("data")
    with pytest.raises(Refusal, match=r"palaestra\[fast,torch\]"):
        require("this", ["fast", "torch"])


@pytest.mark.parametrize(
    ("odd", "says"),
    [
        ('"path": paths[0][: 3 + seed]', "path has the shape"),
        ('**({"path": paths[0]} if seed else {})', "Seed 0 did not measure path"),
        ('**({} if seed else {"path": paths[0]})', "Seed 1 did not measure path"),
    ],
)
def test_seeds_that_measure_different_things_are_refused_by_name(
    experiment: Experiment, store: Store, odd: str, says: str
) -> None:
    module = experiment.folder / "random_walk.py"
    module.write_text(module.read_text().replace('"path": paths.mean(axis=0)', odd))
    with pytest.raises(Refusal, match=says):
        run(experiment, seeds=2, settings=QUICK, store=store)


def test_seeds_of_other_code_are_never_mixed_in(experiment: Experiment, store: Store) -> None:
    before = run(experiment, seeds=2, settings=QUICK, store=store)
    steps = experiment.folder.parent / "steps.py"
    steps.write_text(steps.read_text().replace("1.0, -1.0))", "2.0, -2.0))"))
    after = run(experiment, seeds=2, settings=QUICK, store=store)
    assert after.job.key != before.job.key
    assert np.array_equal(after.result["end"], 2 * before.result["end"])
