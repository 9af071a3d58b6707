"""How hours are shown in the terminal: the entries of some days, and weeks as bars of theory and technique."""

from datetime import date, timedelta
from typing import Any

import typer

from palaestra.app.cli.terminal import folded, hours, is_plain, labelled, say_json
from palaestra.app.rooms import room_titles
from palaestra.app.views.plainly import many
from palaestra.kit.catalogue import Catalogue
from palaestra.practice.days.closing import by_module
from palaestra.practice.days.entries import Entry, entries
from palaestra.practice.days.goals import eras
from palaestra.practice.days.iso import week_of
from palaestra.practice.days.journal import Journal, Week
from palaestra.practice.days.returns import returns
from palaestra.practice.days.spans import Span, last_weeks
from palaestra.practice.days.spans import year as whole_year
from palaestra.practice.events import Event
from palaestra.practice.folder import PracticeFolder
from palaestra.practice.rooms import by_room

DAYS = 28
BAR = 40
"""Columns of the longest bar."""
MOST_ROOMS = 12
LEAST_MINUTES = 0.5
"""Less that was inferred is no line of its own."""


def show_entries(folder: PracticeFolder, as_json: bool, day: date | None) -> None:
    """The entries of one day, or of the last four weeks: minutes in JSON; in text, what else the journal keeps, too."""
    last = folder.today()
    found = entries(folder, day or last - timedelta(days=DAYS - 1), day or last)
    if as_json:
        minutes = [each for each in found if each.kind in ("minutes", "session", "inferred")]
        minutes.sort(key=lambda each: (each.day, not each.at, each.at))
        return say_json([_entry_json(each) for each in minutes])
    for each in found:
        if not (each.is_inferred and each.minutes < LEAST_MINUTES):
            typer.echo(_entry_line(each))
    if not found:
        typer.echo("No entries yet: they come from what you do here, from sessions, and from what you log.")
    typer.echo('next: palaestra log "90m what you did"')


def _entry_json(each: Entry) -> dict[str, Any]:
    words = {name: getattr(each, name) for name in ("day", "minutes", "module", "way", "text")}
    more = {name: getattr(each, name) for name in ("source", "at", "reflection")}
    return {**words, "inferred": each.is_inferred, "id": each.id, **more}


def _entry_line(each: Entry) -> str:
    says = " ".join(part for part in (each.module, each.way, each.text) if part)
    if each.reflection:
        says += f" - {each.reflection}"
    worth = f"{each.minutes:5.0f} min" if each.kind in ("minutes", "session", "inferred") else f"{each.kind:>9}"
    return labelled(f"{each.day}  {worth}  {each.id[-6:] or each.source:9}", says or each.source)


def spanned(folder: PracticeFolder, weeks: int | None, day: date) -> Span:
    """The last so many weeks, else the year of a day."""
    return whole_year(folder, int(week_of(day)[:4])) if weeks is None else last_weeks(folder, weeks)


def span_json(folder: PracticeFolder, span: Span) -> dict[str, Any]:
    """The same figures as the Journal page shows."""
    return {
        "weeks": [_week_json(each) for each in span.weeks],
        "average": None if span.average is None else round(span.average),
        "counted": span.counted,
        "minutes": round(span.minutes),
        "theory": round(span.theory),
        "technique": round(span.technique),
        "modules": by_module(span.modules),
        "returns": [
            {
                "module": each.room,
                "minutes": round(each.minutes),
                "exercises": each.exercises,
                "cards": each.cards,
                "diminishing": each.is_diminishing,
            }
            for each in returns(folder)
        ],
        "goals": [
            {
                "text": each.text,
                "first": each.first.isoformat(),
                "last": each.last.isoformat() if each.last else None,
                "minutes": round(each.minutes),
            }
            for each in eras(folder)
        ],
    }


def _week_json(week: Week) -> dict[str, Any]:
    return {
        "week": week_of(week.first),
        "first": week.first.isoformat(),
        "minutes": round(week.minutes),
        "theory": round(week.theory),
        "technique": round(week.technique),
        "target_minutes": round(week.target_minutes),
        "away_days": week.away_days,
        "away": week.is_away,
    }


def show_span(folder: PracticeFolder, span: Span) -> None:
    """One line a week: a bar of theory and technique, hours, and what was away."""
    theory, technique, either, target = "=#-|" if is_plain() else "▒█░|"
    typer.echo(f"Hours a week: {theory} theory, {technique} technique, {either} either, {target} target")
    shown = [each for each in span.weeks if span.holds(each)]
    most = max([each.minutes for each in shown] + [each.target_minutes for each in shown] + [60.0])
    if not shown:
        typer.echo("No hours yet: they come from what you do here, from sessions, and from what you log.")
        return typer.echo('next: palaestra log "90m what you did"')
    for week in shown:
        bar = "".join(
            mark * round(minutes / most * BAR)
            for mark, minutes in ((theory, week.theory), (technique, week.technique), (either, week.either))
        )
        place = round(week.target_minutes / most * BAR)
        if week.target_minutes:
            bar = f"{bar:<{BAR + 1}}"
            bar = bar[:place] + (target if bar[place] == " " else bar[place]) + bar[place + 1 :]
        note = "  away" if week.is_away else f"  {week.away_days} d away" if week.away_days else ""
        typer.echo(f"{week_of(week.first)} {bar:<{BAR + 1}} {hours(week.minutes):>7}{note}")
    _show_sums(folder, span)
    typer.echo("next: palaestra week")


def _show_sums(folder: PracticeFolder, span: Span) -> None:
    if span.average is not None:
        weeks = many(span.counted, "week")
        are = "is" if span.counted == 1 else "are"
        typer.echo(folded(f"Average {hours(span.average)} of {weeks} that {are} over, time away left out."))
    typer.echo(f"Theory {hours(span.theory)}, technique {hours(span.technique)}, in all {hours(span.minutes)}.")
    flat = {each.room for each in returns(folder) if each.is_diminishing}
    titles = room_titles(Catalogue.installed())
    for room, minutes in list(by_room(span.modules).items())[:MOST_ROOMS]:
        says = " (returns are flattening)" if room in flat else ""
        typer.echo(labelled(f"  {hours(minutes):>8}  ", (titles.get(room, room) or "elsewhere") + says))
    goals = eras(folder)
    if len(goals) > 1:
        for each in goals:
            until = f"to {each.last}" if each.last else "on"
            typer.echo(labelled(f"  {each.first} {until}  ", f"{each.text} ({hours(each.minutes)})"))


def show_kept(journal: Journal, event: Event, today: date) -> None:
    """That an entry was kept, for which day when it is not today, and how that week stands."""
    minutes, day = event.facts.get("minutes"), date.fromisoformat(str(event.facts.get("day") or event.day))
    week = journal.week(day)
    kept = "Kept" if minutes is None else f"{minutes:g} minutes kept"
    on = "" if day == today else f" for {day:%A %-d %B}" + (f" {day.year}" if day.year != today.year else "")
    which = "This week" if week.first <= today <= week.first + timedelta(days=6) else "That week"
    typer.echo(f"{kept}{on}. {which}: {hours(week.minutes)} of {hours(week.target_minutes)}.")
    typer.echo("next: palaestra today")
