"""`review --forecast`: cards due in the days to come, and what was recalled, against the target."""

from datetime import date
from typing import TYPE_CHECKING

import typer

from palaestra.app.cli.terminal import say_json

if TYPE_CHECKING:
    from palaestra.practice.memory.load import Band
    from palaestra.practice.memory.recall import Recall

BAR = 44


def show_forecast(recall: "Recall", as_json: bool) -> None:
    """A bar a day, then a line for each band of stability."""
    from palaestra.app.cli.terminal import folded
    from palaestra.practice.memory.load import forecast, true_retention

    ahead, bands = forecast(recall), true_retention(recall)
    if as_json:
        return say_json({**ahead.to_json(), "retention": [each.to_json() for each in bands]})
    most = max((each.total for each in ahead.days), default=0.0)
    if not most:
        typer.echo("Nothing is due in the next 30 days. New cards come from the modules you open.")
        return typer.echo("next: palaestra today")
    typer.echo("Answers a day, if you answer all of them (# by the schedule, + expected)")
    for each in ahead.days:
        marks = "#" * round(each.known / most * BAR)
        marks += "+" * (round(each.total / most * BAR) - len(marks))
        typer.echo(f"  {date.fromisoformat(each.day):%a %e %b}  {each.total:4.0f}  {marks}")
    typer.echo(
        folded(
            f"This assumes {ahead.new_a_day:.1f} new cards a day, the rate of the last four weeks (or what you allow)."
        )
    )
    typer.echo("\nRecalled when asked again a day or more later")
    for band in bands:
        typer.echo(f"  {shown_band(band)}")
    if not bands:
        typer.echo("  Nothing yet: it shows once learnt cards have come back.")
    typer.echo("next: palaestra review")


def shown_band(band: "Band") -> str:
    """`7-21 days    88 % (83-92 %, n 140), target 90 %`"""
    span = f"{band.low:g}-{band.high:g} days" if band.high != float("inf") else f"{band.low:g} days on"
    got = band.measured
    inside = f"{got.low:.0%} to {got.high:.0%}, n {got.n}".replace("%", " %")
    return f"{span:12}  {got.value:.0%} ({inside}), target {band.target:.0%}".replace("0%", "0 %")
