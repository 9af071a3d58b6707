"""What a run leaves behind: the Result, what its claims measured, and where all of it came from."""

import os
import platform
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from importlib import metadata
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from palaestra.kit.experiment import Result
from palaestra.kit.refusal import Refusal
from palaestra.kit.statistics import Interval

SAME_FOR_EVERY_SEED = "Let run() return the same measurements, in the same shapes, for every seed."


@dataclass(frozen=True, slots=True)
class Job:
    """A validated request: which seeds of which configuration, through which code."""

    experiment: str
    preset: str
    config: Mapping[str, Any]
    """Every field of the Config, as JSON has it."""
    seeds: tuple[int, ...]
    engine: str
    """`readable` (the path with the holes) or `fast`."""
    source_hash: str
    fills: Mapping[str, str] = field(default_factory=dict[str, str])
    """Exercises whose hole the learner's code filled, with the hash of the file."""
    exercises: tuple[str, ...] = ()
    """All exercises whose holes the experiment runs through."""
    settings: Mapping[str, str] = field(default_factory=dict[str, str])
    """What was set by hand on top of the preset."""
    key: str = ""
    """Digest of everything above but the seeds: runs with one key may share finished seeds."""

    @property
    def run_id(self) -> str:
        return f"{self.experiment}/{self.key}"

    @property
    def whose(self) -> str:
        """Whose code runs, in the words every result carries."""
        return f"mine: {len(self.fills)} of {len(self.exercises)} holes" if self.fills else "the reference"


@dataclass(frozen=True, slots=True)
class Provenance:
    """When, where and with what a run was made."""

    finished: str
    """UTC, ISO 8601."""
    seconds: float
    """Time of all seeds together, whatever the number of workers."""
    versions: Mapping[str, str]
    device: str


@dataclass(frozen=True, slots=True)
class Curve:
    """A measurement with an axis of its own, averaged over seeds, at some of its indices."""

    at: tuple[int, ...]
    mean: NDArray[np.float64]
    low: NDArray[np.float64]
    high: NDArray[np.float64]
    n: int


@dataclass(frozen=True, slots=True)
class Outcome:
    """A finished run."""

    job: Job
    result: Result
    measures: Mapping[str, Interval]
    """Claim id -> what it measured."""
    unmeasured: Mapping[str, str]
    """Claim id -> why it could not be measured."""
    provenance: Provenance
    curves: Mapping[str, Curve] = field(default_factory=dict[str, Curve])
    """Shipped results keep only these of what no claim needs seed by seed."""
    printed: str = ""
    """What the code printed during the first seed."""


@dataclass(frozen=True, slots=True)
class Crash:
    """A seed that did not finish: the error, and the frames that belong to the learner (or the room)."""

    seed: int
    error: str
    frames: tuple[str, ...] = ()

    def __str__(self) -> str:
        return "\n".join([f"seed {self.seed}: {self.error}", *(f"  {each}" for each in self.frames)])


def gather(records: Mapping[int, Mapping[str, Any]], seeds: tuple[int, ...], config: Mapping[str, Any]) -> Result:
    """The Result of some seeds' kept records: arrays whose first axis is the seed, in the order of `seeds`."""
    measured = [records[seed]["values"] for seed in seeds]
    names = dict.fromkeys(name for each in measured for name in each)
    for seed, each in zip(seeds, measured, strict=True):
        missing = [name for name in names if name not in each]
        if missing:
            raise Refusal(f"Seed {seed} did not measure {missing[0]}, and others did.", SAME_FOR_EVERY_SEED)
    values = {name: _stacked(name, [each[name] for each in measured]) for name in names}
    return Result(values, SimpleNamespace(**config), seeds)


def _stacked(name: str, values: list[Any]) -> NDArray[np.float64]:
    arrays = [np.asarray(each, dtype=np.float64) for each in values]
    shapes = sorted({each.shape for each in arrays})
    if len(shapes) > 1:
        raise Refusal(
            f"The measurement {name} has the shape {shapes[0]} for one seed and {shapes[1]} for another.",
            SAME_FOR_EVERY_SEED,
        )
    return np.stack(arrays)


def numbers(outcome: Outcome) -> dict[str, NDArray[np.float64]]:
    """What is one number a seed: the scalars, and the last value of each curve as `NAME, last`."""
    values = outcome.result.values
    scalars = {name: each for name, each in values.items() if each.ndim == 1}
    return {**scalars, **{f"{name}, last": each[:, -1] for name, each in values.items() if each.ndim == 2}}


def plain(values: Any) -> Any:
    """Numbers as strict JSON keeps them exactly: NaN is null, infinities are text; `gather` reads both back."""
    array = np.asarray(values, dtype=np.float64)
    if np.isfinite(array).all():
        return array.tolist()
    if array.ndim:
        return [plain(each) for each in array]
    return None if np.isnan(array) else ("Infinity" if array > 0 else "-Infinity")


def interval_to_json(interval: Interval) -> dict[str, Any]:
    """`{value, low, high, n, level}`; what is not finite is null or text, as in `plain`."""
    return {name: plain(value) if isinstance(value, float) else value for name, value in asdict(interval).items()}


def interval_from_json(words: Mapping[str, Any]) -> Interval:
    """What `interval_to_json` wrote; null is NaN again."""
    value, low, high = (
        float("nan") if words[name] is None else float(words[name]) for name in ("value", "low", "high")
    )
    return Interval(value, low, high, int(words["n"]), float(words["level"]))


def versions() -> dict[str, str]:
    """Versions of what may change a number."""
    known = {"python": platform.python_version()}
    for name in ("palaestra", "numpy", "numba", "scipy", "scikit-learn", "torch"):
        try:
            known[name] = metadata.version(name)
        except metadata.PackageNotFoundError:
            continue
    return known


def device() -> str:
    """This machine's processor, in words."""
    model = platform.processor() or platform.machine()
    listing = Path("/proc/cpuinfo")
    if listing.exists():
        lines = listing.read_text(errors="replace").splitlines()
        model = next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), model)
    return f"{model}, {os.cpu_count()} cores, {platform.system()}"
