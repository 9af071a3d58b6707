"""Pictures only a site has."""

from collections.abc import Sequence
from datetime import date

from markupsafe import Markup

from palaestra.app.views.drawing import Scale, line, nice_ticks, picture
from palaestra.app.views.plainly import hours as in_words

WIDTH, HEIGHT = 720, 200
LEFT, TOP, BOTTOM = 34, 22, 30
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def hours_chart(weeks: Sequence[tuple[date, float, bool]]) -> Markup:
    """Hours a week as bars, from the first week to the last; a week away without hours is a dash on the line."""
    ticks = nice_ticks(0.0, max(1.0, *(hours for _, hours, _ in weeks)))
    base, step = HEIGHT - BOTTOM, (WIDTH - LEFT) / len(weeks)
    y = Scale(0.0, ticks[-1], base, TOP)
    parts = ['<text x="0" y="11">hours a week</text>']
    for tick in ticks:
        parts.append(line("grid", LEFT, y(tick), WIDTH, y(tick)))
        parts.append(f'<text x="{LEFT - 6}" y="{y(tick) + 4}" text-anchor="end">{in_words(tick)}</text>')
    month, last = 0, -100.0
    for place, (first, hours, away) in enumerate(weeks):
        x, width = LEFT + step * place, min(max(step - 2, 1.0), 28.0)
        if hours:
            size = f'width="{width:.1f}" height="{base - y(hours):.1f}"'
            parts.append(f'<rect class="clay bar" x="{x:.1f}" y="{y(hours)}" {size}/>')
        elif away:
            parts.append(f'<text class="ink" x="{x + width / 2:.1f}" y="{base - 3}" text-anchor="middle">–</text>')
        if first.month != month and x - last > 48:
            parts.append(f'<text x="{x:.1f}" y="{HEIGHT - 10}">{MONTHS[first.month - 1]}</text>')
            last = x
        month = first.month
    parts.append(line("axis", LEFT, base, WIDTH, base))
    says = f"Hours a week over {len(weeks)} weeks, {in_words(sum(each[1] for each in weeks))} in all."
    return picture(says, WIDTH, HEIGHT, parts)
