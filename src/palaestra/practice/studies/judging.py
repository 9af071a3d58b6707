"""Blind judgements by a person: shuffled, sides swapped at random, resumable; and what they say in the end.

    sitting = Sitting.open(folder, sheet)
    shown = sitting.next()                      # None when everything is judged
    sitting.answer(shown, "first", seconds=4.2)

Order and sides follow from the seed, so the place in a sitting is a pure function of
the judgements kept. What a model judged is kept under its name (`by`), apart.
"""

import random
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from palaestra.kit.refusal import Refusal
from palaestra.kit.statistics import Interval, proportion_interval
from palaestra.practice.events import Event
from palaestra.practice.folder import PracticeFolder
from palaestra.practice.studies.items import TIE, Item, Sheet
from palaestra.practice.tables import number

LONGEST_SECONDS = 3600.0
FIRST, SECOND = "first", "second"


@dataclass(frozen=True, slots=True)
class Shown:
    """An item as the person sees it: no source, no id, perhaps with its sides swapped."""

    item: Item
    swapped: bool
    again: bool
    """Shown a second time, with the sides the other way round."""
    number: int
    of: int

    @property
    def texts(self) -> tuple[str, ...]:
        return self.item.texts[::-1] if self.swapped else self.item.texts

    @property
    def choices(self) -> tuple[str, ...]:
        """What may be answered: `first` and `second` for a pair, else the item's options."""
        return (FIRST, SECOND) if self.item.is_pair else self.item.options

    def meant(self, says: str) -> str:
        """An answer in the item's own terms, sides swapped back."""
        if not self.item.is_pair or says == TIE:
            return says
        return {FIRST: "b" if self.swapped else "a", SECOND: "a" if self.swapped else "b"}[says]


@dataclass(frozen=True, slots=True)
class Judgement:
    """One answer as it was kept."""

    item: Item
    says: str
    """`a`, `b`, `tie`, or an option."""
    swapped: bool
    again: bool
    seconds: float
    seed: int
    by: str
    """Empty for the person; else who simulated it."""
    time: str

    @property
    def took_first(self) -> bool:
        """Whether the side shown first was taken."""
        return self.says == ("b" if self.swapped else "a")


class Sitting:
    """One person judging one sheet with one seed."""

    def __init__(self, folder: PracticeFolder, sheet: Sheet, seed: int) -> None:
        self.folder, self.sheet, self.seed = folder, sheet, seed

    @classmethod
    def open(cls, folder: PracticeFolder, sheet: Sheet, seed: int | None = None) -> "Sitting":
        """The sitting of that seed; without one the latest that was begun, or the first."""
        seeds = [each.seed for each in judgements(folder, sheet) if not each.by]
        return cls(folder, sheet, seed if seed is not None else (seeds[-1] if seeds else 1))

    @classmethod
    def anew(cls, folder: PracticeFolder, sheet: Sheet) -> "Sitting":
        """A further sitting in another order; the earlier ones stay."""
        seeds = [each.seed for each in judgements(folder, sheet) if not each.by]
        return cls(folder, sheet, max(seeds, default=0) + 1)

    @property
    def order(self) -> list[tuple[Item, bool, bool]]:
        """Item, swapped, again; in the order they are shown. What is shown again comes with its sides swapped."""
        chance = random.Random(f"{self.sheet.of}:{self.seed}")
        items = list(self.sheet.items)
        chance.shuffle(items)
        once = [(each, each.is_pair and chance.random() < 0.5, False) for each in items]
        twice = once[: round(self.sheet.repeat * len(items))]
        again = [(item, item.is_pair and not swapped, True) for item, swapped, _ in twice]
        chance.shuffle(again)
        return once + again

    def done(self) -> set[tuple[str, bool]]:
        """The items judged, and whether it was the second time."""
        mine = judgements(self.folder, self.sheet, self.seed)
        return {(each.item.id, each.again) for each in mine if not each.by}

    def next(self) -> Shown | None:
        """What is to be judged now, or None when nothing is left."""
        order, done = self.order, self.done()
        for item, swapped, again in order:
            if (item.id, again) not in done:
                return Shown(item, swapped, again, len(done) + 1, len(order))
        return None

    def answer(self, shown: Shown, says: str, seconds: float) -> None:
        """Keep one judgement. Refused when it is none of the choices; a second answer to one item changes nothing."""
        if says not in shown.choices and not (says == TIE and self.sheet.ties):
            raise Refusal(f"{says!r} is none of the choices.", f"Answer {', '.join(shown.choices)}.")
        if (shown.item.id, shown.again) in self.done():
            return
        self.folder.log.append(
            "judgement",
            of=self.sheet.of,
            item=shown.item.id,
            says=shown.meant(says),
            seconds=round(min(max(seconds, 0.0), LONGEST_SECONDS), 1),
            seed=self.seed,
            swapped=shown.swapped or None,
            again=shown.again or None,
        )


def keep_simulated(folder: PracticeFolder, sheet: Sheet, answers: Mapping[str, str], by: str) -> int:
    """Keep what a model (`by`) judged, item id -> answer; returns how many. Never counted as a person's."""
    if not by.strip():
        raise Refusal("Simulated judgements say who made them.", 'Add --by "name of the model".')
    items = {each.id: each for each in sheet.items}
    for item, says in answers.items():
        if item not in items:
            raise Refusal(f"There is no item {item!r} in {sheet.path}.", "Nothing was kept.")
        if says not in items[item].options and not (says == TIE and sheet.ties):
            raise Refusal(f"{says!r} is no answer to {item!r}.", "Nothing was kept.")
    facts = [{"of": sheet.of, "item": item, "says": says, "by": by.strip()} for item, says in answers.items()]
    folder.log.append_all([("judgement", each) for each in facts])
    return len(facts)


