"""Breadth and depth over the weeks: what was entered in clay, what is passed and solid in olive."""

from collections.abc import Sequence
from datetime import date

from markupsafe import Markup

from palaestra.app.views.drawing import Scale, line, nice_ticks, picture
from palaestra.practice.path.growth import Grown

WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 620, 220, 32, 84, 26, 30
LABEL_GAP = 15


def growth_chart(weeks: Sequence[Grown]) -> Markup:
    """Three stepped lines over the weeks, each named at its end."""
    most = max(each.entered for each in weeks)
    ticks = [tick for tick in nice_ticks(0, max(most, 2)) if tick == int(tick)]
    x = Scale(0, max(len(weeks) - 1, 1), LEFT, WIDTH - RIGHT)
    y = Scale(0, ticks[-1], HEIGHT - BOTTOM, TOP)
    parts = ['<text x="0" y="11">rooms and topics</text>']
    for tick in ticks:
        parts.append(line("grid", LEFT, y(tick), WIDTH - RIGHT, y(tick)))
        parts.append(f'<text x="{LEFT - 6}" y="{y(tick) + 4}" text-anchor="end">{tick:g}</text>')
    parts += _months([each.last for each in weeks], x)
    lines = (
        ("entered", "clay", [each.entered for each in weeks]),
        ("passed", "olive", [each.passed for each in weeks]),
        ("solid", "olive", [each.solid for each in weeks]),
    )
    for name, colour, counts in lines:
        tint = _area(counts, x, y) if name == "solid" else ""
        dashed = ' stroke-dasharray="5 3"' if name == "passed" else ""
        parts.append(f'<g class="{colour}">{tint}<path class="line"{dashed} d="{_steps(counts, x, y)}"/></g>')
    parts += _labels([(name, colour, counts[-1]) for name, colour, counts in lines], y)
    now = weeks[-1]
    return picture(f"Now {now.entered} entered, {now.passed} passed, {now.solid} solid", WIDTH, HEIGHT, parts)


def _steps(counts: Sequence[int], x: Scale, y: Scale) -> str:
    path = f"M{x(0)} {y(counts[0])}"
    for place, count in enumerate(counts[1:], 1):
        path += f"H{x(place)}V{y(count)}"
    return path + (f"H{x(1)}" if len(counts) == 1 else "")


def _area(counts: Sequence[int], x: Scale, y: Scale) -> str:
    return f'<path class="tint" d="{_steps(counts, x, y)}V{y(0)}H{x(0)}Z"/>'


def _months(sundays: Sequence[date], x: Scale) -> list[str]:
    """The axis below, with the months that begin, as many as have room."""
    below = HEIGHT - BOTTOM
    parts = [line("axis", LEFT, below, WIDTH - RIGHT, below)]
    free = LEFT - 60.0
    for place, sunday in enumerate(sundays):
        if place and sundays[place - 1].month == sunday.month:
            continue
        if x(place) - free >= 44:
            free = x(place)
            said = f"{sunday:%b %Y}" if sunday.month == 1 or not place else f"{sunday:%b}"
            parts.append(line("axis", free, below, free, below + 4))
            parts.append(f'<text x="{free}" y="{below + 17}">{said}</text>')
            free += 28 if len(said) > 3 else 0
    return parts


def _labels(ends: Sequence[tuple[str, str, int]], y: Scale) -> list[str]:
    """Names at the ends of the lines, from above, never on one another."""
    parts: list[str] = []
    last = 0.0
    for name, colour, count in sorted(ends, key=lambda each: -each[2]):
        at = max(y(count) + 4, last + LABEL_GAP)
        last = at
        parts.append(f'<text class="name {colour}" x="{WIDTH - RIGHT + 6}" y="{at:.1f}">{count} {name}</text>')
    return parts
