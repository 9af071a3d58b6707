"""The naming study itself, and a small run of it; `naming_study.py` run alone is the whole of it."""

import ast
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from palaestra.grader import Worker
from palaestra.grader.checking import known_texts
from palaestra.kit.exercise import Exercise

sys.path.insert(0, str(Path(__file__).parent))
import naming_study
from mutants import mutants, rewrites

PROGRAM = """
def f(x, y=2):
    '''Words.'''
    total = 0
    for each in x:
        if each > y and each < 10:
            total += g(each, y) - 1.5
    return total / len(x)
"""


def test_mutants_are_programs_unlike_the_first_and_one_another() -> None:
    found = list(mutants(PROGRAM))
    texts = [text for _, text in found]
    assert found == list(mutants(PROGRAM))
    assert len(set(texts)) == len(texts) > 25
    assert ast.unparse(ast.parse(PROGRAM)) + "\n" not in texts
    for text in texts:
        compile(text, "mutant", "exec")
        assert "Words." in text
        assert "def f(x, y=" in text
    kinds = {what for what, _ in found}
    assert {"Add= to Sub=", "Gt to GtE", "and to or", "swap two arguments", "leave a statement out"} <= kinds


def test_rewrites_do_the_same() -> None:
    words: dict[str, object] = {"g": lambda a, b: a * b}
    found = list(rewrites(PROGRAM))
    assert len(found) >= 5
    for _, text in [("", PROGRAM), *found]:
        exec(text, words)
        assert words["f"]([3, 4, 1, 12], 2) == (6 - 1.5 + 8 - 1.5) / 4  # type: ignore[operator]


@pytest.mark.parametrize(("wrong", "total", "most"), [(0, 10, 0.3085), (1, 10, 0.4450), (0, 183, 0.0200), (5, 5, 1.0)])
def test_the_bound_is_clopper_and_pearsons(wrong: int, total: int, most: float) -> None:
    assert naming_study.upper_bound(wrong, total) == pytest.approx(most, abs=5e-4)


def test_a_wrong_name_is_found_out(weighted_mean: Exercise, worker: Worker) -> None:
    text = known_texts(weighted_mean)["divides-by-count"]
    attempt = naming_study.Attempt(weighted_mean, "mistake", "itself", text)
    assert naming_study.misnamed(attempt, "divides-by-count", worker) == ""
    assert "differs on" in naming_study.misnamed(attempt, "ignores-weights", worker)
    listed = replace(attempt, listed="ignores-weights")
    assert "its author says" in naming_study.misnamed(listed, "divides-by-count", worker)


def test_a_fault_seen_on_few_inputs_is_not_named(weighted_mean: Exercise, worker: Worker) -> None:
    """It agrees with a known mistake on most inputs; the confirming draws are there to tell."""
    rare = "    if len(values) == 5 and weights[0] > 2.9:\n        return 7.0\n"
    text = known_texts(weighted_mean)["divides-by-count"].replace("weights):\n", f"weights):\n{rare}")
    attempt = naming_study.Attempt(weighted_mean, "mistake", "a rare fault", text)
    tallies = naming_study.study([attempt], worker)
    assert (tallies["mistake"].wrong, tallies["mistake"].named) == (1, 0)


def test_a_small_run_names_rightly(weighted_mean: Exercise, worker: Worker) -> None:
    attempts = list(naming_study.mechanical(weighted_mean, 8, seed=1))
    tallies = naming_study.study(attempts, worker)
    assert sum(each.wrong for each in tallies.values()) > 25
    assert [line for each in tallies.values() for line in each.misnamed] == []
    assert tallies["rewrite"].listed_named == tallies["rewrite"].listed > 3


def test_blind_attempts_at_one_exercise_are_named_when_listed(worker: Worker) -> None:
    exercises = naming_study.exercises_of("bandits", ["ucb-bonus"])
    tallies = naming_study.study(list(naming_study.blind(exercises)), worker)
    assert tallies["blind"].misnamed == []
    assert tallies["blind"].listed_named >= 0.6 * tallies["blind"].listed > 0
    assert "whose mistake is listed" in naming_study.report(tallies)
