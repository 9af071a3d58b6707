"""The kinds of artefact: what each asks, its states in order, and what is kept of it. The table is kinds.toml."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from palaestra.kit.refusal import Refusal, unknown

TABLE = Path(__file__).with_name("kinds.toml")
FIELD_KINDS = ("text", "day", "number", "link")


@dataclass(frozen=True, slots=True)
class Field:
    """One more thing kept of an artefact of some kind."""

    name: str
    says: str
    kind: str = "text"
    """`text`, `day`, `number` or `link`."""


@dataclass(frozen=True, slots=True)
class Kind:
    """What artefacts of one kind have in common."""

    id: str
    title: str
    many: str
    says: str
    states: tuple[str, ...]
    """In order; a new one is in the first."""
    done: tuple[str, ...]
    """The states that count as made."""
    ends: tuple[str, ...]
    """The states after which nothing is asked any more, so that a deadline is over."""
    public: tuple[str, ...] = ()
    """The states that put it before others."""
    asks: tuple[tuple[str, str], ...] = ()
    """The headings of its file, each with a question; empty when it has no file of its own."""
    fields: tuple[Field, ...] = ()
    due: str = "due"

    @property
    def folder(self) -> str:
        """Where its files go, inside the practice folder."""
        return f"notes/{self.id}"

    def text(self, title: str) -> str:
        """A fresh file: the title, then what is asked."""
        parts = [f"## {heading}\n\n*{ask}*\n" for heading, ask in self.asks]
        return "\n".join([f"# {title}\n", *parts])

    def state(self, given: str) -> str:
        """The state of that name; an unknown one is refused with the states in order."""
        wanted = " ".join(given.split()).lower()
        if wanted not in self.states:
            nearest = unknown("state", given, self.states, "").mend
            every = f"Theirs are, in order: {', '.join(self.states)}."
            what = f"{self.many} have no state called {given[:60]!r}."
            raise Refusal(what, nearest if nearest.startswith("Did you mean") else every)
        return wanted

    def field(self, name: str) -> Field:
        """The field of that name. Raises Refusal."""
        found = {each.name: each for each in self.fields}
        if name not in found:
            names = ", ".join(found) or "none"
            raise Refusal(f"{self.many} have no field called {name[:60]!r}.", f"Beside the common ones: {names}.")
        return found[name]


@cache
def kinds() -> Mapping[str, Kind]:
    """Every kind by its id, in the order of the table."""
    table = tomllib.loads(TABLE.read_text(encoding="utf-8"))
    return {name: _kind(name, words) for name, words in table.items()}


def kind_called(given: str) -> Kind:
    """The kind of that id, or of that title in any spelling. An unknown one is refused with the nearest."""
    wanted = "-".join(given.lower().replace("_", " ").replace("-", " ").split())
    known = kinds()
    by_title = {each.title.lower().replace(" ", "-"): each for each in known.values()}
    found = known.get(wanted) or by_title.get(wanted)
    if found is None:
        raise unknown("kind of artefact", given, known, "palaestra artefact kinds")
    return found


def kind_or_own(given: str) -> Kind:
    """The kind of that id; for one this version does not know, a plain one, so that nothing is hidden."""
    name = given or "artefact"
    plain = Kind(name, name.replace("-", " ").capitalize(), name, "", ("begun", "done"), ("done",), ("done",))
    return kinds().get(given, plain)


def _kind(name: str, words: dict[str, Any]) -> Kind:
    fields = tuple(Field(**each) for each in words.pop("fields", []))
    asks = tuple((heading, ask) for heading, ask in words.pop("asks", []))
    lists = {key: tuple(words.pop(key, words.get("done", []))) for key in ("ends",)}
    lists |= {key: tuple(words.pop(key, [])) for key in ("states", "done", "public")}
    return Kind(id=name, asks=asks, fields=fields, **lists, **words)
