"""What a path points to: boxes with their options and parts, and where its content comes from."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Correction:
    """A fact the source got wrong, or the years did: what it said, what we say, and why.

    `kind` is `moved`, `dead`, `suspicious` (not what its title says, or not checkable) or `text`.
    `now` is empty when no good replacement is known.
    """

    kind: str
    was: str
    reason: str
    now: str = ""


@dataclass(frozen=True, slots=True)
class Source:
    """Where a path's content comes from."""

    title: str
    url: str
    authors: str = ""
    corrections: tuple[Correction, ...] = ()


@dataclass(frozen=True, slots=True)
class Option:
    """One of several things behind a box; it has a tick of its own."""

    id: str
    title: str
    url: str = ""
    authors: str = ""
    year: int = 0
    note: str = ""
    changed: str = ""
    """What has changed since its year, for a source that has aged."""
    parts: tuple[str, ...] = ()
    """Sections or chapters to tick singly; all of them make the option done."""
    corrections: tuple[Correction, ...] = ()

    @property
    def given(self) -> str:
        """The link as the source of the path gives it; `url` is where to go today."""
        return next((each.was for each in self.corrections if each.kind != "text"), self.url)

    def part_key(self, number: int) -> str:
        """The tick of part `number`, counted from one."""
        return f"{self.id}:{number}"


@dataclass(frozen=True, slots=True)
class Choose:
    """How many options meet a box: at least `min`; more than `max` is welcome but not asked for."""

    min: int
    max: int | None = None

    def __str__(self) -> str:
        if self.max is None:
            return f"{self.min} or more"
        return str(self.min) if self.max == self.min else f"{self.min}–{self.max}"


@dataclass(frozen=True, slots=True)
class Resource:
    """One check-box of a path: something to read, do or make."""

    id: str
    title: str
    kind: str = "resource"
    """book, chapter, course, post, paper, exercise, project, tool, writing, ..."""
    authors: str = ""
    year: int = 0
    url: str = ""
    """Palaestra's own link, where the source of the path gives none."""
    options: tuple[Option, ...] = ()
    choose: Choose | None = None
    """How many of the options meet the box; without it all of them do."""
    parts: tuple[str, ...] = ()
    note: str = ""
    changed: str = ""
    """What has changed since its year, for a source that has aged."""
    added: str = ""
    """The day (2026-11-20) it joined the path, for those who passed its module before."""
    category: bool = False
    """A broad shelf ("posts on robustness"): pick specific ones and record them under it."""
    picks: int = 0
    """How many recorded picks meet the box ("five papers"); its options are then lists to pick from."""
    revisits: str = ""
    """The earlier resource of the same title, when a path comes back to it. Their ticks are apart."""
    also: tuple[str, ...] = ()
    """Other wordings under which a tracker may list it."""
    corrections: tuple[Correction, ...] = ()
    aliases: tuple[str, ...] = ()

    @property
    def least(self) -> int:
        """How many options meet this box."""
        return self.choose.min if self.choose else len(self.options)

    def part_key(self, number: int) -> str:
        return f":{number}"

    def item(self, part: str = "") -> str:
        """What a tick names: the box itself, or `box#part` for an option's id or a part's key."""
        return f"{self.id}#{part}" if part else self.id

    @property
    def items(self) -> tuple[str, ...]:
        """Everything in this box that can be ticked, the box itself first."""
        parts = [self.part_key(number) for number, _ in enumerate(self.parts, 1)]
        for option in self.options:
            parts += [option.id, *(option.part_key(number) for number, _ in enumerate(option.parts, 1))]
        return tuple(self.item(part) for part in ("", *parts))
