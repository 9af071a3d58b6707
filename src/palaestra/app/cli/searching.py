"""`search`: one question to everything you can read here."""

from typing import Annotated

import typer

from palaestra.app.cli.opening import practice_folder
from palaestra.app.cli.options import Json
from palaestra.app.cli.terminal import say_json

app = typer.Typer()


@app.command()
def search(
    words: Annotated[list[str], typer.Argument(metavar="WORDS...", help="What to look for; in quotes as it stands.")],
    kind: Annotated[str, typer.Option(help="Only these, e.g. note or card,lesson.")] = "",
    limit: Annotated[int, typer.Option(min=1, max=200, help="How many at most.")] = 12,
    as_json: Json = False,
) -> None:
    """Look through your notes, what you made, your weeks, and the library. JSON: [{kind, id, title, says}]."""
    from palaestra.app.cli.terminal import folded
    from palaestra.app.views.formulas import without_marks
    from palaestra.kit.catalogue import Catalogue
    from palaestra.kit.refusal import unknown
    from palaestra.practice.search import CLOSED, KINDS, OPENED, Search

    kinds = [each.strip() for each in kind.split(",") if each.strip()]
    for each in kinds:
        if each not in KINDS:
            raise unknown("kind of thing", each, KINDS, "palaestra search --help")
    found = Search(practice_folder(), Catalogue.installed()).find(" ".join(words), kinds, limit)
    if as_json:
        bare = str.maketrans("", "", OPENED + CLOSED)
        rows = [
            {"kind": each.kind, "id": each.id, "title": each.title, "says": each.says.translate(bare)} for each in found
        ]
        return say_json(rows)
    for each in found:
        typer.echo(folded(f"{each.kind:10}  {each.title}", 0, 12))
        if each.id != each.title:
            typer.echo(folded(each.id, 12))
        says = without_marks(each.says).replace(OPENED, "[").replace(CLOSED, "]")
        if says and says.strip("[]") != each.title:
            typer.echo(folded(says, 12))
    if not found:
        typer.echo("Nothing has these words.")
    typer.echo(_follow(found[0].kind, found[0].id) if found else "next: palaestra systems")


def _follow(kind: str, name: str) -> str:
    """The command that opens what was found first."""
    commands = {
        "exercise": f"palaestra start {name}",
        "experiment": f"palaestra run {name}",
        "module": f"palaestra plan why {name}",
        "artefact": f"palaestra artefact show {name}",
        "note": f"palaestra note --show {name}",
        "card": f"palaestra card show {name}",
        "paper": "palaestra reading papers",
        "week": f"palaestra week --week {name}",
        "entry": "palaestra log --weeks 8",
        "resource": f"palaestra plan why {name.partition('#')[0]}",
    }
    return f"next: {commands.get(kind, 'palaestra systems')}"
