"""Shipped results: small, judged from what they store, and stale as soon as the code differs."""

import json

import numpy as np
import pytest

from palaestra.kit.catalogue import Catalogue
from palaestra.kit.experiment import Experiment, Verdict
from palaestra.kit.refusal import Refusal
from palaestra.lab import Store, judge, measure, release_checks, run, ship, shipped_path, shipped_results, shipping

pytestmark = pytest.mark.usefixtures("in_this_process")


def test_what_is_shipped_comes_back_and_says_the_same(experiment: Experiment, store: Store) -> None:
    outcome = run(experiment, preset="full", store=store)
    assert shipped_results(experiment) is None
    path = ship(experiment, outcome)
    assert path == shipped_path(experiment) == experiment.folder.parent / "results" / "random-walk.json"
    shipped = shipped_results(experiment)
    assert shipped is not None
    assert shipped.job == outcome.job
    assert shipped.provenance == outcome.provenance
    assert [each.verdict for each in judge(experiment, shipped)] == [
        each.verdict for each in judge(experiment, outcome)
    ]
    assert shipped.result["end"].tobytes() == outcome.result["end"].tobytes()
    assert np.array_equal(shipped.result["path"], outcome.result["path"].astype(np.float32))
    again = measure(experiment, shipped)[0]
    assert again == shipped.measures, "the stored measurement is that of the stored values"


def test_a_curve_no_claim_asks_for_keeps_its_mean_and_interval_only(experiment: Experiment, store: Store) -> None:
    module = experiment.folder / "random_walk.py"
    module.write_text(
        module.read_text().replace('"path": paths.mean(axis=0)', '"path": paths.mean(axis=0), "walks": paths')
    )
    outcome = run(experiment, preset="full", settings={}, store=store)
    ship(experiment, outcome)
    shipped = shipped_results(experiment)
    assert shipped is not None
    assert set(shipped.result.values) == {"end", "square", "path"}
    kept = shipped.curves["walks"]
    whole = outcome.result["walks"]
    assert kept.mean.shape == (50, len(kept.at))
    np.testing.assert_allclose(kept.mean, whole.mean(axis=0)[:, list(kept.at)], rtol=1e-3, atol=1e-9)
    assert np.all(kept.low <= kept.mean)
    assert np.all(kept.mean <= kept.high)
    assert kept.n == 12


def test_a_curve_is_thinned_to_its_ends_and_evenly_between() -> None:
    values = np.arange(1000.0) + np.array([[-1.0], [1.0]])
    thin = shipping.curve(values, points=11)
    assert thin.at[0] == 0
    assert thin.at[-1] == 999
    assert len(thin.at) == 11
    assert thin.mean.tolist() == list(thin.at)
    half = 1.96 * np.sqrt(2) / np.sqrt(2)
    np.testing.assert_allclose(thin.high - thin.mean, half)
    assert shipping.curve(values[:, :3]).at == (0, 1, 2)
    assert shipping.curve(values[:, :1]).at == (0,)


def test_a_change_of_code_is_stale_and_fails_the_release(experiment: Experiment, store: Store) -> None:
    (before,) = release_checks([experiment])
    assert not before.holds
    assert before.got == "no shipped result"
    ship(experiment, run(experiment, preset="full", store=store))
    assert [each.holds for each in release_checks([experiment])] == [True]
    steps = experiment.folder.parent / "steps.py"
    steps.write_text(steps.read_text().replace("else -1.0)", "else -0.5)"))
    (after,) = release_checks([experiment])
    assert not after.holds
    assert "palaestra run walk/random-walk --full --ship" in after.want
    shipped = shipped_results(experiment)
    assert {each.verdict for each in judge(experiment, shipped)} == {Verdict.STALE}


def test_only_a_full_run_of_the_reference_is_shipped(experiment: Experiment, store: Store) -> None:
    for options in ({"preset": "small"}, {"preset": "full", "settings": {"drift": "0.1"}}):
        outcome = run(experiment, store=store, **options)  # type: ignore[arg-type]
        with pytest.raises(Refusal, match="Only a full run of the reference"):
            ship(experiment, outcome)
    assert not shipped_path(experiment).exists()


def test_a_heavy_result_is_refused_by_the_name_of_its_heaviest_measurement(
    experiment: Experiment, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    outcome = run(experiment, preset="full", store=store)
    size = ship(experiment, outcome).stat().st_size
    shipped_path(experiment).unlink()
    monkeypatch.setattr(shipping, "LARGEST_BYTES", size - 1)
    with pytest.raises(Refusal, match="path is the heaviest"):
        ship(experiment, outcome)
    assert not shipped_path(experiment).exists()


def test_a_claim_without_a_measurement_is_not_shipped(experiment: Experiment, store: Store) -> None:
    module = experiment.folder / "random_walk.py"
    module.write_text(module.read_text().replace('@claim("no-side")', ""))
    outcome = run(experiment, preset="full", store=store)
    with pytest.raises(Refusal, match="no-side: no @claim"):
        ship(experiment, outcome)


@pytest.mark.parametrize("damage", ["", "{}", '{"job": 3}', "[]"])
def test_a_damaged_file_is_refused_with_the_command_that_makes_it(experiment: Experiment, damage: str) -> None:
    shipped_path(experiment).write_text(damage)
    with pytest.raises(Refusal, match=r"is not a shipped result.*palaestra run walk/random-walk --full --ship"):
        shipped_results(experiment)


def test_the_file_is_strict_json_with_what_a_reader_needs(experiment: Experiment, store: Store) -> None:
    path = ship(experiment, run(experiment, preset="full", store=store))

    def strict(word: str) -> float:
        raise AssertionError(word)

    words = json.loads(path.read_text(), parse_constant=strict)
    assert set(words) == {"format", "job", "provenance", "measures", "values", "curves"}
    assert {"config", "seeds", "source_hash", "engine"} <= set(words["job"])
    assert {"versions", "device", "seconds", "finished"} == set(words["provenance"])
    assert len(words["values"]["end"]) == 12


def test_every_shipped_result_of_the_rooms_can_be_read() -> None:
    experiments = list(Catalogue.installed().experiments())
    read = [shipped_results(each) for each in experiments]
    assert len(read) == len(experiments)
    assert all(each.job.preset == "full" for each in read if each is not None)
