"""Shipped results: one small JSON file a full run, in the room's `results/`.

Kept seed by seed: every scalar, exactly, and every curve a claim asks for, as
float32 (little endian, base64): the claim is measured from what is stored. Any
other curve keeps its mean and interval at some of its indices. Why: decision
0003.
"""

import base64
import json
import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray

from palaestra.kit.checks import Check, statement
from palaestra.kit.experiment import Experiment, Result
from palaestra.kit.refusal import Refusal
from palaestra.lab.outcome import (
    Curve,
    Outcome,
    Provenance,
    interval_from_json,
    interval_to_json,
    plain,
)
from palaestra.lab.running import measure
from palaestra.lab.sources import source_hash
from palaestra.lab.store import job_from_json

LARGEST_BYTES = 60_000
CURVE_POINTS = 120


def shipped_path(experiment: Experiment) -> Path:
    """Where the room keeps its full result, there or not."""
    return experiment.folder.parent / "results" / f"{experiment.name}.json"


def shipped_results(experiment: Experiment) -> Outcome | None:
    """The full run shipped with the room, or None. Nothing of the room is imported."""
    path = shipped_path(experiment)
    if not path.exists():
        return None
    try:
        return _from_json(json.loads(path.read_text(encoding="utf-8")))
    except (ValueError, KeyError, TypeError) as error:
        raise Refusal(
            f"{path} is not a shipped result: {error!r}.", f"Make it again: palaestra run {experiment.id} --full --ship"
        ) from error


def ship(experiment: Experiment, outcome: Outcome) -> Path:
    """Write the room's results file from a full run of the reference; claims are measured from what is stored."""
    job = outcome.job
    if job.preset != "full" or job.settings or job.fills:
        raise Refusal(
            "Only a full run of the reference with no settings is shipped.",
            f"palaestra run {job.experiment} --full --ship",
        )
    _, _, used = measure(experiment, outcome)
    stored = _rounded(outcome, used)
    measures, unmeasured, _ = measure(experiment, stored)
    if unmeasured:
        raise Refusal("Some claims have no measurement: " + "; ".join(f"{k}: {v}" for k, v in unmeasured.items()))
    stored = replace(stored, measures=measures, unmeasured={}, curves=_curves(outcome, stored))
    text = _to_text(stored)
    if len(text) > LARGEST_BYTES:
        raise _too_large(stored, len(text))
    path = shipped_path(experiment)
    path.parent.mkdir(exist_ok=True)
    part = path.with_name(f".{path.name}.part")
    part.write_text(text, encoding="utf-8")
    part.replace(path)
    return path


def release_checks(experiments: Iterable[Experiment]) -> list[Check]:
    """One Check an experiment with claims: its full result is shipped, and was measured with today's code."""
    return [_released(each) for each in experiments if each.claims]


def _released(experiment: Experiment) -> Check:
    says = f"the shipped result of {experiment.id} was measured with today's code"
    again = f"palaestra run {experiment.id} --full --ship"
    today, shipped = source_hash(experiment), shipped_results(experiment)
    if shipped is None:
        return statement(says, False, "no shipped result", f"run {again}")
    then = shipped.job.source_hash
    return statement(says, then == today, f"measured with {then}", f"{today}; run {again}")


def _rounded(outcome: Outcome, used: frozenset[str]) -> Outcome:
    kept = {name: values for name, values in outcome.result.values.items() if values.ndim == 1 or name in used}
    values = {name: each if each.ndim == 1 else each.astype("<f4").astype(np.float64) for name, each in kept.items()}
    return replace(outcome, result=Result(values, outcome.result.config, outcome.result.seeds))


def _curves(outcome: Outcome, stored: Outcome) -> dict[str, Curve]:
    left_out = {name: each for name, each in outcome.result.values.items() if name not in stored.result.values}
    return {name: curve(values, _points(values)) for name, values in left_out.items()}