def judgements(folder: PracticeFolder, sheet: Sheet, seed: int | None = None) -> list[Judgement]:
    """What was judged of a sheet, oldest first; of one seed, if said. Items that are gone are passed over."""
    items = {each.id: each for each in sheet.items}
    events = reversed(folder.index().events("judgement", sheet.of))
    found = [_judgement(each, items[str(each.facts["item"])]) for each in events if each.facts.get("item") in items]
    return [each for each in found if seed is None or each.seed == seed]


def _judgement(event: Event, item: Item) -> Judgement:
    facts = event.facts
    return Judgement(
        item=item,
        says=event.text("says"),
        swapped=facts.get("swapped") is True,
        again=facts.get("again") is True,
        seconds=number(facts.get("seconds")) or 0.0,
        seed=int(number(facts.get("seed")) or 0),
        by=event.text("by"),
        time=event.time,
    )


@dataclass(frozen=True, slots=True)
class Report:
    """What judgements of one kind (a person's, or one model's) say."""

    by: str
    count: int
    accuracy: Interval | None
    """Against the answers the sheet gives, where it gives any; ties count as wrong."""
    consistency: Interval | None
    """How often the second look at an item said the same as the first."""
    took_first: Interval | None
    """How often the side shown first was taken: near a half when position does not sway you."""
    wins: Mapping[str, Interval]
    """How often each source won the pairs it was in; a tie counts for neither."""
    agreement: Interval | None = None
    """A model's: how often it agrees with the person on the same item."""
    ties: int = 0
    seconds: float = 0.0

    def to_json(self) -> dict[str, Any]:
        shares = {name: _share(getattr(self, name)) for name in ("accuracy", "consistency", "took_first", "agreement")}
        wins = [{"from": name, "won": _share(each)} for name, each in self.wins.items()]
        return {"by": self.by or "you", "count": self.count, "ties": self.ties, **shares, "wins": wins}


def reports(folder: PracticeFolder, sheet: Sheet) -> list[Report]:
    """The person's judgements first, then each model's."""
    found = judgements(folder, sheet)
    person = [each for each in found if not each.by]
    said = {each.item.id: each.says for each in person if not each.again}
    models = dict.fromkeys(each.by for each in found if each.by)
    return [_report("", person, {}), *(_report(by, [each for each in found if each.by == by], said) for by in models)]


def rows(found: Iterable[Judgement], of: str) -> list[dict[str, Any]]:
    """Judgements as a table: `winner` and `loser` are what a Bradley-Terry model takes; both empty for a tie."""
    made: list[dict[str, Any]] = []
    for each in found:
        pair = dict(zip(("a", "b"), each.item.sources, strict=False)) if each.item.is_pair else {}
        names = {side: source or f"{each.item.id}:{side}" for side, source in pair.items()}
        decided = each.says in names
        made.append(
            {
                "of": of,
                "item": each.item.id,
                "says": each.says,
                "winner": names[each.says] if decided else "",
                "loser": names["b" if each.says == "a" else "a"] if decided else "",
                "answer": each.item.answer,
                "again": each.again,
                "swapped": each.swapped,
                "seconds": each.seconds,
                "seed": each.seed,
                "by": each.by or "person",
                "time": each.time,
            }
        )
    return made


def _report(by: str, found: Sequence[Judgement], person: Mapping[str, str]) -> Report:
    once = [each for each in found if not each.again]
    first = {(each.item.id, each.seed): each.says for each in once}
    known = [each for each in once if each.item.answer]
    again = [each for each in found if each.again and (each.item.id, each.seed) in first]
    sides = [each for each in found if each.item.is_pair and each.says in ("a", "b")]
    shared = [each for each in once if each.item.id in person]
    return Report(
        by=by,
        count=len(found),
        accuracy=_proportion([each.says == each.item.answer for each in known]),
        consistency=_proportion([each.says == first[(each.item.id, each.seed)] for each in again]),
        took_first=_proportion([each.took_first for each in sides]) if not by else None,
        wins=_wins(once),
        agreement=_proportion([each.says == person[each.item.id] for each in shared]) if by else None,
        ties=sum(each.says == TIE for each in found),
        seconds=sum(each.seconds for each in found),
    )


def _wins(found: Sequence[Judgement]) -> dict[str, Interval]:
    won: dict[str, list[bool]] = {}
    for each in found:
        if each.item.is_pair and each.says in ("a", "b"):
            for side, source in zip(("a", "b"), each.item.sources, strict=True):
                if source and len(set(each.item.sources)) == 2:
                    won.setdefault(source, []).append(each.says == side)
    return {name: proportion_interval(sum(each), len(each)) for name, each in won.items()}


def _proportion(hits: Sequence[bool]) -> Interval | None:
    return proportion_interval(sum(hits), len(hits)) if hits else None


def _share(each: Interval | None) -> dict[str, Any] | None:
    return None if each is None else {"value": each.value, "low": each.low, "high": each.high, "n": each.n}
