"""Which verdicts the learner disputes: such an exercise holds nothing up, and is counted apart from what passed."""

from dataclasses import dataclass

from palaestra.practice.index import Index


@dataclass(frozen=True, slots=True)
class Dispute:
    """A dispute that stands: why, since which day, and the draft of its report in the practice folder."""

    exercise: str
    why: str
    day: str
    report: str = ""


def disputes(index: Index) -> dict[str, Dispute]:
    """The disputes not withdrawn, by exercise; the last word counts."""
    found: dict[str, Dispute] = {}
    for event in index.events("dispute")[::-1]:
        if event.facts.get("withdrawn") is True:
            found.pop(event.subject, None)
        elif event.subject:
            why, report = (event.text(name) for name in ("why", "report"))
            found[event.subject] = Dispute(event.subject, why, event.day, report)
    return found
