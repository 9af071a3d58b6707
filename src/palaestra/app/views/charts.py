"""Charts as SVG text, drawn on the server, so that they are there without JavaScript and in a published page.

In every figure the learner is clay, the reference aegean, a bound or band ink,
an interval a 20 % tint of its series; a series is named where it ends.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape

from markupsafe import Markup

from palaestra.app.views.axes import is_logarithmic
from palaestra.app.views.drawing import Scale, line, nice_ticks, picture
from palaestra.app.views.plainly import number
from palaestra.kit.statistics import Interval

WIDTH, HEIGHT = 300, 190
LEFT, RIGHT, TOP, BOTTOM = 46, 12, 22, 36
BARS_HEIGHT = 150
STRIP_WIDTH, STRIP_HEIGHT = 240, 44
WEEK_WIDTH, WEEK_HEIGHT = 280, 76
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
COLOUR = {"learner": "clay", "reference": "aegean"}


@dataclass(frozen=True, slots=True)
class Series:
    """A curve with its interval: who made it (`learner` or `reference`), and a value at each of `at`."""

    who: str
    at: Sequence[float]
    mean: Sequence[float]
    low: Sequence[float]
    high: Sequence[float]


@dataclass(frozen=True, slots=True)
class Bar:
    """One week as a bar: its parts in minutes from below, its target, and what stands beneath it."""

    theory: float
    technique: float
    either: float
    target: float
    is_away: bool
    label: str
    begins: str = ""
    """What begins with it, as a mark above: the number of an era."""

    @property
    def minutes(self) -> float:
        return self.theory + self.technique + self.either


def curves(says: str, series: Sequence[Series], across: str, up: str, top: float | None = None) -> Markup:
    """One panel: the series over a common axis. `across` and `up` say what and in which unit."""
    lows = [value for each in series for value in each.low if math.isfinite(value)]
    highs = [value for each in series for value in each.high if math.isfinite(value)]
    values = [value for each in series for value in each.mean] + lows + highs
    ticks = nice_ticks(min(0.0, *values), max(*values, top if top is not None else -math.inf))
    x = _across(series)
    y = Scale(ticks[0], ticks[-1], HEIGHT - BOTTOM, TOP)
    parts = [f'<text x="0" y="11">{escape(up)}</text>']
    for tick in ticks:
        parts.append(line("grid", LEFT, y(tick), WIDTH - RIGHT, y(tick)))
        parts.append(f'<text x="{LEFT - 6}" y="{y(tick) + 4}" text-anchor="end">{number(tick)}</text>')
    parts += _foot(x, across)
    parts += [_curve(each, x, y) for each in series]
    parts += _names(series, y)
    return picture(says, WIDTH, HEIGHT, parts)


def strip(says: str, low: float, high: float, measured: Iterable[tuple[str, Interval]]) -> Markup:
    """A claim's band (a box) with what was measured (a dot in its interval) on one small axis."""
    drawn = [(who, each) for who, each in measured if math.isfinite(each.value)]
    ends = [value for value in (low, high) if math.isfinite(value)]
    ends += [value for _, each in drawn for value in (each.low, each.high, each.value) if math.isfinite(value)]
    first, last = (min(ends), max(ends)) if ends else (0.0, 1.0)
    room = 0.12 * ((last - first) or abs(last) or 1.0)
    x = Scale(first - room, last + room, 1, STRIP_WIDTH - 1)
    left = x(low) if math.isfinite(low) else 1.0
    right = x(high) if math.isfinite(high) else STRIP_WIDTH - 1.0
    middle = 13.0
    parts = [f'<rect class="band" x="{left}" y="3" width="{max(right - left, 2):.1f}" height="20"/>']
    parts.append(line("axis", 0, 24, STRIP_WIDTH, 24))
    for place, value in ((left, low), (right, high)):
        if math.isfinite(value):
            anchor = "start" if place < 40 else "end" if place > STRIP_WIDTH - 40 else "middle"
            parts.append(f'<text x="{place}" y="39" text-anchor="{anchor}">{number(value)}</text>')
    for place, (who, each) in enumerate(drawn):
        at = middle + (6 * place - 3 * (len(drawn) - 1))
        span = f'<path class="line" d="M{x(each.low)} {at}H{x(each.high)}"/>' if math.isfinite(each.low) else ""
        parts.append(f'<g class="{COLOUR[who]}">{span}<circle class="dot" cx="{x(each.value)}" cy="{at}" r="4"/></g>')
    return picture(says, STRIP_WIDTH, STRIP_HEIGHT, parts)


