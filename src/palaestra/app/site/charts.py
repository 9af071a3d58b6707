"""Pictures only a site has."""

from collections.abc import Sequence
from datetime import date
from html import escape

from markupsafe import Markup

from palaestra.app.views.charts import nice_ticks
from palaestra.app.views.plainly import hours as in_words

WIDTH, HEIGHT = 720, 200
LEFT, TOP, BOTTOM = 34, 22, 30
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def hours_chart(weeks: Sequence[tuple[date, float, bool]]) -> Markup:
    """Hours a week as bars, from the first week to the last; a week away without hours is a dash on the line."""
    ticks = nice_ticks(0.0, max(1.0, *(hours for _, hours, _ in weeks)))
    base, step = HEIGHT - BOTTOM, (WIDTH - LEFT) / len(weeks)
    parts = ['<text x="0" y="11">hours a week</text>']
    for tick in ticks:
        y = round(base - tick / ticks[-1] * (base - TOP), 1)
        parts.append(f'<line class="grid" x1="{LEFT}" x2="{WIDTH}" y1="{y}" y2="{y}"/>')
        parts.append(f'<text x="{LEFT - 6}" y="{y + 4}" text-anchor="end">{in_words(tick)}</text>')
    month, last = 0, -100.0
    for place, (first, hours, away) in enumerate(weeks):
        x, width = LEFT + step * place, min(max(step - 2, 1.0), 28.0)
        height = hours / ticks[-1] * (base - TOP)
        if hours:
            size = f'width="{width:.1f}" height="{height:.1f}"'
            parts.append(f'<rect class="clay bar" x="{x:.1f}" y="{base - height:.1f}" {size}/>')
        elif away:
            parts.append(f'<text class="ink" x="{x + width / 2:.1f}" y="{base - 3}" text-anchor="middle">–</text>')
        if first.month != month and x - last > 48:
            parts.append(f'<text x="{x:.1f}" y="{HEIGHT - 10}">{MONTHS[first.month - 1]}</text>')
            last = x
        month = first.month
    parts.append(f'<line class="axis" x1="{LEFT}" x2="{WIDTH}" y1="{base}" y2="{base}"/>')
    says = f"Hours a week over {len(weeks)} weeks, {in_words(sum(each[1] for each in weeks))} in all."
    return Markup(
        f'<svg class="chart" role="img" aria-label="{escape(says)}" viewBox="0 0 {WIDTH} {HEIGHT}"'
        f' width="{WIDTH}" height="{HEIGHT}">{"".join(parts)}</svg>'
    )
