"""What a site says of a week, what its feed keeps, where it may commit: without printing one."""

import subprocess
from datetime import date, timedelta
from pathlib import Path
from xml.etree import ElementTree

import pytest

from palaestra.app.site.content import Entry
from palaestra.app.site.edition import Edition
from palaestra.app.site.feed import MOST, rss
from palaestra.app.site.hosting import commit
from palaestra.app.site.kinds import weeks as kind
from palaestra.kit.catalogue import Catalogue
from palaestra.kit.refusal import Refusal
from palaestra.practice.days.iso import monday_of, week_of
from palaestra.practice.days.journal import Journal
from palaestra.practice.days.weeks import Weeks
from palaestra.practice.folder import PracticeFolder, default_path


@pytest.fixture
def folder() -> PracticeFolder:
    return PracticeFolder.create(default_path())


def states(folder: PracticeFolder) -> dict[str, str]:
    """The weeks a site shows, oldest first."""
    (page,) = kind.gather(Edition(Catalogue.installed(), ("weeks",))).pages
    shown = [week for year in page.values["years"].values() for week in year]
    return {each.anchor: each.state for each in sorted(shown, key=lambda each: each.anchor)}


def test_only_a_week_wholly_away_says_so(folder: PracticeFolder) -> None:
    """Written, one day away, seven days away, and hours without words: each as it was."""
    monday = monday_of(week_of(folder.today())) - timedelta(days=35)
    first, second, third, fourth = (monday + timedelta(days=7 * each) for each in range(4))
    Weeks(folder).close(week_of(first), "Began.")
    Journal(folder).away(second, second, "a day")
    Journal(folder).record("2h", day=second + timedelta(days=2))
    Journal(folder).away(third, third + timedelta(days=6), "family")
    Journal(folder).record("2h", day=fourth)
    found = states(folder)
    assert [found.get(week_of(each).lower()) for each in (first, second, third, fourth)] == [
        "written",
        "missed",
        "away",
        "missed",
    ]


def test_a_site_is_never_committed_in_the_repository_of_the_practice_folder(folder: PracticeFolder) -> None:
    inside: Path = folder.root / "site"
    inside.mkdir()
    (inside / "index.html").write_text("x")
    before = subprocess.run(["git", "-C", folder.root, "log", "--oneline"], capture_output=True, check=False).stdout
    with pytest.raises(Refusal, match="repository of your practice folder"):
        commit(inside, ["index.html"], folder.root, folder.today())
    after = subprocess.run(["git", "-C", folder.root, "log", "--oneline"], capture_output=True, check=False).stdout
    assert before == after


def test_the_feed_keeps_the_newest_and_says_them_first() -> None:
    days = [date(2026, 1, 1) + timedelta(days=7 * each) for each in range(MOST + 5)]
    entries = [Entry("weeks", str(day), "", day, str(day)) for day in days]
    feed = ElementTree.fromstring(rss("https://ada.example", "Ada", "", entries))
    assert [each.text for each in feed.findall("channel/item/title")] == [str(day) for day in days[:4:-1]]