def week(minutes: Sequence[float], today: int) -> Markup:
    """Seven days from Monday as bars; `today` is the place of this one."""
    step, base, most = WEEK_WIDTH / 7, WEEK_HEIGHT - 18, max(*minutes, 60.0)
    parts: list[str] = []
    for place, each in enumerate(minutes):
        height = round(each / most * (base - 2), 1)
        middle = step * (place + 0.5)
        bar = f'<rect class="clay bar" x="{middle - 10:.1f}" y="{base - height:.1f}" width="20" height="{height}"/>'
        parts.append(bar if each else "")
        kind = ' class="ink"' if place == today else ""
        parts.append(f'<text{kind} x="{middle:.1f}" y="{WEEK_HEIGHT - 2}" text-anchor="middle">{DAYS[place][0]}</text>')
    parts.append(line("axis", 0, base, WEEK_WIDTH, base))
    said = [f"{day} {round(each)} min" for day, each in zip(DAYS, minutes, strict=True) if each]
    return picture("; ".join(said) or "No minutes yet this week", WEEK_WIDTH, WEEK_HEIGHT, parts)


def weeks(says: str, bars: Sequence[Bar], width: int) -> Markup:
    """Weeks as stacked bars of hours: theory below, technique above it, then what was neither; the target dashed."""
    most = max([each.minutes for each in bars] + [each.target for each in bars] + [60.0]) / 60
    ticks = nice_ticks(0.0, most, 2)
    left, top, base = 24, 24, BARS_HEIGHT - 20
    y = Scale(0.0, ticks[-1], base, top)
    step = (width - left) / max(1, len(bars))
    parts = [
        f'<text x="0" y="11">hours a week</text><text class="name aegean" x="{width - 72}" y="11" text-anchor="end">'
        f'theory</text><text class="name clay" x="{width}" y="11" text-anchor="end">technique</text>'
    ]
    if any(each.either for each in bars):
        parts.append(f'<text x="{width - 124}" y="11" text-anchor="end">either</text>')
    for tick in ticks[1:]:
        parts.append(line("grid", left, y(tick), width, y(tick)))
        parts.append(f'<text x="{left - 6}" y="{y(tick) + 4}" text-anchor="end">{number(tick)}</text>')
    for place, bar in enumerate(bars):
        parts += _bar(bar, left + step * place, step, y, top)
    parts.append(line("axis", left, base, width, base))
    parts += _target(bars, left, step, y)
    return picture(says, width, BARS_HEIGHT, parts)


def _bar(bar: Bar, left: float, step: float, y: Scale, top: int) -> list[str]:
    """One stack, the ground behind it where the week was away, and its words."""
    thick, middle = min(max(step * 0.7, 2.0), 22.0), left + step / 2
    parts: list[str] = []
    if bar.is_away:
        parts.append(f'<rect class="band" x="{left:.1f}" y="{top}" width="{step:.1f}" height="{y.start - top:.1f}"/>')
        if step > 24:
            parts.append(f'<text x="{middle:.1f}" y="{top + 12}" text-anchor="middle">away</text>')
    below = 0.0
    for kind, minutes in (("aegean", bar.theory), ("clay", bar.technique), ("other", bar.either)):
        low, high = y(below / 60), y((below + minutes) / 60)
        below += minutes
        if minutes:
            place = f'x="{middle - thick / 2:.1f}" y="{high}" width="{thick:.1f}" height="{low - high:.1f}"'
            parts.append(f'<rect class="{kind} bar" {place}/>')
    if bar.label:
        parts.append(f'<text x="{middle:.1f}" y="{BARS_HEIGHT - 4}" text-anchor="middle">{escape(bar.label)}</text>')
    if bar.begins:
        parts.append(line("era", round(left, 1), top - 4, round(left, 1), y.start))
        parts.append(f'<text class="ink" x="{left + 3:.1f}" y="{top + 4}">{escape(bar.begins)}</text>')
    return parts


def _target(bars: Sequence[Bar], left: int, step: float, y: Scale) -> list[str]:
    """The target of each week as one dashed line that steps down where it rested."""
    pieces = [
        f"M{left + step * place:.1f} {y(bar.target / 60)}h{step:.1f}" for place, bar in enumerate(bars) if bar.target
    ]
    return [f'<path class="bound" d="{"".join(pieces)}"/>'] if pieces else []


