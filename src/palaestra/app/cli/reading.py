"""`reading`: links to look at later, and the key papers of every room."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from palaestra.app.cli.opening import practice_folder
from palaestra.app.cli.options import Json
from palaestra.app.cli.path_found import box_and_item
from palaestra.app.cli.terminal import say, say_json

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from palaestra.practice.writing.inbox import Inbox, Waiting
    from palaestra.practice.writing.papers import PaperStanding

app = typer.Typer()
reading_app = typer.Typer(invoke_without_command=True)
app.add_typer(reading_app, name="reading")

Item = Annotated[str, typer.Argument(metavar="ID", help="Its id, from `reading`.")]
PaperId = Annotated[str, typer.Argument(metavar="PAPER", help="Its id, from `reading papers`.")]


@reading_app.callback()
def reading(ctx: typer.Context, as_json: Json = False) -> None:
    """An inbox for what you mean to read; each becomes a paper note, a box of your path, or is let go.

    JSON: [{id, title, link, day, source}].
    """
    if ctx.invoked_subcommand is None:
        waiting = _inbox().waiting()
        if as_json:
            names = ("id", "title", "link", "day", "source")
            return say_json([{name: getattr(each, name) for name in names} for each in waiting])
        say(_waiting_lines(waiting))


@reading_app.command("add")
def add(
    what: Annotated[str, typer.Argument(metavar="WHAT", help="A link, or a title.")],
    title: Annotated[str, typer.Option("--title", help="Its title, when WHAT is a link.")] = "",
    source: Annotated[str, typer.Option("--from", metavar="WHO", help="Who or what pointed at it.")] = "",
) -> None:
    """Put something in; a link that waits already is kept once."""
    item = _inbox().add(what, title, source)
    typer.echo(f"It waits: {item.title}")
    typer.echo(f"next: palaestra reading note {item.id}")


@reading_app.command("note")
def note(item: Item) -> None:
    """Begin a paper note on it: question, claim, evidence, weakness, next test."""
    made = _inbox().note(item)
    typer.echo(f"{made.path}")
    typer.echo(f"next: palaestra artefact state {made.id} noted")


@reading_app.command("box")
def box(
    item: Item,
    box: Annotated[str, typer.Argument(metavar="BOX", help="A broad box of your path, as for `plan add`.")],
) -> None:
    """Record it under a broad box of your path."""
    from palaestra.kit.refusal import Refusal
    from palaestra.practice.exchange.tracker_match import pick_item

    inbox = _inbox()
    found = inbox.find(item)
    _, resource = box_and_item(box, inbox.folder)
    if not resource.category:
        raise Refusal(
            f"“{resource.title}” is one thing already.", "Picks belong under broad boxes, such as forum posts."
        )
    pick = pick_item(resource.id, found.title)
    inbox.box(found.id, resource.id, pick)
    typer.echo(f"Recorded under “{resource.title}”: {found.title}")
    typer.echo(f"next: palaestra plan tick '{pick}'")


@reading_app.command("drop")
def drop(item: Item, undo: Annotated[bool, typer.Option("--undo", help="Take it back.")] = False) -> None:
    """Let it go; --undo takes it back."""
    found = _inbox().drop(item, undo)
    typer.echo(f"{found.title}: {'it waits again' if undo else 'let go'}.")
    typer.echo("next: palaestra reading" if undo else f"next: palaestra reading drop {found.id} --undo")


@reading_app.command("papers")
def papers(
    room: Annotated[str, typer.Argument(metavar="ROOM", help="A room or topic; all of them if not said.")] = "",
    as_json: Json = False,
) -> None:
    """The key papers of rooms and topics: queued, read, noted, reimplemented.

    JSON: [{id, room, title, authors, year, link, state, note, exercises, passed, claims, held, reimplemented}].
    """
    from palaestra.app.making import own_papers
    from palaestra.kit.catalogue import Catalogue

    catalogue = Catalogue.installed()
    if room:
        catalogue.room(room)
    found = own_papers(practice_folder(), catalogue, room)
    if as_json:
        return say_json([_paper_json(each) for each in found])
    say(_paper_lines(found))


@reading_app.command("paper")
def paper(
    paper_id: PaperId,
    state: Annotated[str, typer.Argument(metavar="STATE", help='queued, read, noted; "" takes it back.')] = "",
    note: Annotated[bool, typer.Option("--note", help="Begin a note on it.")] = False,
) -> None:
    """Say where you are with a key paper, or begin a note on it.

    Reimplemented it becomes by itself: its exercises passed, and a claim of it held with your own code.
    """
    from palaestra.kit.catalogue import Catalogue
    from palaestra.practice.writing.papers import Papers

    known = Papers(practice_folder(), Catalogue.installed().rooms)
    if note:
        made = known.begin_note(paper_id)
        typer.echo(f"{made.path}")
        return typer.echo(f"next: palaestra artefact state {made.id} noted")
    found = known.set_state(paper_id, state)
    typer.echo(f"{found.paper.title}: {found.state or 'nothing said'}.")
    typer.echo(
        f"next: palaestra reading paper {found.id} --note" if state == "read" else "next: palaestra reading papers"
    )


def _inbox() -> "Inbox":
    from palaestra.practice.writing.inbox import Inbox

    return Inbox(practice_folder())


def _waiting_lines(waiting: "Sequence[Waiting]") -> "Iterator[str]":
    from palaestra.app.cli.terminal import folded, labelled

    if not waiting:
        yield folded("Nothing waits. Put in what you come across, and decide later what becomes of it.")
        yield "next: palaestra reading add https://arxiv.org/abs/1606.06565"
        return
    for each in waiting:
        source = f" (from {each.source})" if each.source else ""
        yield labelled(f"{each.day}  ", f"{each.title}{source}  {each.id}")
        if each.link:
            yield folded(each.link, 12, 12)
    yield f"next: palaestra reading note {waiting[-1].id}"


def _paper_lines(found: "Sequence[PaperStanding]") -> "Iterator[str]":
    from palaestra.app.cli.terminal import HOLDS, NOT_YET, folded
    from palaestra.app.making import PAPERS_WANTED

    room = ""
    for each in found:
        if each.room != room:
            room = each.room
            yield room
        mark = (HOLDS if each.state in ("noted", "reimplemented") else NOT_YET).shown(2)
        yield folded(f"  {mark} {each.paper.title} ({each.paper.year})", 0, 5)
        yield folded(f"{each.state or 'not begun'}  {each.id}", 5, 5)
    rebuilt = sum(each.reimplemented for each in found)
    yield ""
    yield folded(f"Reimplemented: {rebuilt} of {PAPERS_WANTED}, by exercises passed and a claim held with your code.")
    yield f"next: palaestra reading paper {found[0].id} queued" if found else "next: palaestra systems"


def _paper_json(each: "PaperStanding") -> dict[str, Any]:
    said = {name: getattr(each.paper, name) for name in ("title", "authors", "year", "link")}
    names = ("exercises", "passed", "claims", "held")
    lists = {name: list(getattr(each, name)) for name in names}
    words = {"state": each.state, "note": each.note}
    return {"id": each.id, "room": each.room, **said, **words, **lists, "reimplemented": each.reimplemented}
