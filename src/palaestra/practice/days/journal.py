"""The journal: sessions, minutes, time away, notes, goals.

Minutes come from three places: finished sessions, what the learner says ("90m ARENA
1.2"), and what is inferred from the rest of what they did. All of it can be put right.
"""

import re
from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from math import ceil

from palaestra.kit.refusal import Refusal
from palaestra.practice.days.iso import monday_before, sunday_after
from palaestra.practice.events import Event, local_day, stamp
from palaestra.practice.folder import PracticeFolder
from palaestra.practice.index import Worked
from palaestra.practice.infer import WAYS as DOINGS

WAYS = ("theory", "technique")
LONGEST_MINUTES = 24 * 60.0
FORGOTTEN_MINUTES = 5 * 60.0
PAUSE_MINUTES = 60.0
"""So long without a trace, and a forgotten session is taken to have ended."""
AWAY_DAYS = 4
"""So many days of a week make it one away."""
RUBRIC = (
    "the problem it solves, and for whom",
    "the idea, so that a colleague could rebuild it",
    "one case worked through by hand",
    "when it fails, and how you would notice",
)
"""What an explanation is scored on by its writer, 0 (missing) to 2 (clear)."""

_MINUTE = r"m(?:in(?:ute)?s?)?"
_LONG = re.compile(
    rf"\s*(?=\d)(?:(?P<hours>\d+(?:[.,]\d+)?)\s*h(?:(?:ou)?rs?)?(?![a-z])(?P<rest>\d\d?(?=\s|$))?)?"
    rf"\s*(?:(?P<minutes>\d+(?:[.,]\d+)?)\s*{_MINUTE}(?![a-z]))?(?P<text>.*)",
    re.IGNORECASE | re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Running:
    """A session that was started and not stopped."""

    id: str
    since: datetime
    aim: str
    module: str
    way: str

    def minutes(self, now: datetime) -> float:
        return max(0.0, (now - self.since).total_seconds() / 60)

    def is_forgotten(self, now: datetime) -> bool:
        """It was begun on an earlier day and has run for hours: nobody worked that long."""
        took = self.minutes(now)
        return took > LONGEST_MINUTES or (took > FORGOTTEN_MINUTES and local_day(self.since) < local_day(now))


@dataclass(frozen=True, slots=True)
class Week:
    """Monday to Sunday: minutes by day, module and way, and the target after time away."""

    first: date
    days: dict[str, float]
    modules: dict[str, float]
    ways: dict[str, float]
    target_minutes: float
    away_days: int

    @property
    def minutes(self) -> float:
        return sum(self.days.values())

    @property
    def last(self) -> date:
        return sunday_after(self.first)

    @property
    def theory(self) -> float:
        return self.ways.get("theory", 0.0)

    @property
    def technique(self) -> float:
        return self.ways.get("technique", 0.0)

    @property
    def either(self) -> float:
        """Minutes said to be neither the one nor the other."""
        return max(0.0, self.minutes - self.theory - self.technique)

    @property
    def is_away(self) -> bool:
        """Most of it was rested: averages leave it out."""
        return self.away_days >= AWAY_DAYS


@dataclass(frozen=True, slots=True)
class Rest:
    """Days away, both ends included."""

    id: str
    first: date
    last: date
    why: str


class Journal:
    """Keeps and reads the hours of one practice folder."""

    def __init__(self, folder: PracticeFolder) -> None:
        self.folder = folder

    def running(self) -> Running | None:
        """The session under way, if any."""
        events = self.folder.index().events("session", limit=40)
        stopped = {each.facts.get("start") for each in events}
        event = next((each for each in events if each.facts.get("does") == "start"), None)
        if event is None or event.id in stopped:
            return None
        return Running(event.id, event.at, event.text("aim"), event.text("module"), event.text("way"))

    def seems(self, running: Running) -> int | None:
        """How long a forgotten session was, by what was done in it; None when it left no trace."""
        rows = self.folder.index().rows(
            f"SELECT time FROM events WHERE time > ? AND hidden = 0 AND kind IN ({','.join('?' * len(DOINGS))})"
            " ORDER BY time LIMIT 2000",
            [stamp(running.since), *DOINGS],
        )
        end = running.since
        for row in rows:
            at = datetime.fromisoformat(row["time"])
            if (at - end).total_seconds() > PAUSE_MINUTES * 60:
                break
            end = at
        minutes = (end - running.since).total_seconds() / 60
        return ceil(minutes) if minutes >= 1 else None

    def start(self, aim: str = "", module: str = "", way: str = "") -> Event:
        """Begin a session. Raises Refusal when one is under way."""
        running = self.running()
        if running is not None:
            since = running.since.astimezone().strftime("%H:%M")
            raise Refusal(f"A session has been under way since {since}.", "`palaestra session stop` ends it.")
        return self.folder.log.append(
            "session", does="start", aim=aim or None, module=module or None, way=known_way(way) or None
        )

    def stop(self, reflection: str = "", minutes: float | None = None) -> Event:
        """End the session under way, with the minutes it took (those that passed, unless said)."""
        running = self.running()
        if running is None:
            raise Refusal("No session is under way.", '`palaestra session start "aim"` begins one.')
        now = self.folder.now()
        forgotten = running.is_forgotten(now)
        if minutes is None and forgotten:
            seems = self.seems(running)
            day = local_day(running.since)
            trace = f"; by what you did then it was {seems} minutes" if seems else ""
            raise Refusal(
                f"That session was begun on {day:%A %-d %B} and never ended{trace}.",
                f"Say how long it really was: `palaestra session stop --minutes {seems or 45}`.",
            )
        took = sensible(running.minutes(now) if minutes is None else minutes)
        until = running.since + timedelta(minutes=took) if forgotten else now
        return self.folder.log.append(
            "session",
            does="stop",
            start=running.id,
            since=stamp(running.since),
            until=stamp(until),
            since_day=local_day(running.since).isoformat(),
            day=local_day(running.since).isoformat() if forgotten else None,
            minutes=round(took, 1),
            aim=running.aim or None,
            module=running.module or None,
            way=running.way or None,
            reflection=reflection or None,
        )

    def record(
        self, said: str, *, module: str = "", way: str = "", day: date | None = None, instead: bool = False
    ) -> Event:
        """Keep minutes said in words: `90m ARENA 1.2`, `1h30 theory: chapter 3`, `1.5h`.

        day: when it was, today if not said. instead: in place of what was inferred for that day.
        """
        minutes, text = parse_minutes(said)
        when = day or self.folder.today()
        if when > self.folder.today():
            raise Refusal(f"{when} is yet to come.", "Say a day that has been.")
        named = next((each for each in WAYS if re.search(rf"\b{each}\b", text, re.IGNORECASE)), "")
        text = re.sub(rf"^({'|'.join(WAYS)})\s*:\s*", "", text, flags=re.IGNORECASE)
        return self.folder.log.append(
            "minutes",
            minutes=minutes,
            text=text or None,
            module=module or None,
            way=known_way(way) or named or None,
            day=when.isoformat(),
            instead=instead or None,
        )

    def away(self, first: date, last: date, why: str = "") -> Event:
        """Rest the weekly target from `first` to `last`, both included."""
        if last < first:
            raise Refusal(f"{last} comes before {first}.", "Say the first day, two dots, the last day.")
        return self.folder.log.append("away", first=first.isoformat(), last=last.isoformat(), why=why or None)

    def rests(self) -> list[Rest]:
        """Every time away, the latest first."""
        found: list[Rest] = []
        for event in self.folder.index().events("away"):
            span = away_span(event)
            if span:
                found.append(Rest(event.id, *span, event.text("why")))
        return sorted(found, key=lambda each: each.first, reverse=True)

    def rest(self, day: date) -> Rest | None:
        """The time away that a day lies in; the one that ends last."""
        around = [each for each in self.rests() if each.first <= day <= each.last]
        return max(around, key=lambda each: each.last, default=None)

    def away_days(self, first: date, last: date) -> set[date]:
        """The days in a span that are rested."""
        found: set[date] = set()
        for each in self.rests():
            start, end = max(first, each.first), min(last, each.last)
            found |= {start + timedelta(days=n) for n in range((end - start).days + 1)}
        return found

    def week(self, day: date) -> Week:
        """The week a day lies in."""
        return self.weeks(day, day)[0]

    def weeks(self, first: date, last: date) -> list[Week]:
        """Every week from the one a day lies in to that of another, in order; read at once."""
        monday = monday_before(first)
        end = sunday_after(last)
        sums = [[defaultdict[str, float](float) for _ in range(3)] for _ in range((end - monday).days // 7 + 1)]
        for each in self.worked(monday, end):
            place = (date.fromisoformat(each.day) - monday).days // 7
            for total, key in zip(sums[place], (each.day, each.module, each.way), strict=True):
                total[key] += each.minutes
        away = self.away_days(monday, end)
        full = self.folder.settings.weekly_hours * 60
        found: list[Week] = []
        for number, totals in enumerate(sums):
            start = monday + timedelta(days=7 * number)
            rested = sum(start + timedelta(days=day) in away for day in range(7))
            days, modules, ways = (dict(total) for total in totals)
            found.append(Week(start, days, modules, ways, full * (7 - rested) / 7, rested))
        return found

    def worked(self, first: date, last: date) -> list[Worked]:
        """The minutes of some days, each entry with where it comes from."""
        return self.folder.index().minutes(first.isoformat(), last.isoformat())


def parse_minutes(said: str) -> tuple[float, str]:
    """Minutes and the rest of what was said. Raises Refusal when it does not begin with how long."""
    found = _LONG.fullmatch(said)
    if found is None or (found["hours"] is None and found["minutes"] is None):
        raise Refusal(f"{said!r} does not begin with how long it took.", 'For example: "90m ARENA 1.2".')
    hours, rest, minutes = (float((found[name] or "0").replace(",", ".")) for name in ("hours", "rest", "minutes"))
    return sensible(hours * 60 + rest + minutes, least=0.1), found["text"].strip(" :,-–—")


def parse_span(said: str, today: date) -> tuple[date, date]:
    """The days of `2026-12-20..2027-01-03`, of a single day, with `today` and `tomorrow` as words."""
    words = {"today": today, "tomorrow": today + timedelta(days=1)}
    ends = [each.strip().lower() for each in said.split("..")]
    try:
        days = [words.get(each) or date.fromisoformat(each) for each in ends]
        first, last = days if len(days) == 2 else (*days, *days)
    except ValueError:
        raise Refusal(f"{said!r} is not a span of days.", "For example: 2026-12-20..2027-01-03.") from None
    return first, last


def known_way(way: str) -> str:
    """The way itself, `theory`, `technique` or none. Raises Refusal for any other."""
    if way and way not in WAYS:
        raise Refusal(f"A way of working is theory or technique, not {way!r}.", "Leave it out if it is both.")
    return way


def sensible(minutes: float, least: float = 0.0) -> float:
    """The minutes themselves, where one day has so many. Raises Refusal."""
    if not least <= minutes <= LONGEST_MINUTES:
        raise Refusal(f"{minutes:g} minutes cannot be one day's work.", "Say between 1 minute and 24 hours.")
    return minutes


def away_span(event: Event) -> tuple[date, date] | None:
    """The first and the last day an `away` event rests; None where it names no days."""
    try:
        return date.fromisoformat(str(event.facts.get("first"))), date.fromisoformat(str(event.facts.get("last")))
    except ValueError:
        return None
