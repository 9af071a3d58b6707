"""`compare`, `ask`, `dispute`, `report`, `mistakes`, in the terminal and in the browser, with a tiny room."""

import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from palaestra.app.comparing import aligned
from palaestra.practice.days.today import current_plan
from palaestra.practice.folder import PracticeFolder, default_path
from palaestra.practice.path.facts import record_reached
from tests.camp import Served, served, text_of
from tests.rooms import add_rooms
from tests.said import Call

ROOMS = Path(__file__).parent.parent / "grader" / "rooms"
MEAN = "averages/weighted-mean"
AT = f"/exercise/{MEAN}"
HEAD = "import numpy as np\n\n\ndef weighted_mean(values, weights):\n"
RIGHT = f"{HEAD}    total = weights.sum()\n    return float((values * weights).sum() / total) if total else 0.0\n"
IGNORES = f"{HEAD}    return float(values.mean()) if weights.sum() else 0.0\n"
NEW = (
    "import numpy as np\n\n\ndef squared(weights):\n    return weights**2\n\n\ndef weighted_mean(values, weights):\n"
    "    total = squared(weights).sum()\n"
    "    return float((values * squared(weights)).sum() / total) if total else 0.0\n"
)
TINY = """
id = "tiny"
title = "Tiny"
author = "us"
date = "2026"
source = "here"
summary = "Two modules."
[[stages]]
id = "only"
title = "Only"
objective = "Two things."
[[stages.modules]]
id = "one"
title = "One"
why = "To have one."
system = "averages"
exercises = ["averages/weighted-mean"]
[[stages.modules]]
id = "two"
title = "Two"
why = "To have two."
system = "averages"
exercises = ["averages/running-add"]
"""


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("cache")


@pytest.fixture
def folder(practice_folder_of_its_own: None, cache: Path, monkeypatch: pytest.MonkeyPatch) -> PracticeFolder:
    add_rooms(ROOMS, monkeypatch)
    monkeypatch.setenv("XDG_CACHE_HOME", str(cache))
    made = PracticeFolder.create(default_path())
    (made.root / "curricula").mkdir()
    (made.root / "curricula" / "tiny.toml").write_text(TINY)
    made.change_settings(curriculum="tiny", name="Ada Secret")
    return made


@pytest.fixture
def camp(folder: PracticeFolder) -> Iterator[Served]:
    with served(folder.root) as found:
        yield found


def write(folder: PracticeFolder, code: str) -> None:
    file = folder.exercise_path(MEAN)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(code)


def states(folder: PracticeFolder) -> list[str]:
    return [each.words for each in current_plan(folder).modules]


def test_compare_opens_with_a_pass_and_closes_while_it_is_written_anew(folder: PracticeFolder, call: Call) -> None:
    write(folder, RIGHT)
    said = call("compare", MEAN)
    assert said.code == 2
    assert "has not passed yet" in said.err
    assert "total == 0" not in said.out
    assert call("check", MEAN).code == 0
    said = call("compare", MEAN)
    assert said.code == 0, said.err
    assert "> " in said.out
    assert "total == 0" in said.out
    assert "Compared on" in said.out
    assert max(map(len, said.out.splitlines())) <= 80
    assert said.last.startswith("next: palaestra ")
    assert call("start", MEAN, "--again").code == 0
    said = call("compare", MEAN)
    assert said.code == 2
    assert "anew" in said.err


def test_compare_opens_with_the_solution_and_says_that_the_file_fails(folder: PracticeFolder, call: Call) -> None:
    write(folder, IGNORES)
    assert call("solution", MEAN, "--yes").code == 0
    said = call("compare", MEAN)
    assert said.code == 1
    assert "does not pass now (wrong at rung 2" in said.out
    assert "Compared on" not in said.out
    data = call("compare", MEAN, "--json").data
    assert (data["verdict"], data["cost"]) == ("wrong", None)


