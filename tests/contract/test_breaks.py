"""The contract can fail: a tiny room is copied and broken in every way a rule speaks of, and each break is caught.

Each case names the rule it must trip, and a piece of the message, which says what to do.
"""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from palaestra.grader import Worker
from palaestra.kit.catalogue import Catalogue, System
from palaestra.kit.checks import Check
from palaestra.lab import Store, judge, release_checks, run, ship, shipped_results
from tests.contract.rules import exercises, experiments, files, ids, imports, lessons
from tests.contract.rules.exercises import Bench
from tests.rooms import add_copy

ROOMS = Path(__file__).parent / "rooms"


class Room(NamedTuple):
    """A copy of the coin room that may be broken, and where rules may work."""

    folder: Path
    scratch: Path

    def replace(self, file: str, old: str, new: str) -> None:
        text = (self.folder / file).read_text(encoding="utf-8")
        assert old in text, f"{file} has no {old!r}"
        self.write(file, text.replace(old, new, 1))

    def append(self, file: str, text: str) -> None:
        self.write(file, (self.folder / file).read_text(encoding="utf-8") + text)

    def write(self, file: str, text: str) -> None:
        (self.folder / file).parent.mkdir(parents=True, exist_ok=True)
        (self.folder / file).write_text(text, encoding="utf-8")

    def append_check(self, line: str) -> None:
        """One more line at the end of the last rung."""
        old = 'source="by hand: 2/6")\n'
        self.replace("exercises/smoothed_share.py", old, f"{old}    {line}\n")

    def catalogue(self) -> Catalogue:
        return Catalogue(self.folder.parent)

    def system(self) -> System:
        return self.catalogue().system(self.folder.name)


@pytest.fixture
def room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Room:
    (tmp_path / "scratch").mkdir()
    return Room(add_copy(ROOMS, tmp_path, monkeypatch) / "coin", tmp_path / "scratch")


Rule = Callable[[Room], Iterator[Check]]


def reading(rule: Callable[[System], Iterator[Check]]) -> Rule:
    return lambda room: rule(room.system())


def running(rule: Callable[..., Iterator[Check]]) -> Rule:
    def judged(room: Room) -> Iterator[Check]:
        with Worker() as worker:
            for exercise in room.system().exercises:
                yield from rule(exercise, Bench(worker, room.scratch))

    return judged


def measuring(rule: Callable[..., Iterator[Check]]) -> Rule:
    def measured(room: Room) -> Iterator[Check]:
        for experiment in room.system().experiments:
            yield from rule(experiment, room.scratch)

    return measured


def shipped(room: Room) -> None:
    """Run the room's experiment in full and keep the result with it."""
    (experiment,) = room.system().experiments
    ship(experiment, run(experiment, preset="full", store=Store(room.scratch / "full")))


RULES: dict[str, Rule] = {
    "parts": reading(files.parts_are_there),
    "papers": reading(files.papers_lead_to_the_room),
    "init": reading(files.only_public_names_in_init),
    "sizes": reading(files.files_are_small),
    "libraries": reading(imports.libraries_are_declared),
    "rooms": reading(imports.rooms_are_declared),
    "teaching": reading(imports.nothing_imports_teaching_parts),
    "oracle": reading(imports.oracle_is_outside),
    "cycles": lambda room: imports.no_cycles(room.system(), room.catalogue()),
    "unique": reading(ids.ids_are_unique_and_legal),
    "permanent": reading(ids.ids_are_permanent),
    "lesson code": reading(lessons.code_comes_from_source),
    "lesson limits": reading(lessons.lessons_say_their_limits),
    "words": reading(exercises.words_match_code),
    "outside": reading(exercises.outside_code_is_pinned),
    "reference": running(exercises.reference_passes),
    "empty": running(exercises.empty_hole_fails),
    "mistakes": running(exercises.mistakes_fail_and_are_named),
    "vacuous": running(exercises.no_check_is_vacuous),
    "claims": reading(experiments.claims_are_whole),
    "manifest": reading(experiments.exercises_exist),
    "sound": measuring(experiments.small_run_is_sound),
    "honest": reading(experiments.published_claims_are_honest),
}


