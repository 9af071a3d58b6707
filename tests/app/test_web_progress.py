"""Progress and the map of the field in the browser."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from palaestra.kit.curriculum.field import subfields
from palaestra.practice.days.journal import Journal
from tests.camp import Served, served, text_of


@pytest.fixture
def camp(tmp_path: Path) -> Iterator[Served]:
    with served(tmp_path / "camp") as found:
        yield found


def test_before_anything_was_done_it_says_what_it_will_show(camp: Served) -> None:
    page = text_of(camp.get("/progress").text)
    assert "It begins with the first exercise" in page
    assert "nothing yet" in text_of(camp.get("/field").text)


def test_breadth_hours_and_the_field(camp: Served) -> None:
    day = camp.folder.today() - timedelta(days=40)
    Journal(camp.folder).record("120m reading", module="research-engineer/bandits", day=day)
    camp.folder.log.append("review", card="bandits/regret-definition", rating=3)
    camp.post("/notes", title="On proxies", text="[[Goodhart]] again")
    page = camp.get("/progress").text
    assert "1 room or topic entered" in text_of(page).replace("One room", "1 room")
    assert 'aria-label="Now 1 entered, 0 passed, 0 solid"' in page
    assert "Bandits" in page
    field = camp.get("/field").text
    assert 'href="/note/notes/on-proxies.md"' in field
    assert f"1 of {len(subfields())} touched" in text_of(field)
