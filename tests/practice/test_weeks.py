"""Weeks: their names, the weekly log, the README between its marks, the close, eight weeks and the year."""

import subprocess
import time
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from palaestra.kit.curriculum import find
from palaestra.kit.refusal import Refusal
from palaestra.practice.days.closing import closing
from palaestra.practice.days.entries import restore, retract, undo
from palaestra.practice.days.iso import (
    between,
    in_words,
    monday_before,
    monday_of,
    month_of,
    parse_week,
    sunday_after,
    week_number,
    week_of,
)
from palaestra.practice.days.journal import Journal
from palaestra.practice.days.spans import heavy_weeks, last_weeks, year
from palaestra.practice.days.weeks import Weeks
from palaestra.practice.exchange.weekly_log import export_weekly_log, log_lines, update_weeks
from palaestra.practice.exchange.weekly_log_import import parse_weeks
from palaestra.practice.folder import WEEKS, PracticeFolder

DAYS = st.dates(date(1971, 1, 8), date(2998, 12, 20))
FRIDAY = date(2026, 11, 20)


def forward(clock: Any, day: date, hour: int = 9) -> None:
    clock.moment = datetime(day.year, day.month, day.day, hour, tzinfo=UTC)


# --- names of weeks ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "monday", "sunday", "words"),
    [
        (date(2026, 11, 16), date(2026, 11, 16), date(2026, 11, 22), "week 47 of 2026"),
        (date(2026, 11, 22), date(2026, 11, 16), date(2026, 11, 22), "week 47 of 2026"),
        (date(2027, 1, 1), date(2026, 12, 28), date(2027, 1, 3), "week 53 of 2026"),
    ],
)
def test_a_week_runs_from_monday_to_sunday(day: date, monday: date, sunday: date, words: str) -> None:
    assert (monday_before(day), sunday_after(day), in_words(day)) == (monday, sunday, words)


def test_a_year_has_only_its_weeks() -> None:
    assert [week_number(2026, number) for number in (1, 53, 54, 0)] == ["2026-W01", "2026-W53", "", ""]
    assert week_number(2025, 53) == ""


@pytest.mark.parametrize(
    ("day", "week"),
    [
        (date(2026, 11, 20), "2026-W47"),
        (date(2026, 12, 31), "2026-W53"),
        (date(2027, 1, 3), "2026-W53"),
        (date(2027, 1, 4), "2027-W01"),
        (date(2025, 12, 29), "2026-W01"),
        (date(2024, 12, 30), "2025-W01"),
        (date(2021, 1, 3), "2020-W53"),
    ],
)
def test_the_year_of_a_week_is_that_of_its_thursday(day: date, week: str) -> None:
    assert week_of(day) == week
    assert monday_of(week) <= day <= monday_of(week) + timedelta(days=6)


@given(DAYS)
def test_a_week_holds_the_seven_days_from_its_monday(day: date) -> None:
    name = week_of(day)
    monday = monday_of(name)
    assert monday.weekday() == 0
    assert 0 <= (day - monday).days <= 6
    assert {week_of(monday + timedelta(days=each)) for each in range(7)} == {name}
    assert int(name[:4]) == (monday + timedelta(days=3)).year
    assert week_of(monday - timedelta(days=1)) < name
    assert name < week_of(monday + timedelta(days=7))


@given(DAYS, st.integers(0, 120))
def test_weeks_between_two_follow_one_another_over_any_new_year(day: date, count: int) -> None:
    first = min(day, date(2995, 1, 1))
    names = between(week_of(first), week_of(first + timedelta(days=7 * count)))
    assert len(names) == count + 1
    assert names == sorted(set(names))


@given(DAYS)
def test_a_week_is_listed_under_a_month_it_touches_and_under_its_own_year(day: date) -> None:
    name = week_of(day)
    year_, month = month_of(name)
    days = [monday_of(name) + timedelta(days=each) for each in range(7)]
    assert year_ == int(name[:4])
    assert (year_, month) in {(each.year, each.month) for each in days}


@given(DAYS)
def test_months_never_go_back_from_week_to_week(day: date) -> None:
    assert month_of(week_of(day)) <= month_of(week_of(day + timedelta(days=7)))


