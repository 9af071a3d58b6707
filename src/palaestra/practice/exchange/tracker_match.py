"""Which line of a tracker is which resource: the preview of an import, and what it would append.

    preview = match(tracker, curricula)
    changes(preview, facts)          # ("tick", {"item": ..., "ticked": True}), ...: empty the second time

A line is matched by its title and its links, under the heading of its level, so
that the same title at two levels stays apart. Nothing is guessed: what matches
no shipped resource becomes a box of a path of the learner's own.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from hashlib import blake2b
from typing import Any

from palaestra.kit.curriculum import Curriculum, Module, Option, Resource, Stage
from palaestra.practice.exchange.tracker import Box, Tracker, plain
from palaestra.practice.path.standing import Facts

_LEVEL = re.compile(r"\b(?:level|phase|stage|part) \d+")
_BEFORE = re.compile(r"\s\(|:\s|\s[-–—]\s|\sby\s")
_ITALIC = re.compile(r"\*{1,3}([^*]{2,300})\*{1,3}|(?<!\w)_{1,2}([^_]{2,300})_{1,2}(?!\w)")
Change = tuple[str, Mapping[str, Any]]
CLOSE = 0.9
"""How alike two titles must be when they are not equal."""
MOST_COMPARED = 500
"""Paths with more boxes are matched by equal titles and links alone."""
HEADING = 0.4
"""What the right level adds, so that it decides between equal titles."""
AUTHORS = 0.2


@dataclass(frozen=True, slots=True)
class Match:
    """A box of the file and what it ticks. A new pick under a broad box has `pick_under`."""

    box: int
    item: str
    title: str
    curriculum: str
    pick_under: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Preview:
    """What an import would do. `unknown` are the numbers of boxes that match nothing."""

    tracker: Tracker
    matches: tuple[Match, ...]
    unknown: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class _Place:
    """A resource with where it stands, and what a line is compared with."""

    curriculum: Curriculum
    resource: Resource
    names: frozenset[str]
    addresses: frozenset[str]
    authors: frozenset[str]
    stage: str
    module: str
    levels: frozenset[str]

    @classmethod
    def of(cls, curriculum: Curriculum, stage: Stage, module: Module, resource: Resource) -> "_Place":
        return cls(
            curriculum,
            resource,
            names=frozenset(_key(each) for each in (resource.title, *resource.also)),
            addresses=frozenset(_address(url) for each in resource.options for url in (each.url, each.given) if url),
            authors=frozenset(_words(resource.authors)),
            stage=_key(stage.title),
            module=_key(module.title),
            levels=frozenset(_LEVEL.findall(_key(stage.title))),
        )


@dataclass(frozen=True, slots=True)
class _Line:
    """A box with what it is compared by."""

    heads: frozenset[str]
    words: frozenset[str]
    addresses: frozenset[str]
    headings: frozenset[str]
    levels: frozenset[str]

    @classmethod
    def of(cls, tracker: Tracker, box: Box) -> "_Line":
        around = [*box.headings, *(tracker.boxes[number].title for number in _parents(tracker, box))]
        headings = frozenset(_key(each) for each in around)
        return cls(
            _heads(box),
            frozenset(_words(box.title)),
            frozenset(_address(link.url) for link in box.links),
            headings,
            frozenset(level for each in headings for level in _LEVEL.findall(each)),
        )


def match(tracker: Tracker, curricula: Sequence[Curriculum]) -> Preview:
    """Match every box: outer ones to resources, then what stands inside or is one option of many."""
    outer = [number for number, box in enumerate(tracker.boxes) if box.parent is None]
    found = _assign_all(tracker, outer, curricula)
    inner = [n for n, box in enumerate(tracker.boxes) if box.parent is not None and _above(tracker, box, found) is None]
    found |= _assign_all(tracker, inner, curricula, {place.resource.id for place in found.values()})
    matches: dict[int, Match] = {
        number: Match(number, place.resource.id, place.resource.title, place.curriculum.id)
        for number, place in found.items()
    }
    alone = _Options(curricula)
    for number, box in enumerate(tracker.boxes):
        if number not in matches:
            above = _above(tracker, box, found)
            one = _nested(box, number, above) if above else alone.match(box, number)
            if one:
                matches[number] = one
    unknown = tuple(number for number, _ in enumerate(tracker.boxes) if number not in matches)
    return Preview(tracker, tuple(matches[number] for number in sorted(matches)), unknown)


def changes(preview: Preview, facts: Facts) -> list[Change]:
    """The events an import would append, none of what the folder knows already. It never clears a tick."""
    picks = {pick.item for each in facts.picks.values() for pick in each}
    found: list[Change] = []
    seen: set[str] = set()
    for each in preview.matches:
        if each.pick_under and each.item not in picks:
            facts_of = {"does": "pick", "box": each.pick_under, "item": each.item, "title": each.title}
            found.append(("plan", facts_of | ({"url": each.url} if each.url else {})))
            picks.add(each.item)
        if preview.tracker.boxes[each.box].ticked and each.item not in facts.ticked and each.item not in seen:
            found.append(("tick", {"item": each.item, "ticked": True}))
            seen.add(each.item)
    return found


def pick_item(box: str, title: str) -> str:
    """What the tick of a pick names: the box it stands under and its title, as `box#pick-title`."""
    return f"{box}#pick-{distinct_id(title)}"


def distinct_id(title: str, longest: int = 48) -> str:
    """A title as an id: small letters, digits and hyphens. What that leaves out is told apart by a few digits.

    Not `naming.slug`: the same line of a file must give the same id at every import, and another line another one.
    """
    words = _words(title)
    short = "-".join(re.findall(r"[a-z0-9]+", " ".join(words)))
    if short.replace("-", "") == "".join(words) and 0 < len(short) <= longest:
        return short
    digest = blake2b(title.strip().encode(errors="replace"), digest_size=4).hexdigest()
    return "-".join(filter(None, (short[:longest].strip("-"), digest)))


def _assign_all(
    tracker: Tracker, numbers: Sequence[int], curricula: Sequence[Curriculum], taken: Iterable[str] = ()
) -> dict[int, _Place]:
    """Boxes to resources: the path that fits best first, the others for what it leaves over."""
    found: dict[int, _Place] = {}
    left = list(curricula)
    used = set(taken)
    while left and len(found) < len(numbers):
        open_ones = [number for number in numbers if number not in found]
        trials = [(each, _assign(tracker, open_ones, each, used)) for each in left]
        best, assigned = max(trials, key=lambda trial: (len(trial[1]), sum(score for _, score in trial[1].values())))
        if not assigned:
            break
        found |= {number: place for number, (place, _) in assigned.items()}
        left.remove(best)
    return found


def _assign(
    tracker: Tracker, numbers: Sequence[int], curriculum: Curriculum, used: set[str]
) -> dict[int, tuple[_Place, float]]:
    """Boxes to resources with how sure, each used once, the surest first; equals in the order they stand in."""
    places = [_Place.of(curriculum, *each) for each in curriculum.every_resource() if each[2].id not in used]
    by_word: dict[str, list[int]] = {}
    for index, place in enumerate(places):
        for word in (*place.names, *place.addresses):
            by_word.setdefault(word, []).append(index)
    scored: list[tuple[float, int, int]] = []
    for number in numbers:
        line = _Line.of(tracker, tracker.boxes[number])
        near = {index for word in (*line.heads, *line.addresses) for index in by_word.get(word, ())}
        scores = {index: score for index in near if (score := _alike(line, places[index]))}
        if not scores and len(places) <= MOST_COMPARED:
            scores = {index: _closest(line.heads, place.names) for index, place in enumerate(places)}
        scored += [
            (score + HEADING * _same_level(line, places[index]), number, index)
            for index, score in scores.items()
            if score
        ]
    scored.sort(key=lambda each: (-each[0], each[1], each[2]))
    taken: set[int] = set()
    found: dict[int, tuple[_Place, float]] = {}
    for score, number, index in scored:
        if number not in found and index not in taken:
            found[number] = (places[index], score)
            taken.add(index)
    return found


def _alike(line: _Line, place: _Place) -> float:
    """How surely a line is a resource: by its links, by its title; 0 when it is not."""
    shared = len(line.addresses & place.addresses) / len(line.addresses) if line.addresses else 0.0
    if line.heads & place.names:
        known = AUTHORS if place.authors and place.authors <= line.words else 0.0
        return 1.0 + shared + known
    # One link is one option: only several of them say that the whole box is meant, and more surely than a title does.
    return 0.5 + shared if shared > 0.5 and len(line.addresses) > 1 else 0.0


def _closest(heads: frozenset[str], names: frozenset[str]) -> float:
    """How surely a title is one of the names but for its spelling; other numbers make it another title."""
    best = 0.0
    for name in names:
        for head in heads:
            is_near = abs(len(name) - len(head)) <= 0.1 * max(len(name), len(head))
            if is_near and re.findall(r"\d+", name) == re.findall(r"\d+", head):
                matcher = SequenceMatcher(None, name, head, autojunk=False)
                if matcher.real_quick_ratio() >= CLOSE and matcher.quick_ratio() >= CLOSE:
                    best = max(best, matcher.ratio())
    return 0.9 * best if best >= CLOSE else 0.0


def _same_level(line: _Line, place: _Place) -> float:
    """1 when the line stands under the stage's own heading or number; a little more under the module's."""
    stage = 1.0 if place.stage in line.headings or line.levels & place.levels else 0.0
    return stage + (0.1 if place.module in line.headings else 0.0)


def _nested(box: Box, number: int, above: _Place) -> Match | None:
    """A box inside another: one of its options or parts, or a pick under a broad one."""
    resource, curriculum = above.resource, above.curriculum.id
    heads = _heads(box)
    theirs = {_address(link.url) for link in box.links}
    for option in resource.options:
        if theirs & _option_addresses(option) or heads & _option_names(option):
            return Match(number, resource.item(option.id), option.title, curriculum)
    for key, title in _parts(resource):
        if _key(title) in heads:
            return Match(number, resource.item(key), title, curriculum)
    if not resource.category:
        return None
    title = box.links[0].title if box.links else box.title
    url = box.links[0].url if box.links else ""
    return Match(number, pick_item(resource.id, title), title, curriculum, resource.id, url)


class _Options:
    """Every option of every path, for a line of its own that is one of many in a box of ours."""

    def __init__(self, curricula: Sequence[Curriculum]) -> None:
        self._found: dict[str, list[tuple[Curriculum, Resource, Option]]] = {}
        for curriculum in curricula:
            for _, _, resource in curriculum.every_resource():
                for option in resource.options:
                    for word in _option_addresses(option) | _option_names(option):
                        self._found.setdefault(word, []).append((curriculum, resource, option))

    def match(self, box: Box, number: int) -> Match | None:
        """The one option with the box's only link, or else with its title; none when several have it."""
        links = [_address(link.url) for link in box.links]
        for words in (links if len(links) == 1 else [], _heads(box)):
            found = [each for word in words for each in self._found.get(word, ())]
            if len({(resource.id, option.id) for _, resource, option in found}) == 1:
                curriculum, resource, option = found[0]
                return Match(number, resource.item(option.id), option.title, curriculum.id)
        return None


