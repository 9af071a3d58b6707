"""Paths of one's own: a schema made from the types, a file to start from, a check with line and mend."""

import json
import tomllib
from pathlib import Path
from typing import Any

import pytest

from palaestra.kit.catalogue import Catalogue
from palaestra.kit.curriculum import SHIPPED, find
from palaestra.kit.refusal import Refusal
from palaestra.practice.folder import PracticeFolder
from palaestra.practice.path.writing import begin_path, check_path, schema

KINDS = {"string": str, "integer": int, "boolean": bool, "array": list, "object": dict}


def faults(value: Any, rule: dict[str, Any], root: dict[str, Any], where: str = "") -> list[str]:
    """What of a value breaks a schema: the few words ours uses, read by an independent hand."""
    if "$ref" in rule:
        rule = root["$defs"][rule["$ref"].rpartition("/")[2]]
    if not isinstance(value, KINDS[rule["type"]]):
        return [f"{where}: {value!r} is no {rule['type']}"]
    found: list[str] = []
    if isinstance(value, list):
        for number, each in enumerate(value):
            found += faults(each, rule["items"], root, f"{where}[{number}]")
    if isinstance(value, dict):
        found += [f"{where}: no {name}" for name in rule.get("required", ()) if name not in value]
        for name, each in value.items():
            known = rule["properties"].get(name)
            found += faults(each, known, root, f"{where}.{name}") if known else [f"{where}: {name} is unknown"]
    return found


@pytest.mark.parametrize("file", sorted(SHIPPED.glob("*.toml")), ids=lambda file: file.stem)
def test_every_shipped_path_keeps_the_schema(file: Path) -> None:
    rules = json.loads(json.dumps(schema()))
    assert faults(tomllib.loads(file.read_text()), rules, rules) == []


def test_the_schema_refuses_what_the_reader_refuses() -> None:
    rules = schema()
    assert faults({"id": "x"}, rules, rules) == [": no title", ": no author", ": no summary"]
    whole = {"id": "x", "title": "X", "author": "a", "summary": "s"}
    assert faults({**whole, "titel": "x"}, rules, rules) == [": titel is unknown"]
    assert faults({**whole, "stages": [{"id": "a", "title": 3, "objective": "o"}]}, rules, rules)
    assert "own" not in rules["properties"]
    assert rules["$defs"]["Module"]["properties"]["free"]["description"] == "In a free track the order does not matter."


def test_a_new_path_can_be_read_at_once_and_is_never_written_over(folder: PracticeFolder) -> None:
    folder.change_settings(name='A "B" \\ C')
    file = begin_path(folder, "my-autumn")
    curriculum, missing = check_path(file, Catalogue.installed())
    assert (curriculum.id, curriculum.title, missing) == ("my-autumn", "My autumn", [])
    assert find("my-autumn", folder.root / "curricula").own
    with pytest.raises(Refusal, match="there already"):
        begin_path(folder, "my-autumn")
    for odd in ("My Autumn", "../x", "a/b", "", "levelling-up"):
        with pytest.raises(Refusal):
            begin_path(folder, odd)
    assert [each.name for each in (folder.root / "curricula").iterdir()] == ["my-autumn.toml"]


def test_a_check_names_file_line_and_mend_and_what_no_room_holds(folder: PracticeFolder) -> None:
    file = begin_path(folder, "mine")
    file.write_text(file.read_text().replace('objective = "', 'objectve = "'))
    with pytest.raises(Refusal) as refused:
        check_path(file, Catalogue.installed())
    line = next(number for number, text in enumerate(file.read_text().splitlines(), 1) if "objectve" in text)
    assert f"mine.toml, line {line}" in str(refused.value)
    assert "Did you mean objective?" in str(refused.value)
    file.write_text(file.read_text().replace("objectve", "objective").replace("minutes = 600", 'exercises = ["r/no"]'))
    assert check_path(file, Catalogue.installed())[1] == ["mine/reading: r/no"]
    with pytest.raises(Refusal, match="one TOML file"):
        check_path(folder.root / "README.md", Catalogue.installed())
