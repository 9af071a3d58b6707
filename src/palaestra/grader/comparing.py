"""The learner's code beside the reference: how they behave, what they cost, how they are built.

    compared = compare(exercise, file, worker=worker)
    [each for each in compared.differences if each.matters]

Each of the two runs in processes of its own, as whatever fills the hole does;
timing alternates between them, so that a machine that grows busy slows both.
"""

from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from palaestra.grader import differing
from palaestra.grader.checking import check, reference_text
from palaestra.grader.differing import Difference
from palaestra.grader.judgement import Judgement
from palaestra.grader.protocol import Ended, Outcome
from palaestra.grader.structure import Structure, structure_of
from palaestra.grader.submission import submit
from palaestra.grader.worker import Worker
from palaestra.kit import holes
from palaestra.kit.exercise import Exercise
from palaestra.kit.statistics import Interval, quantile_interval

ROUNDS = 7
"""Of timing, each of both; the interval of the median of 7 ratios is the widest of them (98 %)."""
DRAWS = 24
TIMED_DRAWS = 6
SEED = 20_261_122
OBSERVING_SECONDS = 5.0


@dataclass(frozen=True, slots=True)
class Cost:
    """What both cost. Seconds are the shortest a call took, the mean over inputs, the median over rounds."""

    of: str
    """`call`, or `answer` where a class or a module is the hole."""
    own_seconds: float
    reference_seconds: float
    ratio: Interval
    own_by_size: Mapping[int, float] = field(default_factory=dict[int, float])
    reference_by_size: Mapping[int, float] = field(default_factory=dict[int, float])
    own_peak: int = 0
    reference_peak: int = 0
    """Most bytes held at once, at the largest size."""

    def to_json(self) -> dict[str, Any]:
        return {
            "of": self.of,
            "own_seconds": self.own_seconds,
            "reference_seconds": self.reference_seconds,
            "ratio": [self.ratio.value, self.ratio.low, self.ratio.high],
            "own_by_size": {str(size): each for size, each in self.own_by_size.items()},
            "reference_by_size": {str(size): each for size, each in self.reference_by_size.items()},
            "own_peak_bytes": self.own_peak,
            "reference_peak_bytes": self.reference_peak,
        }


@dataclass(frozen=True, slots=True)
class Comparison:
    """Both sources, and what differs. Where the learner's code does not pass now, only how they are built."""

    exercise: str
    judgement: Judgement
    own: str
    reference: str
    differences: tuple[Difference, ...]
    inputs: int = 0
    """On how many inputs behaviour was compared."""
    cost: Cost | None = None
    structures: tuple[Structure, Structure] | None = None

    @property
    def marked(self) -> tuple[Difference, ...]:
        return tuple(each for each in self.differences if each.matters)

    def to_json(self) -> dict[str, Any]:
        own, reference = self.structures or (None, None)
        return {
            "exercise": self.exercise,
            "verdict": str(self.judgement.verdict),
            "reason": self.judgement.reason,
            "inputs": self.inputs,
            "differences": [each.to_json() for each in self.differences],
            "cost": self.cost.to_json() if self.cost else None,
            "structure": {"own": own and own.to_json(), "reference": reference and reference.to_json()},
            "own": self.own,
            "reference": self.reference,
        }


def compare(exercise: Exercise, file: Path, *, worker: Worker | None = None) -> Comparison:
    """Judge the file, then set it beside the reference. Raises Refusal when there is no such file."""
    with ExitStack() as stack:
        worker = worker or stack.enter_context(Worker())
        judgement = check(exercise, file, diagnose=False, worker=worker)
        own, reference = submit(exercise, file, worker).text, reference_text(exercise)
        hole = holes.Hole.of(exercise)
        try:
            built = structure_of(own, hole), structure_of(reference, hole)
        except (SyntaxError, ValueError, RecursionError):
            return Comparison(exercise.id, judgement, own, reference, ())
        found = list(differing.in_structure(*built))
        if not judgement.passed:
            return Comparison(exercise.id, judgement, own, reference, tuple(found), structures=built)
        return _Pair(worker, exercise, own, reference).compare(judgement, built, found)


