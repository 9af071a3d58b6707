"""`progress`: breadth and depth, what hours brought, and the map of the field."""

from typing import TYPE_CHECKING, Annotated

import typer

from palaestra.app.cli.opening import practice_folder
from palaestra.app.cli.options import Json
from palaestra.app.cli.terminal import say_json

if TYPE_CHECKING:
    from palaestra.practice.folder import PracticeFolder

app = typer.Typer()
LAST_WEEKS = 12
BAR = 30


@app.command()
def progress(
    field: Annotated[bool, typer.Option("--field", help="The map of the field, with your gaps.")] = False,
    as_json: Json = False,
) -> None:
    """How broad and how deep you are, week by week; with --field, where on the map of technical safety.

    JSON: [{week, entered, passed, solid}]; with --field [{id, title, asks, assumes, doubts, rooms, notes,
    minutes, exercises, cards, gap}].
    """

    folder = practice_folder()
    (_field if field else _growth)(folder, as_json)


def _growth(folder: "PracticeFolder", as_json: bool) -> None:
    from palaestra.practice.path.growth import growth

    weeks = growth(folder)
    if as_json:
        return say_json([each.to_json() for each in weeks])
    if not weeks:
        typer.echo("Nothing was entered yet: it begins with the first exercise, card or half hour.")
        return typer.echo("next: palaestra today")
    most = max(each.entered for each in weeks)
    typer.echo("week       entered passed solid")
    for each in weeks[-LAST_WEEKS:]:
        solid, passed, entered = (round(BAR * count / most) for count in (each.solid, each.passed, each.entered))
        bar = "#" * solid + "=" * max(0, passed - solid) + "-" * max(0, entered - max(passed, solid))
        typer.echo(f"{each.week}  {each.entered:7} {each.passed:6} {each.solid:5}  {bar}")
    typer.echo("# solid, = passed, - entered")
    typer.echo("next: palaestra progress --field")


def _field(folder: "PracticeFolder", as_json: bool) -> None:
    from palaestra.app.cli.terminal import columns, folded
    from palaestra.app.views.plainly import many
    from palaestra.practice.path.field import survey

    ground = survey(folder)
    if as_json:
        return say_json([each.to_json() for each in ground])
    for each in ground:
        counts = (("exercise", each.exercises), ("card", each.cards), ("note", len(each.notes)))
        said = [f"{each.minutes / 60:.1f} h"] if each.minutes >= 3 else []
        said += [many(count, word) for word, count in counts if count]
        typer.echo(columns(each.subfield.title, ", ".join(said) or "nothing yet"))
        typer.echo(folded(each.subfield.asks, 2))
        typer.echo(folded(f"assumes  {each.subfield.assumes}", 2, 11))
        typer.echo(folded(f"against  {each.subfield.doubts}", 2, 11))
    gaps = [each for each in ground if each.is_gap]
    follow = f'palaestra note "{gaps[0].subfield.title}"' if gaps else "palaestra plan"
    typer.echo(f"next: {follow}")
