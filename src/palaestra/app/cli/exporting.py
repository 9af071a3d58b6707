"""`export slides ID` and `export markdown ID`: an artefact's text in a form that stands elsewhere."""

from pathlib import Path

import typer

from palaestra.app.cli.opening import practice_folder

FORMS = {"slides": "{}-slides.html", "markdown": "{}.md"}
"""By form, the name of the file that is written here when none is said."""


def export_work(form: str, artefact_id: str, to: str = "", yes: bool = False) -> None:
    """Write it to a file, never over another one unless told so; `-` prints it, and nothing else."""
    from palaestra.app.views.plain_markdown import plain_markdown
    from palaestra.app.views.slides import slides_html
    from palaestra.kit.refusal import Refusal, unknown
    from palaestra.practice.durable import refusing, replace_file
    from palaestra.practice.writing.artefacts import Artefacts

    if form not in FORMS:
        raise unknown("form", form, FORMS, "palaestra export --help")
    if not artefact_id:
        raise Refusal(f"Which artefact's {form}?", f"Name it: palaestra export {form} ID; `artefact list` has the ids.")
    folder = practice_folder()
    found = Artefacts(folder).find(artefact_id)
    text = slides_html(found, folder.settings.name) if form == "slides" else plain_markdown(found)
    if to == "-":
        return typer.echo(text, nl=False)
    target = Path(to) if to else Path(FORMS[form].format(found.id))
    with refusing(target):
        is_there = target.exists()
        if is_there and target.read_bytes() != text.encode() and not yes:
            raise Refusal(f"{target} is there already; nothing was written.", "Name another with --to, or pass --yes.")
    replace_file(target, text)
    typer.echo(f"Wrote {target}: “{found.title}”.")
    typer.echo(f"next: palaestra artefact show {found.id}")
