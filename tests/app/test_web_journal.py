"""The journal in the browser: the week in your words, entries changed and brought back, eight weeks, the year."""

import re
import time
from collections.abc import Iterator
from datetime import timedelta

import pytest

from palaestra.practice.days.iso import monday_of, week_of
from palaestra.practice.days.journal import Journal
from palaestra.practice.days.weeks import Weeks
from palaestra.practice.folder import PracticeFolder, default_path
from tests.camp import Served, served, text_of


@pytest.fixture
def camp() -> Iterator[Served]:
    with served(default_path()) as found:
        yield found


def days_ago(camp: Served, days: float) -> PracticeFolder:
    shift = int(days * 86400 * 10**9)
    return PracticeFolder.open(camp.folder.root, clock=lambda: time.time_ns() - shift)


def test_an_empty_journal_says_what_fills_it(camp: Served) -> None:
    said = text_of(camp.get("/journal").text)
    assert "Entries come by themselves" in said
    assert "Your hours stand here week by week" in said
    assert "No hours in" in text_of(camp.get(f"/journal/year/{camp.folder.today().year}").text)


def test_a_week_is_kept_committed_and_its_earlier_words_return(camp: Served) -> None:
    week = week_of(camp.folder.today())
    page = camp.post("/journal/week", week=week, text="Read about GAE.", committing=1)
    assert "Kept and committed." in text_of(page.text)
    page = camp.post("/journal/week", week=week, text="Wrote <GAE>.")
    assert "Wrote &lt;GAE&gt;.</textarea>" in page.text
    assert "What it said before" in page.text
    assert '<a href="/publish">publish it</a>' in page.text
    assert "Wrote <GAE>." in (camp.folder.root / "README.md").read_text()
    event = camp.folder.index().events("week")[0]
    page = camp.post("/journal/retract", id=event.id, week=week)
    assert "Read about GAE.</textarea>" in page.text
    assert camp.post("/journal/restore", id=event.id, week=week).text.count("Wrote &lt;GAE&gt;.</textarea>") == 1
    assert camp.post("/journal/week", week="2999-W01", text="x").status_code == 400
    assert camp.get("/journal/soon").status_code == 400


def test_an_entry_is_changed_taken_back_and_undone_without_javascript(camp: Served) -> None:
    kept = camp.post("/minutes", said="90m theory: ARENA 1.2")
    assert "Kept: 1 h 30 min, theory, ARENA 1.2." in text_of(kept.text), "what was understood is said"
    assert "Kept:" not in text_of(camp.get("/?kept=nothing-of-that-name").text)
    event = camp.folder.index().events("minutes")[0]
    week = week_of(camp.folder.today())
    page = camp.post(
        "/journal/revise", id=event.id, week=week, minutes="45", text="ARENA 1.3", way="technique", module="arena",
        day=event.facts["day"],
    )  # fmt: skip
    said = text_of(page.text)
    assert "ARENA 1.3" in said
    assert "logged, arena, technique" in said
    assert "ARENA 1.2" not in said
    now = camp.folder.index().events("minutes")[0]
    page = camp.post("/journal/retract", id=now.id, week=week)
    assert "ARENA 1.3" not in text_of(page.text)
    (undo,) = re.findall(r'action="(/journal/restore)"', page.text)
    (entry,) = re.findall(r'action="/journal/restore".*?name="id" value="([^"]+)"', page.text, re.DOTALL)
    assert "ARENA 1.3" in text_of(camp.post(undo, id=entry, week=week).text)
    assert "Undo" not in text_of(camp.get(f"/journal/{week}?gone={entry}").text), "an old link undoes nothing twice"
    assert camp.post("/journal/revise", id=now.id, week=week, minutes="soon").status_code == 400


def test_sessions_bring_their_aim_and_their_reflection(camp: Served) -> None:
    camp.post("/session/start", aim="chapter 2", way="theory")
    page = camp.get("/").text
    assert "Your aim: chapter 2 . How did it go?" in text_of(page)
    camp.post("/session/stop", reflection="slow but good")
    said = text_of(camp.get("/journal").text)
    assert "chapter 2" in said
    assert "slow but good" in said
    assert "session, theory" in said


