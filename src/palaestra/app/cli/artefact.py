"""`artefact`: what you make, from its first line to its last state."""

from typing import TYPE_CHECKING, Annotated

import typer

from palaestra.app.cli.opening import practice_folder
from palaestra.app.cli.options import Json
from palaestra.app.cli.terminal import say, say_json

if TYPE_CHECKING:
    from palaestra.practice.writing.artefacts import Artefacts

app = typer.Typer()
artefact_app = typer.Typer(invoke_without_command=True)
app.add_typer(artefact_app, name="artefact")

Id = Annotated[str, typer.Argument(metavar="ID", help="Its id, from `artefact list`.")]
Module = Annotated[str | None, typer.Option("--for", metavar="MODULE", help="The module it belongs to.")]
At = Annotated[str | None, typer.Option("--at", help="For whom or where: a lab, a forum, a conference.")]
Link = Annotated[str | None, typer.Option("--link", help="Where it is on the web.")]
Due = Annotated[str | None, typer.Option("--deadline", metavar="DAY", help="2026-12-01, tomorrow, in 10 days, none.")]
File = Annotated[str | None, typer.Option("--file", help="A file that exists; outside the folder it stays private.")]
Set = Annotated[
    list[str] | None, typer.Option("--set", metavar="NAME=VALUE", help="A field of its kind; `artefact kinds` lists.")
]
ListKind = Annotated[str, typer.Option("--kind", help="Only of this kind.")]
ListState = Annotated[str, typer.Option("--state", help="Only in this state.")]
ListText = Annotated[str, typer.Option("--text", help="Only those with these words.")]
ListSince = Annotated[str, typer.Option("--since", metavar="DAY", help="Only those changed since that day.")]


@artefact_app.callback()
def artefact(ctx: typer.Context, as_json: Json = False) -> None:
    """What you make: essays, paper notes, talks, applications, projects, decisions. Alone it lists them.

    JSON: [{id, kind, title, state, done, file, link, deadline, module, at, outcome, fields, began,
    changed, dropped}].
    """
    if ctx.invoked_subcommand is None:
        _list("", "", "", "", as_json)


@artefact_app.command("kinds")
def kinds(as_json: Json = False) -> None:
    """The kinds there are, with their states in order.

    JSON: [{id, title, says, states, done, fields}].
    """
    from palaestra.app.cli.artefact_screen import kind_lines
    from palaestra.practice.writing.kinds import kinds as known

    if not as_json:
        return say(kind_lines(known().values()))
    say_json(
        [
            {
                "id": each.id,
                "title": each.title,
                "says": each.says,
                "states": list(each.states),
                "done": list(each.done),
                "fields": [field.name for field in each.fields],
            }
            for each in known().values()
        ]
    )


@artefact_app.command("new")
def new(
    kind: Annotated[str, typer.Argument(metavar="KIND", help="reflection, paper-note, talk, ... (`artefact kinds`).")],
    title: Annotated[str, typer.Argument(metavar="TITLE", help="What it is called.")],
    module: Module = None,
    at: At = None,
    link: Link = None,
    deadline: Due = None,
    file: File = None,
    fields: Set = None,
) -> None:
    """Begin one. A kind that asks something gets a file with its questions, never over another file."""
    from palaestra.app.making import module_named, record_states

    work = _work()
    made = work.begin(
        kind,
        title,
        file=file or "",
        link=link or "",
        deadline=deadline or "",
        module=module_named(work.folder, module or ""),
        for_=at or "",
        fields=_pairs(fields),
    )
    record_states(work.folder)
    typer.echo(f"{made.of_kind.title}: {made.title}")
    if made.file:
        private = " (private: it will never be published)" if made.is_private else ""
        typer.echo(f"{made.path}{private}")
    typer.echo(f"next: palaestra artefact show {made.id}")


@artefact_app.command("list")
def listed(
    kind: ListKind = "", state: ListState = "", text: ListText = "", since: ListSince = "", as_json: Json = False
) -> None:
    """What you made and what is under way, newest first.

    JSON: [{id, kind, title, state, done, file, link, deadline, module, at, outcome, fields, began,
    changed, dropped}].
    """
    _list(kind, state, text, since, as_json)