def test_the_unbroken_room_keeps_every_rule(room: Room) -> None:
    shipped(room)
    for name, rule in RULES.items():
        checks = list(rule(room))
        assert checks, f"{name} looked at nothing"
        assert not [each for each in checks if not each.holds], name


CHECKS, WORDS = "exercises/smoothed_share.py", "exercises/smoothed-share.toml"
MEASURES, CLAIMS = "experiments/few_tosses.py", "experiments/few-tosses.toml"
SUM = "def sums(first, second):\n    return first + second\n"
NEIGHBOUR = {"__init__.py": '"""A neighbour."""\n\nfrom palaestra.systems.coin import toss\n\n__all__ = ["toss"]\n'}
OUTSIDE = '\n[[outside]]\ntitle = "Theirs"\nurl = "{}"\nnote = "{}"\n'
BREAKS: dict[str, tuple[str, str, Callable[[Room], object]]] = {
    "a missing part": ("parts", "Add cards.toml", lambda room: (room.folder / "cards.toml").unlink()),
    "a module outside the reading order": ("parts", "reading_order", lambda room: room.write("more.py", SUM)),
    "a paper of an exercise that is not there": (
        "papers",
        "Correct its",
        lambda room: room.replace("system.toml", '["smoothed-share"]', '["smoothed-shares"]'),
    ),
    "a paper of a claim that is not there": (
        "papers",
        "Correct its",
        lambda room: room.append("system.toml", 'claims = ["few-tosses/error-after-eleven"]\n'),
    ),
    "a paper said to be here that is not": (
        "papers",
        "Name an exercise",
        lambda room: room.replace("system.toml", 'smoothed_share"\nexercises = ["smoothed-share"]', 'nothing"'),
    ),
    "code in __init__": ("init", "Move the code", lambda room: room.append("__init__.py", SUM)),
    "a long function": (
        "sizes",
        "long because",
        lambda room: room.append("estimate.py", "\ndef long():\n" + "    x = 1\n" * 41),
    ),
    "a long file": ("sizes", "Split it", lambda room: room.append("estimate.py", "x = 1\n" * 400)),
    "code elsewhere on a branch": (
        "outside",
        "at a commit",
        lambda room: room.append(WORDS, OUTSIDE.format("https://github.com/a/b/blob/main/c.py", "It differs.")),
    ),
    "code elsewhere without a word": (
        "outside",
        "otherwise than ours",
        lambda room: room.append(WORDS, OUTSIDE.format(f"https://github.com/a/b/blob/{'0' * 40}/c.py", " ")),
    ),
    "an undeclared library": ("libraries", "needs", lambda room: room.append("estimate.py", "import sklearn\n")),
    "an undeclared room": (
        "rooms",
        "builds_on",
        lambda room: room.append("estimate.py", "from palaestra.systems.bandits import UCB1\n"),
    ),
    "an undeclared room, imported by name": (
        "rooms",
        "builds_on",
        lambda room: room.append(
            "estimate.py", 'import importlib\nimportlib.import_module("palaestra.systems.bandits")\n'
        ),
    ),
    "a declared room never used": (
        "rooms",
        "Remove",
        lambda room: room.replace("system.toml", "builds_on = []", 'builds_on = ["bandits"]'),
    ),
    "a reach into another room's internals": (
        "rooms",
        "make the name public",
        lambda room: room.append("estimate.py", "import palaestra.systems.bandits.arms\n"),
    ),
    "an import of exercises": (
        "teaching",
        "Move what both need",
        lambda room: room.append("estimate.py", "from palaestra.systems.coin.exercises import smoothed_share\n"),
    ),
    "a cycle": ("cycles", "more basic", lambda room: cycle(room)),
    "a missing oracle test": (
        "oracle",
        "compares with",
        lambda room: (room.folder / "tests/test_estimate.py").unlink(),
    ),
    "an oracle that does the room's job": (
        "oracle",
        "write it",
        lambda room: room.append("estimate.py", "import fractions\n"),
    ),
    "a reused card id": (
        "unique",
        "new id",
        lambda room: room.append("cards.toml", '[[cards]]\nid = "no-tosses"\nquestion = "?"\nanswer = "!"\n'),
    ),
    "an illegal id": ("unique", "lower-case", lambda room: room.replace("cards.toml", '"no-tosses"', '"No tosses"')),
    "a renamed id without an alias": (
        "permanent",
        "aliases",
        lambda room: room.replace("cards.toml", '"no-tosses"', '"before-any-toss"'),
    ),
    "a retired id reused": (
        "permanent",
        "Choose a new id",
        lambda room: room.replace("ids.txt", "card coin/no-tosses", "retired card coin/no-tosses"),
    ),
    "pasted lesson code": (
        "lesson code",
        "source=",
        lambda room: room.replace(
            "lessons/rule_of_succession.md",
            "```python source=estimate.py#smoothed_share\n",
            "```python\ndef smoothed_share(heads, tosses):\n    return (heads + 1) / (tosses + 2)\n",
        ),
    ),
    "lesson code that is gone": (
        "lesson code",
        "not there",
        lambda room: room.replace("lessons/rule_of_succession.md", "#smoothed_share", "#smooth"),
    ),
    "a lesson without limits": (
        "lesson limits",
        "Add it",
        lambda room: room.replace("lessons/rule_of_succession.md", "## Limits", "## More"),
    ),
    "an unnamed mistake": (
        "words",
        "Say in",
        lambda room: room.append(
            CHECKS,
            '\n\n@mistake("always-half")\ndef smoothed_share(heads, tosses):\n    return 0.5\n',
        ),
    ),
    "a mistake without code": (
        "words",
        "Write it under",
        lambda room: room.replace(CHECKS, '@mistake("plain-share")', '@alternative("plain-share")'),
    ),
    "a mistake that teaches nothing": (
        "words",
        "what it teaches",
        lambda room: room.replace(WORDS, "that is Jeffreys' prior, not the uniform one", ""),
    ),
    "a reference that fails its exercise": (
        "reference",
        "Mend the check",
        lambda room: room.replace("estimate.py", "(tosses + 2)", "(tosses + 3)"),
    ),
    "a correct answer refused": (
        "reference",
        "ask for more",
        lambda room: room.append_check(
            'yield call(lambda: room.smoothed_share.__code__.co_nlocals).gives(2, source="how it is written")'
        ),
    ),
    "an empty hole that passes": ("empty", "must call the hole", lambda room: hollow(room)),
    "a mistake at the wrong rung": (
        "mistakes",
        "Set rung",
        lambda room: room.replace(WORDS, 'rung = "some-tosses"', 'rung = "no-tosses"'),
    ),
    "a mistake no check catches": (
        "mistakes",
        "Add the check",
        lambda room: room.replace(CHECKS, "(heads + 0.5) / (tosses + 1)", "(heads + 1) / (tosses + 2)"),
    ),
    "two indistinguishable mistakes": (
        "mistakes",
        "differs from everything else",
        lambda room: room.replace(
            CHECKS,
            "return (heads + 0.5) / (tosses + 1)",
            "return heads / tosses if tosses else 0.0",
        ),
    ),
    "a vacuous check": (
        "vacuous",
        "whatever the code does",
        lambda room: room.append_check("yield call(room.smoothed_share, 2, 2).satisfies('anything', lambda got: True)"),
    ),
    "a check of a function against itself": (
        "vacuous",
        "not with the code itself",
        lambda room: room.append_check("yield call(room.smoothed_share, 2, 5).gives(room.smoothed_share(2, 5))"),
    ),
    "a rung without checks": (
        "vacuous",
        "at least one Check",
        lambda room: room.replace(
            CHECKS,
            "yield call(room.smoothed_share, 0, 0)",
            "return\n    yield call(room.smoothed_share, 0, 0)",
        ),
    ),
    "a claim without a source": (
        "claims",
        "Fill in",
        lambda room: room.replace(CLAIMS, 'source = "variance np(1-p)/(n+2)^2 = 0.0174"', 'source = ""'),
    ),
    "a claim without a control": (
        "claims",
        "under which it fails",
        lambda room: room.replace(CLAIMS, "control = { set = { bias = 0.95 } }", ""),
    ),
    "a manifest that names nothing": (
        "manifest",
        "Correct",
        lambda room: room.replace(CLAIMS, '["smoothed-share"]', '["smooth"]'),
    ),
    "a drill whose experiment is elsewhere": (
        "manifest",
        "lists the exercise",
        lambda room: drill(room, "many-tosses"),
    ),
    "a drill that shows nothing": ("sound", "how these end", lambda room: drill(room, "few-tosses", "regret")),
    "a nondeterministic small run": (
        "sound",
        "kit.seeding",
        lambda room: room.replace(
            MEASURES,
            '{"squared_error": float(np.mean(errors))}',
            '{"squared_error": float(np.mean(errors) + np.random.default_rng().random())}',
        ),
    ),
    "a claim whose control does not fail": (
        "sound",
        "breaks the claim",
        lambda room: room.replace(CLAIMS, "bias = 0.95", "bias = 0.5"),
    ),
    "a claim that fails without its control": (
        "sound",
        "even without its control",
        lambda room: room.replace(CLAIMS, "[0.0, 0.025]", "[0.0, 0.0001]"),
    ),
    "results never kept": ("honest", "--full --ship", lambda room: None),
    "a false claim": ("honest", "write into `finding`", lambda room: false_claim(room)),
}
NO_RESULTS_NEEDED = {"results never kept"}


