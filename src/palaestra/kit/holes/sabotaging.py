"""The sabotage run: the same fills, with every hole's body replaced by a raise. It must turn red."""

import ast
from collections.abc import Sequence
from pathlib import Path

from palaestra.kit.holes.definitions import blanked, first_line, functions_in
from palaestra.kit.holes.fills import Fill
from palaestra.kit.holes.learner import read

SABOTAGE = 'raise NotImplementedError("sabotaged")'


def sabotage(fills: Sequence[Fill], folder: Path) -> list[Fill]:
    """Fills like these whose code raises as soon as it is called, written into `folder`.

    A run that still succeeds with them did not run the learner's code,
    whatever it printed. In a class every function raises; a class without
    functions raises when an instance is made.
    """
    folder.mkdir(parents=True, exist_ok=True)
    return [Fill.of(fill.hole, _sabotaged(fill, folder / f"sabotage_{n}.py")) for n, fill in enumerate(fills)]


def _sabotaged(fill: Fill, target: Path) -> Path:
    learner = read(fill)
    text = blanked(learner.text, learner.found, SABOTAGE)
    lines = text.splitlines(keepends=True)
    for node in reversed(learner.found):
        if isinstance(node, ast.ClassDef) and not any(True for _ in functions_in(node)):
            indent = " " * node.body[0].col_offset
            method = f"{indent}def __new__(cls, *_, **__):\n{indent}    {SABOTAGE}\n\n"
            lines.insert(first_line(node.body[0]) - 1, method)
    target.write_text("".join(lines), encoding="utf-8")
    return target