@artefact_app.command("show")
def show(artefact_id: Id, as_json: Json = False) -> None:
    """One of them: its states, days, feedback and history.

    JSON: id, kind, title, state, done, file, link, deadline, module, at, outcome, fields, began, changed,
    dropped, feedback [{day, does, who, text}], advances {day, answer, asked} or null,
    meetings [{day, says}], history [{day, says}].
    """
    from palaestra.app.cli.artefact_screen import artefact_lines
    from palaestra.app.making import whole_json

    work = _work()
    found = work.find(artefact_id)
    if as_json:
        say_json(whole_json(found))
    else:
        say(artefact_lines(found, work.folder.today()))


@artefact_app.command("state")
def state(
    artefact_id: Id,
    to: Annotated[str, typer.Argument(metavar="STATE", help="A state of its kind.")],
    outcome: Annotated[str | None, typer.Option("--outcome", help="How it went, in a sentence.")] = None,
    advances: Annotated[str, typer.Option("--advances", help="Could it advance capabilities? Asked once.")] = "",
    asked: Annotated[str, typer.Option("--asked", help="Whom you asked about that.")] = "",
) -> None:
    """Move it on, or back. Before it stands before others you are asked once whether it could advance capabilities."""
    from palaestra.app.cli.artefact_screen import next_line, states_line
    from palaestra.app.making import record_states

    work = _work()
    made = work.to_state(artefact_id, to, advances, asked, outcome or "")
    record_states(work.folder)
    typer.echo(f"{made.title}: {states_line(made)}")
    typer.echo(next_line(made))


@artefact_app.command("change")
def change(
    artefact_id: Id,
    title: Annotated[str | None, typer.Option("--title", help="Another title; its id and file stay.")] = None,
    module: Module = None,
    at: At = None,
    link: Link = None,
    deadline: Due = None,
    file: File = None,
    outcome: Annotated[str | None, typer.Option("--outcome", help="How it went.")] = None,
    fields: Set = None,
) -> None:
    """Put something right; an empty text ("") takes it back."""
    from palaestra.app.making import module_named

    work = _work()
    whole = None if module is None else module_named(work.folder, module)
    said = {"title": title, "module": whole, "for_": at, "link": link, "deadline": deadline, "file": file}
    made = work.change(artefact_id, _pairs(fields), outcome=outcome, **said)
    typer.echo(f"{made.title}: {made.history[-1].says}.")
    typer.echo(f"next: palaestra artefact show {made.id}")


@artefact_app.command("drop")
def drop(
    artefact_id: Id,
    why: Annotated[str, typer.Option("--why", help="The reason, if you want to keep it.")] = "",
    undo: Annotated[bool, typer.Option("--undo", help="Bring it back.")] = False,
) -> None:
    """Put it out of sight. Its file stays where it is, and --undo brings it back."""
    work = _work()
    if undo:
        made = work.take_up(artefact_id)
        typer.echo(f"“{made.title}” is back.")
        return typer.echo(f"next: palaestra artefact show {made.id}")
    made = work.drop(artefact_id, why)
    typer.echo(f"“{made.title}” is dropped.{' Its file stays: ' + made.file if made.file else ''}")
    typer.echo(f"next: palaestra artefact drop {made.id} --undo")


@artefact_app.command("feedback")
def feedback(
    artefact_id: Id,
    words: Annotated[str, typer.Argument(metavar="WORDS", help="What they said, or what you asked.")] = "",
    ask: Annotated[str, typer.Option("--ask", metavar="NAME", help="You asked them.")] = "",
    said: Annotated[str, typer.Option("--from", metavar="NAME", help="They said WORDS.")] = "",
    changed: Annotated[str, typer.Option("--changed", metavar="WORDS", help="What you changed after it.")] = "",
) -> None:
    """Keep feedback: asked of someone, said by them, or what you changed after it."""
    from palaestra.app.cli.artefact_screen import next_line
    from palaestra.kit.refusal import Refusal

    if sum(map(bool, (ask, said, changed))) != 1:
        raise Refusal(
            "Feedback is asked, said or acted on.", 'One of --ask NAME, --from NAME "words", --changed "words".'
        )
    work = _work()
    if ask:
        made = work.ask(artefact_id, ask, words)
        typer.echo(f"Asked {ask} about “{made.title}”.")
        return typer.echo(f'next: palaestra artefact feedback {made.id} --from "{ask}" "what they said"')
    made = work.hear(artefact_id, said, words) if said else work.amend(artefact_id, changed)
    typer.echo(f"Kept with “{made.title}”.")
    typer.echo(f'next: palaestra artefact feedback {made.id} --changed "what you changed"' if said else next_line(made))


