"""`check --docs`: what the docstrings of the learner's file still lack."""

from dataclasses import asdict
from pathlib import Path

import typer

from palaestra.app.cli.terminal import HOLDS, WRONG, folded, say_json
from palaestra.app.practising import Practising
from palaestra.kit.refusal import Refusal
from palaestra.practice.writing.docstrings import read_docstrings


def check_docs(exercise_id: str, elsewhere: str, as_json: bool) -> int:
    """Read the docstrings of an exercise's file, or of another; 1 while one lacks something."""
    work = Practising.at(exercise_id)
    file = Path(elsewhere.partition(":")[0]).expanduser() if elsewhere else work.file
    if not file.is_file():
        raise Refusal(f"{file} is not there.", f"`palaestra start {exercise_id}` writes it, or name one with --from.")
    found = read_docstrings(file.read_text(encoding="utf-8", errors="replace"))
    lacking = [each for each in found if not each.holds]
    if as_json:
        say_json([asdict(each) for each in found])
        return 1 if lacking else 0
    if not found:
        typer.echo(f"{file.name} defines nothing public.")
    for name in dict.fromkeys(each.name for each in found):
        its = [each for each in lacking if each.name == name]
        line = next(each.line for each in found if each.name == name)
        typer.echo(f"{(WRONG if its else HOLDS).shown()} {name}, line {line}")
        for each in its:
            typer.echo(folded(f"not yet: {each.says}. {each.mend}", 2, 4))
    typer.echo(folded("Whether the words are true is for a reader: `palaestra ask` makes a page to show one."))
    typer.echo(f"next: palaestra check {exercise_id}{' --docs' if lacking else ''}")
    return 1 if lacking else 0
