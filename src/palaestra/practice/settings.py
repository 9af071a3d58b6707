"""practice.toml: what the learner has told us. Theirs to edit by hand; our edits keep their comments."""

import re
import tomllib
from collections.abc import Callable
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from palaestra.kit.refusal import Refusal, unknown
from palaestra.practice.durable import refusing, replace_file

FILE = "practice.toml"

TEMPLATE = """\
# Your practice folder. Edit this file as you like: comments and lines Palaestra does not know are kept.

name = ""                          # shown on what you publish
goal = ""                          # what you are training for, in a sentence
niche = ""                         # the corner of safety you mean to work in, once you know

curriculum = "research-engineer"   # `palaestra plan list` shows the others
weekly_hours = 6                   # what a good week is for you; `palaestra away` rests it
gate = "advise"                    # advise: a locked page says why and opens; strict: it stays locked
diagnosis = "ask"                  # ask: a known mistake is named when you ask; "at once": at the first failure
minutes = 20                       # how long `palaestra today` takes when you do not say
new_cards = 6                      # at most so many new cards a day

theme = "system"                   # how the camp looks in the browser: system, light or dark
keys = "space 1 2 3 4 u"           # review by keyboard: show, again, hard, good, easy, undo; "off" for none
publish = ""                       # what `palaestra publish` may show of yours, e.g. "results weeks"
site = ""                          # where your site is served, e.g. "https://ada.example"; feeds need it
repository = ""                    # where readers may open an issue, e.g. "https://github.com/ada/practice"
pins = ""                          # up to three results, studies or projects for your front page, by id
"""


@dataclass(frozen=True, slots=True)
class Settings:
    """What practice.toml says; a line that is not there has the value below."""

    name: str = ""
    goal: str = ""
    niche: str = ""
    curriculum: str = "research-engineer"
    weekly_hours: float = 6.0
    gate: str = "advise"
    """`advise` or `strict`."""
    diagnosis: str = "ask"
    """`ask` or `at once`."""
    minutes: int = 20
    new_cards: int = 6
    theme: str = "system"
    """How the camp looks in the browser: `system`, `light` or `dark`."""
    keys: str = "space 1 2 3 4 u"
    """The keys of a review: show, again, hard, good, easy, undo; `off` for none."""
    publish: str = ""
    """The kinds of the learner's own things that `publish` may show, e.g. `results weeks`."""
    site: str = ""
    """Where the published site is served; its feed and its map need whole addresses."""
    repository: str = ""
    """Where readers of the site may open an issue and see code."""
    pins: str = ""
    """Up to three results, studies or projects for the site's front page, by id."""


CHOICES = {"gate": ("advise", "strict"), "diagnosis": ("ask", "at once"), "theme": ("system", "light", "dark")}
RANGES = {"weekly_hours": (0, 100), "minutes": (1, 600), "new_cards": (0, 200)}


def read_settings(path: Path) -> Settings:
    """The settings of a practice.toml. Raises Refusal with the file and line when it cannot be taken."""
    try:
        text = path.read_bytes().decode()
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise Refusal(f"{path}, line {line}: not UTF-8 text.", "Save the file as UTF-8.") from error
    except OSError as error:
        raise Refusal(f"{path} cannot be read: {error.strerror}.", "Make the file readable.") from error
    try:
        words = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise Refusal(f"{path}, {_place(error, text)}", "Mend that line; nothing was touched.") from error
    known = {each.name: each.default for each in fields(Settings)}
    found = {name: words[name] for name in known if name in words}
    for name, value in found.items():
        found[name] = _checked(name, value, lambda problem, name=name: _at(path, text, name, problem))
    return Settings(**found)


def change_settings(path: Path, changes: dict[str, Any]) -> Settings:
    """Write some settings into practice.toml, leaving every other character as it is; returns what it says then."""
    import tomlkit

    read_settings(path)
    known = [each.name for each in fields(Settings)]
    with refusing(path):
        document = tomlkit.parse(path.read_bytes().decode())
    for name, value in changes.items():
        if name not in known:
            raise unknown("setting", name, known, FILE)
        checked = _checked(
            name, value, lambda problem: Refusal(f"A setting cannot be kept: {problem}.", "Nothing changed.")
        )
        is_whole = isinstance(checked, float) and checked.is_integer()
        _put(document, name, int(checked) if is_whole else checked)
    replace_file(path, tomlkit.dumps(document))
    return read_settings(path)


def _put(document: Any, name: str, value: Any) -> None:
    """Set one line's value; the comment behind it stays in its column where there is room."""
    before = document.get(name)
    document[name] = value
    if before is not None and before.trivia.comment:
        now = document[name]
        room = len(before.as_string()) + len(before.trivia.comment_ws) - len(now.as_string())
        now.trivia.comment_ws = " " * max(2, room)


def _checked(name: str, value: Any, refusal: Callable[[str], Refusal]) -> Any:
    default = getattr(Settings(), name)
    if isinstance(default, str):
        if not isinstance(value, str):
            raise refusal(f"{name} is text, not {value!r}")
        if name in CHOICES and value not in CHOICES[name]:
            raise refusal(f"{name} is {' or '.join(repr(each) for each in CHOICES[name])}, not {value!r}")
        return value
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise refusal(f"{name} is a number, not {value!r}")
    low, high = RANGES[name]
    if not low <= value <= high:
        raise refusal(f"{name} lies between {low} and {high}, not at {value}")
    if isinstance(default, int) and value != int(value):
        raise refusal(f"{name} is a whole number, not {value}")
    return type(default)(value)


def _place(error: tomllib.TOMLDecodeError, text: str) -> str:
    said = re.fullmatch(r"(.*) \(at (?:line (\d+), column (\d+)|end of document)\)", str(error), re.DOTALL)
    if said is None:
        return f"line 1: {error}."
    line = said[2] or str(text.count("\n") + 1)
    return f"line {line}: {said[1]}."


def _at(path: Path, text: str, name: str, problem: str) -> Refusal:
    found = re.search(rf"^\s*[\"']?{name}[\"']?\s*=", text, re.MULTILINE)
    line = text[: found.end()].count("\n") + 1 if found else 1
    return Refusal(f"{path}, line {line}: {problem}.", "Mend that line; nothing was touched.")
