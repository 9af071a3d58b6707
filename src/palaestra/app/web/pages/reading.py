"""Reading: the inbox, and the key papers of every room."""

from typing import Annotated

from fastapi import APIRouter, Form, Request, Response

from palaestra.app.making import PAPERS_WANTED, own_papers
from palaestra.app.web.replying import back_to, camp_of, page
from palaestra.kit.curriculum import find
from palaestra.kit.refusal import Refusal
from palaestra.practice.days.today import current_plan
from palaestra.practice.exchange.tracker_match import pick_item
from palaestra.practice.writing.inbox import Inbox
from palaestra.practice.writing.papers import SAID, Papers

router = APIRouter()


@router.get("/work/reading")
def reading(request: Request) -> Response:
    camp = camp_of(request)
    inbox = Inbox(camp.folder)
    papers = own_papers(camp.folder, camp.catalogue)
    rooms = [(each, [one for one in papers if one.room == each.name]) for each in camp.catalogue.rooms]
    boxes = [(each.id, each.title) for each in current_plan(camp.folder).curriculum.resources if each.category]
    return page(
        request,
        "reading.html",
        here="Work",
        waiting=inbox.waiting(),
        last=next((each for each in inbox.all() if each.dropped), None),
        boxes=boxes,
        rooms=[(room, found) for room, found in rooms if found],
        rebuilt=[each for each in papers if each.reimplemented],
        papers_wanted=PAPERS_WANTED,
        said=SAID,
    )


@router.post("/work/reading/add")
def add(
    request: Request,
    what: Annotated[str, Form()],
    title: Annotated[str, Form()] = "",
    source: Annotated[str, Form()] = "",
) -> Response:
    Inbox(camp_of(request).folder).add(what, title, source)
    return back_to("work/reading")


@router.post("/work/reading/note")
def note(request: Request, item: Annotated[str, Form()]) -> Response:
    made = Inbox(camp_of(request).folder).note(item)
    return back_to(f"work/{made.id}")


@router.post("/work/reading/box")
def box(request: Request, item: Annotated[str, Form()], box: Annotated[str, Form()]) -> Response:
    """Record it under a broad box of a path."""
    camp = camp_of(request)
    inbox = Inbox(camp.folder)
    found = inbox.find(item)
    resource = find(box.partition("/")[0], camp.folder.root / "curricula").resource(box)
    if not resource.category:
        raise Refusal(f"“{resource.title}” is one thing already.", "Choose a broad box.")
    inbox.box(found.id, resource.id, pick_item(resource.id, found.title))
    return back_to("work/reading")


@router.post("/work/reading/drop")
def drop(request: Request, item: Annotated[str, Form()], undo: Annotated[int, Form()] = 0) -> Response:
    Inbox(camp_of(request).folder).drop(item, bool(undo))
    return back_to("work/reading")


@router.post("/work/paper")
def paper(
    request: Request,
    paper: Annotated[str, Form()],
    state: Annotated[str, Form()] = "",
    back: Annotated[str, Form()] = "work/reading#papers",
) -> Response:
    """Say where the learner is with a key paper; `note` begins a note on it. The room's own page sends this, too."""
    camp = camp_of(request)
    known = Papers(camp.folder, camp.catalogue.rooms)
    if state == "note":
        return back_to(f"work/{known.begin_note(paper).id}")
    known.set_state(paper, state)
    return back_to(back if back.startswith(("work/", "system/")) else "work/reading")
