"""What the learner makes beside their path and the lab: shared by terminal and browser."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from palaestra.kit.catalogue import Catalogue
from palaestra.kit.curriculum import curricula, find
from palaestra.kit.refusal import unknown
from palaestra.practice.days.today import current_plan
from palaestra.practice.folder import PracticeFolder
from palaestra.practice.writing.artefact import Artefact
from palaestra.practice.writing.artefacts import counted
from palaestra.practice.writing.kinds import kind_or_own
from palaestra.practice.writing.papers import Papers, PaperStanding

PAPERS_WANTED = 5
"""How many papers rebuilt make a first body of work."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """So many artefacts of a kind that the learner's path asks for, and how many there are."""

    kind: str
    says: str
    made: int
    count: int


def wanted(folder: PracticeFolder) -> tuple[Wanted, ...]:
    """What the learner's path asks them to make, kind by kind, in the modules that are open to them."""
    asked: Counter[str] = Counter()
    titles: dict[str, str] = {}
    for status in (each for stage in current_plan(folder).stages for each in stage.modules):
        if status.hidden or not status.asked or status.shown in ("locked", "planned"):
            continue
        for each in status.module.artefacts:
            asked[each.kind] += each.count
            titles[each.kind] = each.title if each.kind not in titles else ""
    made = counted(folder.index())
    return tuple(
        Wanted(kind, titles[kind] or kind_or_own(kind).many.lower(), made[kind], count) for kind, count in asked.items()
    )


def module_named(folder: PracticeFolder, given: str) -> str:
    """The whole id of a module, `path/module`, from its whole or short id. An unknown one is refused."""
    given = given.strip()
    if not given:
        return ""
    own = folder.root / "curricula"
    current = find(folder.settings.curriculum, own)
    paths = [current, *(each for each in curricula(own) if each.id != current.id)]
    known = {each.id: each.id for path in paths for each in path.modules}
    known |= {each.id.partition("/")[2]: each.id for path in paths[::-1] for each in path.modules}
    if given not in known:
        raise unknown("module", given, known, "palaestra plan show")
    return known[given]


def own_papers(folder: PracticeFolder, catalogue: Catalogue, room: str = "") -> tuple[PaperStanding, ...]:
    """The key papers of rooms and topics; a claim held counts when a run of own code on today's rooms shows it."""
    held = _held(folder, catalogue)
    return Papers(folder, catalogue.rooms).all(held.__contains__, room)


def _held(folder: PracticeFolder, catalogue: Catalogue) -> set[str]:
    """The claims that held in a finished run with the learner's own code."""
    if not (folder.root / "results").is_dir():
        return set()
    from palaestra.lab import Store, judge

    experiments = {each.id: each for each in catalogue.experiments()}
    held: set[str] = set()
    for run in Store(folder.root / "results").runs():
        experiment = experiments.get(run.job.experiment)
        if experiment is None or not (run.finished and run.job.fills) or run.job.settings or run.job.preset != "full":
            continue
        reports = judge(experiment, run.measures, run.job.source_hash)
        held |= {each.id for each in reports if each.to_json()["holds"] is True}
    return held


def artefact_json(each: Artefact) -> dict[str, Any]:
    """An artefact as data, for `--json`. The keys are stable."""
    return {
        "id": each.id,
        "kind": each.kind,
        "title": each.title,
        "state": each.state,
        "done": each.done,
        "file": each.file,
        "link": each.link,
        "deadline": each.deadline,
        "module": each.module,
        "at": each.for_,
        "outcome": each.outcome,
        "fields": dict(each.fields),
        "began": each.began,
        "changed": each.changed,
        "dropped": each.dropped,
    }


def whole_json(each: Artefact) -> dict[str, Any]:
    """An artefact with everything said about it."""
    advances = each.advances
    return artefact_json(each) | {
        "feedback": [{"day": one.day, "does": one.does, "who": one.who, "text": one.text} for one in each.feedback],
        "advances": advances and {"day": advances.day, "answer": advances.answer, "asked": advances.asked},
        "meetings": [{"day": one.day, "says": one.says} for one in each.meetings],
        "history": [{"day": one.day, "says": one.says} for one in each.history],
    }


def record_states(folder: PracticeFolder) -> list[str]:
    """Keep the module states that what was just made or answered has reached: `Bandits: passed.` for each."""
    from palaestra.practice.path.facts import record_reached

    curriculum = current_plan(folder).curriculum
    return [f"{curriculum.module(each).title}: {state}." for each, state in record_reached(folder, curriculum)]
