"""Runs with the learner's code: it runs everywhere or the run is red."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from palaestra.kit.experiment import Experiment, Verdict
from palaestra.kit.holes import Fill
from palaestra.kit.refusal import Refusal
from palaestra.lab import (
    CodeFailed,
    NeverCalled,
    SeedsCrashed,
    Store,
    WorkersFailed,
    control_run,
    run,
    sabotage_run,
    superseded,
    workers,
)

QUICK = {"steps": "16", "walks": "5"}
MARCH = "def displace(position, draw, drift):\n    return position + 1.0\n"
RIGHT = "def displace(position, draw, drift):\n    return position + (1.0 if draw < (1 + drift) / 2 else -1.0)\n"
HALF = "def unused(steps):\n    return steps / 2\n"

pytestmark = pytest.mark.usefixtures("in_this_process")  # the reference: what is filled always has its own


@pytest.mark.parametrize("count", [1, 2])
def test_every_worker_runs_the_learners_code(
    experiment: Experiment, store: Store, fill: Callable[[str, str], Fill], count: int
) -> None:
    outcome = run(experiment, seeds=3, settings=QUICK, fills=[fill("displace", MARCH)], workers=count, store=store)
    assert np.array_equal(outcome.result["end"], [16.0, 16.0, 16.0])
    assert outcome.job.engine == "readable"
    assert outcome.job.whose == "mine: 1 of 3 holes"
    assert outcome.job.fills == {"walk/displace": fill("displace", MARCH).digest}


def test_a_right_answer_gives_the_references_numbers_under_a_key_of_its_own(
    experiment: Experiment, store: Store, fill: Callable[[str, str], Fill]
) -> None:
    reference = run(experiment, seeds=2, settings=QUICK, store=store, readable=True)
    mine = run(experiment, seeds=2, settings=QUICK, store=store, fills=[fill("displace", RIGHT)])
    assert np.array_equal(mine.result["path"], reference.result["path"])
    assert mine.job.key != reference.job.key


def test_a_hole_that_only_the_claims_use_counts_as_called(
    experiment: Experiment, store: Store, fill: Callable[[str, str], Fill]
) -> None:
    tenfold = fill("spread", "def expected_square(steps):\n    return 10.0 * steps\n")
    outcome = run(experiment, seeds=3, settings=QUICK, store=store, fills=[tenfold])
    plain = run(experiment, seeds=3, settings=QUICK, store=store)
    assert outcome.measures["square-grows"].value == pytest.approx(plain.measures["square-grows"].value / 10)


def test_a_filled_hole_that_was_never_called_fails_the_run(
    experiment: Experiment, store: Store, fill: Callable[[str, str], Fill]
) -> None:
    with pytest.raises(NeverCalled, match="walk/unused was never called") as red:
        run(experiment, seeds=2, settings=QUICK, store=store, fills=[fill("displace", RIGHT), fill("unused", HALF)])
    assert red.value.exercises == ("walk/unused",)
    assert [each.finished for each in store.runs()] == [""]


def test_a_hole_whose_only_caller_is_replaced_is_superseded_one_that_nothing_calls_is_not(
    experiment: Experiment, rooms: Path, fill: Callable[[str, str], Fill]
) -> None:
    whole = fill("spread", "def expected_square(steps):\n    return float(steps)\n")
    half, step = fill("unused", HALF), fill("displace", RIGHT)
    assert superseded(experiment, [whole, half]) == ()
    room = rooms / "walk" / "spread.py"
    room.write_text(room.read_text().replace("return float(steps)", "return 2 * unused(steps)"))
    assert superseded(experiment, [whole, half, step]) == ("walk/unused",)
    assert superseded(experiment, [half, step]) == ()


def test_a_resumed_run_remembers_that_the_hole_was_called(
    experiment: Experiment, store: Store, fill: Callable[[str, str], Fill]
) -> None:
    fills = [fill("displace", MARCH)]
    run(experiment, seeds=2, settings=QUICK, store=store, fills=fills)
    again = run(experiment, seeds=2, settings=QUICK, store=store, fills=fills)
    assert again.job.whose.startswith("mine")


def test_sabotage_turns_the_run_red_where_the_hole_is_run_through(
    experiment: Experiment, fill: Callable[[str, str], Fill]
) -> None:
    checks = sabotage_run(experiment, [fill("displace", RIGHT), fill("unused", HALF)])
    assert [each.holds for each in checks] == [True, False]
    assert "sabotaged" in checks[0].got
    assert "walk/displace" in checks[0].says


def test_a_crash_shows_the_learners_frames_and_no_others(
    experiment: Experiment, store: Store, fill: Callable[[str, str], Fill]
) -> None:
    source = "def displace(position, draw, drift):\n    return helper(draw)\n\n\ndef helper(draw):\n    return 1 / 0\n"
    broken = fill("displace", source)
    with pytest.raises(SeedsCrashed) as red:
        run(experiment, seeds=1, settings=QUICK, store=store, fills=[broken])
    assert red.value.crashes[0].error == "ZeroDivisionError: division by zero"
    assert [frame.split(" in ")[0] for frame in red.value.crashes[0].frames] == [
        f"{broken.file}:2",
        f"{broken.file}:6",
    ]


def test_code_that_leaves_the_process_is_a_crash(
    experiment: Experiment, store: Store, fill: Callable[[str, str], Fill]
) -> None:
    leaving = fill("displace", "def displace(position, draw, drift):\n    raise SystemExit(0)\n")
    with pytest.raises(SeedsCrashed, match="1 of 1 seeds"):
        run(experiment, seeds=1, settings=QUICK, store=store, fills=[leaving])


def test_a_file_that_is_not_python_is_refused_before_any_seed(
    experiment: Experiment, store: Store, fill: Callable[[str, str], Fill]
) -> None:
    with pytest.raises((Refusal, CodeFailed, WorkersFailed), match=r"displace\.py"):
        run(experiment, seeds=1, store=store, fills=[fill("displace", "def displace(:\n")])
    assert store.runs() == []


def test_a_worker_that_lost_the_learners_code_answers_nothing(
    experiment: Experiment, store: Store, fill: Callable[[str, str], Fill], monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = workers._environment  # pyright: ignore[reportPrivateUsage]

    def forgetful(*given: object) -> dict[str, str]:
        return {name: value for name, value in whole(*given).items() if name != "PALAESTRA_FILLS"}  # type: ignore[arg-type]

    monkeypatch.setattr(workers, "_environment", forgetful)
    with pytest.raises(WorkersFailed, match="the run asked for"):
        run(experiment, seeds=1, store=store, fills=[fill("displace", RIGHT)])
    assert store.runs() == []


def test_a_hole_the_experiment_does_not_run_through_is_refused(
    experiment: Experiment, store: Store, fill: Callable[[str, str], Fill], tmp_path: Path
) -> None:

    other = Fill.of("palaestra.systems.walk.steps:walk", fill("displace", RIGHT).file)
    with pytest.raises(Refusal, match="does not run through"):
        run(experiment, store=store, fills=[other])


def test_the_fast_path_is_refused_for_the_learners_code(
    experiment: Experiment, store: Store, fill: Callable[[str, str], Fill]
) -> None:
    with pytest.raises(Refusal, match="fast path"):
        run(experiment, store=store, fills=[fill("displace", RIGHT)], readable=False)


def test_a_claim_fails_under_its_control(experiment: Experiment, store: Store) -> None:
    square, side, _ = experiment.claims
    for claim in (square, side):
        assert control_run(experiment, claim).verdict is Verdict.FAILS
    assert store.runs() == []


def test_a_claim_without_a_control_and_an_unknown_mistake_are_refused(experiment: Experiment) -> None:
    from dataclasses import replace

    from palaestra.kit.experiment import Control

    claim = experiment.claims[0]
    with pytest.raises(Refusal, match="has no control"):
        control_run(experiment, replace(claim, control=Control()))
    with pytest.raises(Refusal, match="no known mistake 'sideways'"):
        control_run(experiment, replace(claim, control=Control(mistake="displace:sideways")))
