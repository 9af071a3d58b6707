"""Weekly logs: every week read, the empty one kept, nothing twice, and every line that was not understood."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from palaestra.kit.refusal import Refusal
from palaestra.practice.days.weeks import Weeks
from palaestra.practice.exchange.files import prepare_file
from palaestra.practice.exchange.weekly_log_import import parse_weeks, prepare
from palaestra.practice.folder import PracticeFolder

LOG = """\
# My year

Some words before, with W3 inside.

## Weekly log; 2026 hours

**Feb 2026**
- W6:

**Jan 2026**
- W5: A model of the field
- W1: Mostly family travel.

## Weekly log; [2025 hours](https://example.org/2025)

**Dec 2025**
- W52: Mostly travel.
  - read a novel
- W51: Chapter 19

Words after.
"""


def write(tmp_path: Path, text: str, name: str = "log.md") -> Path:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return path


def test_a_week_far_from_its_month_is_listed_and_not_taken() -> None:
    weeks, odd = parse_weeks("**Jan 2026**\n- W6: near\n- W8: far\n- W1: here\n")
    assert [each.week for each in weeks] == ["2026-W06", "2026-W01"]
    assert [each.why for each in odd] == ["week 8 does not lie in January 2026"]


def test_weeks_months_and_years() -> None:
    weeks, odd = parse_weeks(LOG)
    assert [each.week for each in weeks] == ["2026-W06", "2026-W05", "2026-W01", "2025-W52", "2025-W51"]
    assert not odd
    assert weeks[0].text == ""
    assert weeks[3].text == "Mostly travel.\n- read a novel"
    assert [each.week for each in weeks if each.reads_like_rest] == ["2026-W01", "2025-W52"]


@pytest.mark.parametrize(
    ("heading", "line", "week"),
    [
        ("### January 2026", "* Week 5 - text", "2026-W05"),
        ("**Dec 2025**", "- W1: text", "2026-W01"),
        ("**Jan 2027**", "- W53: text", "2026-W53"),
        ("**Jan. 2026:**", "- **W5**: text", "2026-W05"),
        ("Sept 2025", "- W40: text", "2025-W40"),
        ("## 2026", "- W5 (22,5 h): text", "2026-W05"),
        ("## Notes", "- 2026-W05: text", "2026-W05"),
        ("**Jan 2026**", "w05: text", "2026-W05"),
    ],
)
def test_the_forms_people_write(heading: str, line: str, week: str) -> None:
    weeks, odd = parse_weeks(f"{heading}\n\n{line}\n")
    assert [(each.week, each.text) for each in weeks] == [(week, "text")]
    assert not odd


def test_hours_said_in_the_line_are_read() -> None:
    weeks, _ = parse_weeks("## 2026\n- W5 (22,5 h): text\n")
    assert weeks[0].hours == 22.5


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("- W5: text\n", "no year"),
        ("**Jan 2026**\n- W54: text\n", "no week 54"),
        ("**Jan 2026**\n- W20: text\n", "does not lie in January 2026"),
        ("## 2025\n- W53: text\n", "2025 has no week 53"),
        ("**Jan 2026**\n- W5: a\n- W5: b\n", "stands on line 2 already"),
        ("**Jan 2026**\n- W5: a\nSomething else.\n- W4: b\n", "not a week"),
    ],
)
def test_a_line_that_is_not_understood_is_listed(text: str, why: str) -> None:
    _, odd = parse_weeks(text)
    assert len(odd) == 1
    assert why in odd[0].why


def test_importing_twice_changes_nothing(folder: PracticeFolder, tmp_path: Path) -> None:
    path = write(tmp_path, LOG)
    assert prepare(folder, path).apply() == 5
    assert {each.week: each.text for each in Weeks(folder).written()}["2026-W06"] == ""
    again = prepare(folder, path)
    assert again.is_empty()
    assert again.is_empty(replace=True)
    assert again.apply(replace=True) == 0
    assert len(folder.index().events("week")) == 5


def test_words_of_the_learner_stay_unless_they_are_to_be_replaced(folder: PracticeFolder, tmp_path: Path) -> None:
    Weeks(folder).take_in("2026-W05", "My own words", "")
    found = prepare(folder, write(tmp_path, LOG))
    assert [each.week for each in found.differing] == ["2026-W05"]
    found.apply()
    assert Weeks(folder).week("2026-W05").text == "My own words"
    prepare(folder, write(tmp_path, LOG)).apply(replace=True)
    assert Weeks(folder).week("2026-W05").text == "A model of the field"
    assert len(Weeks(folder).versions("2026-W05")) == 2


def test_the_log_of_the_folder_comes_back_from_its_own_export(folder: PracticeFolder, tmp_path: Path) -> None:
    from palaestra.practice.exchange.weekly_log import export_weekly_log

    prepare(folder, write(tmp_path, LOG)).apply()
    out = tmp_path / "out.md"
    export_weekly_log(folder, out)
    other = PracticeFolder.create(tmp_path / "other")
    prepare(other, out).apply()
    told = [{each.week: each.text for each in Weeks(one).written()} for one in (folder, other)]
    assert told[0] == told[1]
    assert len(told[0]) == 5
    assert prepare(folder, out).is_empty()


def test_a_file_may_hold_boxes_and_weeks(folder: PracticeFolder, tmp_path: Path) -> None:
    found = prepare_file(folder, write(tmp_path, f"{LOG}\n- [x] Read Superintelligence\n"))
    assert found.weeks
    assert len(found.weeks.weeks) == 5
    assert len(found.tracker.preview.tracker.boxes) == 1
    found.apply()
    assert prepare_file(folder, found.path).is_empty()


def test_a_file_with_nothing_of_ours_is_refused(folder: PracticeFolder, tmp_path: Path) -> None:
    with pytest.raises(Refusal, match="no check-boxes, no weeks and no hours"):
        prepare_file(folder, write(tmp_path, "Just words.\n"))


@given(st.text(alphabet="-*#W 0123456789:()\n[]janfeb2026", max_size=300))
def test_no_text_breaks_the_reading(text: str) -> None:
    weeks, _ = parse_weeks(text)
    assert len({each.week for each in weeks}) == len(weeks)
