"""Claims: does a measurement lie in the band its source gives?"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from palaestra.kit.experiment import Claim, Experiment, Verdict
from palaestra.kit.statistics import Interval
from palaestra.lab.outcome import Outcome
from palaestra.lab.sources import source_hash


@dataclass(frozen=True, slots=True)
class ClaimReport:
    """One claim beside what was measured."""

    id: str
    """`system/experiment/claim`."""
    system: str
    says: str
    source: str
    low: float
    high: float
    band_from: str
    verdict: Verdict
    measured: Interval | None
    why: str = ""
    """Why there is no measurement, where there is none."""

    def to_json(self) -> dict[str, Any]:
        """`holds` is true, false or null (undecided, stale or not run); an open end of a band is null."""
        return {
            "id": self.id,
            "system": self.system,
            "says": self.says,
            "source": self.source,
            "holds": {Verdict.HOLDS: True, Verdict.FAILS: False}.get(self.verdict),
            "stale": self.verdict is Verdict.STALE,
            "got": _numbers(self.measured),
            "want": {"low": _end(self.low), "high": _end(self.high), "from": self.band_from},
        }


def judge(
    experiment: Experiment, measured: Outcome | Mapping[str, Interval] | None, measured_with_hash: str = ""
) -> list[ClaimReport]:
    """Every claim of the experiment beside what a run measured; None when it was not run.

    A measurement made with other code than today's is stale: it is shown, and
    counts neither as holding nor as failing. `measured_with_hash` is the
    `source_hash` at the time of the run (an Outcome knows its own).
    """
    measures, why, hash_then = _measured(measured, measured_with_hash)
    stale = measured is not None and hash_then != source_hash(experiment)
    return [
        _report(experiment, claim, measures.get(claim.id), why.get(claim.id, ""), stale) for claim in experiment.claims
    ]


def _measured(
    measured: Outcome | Mapping[str, Interval] | None, hash_then: str
) -> tuple[Mapping[str, Interval], Mapping[str, str], str]:
    if measured is None:
        return {}, {}, hash_then
    if isinstance(measured, Outcome):
        return measured.measures, measured.unmeasured, hash_then or measured.job.source_hash
    return measured, {}, hash_then


def _report(experiment: Experiment, claim: Claim, measured: Interval | None, why: str, stale: bool) -> ClaimReport:
    verdict = claim.judge(measured) if measured is not None else Verdict.NOT_RUN
    if why:
        verdict = Verdict.UNDECIDED
    return ClaimReport(
        id=f"{experiment.id}/{claim.id}",
        system=experiment.system,
        says=claim.says,
        source=claim.source,
        low=claim.low,
        high=claim.high,
        band_from=claim.band_from,
        verdict=Verdict.STALE if stale else verdict,
        measured=measured,
        why=why,
    )


def _numbers(measured: Interval | None) -> dict[str, Any] | None:
    """Null for what is not finite, such as the interval of a single seed."""
    if measured is None:
        return None
    ends = {name: _end(getattr(measured, name)) for name in ("value", "low", "high")}
    return {**ends, "n": measured.n, "level": measured.level}


def _end(value: float) -> float | None:
    return value if math.isfinite(value) else None
