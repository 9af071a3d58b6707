"""How often a known mistake is named, and how often wrongly.

    python tests/grader/naming_study.py [--each 12] [--seed 0] [--exercise NAME ...] [--json FILE]

`naming_results.json` is what `--each 18` gave.

Wrong answers come from three sources: mechanical mutants (of the reference, of
correct alternatives, of known mistakes), known mistakes rewritten to say the
same in other words, and attempts written by people and models who had read the
prompts but not the lists of mistakes (`blind/`). A name is wrong when the
answer differs from the named mistake on any of 1,000 inputs that played no
part in naming it, or when `blind/key.toml` says it is something else.
"""

import argparse
import json
import random
import sys
import tomllib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from palaestra.grader import Worker, check
from palaestra.grader.answers import agreements
from palaestra.grader.checking import CONFIRMING_DRAWS, NAMING_DRAWS, NAMING_SEED, known_texts, reference_text
from palaestra.kit.catalogue import Catalogue
from palaestra.kit.exercise import Exercise, sources

sys.path.insert(0, str(Path(__file__).parent))
from mutants import mutants, rewrites

BLIND = Path(__file__).parent / "blind"
UNUSED_INPUTS = 1_000
SECONDS = 3.0
UNLISTED = "unlisted"


@dataclass(frozen=True, slots=True)
class Attempt:
    """A wrong answer to be: where it comes from, what was done to it, its text."""

    exercise: Exercise
    source: str
    """`reference`, `alternative`, `mistake`, `rewrite`, `blind` or `mined`."""
    what: str
    text: str
    listed: str = ""
    """The mistake it is known to be, `unlisted`, or empty when nobody says."""


@dataclass(slots=True)
class Tally:
    """What came of the attempts of one source."""

    tried: int = 0
    wrong: int = 0
    """Attempts whose verdict is `wrong`: those a name may be given to."""
    named: int = 0
    misnamed: list[str] = field(default_factory=list)
    listed: int = 0
    listed_named: int = 0
    missed: list[str] = field(default_factory=list)
    verdicts: Counter[str] = field(default_factory=Counter)


def study(attempts: Sequence[Attempt], worker: Worker, progress: bool = False) -> dict[str, Tally]:
    """Judge every attempt and tally by source."""
    tallies: dict[str, Tally] = {}
    for number, attempt in enumerate(attempts, 1):
        _judge(attempt, worker, tallies.setdefault(attempt.source, Tally()))
        if progress and number % 50 == 0:
            print(f"{number}/{len(attempts)}", file=sys.stderr, flush=True)
    return tallies


def _judge(attempt: Attempt, worker: Worker, tally: Tally) -> None:
    file = worker.keep(attempt.text, "attempt.py")
    judgement = check(attempt.exercise, file, worker=worker)
    tally.tried += 1
    tally.verdicts[str(judgement.verdict)] += 1
    if judgement.verdict != "wrong":
        return
    tally.wrong += 1
    label = f"{attempt.exercise.id} {attempt.what}"
    if attempt.listed not in ("", UNLISTED):
        tally.listed += 1
        if same_misconception(attempt.exercise, judgement.mistake, attempt.listed):
            tally.listed_named += 1
        else:
            tally.missed.append(f"{label} is {attempt.listed}, named {judgement.mistake}, matched {judgement.matched}")
    if judgement.mistake is None:
        return
    tally.named += 1
    if reason := misnamed(attempt, judgement.mistake, worker):
        tally.misnamed.append(f"{label}: named {judgement.mistake}, {reason}")


def misnamed(attempt: Attempt, name: str, worker: Worker) -> str:
    """Why a name is wrong, or nothing."""
    if attempt.listed and not same_misconception(attempt.exercise, name, attempt.listed):
        return f"its author says {attempt.listed}"
    theirs = unused_answers(attempt.exercise, known_texts(attempt.exercise)[name], worker)
    ours = unused_answers(attempt.exercise, attempt.text, worker)
    if len(ours) < UNUSED_INPUTS or len(theirs) < UNUSED_INPUTS:
        return f"only {min(len(ours), len(theirs))} unused inputs were answered"
    agreed = agreements(ours, theirs)
    return "" if all(agreed) else f"differs on {len(agreed) - sum(agreed)} of {len(agreed)} unused inputs"


def unused_answers(exercise: Exercise, text: str, worker: Worker) -> Sequence[Any]:
    """Answers to inputs that no naming uses."""
    options = {"draws": UNUSED_INPUTS, "skip": NAMING_DRAWS + CONFIRMING_DRAWS, "seed": NAMING_SEED}

    def compute() -> tuple[Sequence[Any], bool]:
        outcome = worker.run("answers", exercise, worker.keep(text, "attempt.py"), 120.0, **options)
        return [each["value"] for each in outcome.of("answer")], False

    return worker.kept.get(worker.tree(exercise), text, options, compute)


def same_misconception(exercise: Exercise, one: str | None, other: str) -> bool:
    roots = {each.id: each.variant_of or each.id for each in exercise.mistakes}
    return one is not None and roots.get(one, one) == roots.get(other, other)


