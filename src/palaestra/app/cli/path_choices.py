"""`plan triage`, `order`, `answer`: what you want of a path, and what it then asks of you."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from palaestra.app.cli.opening import practice_folder
from palaestra.app.cli.options import Json, Yes
from palaestra.app.cli.path_found import OfPath, facts, path_of, standing
from palaestra.app.cli.terminal import answers_at_a_terminal, say, say_json

if TYPE_CHECKING:
    from palaestra.kit.curriculum import Curriculum
    from palaestra.practice.path.learner import Triage

NONE = "none"
"""Clears a niche, the labs or what is known."""


def triage(
    goal: Annotated[str, typer.Option(help="What you train for, in a sentence.")] = "",
    niche: Annotated[str, typer.Option(help="A niche of the path, or none.")] = "",
    lab: Annotated[list[str] | None, typer.Option(help="A laboratory you care for, or none; more than once.")] = None,
    hours: Annotated[float, typer.Option(help="Hours in a good week.")] = 0.0,
    knows: Annotated[list[str] | None, typer.Option(help="A module or room you know, or none; more than once.")] = None,
    path: OfPath = "",
    yes: Yes = False,
    as_json: Json = False,
) -> None:
    """Fit the path to your goal, niche, labs, hours and what you know: shown before it is kept, changeable any time.

    JSON: {curriculum, triage: {goal, niche, labs, hours, knows}, niches: [{id, title, why}], labs: [{id, title, url}],
    changes: [{module, title, before, after, because, state}], required: [before, after], kept,
    next: {module, says, does, because} or null, applied}.
    """
    from palaestra.app.cli.path_choices_screen import preview_json, preview_lines, triage_lines
    from palaestra.practice.path.deciding import keep_triage, triage_so_far
    from palaestra.practice.path.triage import checked, preview

    curriculum, folder = path_of(path), practice_folder()
    so_far = triage_so_far(folder, curriculum)
    is_said = bool(goal or niche or lab or hours or knows)
    asks = not (is_said or as_json or yes) and answers_at_a_terminal()
    wanted = _asked(curriculum, so_far) if asks else _changed(so_far, goal, niche, lab, hours, knows)
    seen = preview(curriculum, facts(), checked(curriculum, wanted))
    keeps = yes and is_said
    if asks:
        say(preview_lines(seen))
        keeps = typer.confirm("Keep this?")
    if keeps:
        keep_triage(folder, curriculum, seen.triage)
    if as_json:
        return say_json(preview_json(curriculum, seen, keeps))
    if not is_said and not asks:
        return say(triage_lines(curriculum, seen))
    say(() if asks else preview_lines(seen))
    if keeps:
        return typer.echo("Kept; what you did before still counts.\nnext: palaestra plan")
    typer.echo(f"next: palaestra plan triage{'' if asks else _keeping(goal, niche, lab, hours, knows, path)}")


def _keeping(
    goal: str, niche: str, lab: Sequence[str] | None, hours: float, knows: Sequence[str] | None, path: str
) -> str:
    """The same options once more, with --yes."""
    import shlex

    said = [("--goal", goal), ("--niche", niche), *(("--lab", each) for each in lab or ())]
    said += [("--hours", f"{hours:g}" if hours else ""), *(("--knows", each) for each in knows or ()), ("--path", path)]
    return "".join(f" {option} {shlex.quote(text)}" for option, text in said if text) + " --yes"


def _changed(
    so_far: "Triage", goal: str, niche: str, lab: Sequence[str] | None, hours: float, knows: Sequence[str] | None
) -> "Triage":
    from dataclasses import replace

    return replace(
        so_far,
        goal=goal or so_far.goal,
        niche=("" if niche == NONE else niche) if niche else so_far.niche,
        labs=tuple(each for each in lab if each != NONE) if lab else so_far.labs,
        hours=hours or so_far.hours,
        knows=tuple(each for each in knows if each != NONE) if knows else so_far.knows,
    )


def _asked(curriculum: "Curriculum", so_far: "Triage") -> "Triage":
    """The triage by question and answer; Return keeps what stands in brackets."""
    from palaestra.app.cli.terminal import columns, folded

    goal = typer.prompt("What do you train for", default=so_far.goal, show_default=bool(so_far.goal))
    niche = so_far.niche
    if curriculum.niches:
        for each in curriculum.niches:
            typer.echo(folded(f"{each.id}: {each.title}. {each.why}", 2, 6))
        niche = typer.prompt(
            "Your niche (none if you do not know yet)",
            default=so_far.niche or NONE,
            value_proc=_known(curriculum, lambda said: _changed(so_far, "", said, None, 0.0, None)),
        )
    labs = ""
    if curriculum.laboratories:
        for each in curriculum.laboratories:
            typer.echo(columns(f"  {each.id}", each.title))
        labs = typer.prompt(
            "Labs you care for, with commas",
            default=",".join(so_far.labs) or NONE,
            value_proc=_known(curriculum, lambda said: _changed(so_far, "", "", _listed(said), 0.0, None)),
        )
    hours = typer.prompt("Hours in a good week", default=so_far.hours, type=float)
    knows = typer.prompt(
        "Modules or rooms you know already, with commas",
        default=",".join(so_far.knows) or NONE,
        value_proc=_known(curriculum, lambda said: _changed(so_far, "", "", None, 0.0, _listed(said))),
    )
    return _changed(so_far, goal, niche or NONE, _listed(labs), hours, _listed(knows))


def _known(curriculum: "Curriculum", wanted: "Callable[[str], Triage]") -> "Callable[[str], str]":
    """Take an answer the path knows; another one is told at once and asked again."""
    from palaestra.kit.refusal import Refusal
    from palaestra.practice.path.triage import checked

    def read(said: str) -> str:
        try:
            checked(curriculum, wanted(said.strip()))
        except Refusal as refusal:
            raise typer.BadParameter(refusal.what) from None
        return said.strip()

    return read


def _listed(said: str) -> list[str]:
    return [each.strip() for each in said.split(",") if each.strip()] or [NONE]


def order(
    order_id: Annotated[
        str, typer.Argument(metavar="ORDER", help="An order of the path; `written` takes it back.")
    ] = "",
    path: OfPath = "",
    as_json: Json = False,
) -> None:
    """The orders of the path; or put it in another one. What is left for later says why.

    JSON: [{id, title, why, taken, stages: [{title, objective, modules}], later: [{module, because}]}].
    """
    from palaestra.app.cli.path_choices_screen import order_json, order_lines, taken_lines
    from palaestra.practice.path.deciding import take_order
    from palaestra.practice.path.plan import order_of

    curriculum = path_of(path)
    if order_id:
        before = order_of(curriculum, facts())
        take_order(practice_folder(), curriculum, "" if order_id == "written" else order_id)
        return say(taken_lines(standing(curriculum), before))
    taken = order_of(curriculum, facts())
    if as_json:
        say_json(order_json(curriculum, taken))
    else:
        say(order_lines(curriculum, taken))


def answer(
    question: Annotated[str, typer.Argument(metavar="QUESTION", help="A question of the path.")] = "",
    text: Annotated[str, typer.Argument(help="Your answer; it is kept and may be given anew.")] = "",
    path: OfPath = "",
    as_json: Json = False,
) -> None:
    """The questions a path asks before you choose, and your answers. JSON: [{id, text, example, answer}]."""
    from palaestra.app.cli.path_choices_screen import question_json, question_lines
    from palaestra.practice.path.deciding import answer

    curriculum = path_of(path)
    if question and text:
        answer(practice_folder(), curriculum, question, text)
    if as_json:
        say_json(question_json(curriculum, facts()))
    else:
        say(question_lines(curriculum, facts(), question))
