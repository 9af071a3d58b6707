"""One exercise in one practice folder: the join of grader and practice that command line and web share.

work = Practising.at("bandits/ucb-bonus")
judgement = work.check(worker)          # judged, recorded as an attempt
work.shows_name(judgement)              # whether the mistake is named now, or the learner is left to find it
"""

import contextlib
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from palaestra.grader import Judgement, Verdict, Worker, check
from palaestra.kit import holes
from palaestra.kit.catalogue import Catalogue
from palaestra.kit.exercise import Exercise
from palaestra.kit.refusal import Refusal
from palaestra.practice.events import Event
from palaestra.practice.folder import PracticeFolder

HELPS = ("alone", "hints", "person", "model", "solution")
HELP_LASTS = timedelta(days=7)
"""A hint or a solution seen longer ago no longer counts as help: it is as if the answer were written anew."""
RECENT = 50


@dataclass(frozen=True, slots=True)
class Started:
    """What `start` did: the file, whether it was written now, and the copy of what was there before."""

    file: Path
    written: bool
    copy: Path | None = None


@dataclass(frozen=True, slots=True)
class Gate:
    """Why an exercise is not open yet: its module, what to pass first, and the step that leads there."""

    module: str
    first: tuple[str, ...]
    """Titles of the modules to pass before it, what comes first first."""
    says: str
    does: str
    """The shortest way: what to do next, and its command."""
    is_strict: bool
    held: str = ""
    """What holds the module, in a sentence: what it builds on, or what comes first in its track."""

    @property
    def reason(self) -> str:
        if self.held:
            return f"“{self.module}” is locked. {self.held}"
        before = ", ".join(f"“{each}”" for each in self.first)
        return f"“{self.module}” is locked: it builds on {before}, not passed yet."