def _parents(tracker: Tracker, box: Box) -> Iterator[int]:
    """The boxes this one stands in, innermost first."""
    parent = box.parent
    while parent is not None:
        yield parent
        parent = tracker.boxes[parent].parent


def _above(tracker: Tracker, box: Box, found: Mapping[int, _Place]) -> _Place | None:
    """The innermost matched box this one stands in."""
    return next((found[number] for number in _parents(tracker, box) if number in found), None)


def _parts(resource: Resource) -> Iterator[tuple[str, str]]:
    for number, title in enumerate(resource.parts, 1):
        yield resource.part_key(number), title
    for option in resource.options:
        for number, title in enumerate(option.parts, 1):
            yield option.part_key(number), title


def _heads(box: Box) -> frozenset[str]:
    """What may be the title in a line: all of it, what stands before its first mark, what is set in italics."""
    text = box.text[:1000]
    whole = plain(text)
    found = [box.title, whole, _BEFORE.split(whole)[0], whole.split(" (")[0]]
    found += [whole.rsplit(mark, 1)[0] for mark in (" - ", " – ", " by ", ": ")]
    found += ["".join(each) for each in _ITALIC.findall(text.split("(")[0])]
    if box.links and whole.startswith(box.links[0].title):
        found.append(box.links[0].title)
    return frozenset(_key(each) for each in found if each.strip())


def _option_addresses(option: Option) -> frozenset[str]:
    return frozenset(_address(each) for each in (option.url, option.given) if each)


def _option_names(option: Option) -> frozenset[str]:
    return frozenset(_key(each) for each in (option.title, f"{option.title} {option.authors}"))


def _key(text: str) -> str:
    return " ".join(_words(text)) or text.strip()


def _words(text: str) -> list[str]:
    """Lower-case words without accents and punctuation."""
    folded = unicodedata.normalize("NFKD", text.casefold()).replace("’", "'").replace("'", "")
    bare = "".join(each for each in folded if not unicodedata.combining(each))
    return re.findall(r"[^\W_]+", bare)


def _address(url: str) -> str:
    """An address without what does not change where it leads."""
    bare = re.sub(r"^https?://(www\.)?", "", url.strip().casefold())
    return bare.partition("#")[0].rstrip("/")
