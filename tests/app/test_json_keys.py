"""`--json` on every command that reads: nothing but JSON on stdout, stable keys, each of them named in `--help`."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from palaestra.practice.folder import PracticeFolder, default_path
from tests.rooms import add_rooms
from tests.said import Call

ROOMS = Path(__file__).parent.parent / "grader" / "rooms"
MEAN = "averages/weighted-mean"
RIGHT = """
def weighted_mean(values, weights):
    total = weights.sum()
    return float((values * weights).sum() / total) if total else 0.0
"""
PROMISED = {
    "plan list": ["id", "title", "modules", "resources"],
    "systems": ["id", "title", "status", "exercises", "mistakes", "cards", "claims"],
    f"check {MEAN}": ["exercise", "verdict", "rung", "rungs", "mistake", "seconds"],
    "claims bandits": ["id", "system", "says", "source", "holds", "stale", "got", "want"],
}
"""What scripts were told: these keys, first and in this order."""
ARTEFACT = [
    "id", "kind", "title", "state", "done", "file", "link", "deadline", "module", "at", "outcome", "fields", "began",
    "changed", "dropped",
]  # fmt: skip
PERSON = ["id", "name", "role", "next", "link", "about", "thanked", "questions", "said"]
READS = {
    **PROMISED,
    "artefact": ARTEFACT,
    "artefact list --text essay": ARTEFACT,
    "artefact show essay": [*ARTEFACT, "feedback", "advances", "meetings", "history"],
    "artefact kinds": ["id", "title", "says", "states", "done", "fields"],
    "artefact from-log": ["entry", "day", "link", "title", "kind"],
    "person": PERSON,
    "person show ada": PERSON,
    "reading": ["id", "title", "link", "day", "source"],
    "reading papers bandits": [
        "id", "room", "title", "authors", "year", "link", "state", "note", "exercises", "passed", "claims", "held",
        "reimplemented",
    ],
    "plan": [],
    "plan show levelling-up": [],
    "plan why bandits": [
        "id", "title", "state", "missing", "way", "why", "asks", "because", "held", "later", "placing", "placed", "new",
        "revisit", "brings",
    ],
    "plan triage": ["curriculum", "triage", "niches", "labs", "changes", "required", "kept", "next", "applied"],
    "plan order --path alignment-roadmap": ["id", "title", "why", "taken", "stages", "later"],
    "plan answer --path gap-year": ["id", "text", "example", "answer"],
    "plan place bandits": [
        "module", "title", "state", "begun", "met", "over", "minutes", "exercise", "file", "rung", "rungs", "cards",
        "answered", "does",
    ],
    "plan links levelling-up": ["item", "title", "kind", "was", "now", "reason"],
    "today": ["day", "minutes", "cards", "next", "session", "week", "set_aside", "away", "also", "lesson"],
    "review": ["id", "question", "answer", "new", "due", "choices"],
    "review --forecast": ["days", "new_a_day", "waiting", "retention"],
    "card list": ["id", "question", "standing", "due", "lapses", "own", "path", "line"],
    "card show bandits/ucb1-index": [
        "id", "question", "answer", "source", "core", "standing", "due", "stability", "reviews", "lapses", "own",
        "path", "line", "shipped", "says",
    ],
    "card import anki.txt": ["new", "known", "left_out", "applied"],
    "session": ["id", "since", "aim", "minutes", "forgotten", "seems"],
    "log": ["day", "minutes", "module", "way", "text", "inferred", "id", "source", "at", "reflection"],
    "log --weeks 8": ["weeks", "average", "counted", "minutes", "theory", "technique", "modules", "returns", "goals"],
    "away": ["id", "first", "last", "why"],
    "week": [
        "week", "first", "last", "text", "source", "id", "minutes", "target_minutes", "theory", "technique",
        "away_days", "modules", "exercises", "cards", "sessions", "notes", "taken", "predictions",
        "written",
    ],
    "note": ["path", "title", "about", "day", "tags", "links", "linked_from", "private"],
    "progress": ["week", "entered", "passed", "solid"],
    "progress --field": [
        "id", "title", "asks", "assumes", "doubts", "rooms", "notes", "minutes", "exercises", "cards", "gap",
    ],
    "search mean": ["kind", "id", "title", "says"],
    "sync": ["committed", "pulled", "pushed", "kept", "remote"],
    "goal": ["text", "by", "day", "eras"],
    "mistakes": [
        "exercise", "mistake", "misconception", "teaches", "source", "times", "last", "recurs", "card",
    ],
    f"compare {MEAN}": [
        "exercise", "verdict", "reason", "inputs", "differences", "cost", "structure", "own", "reference", "outside",
    ],
    f"ask {MEAN}": ["exercise", "for", "text", "next"],
    f"dispute {MEAN}": ["exercise", "why", "report", "withdrawn"],
    f"report {MEAN}": ["exercise", "mistake", "rung", "holds", "checks", "words", "code", "to_write"],
    f"start {MEAN}": ["exercise", "title", "minutes", "file", "written", "copy", "prompt"],
    f"hint {MEAN}": ["exercise", "number", "of", "hint"],
    f"solution {MEAN}": ["exercise", "code"],
    f"guard {MEAN}": ["exercise", "file", "written"],
    "import README.md": [
        "boxes", "ticked", "matched", "new_ticks", "new_picks", "own", "own_path", "not_understood", "applied",
        "weeks", "hours",
    ],
    "results": [],
    "publish site": [
        "folder", "included", "own", "held", "new", "changed", "gone", "same", "written", "committed",
    ],
    "doctor": ["id", "says", "state", "mend"],
}  # fmt: skip
BEFORE = {
    f"compare {MEAN}": ("check", MEAN),
    f"ask {MEAN}": (),
    f"dispute {MEAN}": ("dispute", MEAN, "why"),
    f"report {MEAN}": (),
}
"""What must be done first; all but the comparison are about a file that is wrong, in a way nobody knows."""


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("cache")


@pytest.fixture
def folder(tmp_path: Path, cache: Path, monkeypatch: pytest.MonkeyPatch, call: Call) -> PracticeFolder:
    """A folder with one of everything in it."""
    add_rooms(ROOMS, monkeypatch)
    monkeypatch.setenv("XDG_CACHE_HOME", str(cache))
    monkeypatch.chdir(tmp_path)
    (tmp_path / "anki.txt").write_text("What is it?\tThis.\nno answer\t\n")
    (tmp_path / "README.md").write_text("- [x] Superintelligence\n- [ ] A thing of mine\n")
    made = PracticeFolder.create(default_path())
    made.log.append("attempt", exercise=MEAN, mode="build", verdict="wrong", rung=0, rungs=2, mistake="ignores-weights")
    file = made.exercise_path(MEAN)
    file.parent.mkdir(parents=True)
    file.write_text(RIGHT)
    for words in (
        ("log", "90m x"),
        ("note", "title"),
        ("goal", "x"),
        ("away", "2026-12-24..2026-12-26", "family"),
        ("session", "start", "aim"),
        ("artefact", "new", "article", "Essay", "--link", "https://example.org"),
        ("log", "5m https://example.org/other"),
        ("person", "add", "Ada"),
        ("reading", "add", "A post"),
    ):
        assert call(*words).code == 0
    return made


@pytest.mark.parametrize(("command", "keys"), READS.items())
def test_json_alone_on_stdout_with_documented_keys(
    command: str, keys: list[str], call: Call, folder: PracticeFolder
) -> None:
    if command in BEFORE and "compare" not in command:
        folder.exercise_path(MEAN).write_text(RIGHT.replace("* weights", "* weights**2"))
    if BEFORE.get(command):
        assert call(*BEFORE[command]).code == 0
    said = call(*command.split(), "--json")
    assert said.code in (0, 1), said.err
    assert said.err == ""
    rows = said.data if isinstance(said.data, list) else [said.data]
    for row in rows:
        assert list(row)[: len(keys)] == keys
        if keys and command not in PROMISED:
            assert list(row) == keys
    if command != "results":
        assert rows
    assert undocumented(call, command, rows) == []


def undocumented(call: Call, command: str, rows: list[Any]) -> list[str]:
    """The keys that the command's help does not name."""
    words = [each for each in command.split() if re.fullmatch("[a-z][a-z-]*", each)]
    while True:
        said = call(*words, "--help")
        if said.code == 0 and (not words[1:] or said.out.startswith(f"Usage: palaestra {' '.join(words)} ")):
            break
        words.pop()
    shown = said.out + (call("plan", "show", "--help").out if command == "plan" else "")
    return [key for key in dict.fromkeys(keys_in(rows)) if not re.search(rf"\b{re.escape(key)}\b", shown)]


