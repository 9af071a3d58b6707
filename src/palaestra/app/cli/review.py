"""`review`: the cards that are due, this week's rework, and what is to come."""

from typing import TYPE_CHECKING, Annotated

import typer

from palaestra.app.cli.opening import practice_folder
from palaestra.app.cli.options import Json
from palaestra.app.cli.terminal import say_json
from palaestra.kit.refusal import Refusal

if TYPE_CHECKING:
    from palaestra.practice.memory.recall import Recall

app = typer.Typer()


@app.command()
def review(
    minutes: Annotated[int | None, typer.Option(help="Stop after about so many minutes.")] = None,
    deck: Annotated[
        list[str] | None, typer.Option(help="Cards of this room, whether in your plan or not; or own/FILE, or notes.")
    ] = None,
    card: Annotated[str, typer.Option(help="Answer one card without a terminal, with --rating.")] = "",
    rating: Annotated[int, typer.Option(help="1 again, 2 hard, 3 good, 4 easy.")] = 0,
    rework: Annotated[
        bool, typer.Option("--rework", help="The exercise or explanation that comes back this week.")
    ] = False,
    begin: Annotated[bool, typer.Option("--begin", help="With --rework: begin it on a blank file or page.")] = False,
    decline: Annotated[bool, typer.Option("--decline", help="With --rework: not now; it comes back later.")] = False,
    give_up: Annotated[bool, typer.Option("--give-up", help="With --rework: it did not come back to you.")] = False,
    forecast: Annotated[
        bool, typer.Option("--forecast", help="Cards due in the next 30 days, and what was recalled.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Cards: space shows the answer, 1-4 grade it, u takes the last grade back, r rests it, q ends.

    JSON: a list of {id, question, answer, new, due, choices {"1".."4": {name, due, says}}}.
    --rework: {kind, about, title, says, command, minutes, file, under_way} or null.
    --forecast: {days [{day, known, again, new}], new_a_day, waiting, retention [{from_days, to_days, target,
    predicted, measured {value, low, high, n}}]}.
    """
    from palaestra.kit.catalogue import Catalogue
    from palaestra.practice.days.today import recall

    folder, catalogue = practice_folder(), Catalogue.installed()
    if rework or begin or decline or give_up:
        from palaestra.app.cli.review_rework import show_rework

        return show_rework(folder, catalogue, (begin, decline, give_up), as_json)
    found = recall(folder, catalogue, deck or [])
    if forecast:
        from palaestra.app.cli.review_forecast import show_forecast

        return show_forecast(found, as_json)
    _cards(found, minutes, card, rating, as_json)


def _cards(found: "Recall", minutes: int | None, card: str, rating: int, as_json: bool) -> None:
    from palaestra.app.cli.review_sitting import answer_one, listed, sit
    from palaestra.practice.days.today import SECONDS_A_CARD

    limit = None if minutes is None else max(1, int(minutes * 60 / SECONDS_A_CARD))
    if rating and not card:
        raise Refusal("--rating grades one card.", "Name it with --card, or leave --rating out to sit at the keyboard.")
    if card:
        return typer.echo(answer_one(found, card, rating))
    if as_json:
        return say_json(listed(found, limit))
    sit(found, limit)
