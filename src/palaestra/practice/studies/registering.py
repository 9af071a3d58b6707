"""Registration: what a study predicted before its full run, kept so that a stranger can check it.

`frozen.json` beside the study holds every registration whole: the question, the
hypotheses with their bands, configuration and seeds of the full preset, a digest of
each Python file's syntax tree, and the files' text. Its hash is SHA-256 of the
registered part as canonical JSON; the log holds the same hash with its time. An
amendment is a further registration with a reason; the earlier ones stay.
"""

import hashlib
import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from palaestra import __version__
from palaestra.kit.catalogue import STUDY
from palaestra.kit.checks import Check, statement
from palaestra.kit.refusal import Refusal
from palaestra.kit.study import Hypothesis, Study
from palaestra.kit.syntax import digest_of, parsed
from palaestra.practice.durable import replace_file
from palaestra.practice.folder import PracticeFolder

FROZEN = "frozen.json"
FORMAT = 1


@dataclass(frozen=True, slots=True)
class Plan:
    """What the code asks for in its full preset, as the lab reads it."""

    config: Mapping[str, Any]
    seeds: Sequence[int]
    source_hash: str
    """Of everything the run goes through, Palaestra included; kept, and no part of the registration's hash."""


@dataclass(frozen=True, slots=True)
class Registration:
    """One freeze."""

    number: int
    time: str
    hash: str
    reason: str
    """Why it was amended; empty for the first."""
    small_runs: int
    """Small runs of the study that had been seen before it."""
    full_runs: int
    """Full runs that had been begun before it."""
    registered: Mapping[str, Any]
    files: Mapping[str, str]
    library: Mapping[str, Any]

    @property
    def hypotheses(self) -> dict[str, Mapping[str, Any]]:
        return {each["id"]: each for each in self.registered["hypotheses"]}

    @property
    def day(self) -> str:
        return self.time[:10]


def freeze(folder: PracticeFolder, study: Study, plans: Mapping[str, Plan], reason: str = "") -> Registration:
    """Register the study as it is now. Refused without hypotheses, without a change, and, once amended, a reason."""
    if not study.hypotheses:
        raise Refusal(
            f"{study.name} predicts nothing yet.", f"Write [[hypotheses]] with bands into {study.folder / STUDY}."
        )
    before = registrations(study)
    registered = content_of(study, plans)
    found = content_hash(registered)
    if before and before[-1].hash == found:
        raise Refusal(
            f"{study.name} is registered as it is, since {before[-1].day} ({found[:12]}).",
            f"Run it: palaestra study run {study.name} --full",
        )
    if before and not reason.strip():
        changed = "; ".join(differences(study, before[-1])) or "its configuration changed"
        raise Refusal(
            f"{study.name} is registered already, and has changed: {changed}.",
            f'An amendment says why: palaestra study freeze {study.name} --reason "..."',
        )
    small, full = runs_seen(folder, study)
    facts = {"number": len(before) + 1, "reason": reason.strip() or None, "small_runs": small, "full_runs": full}
    claims = [dict(each) for each in registered["hypotheses"]]
    event = folder.log.append("study", study=study.name, does="freeze", hash=found, claims=claims, **facts)
    made = Registration(
        number=len(before) + 1,
        time=event.time,
        hash=found,
        reason=reason.strip(),
        small_runs=small,
        full_runs=full,
        registered=registered,
        files=_texts(study),
        library={"palaestra": __version__, **{name: each.source_hash for name, each in plans.items()}},
    )
    words = {"format": FORMAT, "study": study.name, "registrations": [*map(_to_json, before), _to_json(made)]}
    replace_file(study.folder / FROZEN, json.dumps(words, indent=1, ensure_ascii=False) + "\n")
    return made


def registrations(study: Study) -> tuple[Registration, ...]:
    """Every registration, oldest first. A damaged frozen.json is refused."""
    path = study.folder / FROZEN
    if not path.exists():
        return ()
    try:
        words = json.loads(path.read_text(encoding="utf-8"))
        return tuple(_from_json(each) for each in words["registrations"])
    except (ValueError, KeyError, TypeError) as error:
        raise Refusal(
            f"{path} cannot be read: {type(error).__name__}: {error}.", f"Take it back from git: git checkout -- {path}"
        ) from error


def content_of(study: Study, plans: Mapping[str, Plan]) -> dict[str, Any]:
    """What is registered: everything that decides a verdict, as plain JSON."""
    return {
        "study": study.name,
        "question": study.question,
        "hypotheses": [as_words(each) for each in study.hypotheses],
        "experiments": {
            name: {"config": dict(each.config), "seeds": list(each.seeds)} for name, each in sorted(plans.items())
        },
        "code": digests(_texts(study)),
    }


def as_words(each: Hypothesis) -> dict[str, Any]:
    """A hypothesis as JSON has it; an open end of its band is text."""
    return {
        "id": each.id,
        "experiment": each.experiment,
        "says": each.says,
        "band": [_end(each.low), _end(each.high)],
        "because": each.because,
        "would_change_my_mind": each.would_change_my_mind,
        "sure": each.sure,
    }