def keys_in(value: Any, deep: int = 0) -> Iterator[str]:
    """Every key of nested JSON; those of a mapping from ids to values are data."""
    if isinstance(value, list):
        for each in value:
            yield from keys_in(each, deep)
    elif isinstance(value, dict):
        for key, each in value.items():
            if re.fullmatch("[a-z_]+", key):
                yield key
            yield from keys_in(each, deep + 1)


def test_verdicts_fill_in_the_mistake_they_know(call: Call, folder: PracticeFolder) -> None:
    folder.exercise_path(MEAN).write_text("def weighted_mean(values, weights):\n    return float(values.mean())\n")
    said = call("check", MEAN, "--json")
    assert said.code == 1
    assert said.data["verdict"] == "wrong"
    assert isinstance(said.data["rungs"], int)
    assert said.data["mistake"] is None or said.data["mistake"] in said.data["matched"]
    folder.exercise_path(MEAN).write_text(RIGHT)
    said = call("check", MEAN, "--json")
    assert (said.code, said.data["verdict"], said.data["rung"], said.data["mistake"]) == (0, "passed", None, None)


def test_claims_say_true_false_or_null(call: Call, folder: PracticeFolder) -> None:
    rows = call("claims", "bandits", "--json").data
    assert {each["system"] for each in rows} == {"bandits"}
    for each in rows:
        assert each["holds"] in (True, False, None)
        assert isinstance(each["stale"], bool)
        assert not (each["stale"] and each["holds"])
        assert set(each["want"]) == {"low", "high", "from"}
        assert each["got"] is None or list(each["got"]) == ["value", "low", "high", "n", "level"]


def test_nothing_asks_when_nobody_is_there(call: Call, folder: PracticeFolder, tmp_path: Path) -> None:
    assert call("solution", MEAN, "--yes").code == 0
    assert call("publish", str(tmp_path / "site"), "--yes").code == 0
    assert call("import", "README.md", "--yes").code == 0
    assert call("init", str(tmp_path), "--yes").code == 0
    (entry,) = [each for each in call("log", "--json").data if each["text"] == "x"]
    assert call("forget", entry["id"]).last == f"next: palaestra forget {entry['id']} --yes"
    assert call("forget", entry["id"], "--yes").code == 0
