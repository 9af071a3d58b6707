"""`review --rework`: this week's exercise or explanation, begun, declined or given up."""

from typing import TYPE_CHECKING

import typer

from palaestra.app.cli.terminal import say_json
from palaestra.kit.refusal import Refusal

if TYPE_CHECKING:
    from palaestra.kit.catalogue import Catalogue
    from palaestra.practice.folder import PracticeFolder

Wish = tuple[bool, bool, bool]
"""Begin, decline, give up."""


def show_rework(folder: "PracticeFolder", catalogue: "Catalogue", wish: Wish, as_json: bool) -> None:
    """What comes back this week, and what was wished for it."""
    from palaestra.app.cli.terminal import folded
    from palaestra.app.reworking import begin
    from palaestra.practice.memory.offering import decline, due_rework, give_up

    if sum(wish) > 1:
        raise Refusal("Begin it, decline it or give it up: one of them.", "For example --rework --begin.")
    offered = due_rework(folder, catalogue)
    if offered is None:
        if any(wish):
            raise Refusal("Nothing comes back this week.", "`palaestra today` has what is next.")
        return typer.echo("null" if as_json else "Nothing comes back this week.\nnext: palaestra today")
    if wish[0]:
        path, copy = begin(folder, catalogue, offered)
        kept = f" What you wrote before is kept: {copy.relative_to(folder.root)}." if copy else ""
        said, following = f"A blank {_thing(offered.kind)}: {path}.{kept}", _then(offered.kind, offered.about)
    elif wish[1]:
        decline(folder, offered.about)
        said, following = f"{offered.title} comes back later. Nothing is held against you.", "palaestra today"
    elif wish[2]:
        give_up(folder, offered.about)
        said, following = f"{offered.title} comes back sooner; read it again first.", "palaestra today"
    else:
        if as_json:
            return say_json(offered.to_json())
        doing = "write it again" if offered.kind == "exercise" else "explain it again"
        typer.echo(folded(f"{offered.title}: {doing}, about {offered.minutes} min"))
        said, following = offered.says, offered.command
        if not offered.under_way:
            said += " Not now: --rework --decline."
    typer.echo(folded(said))
    typer.echo(f"next: {following}")


def _thing(kind: str) -> str:
    return "file" if kind == "exercise" else "page"


def _then(kind: str, about: str) -> str:
    return f"palaestra check {about}" if kind == "exercise" else f"palaestra note --explain {about} --scores 2,1,2,1"