def drill(room: Room, experiment: str, metric: str = "error") -> None:
    words = f'experiment = "{experiment}"\nmetrics = ["{metric}"]\nmistakes = ["plain-share"]'
    room.append(WORDS, f"\n[debug]\n{words}\n")


def cycle(room: Room) -> None:
    neighbour = room._replace(folder=room.folder.parent / "neighbour")
    shutil.copytree(room.folder, neighbour.folder)
    for file, text in NEIGHBOUR.items():
        neighbour.write(file, text)
    neighbour.replace("system.toml", "builds_on = []", 'builds_on = ["coin"]')
    room.replace("system.toml", "builds_on = []", 'builds_on = ["neighbour"]')


def hollow(room: Room) -> None:
    text = (room.folder / CHECKS).read_text(encoding="utf-8")
    room.write(CHECKS, text.replace("call(room.smoothed_share,", "call(lambda h, t: (h + 1) / (t + 2),"))
    room.replace(CHECKS, "return room.smoothed_share(*given)", "return 0.5")


def false_claim(room: Room) -> None:
    room.replace(CLAIMS, "[0.0, 0.025]", "[0.0, 0.001]")
    shipped(room)


@pytest.mark.parametrize("name", BREAKS)
def test_a_break_is_caught_and_says_what_to_do(room: Room, name: str) -> None:
    rule, message, break_it = BREAKS[name]
    break_it(room)
    faults = [each for each in RULES[rule](room) if not each.holds]
    assert faults, f"{rule} noticed nothing"
    assert any(message in each.want for each in faults), [each.want for each in faults]