@artefact_app.command("advances")
def advances(
    artefact_id: Id,
    answer: Annotated[str, typer.Argument(metavar="ANSWER", help="Could it advance capabilities? How, how much?")],
    asked: Annotated[str, typer.Option("--asked", metavar="NAME", help="Whom you asked; leave out if nobody.")] = "",
) -> None:
    """Answer once, before it stands before others: could this advance capabilities, and whom did you ask?"""
    from palaestra.app.cli.artefact_screen import next_line

    made = _work().answer_advances(artefact_id, answer, asked)
    typer.echo(f"Kept with “{made.title}”{', asked: ' + asked if asked else ''}.")
    typer.echo(next_line(made))


@artefact_app.command("meeting")
def meeting(
    artefact_id: Id,
    words: Annotated[str, typer.Argument(metavar="WORDS", help="Your note of it.")],
    day: Annotated[str, typer.Option("--day", help="When it was; today if not said.")] = "",
) -> None:
    """Keep a note of one meeting of a reading group; it counts as a week attended."""
    made = _work().meet(artefact_id, words, day)
    of = f" of {made.fields['weeks']}" if made.fields.get("weeks") else ""
    typer.echo(f"{made.title}: {len(made.meetings)}{of} attended.")
    typer.echo(f"next: palaestra artefact show {made.id}")


@artefact_app.command("from-log")
def from_log(
    wanted: Annotated[str, typer.Argument(metavar="LINK", help="A link in your log, or the id of its entry.")] = "",
    kind: Annotated[str, typer.Option("--kind", help="What it is; guessed from the link if not said.")] = "",
    title: Annotated[str, typer.Option("--title", help="Its title; else the words it stands among.")] = "",
    as_json: Json = False,
) -> None:
    """Make an artefact of a link in your log; without a link, the links that are none yet.

    JSON: [{entry, day, link, title, kind}].
    """
    from palaestra.app.cli.artefact_screen import mention_lines
    from palaestra.practice.writing.mentions import from_log as make
    from palaestra.practice.writing.mentions import mentions

    folder = practice_folder()
    if wanted:
        made = make(folder, wanted, kind, title)
        typer.echo(f"{made.of_kind.title}: {made.title}")
        return typer.echo(f"next: palaestra artefact show {made.id}")
    found = mentions(folder)
    if as_json:
        return say_json([{name: getattr(each, name) for name in each.__slots__} for each in found])
    say(mention_lines(found))


def _list(kind: str, state: str, text: str, since: str, as_json: bool) -> None:
    from palaestra.app.cli.artefact_screen import list_lines
    from palaestra.app.making import artefact_json, wanted
    from palaestra.practice.writing.deadlines import day_said

    work = _work()
    found = work.search(kind, state, text, day_said(since, work.folder.today()))
    if as_json:
        return say_json([artefact_json(each) for each in found])
    is_all = not (kind or state or text or since)
    say(list_lines(found, work.folder.today(), wanted(work.folder) if is_all else (), is_all))


def _work() -> "Artefacts":
    from palaestra.practice.writing.artefacts import Artefacts

    return Artefacts(practice_folder())


def _pairs(given: list[str] | None) -> dict[str, str]:
    """`score=0.78` as a name and its value. Raises Refusal."""
    from palaestra.kit.refusal import Refusal

    pairs: dict[str, str] = {}
    for each in given or []:
        name, has_value, value = each.partition("=")
        if not has_value or not name.strip():
            raise Refusal(f"{each[:60]!r} does not set a field.", "For example: --set score=0.78")
        pairs[name.strip()] = value
    return pairs
