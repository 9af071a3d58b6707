"""One sitting of `palaestra judge` in the terminal, and what judgements and predictions say."""

import csv
import io
import json
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import typer

from palaestra.app.cli.lab_screen import table
from palaestra.app.cli.terminal import HOLDS, NOT_YET, WRONG, folded, say_json
from palaestra.app.views.plainly import many
from palaestra.kit.refusal import Refusal
from palaestra.kit.statistics import Interval
from palaestra.practice.durable import replace_file
from palaestra.practice.folder import PracticeFolder
from palaestra.practice.studies import Calibration, Forecast, add_items, find_study
from palaestra.practice.studies.items import TIE, Sheet, sheet_named, sheets
from palaestra.practice.studies.judging import Report, Shown, Sitting, judgements, keep_simulated, reports, rows

QUIT = "q"
COLUMNS = ("of", "item", "says", "winner", "loser", "answer", "again", "swapped", "seconds", "seed", "by", "time")


@dataclass(frozen=True)
class JudgingSession:
    """A sheet and the sitting that is open."""

    folder: PracticeFolder
    name: str
    sheet: Sheet
    sitting: Sitting

    @classmethod
    def open(cls, folder: PracticeFolder, name: str, seed: int | None, again: bool) -> "JudgingSession":
        sheet = sheet_named(folder, name)
        sitting = Sitting.anew(folder, sheet) if again else Sitting.open(folder, sheet, seed)
        return cls(folder, name, sheet, sitting)

    def run(self, asks: bool) -> None:
        """Show items until none is left or the person stops; without a person, say how it stands."""
        while asks and (shown := self.sitting.next()) is not None:
            if not self._ask(shown):
                break
        self.show()

    def show(self) -> None:
        """The judgements so far; sources only once everything is judged."""
        left = self._left()
        lines = [self.sheet.title]
        found = reports(self.folder, self.sheet)
        lines += [line for each in found if each.count for line in _report_lines(each, hidden=left > 0)]
        if not found[0].count:
            lines.append(folded(f"{many(len(self.sheet.items), 'item')} to judge; they come blind and shuffled."))
        if left:
            lines.append(f"{left} left.")
        step = "" if left else " --export judgements.csv"
        typer.echo("\n".join(lines) + f"\n\nnext: palaestra judge {self.name}{step}")

    def export(self, file: Path) -> None:
        """Every judgement as CSV or JSON."""
        if file.is_dir():
            raise Refusal(f"{file} is a folder.", "Name a file, for example judgements.csv.")
        made = rows(judgements(self.folder, self.sheet), self.sheet.of)
        if file.suffix == ".json":
            text = json.dumps(made, indent=1) + "\n"
        else:
            out = io.StringIO()
            writer = csv.DictWriter(out, rows_header(made), lineterminator="\n")
            writer.writeheader()
            writer.writerows(made)
            text = out.getvalue()
        replace_file(file.absolute(), text)
        people = sum(each["by"] == "person" for each in made)
        typer.echo(f"{people} of yours and {len(made) - people} simulated judgements are in {file}.")
        typer.echo(f"next: palaestra judge {self.name}")

    def keep_simulated(self, file: Path, by: str) -> None:
        """A model's answers from a JSON file, kept under its name."""
        try:
            given = json.loads(file.read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            raise Refusal(f"{file} cannot be read: {error}.", 'It holds {"item": "answer"}.') from error
        if not isinstance(given, dict):
            raise Refusal(f"{file} holds no answers by item.", 'It holds {"item": "answer"}.')
        count = keep_simulated(self.folder, self.sheet, {str(key): str(says) for key, says in given.items()}, by)
        typer.echo(f"{count} simulated judgements by {by} are kept, apart from yours.")
        typer.echo(f"next: palaestra judge {self.name}")

    def to_json(self) -> dict[str, Any]:
        return {
            "of": self.sheet.of,
            "title": self.sheet.title,
            "question": self.sheet.items[0].question,
            "left": self._left(),
            "reports": [each.to_json() for each in reports(self.folder, self.sheet)],
        }

    def _left(self) -> int:
        return len(self.sitting.order) - len(self.sitting.done())

    def _ask(self, shown: Shown) -> bool:
        """One item; false when the person stops."""
        keys = {str(number): each for number, each in enumerate(shown.choices, 1)}
        if self.sheet.ties:
            keys["="] = TIE
        typer.echo(f"\n{shown.number} of {shown.of}   {shown.item.question}\n")
        for number, text in enumerate(shown.texts, 1):
            mark = f"{number}) " if shown.item.is_pair else ""
            typer.echo("\n".join(folded(each, len(mark)) if each else "" for each in f"{mark}{text}".splitlines()))
            typer.echo("")
        named = "  ".join(f"{key} {says}" for key, says in keys.items())
        started = time.monotonic()
        while True:
            given = typer.prompt(f"{named}  {QUIT} stop", prompt_suffix=" > ").strip()
            if given == QUIT:
                return False
            says = str(keys.get(given, given))
            if says in keys.values():
                self.sitting.answer(shown, says, time.monotonic() - started)
                return True
            typer.echo(f"Answer {', '.join(keys)} or {QUIT}.")


def show_sheets(folder: PracticeFolder, as_json: bool) -> None:
    """What there is to be judged."""
    found = [(each, Sitting.open(folder, each)) for each in sheets(folder)]
    words = [
        {
            "of": sheet.of,
            "title": sheet.title,
            "items": len(sheet.items),
            "left": len(sitting.order) - len(sitting.done()),
        }
        for sheet, sitting in found
    ]
    if as_json:
        say_json(words)
        return
    for each in words:
        typer.echo(f"{each['of'].rpartition('/')[2]}  {many(each['items'], 'item')}, {each['left']} left")
    if not words:
        typer.echo(
            folded("Nothing waits for your judgement. A study declares it in items.toml: pairs or single items.")
        )
    first = words[0]["of"].rpartition("/")[2] if words else "STUDY --new"
    typer.echo(f"\nnext: palaestra judge {first}")


def begin_items(folder: PracticeFolder, name: str) -> None:
    """An items.toml to fill in; one that is there stays."""
    study = find_study(folder, name)
    typer.echo(str(add_items(folder, study)))
    typer.echo(f"\nnext: palaestra judge {study.name}")


def rows_header(made: list[dict[str, Any]]) -> list[str]:
    """The columns of an export, also of an empty one."""
    return list(made[0]) if made else list(COLUMNS)


def calibration_lines(found: Calibration) -> list[str]:
    """The bands, the Brier score, and the latest forecasts."""
    if not found.forecasts:
        said = "Say how sure you are before a run, and this shows how often you were right when you were 80 % sure."
        return [folded(said), "", "next: palaestra run SYSTEM/EXPERIMENT --full --expect CLAIM=80"]
    lines: list[str] = []
    if found.bands:
        head = ("you said", "on average", "came true [95 % interval]", "n")
        cells = [
            (
                f"{100 * each.low:.0f}-{100 * each.high:.0f} %",
                f"{100 * each.stated:.0f} %",
                _percent(each.frequency),
                str(each.count),
            )
            for each in found.bands
        ]
        lines += [*table(head, cells, right=(1, 2, 3)), ""]
    if found.brier is not None and found.base_rate is not None:
        always = found.base_rate * (1 - found.base_rate)
        score = f"Brier score {found.brier.value:.3f} (n = {found.brier.n}): 0 is best, 0.25 says 50 % always, "
        lines += [folded(score + f"{always:.3f} says your base rate always."), ""]
    lines += [line for each in reversed(found.forecasts[-12:]) for line in _forecast_lines(each)]
    waiting = found.waiting
    step = f"palaestra run {waiting[-1].experiment} --full" if waiting else "palaestra study list"
    return [*lines, "", f"next: {_study_command(step, waiting)}"]


def _study_command(step: str, waiting: tuple[Forecast, ...]) -> str:
    """A study's experiment is run by `study run`."""
    from palaestra.kit.catalogue import Catalogue

    if not waiting:
        return step
    system = waiting[-1].experiment.partition("/")[0]
    is_room = any(each.name == system for each in Catalogue.installed().systems)
    return step if is_room else f"palaestra study run {system} --full"


def _forecast_lines(each: Forecast) -> list[str]:
    mark = NOT_YET if each.came is None or each.seen else HOLDS if each.came else WRONG
    what = f" in {each.low:g}..{each.high:g}" if each.low is not None else ""
    came = {True: "came true", False: "did not", None: each.verdict or "waits"}[each.came]
    said = f"{100 * each.probability:.0f} % {each.claim}{what}"
    lines = [folded(f"{mark.shown(2)} {each.day}  {said}: {came}", 0, 15)]
    return [*lines, "               said after a result had been seen: not scored"] if each.seen else lines


def _report_lines(each: Report, hidden: bool) -> list[str]:
    who = "you" if not each.by else f"simulated by {each.by}"
    lines = [f"{who}: {each.count} judgements" + (f", {many(each.ties, 'tie')}" if each.ties else "")]
    if hidden:
        return lines
    shares = {
        "right": each.accuracy,
        "the same the second time": each.consistency,
        "took the side shown first": each.took_first,
        "agrees with you": each.agreement,
        **{f"won: {name}": share for name, share in each.wins.items()},
    }
    return lines + [f"    {name:<27} {_percent(share)}, n = {share.n}" for name, share in shares.items() if share]


def _percent(each: Interval) -> str:
    return f"{100 * each.value:.0f} % [{100 * each.low:.0f}, {100 * each.high:.0f}]"
