"""Work: what the learner makes, by state; each thing with its text, feedback and days."""

from pathlib import Path
from typing import Annotated, Any
from urllib.parse import quote

from fastapi import APIRouter, Form, Request, Response
from starlette.datastructures import FormData
from starlette.responses import FileResponse

from palaestra.app.linking import Linking
from palaestra.app.making import PAPERS_WANTED, module_named, own_papers, wanted
from palaestra.app.views.markdown import has_formulas
from palaestra.app.views.plain_markdown import plain_markdown
from palaestra.app.views.slides import slides_html
from palaestra.app.web.camp import Camp
from palaestra.app.web.linked_text import linked_html
from palaestra.app.web.replying import back_to, camp_of, page
from palaestra.kit.curriculum import find
from palaestra.kit.refusal import Refusal
from palaestra.practice.writing.artefact import Artefact
from palaestra.practice.writing.artefacts import Artefacts
from palaestra.practice.writing.deadlines import when
from palaestra.practice.writing.inbox import Inbox
from palaestra.practice.writing.kinds import kind_called, kinds
from palaestra.practice.writing.mentions import from_log, mentions
from palaestra.practice.writing.people import People

router = APIRouter()
LONGEST_SHOWN = 100_000
"""Bytes of a text that a page sets; the whole stays in its file."""
MENTIONS_SHOWN = 4
PICTURES = {
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".gif": "image/gif",
    ".webp": "image/webp",
    ".avif": "image/avif",
}
EXPORTS = {"slides": (slides_html, "html"), "markdown": (plain_markdown, "md")}
COMMON = ("title", "link", "deadline", "file", "outcome")


@router.get("/work")
def work(request: Request, kind: str = "", text: str = "") -> Response:
    camp = camp_of(request)
    folder = camp.folder
    made = Artefacts(folder)
    today = folder.today()
    found = made.search(kind, text=text)
    deadlines = made.deadlines(today)
    papers = own_papers(folder, camp.catalogue)
    is_all = not (kind or text)
    return page(
        request,
        "work.html",
        here="Work",
        found=found,
        questions=[each for each in found if each.kind == "question" and is_all],
        under_way=[each for each in found if _is_under_way(each) and not (is_all and each.kind == "question")],
        done=[each for each in found if not _is_under_way(each) and not (is_all and _has_its_own_place(each))],
        pictures=[each for each in found if is_picture(each)],
        deadlines=deadlines,
        lead=_lead(found, deadlines),
        wanted=wanted(folder),
        people=People(folder).all(),
        waiting=Inbox(folder).waiting(),
        rebuilt=sum(each.reimplemented for each in papers),
        papers_wanted=PAPERS_WANTED,
        mentions=mentions(folder)[:MENTIONS_SHOWN],
        kinds=kinds().values(),
        kind=kind,
        text=text,
        when=lambda day: when(day, today),
    )


def _is_under_way(each: Artefact) -> bool:
    return each.is_open and not each.done


def _has_its_own_place(each: Artefact) -> bool:
    """Questions have a list of their own, pictures the gallery."""
    return each.kind == "question" or is_picture(each)


def _lead(found: tuple[Artefact, ...], deadlines: Any) -> tuple[str, str, str] | None:
    """The one thing to do: what has the next day, else what was touched last. Title, why, place."""
    if deadlines:
        return deadlines[0].title, f"{deadlines[0].says}.", deadlines[0].place
    open_ones = sorted((each for each in found if _is_under_way(each)), key=lambda each: each.changed, reverse=True)
    if not open_ones:
        return None
    first = open_ones[0]
    return first.title, f"{first.of_kind.title}, {first.state}.", f"work/{first.id}"


def is_picture(each: Artefact) -> bool:
    """Its file is a picture that a page may show."""
    path = each.path
    return path is not None and path.suffix.lower() in PICTURES and path.is_file()


@router.get("/work/new")
def choose_kind(request: Request, kind: str = "", title: str = "", link: str = "") -> Response:
    of = kind_called(kind) if kind else None
    return page(
        request,
        "work_new.html",
        here="Work",
        of=of,
        kinds=kinds().values(),
        given={"title": title, "link": link},
        modules=_modules(camp_of(request)),
    )


@router.post("/work/new")
async def begin(request: Request) -> Response:
    """Begin one; a file chosen in the form is copied into the folder, never over another."""
    given = await request.form()
    camp = camp_of(request)
    of = kind_called(_said(given, "kind"))
    made = Artefacts(camp.folder).begin(
        of.id,
        _said(given, "title"),
        file=_said(given, "file"),
        link=_said(given, "link"),
        deadline=_said(given, "deadline"),
        module=module_named(camp.folder, _said(given, "module")),
        for_=_said(given, "at"),
        fields={
            each.name: _said(given, f"field-{each.name}") for each in of.fields if _said(given, f"field-{each.name}")
        },
    )
    camp.record_states()
    return back_to(f"work/{made.id}")


@router.post("/work/from-log")
def make_from_log(
    request: Request,
    link: Annotated[str, Form()],
    kind: Annotated[str, Form()] = "",
    title: Annotated[str, Form()] = "",
) -> Response:
    """A link of the log becomes an artefact; the Journal sends this form, too."""
    camp = camp_of(request)
    made = from_log(camp.folder, link, kind, title)
    camp.record_states()
    return back_to(f"work/{made.id}")