def test_a_question_tells_all_but_the_answer(folder: PracticeFolder, call: Call, tmp_path: Path) -> None:
    write(folder, IGNORES + f"# kept in {folder.root}\n")
    folder.log.append("hint", exercise=MEAN, number=1)
    call("check", MEAN)
    before = len(folder.index().events("attempt"))
    said = call("ask", MEAN, "--for", "model")
    assert said.code == 0, said.err
    for words in (
        "A weighted mean",
        "float(values.mean())",
        "weighted_mean([1, 2], [1, 3])",
        "1.75",
        "1 of 3 hints read",
    ):
        assert words in said.out, words
    assert "ask me at most two questions" in said.out
    for words in ("ignores-weights", "total == 0", "Ada Secret", str(folder.root), str(Path.home()) + "/"):
        assert words not in said.out, words
    assert said.err.rstrip().endswith(f"next: palaestra check {MEAN} --help-by model")
    assert len(folder.index().events("attempt")) == before, "nothing is recorded"
    out = tmp_path / "question.md"
    assert call("ask", MEAN, "--out", str(out)).code == 0
    assert "ask me a question or two" in out.read_text()
    assert call("ask", MEAN, "--out", str(out)).code == 2
    assert call("ask", MEAN, "--for", "nobody").code == 2
    write(folder, RIGHT)
    assert call("ask", MEAN).code == 2


def test_a_dispute_lets_on_at_once_and_is_counted_apart(folder: PracticeFolder, call: Call) -> None:
    write(folder, IGNORES)
    assert states(folder) == ["open", "locked"]
    said = call("dispute", MEAN, "the prompt says nothing of weights")
    assert said.code == 0, said.err
    assert states(folder) == ["passed, 1 disputed", "open"]
    record_reached(folder, current_plan(folder).curriculum)
    assert not list(folder.index().events("state")), "a state that may be taken back is not recorded"
    (report,) = (folder.root / "notes" / "reports").glob("*.md")
    text = report.read_text()
    for words in (MEAN, "the prompt says nothing of weights", "float(values.mean())", "1.75", "stay as they are"):
        assert words in text, words
    assert "disputed" in call("plan", "why", "one").out
    assert "the prompt says nothing of weights" in " ".join(call("mistakes").out.split())
    assert call("dispute", MEAN).code == 0
    assert call("dispute", MEAN, "--withdraw").code == 0
    assert states(folder) == ["open", "locked"]
    assert report.exists()
    assert call("dispute", MEAN).code == 2
    assert call("dispute", MEAN, "--withdraw").code == 2
    write(folder, RIGHT)
    assert call("dispute", MEAN, "no").code == 2


def test_a_pass_ends_a_dispute(folder: PracticeFolder, call: Call) -> None:
    write(folder, IGNORES)
    assert call("dispute", MEAN, "no").code == 0
    write(folder, RIGHT)
    assert call("check", MEAN).code == 0
    assert states(folder)[0] == "passed"


def test_a_report_is_a_known_mistake_tried(folder: PracticeFolder, call: Call) -> None:
    write(folder, NEW)
    said = call("report", MEAN, "--id", "squares-the-weights")
    assert said.code == 0, said.out + said.err
    place = folder.root / "reports" / "averages-weighted-mean" / "squares-the-weights"
    code = (place / "mistake.py").read_text()
    assert code.startswith('@mistake("squares-the-weights")\ndef weighted_mean(')
    assert "def squared" in code, "what the answer needs goes inside"
    (words,) = tomllib.loads((place / "mistake.toml").read_text())["mistakes"]
    assert (words["id"], words["rung"], words["misconception"]) == ("squares-the-weights", "unequal", "")
    data = call("report", MEAN, "--json").data
    assert data["mistake"] == "observed-1"
    assert data["holds"]
    assert [each["holds"] for each in data["checks"]] == [True] * 4


@pytest.mark.parametrize(
    ("code", "says"), [(RIGHT, "passes"), (IGNORES, "ignores-weights"), ("def weighted_mean(:\n", "not “wrong”")]
)
def test_what_is_no_new_mistake_is_not_reported(folder: PracticeFolder, call: Call, code: str, says: str) -> None:
    write(folder, code)
    said = call("report", MEAN)
    assert said.code == 2
    assert says in said.err
    assert not (folder.root / "reports").exists()


