"""Rooms are found by manifest and read without being imported; what is wrong with one is said with its file."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from palaestra.kit.catalogue import Catalogue
from palaestra.kit.refusal import Refusal

COIN = Path(__file__).parent.parent / "contract" / "rooms" / "coin"


@pytest.fixture
def coin(tmp_path: Path) -> Path:
    return Path(shutil.copytree(COIN, tmp_path / "coin"))


def read_whole(folder: Path) -> None:
    room = Catalogue(folder.parent).system(folder.name)
    _ = room.cards, room.exercises, room.experiments, room.lessons


def test_a_room_is_read_whole(coin):
    room = Catalogue(coin.parent).system("coin")
    assert (room.title, room.builds_on, room.oracles) == ("A coin", (), ("fractions",))
    assert [card.id for card in room.cards] == ["coin/rule-of-succession", "coin/no-tosses"]
    assert [card.core for card in room.cards] == [True, False]
    assert [lesson.title for lesson in room.lessons] == ["The rule of succession"]
    (exercise,) = room.exercises
    assert (exercise.id, exercise.module, exercise.qualname) == (
        "coin/smoothed-share",
        "palaestra.systems.coin.estimate",
        "smoothed_share",
    )
    assert [rung.id for rung in exercise.rungs] == ["no-tosses", "some-tosses"]
    (experiment,) = room.experiments
    assert (experiment.claims[0].low, experiment.claims[0].high) == (0.0, 0.025)
    assert experiment.claims[0].control.set == {"bias": 0.95}


def test_listing_every_room_imports_none_of_them():
    code = (
        "import sys\nfrom palaestra.kit.catalogue import Catalogue\n"
        "found = [(s.exercises, s.cards, s.experiments, s.lessons) for s in Catalogue.installed().systems]\n"
        "assert found, found\n"
        "print([name for name in sys.modules if name.startswith('palaestra.systems')])"
    )
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert said.strip() == "[]"


@pytest.mark.parametrize(
    ("ask", "given"),
    [("system", "coins"), ("exercise", "coin/smoothed-shares"), ("experiment", "coin/few-toses")],
)
def test_an_unknown_id_suggests_the_nearest(coin, ask, given):
    with pytest.raises(Refusal, match="Did you mean coin"):
        getattr(Catalogue(coin.parent), ask)(given)


def test_a_former_id_still_leads_to_the_exercise(coin):
    path = coin / "exercises" / "smoothed-share.toml"
    path.write_text('aliases = ["coin/succession"]\n' + path.read_text())
    assert Catalogue(coin.parent).exercise("coin/succession").id == "coin/smoothed-share"


def test_broken_toml_names_file_and_line(coin):
    path = coin / "system.toml"
    path.write_text(path.read_text() + "title =\n")
    with pytest.raises(Refusal, match=r"system\.toml.*line"):
        _ = Catalogue(coin.parent).systems


@pytest.mark.parametrize(
    ("file", "before", "after", "says"),
    [
        ("system.toml", "promise", "promises", "a system is not complete.*promises"),
        ("cards.toml", 'id = "no-tosses"', "", "a card is not complete.*'id'"),
        ("cards.toml", "answer =", "answr =", "a card is not complete.*answr"),
        ("exercises/smoothed-share.toml", "[[rungs]]", "[[steps]]", "an exercise is not complete.*steps"),
        ("exercises/smoothed-share.toml", "teaches =", "teach =", "a mistake is not complete.*teach"),
        ("exercises/smoothed-share.toml", "title =", "guard = 3\ntitle =", "a guard is not complete"),
        ("experiments/few-tosses.toml", "band = [0.0, 0.025]", "", "band of the claim 'error-after-ten' is None"),
        ("experiments/few-tosses.toml", "band = [0.0, 0.025]", "band = [0.0]", r"is \[0.0\], not two numbers"),
        ("experiments/few-tosses.toml", "{ set =", "{ sets =", "a control is not complete.*sets"),
        ("experiments/few-tosses.toml", "asks =", "ask =", "an experiment is not complete.*ask"),
    ],
)
def test_a_table_that_is_not_complete_names_file_and_key(coin, file, before, after, says):
    path = coin / file
    assert before in path.read_text()
    path.write_text(path.read_text().replace(before, after))
    with pytest.raises(Refusal, match=f"{path.name}: .*{says}"):
        read_whole(coin)
