"""The journal: a week with its entries and the line about it, eight weeks, the year, time away."""

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import groupby
from typing import Annotated, Any

from fastapi import APIRouter, Form, Request, Response

from palaestra.app.rooms import room_titles
from palaestra.app.views import weekly
from palaestra.app.web.camp import Camp
from palaestra.app.web.replying import back_to, camp_of, page
from palaestra.kit.refusal import Refusal
from palaestra.practice.days import entries as kept
from palaestra.practice.days.closing import closing
from palaestra.practice.days.goals import eras
from palaestra.practice.days.iso import WEEK, monday_of, parse_day, parse_week, week_of
from palaestra.practice.days.journal import Journal
from palaestra.practice.days.returns import returns
from palaestra.practice.days.spans import last_weeks, year, years
from palaestra.practice.days.weeks import Weeks
from palaestra.practice.exchange.weekly_log import update_weeks
from palaestra.practice.folder import PracticeFolder
from palaestra.practice.repository import commit
from palaestra.practice.rooms import by_room, room_of_module
from palaestra.practice.writing.mentions import mentions

router = APIRouter()
WEEKS_SHOWN = 8
SAYS = {
    "written": "Kept. The README of your practice folder says so between its marks.",
    "committed": "Kept and committed.",
    "uncommitted": "Kept. git had nothing to commit, or is not here.",
    "same": "Your week says that already.",
    "away": "Kept. The target rests on those days; averages leave them out.",
    "changed": "Kept. What it said before stays in the log.",
    "back": "It is back.",
}


@router.get("/journal")
def this_week(request: Request, done: str = "", gone: str = "", away: str = "") -> Response:
    """The week to write or the present one; `away` (first..last) opens the form for time away with those days."""
    folder = camp_of(request).folder
    return _week(request, Weeks(folder).due() or week_of(folder.today()), done, gone, away)


@router.get("/journal/year/{number}")
def of_year(request: Request, number: int) -> Response:
    folder = camp_of(request).folder
    span, found = year(folder, number), eras(folder)
    first, last = span.weeks[0].first, span.weeks[-1].last
    worth = {each.room: each for each in returns(folder)}
    within = [each for each in found if each.first <= last and (each.last is None or each.last >= first)]
    return page(
        request,
        "journal_year.html",
        here="Journal",
        number=number,
        years=years(folder),
        span=span,
        picture=weekly.whole_year(span, within),
        lines=weekly.lines(span),
        eras=within,
        rooms=by_room(span.modules),
        titles=room_titles(camp_of(request).catalogue),
        worth=worth,
    )


@router.get("/journal/{week}")
def one_week(request: Request, week: str, done: str = "", gone: str = "") -> Response:
    return _week(request, parse_week(week, camp_of(request).folder.today()), done, gone)


def _before(folder: PracticeFolder, first: date) -> str:
    """The week before, for eight weeks before the first there is: room to put in what was done earlier, and an end."""
    days = folder.index().rows("SELECT MIN(day) FROM events WHERE hidden = 0")
    written = [each.first for each in Weeks(folder).written()]
    earliest = min([folder.today(), *written, *(date.fromisoformat(day) for (day,) in days if day)])
    return week_of(first - WEEK) if first > earliest - WEEKS_SHOWN * WEEK else ""