def test_a_mistake_that_comes_back_offers_a_card(folder: PracticeFolder, call: Call) -> None:
    def meet() -> None:
        folder.log.append("attempt", exercise=MEAN, mode="build", verdict="wrong", mistake="ignores-weights")

    meet()
    (met,) = call("mistakes", "--json").data
    assert (met["times"], met["recurs"], met["card"]) == (1, False, "")
    meet()
    said = call("mistakes")
    assert "worth a card" in said.out
    assert said.last == f"next: palaestra mistakes --card {MEAN}:ignores-weights"
    assert call("mistakes", "--card", f"{MEAN}:ignores-weights").code == 0
    (met,) = call("mistakes", "--json").data
    assert met["card"].startswith("own/mistakes/")
    card = tomllib.loads((folder.root / "cards" / "mistakes.toml").read_text())["cards"][0]
    assert card["answer"] == met["teaches"]
    assert call("mistakes", "--card", f"{MEAN}:ignores-weights").code == 0
    assert len(tomllib.loads((folder.root / "cards" / "mistakes.toml").read_text())["cards"]) == 1
    assert call("mistakes", "--card", "nothing").code == 2


def test_lines_of_the_same_definition_stand_side_by_side() -> None:
    rows = aligned("import os\ndef f(a):\n    return a\n", "def f(a, b):\n    x = 1\n    return a\n")
    pairs = [(each.own, each.reference, each.is_same) for each in rows]
    assert pairs == [
        ("import os", None, False),
        ("def f(a):", "def f(a, b):", False),
        (None, "    x = 1", False),
        ("    return a", "    return a", True),
    ]


def test_the_browser_compares_once_it_has_passed(camp: Served) -> None:
    write(camp.folder, RIGHT)
    assert "has not passed yet" in text_of(camp.get(f"{AT}/compare").text)
    assert "total == 0" not in text_of(camp.get(f"{AT}/compare").text)
    assert f'href="{AT}/compare"' in camp.post(f"{AT}/check").text
    first = camp.get(f"{AT}/compare").text
    assert "Both run by turns" in first
    page = camp.post(f"{AT}/compare").text
    assert "The reference" in page
    assert "line differs" in page
    assert "rounds of each by turns" in text_of(page)
    write(camp.folder, IGNORES)
    assert "does not pass now" in text_of(camp.post(f"{AT}/compare").text)


def test_stuck_in_the_browser(camp: Served) -> None:
    write(camp.folder, NEW)
    page = camp.get(f"{AT}/stuck").text
    assert "<textarea" in page
    assert "I am stuck: A weighted mean" in page
    assert "total == 0" not in page
    assert "Act as a tutor" in camp.get(f"{AT}/stuck?to=model").text
    drafted = camp.post(f"{AT}/report")
    assert drafted.status_code == 200
    assert "observed-1" in drafted.text
    page = text_of(camp.post(f"{AT}/dispute", why="unfair <b>weights</b>").text)
    assert "unfair &lt;b&gt;weights" in page
    assert states(camp.folder)[0] == "passed, 1 disputed"
    assert "passed, 1 disputed" in text_of(camp.get("/plan").text)
    assert "Verdicts you dispute" in text_of(camp.get("/mistakes").text)
    camp.post(f"{AT}/dispute", back=1)
    assert states(camp.folder)[0] == "open"


def test_mistakes_in_the_browser(camp: Served) -> None:
    assert "can become a card" in text_of(camp.get("/mistakes").text)
    for _ in range(2):
        camp.folder.log.append("attempt", exercise=MEAN, mode="build", verdict="wrong", mistake="ignores-weights")
    assert "These come back" in text_of(camp.get("/mistakes").text)
    page = text_of(camp.post("/mistakes/card", mistake=f"{MEAN}:ignores-weights").text)
    assert "card kept" in page