@router.get("/work/{artefact_id}")
def one(request: Request, artefact_id: str, to: str = "") -> Response:
    camp = camp_of(request)
    found = Artefacts(camp.folder).find(artefact_id)
    text = found.body(LONGEST_SHOWN)
    html = linked_html(Linking(camp.folder, camp.catalogue), text) if text else ""
    today = camp.folder.today()
    asks_for = to if found.advances is None and to in found.of_kind.public else ""
    return page(
        request,
        "work_item.html",
        here="Work",
        found=found,
        of=found.of_kind,
        html=html,
        maths=has_formulas(html),
        has_words=bool(text),
        is_picture=is_picture(found),
        due=when(found.deadline, today) if found.deadline and found.is_open and not found.done else "",
        asks_for=asks_for,
        left=found.left(),
        modules=_modules(camp),
        people=People(camp.folder).all(),
        states=[*found.of_kind.states, *([found.state] if found.state not in found.of_kind.states else [])],
    )


@router.post("/work/{artefact_id}/state")
def to_state(
    request: Request,
    artefact_id: str,
    state: Annotated[str, Form()],
    answer: Annotated[str, Form()] = "",
    asked: Annotated[str, Form()] = "",
    outcome: Annotated[str, Form()] = "",
) -> Response:
    camp = camp_of(request)
    work = Artefacts(camp.folder)
    found = work.find(artefact_id)
    wanted_state = found.of_kind.state(state)
    if wanted_state in found.of_kind.public and found.advances is None and not answer.strip():
        return back_to(f"work/{found.id}?to={quote(wanted_state)}#advances")
    work.to_state(found.id, wanted_state, answer, asked, outcome)
    camp.record_states()
    return back_to(f"work/{found.id}")


@router.post("/work/{artefact_id}/change")
async def change(request: Request, artefact_id: str) -> Response:
    """Set what the form names; an empty field takes it back."""
    given = await request.form()
    camp = camp_of(request)
    work = Artefacts(camp.folder)
    found = work.find(artefact_id)
    said: dict[str, str] = {name: _said(given, name) for name in COMMON if name in given}
    if "at" in given:
        said["for_"] = _said(given, "at")
    if "module" in given:
        said["module"] = module_named(camp.folder, _said(given, "module"))
    names = [each.name for each in found.of_kind.fields if f"field-{each.name}" in given]
    work.change(found.id, {name: _said(given, f"field-{name}") for name in names}, **said)
    camp.record_states()
    return back_to(f"work/{found.id}")


@router.post("/work/{artefact_id}/feedback")
def feedback(
    request: Request,
    artefact_id: str,
    does: Annotated[str, Form()],
    who: Annotated[str, Form()] = "",
    words: Annotated[str, Form()] = "",
) -> Response:
    work = Artefacts(camp_of(request).folder)
    if does == "ask":
        made = work.ask(artefact_id, who, words)
    elif does == "said":
        made = work.hear(artefact_id, who, words)
    else:
        made = work.amend(artefact_id, words, who)
    return back_to(f"work/{made.id}#feedback")


@router.post("/work/{artefact_id}/meeting")
def meeting(
    request: Request, artefact_id: str, words: Annotated[str, Form()], day: Annotated[str, Form()] = ""
) -> Response:
    made = Artefacts(camp_of(request).folder).meet(artefact_id, words, day)
    return back_to(f"work/{made.id}#meetings")


@router.post("/work/{artefact_id}/drop")
def drop(
    request: Request, artefact_id: str, undo: Annotated[int, Form()] = 0, why: Annotated[str, Form()] = ""
) -> Response:
    work = Artefacts(camp_of(request).folder)
    made = work.take_up(artefact_id) if undo else work.drop(artefact_id, why)
    return back_to(f"work/{made.id}")


@router.get("/work/{artefact_id}/picture")
def picture(request: Request, artefact_id: str) -> Response:
    found = Artefacts(camp_of(request).folder).find(artefact_id)
    if found.path is None or not is_picture(found):
        raise Refusal("Its file is not a picture.", "PNG, JPEG, GIF, WebP and AVIF are shown.")
    return FileResponse(found.path, media_type=PICTURES[found.path.suffix.lower()])


@router.get("/work/{artefact_id}/export/{form}")
def export(request: Request, artefact_id: str, form: str) -> Response:
    """Its text as slides, or as Markdown that pastes cleanly elsewhere."""
    found = Artefacts(camp_of(request).folder).find(artefact_id)
    if form not in EXPORTS:
        raise Refusal("It is exported as slides or as markdown.", "Go back and choose one.")
    make, suffix = EXPORTS[form]
    name = f"{found.id}-slides" if form == "slides" else found.id
    headers = {"content-disposition": f'attachment; filename="{Path(name).name}.{suffix}"'}
    kind = "text/html" if suffix == "html" else "text/markdown"
    return Response(make(found), media_type=f"{kind}; charset=utf-8", headers=headers)


def _said(given: FormData, name: str) -> str:
    value = given.get(name, "")
    return value.strip() if isinstance(value, str) else ""


def _modules(camp: Camp) -> list[tuple[str, str]]:
    """The modules of the learner's path, by id, for a choice."""
    path = find(camp.folder.settings.curriculum, camp.folder.root / "curricula")
    return [(each.id, each.title) for each in path.modules]
