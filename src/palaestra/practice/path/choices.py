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
from typing import Any

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
            reader = _READERS.get(event.text("does"))
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
        box, item = event.text("box"), event.text("item")
        if box and item:
            self.picks.setdefault(box, {})[item] = Pick(item, event.text("title") or item, event.text("url"))

    def drop(self, event: Event) -> None:
        self.picks.get(event.text("box"), {}).pop(event.text("item"), None)

    def choose(self, event: Event) -> None:
        if event.text("group"):
            self.chosen[event.text("group")] = event.text("module")

    def triage_said(self, event: Event) -> None:
        path, hours = event.text("curriculum"), event.facts.get("hours")
        if path:
            self.triage[path] = Triage(
                goal=event.text("goal"),
                niche=event.text("niche"),
                labs=event.texts("labs"),
                hours=float(hours) if isinstance(hours, int | float) and not isinstance(hours, bool) else 0.0,
                knows=event.texts("knows"),
                day=event.day,
            )

    def order(self, event: Event) -> None:
        if event.text("curriculum"):
            self.orders[event.text("curriculum")] = event.text("order")

    def place(self, event: Event) -> None:
        module = event.text("module")
        if module:
            self.placing[module] = Placing(module, event.text("exercise"), event.day)

    def unplace(self, event: Event) -> None:
        self.placing.pop(event.text("module"), None)

    def leave(self, event: Event) -> None:
        item = event.text("item")
        if item:
            self.left[item] = Left(item, event.text("because"), event.facts.get("lets_go", True) is not False)

    def resume(self, event: Event) -> None:
        self.left.pop(event.text("item"), None)

    def want(self, event: Event) -> None:
        name = event.text("want")
        if name:
            title, because, purpose, module = (event.text(each) for each in ("title", "because", "for", "module"))
            self.wants[name] = Want(name, title, because, purpose, module, event.day)

    def unwant(self, event: Event) -> None:
        self.wants.pop(event.text("want"), None)

    def mark(self, event: Event) -> None:
        self.revisit.add(event.text("item"))

    def settle(self, event: Event) -> None:
        self.revisit.discard(event.text("item"))

    def answer(self, event: Event) -> None:
        if event.text("question"):
            self.answers[event.text("question")] = event.text("answer")

    def put_off(self, event: Event) -> None:
        if event.text("goal"):
            self.not_yet[event.text("goal")] = event.text("because")


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
