"""Predictions before runs, and how well they are calibrated once the results are in.

A prediction gives a claim a probability of holding, or an interval for what will be
measured with the probability that it covers the value. The first full result after
it decides: holds or fails, inside or outside. Undecided results decide nothing, and
a prediction made after a full result had been seen is kept and not scored.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, cast

from palaestra.kit.refusal import Refusal, unknown
from palaestra.kit.statistics import Interval, mean_interval, proportion_interval
from palaestra.practice.events import Event
from palaestra.practice.folder import PracticeFolder

BANDS = ((0.0, 0.2), (0.2, 0.4), (0.4, 0.6), (0.6, 0.8), (0.8, 1.0))
LEVEL = 0.8
"""How sure an interval is meant to be when nobody says."""
_EXPECTATION = re.compile(r"(?P<claim>[^=]+)=(?:(?P<low>[^.@%].*?)\.\.(?P<high>[^@%]+))?@?(?:(?P<sure>[\d.]+) ?%?)?")


@dataclass(frozen=True, slots=True)
class Forecast:
    """One stated probability, and what came of it."""

    experiment: str
    claim: str
    day: str
    probability: float
    low: float | None = None
    """For an interval: where the measured value was said to lie."""
    high: float | None = None
    came: bool | None = None
    """Whether it came true; None while no result has decided it."""
    verdict: str = ""
    seen: bool = False
    """It was made after a full result had been seen: kept, not scored."""

    @property
    def is_scored(self) -> bool:
        return self.came is not None and not self.seen

    def to_json(self) -> dict[str, Any]:
        return {
            "experiment": self.experiment,
            "claim": self.claim,
            "day": self.day,
            "probability": self.probability,
            "interval": None if self.low is None else [self.low, self.high],
            "came": self.came,
            "verdict": self.verdict,
            "seen": self.seen,
        }


@dataclass(frozen=True, slots=True)
class Band:
    """The forecasts whose stated probability lies in one band, beside how often they came true."""

    low: float
    high: float
    stated: float
    """Their mean stated probability."""
    frequency: Interval
    """How many of them came true, with its exact 95 % interval."""

    @property
    def count(self) -> int:
        return self.frequency.n


@dataclass(frozen=True, slots=True)
class Calibration:
    """Every forecast, the bands of those that are scored, and the Brier score (0 is best, 0.25 says always 50 %)."""

    forecasts: tuple[Forecast, ...]
    bands: tuple[Band, ...]
    brier: Interval | None

    @property
    def scored(self) -> tuple[Forecast, ...]:
        return tuple(each for each in self.forecasts if each.is_scored)

    @property
    def waiting(self) -> tuple[Forecast, ...]:
        return tuple(each for each in self.forecasts if each.came is None and not each.seen)

    @property
    def base_rate(self) -> float | None:
        """How often what was predicted came true, whatever was said of it."""
        scored = self.scored
        return sum(bool(each.came) for each in scored) / len(scored) if scored else None

    def to_json(self) -> dict[str, Any]:
        brier = self.brier
        return {
            "scored": len(self.scored),
            "waiting": len(self.waiting),
            "base_rate": self.base_rate,
            "brier": None if brier is None else _numbers(brier),
            "bands": [
                {"low": each.low, "high": each.high, "stated": each.stated, "frequency": _numbers(each.frequency)}
                for each in self.bands
            ],
            "forecasts": [each.to_json() for each in self.forecasts],
        }


def calibration(folder: PracticeFolder) -> Calibration:
    """How the learner's stated probabilities compare with what came, from the events alone."""
    index = folder.index()
    events = sorted([*index.events("prediction"), *index.events("result")], key=lambda each: (each.time, each.id))
    found = _forecasts(events)
    return Calibration(tuple(found), tuple(_bands(found)), _brier(found))


def expectations(given: Sequence[str], claims: Sequence[str]) -> tuple[dict[str, float], dict[str, list[float]]]:
    """What `--expect` says: `CLAIM=80` (percent that it holds) or `CLAIM=0.2..0.4@90` (where the value will lie).

    Returns claim -> probability, and claim -> [low, high, level].
    """
    sure: dict[str, float] = {}
    ranges: dict[str, list[float]] = {}
    for each in given:
        claim, low, high, level = _expectation(each)
        if claim not in claims:
            raise unknown("claim", claim, claims, "palaestra claims")
        if low is None or high is None:
            sure[claim] = level
        else:
            ranges[claim] = [low, high, level]
    return sure, ranges


