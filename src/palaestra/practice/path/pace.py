"""When a track ends at the present pace: a range, and what it rests on.

    for end in forecast(folder, catalogue, plan): print(end.says)

What is left: the minutes each required module is said to take, times the share of its exercises and boxes
that is not done. The pace: the minutes of the last eight weeks up to yesterday, a week with four or more days away
left out. The range: five hundred futures drawn from those weeks (with replacement, always the same draws); it
runs from the early tenth to the late tenth of them. With fewer than three weeks measured, weeks of half,
three quarters and all of the hours of practice.toml fill up. An end more than two years off
is also said for weeks about as long as those hours.

Minutes logged for a module or its room belong to its track; the others are shared out by what is left.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache
from itertools import accumulate
from math import ceil
from random import Random
from statistics import mean

from palaestra.kit.catalogue import Catalogue
from palaestra.practice.days.journal import AWAY_DAYS, Journal
from palaestra.practice.folder import PracticeFolder
from palaestra.practice.path.standing import ModuleStatus, Plan

WEEKS = 8
LEAST_WEEKS = 3
FAR_WEEKS = 104
"""An end further off than this is also said for the hours the learner means to give."""
MEANT = (0.75, 1.0, 1.25)
"""Weeks of the hours meant, some shorter and some longer."""
HARDLY_MINUTES = 15.0
"""A week, below which a track is not forecast into the far future."""
FUTURES = 500
EARLY, LATE = 0.1, 0.9
MOST_WEEKS = 520
MINUTES_A_BOX = 120
MINUTES_EXPLAINING = 30


@dataclass(frozen=True, slots=True)
class End:
    """When one track ends, at the present pace."""

    track: str
    modules: int
    """Required modules not passed yet."""
    minutes: float
    """About how long they take."""
    weekly_minutes: float
    """The mean of the weeks it rests on."""
    weeks: int
    """How many measured weeks it rests on; the rest is the hours of practice.toml."""
    first: date | None
    last: date | None
    """None when no end is in sight: more than ten years, or no time at all."""
    meant: tuple[date | None, date | None] | None = None
    """The same at the weekly hours of practice.toml, where the end is far and weeks enough are measured."""
    meant_hours: float = 0.0

    @property
    def says(self) -> str:
        """What is true of the track, to stand behind its name: `ends in March 2027`, `has not begun to move yet`."""
        if self.first is None and self.weekly_minutes < HARDLY_MINUTES:
            return "has hardly moved lately" if self.weekly_minutes else "has not begun to move yet"
        if self.first is None:
            return "would take more than ten years at this pace"
        if self.last is None:
            return f"ends after {_month(self.first)}"
        first, last = _month(self.first), _month(self.last)
        if first == last:
            return f"ends in {first}"
        if self.first.year == self.last.year:
            first = f"{self.first:%B}"
        return f"ends between {first} and {last}"

    def to_json(self) -> dict[str, object]:
        """Stable keys, as `palaestra plan show --json` prints them; days are null when no end is in sight."""
        return {
            "track": self.track,
            "modules": self.modules,
            "minutes": round(self.minutes),
            "weekly_minutes": round(self.weekly_minutes),
            "weeks": self.weeks,
            "first": self.first and self.first.isoformat(),
            "last": self.last and self.last.isoformat(),
            "says": self.says,
        }


@dataclass(frozen=True, slots=True)
class _Measured:
    """The weeks a pace is measured by: minutes by track, oldest first."""

    weeks: tuple[Mapping[str, float], ...]
    target: float
    """Minutes of a good week."""

    @property
    def differs(self) -> bool:
        """Whether the weeks there were are other than those meant."""
        worked = mean(sum(each.values()) for each in self.weeks)
        return self.target > 0 and not MEANT[0] <= worked / self.target <= MEANT[-1]


def forecast(folder: PracticeFolder, catalogue: Catalogue, plan: Plan) -> tuple[End, ...]:
    """An end for each track with something left, in the path's order."""
    minutes = {each.id: each.minutes for each in catalogue.exercises()}
    left: dict[str, float] = {}
    modules: dict[str, int] = defaultdict(int)
    for each in plan.modules:
        if each.asked and not each.module.planned and not each.is_passed:
            left[each.module.track] = left.get(each.module.track, 0.0) + remaining(each, minutes)
            modules[each.module.track] += 1
    if not left:
        return ()
    measured = _measured(folder, plan, left)
    return tuple(_end(folder.today(), track, modules[track], left, measured) for track in left)