class _Pair:
    """The runs one comparison takes."""

    def __init__(self, worker: Worker, exercise: Exercise, own: str, reference: str) -> None:
        self.worker, self.exercise = worker, exercise
        self.texts = own, reference

    def compare(self, judgement: Judgement, built: tuple[Structure, Structure], found: list[Difference]) -> Comparison:
        own, reference = (self._run(text, "observe", draws=DRAWS) for text in self.texts)
        ours, theirs = list(own.of("seen")), list(reference.of("seen"))
        found += self._stopped(own)
        found += differing.in_behaviour(ours, theirs)
        found += differing.at_edges(list(own.of("edge")), list(reference.of("edge")), _late(own))
        found += differing.in_numerics(ours, theirs)
        cost, more = self._cost() or (None, [])
        found += more
        order = ("behaviour", "numerics", "cost", "structure")
        found.sort(key=lambda each: (not each.matters, order.index(each.about)))
        inputs = min(len(ours), len(theirs))
        return Comparison(self.exercise.id, judgement, *self.texts, tuple(found), inputs, cost, built)

    def _run(self, text: str, do: str, **options: Any) -> Outcome:
        fill = self.worker.keep(text, f"{self.exercise.name.replace('-', '_')}.py")
        seconds = min(self.exercise.seconds, OBSERVING_SECONDS)
        return self.worker.run(do, self.exercise, fill, seconds, inputs=True, seed=SEED, **options)

    def _stopped(self, own: Outcome) -> Iterator[Difference]:
        """Where observing itself was ended: by time at an edge, which `at_edges` says, or otherwise."""
        if own.ended is Ended.FINISHED or own.first("observed") is not None or _late(own):
            return
        words = {Ended.TIMED_OUT: "ran out of time", Ended.OUT_OF_MEMORY: "ran out of memory"}
        says = f"Yours {words.get(own.ended, 'ended its process')} while it was looked at."
        yield Difference("behaviour", says, "It passes, but not every time: find what it depends on.")

    def _cost(self) -> tuple[Cost, list[Difference]] | None:
        ratios: list[float] = []
        rounds: tuple[list[Outcome], list[Outcome]] = [], []
        for number in range(ROUNDS):
            order = (0, 1) if number % 2 == 0 else (1, 0)
            for who in order:
                outcome = self._run(self.texts[who], "pace", draws=TIMED_DRAWS, peak=number == 0)
                if outcome.first("pace") is None:
                    return None
                rounds[who].append(outcome)
            ratios.append(_paced(rounds[0][-1]) / max(_paced(rounds[1][-1]), 1e-9))
        sizes = [_by_size(each) for each in rounds]
        peaks = [each[0].first("peak") for each in rounds]
        ratio = quantile_interval(ratios, level=0.95)
        seconds = [sorted(map(_paced, each))[ROUNDS // 2] for each in rounds]
        of = str((rounds[0][0].first("pace") or {})["of"])
        peak_bytes = [int(each["bytes"]) if each else 0 for each in peaks]
        cost = Cost(of, seconds[0], seconds[1], ratio, sizes[0], sizes[1], peak_bytes[0], peak_bytes[1])
        found = [
            *differing.in_cost(ratio, of),
            *differing.in_growth(sizes[0], sizes[1]),
            *differing.in_memory(peaks[0], peaks[1]),
        ]
        return cost, found


def _paced(outcome: Outcome) -> float:
    return float((outcome.first("pace") or {"seconds": float("nan")})["seconds"])


def _by_size(rounds: list[Outcome]) -> dict[int, float]:
    """The shortest time of all rounds, for the sizes every round reached."""
    found: dict[int, list[float]] = {}
    for outcome in rounds:
        for each in outcome.of("size"):
            found.setdefault(int(each["size"]), []).append(float(each["seconds"]))
    return {size: min(times) for size, times in found.items() if len(times) == len(rounds)}


def _late(own: Outcome) -> str:
    """The edge at which the code did not come back; empty when it came back from all."""
    begun, done = list(own.of("at_edge")), list(own.of("edge"))
    return str(begun[-1]["edge"]) if len(begun) > len(done) else ""
