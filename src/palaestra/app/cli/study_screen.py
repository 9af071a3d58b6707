"""Studies as plain text, 80 columns wide."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from palaestra.app import studying
from palaestra.app.cli import lab_screen
from palaestra.app.cli.terminal import HOLDS, WRONG, folded, labelled
from palaestra.app.views.plainly import many
from palaestra.kit.checks import Check
from palaestra.kit.study import Study
from palaestra.practice import studies
from palaestra.practice.folder import PracticeFolder
from palaestra.practice.studies import Listed, Registration

if TYPE_CHECKING:
    from palaestra.app.views.papers import Printed

SHOWN_DIGITS = 12


def begun(place: Path) -> str:
    """What lies in a new study, and what each file is for."""
    what = {
        "study.toml": "the question, and what you predict",
        "experiments/main.py": "the experiment: a small example that runs",
        "paper.md": "the paper; its numbers come from results",
        "README.md": "the commands",
    }
    lines = [f"{place}", *(f"    {name:<22}{said}" for name, said in what.items())]
    return "\n".join([*lines, "", folded("It runs as it is. Replace the example piece by piece by your own question.")])


def row(folder: PracticeFolder, each: Listed) -> dict[str, Any]:
    """One study of the list, as `study list --json` has it."""
    study = each.study
    made = studies.registrations(study) if study else ()
    return {
        "study": each.name,
        "title": study.title if study else each.name,
        "question": study.question if study else "",
        "hypotheses": len(study.hypotheses) if study else 0,
        "registered": made[-1].day if made else None,
        "next": studying.next_step(folder, study)[0] if study else "",
        "trouble": each.trouble,
    }


def list_lines(rows: Sequence[dict[str, Any]]) -> list[str]:
    if not rows:
        return [folded("A study is a question of your own: predict, run, and see whether you were right.")]
    lines: list[str] = []
    for each in rows:
        lines.append(f"{each['study']}  {each['title']}" if each["title"] != each["study"] else each["study"])
        lines.append(folded(each["trouble"] or each["question"], 4))
        if not each["trouble"]:
            count = each["hypotheses"]
            said = many(count, "hypothesis", "hypotheses")
            when = f"registered {each['registered']}" if each["registered"] else "not registered"
            lines.append(f"    {said}, {when}")
    return lines


def show_lines(folder: PracticeFolder, study: Study) -> list[str]:
    """Question, registrations, and each hypothesis with its verdict."""
    made = studies.registrations(study)
    lines = [study.title, folded(study.question), f"{study.folder}", ""]
    lines += [line for each in made for line in _registration(each)] or ["not registered yet"]
    changed = studies.differences(study, made[-1]) if made else ()
    if changed:
        lines += [folded(f"Changed since: {'; '.join(changed)}.", 4)]
    small, full = studies.runs_seen(folder, study)
    lines += [f"runs: {small} small (exploratory), {full} full", ""]
    for each in studying.answers(folder, study):
        lines += answer_lines(each)
    left = studying.unfinished(folder, study)
    lines += [f"unfinished: {each.kept} of {len(each.job.seeds)} seeds of {each.job.experiment}" for each in left]
    return lines


def answer_lines(each: studying.Answer) -> list[str]:
    """One hypothesis: verdict, statement, what was measured, what was predicted, how far it was said beforehand."""
    report, hypothesis = each.report, each.hypothesis
    got = f"{lab_screen.interval(report.measured)}, n = {report.measured.n}" if report.measured else "not yet"
    sure = f", {100 * hypothesis.sure:.0f} % sure" if hypothesis.sure is not None else ""
    facts = {
        "measured": got,
        "predicted": lab_screen.band(report.low, report.high) + sure,
        "because": hypothesis.because,
        "standing": each.standing,
        "earlier": "; ".join(each.earlier),
        "but": each.why,
    }
    lines = [f"{lab_screen.MARKS[each.shown_as].shown(2)} {each.says:<11} {hypothesis.id}", folded(report.says, 4)]
    return [*lines, *(labelled(f"    {name:<9}  ", said) for name, said in facts.items() if said)]


def frozen_lines(study: Study, made: Registration) -> list[str]:
    """What was registered, and what had been seen before."""
    seen = many(made.small_runs, "small run")
    seen += f" and {made.full_runs} full" if made.full_runs else ""
    lines = [f"{study.name} is registered, number {made.number}: {made.hash[:SHOWN_DIGITS]}", f"seen before: {seen}"]
    if made.reason:
        lines.append(folded(f"amended because: {made.reason}"))
    for each in study.hypotheses:
        sure = f", {100 * each.sure:.0f} % sure" if each.sure is not None else ""
        lines += [f"    {each.id}: {lab_screen.band(each.low, each.high)}{sure}"]
    for name, each in made.registered["experiments"].items():
        settings = ", ".join(f"{key} = {value}" for key, value in each["config"].items())
        lines.append(folded(f"{name}: {len(each['seeds'])} seeds; {settings}", 4, 8))
    return [*lines, folded(f"The whole of it is in {study.folder}/frozen.json.")]


def verify_lines(study: Study, checks: Sequence[Check]) -> list[str]:
    """Each check of a verification, with evidence where it does not hold."""
    lines: list[str] = []
    for each in checks:
        lines.append(folded(f"{(HOLDS if each.holds else WRONG).shown(2)} {each.says}", 0, 3))
        if not each.holds:
            lines.append(labelled("      found  ", each.got))
            lines += [labelled("      wanted ", each.want)] if each.want else []
    fails = sum(not each.holds for each in checks)
    last = f'palaestra study freeze {study.name} --reason "..."' if fails else f"palaestra study show {study.name}"
    return [*lines, "", f"{len(checks) - fails} of {len(checks)} hold", f"next: {last}"]


def to_json(folder: PracticeFolder, study: Study) -> dict[str, Any]:
    """`study show --json`."""
    made = studies.registrations(study)
    keys = ("number", "time", "hash", "reason", "small_runs", "full_runs")
    return {
        "study": study.name,
        "title": study.title,
        "question": study.question,
        "folder": str(study.folder),
        "registrations": [{key: getattr(each, key) for key in keys} for each in made],
        "changed": list(studies.differences(study, made[-1])) if made else [],
        "hypotheses": [each.to_json() for each in studying.answers(folder, study)],
        "next": studying.next_step(folder, study)[0],
    }


def paper_lines(printed: "Printed") -> list[str]:
    """Where the paper is, and what its author should look at."""
    lines = [str(each) for each in (printed.html, printed.pdf) if each]
    lines.append(f"{printed.numbers} numbers and {printed.figures} figures from results")
    if printed.typed:
        places = ", ".join(f"line {line} ({number})" for line, number in printed.typed)
        lines.append(folded(f"typed numbers: {places}. A number of a result belongs in a placeholder.", 0, 4))
    return [*lines, *(folded(each, 0, 4) for each in printed.warnings)]


def _registration(each: Registration) -> list[str]:
    seen = f"after {each.small_runs} small and {each.full_runs} full"
    lines = [f"registered {each.day}, {each.hash[:SHOWN_DIGITS]}, {seen}"]
    return [*lines, folded(f"amended because: {each.reason}", 4)] if each.reason else lines
