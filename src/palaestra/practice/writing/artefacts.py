"""Artefacts: beginning, changing, sharing and dropping what the learner makes.

    work = Artefacts(folder)
    mine = work.begin("distillation", "Regret without tears", deadline="2026-12-01")
    work.to_state(mine.id, "shared")

A file, once begun, is the learner's: nothing here writes it a second time.
"""

from collections import Counter
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from palaestra.kit.refusal import Refusal, unknown
from palaestra.practice.folder import PracticeFolder
from palaestra.practice.index import Index
from palaestra.practice.naming import free_file, free_name, short_id
from palaestra.practice.writing.artefact import Artefact, clean, read
from palaestra.practice.writing.deadlines import Deadline, day_said, of_artefact, of_meeting
from palaestra.practice.writing.kinds import Kind, kind_called

LONGEST_TITLE = 200
TAKEN = ("new", "people", "reading", "kinds", "from-log")
"""Ids that are addresses of the camp."""
LINKS = ("http://", "https://")


class Artefacts:
    """What the learner made or did, and what is under way."""

    def __init__(self, folder: PracticeFolder) -> None:
        self.folder = folder

    def all(self, dropped: bool = False) -> tuple[Artefact, ...]:
        """Every artefact, the newest first; dropped ones only when asked for."""
        found = read(self.folder.index(), self.folder.root)[::-1]
        return tuple(each for each in found if dropped or not each.dropped)

    def find(self, artefact_id: str) -> Artefact:
        """The artefact of that id, dropped or not. An unknown id is refused with the nearest."""
        known = {each.id: each for each in self.all(dropped=True)}
        if artefact_id not in known:
            raise unknown("artefact", artefact_id, known, "palaestra artefact list")
        return known[artefact_id]

    def search(self, kind: str = "", state: str = "", text: str = "", since: str = "") -> tuple[Artefact, ...]:
        """Those of a kind, in a state, changed since a day, with all these words in title, file, fields or feedback."""
        if kind:
            kind = kind_called(kind).id
        words = text.casefold().split()
        return tuple(
            each
            for each in self.all()
            if (not kind or each.kind == kind)
            and (not state or each.state == " ".join(state.split()).lower())
            and each.changed >= since
            and all(word in _said_of(each) for word in words)
        )

    def begin(
        self,
        kind: str,
        title: str,
        *,
        file: str = "",
        link: str = "",
        deadline: str = "",
        module: str = "",
        for_: str = "",
        fields: Mapping[str, str] | None = None,
        state: str = "",
        origin: str = "",
    ) -> Artefact:
        """A new artefact. One whose kind asks something gets a file of its own, unless `file` names one that exists.

        deadline: a day, as `day_said` reads it. origin: the event of the log it comes from.
        """
        of = kind_called(kind)
        title = _title(title, of)
        facts = self._checked(of, {"link": link, "deadline": deadline, "file": file, "state": state})
        name = self._free_id(short_id(title, of.id))
        own = self._fields(of, fields or {})
        if of.asks and not file:
            facts["file"] = self._begin_file(of, title, name)
        facts = {"title": title, "module": module, "for": clean(for_)} | facts
        facts["state"] = facts.get("state") or of.states[0]
        kept = {key: value for key, value in facts.items() if value}
        more = {"fields": own} if own else {}
        self._append(name, "begin", {"kind": of.id, "from": origin or None, **kept, **more})
        return self.find(name)

    def change(self, artefact_id: str, fields: Mapping[str, str] | None = None, **changes: str | None) -> Artefact:
        """Set what is named (title, link, deadline, file, module, for_, outcome); an empty text takes it back."""
        found = self.find(artefact_id)
        given = {name.rstrip("_"): value for name, value in changes.items() if value is not None}
        if "title" in given:
            given["title"] = _title(given["title"], found.of_kind)
        facts = self._checked(found.of_kind, given)
        own = self._fields(found.of_kind, fields or {})
        own = {name: value for name, value in own.items() if value != found.fields.get(name, "")}
        was = {name: getattr(found, "for_" if name == "for" else name) for name in facts}
        facts = {name: value for name, value in facts.items() if value != was[name]}
        if facts or own:
            self._append_to(found, "change", **facts, **({"fields": own} if own else {}))
        return self.find(artefact_id)

    def to_state(self, artefact_id: str, state: str, answer: str = "", asked: str = "", outcome: str = "") -> Artefact:
        """Move it to a state of its kind.

        Before it stands before others it is asked once whether it could advance capabilities:
        `answer`, and `asked`, whom the learner asked. Raises Refusal while that is open.
        """
        found = self.find(artefact_id)
        wanted = found.of_kind.state(state)
        if wanted in found.of_kind.public and found.advances is None and not answer.strip():
            raise Refusal(
                f"Before “{found.title}” is {wanted}: could it advance capabilities, and whom did you ask?",
                f'`palaestra artefact advances {found.id} "your answer" --asked NAME` keeps the answer, once.',
            )
        if answer.strip():
            self.answer_advances(artefact_id, answer, asked)
        return self.change(artefact_id, state=wanted, outcome=outcome or None)

    def answer_advances(self, artefact_id: str, answer: str, asked: str = "") -> Artefact:
        """Keep the answer to “could this advance capabilities?”, and whom the learner asked (nobody, if so)."""
        found = self.find(artefact_id)
        answer = clean(answer)
        if not answer:
            raise Refusal("An answer has words.", 'For example: "No: it explains a method everyone uses."')
        self._append_to(found, "advances", answer=answer, asked=clean(asked) or None)
        return self.find(artefact_id)

    def drop(self, artefact_id: str, why: str = "") -> Artefact:
        """Put it out of sight; its file stays, and `take_up` brings it back."""
        found = self.find(artefact_id)
        if not found.dropped:
            self._append_to(found, "drop", why=clean(why) or None)
        return self.find(artefact_id)

    def take_up(self, artefact_id: str) -> Artefact:
        """Bring back what was dropped."""
        found = self.find(artefact_id)
        if found.dropped:
            self._append_to(found, "take-up")
        return self.find(artefact_id)

    def meet(self, artefact_id: str, says: str, day: str = "") -> Artefact:
        """Keep a note of one meeting of a reading group."""
        found = self.find(artefact_id)
        says = says.strip()
        if not says:
            raise Refusal("A note of a meeting has words.", 'For example: "Week 3: reward hacking; my doubt about ..."')
        self._append_to(found, "meeting", says=says, day=self._day(day) or None)
        return self.find(artefact_id)

    def ask(self, artefact_id: str, who: str, what: str = "") -> Artefact:
        """Keep that feedback was asked of someone."""
        return self._exchange(artefact_id, who, asked=clean(what) or "what they think of it")

    def hear(self, artefact_id: str, who: str, says: str) -> Artefact:
        """Keep what someone said."""
        return self._exchange(artefact_id, who, says=says)

    def amend(self, artefact_id: str, what: str, who: str = "") -> Artefact:
        """Keep what was changed after feedback, from whom if it was one person's."""
        return self._exchange(artefact_id, who, is_own=True, changed=what)

    def deadlines(self, today: date) -> tuple[Deadline, ...]:
        """What has a day within a fortnight or past and is still open: artefacts, and meetings with people."""
        from palaestra.practice.writing.people import People

        found = [each for artefact in self.all() for each in of_artefact(artefact, today)]
        found += [each for person in People(self.folder).all() for each in of_meeting(person, today)]
        return tuple(sorted(found, key=lambda each: (each.day, each.title)))

    def _exchange(self, artefact_id: str, who: str, is_own: bool = False, **said: str) -> Artefact:
        found = self.find(artefact_id)
        who = clean(who)
        if not who and not is_own:
            raise Refusal("Feedback is asked of someone.", "Name them: --ask NAME or --from NAME.")
        ((name, words),) = said.items()
        if not words.strip():
            raise Refusal(
                "Feedback has words.", f'For example: palaestra artefact feedback {found.id} --from NAME "..."'
            )
        facts = {"artefact": found.id, "begun": found.begun, "from": who or None, name: words.strip()}
        self.folder.log.append("feedback", **facts)
        return self.find(artefact_id)

    def _append_to(self, found: Artefact, does: str, **facts: Any) -> None:
        self._append(found.id, does, {"begun": found.begun, **facts})

    def _append(self, artefact_id: str, does: str, facts: Mapping[str, Any]) -> None:
        self.folder.log.append_all([("artefact", {"artefact": artefact_id, "does": does, **facts})])

    def _free_id(self, wanted: str) -> str:
        known = {each.id for each in self.all(dropped=True)} | set(TAKEN)
        return free_name(wanted, known.__contains__)

    def _begin_file(self, of: Kind, title: str, name: str) -> str:
        """The kind's questions in a file of its own, never over another one."""
        path = free_file(self.folder.root / of.folder, name)
        self.folder.write(path, of.text(title))
        return path.relative_to(self.folder.root).as_posix()

    def _checked(self, of: Kind, given: Mapping[str, str]) -> dict[str, str]:
        """The facts as they are kept; what cannot be taken is refused."""

        def state(said: str) -> str:
            return of.state(said) if said else ""

        readers = {"deadline": self._day, "link": link_said, "file": self._file, "state": state}
        return {name: readers.get(name, clean)(value) for name, value in given.items()}

    def _fields(self, of: Kind, given: Mapping[str, str]) -> dict[str, str]:
        kept: dict[str, str] = {}
        for name, value in given.items():
            field = of.field(name)
            read_as = {"day": self._day, "link": link_said, "number": _number}.get(field.kind, clean)
            kept[name] = read_as(value)
        return kept

    def _day(self, said: str) -> str:
        return day_said(said, self.folder.today())

    def _file(self, said: str) -> str:
        """A file that exists: inside the folder by its name there, else by its whole path (then never published)."""
        if not said.strip():
            return ""
        given = Path(said.strip()).expanduser()
        places = [given.absolute(), self.folder.root / given]
        try:
            found = next((each for each in places if each.exists()), None)
        except (OSError, ValueError):  # a name too long, or with a zero byte
            found = None
        if found is None:
            raise Refusal(f"There is no file {said[:120]!r}.", "Name one that exists, or leave --file out.")
        root, place = self.folder.root.resolve(), found.resolve()
        return place.relative_to(root).as_posix() if place.is_relative_to(root) else str(place)


