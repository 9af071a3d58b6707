"""`note`: notes and explanations in the learner's own words."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from palaestra.app.cli.opening import practice_folder
from palaestra.app.cli.options import Json
from palaestra.app.cli.terminal import say_json
from palaestra.kit.refusal import Refusal

if TYPE_CHECKING:
    from palaestra.practice.folder import PracticeFolder
    from palaestra.practice.writing.notebook import Note, Notebook

app = typer.Typer()


@app.command()
def note(
    title: Annotated[str, typer.Argument(help="The title of a new note.")] = "",
    text: Annotated[str, typer.Option(help="Its text; you can also write it in your editor.")] = "",
    about: Annotated[str, typer.Option(help="What it is about: an exercise, a card, a module.")] = "",
    show: Annotated[str, typer.Option(help="Show the note of that path or title, and what links to it.")] = "",
    tag: Annotated[str, typer.Option(help="Only notes with this tag.")] = "",
    on: Annotated[str, typer.Option(help="Only notes that mention this: an id, a title.")] = "",
    explain: Annotated[str, typer.Option(help="Explain this module in your own words.")] = "",
    again: Annotated[bool, typer.Option(help="With --explain: once more from a blank page; a copy is kept.")] = False,
    scores: Annotated[str, typer.Option(help="Your scores for the explanation, 0-2 a line: 2,1,2,2.")] = "",
    as_json: Json = False,
) -> None:
    """Write a note, or explain a module; without a title, your notes.

    [[name]] in a note links to another note, an exercise, a module, a room; #tag tags it.
    JSON: a list of {path, title, about, day, tags, links, linked_from, private}; with --show one of them, with text.
    """
    from palaestra.practice.writing import notes
    from palaestra.practice.writing.notebook import Notebook

    folder = practice_folder()
    if explain:
        return _explain(folder, explain, scores, again)
    if show:
        return _show(Notebook(folder), show, as_json)
    if not title:
        return _list(Notebook(folder), tag, on, as_json)
    path = notes.new_note(folder, title, text, about)
    if as_json:
        return say_json({"path": path.relative_to(folder.root).as_posix()})
    typer.echo(f"{path}")
    typer.echo("next: write it in your editor; palaestra today")


def _list(notebook: "Notebook", tag: str, on: str, as_json: bool) -> None:
    from palaestra.app.cli.terminal import labelled

    found = list(notebook.tagged(tag) if tag else notebook.notes)
    if on:
        mentioning = {each.path for each in notebook.linking_to(on)}
        found = [each for each in found if each.path in mentioning]
    if as_json:
        return say_json([_words(notebook, each) for each in found])
    for each in found:
        tags = "".join(f" #{name}" for name in each.tags)
        typer.echo(labelled(f"{each.changed}  ", f"{each.title}{tags}  {each.path}"))
    if not found:
        typer.echo("No note yet." if not (tag or on) else "No note has that.")
    typer.echo(f"next: palaestra note --show {found[0].path}" if found else 'next: palaestra note "a title"')


def _show(notebook: "Notebook", name: str, as_json: bool) -> None:
    from palaestra.app.cli.terminal import folded

    found = notebook.note(name)
    path = notebook.folder.root / found.path
    text = path.read_text(encoding="utf-8", errors="replace")
    if as_json:
        return say_json({**_words(notebook, found), "text": text})
    typer.echo(text.rstrip())
    typer.echo("")
    for word, titles in (
        ("links to", [each.target for each in found.links]),
        ("linked from", [each.title for each in notebook.backlinks(found)]),
    ):
        if titles:
            typer.echo(folded(f"{word}: {', '.join(dict.fromkeys(titles))}"))
    typer.echo(f"file: {path}")
    typer.echo("next: palaestra note")


def _words(notebook: "Notebook", each: "Note") -> dict[str, Any]:
    about = next((link.target for link in each.links if link.line <= 4), "")
    return {
        "path": each.path,
        "title": each.title,
        "about": about if each.text.body.startswith("About [[") else "",
        "day": each.changed.isoformat(),
        "tags": list(each.tags),
        "links": list(dict.fromkeys(link.target for link in each.links)),
        "linked_from": [other.path for other in notebook.backlinks(each)],
        "private": each.is_private,
    }


def _explain(folder: "PracticeFolder", module: str, scores: str, again: bool) -> None:
    from palaestra.app.cli.terminal import folded
    from palaestra.app.making import record_states
    from palaestra.kit.curriculum import find
    from palaestra.practice.days.journal import RUBRIC
    from palaestra.practice.memory.offering import begin_page
    from palaestra.practice.writing import notes

    found = find(folder.settings.curriculum, folder.root / "curricula").module_about(module)
    if not scores:
        begun = begin_page(folder, found.id, found.title) if again else None
        typer.echo(f"{begun[0] if begun else notes.begin_explanation(folder, found.id, found.title)}")
        if begun and begun[1]:
            typer.echo(folded(f"What stood there is kept: {begun[1].relative_to(folder.root)}"))
        typer.echo("Score each line when it is written: 0 missing, 1 partly, 2 clear.")
        for line in RUBRIC:
            typer.echo(f"  - {line}")
        return typer.echo(f"next: palaestra note --explain {found.id} --scores 2,1,2,1")
    try:
        given = [int(each) for each in scores.split(",")]
    except ValueError:
        raise Refusal(f"{scores!r} is not a list of scores.", "For example --scores 2,1,2,1.") from None
    notes.score_explanation(folder, found.id, given)
    missed = [line for line, score in zip(RUBRIC, given, strict=True) if score < 2]
    typer.echo(folded(f"Kept. To sharpen: {'; '.join(missed)}.") if missed else "Kept.")
    for line in record_states(folder):
        typer.echo(folded(line))
    if missed and found.system:
        typer.echo("Cards of the room may help; `palaestra card join` takes them in.")
        return typer.echo(f"next: palaestra card list --room {found.system}")
    typer.echo("next: palaestra today")
