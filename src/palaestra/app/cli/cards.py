"""`card`: the learner's cards: list, show, write, reword, take in, put to rest, import and export."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from palaestra.app.cli.opening import practice_folder
from palaestra.app.cli.options import Json
from palaestra.app.cli.terminal import answers_at_a_terminal, folded, labelled, say_json
from palaestra.app.views.formulas import without_tex
from palaestra.app.views.plainly import many
from palaestra.kit.refusal import Refusal

if TYPE_CHECKING:
    from palaestra.practice.folder import PracticeFolder
    from palaestra.practice.memory.collection import Collection

app = typer.Typer()
card = typer.Typer(no_args_is_help=False)
app.add_typer(card, name="card")

CardId = Annotated[str, typer.Argument(metavar="CARD", help="Its id: bandits/regret-definition, own/mine/bellman.")]
CardIds = Annotated[list[str], typer.Argument(metavar="CARD...", help="One id or several.")]
Deck = Annotated[str, typer.Option(help="The file in cards/ it is written into, without .toml.")]
NEXT_REVIEW = "next: palaestra review"


@card.callback(invoke_without_command=True)
def cards(ctx: typer.Context) -> None:
    """Your cards: list, show, add, join, rest, keep, edit, override, split, import, export.

    A card of your own stands in cards/FILE.toml of your practice folder, or in a note: lines `Q: ...` and
    `A: ...`, or a sentence with {{c1::hidden words}}.
    """
    if not ctx.invoked_subcommand:
        list_cards()


@card.command("list")
def list_cards(
    room: Annotated[str, typer.Option(help="Only this room, own/FILE or notes.")] = "",
    own: Annotated[bool, typer.Option("--own", help="Only your own.")] = False,
    words: Annotated[str, typer.Option(help="Only those with these words.")] = "",
    leeches: Annotated[bool, typer.Option("--leeches", help="Only those that keep slipping away.")] = False,
    every: Annotated[bool, typer.Option("--all", help="Also those you have not taken in.")] = False,
    as_json: Json = False,
) -> None:
    """The cards in play; what is wrong in a file of yours stands below.

    JSON: a list of {id, question, standing, due, lapses, own, path, line}; standing is learnt, new, waiting,
    resting or apart.
    """
    from palaestra.app.recalling import listed, with_words

    folder, found = _opened()
    rows = listed(folder, _catalogue(), found)
    if room:
        rows = [each for each in rows if each.id.startswith(f"{found.room_named(room)}/")]
    if own:
        rows = [each for each in rows if each.own]
    if words.strip():
        rows = with_words(rows, found, words)
    if leeches:
        rows = [each for each in rows if each.standing == "apart"]
    if not every:
        rows = [each for each in rows if each.standing != "waiting" or room]
    if as_json:
        return say_json([each.to_json() for each in rows])
    for each in rows:
        typer.echo(folded(f"{each.id}  ({each.says})"))
        typer.echo(folded(without_tex(each.question), 4))
    if not rows:
        typer.echo(_none(leeches, bool(words or room or own)))
    for problem in found.problems:
        typer.echo(labelled("mend  ", str(problem)))
    if any(each.standing == "apart" for each in rows):
        typer.echo(folded("A card set apart is not asked: override, split, rest or keep it."))
    typer.echo(NEXT_REVIEW)


def _none(of_leeches: bool, was_narrowed: bool) -> str:
    """Why the list is empty."""
    if of_leeches:
        return "No card keeps slipping away."
    none_yet = "None yet. Cards come from the modules you open, from notes, and from `palaestra card add`."
    return "No card in play is like that." if was_narrowed else none_yet


@card.command()
def show(card_id: CardId, as_json: Json = False) -> None:
    """One card: question, answer, where it stands, and the shipped words where yours replace them.

    JSON: {id, question, answer, source, core, standing, due, stability, reviews, lapses, own, path, line, shipped
    {question, answer} or null, says}.
    """
    from palaestra.app.recalling import shown

    folder, found = _opened()
    words = shown(folder, _catalogue(), found, card_id)
    if as_json:
        return say_json(words)
    typer.echo(folded(without_tex(words["question"])))
    typer.echo(f"\n{folded(without_tex(words['answer']))}\n")
    if words["shipped"]:
        typer.echo(labelled("shipped as  ", words["shipped"]["question"]))
        typer.echo(labelled("            ", words["shipped"]["answer"]))
    place = f", {words['path']} line {words['line']}" if words["path"] else ""
    typer.echo(folded(f"{words['id']}: {words['says']}{place}"))
    typer.echo(
        f"next: palaestra card {'join' if words['standing'] in ('waiting', 'resting') else 'rest'} {words['id']}"
    )


@card.command()
def add(
    question: Annotated[str, typer.Argument(help="What is asked.")],
    answer: Annotated[str, typer.Argument(help="What you want to know by heart.")],
    deck: Deck = "mine",
    source: Annotated[str, typer.Option(help="Where it is from.")] = "",
) -> None:
    """Write a card of your own."""
    from palaestra.practice.memory.keeping import add as write

    folder, _ = _opened()
    typer.echo(f"Kept as {write(folder, question, answer, deck, source)}, in cards/{deck}.toml.")
    typer.echo(NEXT_REVIEW)


@card.command()
def join(card_ids: CardIds) -> None:
    """Take cards in: they are asked from now on."""
    from palaestra.practice.memory.keeping import join as take_in

    folder, found = _opened()
    taken = take_in(folder, found, card_ids)
    typer.echo(folded(f"In play: {', '.join(each.id for each in taken)}."))
    typer.echo(NEXT_REVIEW)


@card.command()
def rest(card_ids: CardIds) -> None:
    """Ask cards no more; their reviews stay, and join takes them in again."""
    from palaestra.practice.memory.keeping import rest as put

    folder, found = _opened()
    resting = put(folder, found, card_ids)
    typer.echo(folded(f"At rest: {', '.join(each.id for each in resting)}."))
    typer.echo(f"next: palaestra card join {resting[0].id}")


@card.command()
def keep(card_id: CardId) -> None:
    """Ask a card that was set apart again, as it is."""
    from palaestra.practice.memory.keeping import decide

    folder, found = _opened()
    kept = found.card(card_id)
    decide(folder, kept.id)
    typer.echo(f"{kept.id} is asked again.")
    typer.echo(NEXT_REVIEW)


@card.command()
def edit(card_id: CardId) -> None:
    """Say where a card of your own stands; in a terminal $EDITOR opens there."""
    folder, found = _opened()
    chosen = found.card(card_id)
    if chosen.id not in found.own:
        raise Refusal(f"{chosen.id} is a shipped card.", f"`palaestra card override {chosen.id}` gives it your words.")
    place = found.own[chosen.id]
    typer.echo(f"{folder.root / place.path}, line {place.line}")
    _open_editor(folder.root / place.path, place.line)
    state = folder.index().card(chosen.id)
    if state is not None and state.lapses:
        typer.echo(f"next: palaestra card keep {chosen.id}")
    else:
        typer.echo(NEXT_REVIEW)


@card.command()
def override(
    card_id: CardId,
    question: Annotated[str, typer.Option(help="How it should ask.")] = "",
    answer: Annotated[str, typer.Option(help="How it should answer.")] = "",
    reset: Annotated[bool, typer.Option("--reset", help="Bring the shipped words back.")] = False,
) -> None:
    """Give a shipped card words of your own, or the shipped ones back. Its reviews go on."""
    from palaestra.practice.memory import keeping

    folder, found = _opened()
    if reset:
        chosen = keeping.reset(folder, found, card_id)
        typer.echo("The shipped words again:")
    else:
        shipped = found.shipped.get(found.card(card_id).id, found.card(card_id))
        chosen = keeping.override(folder, found, card_id, question, answer)
        typer.echo(labelled("was   ", f"{shipped.question} {shipped.answer}"))
    typer.echo(labelled("now   ", f"{chosen.question} {chosen.answer}"))
    typer.echo(NEXT_REVIEW if reset else f"next: palaestra card override {chosen.id} --reset")


@card.command()
def split(
    card_id: CardId,
    parts: Annotated[list[str], typer.Argument(metavar="PART...", help='Each "question = answer".')],
) -> None:
    """Put a card to rest and write smaller ones in its place."""
    from palaestra.practice.memory.keeping import split as cut

    folder, found = _opened()
    pairs = [(before.strip(), after.strip()) for before, _, after in (each.partition("=") for each in parts)]
    typer.echo(folded(f"Kept as {', '.join(cut(folder, found, card_id, pairs))}; {card_id} is at rest."))
    typer.echo(NEXT_REVIEW)


@card.command("import")
def import_cards(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A text export of Anki: Notes in Plain Text.")],
    deck: Deck = "anki",
    yes: Annotated[bool, typer.Option("--yes", help="Write them; without it, what would be written is shown.")] = False,
    as_json: Json = False,
) -> None:
    """Take in cards from Anki's text export, once: a question that is asked already is not taken twice.

    JSON: {new [{id, question, answer}], known, left_out [{line, why, text}], applied}.
    """
    from palaestra.app.recalling import import_anki

    folder, found = _opened()
    read = import_anki(folder, found, file, deck, apply=yes)
    if as_json:
        return say_json(read)
    for each in read["new"][:5]:
        typer.echo(folded(f"{each['question']} = {each['answer']}", 2, 4))
    more = len(read["new"]) - 5
    if more > 0:
        typer.echo(f"  and {more} more")
    for each in read["left_out"]:
        typer.echo(labelled(f"  line {each['line']}: ", f"{each['why']} ({each['text']})"))
    verb = "Written" if yes else "Would be written"
    typer.echo(f"{verb} into cards/{deck}.toml: {len(read['new'])}; there already: {read['known']}.")
    typer.echo(NEXT_REVIEW if yes or not read["new"] else f"next: palaestra card import {file} --deck {deck} --yes")


@card.command("export")
def export_cards(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The text file to write.")] = Path("palaestra-cards.txt"),
    own: Annotated[bool, typer.Option("--own", help="Only your own; else all in play.")] = False,
) -> None:
    """Write cards as a text that Anki imports; importing it again updates instead of doubling."""
    from palaestra.app.recalling import export_anki

    folder, found = _opened()
    count = export_anki(folder, _catalogue(), found, file, only_own=own)
    typer.echo(f"{many(count, 'card')} written to {file}. In Anki: File, Import.")
    typer.echo(NEXT_REVIEW)


def _opened() -> "tuple[PracticeFolder, Collection]":
    from palaestra.practice.memory.collection import Collection

    folder = practice_folder()
    return folder, Collection.of(folder, _catalogue())


def _catalogue() -> Any:
    from palaestra.kit.catalogue import Catalogue

    return Catalogue.installed()


def _open_editor(path: Path, line: int) -> None:
    import os
    import shlex
    import subprocess

    editor = os.environ.get("VISUAL") or os.environ.get("EDITOR")
    if editor and answers_at_a_terminal():
        subprocess.run([*shlex.split(editor), f"+{line}", str(path)], check=False)
