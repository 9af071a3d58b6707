"""A refusal is one sentence and its mend, and an unknown id suggests what was meant."""

import pickle

from palaestra.kit.refusal import Refusal, unknown

KNOWN = ["bandits/ucb-bonus", "bandits/ucb1", "bandits/thompson"]


def test_it_reads_as_what_is_wrong_and_then_what_to_do() -> None:
    refusal = Refusal("The port is taken.", "Choose another with --port.")
    assert str(refusal) == "The port is taken. Choose another with --port."
    assert (refusal.what, refusal.mend) == ("The port is taken.", "Choose another with --port.")
    assert str(Refusal("The port is taken.")) == "The port is taken."


def test_the_nearest_known_ids_are_suggested_best_first() -> None:
    refusal = unknown("exercise", "bandits/ucb-bonsu", KNOWN, "palaestra systems")
    assert refusal.what == "There is no exercise called 'bandits/ucb-bonsu'."
    assert refusal.mend.startswith("Did you mean bandits/ucb-bonus")
    assert unknown("exercise", "bandits/ucb", KNOWN, "palaestra systems").mend == (
        "Did you mean bandits/ucb1 or bandits/ucb-bonus?"
    )


def test_where_nothing_is_near_it_says_where_they_are_listed() -> None:
    assert unknown("exercise", "autograd", KNOWN, "palaestra systems").mend == "`palaestra systems` lists them."
    assert unknown("exercise", "x", (), "palaestra systems").mend == "`palaestra systems` lists them."
    assert unknown("exercise", "bandits/ucb2", iter(KNOWN), "palaestra systems").mend.startswith("Did you mean")


def test_what_was_typed_is_shown_as_text() -> None:
    assert r"called '../\x1b[31m'" in unknown("exercise", "../\x1b[31m", KNOWN, "palaestra systems").what


def test_it_survives_the_way_between_processes() -> None:
    there = pickle.loads(pickle.dumps(Refusal("It is so.", "Mend it.")))
    assert (str(there), there.what, there.mend) == ("It is so. Mend it.", "It is so.", "Mend it.")
