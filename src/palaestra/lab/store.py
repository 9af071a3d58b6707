"""Where runs are kept: one small JSON file per finished seed, so that nothing finished is ever lost.

    <folder>/<system>/<experiment>/<key>/job.json          what was asked for
                                         seed-3.json       one finished seed, whole or not there
                                         result.json       the finished run: seeds, claims, provenance

Files appear by rename after `fsync`: a crash, a full disk or `kill -9` leaves
whole files only. Two processes may work on one run; the same seed gives the
same numbers, so whoever is last changes nothing.
"""

import json
import os
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, cast

from palaestra.kit.refusal import Refusal, unknown
from palaestra.kit.statistics import Interval
from palaestra.lab.outcome import Job, Outcome, Provenance, gather, interval_from_json, interval_to_json

ABANDONED_AFTER_SECONDS = 3600


@dataclass(frozen=True, slots=True)
class Run:
    """One line of the list of kept runs."""

    id: str
    job: Job
    kept: int
    """Finished seeds on disk."""
    finished: str
    """When it was completed (UTC), or empty: it can be resumed."""
    measures: Mapping[str, Interval]


class Store:
    """Finished seeds and runs in one folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def begin(self, job: Job) -> None:
        """Make room for a run; what an earlier attempt left unfinished is cleared away."""
        folder = self._of(job)
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise _cannot_write(folder, error) from error
        for left in folder.glob(".*.part"):
            if time.time() - left.stat().st_mtime > ABANDONED_AFTER_SECONDS:
                left.unlink(missing_ok=True)
        _write(folder / "job.json", asdict(job))

    def keep(self, job: Job, seed: int, record: Mapping[str, Any]) -> None:
        """Keep one finished seed; once this returns, it survives anything but the disk."""
        _write(self._of(job) / f"seed-{seed}.json", {"seed": seed, **record})

    def kept(self, job: Job) -> dict[int, dict[str, Any]]:
        """The finished seeds of a run, by seed."""
        return _records(self._of(job), job.seeds)

    def finish(self, outcome: Outcome) -> None:
        """Mark the run as complete, with what its claims measured."""
        _write(
            self._of(outcome.job) / "result.json",
            {
                "seeds": list(outcome.job.seeds),
                "measures": {name: interval_to_json(each) for name, each in outcome.measures.items()},
                "unmeasured": dict(outcome.unmeasured),
                "provenance": asdict(outcome.provenance),
                "printed": outcome.printed,
            },
        )

    def runs(self) -> list[Run]:
        """Every kept run, newest first."""
        found = [self._run(path.parent) for path in self.folder.glob("*/*/*/job.json")]
        return sorted((each for each in found if each), key=lambda run: (run.finished or "~", run.id), reverse=True)

    def run(self, run_id: str) -> Run:
        """The run of that id; the end of its id, or `system/experiment` for its newest run, is enough."""
        runs = self.runs()
        for each in runs:
            if each.id == run_id or each.id.endswith(f"/{run_id}") or each.id.rpartition("/")[0] == run_id:
                return each
        raise unknown("result", run_id, [each.id for each in runs], "palaestra results")

    def load(self, run_id: str) -> Outcome:
        """A complete run."""
        run = self.run(run_id)
        folder = self.folder / run.id
        records = _records(folder, run.job.seeds)
        if not run.finished or len(records) < len(run.job.seeds):
            raise Refusal(
                f"The run {run.id} is not complete: {len(records)} of {len(run.job.seeds)} seeds are kept.",
                f"`palaestra run {run.job.experiment}` with the same options resumes it.",
            )
        words = _read(folder / "result.json")
        return Outcome(
            run.job,
            gather(records, run.job.seeds, run.job.config),
            run.measures,
            words["unmeasured"],
            Provenance(**words["provenance"]),
            printed=words["printed"],
        )

    def _of(self, job: Job) -> Path:
        return self.folder / job.experiment / job.key

    def _run(self, folder: Path) -> Run | None:
        """The run in a folder; None where its files are damaged, or another version's, so that the rest is listed."""
        try:
            return self._whole_run(folder)
        except (AttributeError, KeyError, TypeError, ValueError):
            return None

    def _whole_run(self, folder: Path) -> Run:
        words = _read(folder / "job.json")
        job = job_from_json(words)
        result = _read(folder / "result.json")
        if result:
            job = job_from_json({**words, "seeds": result["seeds"]})
        measures = {name: interval_from_json(each) for name, each in result.get("measures", {}).items()}
        kept = sum((folder / f"seed-{seed}.json").exists() for seed in job.seeds)  # load() reads them
        finished = result["provenance"]["finished"] if result and kept == len(job.seeds) else ""
        return Run(job.run_id, job, kept, finished, measures)


def job_from_json(words: Mapping[str, Any]) -> Job:
    """What `asdict(job)` became as JSON; a missing or unknown key is a TypeError or KeyError."""
    plain: dict[str, Any] = {**words, "seeds": tuple(words["seeds"]), "exercises": tuple(words["exercises"])}
    return Job(**plain)


def _records(folder: Path, seeds: Sequence[int]) -> dict[int, dict[str, Any]]:
    records = ((seed, _read(folder / f"seed-{seed}.json")) for seed in seeds)
    return {seed: record for seed, record in records if isinstance(record.get("values"), dict)}


def _read(path: Path) -> dict[str, Any]:
    """A kept file, or nothing where there is none. One that something else has damaged counts as not there."""
    try:
        words = json.loads(path.read_text(encoding="utf-8"))
    except (FileNotFoundError, NotADirectoryError, ValueError):
        return {}
    return cast("dict[str, Any]", words) if isinstance(words, dict) else {}


def _write(path: Path, words: Mapping[str, Any]) -> None:
    text = json.dumps(words, allow_nan=False)
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with part.open("w", encoding="utf-8") as out:
            out.write(text)
            out.flush()
            os.fsync(out.fileno())
        part.replace(path)
        _sync_folder(path.parent)
    except OSError as error:
        with suppress(OSError):
            part.unlink(missing_ok=True)
        raise _cannot_write(path, error) from error


def _sync_folder(folder: Path) -> None:
    """The rename itself must reach the disk too."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _cannot_write(path: Path, error: OSError) -> Refusal:
    return Refusal(
        f"{path} cannot be written: {error.strerror}.",
        "Make room or choose another folder, then run again: finished seeds are kept.",
    )
