"""Notes: the list with its tags, one note with what it links to and what links to it, and writing either."""

from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Form, Request, Response

from palaestra.app.linking import Linking
from palaestra.app.views.formulas import without_tex
from palaestra.app.views.markdown import has_formulas
from palaestra.app.web.linked_text import linked_html
from palaestra.app.web.replying import back_to, camp_of, page
from palaestra.practice.memory.noted import as_read
from palaestra.practice.writing.notebook import save_note
from palaestra.practice.writing.notes import new_note
from palaestra.practice.writing.text import beginning

router = APIRouter()
SHOWN_TAGS = 24


@router.get("/notes")
def listed(request: Request, tag: str = "", on: str = "", new: str = "", about: str = "") -> Response:
    camp = camp_of(request)
    linking = Linking(camp.folder, camp.catalogue)
    notebook = linking.notebook
    found = list(notebook.tagged(tag) if tag else notebook.notes)
    if on:
        mentioning = {each.path for each in linking.notes_on(on)}
        found = [each for each in found if each.path in mentioning]
    return page(
        request,
        "notes.html",
        here="Notes",
        notes=[(each, beginning(without_tex(as_read(each.text.body)))) for each in found],
        tags=list(notebook.tags.items())[:SHOWN_TAGS],
        tag=tag,
        on=on,
        new=new,
        about=about,
        wished=list(linking.wished().items())[:SHOWN_TAGS],
        total=len(notebook.notes),
    )


@router.get("/note/{path:path}")
def shown(request: Request, path: str, copy: str = "") -> Response:
    camp = camp_of(request)
    linking = Linking(camp.folder, camp.catalogue)
    note = linking.notebook.note(path)
    file = camp.folder.root / note.path
    html = linked_html(linking, as_read(note.text.body))
    things = [(link.label, linking.find(link.target), link.target) for link in note.links]
    return page(
        request,
        "note.html",
        here="Notes",
        note=note,
        html=html,
        maths=has_formulas(html),
        text=file.read_text(encoding="utf-8", errors="replace"),
        file=file,
        leads=list(dict.fromkeys((thing.title, thing.place) for _, thing, _ in things if thing)),
        wished=list(dict.fromkeys(target for _, thing, target in things if not thing)),
        backlinks=linking.notebook.backlinks(note),
        copy=copy,
    )


@router.post("/notes")
def write(
    request: Request,
    title: Annotated[str, Form()],
    text: Annotated[str, Form()] = "",
    about: Annotated[str, Form()] = "",
) -> Response:
    """A new note."""
    folder = camp_of(request).folder
    path = new_note(folder, title, text.replace("\r\n", "\n"), about.strip())
    return back_to(f"note/{quote(path.relative_to(folder.root).as_posix())}")


@router.post("/note/save")
def save(
    request: Request,
    path: Annotated[str, Form()],
    text: Annotated[str, Form()],
    was: Annotated[str, Form()] = "",
) -> Response:
    """Write a note edited in the page; a file that changed meanwhile is kept beside it."""
    camp = camp_of(request)
    note = Linking(camp.folder, camp.catalogue).notebook.note(path)
    copy = save_note(camp.folder, note, text.replace("\r\n", "\n"), was)
    kept = f"?copy={quote(copy.relative_to(camp.folder.root).as_posix())}" if copy else ""
    return back_to(f"note/{quote(note.path)}{kept}")
