"""Results side by side, and results as a table for other tools."""

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from palaestra.kit.refusal import Refusal
from palaestra.kit.statistics import Interval, difference_interval, mean_interval
from palaestra.lab.outcome import Outcome, numbers

COLUMNS = ("run", "experiment", "preset", "code", "engine", "seed", "measurement", "index", "value")


@dataclass(frozen=True, slots=True)
class Difference:
    """One measurement of two runs: first, second, and how much larger the second is."""

    name: str
    first: Interval
    second: Interval
    difference: Interval
    paired: bool
    """Whether both ran the same seeds, so that the difference is taken seed by seed."""


def compare(first: Outcome, second: Outcome) -> list[Difference]:
    """Every number both runs measured (curves: their last), and how much larger the second is, with intervals."""
    ours, theirs = numbers(first), numbers(second)
    paired = first.job.experiment == second.job.experiment and first.job.seeds == second.job.seeds
    shared = [name for name in ours if name in theirs]
    if not shared:
        raise Refusal("These two results share no measurement.", "Compare two runs of one experiment.")
    return [_difference(name, ours[name], theirs[name], paired) for name in shared]


def _difference(name: str, ours: np.ndarray, theirs: np.ndarray, paired: bool) -> Difference:
    gap = mean_interval(theirs - ours) if paired else difference_interval(theirs, ours)
    return Difference(name, mean_interval(ours), mean_interval(theirs), gap, paired)


def to_csv(outcomes: Iterable[Outcome], file: Path) -> int:
    """Write one row a number, exactly: see COLUMNS; `index` is `2` or `0:2` inside a curve, empty for a scalar.

    Returns the number of rows. An existing file is replaced whole.
    """
    part = file.with_name(f".{file.name}.part")
    count = 0
    try:
        with part.open("w", newline="", encoding="utf-8") as out:
            write = csv.writer(out)
            write.writerow(COLUMNS)
            for outcome in outcomes:
                rows = list(_rows(outcome))
                write.writerows(rows)
                count += len(rows)
        part.replace(file)
    except OSError as error:
        raise Refusal(
            f"{file} cannot be written: {error.strerror}.", "Name a file in a folder you may write."
        ) from error
    return count


def _rows(outcome: Outcome) -> Iterable[tuple[object, ...]]:
    job = outcome.job
    about = (job.run_id, job.experiment, job.preset, job.whose, job.engine)
    for name, values in outcome.result.values.items():
        for place, seed in enumerate(job.seeds):
            for index, value in np.ndenumerate(values[place]):
                yield (*about, seed, name, ":".join(map(str, index)), repr(float(value)))
