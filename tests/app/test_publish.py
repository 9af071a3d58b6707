"""A published site: nothing private, no clock, no request, no dead link, nobody else's file touched."""

import json
import re
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from palaestra.app.cli.camp_publish import publish
from palaestra.app.site.placing import RECORD, compare, place
from palaestra.app.site.printing import print_site, week_of
from palaestra.kit.catalogue import Catalogue
from palaestra.kit.refusal import Refusal
from palaestra.lab import Store, run
from palaestra.practice.folder import PracticeFolder, default_path

EXPERIMENT = "bandits/ten-armed-testbed"


@pytest.fixture
def folder() -> PracticeFolder:
    """A practice folder with a name, private words, and one small result that counts as the learner's."""
    made = PracticeFolder.create(default_path())
    made.change_settings(name="Ada <b>L</b>")
    (made.root / "private" / "diary.md").write_text("UNSPEAKABLE")
    (made.root / "notes" / "note.md").write_text("UNSPEAKABLE")
    experiment = Catalogue.installed().experiment(EXPERIMENT)
    run(experiment, preset="small", seeds=2, store=Store(made.root / "results"))
    return made


class Links(HTMLParser):
    def __init__(self, text: str) -> None:
        super().__init__()
        self.fetched: list[str] = []
        self.followed: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        if tag == "a" and "href" in found:
            self.followed.append(found["href"])
        elif tag != "a":
            self.fetched += [found[name] for name in ("href", "src", "action", "poster") if name in found]


def pages(folder: Path) -> list[Path]:
    return sorted(folder.rglob("*.html"))


def test_every_link_leads_to_a_file_and_nothing_is_fetched_from_elsewhere(
    tmp_path: Path, folder: PracticeFolder
) -> None:
    assert publish(str(tmp_path / "site"), ["results"], yes=True, as_json=False) == 0
    assert len(pages(tmp_path / "site")) >= 2
    for page in pages(tmp_path / "site"):
        links = Links(page.read_text())
        for address in links.fetched:
            if not address.startswith("data:"):
                assert (page.parent / address).is_file(), f"{page.name} fetches {address}"
        for address in links.followed:
            parts = urlsplit(address)
            if parts.scheme or address.startswith("#"):
                assert parts.scheme in ("", "https", "http", "mailto")
                continue
            assert not address.startswith("/"), f"{address} needs a server"
            assert (page.parent / parts.path).is_file(), f"{page.name} leads to {address}"


def test_nothing_private_and_no_time_of_day(tmp_path: Path, folder: PracticeFolder) -> None:
    publish(str(tmp_path / "site"), ["results"], yes=True, as_json=False)
    for file in (tmp_path / "site").rglob("*"):
        if file.is_file() and file.suffix in (".html", ".json"):
            text = file.read_text()
            assert "UNSPEAKABLE" not in text
            assert str(folder.root) not in text
            assert not re.search(r"\d{4}-\d\d-\d\dT|\b\d\d:\d\d\b", text), f"{file.name} tells the time"


def test_the_learners_result_is_there_only_when_they_opted_in(
    tmp_path: Path, folder: PracticeFolder, capsys: pytest.CaptureFixture[str]
) -> None:
    publish(str(tmp_path / "site"), None, yes=True, as_json=False)
    page = tmp_path / "site" / "bandits" / "index.html"
    assert "mine-mark" not in page.read_text()
    assert "Of yours: nothing" in capsys.readouterr().out
    folder.change_settings(publish="results")
    publish(str(tmp_path / "site"), None, yes=True, as_json=False)
    text = page.read_text()
    assert "mine-mark" in text
    assert "week" in text
    assert "Ada &lt;b&gt;L&lt;/b&gt;" in text
    assert 'class="clay"' in text


def test_the_difference_is_shown_and_nothing_is_written_without_a_yes(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    site = tmp_path / "site"
    publish(str(site), [], yes=False, as_json=False)
    said = capsys.readouterr().out
    assert "new      index.html" in said
    assert said.splitlines()[-1] == f"next: palaestra publish {site} --yes"
    assert not site.exists()
    publish(str(site), [], yes=True, as_json=True)
    found = json.loads(capsys.readouterr().out)
    assert found["written"]
    assert "bandits/index.html" in found["new"]
    publish(str(site), [], yes=True, as_json=True)
    again = json.loads(capsys.readouterr().out)
    assert again["new"] == again["changed"] == again["gone"] == []
    assert not again["written"]


def test_a_file_of_somebody_else_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text("mine")
    with pytest.raises(Refusal, match="was not written by"):
        publish(str(tmp_path), [], yes=True, as_json=False)
    assert (tmp_path / "index.html").read_text() == "mine"
    (tmp_path / "index.html").unlink()
    (tmp_path / "CNAME").write_text("example.org")
    publish(str(tmp_path), [], yes=True, as_json=False)
    assert (tmp_path / "CNAME").read_text() == "example.org"


def test_what_a_site_no_longer_has_is_removed_and_only_that(tmp_path: Path) -> None:
    place(tmp_path, old := {"a.html": b"1", "b/c.html": b"2"}, compare(tmp_path, old))
    (tmp_path / "own.txt").write_text("x")
    difference = compare(tmp_path, new := {"a.html": b"3"})
    assert (difference.changed, difference.gone, difference.new) == (("a.html",), ("b/c.html",), ())
    place(tmp_path, new, difference)
    assert sorted(each.name for each in tmp_path.rglob("*") if each.is_file()) == [RECORD, "a.html", "own.txt"]


def test_a_record_edited_by_hand_cannot_reach_out(tmp_path: Path) -> None:
    site = tmp_path / "site"
    site.mkdir()
    (tmp_path / "precious").write_text("x")
    (site / RECORD).write_text(json.dumps(["../precious", 3, "/etc/hosts"]))
    assert compare(site, {}).gone == ()
    (site / RECORD).write_text("{broken")
    assert compare(site, {"a": b""}).new == ("a",)


def test_an_unknown_kind_suggests_the_nearest() -> None:
    with pytest.raises(Refusal, match="Did you mean results"):
        print_site(Catalogue.installed(), ["result"])


def test_a_week_is_all_that_is_said() -> None:
    assert week_of("2026-11-20T07:31:04+00:00") == "week 47 of 2026"
