"""Numbers, times and states in words, the same way on every page."""

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any


def minutes(count: float) -> str:
    """`25 min`, `1 h 30 min`."""
    whole = max(1, round(count))
    hours, rest = divmod(whole, 60)
    if not hours:
        return f"{rest} min"
    return f"{hours} h {rest} min" if rest else f"{hours} h"


def seconds(count: float) -> str:
    """`40 s`, `3 min`, `2 h 5 min`."""
    return f"{max(1, round(count))} s" if count < 90 else minutes(count / 60)


def interval_until_due(span: timedelta) -> str:
    """How long until a card comes back: `10 min`, `4 days`, `2 months`, `1.5 years`."""
    days = span.total_seconds() / 86400
    if days < 1 / 24:
        return f"{max(1, round(days * 1440))} min"
    if days < 1:
        return f"{round(days * 24)} h"
    if days < 30:
        return many(round(days), "day")
    if days < 365:
        return many(round(days / 30), "month")
    return f"{days / 365:.1f} years"


def many(count: int, thing: str, things: str = "") -> str:
    """`1 card`, `3 cards`."""
    return f"{count} {thing if count == 1 else things or thing + 's'}"


WORDS = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]


def counted(count: int, thing: str, things: str = "") -> str:
    """`Six cards`, `One card`, `14 cards`: how a sentence begins."""
    whole = many(count, thing, things)
    return whole if count >= len(WORDS) else f"{WORDS[count].capitalize()} {whole.partition(' ')[2]}"


def number(value: float, digits: int = 4) -> str:
    """A measurement, as few digits as say it: `0.364`, `−2`, `20,000`."""
    rounded = float(f"{value:.{digits}g}")
    shown = f"{rounded:,.0f}" if 1000 <= abs(rounded) < 1e15 else f"{value:.{digits}g}"
    return shown.replace("-", "−")


def hours(count: float) -> str:
    """Hours to half an hour's sense: `0`, `2.5`, `6`."""
    return f"{count:.1f}".removesuffix(".0")


def slugged(item: str) -> str:
    """An id that an attribute can hold."""
    return "".join(each if each.isalnum() else "-" for each in item)


def day(value: date | str) -> str:
    """A day as it is said: `20 November 2026`."""
    when = date.fromisoformat(value) if isinstance(value, str) else value
    return f"{when:%-d %B %Y}"


def at_home(path: object) -> str:
    """A path as its owner says it: `~/palaestra/practice.toml`."""
    home, shown = str(Path.home()), str(path)
    return f"~{shown.removeprefix(home)}" if shown.startswith(f"{home}/") else shown


def said(state: str) -> str:
    """A state's id as a reader says it: `timed_out` becomes `timed out`, a `suspicious` link a doubtful one."""
    return {"suspicious": "doubtful"}.get(str(state), str(state).replace("_", " "))


FILTERS: dict[str, Callable[..., Any]] = {
    "minutes": minutes,
    "seconds": seconds,
    "until_due": interval_until_due,
    "many": many,
    "counted": counted,
    "number": number,
    "hours": hours,
    "slugged": slugged,
    "said": said,
    "day": day,
    "at_home": at_home,
}
