"""The reading inbox: links and titles to look at later, each then a paper note, a box of the path, or let go."""

from dataclasses import dataclass, replace

from palaestra.kit.refusal import Refusal, unknown
from palaestra.practice.folder import PracticeFolder
from palaestra.practice.naming import free_name, short_id
from palaestra.practice.writing.artefact import Artefact, clean
from palaestra.practice.writing.artefacts import LINKS, Artefacts, link_said


@dataclass(frozen=True, slots=True)
class Waiting:
    """Something to read. `became` names what it was turned into; empty while it waits."""

    id: str
    title: str
    link: str
    day: str
    source: str = ""
    """Who or what pointed at it."""
    became: str = ""
    dropped: bool = False

    @property
    def waits(self) -> bool:
        return not self.became and not self.dropped


class Inbox:
    """What waits to be read, in one practice folder."""

    def __init__(self, folder: PracticeFolder) -> None:
        self.folder = folder

    def all(self) -> tuple[Waiting, ...]:
        """Everything that ever came in, newest first."""
        found: dict[str, Waiting] = {}
        for event in self.folder.index().events("reading")[::-1]:
            does, name = str(event.facts.get("does", "add")), event.subject
            said = {key: event.text(key) for key in ("title", "link", "from", "what")}
            if does == "add" and name and name not in found:
                found[name] = Waiting(name, said["title"] or name, said["link"], event.day, said["from"])
            elif does == "becomes" and name in found:
                found[name] = replace(found[name], became=said["what"])
            elif does in ("drop", "take-up") and name in found:
                found[name] = replace(found[name], dropped=does == "drop", became="")
        return tuple(found.values())[::-1]

    def waiting(self) -> tuple[Waiting, ...]:
        """What still waits, newest first."""
        return tuple(each for each in self.all() if each.waits)

    def find(self, item_id: str) -> Waiting:
        """The item of that id. An unknown one is refused with the nearest."""
        known = {each.id: each for each in self.all()}
        if item_id not in known:
            raise unknown("thing to read", item_id, known, "palaestra reading")
        return known[item_id]

    def add(self, said: str, title: str = "", source: str = "") -> Waiting:
        """A link, a title, or both; a link that waits already is that one."""
        said = said.strip()
        is_link = said.startswith(LINKS)
        link, words = (link_said(said), clean(title) or _of_link(said)) if is_link else ("", clean(said))
        if not words:
            example = "palaestra reading add https://arxiv.org/abs/1606.06565"
            raise Refusal("There is nothing to keep.", f"For example: {example}")
        if len(words) > 200:
            raise Refusal(f"A title has at most 200 characters, not {len(words)}.", "Say it shorter.")
        there = next((each for each in self.waiting() if link and each.link == link), None)
        if there:
            return there
        known = {each.id for each in self.all()}
        name = free_name(short_id(words, "reading"), known.__contains__)
        facts = {"title": words, "link": link or None, "from": clean(source) or None}
        self.folder.log.append("reading", reading=name, does="add", **facts)
        return self.find(name)

    def note(self, item_id: str) -> Artefact:
        """Begin a paper note on it; it waits no longer."""
        item = self._waiting(item_id)
        made = Artefacts(self.folder).begin("paper-note", item.title, link=item.link)
        self._becomes(item, f"artefact:{made.id}")
        return made

    def box(self, item_id: str, box: str, item: str) -> None:
        """Record it under a broad box of the path as the pick `item`; it waits no longer."""
        found = self._waiting(item_id)
        pick = {"does": "pick", "box": box, "item": item, "title": found.title, "url": found.link or None}
        becomes = {"reading": found.id, "does": "becomes", "what": f"box:{item}"}
        self.folder.log.append_all([("plan", pick), ("reading", becomes)])

    def drop(self, item_id: str, undo: bool = False) -> Waiting:
        """Let it go, or take it back."""
        found = self.find(item_id)
        if found.dropped == undo:
            self.folder.log.append("reading", reading=found.id, does="take-up" if undo else "drop")
        return self.find(item_id)

    def _waiting(self, item_id: str) -> Waiting:
        found = self.find(item_id)
        if not found.waits:
            says = f"became {found.became.partition(':')[2]}" if found.became else "was dropped"
            raise Refusal(f"“{found.title}” {says}.", "`palaestra reading` lists what waits.")
        return found

    def _becomes(self, item: Waiting, what: str) -> None:
        self.folder.log.append("reading", reading=item.id, does="becomes", what=what)


def _of_link(link: str) -> str:
    """A title for a link alone: its last words, or its host."""
    host, _, path = link.partition("://")[2].partition("/")
    last = path.partition("?")[0].strip("/").rpartition("/")[2].partition(".html")[0]
    words = clean(last.replace("-", " ").replace("_", " "))
    return f"{words} ({host.removeprefix('www.')})" if words else host