def mechanical(exercise: Exercise, each: int, seed: int) -> Iterator[Attempt]:
    """Up to `each` mutants of every base, and as many rewrites of every known mistake in half the number."""
    bases = [("reference", "reference", reference_text(exercise))]
    bases += [("alternative", name, _whole(exercise, text)) for name, text in sources(exercise, "alternative").items()]
    bases += [("mistake", name, text) for name, text in known_texts(exercise).items()]
    for source, name, text in bases:
        chance = random.Random(f"{seed} {exercise.id} {source} {name}")
        yield from _some(exercise, source, name, list(mutants(text)), each, chance)
        if source == "mistake":
            same = _some(exercise, "rewrite", name, list(rewrites(text)), max(each // 4, 1), chance)
            yield from (replace(attempt, listed=name) for attempt in same)


def _some(
    exercise: Exercise, source: str, name: str, found: list[tuple[str, str]], count: int, chance: random.Random
) -> Iterator[Attempt]:
    chance.shuffle(found)  # a larger count keeps the smaller one's choice
    for what, text in found[:count]:
        yield Attempt(exercise, source, f"{name}: {what}", text)


def _whole(exercise: Exercise, text: str) -> str:
    return f"{exercise.imports.strip()}\n\n\n{text}"


def blind(exercises: Sequence[Exercise]) -> Iterator[Attempt]:
    """The attempts written without the lists; `key.toml` has their authors' words and the listed mistake each is.

    A mined attempt is one a known mistake was written from afterwards; it is tallied apart.
    """
    key = {each["file"]: each for each in tomllib.loads((BLIND / "key.toml").read_text(encoding="utf-8"))["attempts"]}
    for exercise in exercises:
        for file in sorted((BLIND / exercise.name).glob("*.py")):
            name = f"{exercise.name}/{file.name}"
            facts = key[name]
            if facts.get("correct"):
                continue
            mined = facts.get("mined", False)
            listed = facts["mistake"] or ("" if mined else UNLISTED)
            source = "mined" if mined else "blind"
            yield Attempt(exercise, source, f"{name} ({facts['believed']})", file.read_text(encoding="utf-8"), listed)


def exercises_of(system: str, names: Sequence[str]) -> list[Exercise]:
    every = Catalogue.installed().system(system).exercises
    return [replace(each, seconds=SECONDS) for each in every if not names or each.name in names]


def upper_bound(wrong: int, total: int, level: float = 0.95) -> float:
    """The upper end of the two-sided Clopper-Pearson interval (1934) of a share."""
    from scipy.stats import beta

    return 1.0 if wrong >= total else float(beta.ppf(1 - (1 - level) / 2, wrong + 1, total - wrong))


def report(tallies: dict[str, Tally]) -> str:
    """The figures as a table, what was misnamed and what was missed below."""
    lines = [f"{'source':<12}{'tried':>7}{'wrong':>7}{'named':>7}{'share':>7}{'misnamed':>10}  at most (95 %)"]
    rows = {**tallies, "all": _together(tallies.values())}
    rows["held out"] = _together(tally for source, tally in tallies.items() if source not in ("rewrite", "mined"))
    for source, each in rows.items():
        share = each.named / each.wrong if each.wrong else 0.0
        most = upper_bound(len(each.misnamed), each.named)
        counts = f"{each.tried:>7}{each.wrong:>7}{each.named:>7}{share:>7.0%}{len(each.misnamed):>10}"
        lines.append(f"{source:<12}{counts}  {most:.2%}")
    for source, each in tallies.items():
        if each.listed:
            share = each.listed_named / each.listed
            lines.append(
                f"{source}: {each.listed_named} of {each.listed} whose mistake is listed are named ({share:.0%})"
            )
        lines += [f"  misnamed: {line}" for line in each.misnamed]
        lines += [f"  missed: {line}" for line in each.missed]
    return "\n".join(lines)


def _together(tallies: Any) -> Tally:
    total = Tally()
    for each in tallies:
        total.tried, total.wrong, total.named = (
            total.tried + each.tried,
            total.wrong + each.wrong,
            total.named + each.named,
        )
        total.misnamed += each.misnamed
    return total


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--system", default="bandits")
    parser.add_argument("--exercise", nargs="*", default=[])
    parser.add_argument("--each", type=int, default=12, help="mutants of every base")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--only", choices=["blind", "mechanical"])
    parser.add_argument("--json", type=Path)
    given = parser.parse_args()
    exercises = exercises_of(given.system, given.exercise)
    attempts: list[Attempt] = []
    if given.only != "blind":
        attempts += [each for exercise in exercises for each in mechanical(exercise, given.each, given.seed)]
    if given.only != "mechanical":
        attempts += list(blind(exercises))
    with Worker() as worker:
        tallies = study(attempts, worker, progress=True)
    print(report(tallies))
    if given.json:
        given.json.write_text(json.dumps({name: _plain(each) for name, each in tallies.items()}, indent=1) + "\n")


def _plain(tally: Tally) -> dict[str, Any]:
    return {name: getattr(tally, name) for name in Tally.__slots__}


if __name__ == "__main__":
    main()
