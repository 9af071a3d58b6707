"""What `palaestra doctor` looks at: each finding says what is there, and the command that mends what is not."""

import os
import platform
import shutil
import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass

import typer

from palaestra import __version__
from palaestra.app.cli.terminal import HOLDS, UNDECIDED, WRONG, say_json
from palaestra.kit.refusal import Refusal

OK, MISSING, BROKEN = "ok", "missing", "broken"
MARKS = {OK: HOLDS, MISSING: UNDECIDED, BROKEN: WRONG}
LEAST_PYTHON = (3, 11)
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "firefox", "microsoft-edge")


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at. `missing`: something optional is not there; `broken`: the camp suffers."""

    id: str
    says: str
    state: str = OK
    mend: str = ""


def doctor(as_json: bool) -> int:
    """Look, show, and give the exit code: 1 when something is broken."""
    findings = [*_installation(), *_folder(), *_surroundings(), *_rooms()]
    is_broken = any(each.state == BROKEN for each in findings)
    if as_json:
        say_json([asdict(each) for each in findings])
        return int(is_broken)
    for each in findings:
        typer.echo(f"{MARKS[each.state].shown(2)} {each.says}")
        if each.mend:
            typer.echo(f"      {each.mend}")
    first = next((each.mend for each in findings if each.state == BROKEN), "")
    typer.echo(f"next: {first or 'palaestra today'}")
    return int(is_broken)


def _installation() -> Iterator[Finding]:
    version = platform.python_version()
    if sys.version_info >= LEAST_PYTHON:
        yield Finding("python", f"Python {version}")
    else:
        yield Finding("python", f"Python {version}", BROKEN, "Install Python 3.11 or newer.")
    yield Finding("palaestra", f"Palaestra {__version__}")
    from palaestra.app.views.built import BUILT

    wanted = ("camp.js", "camp.css", "maths.js", "maths.css")
    absent = [name for name in wanted if not (BUILT / name).is_file()]
    if absent:
        says = f"Front-end files are not there: {', '.join(absent)}"
        yield Finding(
            "front-end", says, BROKEN, "pip install --force-reinstall --no-deps palaestra (or: pip install -e .)"
        )
    else:
        yield Finding("front-end", "Front-end files are in the package")


def _folder() -> Iterator[Finding]:
    from palaestra.practice.folder import PracticeFolder, default_path

    path = default_path()
    if not path.exists():
        yield Finding("folder", f"No practice folder at {path} yet", MISSING, "palaestra init")
        return
    try:
        folder = PracticeFolder.open(path)
        aside = folder.index().set_aside()
    except Refusal as refusal:
        yield Finding("folder", refusal.what, BROKEN, refusal.mend)
        return
    yield Finding("folder", f"Practice folder {path}")
    for each in aside[:5]:
        where = f"{each.path}, line {each.line}"
        yield Finding(
            "log", f"{where} could not be read: {each.why}", MISSING, "It was left as it is; mend it by hand."
        )
    if not os.access(path, os.W_OK):
        yield Finding("folder-writable", f"{path} cannot be written", BROKEN, f"chmod u+w {path}")
    if not (path / ".git").exists():
        yield Finding("repository", "The practice folder is not a git repository", MISSING, f"git -C {path} init")


def _surroundings() -> Iterator[Finding]:
    git = shutil.which("git")
    yield Finding("git", "git is there") if git else Finding("git", "git is not there", MISSING, "Install git.")
    browser = next(filter(None, map(shutil.which, BROWSERS)), "")
    if browser or sys.platform == "darwin":
        yield Finding("browser", "A browser is there")
    else:
        yield Finding("browser", "No browser was found here", MISSING, "palaestra serve prints the address to open.")


def _rooms() -> Iterator[Finding]:
    from palaestra.kit.catalogue import Catalogue
    from palaestra.lab.needs import installed

    try:
        rooms = Catalogue.installed().systems
    except Refusal as refusal:
        yield Finding("rooms", refusal.what, BROKEN, refusal.mend)
        return
    if not rooms:
        yield Finding("rooms", "No room is installed", BROKEN, "Install the package again.")
    for room in rooms:
        missing = [need for need in room.needs if not installed(need)]
        if missing:
            command = f'pip install "palaestra[{",".join(missing)}]"'
            yield Finding(f"room-{room.name}", f"{room.title}: without {', '.join(missing)}", MISSING, command)
        else:
            extras = f" (with {', '.join(room.needs)})" if room.needs else ""
            yield Finding(f"room-{room.name}", f"{room.title}: ready{extras}")