def remaining(status: ModuleStatus, minutes: Mapping[str, int]) -> float:
    """About how many minutes a module still takes. `minutes`: those of each exercise."""
    module = status.module
    exercises = sum(minutes.get(each, 0) for each in module.exercises)
    boxes = [each for each in status.boxes if not each.let_go]
    whole = module.minutes or exercises + MINUTES_A_BOX * len(boxes) + MINUTES_EXPLAINING
    open_exercises = sum(lack.says.startswith(("exercise ", "placement:")) for lack in status.lacks)
    parts = len(module.exercises) + len(boxes) + 1
    done = len(module.exercises) - min(open_exercises, len(module.exercises))
    done += sum(_share(each.done, each.met, each.least) for each in boxes)
    done += status.state == "understood"
    return whole * (1 - done / parts)


def _share(done: bool, met: int, least: int) -> float:
    return 1.0 if done else min(met / least, 1.0) if least else 0.0


def _measured(folder: PracticeFolder, plan: Plan, left: Mapping[str, float]) -> _Measured:
    journal, today = Journal(folder), folder.today()
    tracks = {name: each.module.track for each in plan.modules for name in (each.module.id, each.module.system) if name}
    weeks: list[Mapping[str, float]] = []
    for number in range(WEEKS, 0, -1):
        first = today - timedelta(days=7 * number)
        last = first + timedelta(days=6)
        if len(journal.away_days(first, last)) < AWAY_DAYS:
            worked = journal.worked(first, last)
            weeks.append(_by_track(((each.module, each.minutes) for each in worked), tracks, left))
    begun = next((number for number, week in enumerate(weeks) if sum(week.values())), len(weeks))
    return _Measured(tuple(weeks[begun:]), folder.settings.weekly_hours * 60)


def _by_track(
    worked: Iterable[tuple[str, float]], tracks: Mapping[str, str], left: Mapping[str, float]
) -> Mapping[str, float]:
    """One week's minutes by track; what belongs to none is shared out by what is left in each."""
    found: dict[str, float] = defaultdict(float)
    whole = sum(left.values())
    for module, minutes in worked:
        if module in tracks:
            found[tracks[module]] += minutes
        else:
            for track, rest in left.items():
                found[track] += minutes * (rest / whole if whole else 1 / len(left))
    return found


def _end(today: date, track: str, modules: int, left: Mapping[str, float], measured: _Measured) -> End:
    share = left[track] / sum(left.values()) if sum(left.values()) else 1.0
    weeks = [each.get(track, 0.0) for each in measured.weeks]
    count = len(weeks)
    if count < LEAST_WEEKS:
        weeks += [measured.target * share * part for part in (0.5, 0.75, 1.0)][: max(2, LEAST_WEEKS - count)]
    lengths = _futures(tuple(round(each / left[track], 9) if left[track] else 1.0 for each in weeks))
    first, last = (_day(today, lengths[int(part * (FUTURES - 1))]) for part in (EARLY, LATE))
    found = End(track, modules, left[track], mean(weeks), count, first, last)
    is_far = last is None or last > today + timedelta(weeks=FAR_WEEKS)
    if count < LEAST_WEEKS or not is_far or not left[track] or not measured.differs:
        return found
    hoped = _futures(tuple(round(measured.target * share * part / left[track], 9) for part in MEANT))
    first, last = (_day(today, hoped[int(part * (FUTURES - 1))]) for part in (EARLY, LATE))
    return replace(found, meant=(first, last), meant_hours=measured.target / 60)


@lru_cache(maxsize=256)
def _futures(weeks: tuple[float, ...]) -> tuple[int, ...]:
    """Weeks until all is done, in futures drawn from weeks that each do such a part of it; shortest first."""
    typical = sum(weeks) / len(weeks)
    if typical <= 1 / MOST_WEEKS:
        return (MOST_WEEKS + 1,) * FUTURES
    random, longest = Random(8), min(MOST_WEEKS, ceil(3 / typical) + 20)
    found: list[int] = []
    for _ in range(FUTURES):
        done = list(accumulate(random.choices(weeks, k=longest)))
        place = bisect_left(done, 1.0 - 1e-6)
        found.append(place + 1 if place < longest else MOST_WEEKS + 1)
    return tuple(sorted(found))


