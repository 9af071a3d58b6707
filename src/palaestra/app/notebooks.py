"""A room as a Jupyter notebook: its lessons with their code in cells, and its experiments to run.

In the notebook:

    measure("bandits/ten-armed-testbed")     # runs the small preset; the result draws itself
    globals().update(names_of("bandits", "values.py"))

The second line gives a cell the names its code was written among, so that the cell can be changed and run.
"""

import importlib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from hashlib import blake2b
from typing import Any

from palaestra.kit.catalogue import Catalogue, Room, System
from palaestra.kit.lesson import FENCE, excerpt
from palaestra.kit.refusal import Refusal

FORMAT = (4, 5)
KERNEL = {"display_name": "Python 3", "language": "python", "name": "python3"}


@dataclass(frozen=True)
class Measured:
    """A run that draws itself in a notebook: curves, numbers, and the published claims beside them."""

    experiment: str
    preset: str
    outcome: Any

    def __repr__(self) -> str:
        return f"<{self.experiment}, {self.preset}: {len(self.outcome.job.seeds)} seeds, {self.outcome.job.whose}>"

    def _repr_html_(self) -> str:
        from palaestra.app.views.findings import Mine, found
        from palaestra.app.views.sheets import environment
        from palaestra.lab import shipped_results

        experiment = Catalogue.installed().experiment(self.experiment)
        seen = found(experiment, shipped_results(experiment), Mine(self.outcome))
        parts: Any = environment().get_template("findings.html").module
        return f"<style>{self._style}</style><div class='palaestra'>{parts.pictures(seen)}{parts.claims(seen)}</div>"

    @cached_property
    def _style(self) -> str:
        """The camp's look, for what stands inside our own block only."""
        from palaestra.app.views.built import BUILT

        css = (BUILT / "camp.css").read_text(encoding="utf-8").replace(":root", ".palaestra")
        return f"@scope (.palaestra) {{ {css} }} .palaestra {{ {_tokens(css)} }}"


def measure(experiment_id: str, preset: str = "small", seeds: int | None = None) -> Measured:
    """Run an experiment of a room (the reference's code) and show what it gives. `seeds`: how many, if not all."""
    from palaestra.app.experimenting import reference_store
    from palaestra.lab import run

    experiment = Catalogue.installed().experiment(experiment_id)
    outcome = run(experiment, preset=preset, seeds=seeds, store=reference_store())
    return Measured(experiment_id, preset, outcome)


def names_of(room: str, file: str) -> dict[str, Any]:
    """Everything a file of a room names, its imports included."""
    module = importlib.import_module(f"palaestra.systems.{room}.{file.removesuffix('.py').replace('/', '.')}")
    return {name: value for name, value in vars(module).items() if not name.startswith("__")}


def notebook(catalogue: Catalogue, name: str) -> str:
    """A room or topic as the text of an .ipynb file, the same each time. Raises Refusal for an unknown one."""
    room = catalogue.room(name)
    if not room.lessons:
        raise Refusal(f"{room.title} has no lessons yet.", "`palaestra systems` lists the rooms.")
    cells = [_cell(kind, text, number) for number, (kind, text) in enumerate(_pieces(room))]
    book = {"cells": cells, "metadata": {"kernelspec": KERNEL}, "nbformat": FORMAT[0], "nbformat_minor": FORMAT[1]}
    return json.dumps(book, indent=1, ensure_ascii=False) + "\n"


def _pieces(room: Room) -> Iterator[tuple[str, str]]:
    """Kind and text of each cell."""
    made = "Made by Palaestra from the room itself; `palaestra start` has its exercises."
    yield "markdown", f"# {room.title}\n\n{room.promise}\n\n{made}"
    yield "code", "from palaestra.app.notebooks import measure, names_of"
    for lesson in room.lessons:
        yield from _lesson(room, lesson.path.read_text(encoding="utf-8"))
    if isinstance(room, System) and room.experiments:
        yield "markdown", '# Measure\n\nEach cell runs the small preset; `measure(..., preset="full")` runs it whole.'
        for experiment in room.experiments:
            yield "markdown", f"## {experiment.title}\n\n{experiment.asks}"
            yield "code", f'measure("{experiment.id}")'


def _lesson(room: Room, text: str) -> Iterator[tuple[str, str]]:
    """The prose and the code of a lesson, in turn; a method is shown and not run, since it needs its class."""
    last = 0
    for found in FENCE.finditer(text):
        yield from _prose(text[last : found.start()])
        source = found["source"]
        file, _, qualified = source.partition("#")
        piece = excerpt(room.folder, source)
        if "." in qualified or not qualified:
            yield "markdown", f"```python\n{piece.code}\n```\n\n*{source}*"
        else:
            yield "code", f'globals().update(names_of("{room.name}", "{file}"))\n\n{piece.code}'
        last = found.end()
    yield from _prose(text[last:])


def _prose(text: str) -> Iterator[tuple[str, str]]:
    """Markdown as a notebook can show it: no elements of ours, no links into the camp."""
    plain = re.sub(r"^<([a-z]+(?:-[a-z]+)+)></\1>$", r"*(\1: an explorable, in the camp)*", text, flags=re.MULTILINE)
    plain = re.sub(r"^\[(?:fold [^\]]*|end fold)\]$", "", plain, flags=re.MULTILINE)
    plain = re.sub(r"\[([^\]]*)\]\(/[^)]*\)", r"\1", plain)
    if plain.strip():
        yield "markdown", plain.strip()


def _cell(kind: str, text: str, number: int) -> dict[str, Any]:
    name = blake2b(f"{number}|{text}".encode(), digest_size=4).hexdigest()
    cell: dict[str, Any] = {"cell_type": kind, "id": name, "metadata": {}, "source": text.splitlines(keepends=True)}
    if kind == "code":
        cell |= {"execution_count": None, "outputs": []}
    return cell


def _tokens(css: str) -> str:
    """The custom properties of the light look, which a scope cannot give to itself."""
    found = re.search(r"\{([^{}]*--paper:[^{}]*)\}", css)
    return found[1] if found else ""
