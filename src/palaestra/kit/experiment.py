"""An experiment: a frozen Config, a run per seed, and claims judged on the Result.

The words (claims, sources, bands, controls) live in `experiments/<id>.toml`;
the code beside them in `experiments/<id>.py`:

    @dataclass(frozen=True)
    class Config: ...                          # every field an int, float, str, bool or a tuple of them
    SMALL, FULL = Config(runs=20), Config()    # small: seconds; full: what the claims are judged on
    SEEDS = {"small": 4, "full": 20}

    def run(config: Config, seed: int) -> dict[str, float | Array]: ...     # one seed: named measurements

    @claim("greedy-is-stuck")
    def share_stuck(result: Result) -> Interval: ...    # the measurement the claim's band is about

An experiment with a fast path names in its TOML the module that path takes
(`fast = "numba"`), and its run is `run(config, seed, fast)`: the same numbers, or
the same distribution, by either path. Where that module is absent, and wherever
the learner's code runs, the readable path is taken: that is where the holes are.

One seed is the unit of work: the lab runs seeds in any order on any number of
workers, keeps each as it finishes, and hands `claim` all of them as arrays
whose first axis is the seed.
"""

import importlib
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields, replace
from enum import StrEnum
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any, cast

from palaestra.kit.refusal import Refusal, unknown

if TYPE_CHECKING:  # NumPy costs a command line a tenth of a second
    import numpy as np
    from numpy.typing import NDArray

    from palaestra.kit.statistics import Interval

Measure = Callable[["Result"], "Interval"]


class Verdict(StrEnum):
    """What a claim's interval says of its band. `stale`: the code has changed since the measurement."""

    HOLDS = "holds"
    FAILS = "fails"
    UNDECIDED = "undecided"
    STALE = "stale"
    NOT_RUN = "not run"


@dataclass(frozen=True, slots=True)
class Control:
    """A setting or a known mistake under which a claim must fail."""

    set: Mapping[str, Any] = field(default_factory=dict[str, Any])
    mistake: str = ""
    """`exercise-name:mistake-id` of the same room."""


@dataclass(frozen=True, slots=True)
class Claim:
    """A published result as a statement about a measurement: it holds when the interval lies in the band."""

    id: str
    says: str
    source: str
    low: float
    high: float
    band_from: str
    """Where the band comes from: the source's number, or the commit that fixed it before the first full run."""
    control: Control
    finding: str = ""
    """Where the claim fails on the shipped results: why, as far as we know. A failed claim is kept, with this."""

    def judge(self, measured: "Interval") -> Verdict:
        """Holds with the whole interval in the band, ends included; fails with all of it outside; else undecided.

        An interval with an end that is not finite (one seed, a diverged run) decides nothing.
        """
        if not (math.isfinite(measured.low) and math.isfinite(measured.high)):
            return Verdict.UNDECIDED
        if self.low <= measured.low and measured.high <= self.high:
            return Verdict.HOLDS
        if measured.high < self.low or self.high < measured.low:
            return Verdict.FAILS
        return Verdict.UNDECIDED


@dataclass(frozen=True, slots=True)
class Experiment:
    """The words of one experiment, read from `experiments/<name>.toml`."""

    id: str
    title: str
    asks: str
    """The question it answers, in one sentence; shown before a prediction is asked for."""
    exercises: tuple[str, ...]
    """Names of the room's exercises whose holes this experiment runs through (`--mine` fills them)."""
    claims: tuple[Claim, ...]
    folder: Path
    predict: str = ""
    """The question a learner is asked before the run; empty when there is none."""
    needs: tuple[str, ...] = ()
    fast: str = ""
    """The module its fast path takes, such as `numba`; empty when it has none."""
    aliases: tuple[str, ...] = ()
    units: Mapping[str, str] = field(default_factory=dict[str, str])
    """Measurement name -> its unit, in words (`[units]` in the toml)."""

    @property
    def system(self) -> str:
        return self.id.split("/", 1)[0]

    @property
    def name(self) -> str:
        return self.id.split("/", 1)[1]

    @property
    def module(self) -> str:
        return f"palaestra.systems.{self.system}.experiments.{self.name.replace('-', '_')}"


@dataclass(frozen=True, slots=True)
class Result:
    """Measurements of a finished run: each an array whose first axis is the seed."""

    values: "Mapping[str, NDArray[np.float64]]"
    config: Any
    seeds: tuple[int, ...]

    def __getitem__(self, name: str) -> "NDArray[np.float64]":
        if name not in self.values:
            raise unknown("measurement", name, self.values, "the experiment's run()")
        return self.values[name]


@dataclass(frozen=True, slots=True)
class ExperimentCode:
    """The code half of an experiment."""

    presets: Mapping[str, Any]
    seeds: Mapping[str, int]
    run: Callable[[Any, int], Mapping[str, Any]]
    measures: Mapping[str, Measure]
    readable: Callable[[Any, int], Mapping[str, Any]]
    """The readable path, where the holes are; the same as `run` when there is no fast path here."""
    source: ModuleType


def claim(claim_id: str) -> Callable[[Measure], Measure]:
    """Mark a function from Result to Interval as the measurement of that claim."""

    def mark(measure: Measure) -> Measure:
        measure.palaestra_claim = claim_id  # type: ignore[attr-defined]  # as a rung carries its id
        return measure

    return mark


def load_code(experiment: Experiment) -> ExperimentCode:
    """Import the experiment's module, and with it the room; in a child process only."""
    module = importlib.import_module(experiment.module)
    readable = partial(module.run, fast=False) if experiment.fast else module.run
    has_fast = bool(experiment.fast) and find_spec(experiment.fast) is not None
    marked = [each for each in vars(module).values() if hasattr(each, "palaestra_claim")]
    return ExperimentCode(
        presets={"small": module.SMALL, "full": module.FULL},
        seeds=module.SEEDS,
        run=partial(module.run, fast=True) if has_fast else readable,
        measures={each.palaestra_claim: each for each in marked},
        readable=readable,
        source=module,
    )


def configured(preset: Any, settings: Mapping[str, Any]) -> Any:
    """The preset with some fields set; text, as from a command line, is read as the field's type (`1,2` as a tuple).

    Refused: a field the preset has not, and a value that is not wholly of the field's type.
    """
    names = [each.name for each in fields(preset)]
    for name in settings:
        if name not in names:
            said = unknown("setting", name, names, "")
            every = f"The settings are {', '.join(names)}."
            raise Refusal(said.what, said.mend if said.mend.startswith("Did you mean") else every)
    return replace(preset, **{name: _typed(value, getattr(preset, name), name) for name, value in settings.items()})


def _typed(value: Any, like: Any, name: str) -> Any:
    kind = cast("type[Any]", type(like))
    try:
        if kind is tuple:
            items: list[Any] = value.split(",") if isinstance(value, str) else list(value)
            return tuple(_typed(each, like[0] if like else "", name) for each in items)
        if kind is bool:
            return {"true": True, "false": False}[str(value).lower()]
        if kind is int and isinstance(value, float) and not value.is_integer():
            raise ValueError("int() would cut the fraction off")
        return kind(value)
    except (KeyError, TypeError, ValueError) as error:
        takes = f"The setting {name} takes {kind.__name__} values, not {value!r}."
        raise Refusal(takes, f"For example {name}={like}.") from error
