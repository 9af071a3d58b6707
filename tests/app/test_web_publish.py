"""Publishing in the browser: what would be shown, the difference, and a button that writes it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from palaestra.practice.days.weeks import Weeks
from palaestra.practice.folder import default_path
from tests.camp import Served, served, text_of


@pytest.fixture
def camp() -> Iterator[Served]:
    with served(default_path()) as found:
        yield found


def test_settings_choose_every_kind_and_keep_what_was_chosen(camp: Served) -> None:
    fields = {"has-keys": "1", "keys-on": "1", **{f"key-{name}": key for name, key in KEYS.items()}}
    camp.post("/settings", **fields, **{"publish-weeks": "on", "publish-goal": "on"}, site="https://ada.example")
    assert camp.folder.settings.publish.split() == ["goal", "weeks"]
    assert camp.folder.settings.site == "https://ada.example"
    page = camp.get("/settings").text
    assert page.count('name="publish-') == 14
    assert 'name="publish-weeks" checked' in page
    assert 'name="publish-notes" checked' not in page


KEYS = {"show": "space", "again": "1", "hard": "2", "good": "3", "easy": "4", "undo": "u"}


def test_the_difference_comes_first_and_a_button_writes_it(camp: Served, tmp_path: Path) -> None:
    Weeks(camp.folder).close("2026-W20", "A week of mine")
    camp.folder.change_settings(publish="weeks")
    site = tmp_path / "site"
    page = text_of(camp.client.get("/publish", params={"folder": str(site)}).text)
    assert "week written" in page
    assert "files new" in page
    assert not site.exists()
    assert "Written." in text_of(camp.post("/publish", folder=str(site)).text)
    assert "A week of mine" in (site / "weeks" / "index.html").read_text()
    assert "Nothing: it is there" in text_of(camp.client.get("/publish", params={"folder": str(site)}).text)


def test_a_site_is_not_written_into_the_practice_folder_or_over_others(camp: Served, tmp_path: Path) -> None:
    said = camp.post("/publish", folder=str(camp.folder.root / "site"))
    assert said.status_code == 400
    assert "folder of its own" in said.text
    (tmp_path / "index.html").write_text("mine")
    assert camp.post("/publish", folder=str(tmp_path)).status_code == 400
    assert (tmp_path / "index.html").read_text() == "mine"


def test_an_empty_folder_is_told_where_to_choose(camp: Served) -> None:
    page = camp.get("/publish").text
    assert "Nothing yet" in page
    assert 'href="/settings#publish"' in page
