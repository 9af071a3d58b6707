"""A week, eight of them or a year as the Journal shows them, in the camp and on a published page."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from markupsafe import Markup

from palaestra.app.views import charts
from palaestra.app.views.plainly import many
from palaestra.practice.days.goals import Era
from palaestra.practice.days.iso import week_of
from palaestra.practice.days.journal import Week
from palaestra.practice.days.spans import Span

EIGHT_WIDTH, YEAR_WIDTH = 300, 1000


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the table beneath a chart: hours, and what is to be said of the week."""

    week: str
    hours: float
    theory: float
    technique: float
    says: str


def eight(span: Span) -> Markup:
    """The last weeks as bars, each by its number."""
    bars = [_bar(span, each, f"W{int(week_of(each.first)[-2:])}") for each in span.weeks]
    return charts.weeks(_says(span), bars, EIGHT_WIDTH)


def whole_year(span: Span, eras: Sequence[Era]) -> Markup:
    """The weeks of a year as bars; months beneath, and a line where an era begins."""
    bars: list[charts.Bar] = []
    month = 0
    starts = {week_of(each.first): str(number) for number, each in enumerate(eras, 1)} if len(eras) > 1 else {}
    for each in span.weeks:
        middle = each.first + timedelta(days=3)
        label = middle.strftime("%b") if middle.month != month and middle.day <= 10 else ""
        month = middle.month
        bars.append(_bar(span, each, label, starts.get(week_of(each.first), "")))
    return charts.weeks(_says(span), bars, YEAR_WIDTH)


def lines(span: Span) -> list[Line]:
    """The weeks the record speaks of, latest first."""
    return [
        Line(week_of(each.first), each.minutes / 60, each.theory / 60, each.technique / 60, _of(each))
        for each in reversed(span.weeks)
        if span.holds(each)
    ]


def dates(first: date) -> str:
    """`16 to 22 November`, `28 December to 3 January`."""
    last = first + timedelta(days=6)
    begins = f"{first:%-d}" if first.month == last.month else f"{first:%-d %B}"
    return f"{begins} to {last:%-d %B}"


def _bar(span: Span, week: Week, label: str, begins: str = "") -> charts.Bar:
    target = week.target_minutes if span.holds(week) else 0.0
    parts = (week.theory, week.technique, week.either)
    return charts.Bar(*parts, target, week.is_away and span.holds(week), label, begins)


def _of(week: Week) -> str:
    if week.is_away:
        return "away"
    return f"{many(week.away_days, 'day')} away" if week.away_days else ""


def _says(span: Span) -> str:
    """The chart in a sentence, for those who do not see it."""
    told = [each for each in span.weeks if span.holds(each)]
    if not told:
        return "No hours yet"
    words = [f"{week_of(each.first)} {each.minutes / 60:.1f} h{', away' if each.is_away else ''}" for each in told]
    return "Hours a week: " + "; ".join(words)
