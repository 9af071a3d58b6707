"""A study: a room of the learner's own without exercises, read from `study.toml` without importing it.

    studies/<name>/study.toml             question, hypotheses with their predicted bands
                   experiments/main.py    Config, SMALL, FULL, SEEDS, run, @claim: the contract of every experiment
                   paper.md

Each file in `experiments/` is an experiment, `<name>/<file>`; a hypothesis is a claim
whose band the learner predicted. The module is imported as `palaestra.systems.<name>.experiments.<file>`.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, cast

from palaestra.kit.catalogue import System, read_toml
from palaestra.kit.curriculum.toml_lines import line_of
from palaestra.kit.experiment import Claim, Control, Experiment
from palaestra.kit.refusal import Refusal, unknown

MAIN = "main"
KEYS = ("title", "question", "builds_on", "exercises", "needs", "units", "hypotheses")
HYPOTHESIS_KEYS = ("id", "says", "band", "because", "would_change_my_mind", "sure", "experiment", "control")


@dataclass(frozen=True, slots=True)
class Hypothesis:
    """A statement about a measurement, with the band predicted for it before the full run."""

    id: str
    says: str
    low: float
    high: float
    because: str = ""
    would_change_my_mind: str = ""
    sure: float | None = None
    """How sure the learner is that it holds: a probability between 0 and 1."""
    experiment: str = MAIN
    control: Mapping[str, Any] = field(default_factory=dict[str, Any])
    """Settings under which it must fail."""

    def as_claim(self) -> Claim:
        band_from = self.because or "Predicted before the full run."
        return Claim(self.id, self.says, "", self.low, self.high, band_from, Control(set=self.control))


@dataclass(frozen=True)
class Study(System):
    """One study: its question, its hypotheses, and an experiment for each file in `experiments/`."""

    question: str = ""
    exercises_used: tuple[str, ...] = ()
    """Whole ids of exercises of other rooms whose holes the experiments run through."""
    units: Mapping[str, str] = field(default_factory=dict[str, str])
    hypotheses: tuple[Hypothesis, ...] = ()

    @property
    def files(self) -> tuple[Path, ...]:
        """Every Python file of the study: what decides its numbers."""
        found = (path for path in self.folder.rglob("*.py") if not _is_apart(path.relative_to(self.folder)))
        return tuple(sorted(found))

    @cached_property
    def experiments(self) -> tuple[Experiment, ...]:
        stems = sorted(path.stem for path in (self.folder / "experiments").glob("*.py") if path.stem[0] != "_")
        return tuple(self._experiment(each) for each in stems)

    def _experiment(self, stem: str) -> Experiment:
        return Experiment(
            id=f"{self.name}/{stem.replace('_', '-')}",
            title=self.title if stem == MAIN else f"{self.title}: {stem.replace('_', ' ')}",
            asks=self.question,
            exercises=self.exercises_used,
            claims=tuple(each.as_claim() for each in self.hypotheses if each.experiment == stem.replace("_", "-")),
            folder=self.folder / "experiments",
            needs=self.needs,
            units=self.units,
        )


def read_study(path: Path) -> Study:
    """The study of a `study.toml`. What is wrong with it is refused with file, line and how to mend it."""
    words = read_toml(path)
    text = path.read_text(encoding="utf-8")
    _known_keys(path, text, words, KEYS, ())
    for key in ("title", "question"):
        if not isinstance(words.get(key), str) or not words[key].strip():
            raise _wrong(path, text, (key,), f"a study needs a {key}", f'Write {key} = "...".')
    study = Study(
        name=path.parent.name,
        folder=path.parent,
        title=words["title"],
        promise=words["question"],
        builds_on=_texts(path, text, words, "builds_on"),
        needs=_texts(path, text, words, "needs"),
        reading_order=(),
        papers=(),
        status="study",
        question=words["question"],
        exercises_used=_texts(path, text, words, "exercises"),
        units=_units(path, text, words),
        hypotheses=_hypotheses(path, text, words),
    )
    names = [each.name for each in study.experiments]
    for number, each in enumerate(study.hypotheses):
        if each.experiment not in names:
            said = unknown("experiment", each.experiment, names, "experiments/")
            raise _wrong(path, text, ("hypotheses", number, "experiment"), said.what.rstrip("."), said.mend)
    return study


def _hypotheses(path: Path, text: str, words: Mapping[str, Any]) -> tuple[Hypothesis, ...]:
    given = words.get("hypotheses", [])
    if not isinstance(given, list) or not all(isinstance(each, dict) for each in cast("list[Any]", given)):
        raise _wrong(path, text, ("hypotheses",), "hypotheses are tables", "Begin each with [[hypotheses]].")
    tables = cast("list[dict[str, Any]]", given)
    found = [_hypothesis(path, text, number, each) for number, each in enumerate(tables)]
    for number, each in enumerate(found):
        if each.id in [other.id for other in found[:number]]:
            raise _wrong(path, text, ("hypotheses", number, "id"), f"{each.id} stands twice", "Give each its own id.")
    return tuple(found)


def _hypothesis(path: Path, text: str, number: int, words: dict[str, Any]) -> Hypothesis:
    at = ("hypotheses", number)
    _known_keys(path, text, words, HYPOTHESIS_KEYS, at)
    for key in ("id", "says"):
        if not isinstance(words.get(key), str) or not words[key].strip():
            raise _wrong(path, text, (*at, key), f"a hypothesis needs {key}", f'Write {key} = "...".')
    if not re.fullmatch(r"[\w-]+", words["id"]):
        raise _wrong(path, text, (*at, "id"), f"{words['id']!r} is no id", "Use letters, digits and hyphens.")
    low, high = _band(path, text, (*at, "band"), words.get("band"))
    given = {key: words[key] for key in HYPOTHESIS_KEYS if key in words and key not in ("band", "sure")}
    return Hypothesis(**given, low=low, high=high, sure=_sure(path, text, (*at, "sure"), words.get("sure")))


def _band(path: Path, text: str, at: tuple[str | int, ...], band: Any) -> tuple[float, float]:
    try:
        low, high = map(float, band)
    except (TypeError, ValueError) as error:
        mend = "Write band = [low, high]; inf or -inf leaves a side open."
        raise _wrong(path, text, at, f"a band is two numbers, not {band!r}", mend) from error
    if not low <= high:
        raise _wrong(path, text, at, f"the band [{low:g}, {high:g}] holds nothing", "The lower end comes first.")
    return low, high


def _sure(path: Path, text: str, at: tuple[str | int, ...], given: Any) -> float | None:
    if given is None:
        return None
    if isinstance(given, bool) or not isinstance(given, int | float) or not 0 <= given <= 100:
        raise _wrong(path, text, at, f"sure is a percentage, not {given!r}", "For example sure = 80.")
    return float(given) / 100


def _units(path: Path, text: str, words: Mapping[str, Any]) -> Mapping[str, str]:
    given = words.get("units", {})
    if not isinstance(given, dict) or not all(isinstance(each, str) for each in cast("dict[str, Any]", given).values()):
        raise _wrong(path, text, ("units",), "units are texts by name", 'For example reward = "points".')
    return cast("dict[str, str]", given)


def _texts(path: Path, text: str, words: Mapping[str, Any], key: str) -> tuple[str, ...]:
    given = words.get(key, [])
    if not isinstance(given, list) or not all(isinstance(each, str) for each in cast("list[Any]", given)):
        raise _wrong(path, text, (key,), f"{key} is a list of names", f'For example {key} = ["bandits"].')
    return tuple(cast("list[str]", given))


def _known_keys(
    path: Path, text: str, words: Mapping[str, Any], known: tuple[str, ...], at: tuple[str | int, ...]
) -> None:
    for key in words:
        if key not in known:
            said = unknown("key", key, known, "")
            mend = said.mend if said.mend.startswith("Did you mean") else f"The keys are {', '.join(known)}."
            raise _wrong(path, text, (*at, key), f"there is no key called {key!r}", mend)


def _wrong(path: Path, text: str, at: tuple[str | int, ...], what: str, mend: str) -> Refusal:
    return Refusal(f"{path}, line {line_of(text, at)}: {what}.", mend)


def _is_apart(path: Path) -> bool:
    """Copies, what is printed, and bytecode decide no number."""
    return any(part in ("kept", "printed", "__pycache__") or part.startswith(".") for part in path.parts)
