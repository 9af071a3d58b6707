"""Today: how long you have, the cards, one next action; and the week so far."""

from datetime import date, timedelta
from typing import Annotated, Any

from fastapi import APIRouter, Form, Request, Response

from palaestra.app.views import charts
from palaestra.app.views.plainly import counted, many
from palaestra.app.views.plainly import minutes as minutes_in_words
from palaestra.app.views.ways import place_of
from palaestra.app.web.camp import Camp
from palaestra.app.web.replying import back_to, camp_of, page
from palaestra.practice.days.journal import Journal
from palaestra.practice.days.today import Next, Today
from palaestra.practice.days.today import today as fill
from palaestra.practice.path.standing import ModuleStatus

router = APIRouter()
LENGTHS = (5, 20, 60)


@router.get("/")
def today(request: Request, kept: str = "") -> Response:
    """What to do in the time there is; `kept` names the entry of minutes that was just added."""
    camp = camp_of(request)
    found = fill(camp.folder, camp.catalogue)
    standing = camp.plan().module(found.next.module) if found.next else None
    week = [found.week.days.get((found.week.first + timedelta(days=day)).isoformat(), 0.0) for day in range(7)]
    return page(
        request,
        "today.html",
        here="Today",
        today=found,
        lengths=sorted({*LENGTHS, found.minutes}),
        week=charts.week(week, found.day.weekday()),
        next_place=place_of(found.next.command, found.next.module) if found.next else "",
        next_title=_title(camp, found.next),
        next_why=_next_why(found.next, found.minutes) if found.next else "",
        next_file=camp.folder.root / found.next.file if found.next and found.next.file else "",
        cards_title=_cards_title(found) if found.cards else "",
        cards_why=_cards_why(found),
        goal=camp.folder.settings.goal,
        back=camp.cards_back(),
        standing=standing,
        standing_says=_standing(camp, standing) if standing else "",
        lesson=found.lesson,
        first_why="Its cards and its first exercise follow.",
        **_left_open(camp, found),
        **_just_kept(camp, kept),
    )


def _just_kept(camp: Camp, entry: str) -> dict[str, str]:
    """The entry just added, in words, while it is there: what was understood can be seen and taken back."""
    found = camp.folder.index().rows("SELECT 1 FROM minutes WHERE id = ?", [entry]) if entry else []
    event = camp.folder.index().event(entry) if found else None
    if event is None:
        return {"kept": "", "kept_says": ""}
    words = [
        minutes_in_words(float(event.facts["minutes"])),
        event.text("way"),
        event.text("text") or event.text("aim"),
    ]
    return {"kept": event.id, "kept_says": ", ".join(filter(None, words))}


def _next_why(step: Next, minutes: int) -> str:
    """Why this and how long; what is far longer than the day may be left half done."""
    longer = ": begin, and stop where you are" if step.minutes > 2 * minutes else ""
    return f"{step.because} About {minutes_in_words(step.minutes)}{longer}."


def _left_open(camp: Camp, found: Today) -> dict[str, Any]:
    """Whether the session under way was forgotten, and how long it seems to have been."""
    forgotten = found.session is not None and found.session.is_forgotten(camp.folder.now())
    seems = Journal(camp.folder).seems(found.session) if forgotten and found.session else None
    return {"forgotten": forgotten, "seems": seems}


def _cards_title(found: Today) -> str:
    """`Two cards are fading`, `Six new cards`, or `Nine cards` where both come."""
    count, new = len(found.cards), sum(each.is_new for each in found.cards)
    if not new:
        return counted(count, "card is fading", "cards are fading")
    return counted(count, "new card") if new == count else counted(count, "card")


def _cards_why(found: Today) -> str:
    """`About 3 min. Two are new.`"""
    count, new = len(found.cards), sum(each.is_new for each in found.cards)
    about = f"About {minutes_in_words(found.cards_minutes)}."
    return f"{about} {counted(new, 'is', 'are')} new." if 0 < new < count else about


def _standing(camp: Camp, status: ModuleStatus) -> str:
    """How far the module under way is, and what was passed last."""
    records = camp.folder.index().exercises()
    passed = {name: each.passed_day for name, each in records.items() if each.passed_day}
    parts: list[str] = []
    if status.module.exercises:
        done = sum(each in passed for each in status.module.exercises)
        parts.append(f"{done} of {many(len(status.module.exercises), 'exercise')} passed")
    if status.boxes:
        parts.append(f"{status.boxes_done} of {many(len(status.boxes), 'box', 'boxes')} ticked")
    says = ", ".join(parts) + "." if parts else ""
    latest = max(passed, key=lambda name: passed[name], default="")
    if latest in status.module.exercises:
        day = date.fromisoformat(passed[latest])
        says += f" Last, on {day:%-d %B}: {camp.catalogue.exercise(latest).title}."
    return says


def _title(camp: Camp, step: Next | None) -> str:
    """The step by the title of its exercise, where it is one."""
    if step is None:
        return ""
    titles = {f"exercise/{each.id}": each.title for each in camp.catalogue.exercises()}
    return titles.get(place_of(step.command, step.module), step.says)


@router.post("/today/minutes")
def change_minutes(request: Request, minutes: Annotated[int, Form()]) -> Response:
    camp_of(request).folder.change_settings(minutes=minutes)
    return back_to("")


@router.post("/session/start")
def start(request: Request, aim: Annotated[str, Form()] = "", way: Annotated[str, Form()] = "") -> Response:
    Journal(camp_of(request).folder).start(aim.strip(), way=way)
    return back_to("")


@router.post("/session/stop")
def stop(
    request: Request, reflection: Annotated[str, Form()] = "", minutes: Annotated[float | None, Form()] = None
) -> Response:
    event = Journal(camp_of(request).folder).stop(reflection.strip(), minutes)
    return back_to(f"?kept={event.id}")


@router.post("/minutes")
def minutes(request: Request, said: Annotated[str, Form()]) -> Response:
    event = Journal(camp_of(request).folder).record(said)
    return back_to(f"?kept={event.id}")