def test_a_stale_result_never_shows_as_holding(room: Room) -> None:
    shipped(room)
    (experiment,) = room.system().experiments
    assert [each.verdict for each in judge(experiment, shipped_results(experiment))] == ["holds"]
    room.replace("estimate.py", "(heads + 1) / (tosses + 2)", "1 * (heads + 1) / (tosses + 2)")
    (experiment,) = room.system().experiments
    assert [each.verdict for each in judge(experiment, shipped_results(experiment))] == ["stale"]
    assert [each.holds for each in release_checks([experiment])] == [False]


def test_a_comment_does_not_make_a_result_stale(room: Room) -> None:
    shipped(room)
    room.replace(
        "estimate.py", "    return (heads + 1)", "    # one imagined toss of each kind\n    return (heads + 1)"
    )
    assert [each.holds for each in release_checks(room.system().experiments)] == [True]


def test_copying_a_room_and_editing_only_the_copy_adds_a_system(room: Room) -> None:
    die = room._replace(folder=room.folder.parent / "die")
    shutil.copytree(room.folder, die.folder)
    for path in [each for pattern in ("*.py", "*.toml", "*.md", "*.txt") for each in die.folder.rglob(pattern)]:
        text = path.read_text(encoding="utf-8")
        path.write_text(text.replace("systems.coin", "systems.die").replace("coin/", "die/"), encoding="utf-8")
    die.replace("system.toml", "A coin", "A die")
    shipped(die)
    assert [each.title for each in room.catalogue().systems] == ["A coin", "A die"]
    for name, rule in RULES.items():
        assert not [each for each in rule(die) if not each.holds], name