@pytest.mark.parametrize(
    ("said", "week"),
    [
        ("", "2026-W47"),
        ("this", "2026-W47"),
        ("last", "2026-W46"),
        ("W47", "2026-W47"),
        ("48", "2025-W48"),
        ("w53", "2020-W53"),
        ("2026-W53", "2026-W53"),
        ("2026W05", "2026-W05"),
        ("2027-01-03", "2026-W53"),
    ],
)
def test_weeks_are_named_the_way_people_name_them(said: str, week: str) -> None:
    assert parse_week(said, FRIDAY) == week


@pytest.mark.parametrize("said", ["soon", "W54", "2025-W53", "2026-W00", "2026-13-01", "W"])
def test_what_is_no_week_is_refused(said: str) -> None:
    with pytest.raises(Refusal, match=r"week|day"):
        parse_week(said, FRIDAY)


@pytest.mark.parametrize("zone", ["Pacific/Auckland", "America/Los_Angeles", "Asia/Kolkata", "UTC"])
def test_the_week_turns_at_the_learners_own_midnight(
    zone: str, folder: PracticeFolder, clock: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TZ", zone)
    time.tzset()
    clock.moment = datetime(2027, 1, 3, 23, 58).astimezone(UTC)
    folder.log.append("minutes", minutes=10)
    assert (week_of(folder.today()), Weeks(folder).due()) == ("2026-W53", "2026-W53")
    clock.go(minutes=4)
    folder.log.append("minutes", minutes=7)
    assert week_of(folder.today()) == "2027-W01"
    assert [each.minutes for each in Journal(folder).weeks(date(2027, 1, 3), date(2027, 1, 4))] == [10, 7]
    assert Weeks(folder).due() == "2026-W53"


# --- the weekly log ----------------------------------------------------------------------------------------------


def test_a_week_is_written_again_and_the_earlier_words_come_back(folder: PracticeFolder, clock: Any) -> None:
    weeks = Weeks(folder)
    Journal(folder).record("90m theory: GAE")
    Journal(folder).record("30m technique: PPO")
    weeks.close("2026-W47", "Read about GAE.")
    clock.go(minutes=1)
    later = weeks.close("2026-W47", "Wrote GAE.")
    assert later is not None
    (found,) = weeks.written()
    assert (found.week, found.first, found.text) == ("2026-W47", date(2026, 11, 16), "Wrote GAE.")
    assert (found.minutes, found.theory, found.technique, found.away_days, found.source) == (120, 90, 30, 0, "")
    assert [each.facts["text"] for each in weeks.versions("2026-W47")] == ["Wrote GAE.", "Read about GAE."]
    assert weeks.close("2026-W47", "  Wrote   GAE. ") is None, "the same words are no new version"
    event, is_there = undo(folder)
    assert (event.id, is_there) == (later.id, False)
    assert weeks.week("2026-W47").text == "Read about GAE."
    restore(folder, later.id)
    assert weeks.week("2026-W47").text == "Wrote GAE."


def test_missed_weeks_are_visible_and_weeks_away_are_not_missed(folder: PracticeFolder, clock: Any) -> None:
    weeks = Weeks(folder)
    weeks.close("2026-W47", "one")
    Journal(folder).away(date(2026, 11, 30), date(2026, 12, 6))
    forward(clock, date(2026, 12, 20))
    assert [each.week for each in weeks.log()] == ["2026-W50", "2026-W48", "2026-W47"]
    assert [each.is_missed for each in weeks.log()] == [True, True, False]
    assert [each.week for each in weeks.written()] == ["2026-W47"]


def test_a_week_to_come_or_without_words_is_refused(folder: PracticeFolder) -> None:
    weeks = Weeks(folder)
    for name, text in (
        ("2026-W48", "x"),
        ("2026-W47", " \n "),
        ("2026-W60", "x"),
        ("soon", "x"),
        ("2026-W47", "x" * 20_001),
    ):
        with pytest.raises(Refusal):
            weeks.close(name, text)
    assert weeks.written() == ()


def test_the_close_is_offered_from_sunday_to_tuesday_for_a_week_that_was_lived(
    folder: PracticeFolder, clock: Any
) -> None:
    weeks = Weeks(folder)
    forward(clock, date(2026, 11, 22))
    assert weeks.due() == "", "nothing happened in it"
    folder.log.append("minutes", minutes=20)
    offered = {}
    for day in range(22, 30):
        forward(clock, date(2026, 11, day))
        offered[day] = weeks.due()
    assert offered == {22: "2026-W47", 23: "2026-W47", 24: "2026-W47", 25: "", 26: "", 27: "", 28: "", 29: ""}
    weeks.close("2026-W47", "done")
    forward(clock, date(2026, 11, 23))
    assert weeks.due() == ""


def test_a_taken_in_log_is_kept_with_its_source_and_its_empty_week(folder: PracticeFolder) -> None:
    weeks = Weeks(folder)
    assert weeks.take_in("2026-W06", "", "README.md") is not None
    assert weeks.take_in("2026-W05", "five", "README.md") is not None
    assert weeks.take_in("2026-W06", "", "README.md") is None
    assert weeks.take_in("2026-W05", "five", "elsewhere") is None
    assert [(each.week, each.text, each.source, each.is_missed) for each in weeks.log()] == [
        ("2026-W06", "", "README.md", False),
        ("2026-W05", "five", "README.md", False),
    ], "weeks after somebody's old log are not missed"


def test_words_that_are_no_week_do_not_stop_the_log(folder: PracticeFolder) -> None:
    folder.log.append("week", week="W47", text="odd")
    folder.log.append("week", week="2026-W99", text="odd")
    assert Weeks(folder).written() == ()


# --- the README --------------------------------------------------------------------------------------------------


def test_months_are_headings_newest_first_and_an_empty_week_is_kept(folder: PracticeFolder) -> None:
    weeks = Weeks(folder)
    for name, text in (
        ("2025-W52", "travel"),
        ("2026-W01", "family"),
        ("2026-W05", "a model\nof the field"),
        ("2026-W06", ""),
    ):
        weeks.take_in(name, text, "log.md")
    assert log_lines(weeks.log()) == [
        "**Feb 2026**",
        "- W6:",
        "",
        "**Jan 2026**",
        "- W5: a model",
        "  of the field",
        "- W1: family",
        "",
        "**Dec 2025**",
        "- W52: travel",
    ]


WORDS = st.text("aW5 :h(.)ß→é/", max_size=60).map(lambda text: " ".join(text.split()))


@given(st.dictionaries(st.dates(date(2015, 1, 1), date(2026, 11, 1)).map(week_of), WORDS, min_size=1, max_size=8))
def test_what_is_printed_reads_back_as_the_same_weeks(said: dict[str, str]) -> None:
    from palaestra.practice.days.weeks import WrittenWeek

    weeks = [
        WrittenWeek(name, monday_of(name), text, 0, 0, 0, 0, id="x")
        for name, text in sorted(said.items(), reverse=True)
    ]
    read, odd = parse_weeks("\n".join(log_lines(weeks)))
    assert odd == ()
    assert {each.week: each.text for each in read} == said


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_outside_the_marks_every_byte_stays(folder: PracticeFolder, newline: str) -> None:
    readme = folder.root / "README.md"
    before, after = f"# Mine \u00e9{newline}{newline}", f"{newline}tail without an end  "
    readme.write_bytes(f"{before}{WEEKS[0]}{newline}{WEEKS[1]}{after}".encode())
    Weeks(folder).close("2026-W47", "a week <!-- palaestra: end of weeks --> with our own mark in it")
    assert update_weeks(folder)
    data = readme.read_bytes()
    assert data.startswith(f"{before}{WEEKS[0]}".encode())
    assert data.endswith(f"{WEEKS[1]}{after}".encode())
    assert data.decode().count(WEEKS[1]) == 1
    assert f"{newline}- W47: a week".encode() in data
    assert (b"\r" in data) == (newline == "\r\n")
    assert not update_weeks(folder), "the second time there is nothing to write"
    assert not (folder.root / "kept").exists()


def test_a_retracted_week_leaves_the_readme_and_what_others_wrote_there_is_copied(folder: PracticeFolder) -> None:
    readme = folder.root / "README.md"
    event = Weeks(folder).close("2026-W47", "one")
    assert event is not None
    update_weeks(folder)
    assert "- W47: one" in readme.read_text()
    retract(folder, event.id)
    assert "W47" not in readme.read_text()
    restore(folder, event.id)
    assert "- W47: one" in readme.read_text()
    readme.write_text(readme.read_text().replace("- W47: one", "- W47: one\n- W40: by hand"))
    Weeks(folder).close("2026-W47", "two")
    update_weeks(folder)
    (copy,) = (folder.root / "kept").iterdir()
    assert "by hand" in copy.read_text()


def test_the_log_goes_into_any_file_between_its_marks(folder: PracticeFolder, tmp_path: Path) -> None:
    Weeks(folder).close("2026-W47", "one")
    new, without = tmp_path / "new.md", tmp_path / "without.md"
    without.write_text("mine")
    assert export_weekly_log(folder, new)
    assert not export_weekly_log(folder, new)
    assert "**Nov 2026**\n- W47: one\n" in new.read_text()
    with pytest.raises(Refusal, match="no place"):
        export_weekly_log(folder, without)
    assert without.read_text() == "mine"


def test_a_readme_without_marks_is_left_alone(folder: PracticeFolder) -> None:
    (folder.root / "README.md").write_text("mine")
    Weeks(folder).close("2026-W47", "one")
    assert not update_weeks(folder)
    (folder.root / "README.md").unlink()
    assert not update_weeks(folder)


# --- a week looked at --------------------------------------------------------------------------------------------


def test_a_week_shows_what_it_held(folder: PracticeFolder, clock: Any) -> None:
    forward(clock, date(2026, 11, 15))
    folder.log.append("attempt", exercise="bandits/old", verdict="passed")
    forward(clock, date(2026, 11, 17))
    Journal(folder).start("chapter 2", way="theory")
    clock.go(minutes=40)
    Journal(folder).stop("slow but good")
    for verdict in ("wrong", "passed", "passed"):
        folder.log.append("attempt", exercise="bandits/ucb1", verdict=verdict)
    folder.log.append("review", card="bandits/a", rating=3)
    folder.log.append("note", path="notes/a.md", title="Regret")
    first = folder.log.append("prediction", experiment="bandits/x", says="0.8")
    folder.log.append("result", experiment="bandits/y", path="results/before.json")
    folder.log.append("prediction", experiment="bandits/y", says="0.9")
    folder.log.append("prediction", experiment="figures/z", says="3", outcome="4")
    folder.log.append("result", experiment="bandits/x", path="results/x.json")
    found = closing(folder, "2026-W47")
    assert (found.exercises, found.cards, found.notes) == (("bandits/ucb1",), 1, ("Regret",))
    assert [(each.text, each.reflection) for each in found.sessions] == [("chapter 2", "slow but good")]
    assert [(each.experiment, bool(each.outcome)) for each in found.predictions] == [
        ("bandits/x", True),
        ("bandits/y", False),
        ("figures/z", True),
    ]
    assert found.judged == 2
    assert first.subject == "bandits/x"
    assert closing(folder, "2026-W46").exercises == ("bandits/old",)


def test_a_course_stands_in_the_week_it_was_done_with_its_link(folder: PracticeFolder, clock: Any) -> None:
    curriculum = find("levelling-up")
    box = next(each for each in curriculum.resources if each.url and not each.options)
    several = next(each for each in curriculum.resources if each.options)
    option = several.options[0]
    cleared = next(each for each in curriculum.resources if each.id not in (box.id, several.id))
    for item in (box.id, several.item(option.id), cleared.id, "levelling-up/post#mine", "nobody/knows"):
        folder.log.append("tick", item=item, ticked=True)
    folder.log.append(
        "plan", does="pick", box="levelling-up/post", item="levelling-up/post#mine", title="A post", url="u"
    )
    folder.log.append("tick", item=cleared.id, ticked=False)
    clock.go(days=7)
    folder.log.append("tick", item=several.id, ticked=True)
    found = closing(folder, "2026-W47").taken
    assert [(each.title, each.url) for each in found] == [
        (box.title, box.url),
        (option.title, option.url or several.url),
        ("A post", "u"),
        ("nobody/knows", ""),
    ]
    assert [each.item for each in closing(folder, "2026-W48").taken] == [several.id]


# --- eight weeks, a year, averages -------------------------------------------------------------------------------


def work(folder: PracticeFolder, hours: dict[str, float]) -> None:
    for week, each in hours.items():
        Journal(folder).record(f"{each * 60:g}m x", day=monday_of(week))


def test_averages_leave_out_time_away_this_week_and_what_was_before_the_record(folder: PracticeFolder) -> None:
    work(folder, {"2026-W43": 4, "2026-W44": 8, "2026-W47": 1})
    assert last_weeks(folder, 8).average == pytest.approx((4 + 8 + 0 + 0) * 60 / 4)
    Journal(folder).away(monday_of("2026-W45"), monday_of("2026-W46") + timedelta(days=6), "family")
    span = last_weeks(folder, 8)
    assert (span.counted, span.average) == (2, 360)
    assert [each.is_away for each in span.weeks] == [False] * 5 + [True, True, False]
    assert [week_of(each.first) for each in span.weeks if span.holds(each)] == [f"2026-W{n}" for n in range(43, 48)]


def test_three_days_away_rest_the_target_but_leave_the_week_in(folder: PracticeFolder) -> None:
    work(folder, {"2026-W45": 4})
    Journal(folder).away(monday_of("2026-W45"), monday_of("2026-W45") + timedelta(days=2))
    week = last_weeks(folder, 3).weeks[0]
    assert (week.is_away, week.target_minutes) == (False, pytest.approx(360 * 4 / 7))


@given(st.lists(st.integers(0, 30), min_size=8, max_size=8), st.sets(st.integers(0, 7)))
def test_the_sum_of_weeks_is_the_sum_of_days(hours: list[int], away: set[int]) -> None:
    from palaestra.practice.days.journal import Week
    from palaestra.practice.days.spans import Span

    monday = date(2026, 9, 28)
    weeks = [
        Week(
            monday + timedelta(days=7 * n),
            {"d": h * 60.0},
            {"m": h * 60.0},
            {"theory": h * 60.0},
            360,
            7 if n in away else 0,
        )
        for n, h in enumerate(hours)
    ]
    span = Span(tuple(weeks), weeks[-1].first, monday)
    kept = [h for n, h in enumerate(hours[:-1]) if n not in away]
    assert span.minutes == 60 * sum(hours)
    assert span.average == (pytest.approx(60 * sum(kept) / len(kept)) if kept else None)
    assert span.modules == {"m": 60 * sum(hours)}


def test_a_year_has_the_weeks_of_its_thursdays(folder: PracticeFolder, clock: Any) -> None:
    forward(clock, date(2027, 2, 1))
    Journal(folder).record("60m x", day=date(2027, 1, 3))
    Journal(folder).record("30m x", day=date(2027, 1, 4))
    old, new = year(folder, 2026), year(folder, 2027)
    assert (len(old.weeks), len(new.weeks)) == (53, 52)
    assert (old.minutes, new.minutes) == (60, 30)
    for wrong in (1900, 3000):
        with pytest.raises(Refusal):
            year(folder, wrong)
    with pytest.raises(Refusal):
        last_weeks(folder, 0)


def test_three_weeks_far_above_the_target_are_noticed_and_time_away_between_them_does_not_hide_them(
    folder: PracticeFolder,
) -> None:
    work(folder, {"2026-W43": 10, "2026-W44": 10, "2026-W46": 8.9})
    Journal(folder).away(monday_of("2026-W45"), monday_of("2026-W45") + timedelta(days=6))
    assert heavy_weeks(folder) == ()
    work(folder, {"2026-W46": 0.2})
    assert [week_of(each.first) for each in heavy_weeks(folder)] == ["2026-W43", "2026-W44", "2026-W46"]
    folder.change_settings(weekly_hours=0)
    assert heavy_weeks(folder) == ()


def test_git_log_of_the_folder_rebuilds_the_weeks(folder: PracticeFolder, tmp_path: Path) -> None:
    from palaestra.practice.repository import commit

    Weeks(folder).close("2026-W47", "one")
    update_weeks(folder)
    assert commit(folder.root, "Close 2026-W47")
    clone = tmp_path / "clone"
    subprocess.run(["git", "clone", "--quiet", str(folder.root), str(clone)], check=True)
    again = PracticeFolder.open(clone, clock=folder.log._clock)  # pyright: ignore[reportPrivateUsage]
    assert Weeks(again).written() == Weeks(folder).written()