def bars(says: str, names: Sequence[str], sure: Sequence[float], expected: Sequence[float], up: str) -> Markup:
    """A bar a day: what is sure in clay, what is only expected on top as its tint. The first and last are named."""
    width, height = WIDTH, 150
    ticks = nice_ticks(0.0, max([1.0, *map(sum, zip(sure, expected, strict=True))]), 2)
    y = Scale(0.0, ticks[-1], height - 22, TOP)
    step = (width - LEFT) / max(1, len(names))
    parts = [f'<text x="0" y="11">{escape(up)}</text>']
    for tick in ticks:
        parts.append(line("grid" if tick else "axis", LEFT, y(tick), width, y(tick)))
        parts.append(f'<text x="{LEFT - 6}" y="{y(tick) + 4}" text-anchor="end">{number(tick)}</text>')
    for place, (low, more) in enumerate(zip(sure, expected, strict=True)):
        left = f'x="{LEFT + step * place + 1:.1f}" width="{step - 2:.1f}"'
        kept, whole = y(low), y(low + more)
        parts.append(f'<rect class="clay bar" {left} y="{kept}" height="{y(0.0) - kept:.1f}"/>' if low else "")
        if more:
            parts.append(f'<g class="clay"><rect class="tint" {left} y="{whole}" height="{kept - whole:.1f}"/></g>')
    ends = ((LEFT, "start", names[0]), (width, "end", names[-1])) if names else ()
    parts += [
        f'<text x="{x}" y="{height - 4}" text-anchor="{anchor}">{escape(name)}</text>' for x, anchor, name in ends
    ]
    return picture(says, width, height, parts)


def _across(series: Sequence[Series]) -> Scale:
    """The common axis: from zero where the places are even, logarithmic where they are in equal ratios."""
    first, last = min(each.at[0] for each in series), max(each.at[-1] for each in series)
    is_log = all(is_logarithmic(each.at) for each in series)
    return Scale(first if is_log or first < 0 or first > 0.1 * last else 0.0, last, LEFT, WIDTH - RIGHT, is_log)


def _foot(x: Scale, across: str) -> list[str]:
    """The axis below: its ends, and what stands between them with room to be read."""
    below = HEIGHT - BOTTOM
    words = f"{number(x.last)} {across}".strip()
    free = x.end - 7.0 * len(words) - 24
    if x.is_log:
        between = [10.0**power for power in range(math.ceil(math.log10(x.first)), math.ceil(math.log10(x.last)))]
    else:
        between = nice_ticks(x.first, x.last, 2)
    parts = [line("axis", LEFT, below, WIDTH - RIGHT, below)]
    for tick in [x.first, *(each for each in between if each > x.first and x.start + 30 < x(each) < free)]:
        parts.append(line("axis", x(tick), below, x(tick), below + 4))
        parts.append(f'<text x="{x(tick)}" y="{below + 17}" text-anchor="middle">{number(tick)}</text>')
    parts.append(line("axis", x.end, below, x.end, below + 4))
    parts.append(f'<text x="{x.end}" y="{below + 17}" text-anchor="end">{escape(words)}</text>')
    return parts


def _curve(series: Series, x: Scale, y: Scale) -> str:
    places = [x(at) for at in series.at]
    tint = ""
    if all(map(math.isfinite, (*series.low, *series.high))):
        there = [f"{place} {y(value)}" for place, value in zip(places, series.high, strict=True)]
        back = [f"{place} {y(value)}" for place, value in zip(places, series.low, strict=True)]
        tint = f'<path class="tint" d="M{"L".join([*there, *reversed(back)])}Z"/>'
    line = "L".join(f"{place} {y(value)}" for place, value in zip(places, series.mean, strict=True))
    return f'<g class="{COLOUR[series.who]}">{tint}<path class="line" d="M{line}"/></g>'


def _names(series: Sequence[Series], y: Scale) -> list[str]:
    """Each series' name at its end, above the higher and below the lower; a single one needs none."""
    if len(series) < 2:
        return []
    words = {"learner": "yours", "reference": "reference"}
    higher, lower = sorted(series, key=lambda each: -each.mean[-1])
    if list(higher.mean) == list(lower.mean):
        both = f"{words['learner']}, on the {words['reference']}"
        return [_name("clay", min(map(y, _edge(higher.high, higher.mean))) - 6, both)]
    above = min(map(y, _edge(higher.high, higher.mean))) - 6
    below = max(map(y, _edge(lower.low, lower.mean))) + 14
    return [_name(COLOUR[higher.who], above, words[higher.who]), _name(COLOUR[lower.who], below, words[lower.who])]


def _edge(ends: Sequence[float], mean: Sequence[float]) -> list[float]:
    """The last stretch of an interval's edge; the curve itself where one seed gives no interval."""
    return [end if math.isfinite(end) else value for end, value in zip(ends, mean, strict=True)][-12:]


def _name(colour: str, at: float, words: str) -> str:
    inside = min(max(at, TOP + 8), HEIGHT - BOTTOM - 4)
    return f'<text class="name {colour}" x="{WIDTH - RIGHT}" y="{inside:.1f}" text-anchor="end">{words}</text>'
