"""What every chart is drawn with: scales, ticks, lines, and the picture that holds them, as SVG text."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from markupsafe import Markup


@dataclass(frozen=True, slots=True)
class Scale:
    """Maps a range of values onto a range of pixels, by their logarithms where `is_log`."""

    first: float
    last: float
    start: float
    end: float
    is_log: bool = False

    def __call__(self, value: float) -> float:
        first, last, value = (
            map(math.log, (self.first, self.last, value)) if self.is_log else (self.first, self.last, value)
        )
        share = (value - first) / ((last - first) or 1.0)
        return round(self.start + share * (self.end - self.start), 1)


def nice_ticks(low: float, high: float, count: int = 3) -> list[float]:
    """Round numbers that span the range: about `count` steps of 1, 2, 2.5 or 5 times a power of ten."""
    if high <= low:
        high = low + (abs(low) or 1.0)
    rough = (high - low) / count
    power = 10 ** math.floor(math.log10(rough))
    step = next(each * power for each in (1, 2, 2.5, 5, 10) if each * power >= rough * 0.999)
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    return [round(place * step, 12) for place in range(first, last + 1)]


def line(kind: str, x1: float, y1: float, x2: float, y2: float) -> str:
    """A straight line; its `kind` (axis, grid, era) is how it looks."""
    return f'<line class="{kind}" x1="{x1}" y1="{y1}" x2="{x2}" y2="{y2}"/>'


def picture(says: str, width: int, height: int, parts: Sequence[str]) -> Markup:
    """The parts as one picture; `says` is what somebody hears who does not see it."""
    label = escape(says, quote=True)
    box = f'viewBox="0 0 {width} {height}" width="{width}" height="{height}"'
    return Markup(f'<svg class="chart" role="img" aria-label="{label}" {box}>{"".join(parts)}</svg>')
