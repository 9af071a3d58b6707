"""People: mentors, peers, researchers to follow; the next meeting, what to ask, what was said."""

from typing import Annotated

from fastapi import APIRouter, Form, Request, Response

from palaestra.app.web.replying import back_to, camp_of, page
from palaestra.practice.writing.artefacts import Artefacts
from palaestra.practice.writing.deadlines import when
from palaestra.practice.writing.people import ROLES, People

router = APIRouter()
CHANGES = ("name", "role", "next", "link", "about")


@router.get("/work/people")
def everyone(request: Request) -> Response:
    folder = camp_of(request).folder
    today = folder.today()
    people = People(folder).all(dropped=True)
    return page(
        request,
        "people.html",
        here="Work",
        people=[each for each in people if not each.dropped],
        gone=[each for each in people if each.dropped],
        roles=ROLES,
        today=today.isoformat(),
        when=lambda day: when(day, today),
    )


@router.post("/work/people/new")
def add(
    request: Request,
    name: Annotated[str, Form()],
    role: Annotated[str, Form()] = "",
    next_day: Annotated[str, Form(alias="next")] = "",
    link: Annotated[str, Form()] = "",
    about: Annotated[str, Form()] = "",
) -> Response:
    made = People(camp_of(request).folder).add(name, role, next_day, link, about)
    return back_to(f"work/people/{made.id}")


@router.get("/work/people/{person_id}")
def one(request: Request, person_id: str) -> Response:
    folder = camp_of(request).folder
    today = folder.today()
    found = People(folder).find(person_id)
    artefacts = Artefacts(folder).all()
    name = found.name.casefold()
    return page(
        request,
        "person.html",
        here="Work",
        person=found,
        roles=ROLES,
        artefacts=artefacts,
        titles={each.id: each.title for each in artefacts},
        read=[each for each in artefacts if any(one.who.casefold() == name for one in each.feedback)],
        meets=when(found.next, today) if found.next else "",
        is_past=bool(found.next) and found.next < today.isoformat(),
    )


@router.post("/work/people/{person_id}/change")
async def change(request: Request, person_id: str) -> Response:
    """Set what the form names; an empty field takes it back."""
    given = await request.form()
    said = {name: str(given[name]) for name in CHANGES if name in given}
    thanked = "thanked" in given if "has-thanked" in given else None
    found = People(camp_of(request).folder).change(person_id, thanked=thanked, **said)
    return back_to(f"work/people/{found.id}")


@router.post("/work/people/{person_id}/ask")
def ask(request: Request, person_id: str, words: Annotated[str, Form()]) -> Response:
    found = People(camp_of(request).folder).ask(person_id, words)
    return back_to(f"work/people/{found.id}")


@router.post("/work/people/{person_id}/said")
def said(
    request: Request,
    person_id: str,
    words: Annotated[str, Form()],
    about: Annotated[str, Form()] = "",
    answers: Annotated[str, Form()] = "",
) -> Response:
    folder = camp_of(request).folder
    if about:
        about = Artefacts(folder).find(about).id
    found = People(folder).hear(person_id, words, about, answers)
    return back_to(f"work/people/{found.id}")


@router.post("/work/people/{person_id}/drop")
def drop(request: Request, person_id: str, undo: Annotated[int, Form()] = 0) -> Response:
    People(camp_of(request).folder).drop(person_id, bool(undo))
    return back_to("work/people")