def _day(today: date, weeks: int) -> date | None:
    return today + timedelta(weeks=weeks) if weeks <= MOST_WEEKS else None


def _month(day: date) -> str:
    return f"{day:%B} {day.year}"


PLURAL = {"ends": "end", "has": "have"}


def ends_in_words(ends: Iterable[End]) -> list[str]:
    """A sentence for each end there is: `Theory and craft end in May 2027.` Where all end alike no track is named."""
    found = list(ends)
    tracks: dict[str, list[str]] = {}
    for each in found:
        tracks.setdefault(each.says, []).append(_track(each.track))
    if len(tracks) == 1:
        said = [f"It {says}." for says in tracks]
    else:
        said = [_sentence(names, says) for says, names in tracks.items()]
    return said + _as_meant(found)


def _as_meant(ends: list[End]) -> list[str]:
    """When the whole would end at the hours meant, if a far end is nearer (or farther) then; a line or none."""
    far = [each for each in ends if each.meant]
    if not far:
        return []
    meant = [each.meant or (each.first, each.last) for each in ends]
    first, last = (max(each[place] or date.max for each in meant) for place in (0, 1))
    if first == date.max:
        return []
    whole = End("", 0, 0.0, HARDLY_MINUTES, 0, first, None if last == date.max else last)
    if len({each.says for each in ends}) == 1 and whole.says == ends[0].says:
        return []
    says = whole.says.removeprefix("ends ")
    return [f"At your {far[0].meant_hours:g} h a week: {says}."]


def _sentence(names: list[str], says: str) -> str:
    verb, _, rest = says.partition(" ")
    verb = PLURAL.get(verb, verb) if len(names) > 1 else verb
    text = f"{' and '.join(filter(None, (', '.join(names[:-1]), names[-1])))} {verb} {rest}."
    return text[0].upper() + text[1:]


def _track(name: str) -> str:
    """A track as it is said: `main`, which a path that names none has, is the main track."""
    return "the main track" if name == "main" else name.replace("-", " ")


def begun_on(folder: PracticeFolder, curriculum_id: str) -> date | None:
    """The day the learner took the path, else their first day at all; None when nothing was ever done."""
    taken = [
        each.day
        for each in folder.index().events("plan")
        if each.facts.get("does") == "use" and each.facts.get("curriculum") == curriculum_id
    ]
    first = folder.index().rows("SELECT MIN(day) FROM events WHERE hidden = 0")[0][0]
    day = min(taken, default=first)
    return date.fromisoformat(day) if day else None


def rests_on(ends: Iterable[End], plan: Plan) -> str:
    """What the ranges rest on, in a sentence or two."""
    found = list(ends)
    if not found:
        return ""
    to_come = sum(each.asked and each.module.planned and not each.is_passed for each in plan.modules)
    apart = f" {to_come} planned module{' is' if to_come == 1 else 's are'} not counted." if to_come else ""
    weeks = found[0].weeks
    if weeks >= LEAST_WEEKS:
        of = f"{weeks} of your last {WEEKS} weeks" if weeks < WEEKS else f"your last {WEEKS} weeks"
        return f"From {of}, weeks away left out, and what each module is said to take.{apart}"
    return f"From the hours you mean to give, since fewer than three weeks are measured yet.{apart}"


def kindly(plan: Plan, ends: Iterable[End], begun: date | None) -> str:
    """What to say when the range lies beyond the months the path gives; nothing otherwise. Late is no fault."""
    months = sum(each.stage.months.max or each.stage.months.min for each in plan.stages if each.stage.months)
    if not months and plan.curriculum.months:
        months = plan.curriculum.months.max or plan.curriculum.months.min
    lasts = [each.last or date.max for each in ends]
    if not months or not lasts or begun is None:
        return ""
    meant = begun + timedelta(days=round(months * 30.44))
    if max(lasts) <= meant:
        return ""
    return (
        f"The path gives {months} months; yours is the longer road, and nothing is lost by it. "
        "More hours, or fewer modules, would shorten it."
    )
