"""One worker: a process of its own that answers tasks with plain data.

Started as `python -m palaestra.lab.worker REPLIES EXPECTED`: tasks come as
JSON lines on standard input, answers leave as JSON lines on the pipe whose
descriptor is REPLIES, so that what the code prints can never be taken for an
answer. EXPECTED is the digest of the learner's code it must run; a worker
that would run something else answers nothing and ends.
"""

import io
import json
import os
import queue
import signal
import sys
import threading
import time
import traceback
from collections.abc import Generator, Mapping
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from dataclasses import fields
from pathlib import Path
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray

from palaestra.kit import holes
from palaestra.kit.catalogue import Catalogue
from palaestra.kit.experiment import Experiment, ExperimentCode, Result, configured, load_code
from palaestra.kit.refusal import Refusal, unknown
from palaestra.lab.outcome import gather, interval_to_json, plain

PRINTED_CHARACTERS = 4000


def perform(task: Mapping[str, Any]) -> dict[str, Any]:
    """The answer to one task: its result, or `refusal`, or `error` with the frames that matter.

    Any worker, here or on another machine, is this function behind a pipe.
    """
    with _prints_kept() as printed:
        try:
            experiment = _experiment(Path(task["rooms"]), task["experiment"])
            code = load_code(experiment)
            holes.handshake(holes.digest())  # again, now that the room is there: it must have come through the hook
            answer = _TASKS[task["do"]](experiment, code, task)
        except Refusal as refusal:
            answer = {"refusal": [refusal.what, refusal.mend]}
        except KeyboardInterrupt:
            raise
        except BaseException as error:  # SystemExit included: the learner's code may call exit()
            answer = {"error": _named(error), "frames": _frames(error, task)}
    was_called = holes.called()
    called = [hole for hole in was_called if was_called[hole]]
    return {**answer, "printed": printed.getvalue(), "called": called, "unwatched": list(holes.unwatched_holes())}


def _describe(experiment: Experiment, code: ExperimentCode, task: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "config": _json_config(_config(code, task)),
        "seeds": dict(code.seeds),
        "has_fast": code.run is not code.readable,
        "measures": sorted(code.measures),
    }


def _run_seed(experiment: Experiment, code: ExperimentCode, task: Mapping[str, Any]) -> dict[str, Any]:
    config = _config(code, task)
    path = code.readable if task["engine"] == "readable" else code.run
    start = time.perf_counter()
    values = cast(Any, path(config, task["seed"]))
    seconds = time.perf_counter() - start
    if not isinstance(values, Mapping) or not values:
        kind = type(cast(Any, values)).__name__
        raise TypeError(f"run() must return measurements by name, not {kind}")
    named = cast("Mapping[str, Any]", values)
    return {"values": {name: plain(value) for name, value in named.items()}, "seconds": seconds}


def _measure(experiment: Experiment, code: ExperimentCode, task: Mapping[str, Any]) -> dict[str, Any]:
    config = _config(code, task)
    records = {int(seed): {"values": values} for seed, values in task["records"].items()}
    stored = gather(records, tuple(task["seeds"]), {})
    values = _Noted(stored.values)
    result = Result(values, config, stored.seeds)
    measures: dict[str, Any] = {}
    unmeasured: dict[str, str] = {}
    for claim in experiment.claims:
        try:
            measures[claim.id] = interval_to_json(code.measures[claim.id](result))
        except Exception as error:
            missing = claim.id not in code.measures
            unmeasured[claim.id] = f"no @claim({claim.id!r}) in the experiment's code" if missing else _named(error)
    return {"measures": measures, "unmeasured": unmeasured, "used": sorted(values.asked)}


_TASKS = {"describe": _describe, "seed": _run_seed, "measure": _measure}


class _Noted(dict[str, NDArray[np.float64]]):
    """Measurements that remember which of them were asked for."""

    def __init__(self, values: Mapping[str, NDArray[np.float64]]) -> None:
        super().__init__(values)
        self.asked: set[str] = set()

    def __getitem__(self, name: str) -> NDArray[np.float64]:
        self.asked.add(name)
        return super().__getitem__(name)


def _config(code: ExperimentCode, task: Mapping[str, Any]) -> Any:
    if task["preset"] not in code.presets:
        raise unknown("preset", task["preset"], code.presets, "palaestra run --help")
    return configured(code.presets[task["preset"]], task["settings"])


def _json_config(config: Any) -> dict[str, Any]:
    return {each.name: _json_value(getattr(config, each.name)) for each in fields(config)}


def _json_value(value: Any) -> Any:
    return [_json_value(each) for each in cast("tuple[Any, ...]", value)] if isinstance(value, tuple) else value


def _experiment(rooms: Path, experiment_id: str) -> Experiment:
    system = Catalogue(rooms).system(experiment_id.partition("/")[0])
    return next(each for each in system.experiments if each.id == experiment_id)


def _named(error: BaseException) -> str:
    if isinstance(error, Refusal):
        return str(error)
    return "".join(traceback.format_exception_only(error)).strip()


def _frames(error: BaseException, task: Mapping[str, Any]) -> list[str]:
    """The learner's frames where there are any, else the room's: never the lab's own."""
    frames = traceback.extract_tb(error.__traceback__)
    files = set(task.get("files", ()))
    room = str(Path(task["rooms"]) / task["experiment"].partition("/")[0])
    mine = [each for each in frames if each.filename in files]
    shown = mine or [each for each in frames if each.filename.startswith(room)]
    return [f"{each.filename}:{each.lineno} in {each.name}: {each.line or ''}".rstrip(": ") for each in shown]


@contextmanager
def _prints_kept() -> Generator["_Capped"]:
    kept = _Capped()
    with redirect_stdout(kept), redirect_stderr(kept):
        yield kept


class _Capped(io.StringIO):
    """Keeps the beginning of what is printed; endless printing costs no memory."""

    def write(self, text: str) -> int:
        room = PRINTED_CHARACTERS - self.tell()
        if room > 0:
            super().write(text[:room])
        return len(text)


def main() -> None:
    """Answer tasks until standard input closes: a worker never outlives the run that started it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the whole group; the run decides what it means
    replies = os.fdopen(int(sys.argv[1]), "w", encoding="utf-8")
    tasks: queue.Queue[dict[str, Any]] = queue.Queue()
    threading.Thread(target=_listen, args=(tasks,), daemon=True).start()
    answer: dict[str, Any] = _greeting(sys.argv[2])
    while True:
        replies.write(json.dumps(answer, allow_nan=False) + "\n")
        replies.flush()
        answer = perform(tasks.get())


def _greeting(expected: str) -> dict[str, Any]:
    try:
        holes.handshake(expected)
    except BaseException as error:
        return {"error": _named(error), "frames": []}
    return {"ready": expected}


def _listen(tasks: "queue.Queue[dict[str, Any]]") -> None:
    for line in sys.stdin:
        tasks.put(json.loads(line))
    os._exit(0)  # also in the middle of a seed: nobody is left to read the answer


if __name__ == "__main__":
    main()
