"""`export`, `forget`: the record, to other files, and out of them."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from palaestra.app.cli.opening import practice_folder
from palaestra.app.cli.options import Yes
from palaestra.app.cli.path_found import path_of
from palaestra.app.views.plainly import many

if TYPE_CHECKING:
    from palaestra.practice.folder import PracticeFolder

app = typer.Typer()


@app.command("export")
def export_kind(
    kind: Annotated[
        str, typer.Argument(help="tracker; log; cards; notebook of a room; slides or markdown of an artefact.")
    ],
    file: Annotated[
        str,
        typer.Argument(metavar="FILE", help="The file to write into, else your README; a room; an artefact's ID."),
    ] = "",
    curriculum: Annotated[str, typer.Option("--path", help="The path for a fresh tracker; else yours.")] = "",
    form: Annotated[str, typer.Option("--as", metavar="FORM", help="export ID --as markdown (or slides).")] = "",
    to: Annotated[str, typer.Option("--to", metavar="FILE", help="For notebook, slides, markdown; - prints it.")] = "",
    yes: Yes = False,
) -> None:
    """Write what is yours into other files: a tracker, a weekly log, cards for Anki, a notebook, slides.

    Your ticks go into a tracker, one character a box; your weekly log between its marks. A copy is kept.
    A room goes out as a Jupyter notebook with its lessons' code and its experiments in cells.
    Cards in play go out as a text that Anki imports.
    An artefact's text goes out as slides (one HTML file) or as Markdown that pastes cleanly into a forum.
    """
    from palaestra.app.cli.exporting import FORMS, export_work
    from palaestra.kit.refusal import unknown

    if form or kind in FORMS:
        return export_work(form or kind, kind if form else file, to, yes)
    if kind == "notebook":
        return _export_notebook(file, to)
    if kind == "cards":
        from palaestra.app.cli.cards import export_cards

        return export_cards(Path(file or "palaestra-cards.txt"))
    if kind not in ("tracker", "log"):
        raise unknown("export", kind, ["tracker", "log", "cards", "notebook", *FORMS], "palaestra export --help")
    if kind == "log":
        return _export_log(file)
    _export_tracker(file, curriculum)


def _export_log(file: str) -> None:
    from palaestra.practice.exchange.weekly_log import export_weekly_log

    folder = practice_folder()
    target = Path(file) if file else folder.root / "README.md"
    changed = export_weekly_log(folder, target)
    typer.echo(f"{target} {'now says' if changed else 'already says'} what your weeks say.")
    typer.echo("next: palaestra week")


def _export_tracker(file: str, curriculum: str) -> None:
    from palaestra.practice.exchange.tracker_export import update_readme

    folder = practice_folder()
    if file:
        typer.echo(_export_to(folder, Path(file), curriculum))
        return typer.echo(f"next: palaestra import {file}")
    changed = update_readme(folder, begin=path_of(curriculum))
    said = "now says what your folder says" if changed else "has nothing to change between its tracker marks"
    typer.echo(f"{folder.root / 'README.md'} {said}.")
    typer.echo("next: palaestra plan show")


def _export_notebook(room: str, to: str) -> None:
    """A room as a notebook beside where the command was given; another file of that name is never written over."""
    from palaestra.app.notebooks import notebook
    from palaestra.kit.catalogue import Catalogue
    from palaestra.kit.refusal import Refusal
    from palaestra.practice.durable import replace_file

    if not room:
        raise Refusal("A notebook is of a room.", "For example: palaestra export notebook bandits.")
    text = notebook(Catalogue.installed(), room)
    if to == "-":
        return typer.echo(text)
    target = Path(to or f"{room.rpartition('/')[2]}.ipynb")
    if target.exists() and target.read_text(encoding="utf-8", errors="replace") != text:
        raise Refusal(f"{target} is there already, and may hold your changes.", "Name another file with --to.")
    replace_file(target, text)
    typer.echo(f"Wrote {target}.")
    typer.echo(f"next: jupyter lab {target}")


def _export_to(folder: "PracticeFolder", file: Path, curriculum: str) -> str:
    """Write a tracker file, fresh or ticked in place; says what was done."""
    from palaestra.practice.durable import replace_file
    from palaestra.practice.exchange.tracker import read_tracker
    from palaestra.practice.exchange.tracker_export import export, fresh_tracker
    from palaestra.practice.exchange.tracker_import import all_curricula
    from palaestra.practice.path.facts import gather

    facts = gather(folder.index())
    if not file.exists():
        replace_file(file, fresh_tracker(path_of(curriculum), facts))
        return f"Wrote a fresh tracker: {file}"
    tracker = read_tracker(file)
    data = export(tracker, all_curricula(folder), facts)
    if data == tracker.text.encode(tracker.encoding):
        return f"{file} says what your folder says; nothing changed."
    copy = folder.keep_copy(file)
    replace_file(file, data)
    return f"Ticked {file}; what it was is kept in {copy}."


@app.command("forget")
def forget(
    event: Annotated[str, typer.Argument(metavar="EVENT", help="The id of an event, from `log --json`.")],
    yes: Yes = False,
) -> None:
    """Erase one event from this folder's log, for good; a session with its beginning."""
    from palaestra.kit.refusal import unknown
    from palaestra.practice.days.entries import parts_of

    folder = practice_folder()
    found = folder.index().event(event)
    if found is None:
        raise unknown("event", event, (), "palaestra log --json")
    if not yes:
        typer.echo(f"{found.day} {found.kind} {dict(found.facts)}")
        typer.echo("It would be erased here, and stay in what git has committed already.")
        typer.echo(f"next: palaestra forget {event} --yes")
        return
    erased = sum(folder.log.forget(each) for each in parts_of(found))
    typer.echo(f"Erased {many(erased, 'line')}; a merge will not bring it back.")
    typer.echo("Git history keeps what was committed before: rewriting it is up to you.")
    typer.echo("next: palaestra today")
