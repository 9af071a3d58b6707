"""A paper counts as rebuilt by a full run of the learner's own code, on today's rooms, in which a claim of it held."""

from dataclasses import replace

import pytest

from palaestra.app.making import own_papers
from palaestra.kit.catalogue import Catalogue
from palaestra.lab import Store, shipped_results, source_hash
from palaestra.practice.folder import PracticeFolder, default_path

UCB1 = "bandits/finite-time-analysis-of-the-multiarmed"
EXPERIMENT = "bandits/ucb1-bound"
CLAIM = f"{EXPERIMENT}/ucb1-under-its-bound"


@pytest.fixture
def folder() -> PracticeFolder:
    made = PracticeFolder.create(default_path())
    passed = {"exercise": "bandits/ucb1", "mode": "build", "verdict": "passed", "rung": 5, "rungs": 5}
    made.log.append_all([("attempt", passed)])
    return made


def keep_run(folder: PracticeFolder, **changes: object) -> None:
    """A finished run like the shipped one, as if the learner's code had filled a hole."""
    experiment = Catalogue.installed().experiment(EXPERIMENT)
    shipped = shipped_results(experiment)
    assert shipped is not None
    own = {"fills": {"bandits/ucb1": "digest"}, "seeds": (0,), "source_hash": source_hash(experiment), "key": "own"}
    job = replace(shipped.job, **{**own, **changes})
    store = Store(folder.root / "results")
    store.begin(job)
    store.keep(job, 0, {"values": {}})
    store.finish(replace(shipped, job=job))


def rebuilt(folder: PracticeFolder) -> list[str]:
    return [each.id for each in own_papers(folder, Catalogue.installed()) if each.reimplemented]


def test_a_claim_that_held_with_own_code_counts(folder: PracticeFolder) -> None:
    assert rebuilt(folder) == []
    keep_run(folder)
    assert rebuilt(folder) == [UCB1]
    (found,) = (each for each in own_papers(folder, Catalogue.installed(), "bandits") if each.id == UCB1)
    assert CLAIM in found.held
    assert found.state == "reimplemented"


@pytest.mark.parametrize(
    "changes",
    [{"fills": {}}, {"source_hash": "another day's rooms"}, {"preset": "small"}, {"settings": {"steps": "10"}}],
    ids=["the reference ran", "stale", "small", "other settings"],
)
def test_what_does_not_count(folder: PracticeFolder, changes: dict[str, object]) -> None:
    keep_run(folder, **changes)
    assert rebuilt(folder) == []