def content_hash(content: Mapping[str, Any]) -> str:
    """SHA-256 of canonical JSON: keys sorted, no spaces, ASCII."""
    return hashlib.sha256(json.dumps(content, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


def digests(files: Mapping[str, str]) -> dict[str, str]:
    """The digest of each Python file's syntax tree; comments and layout do not count."""
    return {
        name: digest_of(parsed(text, name))[:16]
        for name, text in sorted(files.items())
        if name.endswith(".py") and text.strip()
    }


def require_python(study: Study) -> None:
    """Refuse a study one of whose files is not Python, with file and line, before anything is run or kept."""
    for path in study.files:
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError as error:
            raise Refusal(f"{path} is not UTF-8 text.", "Save the file as UTF-8.") from error
        parsed(text, str(path))


def differences(study: Study, registration: Registration) -> tuple[str, ...]:
    """How the files of today differ from what was registered, in words; empty when they do not."""
    then, now = registration.hypotheses, {each.id: as_words(each) for each in study.hypotheses}
    found = [f"the hypothesis {name} is new" for name in now if name not in then]
    found += [f"the hypothesis {name} is gone" for name in then if name not in now]
    for name in [each for each in now if each in then]:
        changed = [key for key in now[name] if now[name][key] != then[name].get(key)]
        found += [f"{key.replace('_', ' ')} of {name} changed" for key in changed]
    if study.question != registration.registered["question"]:
        found.append("the question changed")
    code_then, code_now = registration.registered["code"], digests(_texts(study))
    for name in sorted({*code_then, *code_now}):
        if code_then.get(name) != code_now.get(name):
            word = "is new" if name not in code_then else "is gone" if name not in code_now else "changed"
            found.append(f"{name} {word}")
    return tuple(found)


def runs_seen(folder: PracticeFolder, study: Study) -> tuple[int, int]:
    """How many small runs were finished, and how many full ones begun."""
    events = [each.facts for each in folder.index().events("study", study.name)]
    small = sum(each.get("does") == "run" and each.get("preset") != "full" for each in events)
    full = sum(each.get("does") == "begin" for each in events)
    return small, full


def standing(study: Study, hypothesis: str) -> str:
    """How far a hypothesis was said beforehand: `as registered`, `amended after ...`, `not as registered: ...`."""
    made = registrations(study)
    if not made:
        return "exploratory: nothing is registered"
    changed = [each for each in differences(study, made[-1]) if hypothesis in each or ".py" in each]
    if changed:
        return f"not as registered: {changed[0]}"
    words = made[-1].hypotheses[hypothesis]
    first = next(each for each in made if _decides(each.hypotheses.get(hypothesis)) == _decides(words))
    if first.full_runs:
        return f"amended after {first.full_runs} full run{'s' if first.full_runs > 1 else ''}"
    return "as registered"


def verify(folder: PracticeFolder, study: Study, plans: Mapping[str, Plan]) -> list[Check]:
    """Everything a stranger would check of a study's registrations, each as a statement with its evidence."""
    made = registrations(study)
    logged = [
        each.text("hash")
        for each in reversed(folder.index().events("study", study.name))
        if each.facts.get("does") == "freeze"
    ]
    checks = [statement("there is a registration", bool(made), len(made), "one or more")]
    for each in made:
        name = f"registration {each.number} ({each.day})"
        found = content_hash(each.registered)
        checks.append(statement(f"{name}: its hash is that of what it holds", found == each.hash, found, each.hash))
        kept, code = digests(each.files), each.registered["code"]
        checks.append(statement(f"{name}: the files it keeps are the code it names", kept == code, kept, code))
        checks.append(statement(f"{name}: the log has the same hash", each.hash in logged, logged, each.hash))
    if made:
        today = content_hash(content_of(study, plans))
        changed = "; ".join(differences(study, made[-1])) or today
        checks.append(statement("the study today is what was registered last", today == made[-1].hash, changed))
    return checks


def _decides(words: Mapping[str, Any] | None) -> tuple[Any, ...] | None:
    """The part of a hypothesis that a verdict hangs on."""
    return None if words is None else (words["says"], tuple(words["band"]), words["experiment"])


def _texts(study: Study) -> dict[str, str]:
    paths = [study.folder / STUDY, *study.files]
    return {path.relative_to(study.folder).as_posix(): path.read_text(encoding="utf-8") for path in paths}


def _end(value: float) -> float | str:
    return value if math.isfinite(value) else ("inf" if value > 0 else "-inf")


def _to_json(each: Registration) -> dict[str, Any]:
    return {name: getattr(each, name) for name in Registration.__slots__}


def _from_json(words: Mapping[str, Any]) -> Registration:
    kept = {name: words[name] for name in Registration.__slots__}
    cast("dict[str, Any]", kept["registered"])["hypotheses"]  # what a damaged file lacks is found here
    return Registration(**kept)
