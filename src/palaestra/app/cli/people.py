"""`person`: mentors, peers, researchers to follow; what to ask them and what they said."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from palaestra.app.cli.opening import practice_folder
from palaestra.app.cli.options import Json
from palaestra.app.cli.terminal import say, say_json

if TYPE_CHECKING:
    from collections.abc import Iterator

    from palaestra.practice.writing.people import People, Person

app = typer.Typer()
person_app = typer.Typer(invoke_without_command=True)
app.add_typer(person_app, name="person")

Who = Annotated[str, typer.Argument(metavar="WHO", help="Their name or id.")]
Words = Annotated[str, typer.Argument(metavar="WORDS", help="In your words.")]
Role = Annotated[str | None, typer.Option("--role", help="mentor, peer, researcher, or a word of yours.")]
Next = Annotated[str | None, typer.Option("--next", metavar="DAY", help="When you meet: 2026-12-01, in 10 days, none.")]
Link = Annotated[str | None, typer.Option("--link", help="Where their work is.")]
About = Annotated[str | None, typer.Option("--about", help="What they work on, how you met.")]


@person_app.callback()
def person(ctx: typer.Context, as_json: Json = False) -> None:
    """Mentors, peers, researchers to follow: private, and never published unless you thank them by name.

    JSON: [{id, name, role, next, link, about, thanked, questions [{id, day, text, open}],
    said [{day, text, about}]}].
    """
    if ctx.invoked_subcommand is None:
        everyone = _people().all()
        if as_json:
            return say_json([_json(each) for each in everyone])
        say(_all_lines(everyone))


@person_app.command("add")
def add(
    name: Annotated[str, typer.Argument(metavar="NAME", help="Their name.")],
    role: Role = None,
    next_day: Next = None,
    link: Link = None,
    about: About = None,
) -> None:
    """Someone you learn with or from."""
    found = _people().add(name, role or "", next_day or "", link or "", about or "")
    typer.echo(f"{found.name} is among your people; nobody else sees it.")
    typer.echo(f'next: palaestra person ask {found.id} "your question"')


@person_app.command("show")
def show(who: Who, as_json: Json = False) -> None:
    """What you want to ask them, and what they said.

    JSON: id, name, role, next, link, about, thanked, questions [{id, day, text, open}], said [{day, text, about}].
    """
    found = _people().find(who)
    if as_json:
        return say_json(_json(found))
    say(_lines(found))


@person_app.command("change")
def change(
    who: Who,
    name: Annotated[str | None, typer.Option("--name", help="Another spelling.")] = None,
    role: Role = None,
    next_day: Next = None,
    link: Link = None,
    about: About = None,
    thanked: Annotated[
        bool | None, typer.Option("--thank/--no-thank", help="Whether their name may stand in thanks you publish.")
    ] = None,
) -> None:
    """Put something right, or set when you meet next; an empty text ("") takes it back."""
    found = _people().change(who, name=name, role=role, next=next_day, link=link, about=about, thanked=thanked)
    typer.echo(f"{found.name}: kept.")
    typer.echo(f"next: palaestra person show {found.id}")


@person_app.command("ask")
def ask(who: Who, words: Words) -> None:
    """Keep a question for the next meeting."""
    found = _people().ask(who, words)
    typer.echo(f"{len(found.open_questions)} to ask {found.name}.")
    typer.echo(f'next: palaestra person said {found.id} "what they said"')


@person_app.command("said")
def said(
    who: Who,
    words: Words,
    about: Annotated[str, typer.Option("--about", metavar="ARTEFACT", help="The artefact it is about.")] = "",
    answers: Annotated[str, typer.Option("--answers", help="The number of the question it answers, or all.")] = "",
) -> None:
    """Keep what they said; it closes the meeting that was set."""
    from palaestra.kit.refusal import Refusal
    from palaestra.practice.writing.artefacts import Artefacts

    people = _people()
    found = people.find(who)
    if about:
        about = Artefacts(people.folder).find(about).id
    question = answers
    if answers and answers != "all":
        numbered = {str(number): each.id for number, each in enumerate(found.open_questions, 1)}
        if answers not in numbered:
            raise Refusal(
                f"There is no open question {answers[:20]}.", f"`palaestra person show {found.id}` numbers them."
            )
        question = numbered[answers]
    people.hear(found.id, words, about, question)
    typer.echo("Kept.")
    typer.echo(f"next: palaestra person change {found.id} --next DAY")


@person_app.command("drop")
def drop(who: Who, undo: Annotated[bool, typer.Option("--undo", help="Bring them back.")] = False) -> None:
    """Put someone out of sight; --undo brings them back."""
    found = _people().drop(who, undo)
    typer.echo(f"{found.name} is {'back' if undo else 'out of sight'}.")
    typer.echo("next: palaestra person" if undo else f"next: palaestra person drop {found.id} --undo")


def _people() -> "People":
    from palaestra.practice.writing.people import People

    return People(practice_folder())


def _json(each: "Person") -> dict[str, Any]:
    plain = {name: getattr(each, name) for name in ("id", "name", "role", "next", "link", "about", "thanked")}
    asked = [{"id": one.id, "day": one.day, "text": one.text, "open": one.is_open} for one in each.questions]
    return {**plain, "questions": asked, "said": [{"day": s.day, "text": s.text, "about": s.about} for s in each.said]}


def _all_lines(everyone: "tuple[Person, ...]") -> "Iterator[str]":
    from palaestra.app.cli.terminal import folded
    from palaestra.practice.writing.deadlines import when

    if not everyone:
        yield folded("Mentors, peers and researchers you follow stand here, with what to ask them. Only you see it.")
        yield 'next: palaestra person add "Ada" --role mentor --next 2026-12-01'
        return
    today = practice_folder().today()
    for each in everyone:
        meets = f"you meet {when(each.next, today)}" if each.next >= today.isoformat() else ""
        asks = f"{len(each.open_questions)} to ask" if each.open_questions else ""
        yield folded(f"{each.name}  {', '.join(filter(None, (each.role, meets, asks)))}", 0, 4)
    yield f"next: palaestra person show {everyone[0].id}"


def _lines(each: "Person") -> "Iterator[str]":
    from palaestra.app.cli.terminal import folded, labelled

    yield folded(f"{each.name}{', ' + each.role if each.role else ''}")
    for name, value in (("next", each.next), ("link", each.link), ("about", each.about)):
        if value:
            yield labelled(f"{name:8}", value)
    yield labelled("thanks  ", "may be thanked by name" if each.thanked else "stays out of everything published")
    for title, lines in (
        ("To ask", [f"{number}. {one.text}" for number, one in enumerate(each.open_questions, 1)]),
        ("Said", [f"{one.day}  {one.text}{f' (about {one.about})' if one.about else ''}" for one in each.said[::-1]]),
    ):
        if lines:
            yield ""
            yield title
            yield from (folded(" ".join(line.split()), 2, 6) for line in lines)
    yield f'next: palaestra person ask {each.id} "your question"'
