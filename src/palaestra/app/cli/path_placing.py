"""`plan place`: test out of a module by its hardest exercise and a few cards."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from palaestra.app.cli.opening import practice_folder
from palaestra.app.cli.options import Json
from palaestra.app.cli.path_found import OfPath, path_of, path_with, standing
from palaestra.app.cli.terminal import answers_at_a_terminal, say, say_json

if TYPE_CHECKING:
    from collections.abc import Iterator

    from palaestra.kit.curriculum import Curriculum
    from palaestra.practice.folder import PracticeFolder
    from palaestra.practice.path.placement import Placement


def place(
    module: Annotated[str, typer.Argument(metavar="MODULE|ROOM", help="What you learnt elsewhere.")],
    start: Annotated[bool, typer.Option("--start", help="Begin: the module opens, its exercise gets a file.")] = False,
    cards: Annotated[bool, typer.Option("--cards", help="Answer its cards now, at a terminal.")] = False,
    leave: Annotated[bool, typer.Option("--leave", help="Leave it; what you did in it stays.")] = False,
    path: OfPath = "",
    as_json: Json = False,
) -> None:
    """Test out of a module in minutes: its hardest exercise alone (--from counts), and at most eight cards.

    That gives passed, never solid: solid takes the weeks it takes.

    JSON: {module, title, state, begun, met, over, minutes, exercise, file, rung, rungs, cards: [ids], answered: [ids],
    does}.
    """
    from palaestra.practice.path import placement

    folder, curriculum = practice_folder(), _path(module, path)
    found = _found(folder, curriculum, module)
    if leave:
        placement.leave(folder, found)
        typer.echo(f"Left the placement into “{found.module.title}”; what you did in it stays.")
        return typer.echo(f"next: palaestra plan why {found.module.id}")
    asks = not (start or cards or as_json or found.is_begun) and answers_at_a_terminal()
    if asks:
        say(_lines(folder, found))
        start = typer.confirm("Begin?")
    if start and not found.is_begun:
        found = _begun(folder, curriculum, found)
    if cards:
        _quiz(folder, found)
        found = _found(folder, curriculum, module)
    if as_json:
        return say_json(_json(folder, found))
    say(_lines(folder, found))
    return typer.echo(f"next: {_next(folder, found)}")


def _path(module: str, path: str) -> "Curriculum":
    return path_of(path) if path or "/" not in module else path_with(module)


def _found(folder: "PracticeFolder", curriculum: "Curriculum", name: str) -> "Placement":
    from palaestra.kit.catalogue import Catalogue
    from palaestra.practice.path.placement import placement

    status = standing(curriculum).module(curriculum.module_about(name).id)
    return placement(folder, Catalogue.installed(), status)


def _begun(folder: "PracticeFolder", curriculum: "Curriculum", found: "Placement") -> "Placement":
    """Keep that it was begun, write the exercise's file, and record what that reaches already."""
    from palaestra.app.testing_out import begin_placement

    begin_placement(folder, curriculum, found)
    return _found(folder, curriculum, found.module.id)


def _lines(folder: "PracticeFolder", found: "Placement") -> "Iterator[str]":
    from palaestra.app.cli.terminal import columns, folded

    yield columns(f"Placement: {found.module.title}", found.says if found.is_begun else found.status.shown)
    if found.exercise:
        yield folded(
            f"Its hardest exercise, “{found.exercise.title}”: all {len(found.exercise.rungs)} rungs, alone.", 2
        )
        if found.is_begun and not found.is_met:
            yield f"  {folder.exercise_path(found.exercise.id)}"
            yield folded(f"written elsewhere: palaestra check {found.exercise.id} --from FILE:NAME", 2, 4)
    else:
        yield folded("It has no exercise: explain it in your own words, with nothing of the rubric missing.", 2)
    if found.cards:
        yield folded(f"{len(found.answered)} of {len(found.cards)} cards answered; each answer is a real review.", 2)
    if not found.is_over:
        yield folded(f"About {found.minutes} minutes are left. Passing gives passed, never solid.", 2)


def _next(folder: "PracticeFolder", found: "Placement") -> str:
    if not found.is_begun and not found.is_met:
        return f"palaestra plan place {found.module.id} --start"
    if not found.is_met:
        if found.exercise is None:
            return f"palaestra note --explain {found.module.id}"
        return f"palaestra check {found.exercise.id}"
    if found.open_cards:
        return f"palaestra plan place {found.module.id} --cards"
    return "palaestra today"


def _json(folder: "PracticeFolder", found: "Placement") -> dict[str, Any]:
    exercise = found.exercise
    return {
        "module": found.module.id,
        "title": found.module.title,
        "state": found.status.state,
        "begun": found.is_begun,
        "met": found.is_met,
        "over": found.is_over,
        "minutes": found.minutes,
        "exercise": exercise.id if exercise else "",
        "file": str(folder.exercise_path(exercise.id)) if exercise else "",
        "rung": found.rung,
        "rungs": len(exercise.rungs) if exercise else 0,
        "cards": [each.id for each in found.cards],
        "answered": list(found.answered),
        "does": _next(folder, found),
    }


def _quiz(folder: "PracticeFolder", found: "Placement") -> None:
    """The cards not answered yet, as in a review."""
    from palaestra.app.testing_out import sample_of
    from palaestra.kit.refusal import Refusal

    if not answers_at_a_terminal():
        first = next((each.id for each in found.open_cards), "")
        raise Refusal(
            "Cards are answered at a terminal, or in the browser.",
            f"One alone: `palaestra review --card {first} --rating 3`." if first else "None is open here.",
        )
    from palaestra.app.cli.review_sitting import sit

    sit(sample_of(folder, found), len(found.open_cards))
