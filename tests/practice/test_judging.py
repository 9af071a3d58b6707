"""Blind judgements: order and sides from the seed, resumable, ties, repeats, and what they say."""

import json
from pathlib import Path

import pytest

from palaestra.kit.refusal import Refusal
from palaestra.practice.folder import PracticeFolder
from palaestra.practice.studies.items import Sheet, read_items
from palaestra.practice.studies.judging import Sitting, judgements, keep_simulated, reports, rows


@pytest.fixture
def root(tmp_path: Path) -> PracticeFolder:
    return PracticeFolder.create(tmp_path / "practice")


def sheet(tmp_path: Path, count: int = 20, repeat: float = 0.0, ties: bool = True) -> Sheet:
    pairs = [
        {"id": str(n), "a": f"good {n}", "b": f"bad {n}", "from_a": "ours", "from_b": "theirs", "answer": "a"}
        for n in range(count)
    ]
    path = tmp_path / "items.json"
    path.write_text(json.dumps({"question": "Which?", "pairs": pairs, "repeat": repeat, "ties": ties}))
    return read_items(path, "studies/taste")


def judge_all(sitting: Sitting, prefer: str, most: int = 1000) -> list[str]:
    """Take the side whose text begins with `prefer`; the ids in the order they were shown."""
    seen: list[str] = []
    while (shown := sitting.next()) is not None and len(seen) < most:
        seen.append(shown.item.id)
        sitting.answer(shown, shown.choices[0 if shown.texts[0].startswith(prefer) else 1], 2.0)
    return seen


def test_order_and_sides_are_shuffled_by_the_seed_alone(root: PracticeFolder, tmp_path: Path) -> None:
    made = sheet(tmp_path, 40)
    orders = [[(item.id, swapped) for item, swapped, _ in Sitting(root, made, seed).order] for seed in (1, 1, 2)]
    assert orders[0] == orders[1] != orders[2]
    assert [name for name, _ in orders[0]] != [each.id for each in made.items]
    assert 8 <= sum(swapped for _, swapped in orders[0]) <= 32


def test_it_goes_on_where_it_stopped_and_swapped_sides_are_swapped_back(root: PracticeFolder, tmp_path: Path) -> None:
    made = sheet(tmp_path)
    first = judge_all(Sitting.open(root, made), "good", most=7)
    rest = judge_all(Sitting.open(PracticeFolder.open(root.root), made), "good")
    assert sorted(first + rest, key=int) == [each.id for each in made.items]
    found = judgements(root, made)
    assert {each.says for each in found} == {"a"}
    assert 0 < sum(each.swapped for each in found) < 20
    (report,) = reports(root, made)
    assert (report.accuracy.value, report.accuracy.n) == (1.0, 20)  # type: ignore[union-attr]
    assert report.wins["ours"].value == 1.0
    assert report.wins["theirs"].value == 0.0
    assert Sitting.anew(root, made).seed == 2


def test_repeats_come_swapped_and_measure_consistency(root: PracticeFolder, tmp_path: Path) -> None:
    made = sheet(tmp_path, 10, repeat=0.5)
    order = Sitting(root, made, 1).order
    assert len(order) == 15
    first = {item.id: swapped for item, swapped, again in order if not again}
    assert all(first[item.id] != swapped for item, swapped, again in order if again)
    sitting = Sitting.open(root, made)
    while (shown := sitting.next()) is not None:
        sitting.answer(shown, "first", 1.0)  # a person swayed by position alone
    (report,) = reports(root, made)
    assert report.consistency is not None
    assert (report.consistency.value, report.consistency.n) == (0.0, 5)
    assert report.took_first is not None
    assert (report.took_first.value, report.took_first.n) == (1.0, 15)


