"""Tables of hours: read as sheets export them, taken in once, never counted twice."""

from datetime import date
from pathlib import Path

import pytest

from palaestra.kit.refusal import Refusal
from palaestra.practice.days.journal import Journal
from palaestra.practice.exchange.hours_import import prepare
from palaestra.practice.exchange.hours_table import read_hours
from palaestra.practice.folder import PracticeFolder


def table(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "hours.csv"
    path.write_text(text, encoding="utf-8")
    return path


def week_minutes(folder: PracticeFolder, day: date) -> float:
    return Journal(folder).week(day).minutes


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("date,hours\n2025-09-01,2.5\n", [(date(2025, 9, 1), 1, 150.0)]),
        ("Date;Hours;Note\n01.09.2025;2,5;ch. 4\n", [(date(2025, 9, 1), 1, 150.0)]),
        ("Day\tMinutes\n1 Sep 2025\t45\n", [(date(2025, 9, 1), 1, 45.0)]),
        ("date,time\n13/9/2025,1:30\n", [(date(2025, 9, 13), 1, 90.0)]),
        ("date,duration\n2025-09-01,2h 15m\n", [(date(2025, 9, 1), 1, 135.0)]),
        ("week,hours\n2025-W36,36\n", [(date(2025, 9, 1), 7, 2160.0)]),
        ("Year,Week,Hours\n2026,W1,10\n", [(date(2025, 12, 29), 7, 600.0)]),
        (
            "My year\n\nWeek,Year,Mon,Tue,Wed,Thu,Fri,Sat,Sun\n36,2025,1,,2,-,,0,\n",
            [(date(2025, 9, 1), 1, 60.0), (date(2025, 9, 3), 1, 120.0)],
        ),
        ("date,theory,technique\n2025-09-01,1,0.5\n", [(date(2025, 9, 1), 1, 60.0), (date(2025, 9, 1), 1, 30.0)]),
    ],
)
def test_the_shapes_sheets_have(tmp_path: Path, text: str, wanted: list[tuple[date, int, float]]) -> None:
    found = read_hours(table(tmp_path, text))
    assert [(row.first, row.days, row.minutes) for row in found.rows] == wanted
    assert not found.odd


def test_theory_and_technique_are_kept_apart(tmp_path: Path) -> None:
    rows = read_hours(table(tmp_path, "date,theory,technical practice\n2025-09-01,1,0.5\n")).rows
    assert [(row.way, row.minutes) for row in rows] == [("theory", 60.0), ("technique", 30.0)]


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("soon,2", "not a day"),
        ("2025-02-30,2", "not a day"),
        ("3/9/2025,2", "may be two days"),
        ("2025-09-01,lots", "not a length"),
        ("2025-09-01,25", "more than a day has"),
        ("2025-09-01,-2", "not a length"),
        ("2025-09-01,nan", "not a length"),
    ],
)
def test_a_line_that_is_not_understood_is_listed_and_the_others_stay(tmp_path: Path, line: str, why: str) -> None:
    found = read_hours(table(tmp_path, f"date,hours\n{line}\n2025-09-02,1\n"))
    assert [row.minutes for row in found.rows] == [60.0]
    (odd,) = found.odd
    assert why in odd.why
    assert odd.line == 2


@pytest.mark.parametrize("text", ["", "a,b\n1,2\n", "date,mood\n2025-09-01,good\n", "date,hours\n"])
def test_a_file_that_is_no_table_of_hours_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(Refusal):
        read_hours(table(tmp_path, text))


def test_the_same_file_twice_changes_nothing(folder: PracticeFolder, tmp_path: Path) -> None:
    path = table(tmp_path, "date,hours,what\n2025-09-01,2,a\n2025-09-01,2,a\n2025-09-02,1,b\n")
    assert prepare(folder, path).apply() == 3
    assert week_minutes(folder, date(2025, 9, 1)) == 300
    again = prepare(folder, path)
    assert again.is_empty
    assert again.apply() == 0
    assert week_minutes(folder, date(2025, 9, 1)) == 300


def test_a_longer_file_adds_only_its_new_rows_in_any_order(folder: PracticeFolder, tmp_path: Path) -> None:
    prepare(folder, table(tmp_path, "date,hours\n2025-09-01,2\n")).apply()
    found = prepare(folder, table(tmp_path, "date,hours\n2025-09-03,1\n2025-09-01,2\n2025-09-01,0.5\n"))
    assert found.apply() == 2
    assert week_minutes(folder, date(2025, 9, 1)) == 210


def test_two_rows_alike_are_two(folder: PracticeFolder, tmp_path: Path) -> None:
    prepare(folder, table(tmp_path, "date,hours\n2025-09-01,2\n")).apply()
    twice = table(tmp_path, "date,hours\n2025-09-01,2\n2025-09-01,2\n")
    assert prepare(folder, twice).apply() == 1
    assert prepare(folder, twice).is_empty


def test_what_was_logged_already_counts_towards_the_file(folder: PracticeFolder, tmp_path: Path) -> None:
    Journal(folder).record("60m ARENA", day=date(2025, 9, 1))
    path = table(tmp_path, "date,hours\n2025-09-01,1.5\n")
    found = prepare(folder, path)
    (week,) = found.weeks
    assert (week.week, week.said, week.there, week.added) == ("2025-W36", 90.0, 60.0, 30.0)
    found.apply()
    assert week_minutes(folder, date(2025, 9, 1)) == 90
    more = prepare(folder, table(tmp_path, "date,hours\n2025-09-01,1.5\n2025-09-01,0.5\n"))
    more.apply()
    assert week_minutes(folder, date(2025, 9, 1)) == 120


def test_a_day_with_more_than_the_file_says_keeps_what_it_has(folder: PracticeFolder, tmp_path: Path) -> None:
    Journal(folder).record("3h ARENA", day=date(2025, 9, 1))
    found = prepare(folder, table(tmp_path, "date,hours\n2025-09-01,2\n"))
    assert found.is_empty
    assert week_minutes(folder, date(2025, 9, 1)) == 180


def test_a_weeks_sum_counts_the_days_it_holds(folder: PracticeFolder, tmp_path: Path) -> None:
    Journal(folder).record("2h reading", day=date(2025, 9, 3))
    prepare(folder, table(tmp_path, "week,hours\n2025-W36,20\n")).apply()
    assert week_minutes(folder, date(2025, 9, 1)) == 20 * 60
    assert prepare(folder, table(tmp_path, "week,hours\n2025-W36,20\n")).is_empty
