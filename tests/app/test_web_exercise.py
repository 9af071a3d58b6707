"""An exercise and an experiment in the browser: the stub, the verdict on what was saved, a run with one's own code."""

import re
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from palaestra.practice.folder import default_path
from tests.camp import Served, served, text_of

EXERCISE = "bandits/sample-average"
AT = f"/exercise/{EXERCISE}"
LAB = "/lab/bandits/ten-armed-testbed"
HEAD = "def sample_average(average, pulls, reward):\n"
RIGHT = f"{HEAD}    return average + (reward - average) / pulls\n"
WRONG = f"{HEAD}    return average + (reward - average) / (pulls + 1)\n"


@pytest.fixture
def camp() -> Iterator[Served]:
    with served(default_path()) as found:
        yield found


def until(camp: Served, place: str, holds: Callable[[str], bool], seconds: float = 30.0) -> str:
    """Ask a page again and again, as its script does, until it holds what is waited for."""
    end = time.monotonic() + seconds
    page = ""
    while time.monotonic() < end:
        page = camp.get(place).text
        if holds(page):
            return page
        time.sleep(0.05)
    pytest.fail(f"{place} never got there; it says: {text_of(page)[-600:]}")


def save(camp: Served, text: str) -> Path:
    file = camp.folder.exercise_path(EXERCISE)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text)
    return file


def test_the_verdict_follows_the_file(camp: Served) -> None:
    assert "Write the stub" in camp.get(AT).text
    assert not camp.folder.exercise_path(EXERCISE).exists()
    page = camp.post(f"{AT}/start")
    file = camp.folder.exercise_path(EXERCISE)
    assert "NotImplementedError" in file.read_text()
    assert str(file) in page.text
    until(camp, AT, lambda page: "as it was written" in page)
    assert camp.folder.index().attempts(EXERCISE) == []

    save(camp, WRONG)
    page = text_of(until(camp, AT, lambda page: "Wrong at rung" in text_of(page)))
    assert "expected" in page
    assert "A known mistake" not in page, "the learner looks first"
    save(camp, RIGHT)
    page = until(camp, AT, lambda page: "Passed" in page)
    assert re.search(r'class="button primary" href="/lab/bandits/', page)
    assert re.search(r'Then: <a href="/exercise/bandits/epsilon-greedy">', page), "the path goes on from here"
    assert "Show the solution" not in camp.get(AT).text
    kept = camp.folder.index().attempts(EXERCISE)
    assert [each.verdict for each in kept] == ["passed", "wrong"]


def test_the_page_asks_only_for_what_is_new(camp: Served) -> None:
    camp.post(f"{AT}/start")
    page = until(camp, AT, lambda page: "as it was written" in page)
    seen = re.search(r"verdict\?seen=(\d+)", page)
    assert seen
    assert camp.get(f"{AT}/verdict?seen={seen[1]}").status_code == 204
    save(camp, RIGHT)
    end = time.monotonic() + 30
    while (answer := camp.get(f"{AT}/verdict?seen={seen[1]}")).status_code == 204 or "Judging" in answer.text:
        assert time.monotonic() < end
        time.sleep(0.05)
    assert 'id="verdict"' in answer.text
    assert "<html" not in answer.text


def test_hints_the_name_and_the_solution_are_kept(camp: Served) -> None:
    save(camp, WRONG)
    page = text_of(camp.post(f"{AT}/check").text)
    assert "Wrong at rung" in page
    hinted = camp.post(f"{AT}/hint").text
    exercise = camp.camp.catalogue.exercise(EXERCISE)
    assert exercise.hints[0][:30] in text_of(hinted).replace("&#39;", "'")
    named = text_of(camp.post(f"{AT}/name").text)
    assert "A known mistake" in named or "No known mistake" in named
    assert len(camp.folder.index().events("hint")) == 1
    solution = camp.post(f"{AT}/solution").text
    assert "sample_average" in text_of(solution)
    assert len(camp.folder.index().events("solution")) == 1


def test_starting_again_keeps_a_copy(camp: Served) -> None:
    file = save(camp, "# mine\n" + RIGHT)
    camp.post(f"{AT}/start")
    assert file.read_text().startswith("# mine"), "starting never writes over a file"
    camp.post(f"{AT}/start", again=1)
    assert "NotImplementedError" in file.read_text()
    assert any("# mine" in each.read_text() for each in (file.parent / "kept").iterdir())


def test_code_that_breaks_is_shown_as_text(camp: Served) -> None:
    save(camp, HEAD + '    raise ValueError("<script>alert(1)</script>")\n')
    page = camp.post(f"{AT}/check").text
    assert "&lt;script&gt;alert(1)" in page
    assert "<script>alert" not in page


def test_an_experiment_is_predicted_run_with_ones_own_code_and_drawn(camp: Served) -> None:
    lab = LAB
    asked = camp.get(lab).text
    assert "Keep my prediction" in asked
    assert "Run</button>" not in asked
    page = camp.post(f"{lab}/predict", says="about a tenth").text
    assert "about a tenth" in page
    refused = camp.post(f"{lab}/run", preset="small", whose="mine")
    page = until(camp, f"{lab}?skip=1", lambda page: "does not count" in page)
    assert "has passed as its file is now" in text_of(page)
    assert refused.status_code == 200

    save(camp, RIGHT)
    assert "Passed" in camp.post(f"{AT}/check").text
    camp.post(f"{lab}/run", preset="small", whose="mine", seeds=1)
    page = until(camp, f"{lab}?skip=1", lambda page: "mine: 1 of 4 holes" in page)
    assert "written alone" in page
    results = camp.folder.index().events("result", "bandits/ten-armed-testbed")
    assert [each.facts["mine"] for each in results] == ["mine: 1 of 4 holes"]


def test_bad_runs_are_refused(camp: Served) -> None:
    assert camp.post(f"{LAB}/run", preset="huge").status_code == 400
    assert camp.post(f"{LAB}/run", seeds="-1").status_code == 400
    assert camp.post(f"{LAB}/predict", says="  ").status_code == 400