def counted(index: Index, root: Path = Path()) -> Counter[str]:
    """How many artefacts of each kind count as made."""
    return Counter(each.kind for each in read(index, root) if each.done)


def _title(given: str, of: Kind) -> str:
    title = clean(given)
    if not title:
        raise Refusal("An artefact needs a title.", f'For example: palaestra artefact new {of.id} "its title"')
    if len(title) > LONGEST_TITLE:
        raise Refusal(
            f"A title has at most {LONGEST_TITLE} characters, not {len(title)}.", "Keep the rest in its file."
        )
    return title


def link_said(said: str) -> str:
    """A link as it is kept; empty for none. Raises Refusal for what is not one."""
    link = said.strip()
    if link and (not link.startswith(LINKS) or any(each.isspace() for each in link) or clean(link) != link):
        raise Refusal(f"{link[:80]!r} is not a link.", "A link begins with https://.")
    return link


def _number(said: str) -> str:
    text = said.strip().replace(",", ".")
    try:
        if text and abs(float(text)) < float("inf"):
            return text
    except ValueError:
        pass
    if not text:
        return ""
    raise Refusal(f"{said[:60]!r} is not a number.", "For example: 0.78")


def _said_of(artefact: Artefact) -> str:
    """Everything that is looked through by a search, in small letters."""
    words = [artefact.id, artefact.title, artefact.for_, artefact.link, artefact.outcome, artefact.module]
    words += [*artefact.fields.values(), *(each.text for each in artefact.feedback), artefact.body()]
    return " ".join([*words, *(each.says for each in artefact.meetings)]).casefold()
