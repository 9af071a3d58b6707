"""Reads a curriculum's TOML into its types. Every mistake names the file, the line and the mend."""

import re
import tomllib
import types
import typing
from collections.abc import Iterator
from dataclasses import MISSING, Field, fields, is_dataclass, replace
from datetime import date
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from typing import Any

from palaestra.kit.curriculum.choices import Because
from palaestra.kit.curriculum.resources import Resource
from palaestra.kit.curriculum.toml_lines import Place, line_of
from palaestra.kit.curriculum.whole_ids import with_whole_ids
from palaestra.kit.curriculum.words import Curriculum, Goal, Module, Stage
from palaestra.kit.refusal import Refusal

SHORT_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
CORE_CARDS = 8
LARGEST_BYTES = 5_000_000


class Named(typing.Protocol):
    @property
    def id(self) -> str: ...


class FaultError(Exception):
    """A mistake in a curriculum, told by its place; `parse_curriculum` turns it into a Refusal with the line."""

    def __init__(self, place: Place, what: str, mend: str) -> None:
        super().__init__(what)
        self.place, self.what, self.mend = place, what, mend


def read_curriculum(path: Path, own: bool = False) -> Curriculum:
    """The curriculum in one file. A broken one is refused with file, line and mend; nothing is changed."""
    return parse_curriculum(_text(path), path, own)


def parse_curriculum(text: str, path: Path, own: bool = False) -> Curriculum:
    """The curriculum in a text that stands, or will stand, at `path`."""
    try:
        words = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        said = re.fullmatch(r"(.*) \(at (?:line (\d+), column \d+|end of document)\)", str(error), re.DOTALL)
        where = f", line {said[2] or text.count(chr(10)) + 1}: {said[1]}" if said else f": {error}"
        if "Illegal character '\\n'" in where:
            where = where.partition("Illegal")[0] + "the closing quotes are missing"
        raise Refusal(f"{path}{where}.", "Mend that line; nothing else was touched.") from error
    try:
        if words.get("id") != path.stem:
            raise FaultError(
                ("id",), f"the id is {words.get('id')!r}", f'Write id = "{path.stem}", the name of the file.'
            )
        curriculum = replace(read_table(Curriculum, words, ()), own=own)
        _check_ids(curriculum)
        whole = with_whole_ids(curriculum)
        _check_references(whole)
        return whole
    except FaultError as fault:
        line = line_of(text, fault.place)
        raise Refusal(f"{path}, line {line}: {fault.what}.", fault.mend) from fault


def _text(path: Path) -> str:
    try:
        if path.stat().st_size > LARGEST_BYTES:
            raise Refusal(f"{path} is larger than a curriculum can be (5 MB).", "Is it the right file?")
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        line = path.read_bytes()[: error.start].count(b"\n") + 1
        raise Refusal(f"{path}, line {line}: this is not UTF-8 text.", "Save the file as UTF-8.") from error
    except OSError as error:
        raise Refusal(f"{path} cannot be read: {error.strerror}.", "Is it there, and yours to read?") from error


@cache
def _kinds(table: type) -> dict[str, Any]:
    return typing.get_type_hints(table)


def read_table(kind: Any, words: Any, place: Place) -> Any:
    """The dataclass `kind` from a TOML table."""
    name = kind.__name__.lower()
    if not isinstance(words, dict):
        raise FaultError(place, f"a {name} is a table, not {_shown(words)}", "Write it as key = value pairs.")
    table: dict[str, Any] = typing.cast("dict[str, Any]", words)
    known: dict[str, Field[Any]] = {each.name: each for each in fields(kind) if each.name != "own"}
    for key in table:
        if key not in known:
            nearest = get_close_matches(key, known, n=1)
            mend = f"Did you mean {nearest[0]}?" if nearest else f"A {name} knows: {', '.join(known)}."
            raise FaultError((*place, key), f"a {name} has no {key!r}", mend)
    for key, each in known.items():
        if key not in table and each.default is MISSING and each.default_factory is MISSING:
            raise FaultError(place, f"this {name} has no {key}", f'Add {key} = "..." to it.')
    hints = _kinds(kind)
    return kind(**{key: _value(hints[key], value, (*place, key)) for key, value in table.items()})