def test_a_session_left_open_asks_how_long_it_was(camp: Served) -> None:
    earlier = days_ago(camp, 2)
    Journal(earlier).start("GAE")
    later = days_ago(camp, 2 - 0.5 / 24)
    later.log.append("attempt", exercise="deep_rl/gae", verdict="wrong")
    page = camp.get("/").text
    assert "Left open" in page
    (seems,) = re.findall(r'name="minutes" type="number"[^>]*value="(\d+)"', page)
    assert 29 <= int(seems) <= 31
    assert camp.post("/session/stop").status_code == 400
    assert "A session" in text_of(camp.post("/session/stop", minutes=30, reflection="late").text)


def test_eight_weeks_and_the_year_show_the_figures_of_the_terminal(camp: Served) -> None:
    week = week_of(camp.folder.today() - timedelta(days=7))
    journal = Journal(camp.folder)
    journal.record("3h theory: x", day=monday_of(week))
    journal.record("1h technique: x", day=monday_of(week), module="deep_rl")
    resting = monday_of(week) - timedelta(days=7)
    journal.record("1h x", day=resting - timedelta(days=7))
    journal.away(resting, resting + timedelta(days=6), "family")
    page = camp.get("/journal").text
    chart = page.partition('<svg class="chart"')[2].partition("</svg>")[0]
    assert f"{week} 4.0 h" in chart
    assert ">away</text>" in chart
    assert chart.count('class="aegean bar"') == 1
    assert chart.count('class="clay bar"') == 1
    assert "2.5 h a week on average, of 2 weeks" in text_of(page)
    year = camp.get(f"/journal/year/{week[:4]}").text
    assert "Deep reinforcement learning" in text_of(year), "a room by its title"
    assert "elsewhere" in text_of(year)
    assert f'href="/journal/{week}"' in year
    assert camp.get("/journal/year/3000").status_code == 400


def test_time_away_is_added_changed_and_taken_back(camp: Served) -> None:
    today = camp.folder.today()
    page = camp.post("/journal/away", first=str(today), last=str(today + timedelta(days=2)), why="family")
    assert "family" in text_of(page.text)
    front = camp.get("/").text
    assert "Nothing is asked" in front
    assert "primary" not in front
    (rest,) = Journal(camp.folder).rests()
    camp.post("/journal/revise", id=rest.id, span=f"{today}..{today}", why="ill")
    (rest,) = Journal(camp.folder).rests()
    assert (rest.last, rest.why) == (today, "ill")
    camp.post("/journal/retract", id=rest.id)
    assert "Nothing is asked" not in camp.get("/").text


def test_both_eras_stand_in_the_journal_and_settings_begin_one(camp: Served) -> None:
    days_ago(camp, 90).log.append("goal", text="a junior ML engineer")
    camp.post("/settings", goal="an alignment researcher", name="Ada")
    said = text_of(camp.get("/journal").text)
    assert "a junior ML engineer" in said
    assert "an alignment researcher" in said
    assert camp.folder.settings.goal == "an alignment researcher"
    camp.post("/settings", goal="an alignment researcher", name="Eve")
    assert len(camp.folder.index().events("goal")) == 2


def test_todays_quiet_lines_lead_somewhere(camp: Served) -> None:
    from palaestra.practice.writing.artefacts import Artefacts

    assert 'class="also"' not in camp.get("/").text
    Artefacts(camp.folder).begin("application", "MATS", deadline=str(camp.folder.today() + timedelta(days=3)))
    page = camp.get("/").text
    (place,) = re.findall(r'<ul class="also".*?href="([^"]+)"', page, re.DOTALL)
    assert place.startswith("/work/")
    assert page.count("primary") == 1


def test_days_away_may_be_named_in_the_address(camp: Served) -> None:
    page = camp.get("/journal?away=2026-10-30..2026-11-19").text
    assert '<details class="inline" open><summary>Add days</summary>' in page
    assert 'name="first" type="date" value="2026-10-30"' in page
    assert 'name="last" type="date" value="2026-11-19"' in page
    assert '<details class="inline"><summary>Add days</summary>' in camp.get("/journal").text


def test_weeks_end_where_nothing_was_and_leave_room_to_put_in_what_was_done_before(camp: Served) -> None:
    """Eight weeks before the first day there is; a log taken in moves that day."""

    def reached() -> int:
        place, count = "/journal", 0
        while found := re.search(r'href="(/journal/[^"]+)" rel="prev"', camp.get(place).text):
            place, count = found[1], count + 1
        return count

    assert reached() == 8
    Weeks(camp.folder).close(week_of(camp.folder.today() - timedelta(days=21)), "Began.")
    assert reached() == 11