@dataclass(frozen=True)
class Practising:
    """An exercise, and the learner's work on it."""

    exercise: Exercise
    folder: PracticeFolder
    catalogue: Catalogue

    @classmethod
    def at(cls, exercise_id: str, folder: PracticeFolder | None = None) -> "Practising":
        """Raises Refusal for an unknown exercise, or when there is no practice folder."""
        catalogue = Catalogue.installed()
        return cls(catalogue.exercise(exercise_id), folder or PracticeFolder.default(), catalogue)

    @property
    def file(self) -> Path:
        return self.folder.exercise_path(self.exercise.id)

    @property
    def hole(self) -> holes.Hole:
        return holes.Hole.of(self.exercise)

    def start(self, again: bool = False, anyway: bool = False) -> Started:
        """Write the stub. A file that is there stays, unless `again`: then it is copied first.

        Refused while its module is locked; `anyway` passes, unless practice.toml says gate = "strict".
        """
        if self.file.exists() and not again:
            return Started(self.file, False)
        self.pass_gate(self.file, anyway)
        stub = holes.stub(self.hole, self.exercise.imports)
        copy = self.folder.write(self.file, stub)
        self.folder.log.append("start", exercise=self.exercise.id)
        return Started(self.file, True, copy)

    def pass_gate(self, file: Path, anyway: bool = False) -> None:
        """Refuse to begin what is locked; what was begun (its file is there) goes on."""
        gate = None if file.exists() else self.gate()
        if gate and (gate.is_strict or not anyway):
            passes = 'to be let through, set gate = "advise"' if gate.is_strict else "--yes starts it all the same"
            raise Refusal(gate.reason, f"The shortest way: {gate.says} (`{gate.does}`); {passes}.")

    def gate(self) -> Gate | None:
        """What stands before this exercise on the learner's path; None where nothing does, or it is not on it."""
        from palaestra.practice.days.today import current_plan

        try:
            plan = current_plan(self.folder)
        except Refusal:  # an unknown curriculum locks nothing; `plan` tells
            return None
        holding = [
            each
            for each in plan.modules
            if self.exercise.id in (*each.module.exercises, *each.module.extra_exercises) and not each.module.planned
        ]
        if not holding or any(each.state != "locked" for each in holding):
            return None
        nearest = min(holding, key=lambda each: len(each.way))
        before = [plan.module(each) for each in nearest.way]
        says, does = before[0].module.title, f"palaestra plan why {before[0].module.id}"
        for lack in before[0].lacks[:1]:
            titles = {each.id: each.title for each in self.catalogue.exercises()}
            says, does = titles.get(lack.does.split()[-1], lack.says), lack.does
        is_strict = self.folder.settings.gate == "strict"
        titles = tuple(each.module.title for each in before)
        return Gate(nearest.module.title, titles, says, does, is_strict, nearest.held)

    def check(self, worker: Worker | None = None, *, with_help: str = "", record: bool = True) -> Judgement:
        """Judge the learner's file and record the attempt. Without a file the verdict is `not started`."""
        if not self.file.exists():
            rungs, why = len(self.exercise.rungs), "There is no file yet."
            return Judgement(self.exercise.id, Verdict.NOT_STARTED, rungs, reason=why)
        judgement = check(self.exercise, self.file, worker=worker)
        if record:
            self.record(judgement, self.file, with_help)
        return judgement

    def record(self, judgement: Judgement, file: Path, with_help: str = "") -> None:
        """Keep an attempt. A stub nobody touched is none, and the same file with the same verdict is kept once."""
        if judgement.verdict is Verdict.NOT_STARTED:
            return
        facts = {
            "exercise": self.exercise.id,
            "mode": "build",
            "verdict": str(judgement.verdict),
            "rung": judgement.rungs_held,
            "rungs": judgement.rungs,
            "mistake": judgement.mistake or "",
            "seconds": round(judgement.seconds, 4),
            "help": with_help or self.help,
            "file": self._shown(file),
            "digest": judgement.file_digest,
            "blank": self.is_blank_redo() or None,
        }
        before = next(iter(self._events("attempt", 1)), None)
        told = ("verdict", "digest", "help", "mode")
        is_news = before is None or any(before.facts.get(key) != facts[key] for key in told)
        if is_news or (facts["blank"] and before and before.facts.get("verdict") == "passed"):
            self.folder.log.append("attempt", **facts)
            if judgement.passed:
                self._record_reached()

    def is_blank_redo(self) -> bool:
        """Whether the file was begun anew after the exercise last passed: writing it is a review of it."""
        begun = next((each.time for each in self._events("start", 1)), "")
        built = [each for each in self._events("attempt", -1) if each.facts.get("mode", "build") == "build"]
        passed = next((each.time for each in built if each.facts.get("verdict") == "passed"), "")
        return "" < passed < begun

    @property
    def help(self) -> str:
        """The most help taken in the last week: `alone`, `hints` or `solution`."""
        since = (self.folder.now() - HELP_LASTS).isoformat()
        for kind, name in (("solution", "solution"), ("hint", "hints")):
            if any(each.time >= since for each in self._events(kind, 1)):
                return name
        return "alone"

    def shows_name(self, judgement: Judgement) -> bool:
        """Whether the screen names the mistake unasked: `diagnosis` is "at once", or another file failed before."""
        if self.folder.settings.diagnosis == "at once":
            return True
        for each in self._events("attempt", RECENT):
            if each.facts.get("verdict") == "passed":
                return False
            if each.facts.get("mode") == "build" and each.facts.get("digest") != judgement.file_digest:
                return True
        return False

    def hints_taken(self) -> int:
        """How many hints were shown since the exercise last passed."""
        passed = next(
            (each.time for each in self._events("attempt", RECENT) if each.facts.get("verdict") == "passed"), ""
        )
        numbers = [int(each.facts.get("number", 0)) for each in self._events("hint", RECENT) if each.time > passed]
        return min(max(numbers, default=0), len(self.exercise.hints))

    def hint(self) -> tuple[int, str]:
        """The next hint and its number, recorded; after the last one, the last again, unrecorded."""
        taken = self.hints_taken()
        if not self.exercise.hints:
            raise Refusal(
                f"{self.exercise.id} has no hints.", f"`palaestra solution {self.exercise.id}` shows the way."
            )
        number = min(taken + 1, len(self.exercise.hints))
        if number > taken:
            self.folder.log.append("hint", exercise=self.exercise.id, number=number)
        return number, self.exercise.hints[number - 1]

    def solution(self) -> str:
        """The reference as a learner's file would hold it, recorded."""
        self.folder.log.append("solution", exercise=self.exercise.id)
        return holes.reference_source(self.hole)

    def placement_command(self) -> str:
        """The cards that are left of a placement under way whose exercise this is; empty when there is none."""
        from palaestra.practice.days.today import current_plan
        from palaestra.practice.path.placement import placement

        with contextlib.suppress(Refusal):  # as in `_record_reached`
            for status in current_plan(self.folder).modules:
                if status.placing and self.exercise.id in status.module.exercises:
                    found = placement(self.folder, self.catalogue, status)
                    if found.exercise == self.exercise and found.is_met and found.open_cards:
                        return f"palaestra plan place {status.module.id} --cards"
        return ""

    def next_command(self) -> str:
        """What to do once it has passed: the cards of its placement, a run with it, or the room's next exercise."""
        placed = self.placement_command()
        if placed:
            return placed
        passed = {name for name, each in self.folder.index().exercises().items() if each.passed_day}
        through = {
            each.id: sum(f"{each.system}/{name}" in passed for name in each.exercises) / len(each.exercises)
            for each in self.catalogue.system(self.exercise.system).experiments
            if self.exercise.name in each.exercises
        }
        if through:  # the one that is the learner's own to the largest part
            return f"palaestra run {max(through, key=through.__getitem__)} --mine"
        for exercise in self.catalogue.system(self.exercise.system).exercises:
            if exercise.id not in passed:
                return f"palaestra start {exercise.id}"
        return "palaestra today"

    def _record_reached(self) -> None:
        """A pass may complete a module: a state once reached is an event of its own."""
        from palaestra.practice.days.today import current_plan
        from palaestra.practice.path.facts import record_reached

        with contextlib.suppress(Refusal):  # an unknown curriculum in practice.toml costs no verdict; `plan` tells
            record_reached(self.folder, current_plan(self.folder).curriculum)

    def _events(self, kind: str, limit: int) -> list[Event]:
        return self.folder.index().events(kind, self.exercise.id, limit=limit)

    def _shown(self, file: Path) -> str:
        inside = file.absolute().is_relative_to(self.folder.root)
        return file.absolute().relative_to(self.folder.root).as_posix() if inside else str(file)
