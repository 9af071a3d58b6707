"""What the learner decided about a path, read from `plan` events; and the decisions as they are kept.

Each `plan` event says what it `does`:

    use, choose          a path; one of several optional modules
    pick, drop           something specific under a broad box
    triage               goal, niche, labs, hours, what is known already
    order                another order of the path
    place, unplace       a placement begun, or left
    leave, resume        a box, option or module left with a reason, or taken up again
    want, unwant         something put on the plan just in time, or taken off
    revisit, settle      a mark to come back, set or cleared
    answer               an answer to a question of the path
    not-yet              a stage's sentence that does not hold yet, with the reason
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, cast

from palaestra.practice.events import Event
from palaestra.practice.path.learner import Left, Pick, Placing, Triage, Want

Reader = Callable[["Choices", Event], None]


@dataclass
class Choices:
    """The decisions that stand after some events, oldest first."""

    picks: dict[str, dict[str, Pick]] = field(default_factory=dict[str, dict[str, Pick]])
    chosen: dict[str, str] = field(default_factory=dict[str, str])
    triage: dict[str, Triage] = field(default_factory=dict[str, Triage])
    orders: dict[str, str] = field(default_factory=dict[str, str])
    placing: dict[str, Placing] = field(default_factory=dict[str, Placing])
    left: dict[str, Left] = field(default_factory=dict[str, Left])
    wants: dict[str, Want] = field(default_factory=dict[str, Want])
    revisit: set[str] = field(default_factory=set[str])
    answers: dict[str, str] = field(default_factory=dict[str, str])
    not_yet: dict[str, str] = field(default_factory=dict[str, str])

    @classmethod
    def read(cls, events: Iterable[Event]) -> "Choices":
        found = cls()
        for event in events:
            reader = _READERS.get(_text(event, "does"))
            if reader:
                reader(found, event)
        return found

    def facts(self) -> dict[str, Any]:
        """As the plan's facts name them."""
        return {
            "picks": {box: tuple(picks.values()) for box, picks in self.picks.items() if picks},
            "chosen": self.chosen,
            "triage": self.triage,
            "orders": self.orders,
            "placing": self.placing,
            "left": self.left,
            "wants": tuple(self.wants.values()),
            "revisit": frozenset(self.revisit),
            "answers": self.answers,
            "not_yet": self.not_yet,
        }

    def pick(self, event: Event) -> None:
        box, item = _text(event, "box"), _text(event, "item")
        if box and item:
            self.picks.setdefault(box, {})[item] = Pick(item, _text(event, "title") or item, _text(event, "url"))

    def drop(self, event: Event) -> None:
        self.picks.get(_text(event, "box"), {}).pop(_text(event, "item"), None)

    def choose(self, event: Event) -> None:
        if _text(event, "group"):
            self.chosen[_text(event, "group")] = _text(event, "module")

    def triage_said(self, event: Event) -> None:
        path, hours = _text(event, "curriculum"), event.facts.get("hours")
        if path:
            self.triage[path] = Triage(
                goal=_text(event, "goal"),
                niche=_text(event, "niche"),
                labs=_texts(event, "labs"),
                hours=float(hours) if isinstance(hours, int | float) and not isinstance(hours, bool) else 0.0,
                knows=_texts(event, "knows"),
                day=event.day,
            )

    def order(self, event: Event) -> None:
        if _text(event, "curriculum"):
            self.orders[_text(event, "curriculum")] = _text(event, "order")

    def place(self, event: Event) -> None:
        module = _text(event, "module")
        if module:
            self.placing[module] = Placing(module, _text(event, "exercise"), event.day)

    def unplace(self, event: Event) -> None:
        self.placing.pop(_text(event, "module"), None)

    def leave(self, event: Event) -> None:
        item = _text(event, "item")
        if item:
            self.left[item] = Left(item, _text(event, "because"), event.facts.get("lets_go", True) is not False)

    def resume(self, event: Event) -> None:
        self.left.pop(_text(event, "item"), None)

    def want(self, event: Event) -> None:
        name = _text(event, "want")
        if name:
            title, because, purpose, module = (_text(event, each) for each in ("title", "because", "for", "module"))
            self.wants[name] = Want(name, title, because, purpose, module, event.day)

    def unwant(self, event: Event) -> None:
        self.wants.pop(_text(event, "want"), None)

    def mark(self, event: Event) -> None:
        self.revisit.add(_text(event, "item"))

    def settle(self, event: Event) -> None:
        self.revisit.discard(_text(event, "item"))

    def answer(self, event: Event) -> None:
        if _text(event, "question"):
            self.answers[_text(event, "question")] = _text(event, "answer")

    def put_off(self, event: Event) -> None:
        if _text(event, "goal"):
            self.not_yet[_text(event, "goal")] = _text(event, "because")


_READERS: dict[str, Reader] = {
    "pick": Choices.pick,
    "drop": Choices.drop,
    "choose": Choices.choose,
    "triage": Choices.triage_said,
    "order": Choices.order,
    "place": Choices.place,
    "unplace": Choices.unplace,
    "leave": Choices.leave,
    "resume": Choices.resume,
    "want": Choices.want,
    "unwant": Choices.unwant,
    "revisit": Choices.mark,
    "settle": Choices.settle,
    "answer": Choices.answer,
    "not-yet": Choices.put_off,
}


def _text(event: Event, name: str) -> str:
    value = event.facts.get(name, "")
    return value if isinstance(value, str) else ""


def _texts(event: Event, name: str) -> tuple[str, ...]:
    value = event.facts.get(name, ())
    items = cast("list[object]", value) if isinstance(value, list) else []
    return tuple(each for each in items if isinstance(each, str))
