"""The store: whole files or none, every run findable, and every number exact in the table."""

import csv
import errno
import json
import os
from pathlib import Path

import numpy as np
import pytest

from palaestra.kit.experiment import Experiment
from palaestra.kit.refusal import Refusal
from palaestra.kit.statistics import difference_interval, mean_interval
from palaestra.lab import Store, compare, plan, run, to_csv

QUICK = {"steps": "16", "walks": "5"}

pytestmark = pytest.mark.usefixtures("in_this_process")


def test_a_loaded_run_is_the_run(experiment: Experiment, store: Store) -> None:
    outcome = run(experiment, seeds=3, settings=QUICK, store=store)
    loaded = store.load(outcome.job.run_id)
    assert loaded.job == outcome.job
    assert loaded.measures == outcome.measures
    assert loaded.provenance == outcome.provenance
    assert loaded.result.seeds == (0, 1, 2)
    assert loaded.result.config.steps == 16
    for name in outcome.result.values:
        assert loaded.result[name].tobytes() == outcome.result[name].tobytes()


def test_provenance_says_when_where_and_with_what(experiment: Experiment, store: Store) -> None:
    provenance = run(experiment, seeds=1, settings=QUICK, store=store).provenance
    assert provenance.finished.endswith("+00:00")
    assert provenance.versions["numpy"] == np.__version__
    assert "cores" in provenance.device
    assert provenance.seconds >= 0


@pytest.mark.parametrize("name", ["fsync", "replace"])
def test_a_full_disk_is_one_sentence_and_what_was_kept_stays(
    experiment: Experiment, store: Store, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    job = plan(experiment, settings=QUICK)
    record = {"values": {"end": 1.0}, "seconds": 0.1, "called": [], "printed": ""}
    store.begin(job)
    store.keep(job, 0, record)

    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as broken:
        broken.setattr(os if name == "fsync" else Path, name, full)
        with pytest.raises(Refusal, match=r"No space left on device.*finished seeds are kept"):
            store.keep(job, 1, record)
        with pytest.raises(Refusal, match="No space left"):
            store.keep(job, 0, {**record, "seconds": 9.9})
    assert store.kept(job) == {0: {"seed": 0, **record}}
    assert not list(store.folder.rglob("*.part")), "a failed write leaves nothing behind"


def test_a_folder_that_cannot_be_made_is_refused(experiment: Experiment, tmp_path: Path) -> None:
    (tmp_path / "results").write_text("a file in the way")
    with pytest.raises(Refusal, match="cannot be written"):
        run(experiment, store=Store(tmp_path / "results"))


@pytest.mark.parametrize("damage", ["", "{", "[1, 2]", '{"seed": 1}', "\xff"])
def test_a_damaged_seed_is_run_again(experiment: Experiment, store: Store, damage: str) -> None:
    outcome = run(experiment, seeds=3, settings=QUICK, store=store)
    path = store.folder / outcome.job.run_id / "seed-1.json"
    path.write_text(damage, encoding="latin-1")
    with pytest.raises(Refusal, match="2 of 3 seeds are kept"):
        store.load(outcome.job.run_id)
    again = run(experiment, seeds=3, settings=QUICK, store=store)
    assert again.result["path"].tobytes() == outcome.result["path"].tobytes()
    assert json.loads(path.read_text())["seed"] == 1


def test_runs_are_listed_newest_first_and_found_by_part_of_their_id(experiment: Experiment, store: Store) -> None:
    first = run(experiment, seeds=1, settings=QUICK, store=store)
    second = run(experiment, seeds=2, settings={**QUICK, "drift": "0.5"}, store=store)
    store.begin(plan(experiment, settings={"drift": "0.25"}))
    listed = store.runs()
    assert {each.id for each in listed} >= {first.job.run_id, second.job.run_id}
    assert [each.kept for each in listed if not each.finished] == [0]
    assert store.run(first.job.key).id == first.job.run_id
    assert store.run(second.job.run_id).job.settings == {**QUICK, "drift": "0.5"}
    with pytest.raises(Refusal, match="no result called"):
        store.run("walk/nothing")


@pytest.mark.parametrize(
    ("name", "damage"),
    [
        ("job.json", ""),
        ("job.json", "{}"),
        ("job.json", '{"experiment": "walk/random-walk"}'),
        ("job.json", '{"seeds": [0], "exercises": [], "of a later version": 1}'),
        ("result.json", '{"seeds": [0, 1]}'),
        ("result.json", '{"seeds": 2}'),
    ],
)
def test_a_run_whose_record_is_damaged_hides_no_other(
    experiment: Experiment, store: Store, name: str, damage: str
) -> None:
    broken = run(experiment, seeds=2, settings=QUICK, store=store)
    whole = run(experiment, seeds=2, settings={**QUICK, "drift": "0.5"}, store=store)
    (store.folder / broken.job.run_id / name).write_text(damage)
    assert [each.id for each in store.runs()] == [whole.job.run_id]
    again = run(experiment, seeds=2, settings=QUICK, store=store)
    assert again.measures == broken.measures
    assert len(store.runs()) == 2


def test_the_same_seeds_are_compared_in_pairs_and_others_as_groups(experiment: Experiment, store: Store) -> None:
    plain = run(experiment, seeds=4, settings=QUICK, store=store)
    drifting = run(experiment, seeds=4, settings={**QUICK, "drift": "0.5"}, store=store)
    others = run(experiment, seeds=[7, 8, 9], settings={**QUICK, "drift": "0.5"}, store=store)
    paired = {each.name: each for each in compare(plain, drifting)}
    assert set(paired) == {"end", "square", "path, last"}
    end = paired["end"]
    assert end.paired
    assert end.difference == mean_interval(drifting.result["end"] - plain.result["end"])
    assert end.difference.low > 0
    grouped = {each.name: each for each in compare(plain, others)}["end"]
    assert not grouped.paired
    assert grouped.difference == difference_interval(others.result["end"], plain.result["end"])


def test_every_number_comes_back_exactly_from_the_table(experiment: Experiment, store: Store, tmp_path: Path) -> None:
    outcomes = [
        run(experiment, seeds=2, settings={**QUICK, "walks": "7"}, store=store),
        run(experiment, seeds=[5, 3], settings={**QUICK, "walks": "7", "drift": "0.3"}, store=store),
    ]
    assert any(len(repr(each)) > 15 for each in outcomes[0].result["path"].ravel().tolist()), (
        "sevenths need every digit"
    )
    file = tmp_path / "all.csv"
    assert to_csv(outcomes, file) == 2 * 2 * (1 + 1 + 16)
    with file.open(newline="") as table:
        rows = list(csv.DictReader(table))
    for outcome in outcomes:
        own = [row for row in rows if row["run"] == outcome.job.run_id]
        path = np.zeros_like(outcome.result["path"])
        for row in own:
            if row["measurement"] == "path":
                path[outcome.result.seeds.index(int(row["seed"])), int(row["index"])] = float(row["value"])
        assert path.tobytes() == outcome.result["path"].tobytes()
        ends = [float(row["value"]) for row in own if row["measurement"] == "end"]
        assert ends == outcome.result["end"].tolist()
    assert {(row["experiment"], row["preset"], row["code"], row["engine"]) for row in rows} == {
        ("walk/random-walk", "small", "the reference", "fast")
    }
    with pytest.raises(Refusal, match="cannot be written"):
        to_csv(outcomes, tmp_path / "nowhere" / "all.csv")
