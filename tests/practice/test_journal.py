"""The journal: sessions, minutes said and inferred, time away, notes."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from palaestra.kit.refusal import Refusal
from palaestra.practice.days.entries import revise
from palaestra.practice.days.journal import Journal, parse_minutes, parse_span
from palaestra.practice.folder import PracticeFolder
from palaestra.practice.infer import infer
from palaestra.practice.writing.notes import begin_explanation, new_note, score_explanation

FRIDAY = date(2026, 11, 20)


@pytest.fixture
def journal(folder: PracticeFolder) -> Journal:
    return Journal(folder)


@pytest.mark.parametrize(
    ("said", "minutes", "text"),
    [
        ("90m ARENA 1.2", 90, "ARENA 1.2"),
        ("1h30 theory: chapter 3", 90, "theory: chapter 3"),
        ("1h 30m x", 90, "x"),
        ("1.5h", 90, ""),
        ("1,5 h — reading", 90, "reading"),
        ("45 min", 45, ""),
        ("2 hours of proofs", 120, "of proofs"),
        ("20minutes a", 20, "a"),
        ("2h chapters 3", 120, "chapters 3"),
        ("1h 2 chapters", 60, "2 chapters"),
        ("24h", 1440, ""),
    ],
)
def test_minutes_are_said_the_way_people_say_them(said: str, minutes: float, text: str) -> None:
    assert parse_minutes(said) == (minutes, text)


@pytest.mark.parametrize("said", ["ARENA 90m", "2 chapters", "", "9000m x", "1.2", "5 miles", "0m", "-5m", "1e9m", "h"])
def test_what_does_not_say_how_long_is_refused_with_an_example(said: str) -> None:
    with pytest.raises(Refusal, match=r"90m ARENA|between 1 minute and 24 hours"):
        parse_minutes(said)


def test_a_session_is_counted_once_with_its_aim(folder: PracticeFolder, journal: Journal, clock: Any) -> None:
    journal.start("read chapter 2", module="bandits", way="theory")
    clock.go(minutes=10)
    folder.log.append("review", card="bandits/a", rating=3)
    clock.go(minutes=15)
    running = journal.running()
    assert running is not None
    assert (running.aim, round(running.minutes(folder.now()))) == ("read chapter 2", 25)
    event = journal.stop("slow but good")
    assert journal.running() is None
    assert event.facts["minutes"] == 25.0
    (entry,) = journal.worked(FRIDAY, FRIDAY)
    assert (entry.minutes, entry.module, entry.way, entry.inferred) == (25.0, "bandits", "theory", False)


def test_a_session_over_midnight_is_not_counted_twice(folder: PracticeFolder, journal: Journal, clock: Any) -> None:
    clock.go(hours=14, minutes=30)
    journal.start()
    clock.go(minutes=20)
    folder.log.append("review", card="bandits/a", rating=3)
    folder.index()
    clock.go(minutes=20)
    journal.stop()
    entries = journal.worked(FRIDAY, date(2026, 11, 21))
    assert [(each.day, round(each.minutes)) for each in entries] == [("2026-11-21", 40)]


def test_one_session_at_a_time_and_a_forgotten_one_asks_how_long(journal: Journal, clock: Any) -> None:
    journal.start("one")
    with pytest.raises(Refusal, match="session stop"):
        journal.start("two")
    clock.go(days=3)
    with pytest.raises(Refusal, match="--minutes"):
        journal.stop()
    assert journal.stop(minutes=45).facts["minutes"] == 45
    with pytest.raises(Refusal, match="No session"):
        journal.stop()


def test_minutes_can_be_put_right(folder: PracticeFolder, journal: Journal, clock: Any) -> None:
    journal.start()
    clock.go(minutes=50)
    stopped = journal.stop()
    journal.start("the next")
    logged = journal.record("90m ARENA 1.2")
    revise(folder, stopped.id, "30m")
    revise(folder, logged.id, "60m")
    assert sorted(each.minutes for each in journal.worked(FRIDAY, FRIDAY) if not each.inferred) == [30, 60]
    assert journal.running() is not None, "correcting an old session leaves the one under way alone"
    with pytest.raises(Refusal, match="not an entry"):
        revise(folder, "nothing", "3m")


def test_minutes_said_may_replace_what_was_inferred(folder: PracticeFolder, journal: Journal, clock: Any) -> None:
    for _ in range(4):
        folder.log.append("attempt", exercise="bandits/ucb", verdict="wrong")
        clock.go(minutes=5)
    assert [(each.module, each.way, round(each.minutes)) for each in journal.worked(FRIDAY, FRIDAY)] == [
        ("bandits", "technique", 16)
    ]
    journal.record("10m", instead=True)
    assert [each.minutes for each in journal.worked(FRIDAY, FRIDAY)] == [10]


def test_minutes_of_another_day_with_a_way_in_the_words(journal: Journal) -> None:
    event = journal.record("2h theory of regret", day=date(2026, 11, 18))
    assert (event.facts["way"], event.facts["day"]) == ("theory", "2026-11-18")
    assert journal.week(FRIDAY).days == {"2026-11-18": 120}
    with pytest.raises(Refusal, match="yet to come"):
        journal.record("1h", day=date(2026, 11, 21))
    with pytest.raises(Refusal, match="theory or technique"):
        journal.record("1h", way="magic")


def test_time_away_rests_the_target(journal: Journal) -> None:
    assert journal.week(FRIDAY).target_minutes == 360
    journal.away(date(2026, 11, 19), date(2026, 12, 1), "family")
    journal.away(date(2026, 11, 20), date(2026, 11, 20))
    assert (journal.week(FRIDAY).away_days, journal.week(FRIDAY).target_minutes) == (4, pytest.approx(360 * 3 / 7))
    assert journal.week(date(2026, 11, 25)).target_minutes == 0
    with pytest.raises(Refusal, match="comes before"):
        journal.away(FRIDAY, date(2026, 11, 1))


def test_a_week_runs_from_monday_to_sunday(journal: Journal) -> None:
    journal.record("10m", day=date(2026, 11, 16))
    journal.record("20m", day=date(2026, 11, 15))
    assert journal.week(FRIDAY).minutes == 10
    assert journal.week(date(2026, 11, 15)).minutes == 20


@pytest.mark.parametrize(
    ("said", "first", "last"),
    [
        ("2026-12-20..2027-01-03", date(2026, 12, 20), date(2027, 1, 3)),
        ("2026-12-20", date(2026, 12, 20), date(2026, 12, 20)),
        ("today..tomorrow", FRIDAY, date(2026, 11, 21)),
    ],
)
def test_spans_of_days(said: str, first: date, last: date) -> None:
    assert parse_span(said, FRIDAY) == (first, last)


@pytest.mark.parametrize(
    "said", ["christmas", "2026-12-20..", "..", "a..b..c", "2026-13-01", "2026-12-20..2026-12-21..2026-12-22"]
)
def test_what_is_no_span_is_refused(said: str) -> None:
    with pytest.raises(Refusal, match="For example"):
        parse_span(said, FRIDAY)


# --- inferred minutes --------------------------------------------------------------------------------------------


def at(minute: int) -> str:
    return f"2026-11-20T{9 + minute // 60:02}:{minute % 60:02}:00.000000Z"


def test_time_between_two_doings_belongs_to_the_later_one() -> None:
    day = [(at(0), "review", "bandits/a"), (at(3), "review", "bandits/b"), (at(15), "attempt", "rl/gae")]
    assert infer(day, []) == {("bandits", "theory"): 1 + 3, ("rl", "technique"): 12}


def test_a_long_pause_is_not_work() -> None:
    assert infer([(at(0), "review", "b/a"), (at(21), "review", "b/a")], []) == {("b", "theory"): 2}
    assert infer([(at(0), "review", "b/a"), (at(20), "review", "b/a")], []) == {("b", "theory"): 21}


def test_what_was_explained_is_a_module_of_a_path_and_what_was_asked_of_the_learners_own_is_none() -> None:
    assert infer([(at(0), "explanation", "research-engineer/games")], []) == {("research-engineer/games", "theory"): 1}
    assert infer([(at(0), "review", "own/mine/two-and-two")], []) == {("", "theory"): 1}


@given(st.lists(st.tuples(st.integers(0, 600), st.sampled_from(["review", "attempt", "tick", "note"])), max_size=20))
def test_inferred_minutes_never_exceed_the_time_that_passed(doings: list[tuple[int, str]]) -> None:
    day = [(at(minute), kind, "b/a") for minute, kind in sorted(doings)]
    worked = [minute for minute, kind in doings if kind != "tick"]
    span = max(worked) - min(worked) + 1 if worked else 0
    assert sum(infer(day, []).values()) <= max(span, len(worked))
    if worked:
        assert infer(day, [(at(0), at(600))]) == {}


# --- notes -------------------------------------------------------------------------------------------------------


def test_a_note_is_a_file_and_an_event_and_never_replaces_another(folder: PracticeFolder) -> None:
    one = new_note(folder, "Why UCB explores: ε & regret", "because", about="bandits/ucb")
    two = new_note(folder, "Why UCB explores: ε & regret")
    assert (one.name, two.name) == ("why-ucb-explores-regret.md", "why-ucb-explores-regret-2.md")
    assert one.read_text() == "# Why UCB explores: ε & regret\n\nAbout [[bandits/ucb]].\n\nbecause\n"
    assert [each.facts["path"] for each in folder.index().events("note")] == [f"notes/{two.name}", f"notes/{one.name}"]
    with pytest.raises(Refusal, match="title"):
        new_note(folder, "  ")


def test_hostile_titles_stay_inside_notes(folder: PracticeFolder) -> None:
    for title in ("../../etc/passwd", "/abs", "<script>alert(1)</script>", "\0", "🦉", "x" * 500, "con\nnewline"):
        path = new_note(folder, title)
        assert path.parent == folder.root / "notes"
        assert len(path.name) < 80


def test_an_explanation_is_begun_once_and_scored_on_the_rubric(folder: PracticeFolder) -> None:
    with pytest.raises(Refusal, match="no explanation"):
        score_explanation(folder, "re/bandits", [2, 2, 2, 2])
    path = begin_explanation(folder, "re/bandits", "Bandits")
    path.write_text(path.read_text() + "mine")
    assert begin_explanation(folder, "re/bandits", "Bandits").read_text().endswith("mine")
    event = score_explanation(folder, "re/bandits", [2, 1, 0, 2])
    assert event.facts == {"module": "re/bandits", "path": "notes/explanations/re-bandits.md", "scores": [2, 1, 0, 2]}
    for bad in ([2, 2], [3, 0, 0, 0]):
        with pytest.raises(Refusal, match="4 scores"):
            score_explanation(folder, "re/bandits", bad)
