"""A bench for holes: fixture rooms, learner files in a temporary folder, and child processes to run them in."""

import ast
import os
import subprocess
import sys
import textwrap
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from palaestra.kit.holes import Fill, environment
from tests.rooms import add_rooms

ROOMS = Path(__file__).parent / "rooms"


@dataclass
class Bench:
    folder: Path
    rooms: Path = ROOMS
    count: int = field(default=0)

    def fill(self, hole: str, code: str, future: bool = True) -> Fill:
        """A learner's file for a hole of the fixture room `kinds`, e.g. `functions:double`."""
        self.count += 1
        file = self.folder / f"learner_{self.count}.py"
        above = "from __future__ import annotations\n" if future else ""
        file.write_text(above + textwrap.dedent(code).lstrip("\n"), encoding="utf-8")
        return Fill.of(f"palaestra.systems.kinds.{hole or 'any'}", file)

    def environment(self, fills: Sequence[Fill] = ()) -> dict[str, str]:
        plain = {name: value for name, value in os.environ.items() if not name.startswith(("PALAESTRA_", "NUMBA_"))}
        return {
            **plain,
            "PALAESTRA_ROOMS": str(self.rooms),
            "OMP_NUM_THREADS": "1",
            "NUMBA_CACHE_DIR": str(self.folder / "numba"),
            **(environment(fills) if fills else {}),
        }

    def python(
        self, *arguments: str, fills: Sequence[Fill] = (), env: dict[str, str] | None = None, fails: bool = False
    ) -> subprocess.CompletedProcess[str]:
        done = subprocess.run(
            [sys.executable, "-W", "error", *arguments],
            env=self.environment(fills) | (env or {}),
            cwd=self.folder,
            capture_output=True,
            text=True,
            timeout=120,
        )
        assert (done.returncode != 0) == fails, done.stdout + done.stderr
        return done

    def value(self, script: str, fills: Sequence[Fill] = (), env: dict[str, str] | None = None) -> Any:
        """The Python value the script prints last; the script runs from a file of its own."""
        done = self.python(self.script(script), fills=fills, env=env)
        return ast.literal_eval(done.stdout.splitlines()[-1])

    def error(self, script: str, fills: Sequence[Fill] = (), env: dict[str, str] | None = None) -> str:
        """What a failing script prints to the error stream."""
        return self.python(self.script(script), fills=fills, env=env, fails=True).stderr

    def script(self, text: str) -> str:
        self.count += 1
        path = self.folder / f"script_{self.count}.py"
        path.write_text(textwrap.dedent(text), encoding="utf-8")
        return str(path)


@pytest.fixture
def bench(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Bench:
    """The rooms are on the path of this process too, which only ever reads their source."""
    monkeypatch.setenv("NUMBA_CACHE_DIR", str(tmp_path / "numba"))
    add_rooms(ROOMS, monkeypatch)
    return Bench(tmp_path)
