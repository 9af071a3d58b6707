"""The roadmap as one meets it: links of its shelves, and its other order in the browser."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from palaestra.kit.curriculum import find
from palaestra.practice.path.deciding import take_order
from tests.camp import Served, served, text_of
from tests.said import Call

ROADMAP = "alignment-roadmap"


@pytest.fixture
def camp(tmp_path: Path) -> Iterator[Served]:
    with served(tmp_path / "practice") as camp:
        camp.post("/plan/use", curriculum=ROADMAP)
        yield camp


def test_links_names_what_moved_on_the_shelves(tmp_path: Path, call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PALAESTRA_HOME", str(tmp_path / "none"))
    rows = {each["item"]: each for each in call("plan", "links", ROADMAP, "--json").data}
    assert rows[f"{ROADMAP}/platforms#papers-with-code"]["kind"] == "dead"
    assert rows[f"{ROADMAP}/platforms#gym"]["now"] == "https://gymnasium.farama.org/"
    assert rows[f"{ROADMAP}/gym-environments"]["kind"] == "moved"


def test_the_page_of_the_revised_start_begins_with_its_weeks(camp: Served) -> None:
    before = text_of(camp.get("/plan").text)
    assert "Weeks 1–2" not in before
    take_order(camp.folder, find(ROADMAP), "revised-start")
    after = text_of(camp.get("/plan").text)
    heads = [
        "Weeks 1–2",
        "Weeks 3–4",
        "Weeks 5–6",
        "Weeks 7–8",
        "Then project 4",
        "Phase 1:",
        "Phase 2:",
        "Left for later",
    ]
    assert [after.index(each) for each in heads] == sorted(after.index(each) for each in heads)
    emptied = after[after.index("Phase 1:") : after.index("Phase 2:")]
    assert "You can decompose a matrix" in emptied
    assert "0 rooms" not in emptied
    assert "0 modules" not in emptied


def test_a_module_that_the_order_leaves_for_later_opens_by_its_own_page(camp: Served) -> None:
    take_order(camp.folder, find(ROADMAP), "revised-start")
    page = text_of(camp.get(f"/module/{ROADMAP}/convex-optimisation").text)
    assert "Left for later" in page
    assert "Convex Optimization" in page