def _value(kind: Any, given: Any, place: Place) -> Any:
    origin = typing.get_origin(kind)
    if origin is types.UnionType or origin is typing.Union:
        kind = next(each for each in typing.get_args(kind) if each is not type(None))
        origin = typing.get_origin(kind)
    if origin is tuple:
        if not isinstance(given, list):
            raise FaultError(place, f"{place[-1]} is a list, not {_shown(given)}", f"Write {place[-1]} = [ ... ].")
        inner = typing.get_args(kind)[0]
        items = typing.cast("list[Any]", given)
        return tuple(_value(inner, each, (*place, number)) for number, each in enumerate(items))
    if is_dataclass(kind):
        return read_table(kind, given, place)
    if not isinstance(given, kind) or (kind is int and isinstance(given, bool)):
        says = {str: "text in quotes", int: "a whole number", bool: "true or false"}[kind]
        named = next(each for each in reversed(place) if isinstance(each, str))
        is_plain = kind is str and not isinstance(given, list | dict)
        mend = f'Write {named} = "{given}".' if is_plain else "Change the value."
        raise FaultError(place, f"{named} is {says}, not {_shown(given)}", mend)
    return given


def _shown(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= 40 else text[:37] + "..."


def _places(curriculum: Curriculum) -> Iterator[tuple[Place, Stage | Goal | Module | Resource]]:
    for s, stage in enumerate(curriculum.stages):
        yield ("stages", s), stage
        for g, goal in enumerate(stage.goals):
            yield ("stages", s, "goals", g), goal
        for m, module in enumerate(stage.modules):
            yield ("stages", s, "modules", m), module
            for r, resource in enumerate(module.resources):
                yield ("stages", s, "modules", m, "resources", r), resource
    for number, shelf in enumerate(curriculum.shelves):
        yield ("shelves", number), shelf


def _named_lists(curriculum: Curriculum) -> Iterator[tuple[str, typing.Sequence[Named]]]:
    """What a path leaves to its learner and readers, by the name of its list; ids in each are apart."""
    for name in ("orders", "niches", "laboratories", "audiences", "skills", "questions"):
        yield name, getattr(curriculum, name)


def _check_ids(curriculum: Curriculum) -> None:
    """Ids are short, plain and used once; choices can be met."""
    seen: set[str] = set()
    if not SHORT_ID.fullmatch(curriculum.id):
        raise FaultError(("id",), f"{curriculum.id!r} cannot be an id", "Use small letters, digits and single hyphens.")
    for place, each in _places(curriculum):
        for former in each.aliases if not isinstance(each, Stage) else ():
            _once(former.rpartition("/")[2], seen, (*place, "aliases"))
        _once(each.id, seen, (*place, "id"))
        if isinstance(each, Resource):
            _check_options(each, place)
        if isinstance(each, Module | Resource) and each.added and not _is_day(each.added):
            raise FaultError((*place, "added"), f"{each.added!r} is not a day", 'For example added = "2026-11-20".')
        if isinstance(each, Module) and len(each.core_cards) > CORE_CARDS:
            raise FaultError(
                (*place, "core_cards"), f"{len(each.core_cards)} core cards", f"Keep {CORE_CARDS} at most."
            )
    for o, order in enumerate(curriculum.orders):
        for s, stage in enumerate(order.stages):
            _once(stage.id, seen, ("orders", o, "stages", s, "id"))
    for name, named in _named_lists(curriculum):
        inside: set[str] = set()
        for number, each in enumerate(named):
            _once(each.id, inside, (name, number, "id"))


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _once(short: str, seen: set[str], place: Place) -> None:
    if not SHORT_ID.fullmatch(short):
        raise FaultError(place, f"{short!r} cannot be an id", "Use small letters, digits and single hyphens.")
    if short in seen:
        raise FaultError(place, f"the id {short!r} is used twice", "Give one of the two another id.")
    seen.add(short)


def _check_options(resource: Resource, place: Place) -> None:
    inside: set[str] = set()
    for number, option in enumerate(resource.options):
        _once(option.id, inside, (*place, "options", number, "id"))
    choose = resource.choose
    if choose is None:
        return
    most = len(resource.options) if choose.max is None else choose.max
    if not 1 <= choose.min <= most <= len(resource.options):
        many = len(resource.options)
        raise FaultError(
            (*place, "choose"), f"choose {choose} of {many} cannot be met", "Mend min, max or the options."
        )


def _check_references(curriculum: Curriculum) -> None:
    """What a module requires and a box revisits stands earlier in the same path; other modules named are there."""
    known = {each.id for each in curriculum.modules}
    once: set[tuple[Place, str]] = set()
    for place, module in _named_modules(curriculum):
        if module not in known:
            _unknown(module, known, place, "module", "Name a module of this path.")
        if (place[:2], module) in once and place[0] != "stages":
            raise FaultError(place, f"{module!r} is named twice here", "Name it once.")
        once.add((place[:2], module))
    _check_projects(curriculum)
    _check_evidence(curriculum)
    modules: set[str] = set()
    boxes: set[str] = set()
    for place, each in _places(curriculum):
        if isinstance(each, Module):
            for number, wanted in enumerate(each.requires):
                if wanted not in modules:
                    _unknown_before(wanted, modules, (*place, "requires", number), "module")
            modules.add(each.id)
        if isinstance(each, Resource):
            if each.revisits and each.revisits not in boxes:
                _unknown_before(each.revisits, boxes, (*place, "revisits"), "resource")
            boxes.add(each.id)


def _check_projects(curriculum: Curriculum) -> None:
    """A project's number is used once, and readers and skills name projects that are there."""
    for place, module in _places(curriculum):
        if isinstance(module, Module) and module.project:
            first = next(
                each for each in curriculum.modules if each.project and each.project.number == module.project.number
            )
            if first.id != module.id:
                number = module.project.number
                raise FaultError(
                    (*place, "project"), f"project {number} is {first.id} already", "Give it a number of its own."
                )
    for place, number in _named_projects(curriculum):
        if number not in curriculum.projects:
            mend = f"Its projects are {', '.join(map(str, curriculum.projects))}." if curriculum.projects else ""
            raise FaultError(place, f"no project {number} is in this path", mend or "Give a module a project first.")


def _check_evidence(curriculum: Curriculum) -> None:
    """What meets a goal and is of this path is there; `missing_references` looks for the rest in the rooms."""
    for place, each in _places(curriculum):
        for number, item in enumerate(each.met_by if isinstance(each, Goal) else ()):
            if item.startswith(f"{curriculum.id}/") and item not in curriculum.ids:
                _unknown(
                    item, set(curriculum.ids), (*place, "met_by", number), "module or box", "Name one of this path."
                )


def _named_modules(curriculum: Curriculum) -> Iterator[tuple[Place, str]]:
    """The modules that orders, niches, labs and other modules name, each with its place."""
    for o, order in enumerate(curriculum.orders):
        for s, stage in enumerate(order.stages):
            for m, module in enumerate(stage.modules):
                yield ("orders", o, "stages", s, "modules", m), module
        yield from _of_reasons(order.later, ("orders", o, "later"))
    for n, niche in enumerate(curriculum.niches):
        for name in ("needs", "options", "skips"):
            yield from _of_reasons(getattr(niche, name), ("niches", n, name))
    for n, lab in enumerate(curriculum.laboratories):
        yield from _of_reasons(lab.rests_on, ("laboratories", n, "rests_on"))
    for s, stage in enumerate(curriculum.stages):
        for m, module in enumerate(stage.modules):
            yield from _of_reasons(module.brings, ("stages", s, "modules", m, "brings"))


def _of_reasons(reasons: tuple[Because, ...], place: Place) -> Iterator[tuple[Place, str]]:
    for number, each in enumerate(reasons):
        yield (*place, number, "module"), each.module


def _named_projects(curriculum: Curriculum) -> Iterator[tuple[Place, int]]:
    for name in ("audiences", "skills"):
        for n, each in enumerate(getattr(curriculum, name)):
            for p, number in enumerate(each.projects):
                yield (name, n, "projects", p), number


def _unknown_before(wanted: str, earlier: set[str], place: Place, kind: str) -> typing.NoReturn:
    _unknown(wanted, earlier, place, kind, f"Name a {kind} that stands above.", " earlier")


def _unknown(wanted: str, known: set[str], place: Place, kind: str, mend: str, when: str = "") -> typing.NoReturn:
    nearest = get_close_matches(wanted, known, n=1)
    mend = f"Did you mean {nearest[0]}?" if nearest else mend
    raise FaultError(place, f"no {kind} called {wanted!r} stands{when} in this path", mend)
