"""When a track ends: a range from the weeks there were; nothing invented, and kindly said."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from palaestra.kit.catalogue import Catalogue
from palaestra.kit.curriculum import Curriculum, find, parse_curriculum
from palaestra.practice.days.journal import Journal
from palaestra.practice.folder import PracticeFolder
from palaestra.practice.path.facts import gather
from palaestra.practice.path.learner import Facts
from palaestra.practice.path.pace import End, begun_on, ends_in_words, forecast, kindly, remaining, rests_on
from palaestra.practice.path.plan import make_plan

TODAY = date(2026, 11, 20)
TEXT = """
id = "road"
title = "Road"
author = "us"
summary = "A short one."
[[stages]]
id = "one"
title = "One"
objective = "Go."
months = { min = 1, max = 2 }
[[stages.modules]]
id = "long"
title = "Long"
why = "First."
track = "theory"
system = "long"
minutes = 1200
exercises = ["r/a", "r/b", "r/c"]
[[stages.modules]]
id = "hobby"
title = "Hobby"
why = "Second."
track = "hobby"
minutes = 600
exercises = ["r/h"]
[[stages.modules]]
id = "planned"
title = "Planned"
why = "Later."
planned = true
minutes = 99999
"""
ROAD = parse_curriculum(TEXT, Path("road.toml"))
NOTHING = Catalogue()


def one_track() -> Curriculum:
    return parse_curriculum(TEXT.replace('track = "hobby"', 'track = "theory"'), Path("road.toml"))


def work(folder: PracticeFolder, weeks_ago: int, minutes: int, module: str = "") -> None:
    Journal(folder).record(f"{minutes}m", module=module, day=TODAY - timedelta(days=7 * weeks_ago - 3))


def ends(folder: PracticeFolder, path: Curriculum = ROAD, facts: Facts | None = None) -> dict[str, End]:
    plan = make_plan(path, facts or gather(folder.index()))
    return {each.track: each for each in forecast(folder, NOTHING, plan)}


def test_steady_weeks_end_on_one_day(folder: PracticeFolder) -> None:
    for week in range(1, 9):
        work(folder, week, 180)
    end = ends(folder, one_track())["theory"]
    assert (end.minutes, end.weekly_minutes, end.weeks) == (1800, 180, 8)
    assert (end.first, end.last) == (TODAY + timedelta(weeks=10), TODAY + timedelta(weeks=10))
    assert end.says == "ends in January 2027"


def test_uneven_weeks_end_in_a_range_around_their_mean(folder: PracticeFolder) -> None:
    for week in range(1, 9):
        work(folder, week, 60 if week % 2 else 300)
    end = ends(folder, one_track())["theory"]
    assert end.first
    assert end.last
    assert end.first < TODAY + timedelta(weeks=10) < end.last
    assert end == ends(folder, one_track())["theory"], "the same draws always"


def test_weeks_away_are_left_out(folder: PracticeFolder) -> None:
    for week in range(1, 9):
        if week not in (2, 3, 4):
            work(folder, week, 180)
    late = ends(folder, one_track())["theory"]
    Journal(folder).away(TODAY - timedelta(days=28), TODAY - timedelta(days=8), "family")
    rested = ends(folder, one_track())["theory"]
    assert (late.weeks, rested.weeks) == (8, 5)
    assert rested.weekly_minutes == 180 > late.weekly_minutes
    assert rested.last
    assert late.last
    assert rested.last < late.last


def test_a_beginner_is_measured_by_the_hours_they_mean_to_give(folder: PracticeFolder) -> None:
    end = ends(folder, one_track())["theory"]
    assert (end.weeks, end.weekly_minutes) == (0, 6 * 60 * 0.75)
    assert end.first
    assert end.last
    assert end.first < end.last
    plan = make_plan(one_track(), Facts())
    assert rests_on([end], plan).startswith("From the hours you mean to give")
    assert "1 planned module is not counted" in rests_on([end], plan)


def test_minutes_of_a_module_or_room_belong_to_its_track_and_the_rest_is_shared(folder: PracticeFolder) -> None:
    for week in range(1, 9):
        work(folder, week, 100, "road/hobby")
        work(folder, week, 30, "long")
        work(folder, week, 30)
    found = ends(folder)
    assert found["hobby"].weekly_minutes == pytest.approx(110)
    assert found["theory"].weekly_minutes == pytest.approx(50)
    first, second = ends_in_words(found.values())
    assert (first.partition(" ")[0], second.partition(" ")[0]) == ("Theory", "Hobby")


def test_no_hours_no_end(folder: PracticeFolder) -> None:
    folder.change_settings(weekly_hours=0)
    end = ends(folder)["theory"]
    assert (end.first, end.last, end.says) == (None, None, "has not begun to move yet")


def test_what_is_done_is_no_longer_left(folder: PracticeFolder) -> None:
    def left(facts: Facts) -> float:
        return remaining(make_plan(ROAD, facts).module("long"), {})

    day = date(2026, 11, 1)
    assert left(Facts()) == 1200
    assert left(Facts(passed={"r/a": day})) == 900
    assert left(Facts(passed={"r/a": day}, explained={"road/long": (day,)})) == 600
    passed = Facts(passed=dict.fromkeys(("r/a", "r/b", "r/c"), day))
    assert "theory" not in ends(folder, facts=passed)
    assert ends(folder, facts=replace(passed, passed={**passed.passed, "r/h": day})) == {}


def test_ranges_in_words() -> None:
    def says(first: date | None, last: date | None) -> str:
        return End("x", 1, 60, 60, 8, first, last).says

    assert says(date(2027, 3, 1), date(2027, 5, 1)) == "ends between March and May 2027"
    assert says(date(2026, 12, 1), date(2027, 5, 1)) == "ends between December 2026 and May 2027"
    assert says(date(2027, 3, 1), None) == "ends after March 2027"


def test_late_is_said_kindly_and_only_when_it_is_late(folder: PracticeFolder) -> None:
    plan = make_plan(ROAD, Facts())
    soon = [End("x", 1, 60, 60, 8, TODAY, TODAY + timedelta(days=30))]
    late = [End("x", 1, 60, 60, 8, TODAY, TODAY + timedelta(days=400))]
    assert kindly(plan, soon, TODAY) == ""
    assert "nothing is lost by it" in kindly(plan, late, TODAY)
    assert kindly(plan, late, None) == ""
    year = make_plan(find("gap-year"), Facts())
    assert kindly(year, late, TODAY).startswith("The path gives 12 months; yours is the longer road")
    assert begun_on(folder, "road") is None
    folder.log.append("plan", does="use", curriculum="road")
    assert begun_on(folder, "road") == TODAY


def test_ends_in_sentences() -> None:
    def end(track: str, month: int | None, pace: float = 60) -> End:
        day = date(2027, month, 1) if month else None
        return End(track, 1, 60, pace, 8, day, day)

    assert ends_in_words([end("main", 3), end("craft", 3)]) == ["It ends in March 2027."]
    assert ends_in_words([end("main", 3), end("craft", None, 0)]) == [
        "The main track ends in March 2027.",
        "Craft has not begun to move yet.",
    ]
    assert ends_in_words([end("a-b", 3), end("c", None), end("d", 3), end("e", 3)]) == [
        "A b, d and e end in March 2027.",
        "C would take more than ten years at this pace.",
    ]
    assert ends_in_words([end("a", 3), end("b", None, 6)])[1] == "B has hardly moved lately."
    assert (
        ends_in_words([end("a", 3), end("b", None, 0), end("c", None, 0)])[1] == "B and c have not begun to move yet."
    )


def test_a_far_end_is_also_said_for_the_hours_meant(folder: PracticeFolder) -> None:
    for week in range(1, 9):
        work(folder, week, 10)
    path = one_track()
    (end,) = ends(folder, path).values()
    assert end.meant is not None
    first, last = end.meant
    assert first is not None
    assert last is not None
    assert first <= TODAY + timedelta(weeks=5) <= last, "1800 minutes at six hours a week"
    far, near = ends_in_words([end])
    assert far.startswith("It ")
    assert near == "At your 6 h a week: between December 2026 and January 2027."
    folder.change_settings(weekly_hours=1 / 6)
    assert len(ends_in_words(ends(folder, path).values())) == 1, "only where it differs"
    folder.change_settings(weekly_hours=0)
    assert len(ends_in_words(ends(folder, path).values())) == 1


def test_the_hours_meant_are_for_all_tracks_together() -> None:
    soon, far = date(2027, 3, 1), date(2031, 1, 1)
    one = End("main", 1, 60, 60, 8, soon, soon)
    two = End("craft", 1, 60, 60, 8, far, None, (date(2027, 1, 1), date(2027, 5, 1)), 2.5)
    assert ends_in_words([one, two])[-1] == "At your 2.5 h a week: between March and May 2027."
    assert len(ends_in_words([one])) == 1
