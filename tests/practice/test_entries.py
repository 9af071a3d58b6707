"""Entries put right, retracted and brought back; sessions left open; goals and their eras; where returns flatten."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from palaestra.kit.catalogue import Catalogue
from palaestra.kit.refusal import Refusal
from palaestra.practice.days.around import Also
from palaestra.practice.days.entries import entries, find, restore, retract, revise, undo
from palaestra.practice.days.goals import current_goal, eras, set_goal
from palaestra.practice.days.journal import Journal
from palaestra.practice.days.returns import returns
from palaestra.practice.days.today import today
from palaestra.practice.folder import PracticeFolder
from palaestra.practice.writing.artefacts import Artefacts

FRIDAY = date(2026, 11, 20)


@pytest.fixture
def journal(folder: PracticeFolder) -> Journal:
    return Journal(folder)


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return Catalogue.installed()


def minutes_of(folder: PracticeFolder) -> list[float]:
    return sorted(each.minutes for each in entries(folder, date(2026, 11, 1), FRIDAY) if each.minutes and each.id)


# --- the list ----------------------------------------------------------------------------------------------------


def test_every_entry_says_where_it_comes_from(folder: PracticeFolder, journal: Journal, clock: Any) -> None:
    journal.start("chapter 2", module="bandits", way="theory")
    clock.go(minutes=25)
    journal.stop("slow but good")
    clock.go(minutes=30)
    for _ in range(2):
        folder.log.append("attempt", exercise="deep_rl/gae", verdict="wrong")
        clock.go(minutes=5)
    journal.record("90m theory: ARENA 1.2", day=date(2026, 11, 19))
    folder.log.append("minutes", minutes=600, day="2026-11-16", source="hours.csv")
    folder.log.append("note", path="notes/a.md", title="Regret")
    found = entries(folder, date(2026, 11, 16), FRIDAY)
    assert [(each.day, each.at, each.source, round(each.minutes), each.text) for each in found] == [
        ("2026-11-20", "09:00", "session", 25, "chapter 2"),
        ("2026-11-20", "10:05", "logged", 0, "Regret"),
        ("2026-11-20", "", "inferred", 5, ""),
        ("2026-11-20", "", "inferred", 6, ""),
        ("2026-11-19", "", "logged", 90, "ARENA 1.2"),
        ("2026-11-16", "", "hours.csv", 600, ""),
    ]
    assert found[0].reflection == "slow but good"
    assert [each.is_inferred for each in found] == [False, False, True, True, False, False]


def test_an_entry_is_found_by_the_end_of_its_id(folder: PracticeFolder, journal: Journal) -> None:
    event = journal.record("10m x")
    assert find(folder, event.id[-6:]) == event
    for said in ("zzzzzz", event.id[-3:], "", "%%%%%%"):
        with pytest.raises(Refusal, match="not an entry"):
            find(folder, said)
    for number in range(20):
        folder.log.append("minutes", minutes=1, text=str(number))
    shared = event.id[9:13]  # the same milliseconds' digits stand in the middle of ids, never at their end
    with pytest.raises(Refusal):
        find(folder, shared)


# --- put right, retracted, brought back --------------------------------------------------------------------------


def test_what_is_put_right_keeps_the_rest_and_can_be_undone(folder: PracticeFolder, journal: Journal) -> None:
    event = journal.record("90m theory: ARENA 1.2", module="arena", day=date(2026, 11, 18))
    changed = revise(folder, event.id, "60m ARENA 1.3", way="technique")
    (found,) = entries(folder, FRIDAY.replace(day=16), FRIDAY)
    assert (found.minutes, found.text, found.way, found.module, found.day) == (
        60, "ARENA 1.3", "technique", "arena", "2026-11-18",
    )  # fmt: skip
    again = revise(folder, changed.id, day=date(2026, 11, 17), way="")
    assert (again.facts["day"], "way" in again.facts) == ("2026-11-17", False)
    undo(folder)
    undo(folder)
    (found,) = entries(folder, FRIDAY.replace(day=16), FRIDAY)
    assert (found.id, found.minutes, found.text, found.way) == (event.id, 90, "ARENA 1.2", "theory")
    assert len(folder.index().rows("SELECT id FROM events WHERE kind = 'minutes'")) == 3, "nothing left the log"


def test_a_session_put_right_keeps_its_span_and_takes_other_words(
    folder: PracticeFolder, journal: Journal, clock: Any
) -> None:
    journal.start("read")
    clock.go(minutes=50)
    stopped = journal.stop("fine")
    clock.go(minutes=30)
    folder.log.append("review", card="bandits/a", rating=3)
    revise(folder, stopped.id, "30m read twice", reflection="better than I thought")
    session, inferred = (each for each in entries(folder, FRIDAY, FRIDAY))
    assert (session.minutes, session.text, session.reflection, session.source) == (
        30, "read twice", "better than I thought", "session",
    )  # fmt: skip
    assert inferred.minutes == 1


def test_a_retracted_session_is_not_under_way_again(folder: PracticeFolder, journal: Journal, clock: Any) -> None:
    journal.start("read")
    clock.go(minutes=20)
    event = journal.stop()
    retract(folder, event.id)
    assert (journal.running(), minutes_of(folder)) == (None, [])
    journal.start("the next")
    assert journal.running() is not None
    restore(folder, event.id)
    assert minutes_of(folder) == [20]
    running = journal.running()
    assert running is not None
    assert running.aim == "the next"


def test_undo_goes_back_step_by_step_and_stops_at_the_beginning(folder: PracticeFolder, journal: Journal) -> None:
    one = journal.record("10m one")
    journal.record("20m two")
    retract(folder, one.id)
    journal.away(FRIDAY, FRIDAY)
    seen: list[list[float]] = []
    for _ in range(4):
        undo(folder)
        seen.append(minutes_of(folder))
    assert seen == [[20], [10, 20], [10], []]
    assert journal.rests() == []
    with pytest.raises(Refusal, match="nothing to take back"):
        undo(folder)


def test_time_away_is_changed_and_taken_back(folder: PracticeFolder, journal: Journal) -> None:
    event = journal.away(date(2026, 11, 19), date(2026, 12, 1), "family")
    changed = revise(folder, event.id, "2026-11-20..2026-11-21")
    (rest,) = journal.rests()
    assert (rest.first, rest.last, rest.why) == (FRIDAY, date(2026, 11, 21), "family")
    assert journal.week(FRIDAY).away_days == 2
    with pytest.raises(Refusal, match="comes before"):
        revise(folder, changed.id, "2026-11-20..2026-11-01")
    retract(folder, changed.id)
    assert journal.rest(FRIDAY) is None
    restore(folder, changed.id)
    assert journal.rest(FRIDAY) is not None
    restore(folder, event.id)
    assert [each.id for each in journal.rests()] == [event.id], "the earlier days came back in place of the later"


def test_what_cannot_be_revised_or_restored_says_so(folder: PracticeFolder, journal: Journal) -> None:
    note = folder.log.append("note", path="n.md", title="n")
    minutes = journal.record("10m")
    for wrong in (
        lambda: revise(folder, note.id, "20m"),
        lambda: revise(folder, minutes.id, "ARENA"),
        lambda: revise(folder, minutes.id, "5m", day=date(2026, 11, 21)),
        lambda: revise(folder, minutes.id, "5m", way="magic"),
        lambda: restore(folder, minutes.id),
        lambda: restore(folder, "nothing"),
    ):
        with pytest.raises(Refusal):
            wrong()
    assert minutes_of(folder) == [10]
    folder.log.forget(minutes.id)
    with pytest.raises(Refusal, match="forgotten"):
        restore(folder, minutes.id)


@given(st.lists(st.sampled_from(["add", "retract", "revise", "undo"]), max_size=12))
def test_any_order_of_changes_undone_leaves_nothing(acts: list[str]) -> None:
    import tempfile
    from pathlib import Path

    with tempfile.TemporaryDirectory() as name:
        folder = PracticeFolder(Path(name))
        (Path(name) / "practice.toml").write_text("")
        added = 0
        for number, act in enumerate(acts):
            there = [each for each in entries(folder, folder.today(), folder.today()) if each.id]
            if act == "add" or not there:
                folder.log.append("minutes", minutes=number + 1)
                added += 1
            elif act == "retract":
                retract(folder, there[0].id)
            elif act == "revise":
                revise(folder, there[-1].id, "7m")
            else:
                undo(folder)
        for _ in range(3 * len(acts) + 1):
            try:
                undo(folder)
            except Refusal:
                break
        assert list(entries(folder, folder.today(), folder.today())) == []
        assert folder.index().rows("SELECT COUNT(*) FROM events WHERE kind = 'minutes'")[0][0] >= added


# --- a session left open -----------------------------------------------------------------------------------------


def test_a_session_left_open_overnight_is_mended_by_what_was_done_in_it(
    folder: PracticeFolder, journal: Journal, clock: Any
) -> None:
    clock.moment = datetime(2026, 11, 19, 21, 0, tzinfo=UTC)
    journal.start("GAE")
    for _ in range(4):
        clock.go(minutes=15)
        folder.log.append("attempt", exercise="deep_rl/gae", verdict="wrong")
    clock.moment = datetime(2026, 11, 19, 23, 40, tzinfo=UTC)
    folder.log.append("review", card="bandits/a", rating=3)
    clock.moment = datetime(2026, 11, 20, 8, 0, tzinfo=UTC)
    folder.log.append("review", card="bandits/a", rating=3)
    running = journal.running()
    assert running is not None
    assert running.is_forgotten(folder.now())
    assert journal.seems(running) == 61
    with pytest.raises(Refusal, match=r"61 minutes.*--minutes 61"):
        journal.stop("late")
    journal.stop("late", 61)
    found = entries(folder, date(2026, 11, 19), FRIDAY)
    assert [(each.day, each.source, each.minutes) for each in found] == [
        ("2026-11-20", "inferred", 1.0),
        ("2026-11-19", "session", 61.0),
        ("2026-11-19", "inferred", 1.0),
    ], "it counts on its own day, and what came after is not swallowed by it"


def test_a_session_into_the_small_hours_is_not_forgotten_and_one_without_a_trace_is_no_guess(
    folder: PracticeFolder, journal: Journal, clock: Any
) -> None:
    clock.moment = datetime(2026, 11, 19, 22, 30, tzinfo=UTC)
    journal.start()
    clock.go(hours=3)
    running = journal.running()
    assert running is not None
    assert not running.is_forgotten(folder.now())
    clock.go(hours=8)
    assert running.is_forgotten(folder.now())
    assert journal.seems(running) is None


# --- goals -------------------------------------------------------------------------------------------------------


def test_a_goal_that_only_the_settings_had_is_an_era_and_comes_back(
    folder: PracticeFolder, journal: Journal, clock: Any
) -> None:
    folder.change_settings(goal="a research engineer")
    clock.moment = datetime(2026, 10, 1, 9, tzinfo=UTC)
    journal.record("60m x")
    clock.moment = datetime(2026, 11, 20, 9, tzinfo=UTC)
    set_goal(folder, "an alignment researcher")
    assert [each.text for each in eras(folder)] == ["a research engineer", "an alignment researcher"]
    assert [each.minutes for each in eras(folder)] == [60, 0]
    undo(folder)
    assert folder.settings.goal == "a research engineer"
    set_goal(folder, "an alignment researcher")
    folder.change_settings(goal="a governance researcher")
    set_goal(folder, "a control researcher")
    undo(folder)
    assert folder.settings.goal == "a governance researcher"


def test_a_goal_that_changed_makes_an_era_and_no_work_is_lost(
    folder: PracticeFolder, journal: Journal, clock: Any
) -> None:
    clock.moment = datetime(2026, 9, 1, 9, tzinfo=UTC)
    set_goal(folder, "a junior ML engineer")
    journal.record("60m x")
    clock.moment = datetime(2026, 10, 1, 9, tzinfo=UTC)
    set_goal(folder, "a junior ML engineer")
    clock.moment = datetime(2026, 11, 20, 9, tzinfo=UTC)
    set_goal(folder, "an aligment researcher")
    later = set_goal(folder, "an alignment researcher", date(2027, 6, 1))
    journal.record("30m y")
    assert [(each.text, each.first, each.last, each.minutes, each.by) for each in eras(folder)] == [
        ("a junior ML engineer", date(2026, 9, 1), date(2026, 11, 19), 60, ""),
        ("an alignment researcher", FRIDAY, None, 30, "2027-06-01"),
    ]
    retract(folder, later.id)
    assert folder.settings.goal == current_goal(folder) == "an aligment researcher"
    restore(folder, later.id)
    assert folder.settings.goal == "an alignment researcher"


# --- where returns flatten ---------------------------------------------------------------------------------------


def test_flattening_returns_are_said_and_new_gains_are_not_flat(
    folder: PracticeFolder, journal: Journal, clock: Any
) -> None:
    clock.moment = datetime(2026, 8, 1, 9, tzinfo=UTC)
    for number in range(6):
        folder.log.append("attempt", exercise=f"bandits/e{number}", verdict="passed")
        folder.log.append("attempt", exercise=f"deep_rl/e{number}", verdict="passed")
        folder.log.append("review", card=f"bandits/c{number}", rating=3)
    for room in ("bandits", "research-engineer/deep_rl"):
        journal.record("300m x", module=room)
    clock.moment = datetime(2026, 11, 20, 9, tzinfo=UTC)
    for room in ("bandits", "deep_rl"):
        journal.record("400m x", module=room)
    for number in range(9):
        folder.log.append("attempt", exercise=f"deep_rl/new{number}", verdict="passed")
    found = {each.room: each for each in returns(folder)}
    assert list(found) == ["deep_rl", "bandits"] or list(found) == ["bandits", "deep_rl"]
    assert (found["bandits"].exercises, found["bandits"].cards, found["bandits"].gains_lately) == (6, 6, 0)
    assert (found["deep_rl"].exercises, found["deep_rl"].gains_lately) == (15, 9)
    assert found["bandits"].is_diminishing
    assert not found["deep_rl"].is_diminishing


@pytest.mark.parametrize(("new", "is_flat"), [(2, True), (3, False)])
def test_returns_flatten_below_a_third_of_what_an_hour_brought_before(
    folder: PracticeFolder, journal: Journal, clock: Any, new: int, is_flat: bool
) -> None:
    clock.moment = datetime(2026, 8, 1, 9, tzinfo=UTC)
    for number in range(6):
        folder.log.append("attempt", exercise=f"games/e{number}", verdict="passed")
    journal.record("300m x", module="games")
    clock.moment = datetime(2026, 11, 20, 9, tzinfo=UTC)
    journal.record("400m x", module="games")
    for number in range(new):
        folder.log.append("attempt", exercise=f"games/new{number}", verdict="passed")
    (found,) = returns(folder)
    assert found.is_diminishing is is_flat


def test_little_time_says_nothing_about_returns(folder: PracticeFolder, journal: Journal) -> None:
    journal.record("900m x", module="bandits")
    (found,) = returns(folder)
    assert not found.is_diminishing


# --- what stands beside Today's work -----------------------------------------------------------------------------


def kinds(also: tuple[Also, ...]) -> list[str]:
    return [each.kind for each in also]


def test_today_is_quiet_when_there_is_nothing(folder: PracticeFolder, catalogue: Catalogue) -> None:
    assert today(folder, catalogue).also == ()


def test_somebody_who_is_away_is_asked_nothing(folder: PracticeFolder, journal: Journal, catalogue: Catalogue) -> None:
    assert today(folder, catalogue).next is not None
    journal.away(FRIDAY, date(2027, 1, 3), "family")
    folder.log.append("minutes", minutes=900)
    found = today(folder, catalogue)
    assert (found.cards, found.next, found.also) == ((), None, ())
    assert found.rest is not None
    assert (found.rest.last, found.rest.why) == (date(2027, 1, 3), "family")
    assert found.to_json()["away"] == {"first": "2026-11-20", "last": "2027-01-03", "why": "family"}


def test_after_an_absence_today_says_what_became_of_the_cards_and_asks_whether_one_was_away(
    folder: PracticeFolder, journal: Journal, catalogue: Catalogue, clock: Any
) -> None:
    journal.record("20m x", day=FRIDAY - timedelta(days=22))
    assert "back" not in kinds(today(folder, catalogue).also), "hours from before the first day are no absence"
    clock.moment = datetime(2026, 10, 28, 9, tzinfo=UTC)
    journal.record("20m x", day=FRIDAY - timedelta(days=23))
    clock.moment = datetime(2026, 11, 20, 9, tzinfo=UTC)
    (line,) = [each for each in today(folder, catalogue).also if each.kind == "back"]
    assert line.title == "Back after 21 days"
    assert line.command == 'palaestra away 2026-10-30..2026-11-19 "why"'
    assert line.place == "journal?away=2026-10-30..2026-11-19#away"
    journal.record("20m x", day=FRIDAY)
    clock.moment = datetime(2026, 11, 22, 9, tzinfo=UTC)
    assert "back" in kinds(today(folder, catalogue).also), "two days later it is still asked"
    clock.moment = datetime(2026, 11, 23, 9, tzinfo=UTC)
    assert "back" not in kinds(today(folder, catalogue).also), "then no longer"
    clock.moment = datetime(2026, 11, 20, 19, tzinfo=UTC)
    journal.away(date(2026, 10, 30), date(2026, 11, 19), "family")
    assert "back" not in kinds(today(folder, catalogue).also), "it was said"


def test_deadlines_the_close_and_heavy_weeks_stand_beside_the_work(
    folder: PracticeFolder, journal: Journal, catalogue: Catalogue, clock: Any
) -> None:
    artefacts = Artefacts(folder)
    for title, day in (("Far", "2027-01-20"), ("MATS", "2026-11-27"), ("Draft", "2026-11-23")):
        artefacts.begin("application", title, deadline=day)
    for day in (3, 10, 17):
        journal.record("12h x", day=date(2026, 11, day))
    clock.moment = datetime(2026, 11, 23, 9, tzinfo=UTC)
    found = today(folder, catalogue)
    assert kinds(found.also) == ["deadline", "deadline", "close", "rest"]
    assert [each.title for each in found.also[:2]] == ["Draft", "MATS"]
    assert found.also[2].command == "palaestra week --week 2026-W47"
    assert "12, 12 and 12 h against 6" in found.also[3].says
    assert found.cards or found.next, "the work itself stays"


def test_four_lines_at_most_stand_beside_the_work(
    folder: PracticeFolder, journal: Journal, catalogue: Catalogue, clock: Any
) -> None:
    for day in (23, 24, 25, 26):
        Artefacts(folder).begin("application", f"Fellowship {day}", deadline=f"2026-11-{day}")
    for day in (3, 10, 17):
        journal.record("12h x", day=date(2026, 11, day))
    clock.moment = datetime(2026, 11, 23, 9, tzinfo=UTC)
    assert kinds(today(folder, catalogue).also) == ["deadline", "deadline", "deadline", "close"]


def test_an_exercise_comes_back_only_on_a_day_long_enough(
    folder: PracticeFolder, catalogue: Catalogue, clock: Any
) -> None:
    clock.moment = datetime(2026, 8, 1, 9, tzinfo=UTC)
    folder.log.append("attempt", exercise="bandits/ucb1", verdict="passed", rung=5, rungs=5, help="alone", mode="build")
    clock.moment = datetime(2026, 11, 20, 9, tzinfo=UTC)
    assert kinds(today(folder, catalogue, 20).also) == ["back", "return"]
    assert kinds(today(folder, catalogue, 5).also) == ["back"]


def test_three_weeks_away_with_900_cards_does_not_frighten(
    folder: PracticeFolder, catalogue: Catalogue, clock: Any
) -> None:
    cards = [card.id for system in catalogue.systems for card in system.cards]
    cards += [f"elsewhere/card-{number}" for number in range(900 - len(cards))]
    clock.moment = datetime(2026, 10, 25, 9, tzinfo=UTC)
    folder.log.append_all([("review", {"card": card, "rating": 3, "seconds": 5}) for card in cards])
    clock.moment = datetime(2026, 10, 27, 9, tzinfo=UTC)
    folder.log.append_all([("review", {"card": card, "rating": 3, "seconds": 5}) for card in cards])
    clock.moment = datetime(2026, 11, 20, 9, tzinfo=UTC)
    for minutes, most in ((5, 5), (20, 20), (60, 60)):
        found = today(folder, catalogue, minutes)
        assert 0 < len(found.cards) <= most
        said = str(found.to_json())
        assert "900" not in said
        assert "overdue" not in said