def _expectation(given: str) -> tuple[str, float | None, float | None, float]:
    refusal = Refusal(
        f"{given[:60]!r} is no expectation.", "Write CLAIM=80 (percent), or CLAIM=0.2..0.4@90 for an interval."
    )
    found = _EXPECTATION.fullmatch(given.strip())
    if found is None or (found["low"] is None and found["sure"] is None):
        raise refusal
    try:
        low, high = (None if found[name] is None else float(found[name]) for name in ("low", "high"))
        level = float(found["sure"]) / 100 if found["sure"] else LEVEL
    except ValueError:
        raise refusal from None
    if not 0 <= level <= 1 or (low is not None and high is not None and not low < high):
        raise refusal
    return found["claim"].strip(), low, high, level


def _forecasts(events: Sequence[Event]) -> list[Forecast]:
    found: list[Forecast] = []
    waiting: dict[tuple[str, str, bool], int] = {}
    seen: set[tuple[str, str]] = set()
    for event in events:
        experiment = event.text("experiment")
        if event.kind == "prediction":
            for forecast in _stated(event, experiment):
                key = (experiment, forecast.claim, forecast.low is None)
                is_late = key[:2] in seen
                if not is_late and key in waiting:
                    found[waiting[key]] = forecast  # said anew before the result: the last word counts
                    continue
                found.append(replace(forecast, seen=is_late))
                if not is_late:
                    waiting[key] = len(found) - 1
            continue
        for claim, verdict in _table(event.facts.get("verdicts")).items():
            value = _value(_table(event.facts.get("measured")).get(claim))
            for is_claim in (True, False):
                place = waiting.pop((experiment, claim, is_claim), None)
                if place is not None:
                    found[place] = _decided(found[place], str(verdict), value)
                    if found[place].came is None:
                        waiting[(experiment, claim, is_claim)] = place
            seen.add((experiment, claim))
    return found


def _stated(event: Event, experiment: str) -> list[Forecast]:
    made: list[Forecast] = []
    for claim, given in _table(event.facts.get("claims")).items():
        if isinstance(given, int | float) and not isinstance(given, bool) and 0 <= given <= 1:
            made.append(Forecast(experiment, claim, event.day, float(given)))
    for claim, given in _table(event.facts.get("intervals")).items():
        if isinstance(given, list) and len(cast("list[Any]", given)) == 3:
            low, high, level = map(float, cast("list[Any]", given))
            made.append(Forecast(experiment, claim, event.day, level, low, high))
    return made


def _decided(each: Forecast, verdict: str, value: float | None) -> Forecast:
    if each.low is not None and each.high is not None:
        came = None if value is None else each.low <= value <= each.high
    else:
        came = {"holds": True, "fails": False}.get(verdict)
    return replace(each, came=came, verdict=verdict)


def _bands(forecasts: Sequence[Forecast]) -> list[Band]:
    found: list[Band] = []
    for low, high in BANDS:
        inside = [
            each
            for each in forecasts
            if each.is_scored and low <= each.probability and (each.probability < high or high == 1.0)
        ]
        if inside:
            stated = sum(each.probability for each in inside) / len(inside)
            hits = sum(bool(each.came) for each in inside)
            found.append(Band(low, high, stated, proportion_interval(hits, len(inside))))
    return found


def _brier(forecasts: Sequence[Forecast]) -> Interval | None:
    """Mean squared distance of what was said from what came (Brier 1950)."""
    errors = [(each.probability - float(bool(each.came))) ** 2 for each in forecasts if each.is_scored]
    return mean_interval(errors) if errors else None


def _table(given: object) -> Mapping[str, Any]:
    return cast("Mapping[str, Any]", given) if isinstance(given, dict) else {}


def _value(given: object) -> float | None:
    first = cast("list[Any]", given)[0] if isinstance(given, list) and given else None
    return float(first) if isinstance(first, int | float) else None


def _numbers(each: Interval) -> dict[str, Any]:
    finite = {
        name: value if abs(value := getattr(each, name)) < float("inf") else None for name in ("value", "low", "high")
    }
    return {**finite, "n": each.n}
