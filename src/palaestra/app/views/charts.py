"""Charts as SVG text, drawn on the server, so that they are there without JavaScript and in a published page.

In every figure the learner is clay, the reference aegean, a bound or band ink,
an interval a 20 % tint of its series; a series is named where it ends.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape

from markupsafe import Markup

from palaestra.app.views.plainly import number
from palaestra.kit.statistics import Interval

WIDTH, HEIGHT = 340, 200
LEFT, RIGHT, TOP, BOTTOM = 46, 12, 22, 36
STRIP_WIDTH, STRIP_HEIGHT = 240, 44
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
class Scale:
    """Maps a range of values onto a range of pixels."""

    first: float
    last: float
    start: float
    end: float

    def __call__(self, value: float) -> float:
        share = (value - self.first) / ((self.last - self.first) or 1.0)
        return round(self.start + share * (self.end - self.start), 1)


def curves(says: str, series: Sequence[Series], across: str, up: str, top: float | None = None) -> Markup:
    """One panel: the series over a common axis. `across` and `up` say what and in which unit."""
    lows = [value for each in series for value in each.low if math.isfinite(value)]
    highs = [value for each in series for value in each.high if math.isfinite(value)]
    values = [value for each in series for value in each.mean] + lows + highs
    ticks = nice_ticks(min(0.0, *values), max(*values, top if top is not None else -math.inf))
    last = max(at for each in series for at in each.at)
    x = Scale(min(at for each in series for at in each.at), last, LEFT, WIDTH - RIGHT)
    y = Scale(ticks[0], ticks[-1], HEIGHT - BOTTOM, TOP)
    parts = [f'<text x="0" y="11">{escape(up)}</text>']
    for tick in ticks:
        parts.append(_line("grid", LEFT, y(tick), WIDTH - RIGHT, y(tick)))
        parts.append(f'<text x="{LEFT - 6}" y="{y(tick) + 4}" text-anchor="end">{number(tick)}</text>')
    parts.append(_line("axis", LEFT, HEIGHT - BOTTOM, WIDTH - RIGHT, HEIGHT - BOTTOM))
    parts.append(f'<text x="{LEFT}" y="{HEIGHT - BOTTOM + 16}">{number(x.first)}</text>')
    label = f"{number(last, 6)} {across}".strip()
    parts.append(f'<text x="{WIDTH - RIGHT}" y="{HEIGHT - BOTTOM + 16}" text-anchor="end">{escape(label)}</text>')
    parts += [_curve(each, x, y) for each in series]
    parts += _names(series, y)
    return _svg(says, WIDTH, HEIGHT, parts)


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
    parts.append(_line("axis", 0, 24, STRIP_WIDTH, 24))
    for place, value in ((left, low), (right, high)):
        if math.isfinite(value):
            anchor = "start" if place < 40 else "end" if place > STRIP_WIDTH - 40 else "middle"
            parts.append(f'<text x="{place}" y="39" text-anchor="{anchor}">{number(value)}</text>')
    for place, (who, each) in enumerate(drawn):
        at = middle + (6 * place - 3 * (len(drawn) - 1))
        span = f'<path class="line" d="M{x(each.low)} {at}H{x(each.high)}"/>' if math.isfinite(each.low) else ""
        parts.append(f'<g class="{COLOUR[who]}">{span}<circle class="dot" cx="{x(each.value)}" cy="{at}" r="4"/></g>')
    return _svg(says, STRIP_WIDTH, STRIP_HEIGHT, parts)


def nice_ticks(low: float, high: float, count: int = 3) -> list[float]:
    """Round numbers that span the range: about `count` steps of 1, 2, 2.5 or 5 times a power of ten."""
    if high <= low:
        high = low + (abs(low) or 1.0)
    rough = (high - low) / count
    power = 10 ** math.floor(math.log10(rough))
    step = next(each * power for each in (1, 2, 2.5, 5, 10) if each * power >= rough * 0.999)
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    return [round(place * step, 12) for place in range(first, last + 1)]


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


def _line(kind: str, x1: float, y1: float, x2: float, y2: float) -> str:
    return f'<line class="{kind}" x1="{x1}" y1="{y1}" x2="{x2}" y2="{y2}"/>'


def _svg(says: str, width: int, height: int, parts: Sequence[str]) -> Markup:
    label = escape(says, quote=True)
    box = f'viewBox="0 0 {width} {height}" width="{width}" height="{height}"'
    return Markup(f'<svg class="chart" role="img" aria-label="{label}" {box}>{"".join(parts)}</svg>')