def _points(values: NDArray[np.float64]) -> int:
    """Fewer points a curve where a measurement holds many curves."""
    return max(4, min(CURVE_POINTS, 4 * CURVE_POINTS // math.prod(values.shape[1:-1])))


def curve(values: NDArray[np.float64], points: int = CURVE_POINTS) -> Curve:
    """Mean and 95 % interval over seeds, at up to `points` indices of the last axis.

    Pointwise normal intervals: for figures; claims have intervals of their own.
    """
    length = values.shape[-1]
    shown = min(points, length)
    at = [round(place * (length - 1) / max(1, shown - 1)) for place in range(shown)]
    chosen, n = values[..., at], len(values)
    mean = chosen.mean(axis=0)
    half = 1.96 * chosen.std(axis=0, ddof=1) / math.sqrt(n) if n > 1 else np.full_like(mean, np.nan)
    return Curve(tuple(at), mean, mean - half, mean + half, n)


def _to_text(stored: Outcome) -> str:
    """JSON with one line an entry, so that a new run reads as a small difference."""
    words: dict[str, Any] = {
        "format": 1,
        "job": asdict(stored.job),
        "provenance": asdict(stored.provenance),
        "measures": {name: interval_to_json(each) for name, each in stored.measures.items()},
        "values": {name: _values_to_json(each) for name, each in stored.result.values.items()},
        "curves": {name: _curve_to_json(each) for name, each in stored.curves.items()},
    }
    return "{\n" + ",\n".join(_lines(words)) + "\n}\n"


def _lines(words: Mapping[str, Any]) -> Iterator[str]:
    for key, value in words.items():
        if isinstance(value, dict) and value:
            table = cast("dict[str, Any]", value)
            inner = ",\n".join(f"  {json.dumps(name)}: {_compact(each)}" for name, each in table.items())
            yield f" {json.dumps(key)}: {{\n{inner}\n }}"
        else:
            yield f" {json.dumps(key)}: {_compact(value)}"


def _compact(value: Any) -> str:
    return json.dumps(value, allow_nan=False, separators=(",", ":"))


def _values_to_json(values: NDArray[np.float64]) -> Any:
    if values.ndim == 1:
        return plain(values)
    return {"shape": list(values.shape), "float32": base64.b64encode(values.astype("<f4").tobytes()).decode()}


def _values_from_json(words: Any) -> NDArray[np.float64]:
    if isinstance(words, list):
        return np.asarray(words, dtype=np.float64)
    flat = np.frombuffer(base64.b64decode(words["float32"]), dtype="<f4")
    return flat.astype(np.float64).reshape(words["shape"])


def _curve_to_json(each: Curve) -> dict[str, Any]:
    def short(values: NDArray[np.float64]) -> Any:
        return plain(np.array([float(f"{each:.4g}") for each in values.ravel()]).reshape(values.shape))

    return {
        "at": list(each.at),
        "mean": short(each.mean),
        "low": short(each.low),
        "high": short(each.high),
        "n": each.n,
    }


def _from_json(words: Mapping[str, Any]) -> Outcome:
    job = job_from_json(words["job"])
    values = {name: _values_from_json(each) for name, each in words["values"].items()}
    curves = {name: _curve_from_json(each) for name, each in words["curves"].items()}
    return Outcome(
        job,
        Result(values, SimpleNamespace(**job.config), job.seeds),
        {name: interval_from_json(each) for name, each in words["measures"].items()},
        {},
        Provenance(**words["provenance"]),
        curves,
    )


def _curve_from_json(words: Mapping[str, Any]) -> Curve:
    mean, low, high = (np.asarray(words[name], dtype=np.float64) for name in ("mean", "low", "high"))
    return Curve(tuple(words["at"]), mean, low, high, words["n"])


def _too_large(stored: Outcome, size: int) -> Refusal:
    weights = {name: each.size for name, each in stored.result.values.items()}
    weights |= {name: 3 * each.mean.size for name, each in stored.curves.items()}
    heaviest = max(weights, key=lambda name: weights[name])
    return Refusal(
        f"The result would take {size / 1000:.0f} kB, more than {LARGEST_BYTES / 1000:.0f} kB.",
        f"{heaviest} is the heaviest: let run() return the number its claim needs, so that the curve need not be kept.",
    )
