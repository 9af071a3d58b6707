"""People: mentors, peers, researchers to follow. Private: a name leaves the folder only where the learner says so."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from palaestra.kit.refusal import Refusal, unknown
from palaestra.practice.events import Event
from palaestra.practice.folder import PracticeFolder
from palaestra.practice.naming import free_name, short_id
from palaestra.practice.writing.artefact import clean
from palaestra.practice.writing.deadlines import day_said

ROLES = ("mentor", "peer", "researcher")
"""A researcher is one whose work is followed; other roles may be named as well."""
TAKEN = ("new",)


@dataclass(frozen=True, slots=True)
class Asked:
    """A question to ask someone; open until something they said answers it."""

    id: str
    day: str
    text: str
    is_open: bool = True


@dataclass(frozen=True, slots=True)
class SaidWords:
    """What someone said, on a day; about an artefact if it names one."""

    day: str
    text: str
    about: str = ""


@dataclass(frozen=True, slots=True)
class Person:
    """Someone the learner learns with or from."""

    id: str
    name: str
    role: str = ""
    next: str = ""
    """The day of the next meeting, ISO; empty when none is set."""
    link: str = ""
    about: str = ""
    thanked: bool = False
    """True when the learner said that this name may stand in the thanks of what they publish."""
    dropped: bool = False
    since: str = ""
    questions: tuple[Asked, ...] = ()
    said: tuple[SaidWords, ...] = field(default=())

    @property
    def open_questions(self) -> tuple[Asked, ...]:
        return tuple(each for each in self.questions if each.is_open)

    def met_since(self, day: str) -> bool:
        """Something they said was kept on that day or after."""
        return any(each.day >= day for each in self.said)


class People:
    """Keeps and reads the people of one practice folder."""

    def __init__(self, folder: PracticeFolder) -> None:
        self.folder = folder

    def all(self, dropped: bool = False) -> tuple[Person, ...]:
        """Everyone by next meeting, then by name."""
        found: dict[str, Person] = {}
        for event in self.folder.index().events("person")[::-1]:
            _take(found, event)
        shown = [each for each in found.values() if dropped or not each.dropped]
        return tuple(sorted(shown, key=lambda each: (each.next or "9999", each.name.casefold())))

    def find(self, person_id: str) -> Person:
        """The person of that id or name. An unknown one is refused with the nearest."""
        known = {each.id: each for each in self.all(dropped=True)}
        by_name = {each.name.casefold(): each for each in known.values()}
        found = known.get(person_id) or by_name.get(clean(person_id).casefold())
        if found is None:
            raise unknown("person", person_id, known, "palaestra person")
        return found

    def add(self, name: str, role: str = "", next_day: str = "", link: str = "", about: str = "") -> Person:
        """Someone new; a name that is there already is refused."""
        name = clean(name)
        if not name or len(name) > 120:
            raise Refusal("A person has a name of at most 120 characters.", 'For example: palaestra person add "Ada"')
        everyone = self.all(dropped=True)
        if any(each.name.casefold() == name.casefold() for each in everyone):
            raise Refusal(f"{name} is among your people already.", f'`palaestra person show "{name}"` shows them.')
        known = {each.id for each in everyone} | set(TAKEN)
        person_id = free_name(short_id(name, "person"), known.__contains__)
        facts = {"name": name, "role": clean(role), "next": self._day(next_day), "link": link.strip()}
        self._append(person_id, "begin", {**facts, "about": clean(about)})
        return self.find(person_id)

    def change(self, person_id: str, **changes: str | bool | None) -> Person:
        """Set what is named (name, role, next, link, about, thanked); an empty text takes it back."""
        found = self.find(person_id)
        given: dict[str, Any] = {name: value for name, value in changes.items() if value is not None}
        facts = {name: clean(value) if isinstance(value, str) else value for name, value in given.items()}
        if "next" in facts:
            facts["next"] = self._day(facts["next"])
        if facts.get("name") == "":
            raise Refusal("A person has a name.", "Nothing was changed.")
        facts = {name: value for name, value in facts.items() if value != getattr(found, name)}
        if facts:
            self._append(found.id, "change", facts, keep_empty=True)
        return self.find(found.id)

    def ask(self, person_id: str, question: str) -> Person:
        """Keep a question for the next meeting."""
        return self._say(person_id, "ask", "asks", question)

    def hear(self, person_id: str, says: str, about: str = "", answers: str = "") -> Person:
        """Keep what they said; `answers` is the id of the question it answers, `all` for every open one."""
        found = self.find(person_id)
        known = [each.id for each in found.open_questions]
        if answers and answers != "all" and answers not in known:
            raise Refusal("That question is not open.", f"`palaestra person show {found.id}` shows those that are.")
        closed = known if answers == "all" else [answers] if answers else []
        return self._say(person_id, "said", "says", says, about=about or None, answers=closed or None)

    def drop(self, person_id: str, undo: bool = False) -> Person:
        """Put someone out of sight, or bring them back."""
        found = self.find(person_id)
        if found.dropped == undo:
            self._append(found.id, "take-up" if undo else "drop", {})
        return self.find(found.id)

    def thanks(self) -> tuple[str, ...]:
        """The names that may be published, because the learner said so."""
        return tuple(each.name for each in self.all() if each.thanked)

    def _say(self, person_id: str, does: str, name: str, words: str, **facts: Any) -> Person:
        found = self.find(person_id)
        if not words.strip():
            raise Refusal("There are no words to keep.", f'For example: palaestra person ask {found.id} "..."')
        self._append(found.id, does, {name: words.strip(), **facts})
        return self.find(found.id)

    def _append(self, person_id: str, does: str, facts: Mapping[str, Any], keep_empty: bool = False) -> None:
        kept = {name: value for name, value in facts.items() if keep_empty or value}
        self.folder.log.append("person", person=person_id, does=does, **kept)

    def _day(self, said: str) -> str:
        return day_said(said, self.folder.today())


def _take(found: dict[str, Person], event: Event) -> None:
    """One event into what is known of its person."""
    facts, does = event.facts, event.facts.get("does", "begin")
    name = event.text("person") or short_id(event.text("name"), "person")
    if does == "begin" and name not in found:
        found[name] = Person(name, event.text("name") or name, since=event.day)
    person = found.get(name)
    if person is None:
        return
    if does in ("begin", "change"):
        known = ("name", "role", "next", "link", "about")
        new: dict[str, Any] = {each: facts[each] for each in known if isinstance(facts.get(each), str)}
        if isinstance(facts.get("thanked"), bool):
            new["thanked"] = facts["thanked"]
        person = replace(person, **new)
    elif does == "ask":
        person = replace(person, questions=(*person.questions, Asked(event.id, event.day, event.text("asks"))))
    elif does == "said":
        person = _heard(person, event)
    elif does in ("drop", "take-up"):
        person = replace(person, dropped=does == "drop")
    found[name] = person


def _heard(person: Person, event: Event) -> Person:
    closed = event.texts("answers")
    questions = tuple(replace(each, is_open=each.is_open and each.id not in closed) for each in person.questions)
    words = SaidWords(event.day, event.text("says"), event.text("about"))
    return replace(person, questions=questions, said=(*person.said, words))