def test_ties_double_answers_and_wrong_answers(root: PracticeFolder, tmp_path: Path) -> None:
    made = sheet(tmp_path, 3)
    sitting = Sitting.open(root, made)
    shown = sitting.next()
    assert shown is not None
    with pytest.raises(Refusal, match="none of the choices"):
        sitting.answer(shown, "third", 1.0)
    sitting.answer(shown, "tie", 1e9)
    sitting.answer(shown, "first", 1.0)
    (only,) = judgements(root, made)
    assert (only.says, only.seconds) == ("tie", 3600.0)
    assert [(each["winner"], each["loser"]) for each in rows([only], made.of)] == [("", "")]
    strict = Sitting(root, sheet(tmp_path, 3, ties=False), 5)
    shown = strict.next()
    assert shown is not None
    with pytest.raises(Refusal, match="none of the choices"):
        strict.answer(shown, "tie", 1.0)


def test_what_a_model_judged_stays_apart(root: PracticeFolder, tmp_path: Path) -> None:
    made = sheet(tmp_path, 6)
    keep_simulated(root, made, {str(n): "a" if n < 4 else "b" for n in range(6)}, "a model")
    assert Sitting.open(root, made).next() is not None
    assert Sitting.open(root, made).done() == Sitting.open(root, made, 0).done() == set()
    judge_all(Sitting.open(root, made), "good")
    person, model = reports(root, made)
    assert (person.by, person.count, model.by, model.count) == ("", 6, "a model", 6)
    assert model.agreement is not None
    assert model.agreement.value == pytest.approx(4 / 6)
    table = rows(judgements(root, made), made.of)
    assert {each["by"] for each in table} == {"person", "a model"}
    assert {(each["winner"], each["loser"]) for each in table} == {("ours", "theirs"), ("theirs", "ours")}
    with pytest.raises(Refusal, match="who made them"):
        keep_simulated(root, made, {"1": "a"}, " ")
    with pytest.raises(Refusal, match="no item 'x'"):
        keep_simulated(root, made, {"1": "a", "x": "a"}, "m")
    assert reports(root, made)[1].count == 6


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("pairs = 3", "not a list of tables"),
        ('title = "x"', "holds nothing to judge"),
        ('[[pairs]]\na = "x"', "pair 1: b is missing"),
        ('[[pairs]]\na = "x"\nb = "y"\nanswer = "c"', "the answer is a, b or tie"),
        ('[[items]]\ntext = "x"', "two to nine different options"),
        ('[[items]]\ntext = "x"\noptions = ["yes", "no"]\nanswer = "maybe"', "none of its options"),
        ('[[pairs]]\nid = "1"\na = "x"\nb = "y"\n[[pairs]]\nid = "1"\na = "x"\nb = "y"', "stands twice"),
        ('repeat = 7\n[[pairs]]\na = "x"\nb = "y"', "a share between 0 and 1"),
        ('qestion = "x"', "Did you mean question"),
        ("[[pairs]\n", "line 1"),
    ],
)
def test_a_mistake_in_a_sheet_is_named(tmp_path: Path, text: str, says: str) -> None:
    path = tmp_path / "items.toml"
    path.write_text(text)
    with pytest.raises(Refusal, match=says):
        read_items(path)


def test_single_items_with_a_truth(root: PracticeFolder, tmp_path: Path) -> None:
    path = tmp_path / "debates.toml"
    path.write_text(
        'options = ["A is right", "B is right"]\n'
        + "".join(f'[[items]]\ntext = "debate {n}"\nanswer = "A is right"\n' for n in range(10))
    )
    made = read_items(path)
    sitting = Sitting.open(root, made)
    for right in range(10):
        shown = sitting.next()
        assert shown is not None
        assert not shown.swapped
        sitting.answer(shown, "A is right" if right < 7 else "B is right", 5.0)
    (report,) = reports(root, made)
    assert report.accuracy is not None
    assert (report.accuracy.value, report.accuracy.n, report.took_first) == (0.7, 10, None)
    assert 0.34 < report.accuracy.low < 0.35  # Clopper and Pearson's interval of 7 in 10, from tables
    assert 0.93 < report.accuracy.high < 0.94