def _week(request: Request, name: str, done: str, gone: str, away: str = "") -> Response:
    folder = camp_of(request).folder
    first, today = monday_of(name), folder.today()
    span, listed = last_weeks(folder, WEEKS_SHOWN), kept.week_entries(folder, first)
    versions = Weeks(folder).versions(name)
    entries = {each.id for each in listed} | {each.id for each in versions[:1]}
    return page(
        request,
        "journal.html",
        here="Journal",
        name=name,
        dates=weekly.dates(first),
        found=closing(folder, name),
        titles=_titles(camp_of(request), listed),
        earlier=[str(each.facts.get("text", "")) for each in versions[1:]],
        days=[(date.fromisoformat(day), list(under)) for day, under in groupby(listed, lambda each: each.day)],
        new_links=[each for each in mentions(folder) if each.entry in entries],
        before=_before(folder, first),
        after=week_of(first + WEEK) if first + WEEK <= today else "",
        is_over=first + timedelta(days=6) <= today,
        is_this=name == week_of(today),
        eight=weekly.eight(span),
        span=span,
        lines=weekly.lines(span),
        eras=eras(folder),
        rests=Journal(folder).rests()[:4],
        away=away.partition("..")[::2],
        done=SAYS.get(done, ""),
        gone=_gone(folder, gone),
        this_year=int(week_of(today)[:4]),
    )


def _titles(camp: Camp, listed: Sequence[kept.Entry]) -> dict[str, str]:
    """What rooms and the modules of some entries are called, by id."""
    rooms = room_titles(camp.catalogue)
    named = {each.module.id: each.module.title for each in camp.plan().modules}
    for module in {each.module for each in listed} - named.keys():
        named[module] = rooms.get(room_of_module(module), module)
    return {**rooms, **named}


def _gone(folder: PracticeFolder, entry: str) -> str:
    """The entry just retracted, as long as it is."""
    rows = folder.index().rows("SELECT id FROM events WHERE id = ? AND hidden = 1", [entry]) if entry else []
    return str(rows[0]["id"]) if rows else ""


@router.post("/journal/week")
def write(
    request: Request,
    week: Annotated[str, Form()],
    text: Annotated[str, Form()],
    committing: Annotated[str, Form()] = "",
) -> Response:
    folder = camp_of(request).folder
    is_new = Weeks(folder).close(week, text) is not None
    update_weeks(folder)
    done = "written" if is_new else "same"
    if committing:
        done = "committed" if commit(folder.root, f"Close {week}") else "uncommitted"
    return back_to(f"journal/{week}?done={done}")


@router.post("/journal/revise")
async def revise(request: Request) -> Response:
    folder, given = camp_of(request).folder, await request.form()
    words = {name: str(value).strip() for name, value in given.items()}
    if words.get("span"):
        kept.revise(folder, words["id"], words["span"], reflection=words.get("why"))
    else:
        said = f"{_minutes(words.get('minutes', ''))}m {words.get('text', '')}"
        more: dict[str, Any] = {name: words[name] for name in ("module", "way", "reflection") if name in words}
        kept.revise(folder, words["id"], said, day=parse_day(words["day"]) if words.get("day") else None, **more)
    return _back(words.get("week", ""), "done=changed")


@router.post("/journal/retract")
def retract(request: Request, id: Annotated[str, Form()], week: Annotated[str, Form()] = "") -> Response:
    event = kept.retract(camp_of(request).folder, id)
    return _back(week, f"gone={event.id}")


@router.post("/journal/restore")
def restore(request: Request, id: Annotated[str, Form()], week: Annotated[str, Form()] = "") -> Response:
    kept.restore(camp_of(request).folder, id)
    return _back(week, "done=back")


@router.post("/journal/away")
def away(
    request: Request,
    first: Annotated[str, Form()],
    last: Annotated[str, Form()] = "",
    why: Annotated[str, Form()] = "",
    week: Annotated[str, Form()] = "",
) -> Response:
    begins = parse_day(first) if first else None
    if begins is None:
        raise Refusal("Time away has a first day.", "For example 2026-12-20.")
    Journal(camp_of(request).folder).away(begins, parse_day(last) if last else begins, why.strip())
    return _back(week, "done=away")


def _back(week: str, query: str) -> Response:
    place = f"journal/{week_of(monday_of(week))}" if week else "journal"
    return back_to(f"{place}?{query}")


def _minutes(said: str) -> float:
    try:
        return float(said.replace(",", "."))
    except ValueError:
        raise Refusal(f"{said!r} is not a number of minutes.", "For example 45.") from None
