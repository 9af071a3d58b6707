"""Writing a path of one's own: its JSON Schema, a file to start from, and a check of one.

The schema is made from the types themselves: what they hold, what must be there, and their own words on it.
"""

import ast
import inspect
import textwrap
import types
import typing
from dataclasses import MISSING, fields, is_dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any, cast

from palaestra.kit.catalogue import Catalogue
from palaestra.kit.curriculum import SHIPPED, Curriculum, missing_references, read_curriculum
from palaestra.kit.curriculum.reading import SHORT_ID
from palaestra.kit.refusal import Refusal
from palaestra.practice.folder import PracticeFolder

OWN = "curricula"
DIALECT = "https://json-schema.org/draft/2020-12/schema"
PLAIN = {str: "string", int: "integer", bool: "boolean", float: "number"}
START = """\
# A path of your own. What every word means: docs/paths.md, or `palaestra plan schema`.
# Check it with `palaestra plan check {file}`; take it with `palaestra plan use {id}`.

id = "{id}"                       # the name of this file
title = "{title}"
author = "{author}"
summary = "What you will be able to do at the end, in a sentence."

[[stages]]
id = "first"
title = "Level 1: Ground"
objective = "What this stage is for."
success = "The sentence that is true when the stage is over."

[[stages.goals]]
id = "goal-first"
text = "You can do a thing you cannot do now."

[[stages.modules]]
id = "reading"
title = "One module"
why = "Why you take it, in a sentence."
minutes = 600

[[stages.modules.resources]]
id = "a-book"
title = "A book"
kind = "book"
authors = ""
url = ""
parts = ["1", "2", "3"]           # chapters to tick singly
"""


def schema() -> dict[str, Any]:
    """The JSON Schema of a path's file, for editors that check TOML while it is written."""
    definitions: dict[str, Any] = {}
    root = _table(Curriculum, definitions)
    return {"$schema": DIALECT, "title": "A path of Palaestra", **root, "$defs": dict(sorted(definitions.items()))}


def _table(kind: type, definitions: dict[str, Any]) -> dict[str, Any]:
    hints, words = typing.get_type_hints(kind), _words_of(kind)
    properties: dict[str, Any] = {}
    needed: list[str] = []
    for each in fields(kind):
        if each.name == "own":
            continue
        found = _value(hints[each.name], definitions)
        properties[each.name] = found | ({"description": words[each.name]} if each.name in words else {})
        if each.default is MISSING and each.default_factory is MISSING:
            needed.append(each.name)
    says = (inspect.getdoc(kind) or "").replace("\n", " ")
    table: dict[str, Any] = {"type": "object", "description": says, "properties": properties}
    return table | ({"required": needed} if needed else {}) | {"additionalProperties": False}


def _value(kind: Any, definitions: dict[str, Any]) -> dict[str, Any]:
    origin = typing.get_origin(kind)
    if origin in (types.UnionType, typing.Union):
        return _value(next(each for each in typing.get_args(kind) if each is not type(None)), definitions)
    if origin is tuple:
        return {"type": "array", "items": _value(typing.get_args(kind)[0], definitions)}
    if is_dataclass(kind):
        table = cast("type", kind)
        if table.__name__ not in definitions:
            definitions[table.__name__] = {}  # a table may hold itself
            definitions[table.__name__] = _table(table, definitions)
        return {"$ref": f"#/$defs/{table.__name__}"}
    return {"type": PLAIN[kind]}


def _words_of(kind: type) -> dict[str, str]:
    """What the text beneath each field of a dataclass says."""
    body = cast("ast.ClassDef", ast.parse(textwrap.dedent(inspect.getsource(kind))).body[0]).body
    found: dict[str, str] = {}
    for one, two in pairwise(body):
        if isinstance(one, ast.AnnAssign) and isinstance(one.target, ast.Name) and isinstance(two, ast.Expr):
            text = two.value.value if isinstance(two.value, ast.Constant) else None
            if isinstance(text, str):
                found[one.target.id] = " ".join(text.split())
    return found


def begin_path(folder: PracticeFolder, path_id: str) -> Path:
    """A file to start a path from, in the folder `curricula/`; never over another one."""
    if not SHORT_ID.fullmatch(path_id):
        raise Refusal(f"{path_id!r} cannot be an id.", "Use small letters, digits and single hyphens.")
    if (SHIPPED / f"{path_id}.toml").exists():
        raise Refusal(f"A shipped path is called {path_id!r} already.", "Give yours another id.")
    file = folder.root / OWN / f"{path_id}.toml"
    if file.exists():
        raise Refusal(f"{file} is there already; nothing was written.", f"`palaestra plan check {file}` checks it.")
    title = path_id.replace("-", " ").capitalize()
    author = folder.settings.name.replace("\\", "").replace('"', "'") or "me"
    folder.write(file, START.format(id=path_id, title=title, author=author, file=f"{OWN}/{path_id}.toml"))
    return file


def check_path(file: Path, catalogue: Catalogue) -> tuple[Curriculum, list[str]]:
    """A path read from a file, and the ids in it that no room holds. A mistake is refused with its line and mend."""
    if file.suffix != ".toml":
        raise Refusal(f"{file} is not a path's file.", "A path is one TOML file, such as curricula/my-autumn.toml.")
    curriculum = read_curriculum(file, own=True)
    return curriculum, missing_references(curriculum, catalogue)
