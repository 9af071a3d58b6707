"""`import`: trackers, weekly logs and tables of hours the learner kept before."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from palaestra.app.cli.opening import practice_folder
from palaestra.app.cli.options import Json, Yes
from palaestra.app.cli.path_found import current_id, path_of
from palaestra.app.cli.terminal import say, say_json

if TYPE_CHECKING:
    from palaestra.practice.exchange.files import FileImport
    from palaestra.practice.folder import PracticeFolder

app = typer.Typer()


@app.command("import")
def import_file(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A Markdown file, or a table of hours (.csv, .tsv).")],
    yes: Yes = False,
    replace: Annotated[bool, typer.Option("--replace", help="Weeks told in other words here take the file's.")] = False,
    as_json: Json = False,
) -> None:
    """Take in a checkbox tracker, a weekly log or a table of hours: shows what it would do, does it with --yes.

    Understood: `- [x] title` boxes; `- W5: what I did` under months; hours by day or week in a .csv.
    Twice changes nothing, and your file is only read.
    JSON: {boxes, ticked, matched: [{line, item, title, ticked, new}], new_ticks, new_picks,
    own: [{line, title}], own_path, not_understood: [{line, text, why}], applied,
    weeks: {weeks: [{week, line, text, state, reads_like_rest}], not_understood} or null,
    hours: {columns, rows, new, weeks: [{week, said, there, added}], not_understood} or null}.
    """
    from palaestra.app.cli.importing_screen import file_json, file_lines, hours_shown_by, shown_by
    from palaestra.practice.exchange.files import prepare_file

    folder = practice_folder()
    found = prepare_file(folder, file)
    nothing_new = found.is_empty(replace)
    shown, data = list(file_lines(found, replace)), file_json(found, yes)
    if yes:
        _take_in(folder, found, replace)
    if as_json:
        say_json(data)
        return
    say(shown)
    has_boxes = bool(found.tracker.preview.tracker.boxes)
    follow = shown_by(found.tracker, current_id()) if has_boxes else hours_shown_by(found.hours, folder.today())
    if nothing_new:
        typer.echo("Nothing new: all of it is in your folder.")
    elif yes:
        typer.echo("Imported.")
    else:
        typer.echo("Nothing was written yet.")
        follow = f"palaestra import {file} --yes"
    typer.echo(f"next: {follow}")


def _take_in(folder: "PracticeFolder", found: "FileImport", replace: bool) -> None:
    """Apply an import, and bring what follows from it up to date: states, and the README between its marks."""
    from palaestra.app.cli.importing_screen import paths_of
    from palaestra.practice.exchange.tracker_export import update_readme
    from palaestra.practice.exchange.weekly_log import update_weeks
    from palaestra.practice.path.facts import record_reached

    found.apply(replace)
    for each in paths_of(found.tracker) or [current_id()]:
        record_reached(folder, path_of(each))
    update_readme(folder)
    update_weeks(folder)
