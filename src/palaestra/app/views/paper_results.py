"""What a paper may ask of its study: numbers, tables and figures, each from a result."""

from collections.abc import Mapping
from functools import cached_property
from html import escape
from typing import Any

from markupsafe import Markup

from palaestra.app import studying
from palaestra.app.studying import Answer
from palaestra.app.views import charts
from palaestra.app.views.axes import axis_of, row_title
from palaestra.app.views.findings import band_in_words, curves_of, in_words, series_of
from palaestra.app.views.plainly import many, number
from palaestra.app.views.typesetting import Drawing
from palaestra.kit.refusal import Refusal, unknown
from palaestra.kit.statistics import Interval, mean_interval
from palaestra.kit.study import MAIN, Study
from palaestra.lab import Outcome
from palaestra.lab.outcome import numbers
from palaestra.practice import studies
from palaestra.practice.folder import PracticeFolder

OF_A_CLAIM = ("result", "interval", "n", "verdict", "standing", "band", "says", "because")
OF_THE_STUDY = ("question", "registration", "config", "hash", "title")
KINDS = (*OF_A_CLAIM, *OF_THE_STUDY, "mean", "table", "figure")
FIELDS = ("value", "low", "high", "n", "level")
STYLE = """\
<style>
text { fill: #655d52; font: 12px 'Libertinus Serif', Georgia, serif }
.axis { stroke: #e4dccf } .grid { stroke: #e4dccf; stroke-dasharray: 1 4 } .band { fill: #e4dccf; opacity: 0.75 }
.line { fill: none; stroke-width: 2; stroke-linejoin: round; stroke-linecap: round }
.tint { opacity: 0.2; stroke: none }
.clay .line { stroke: #a5431f } .clay .tint, .clay .dot { fill: #a5431f } text.clay { fill: #a5431f }
.aegean .line { stroke: #1f5f8b } .aegean .tint, .aegean .dot { fill: #1f5f8b } text.aegean { fill: #1f5f8b }
.bound { fill: none; stroke: #1f1b16; stroke-dasharray: 5 4 }
</style>"""
"""The look of a chart without its page: the light tokens, since a PDF has one paper."""


class PaperResults:
    """A study's results as its paper names them."""

    def __init__(self, folder: PracticeFolder, study: Study) -> None:
        self.folder, self.study = folder, study

    @cached_property
    def answers(self) -> Mapping[str, Answer]:
        return {each.hypothesis.id: each for each in studying.answers(self.folder, self.study)}

    def text(self, kind: str, about: str) -> tuple[str, int]:
        """The words of a placeholder, and how many numbers of results are in it."""
        if kind not in KINDS:
            raise unknown("placeholder", kind, KINDS, "palaestra study paper --help")
        if kind in OF_THE_STUDY:
            return self._of_the_study(kind), 0
        if kind == "table":
            return self._table(about)
        if kind == "mean":
            return in_words(self._mean(about)), 1
        claim, _, field = about.partition(".")
        return self._of_a_claim(kind, self._answer(claim), field)

    def figure(self, about: str, caption: str) -> Drawing:
        """A measurement's curve over its axis, or all hypotheses with what was measured."""
        if about == "hypotheses":
            return self._hypotheses_drawn(caption)
        experiment, name = self._named(about)
        outcome = self._outcome(experiment)
        curves = curves_of(outcome)
        if name not in curves:
            raise unknown("curve", name, curves, f"palaestra study show {self.study.name}")
        axis = axis_of(name, curves[name], outcome, self.study.units)
        series = [series_of("learner", axis, curves[name])]
        title = row_title(name, self.study.units)
        up = self.study.units.get(name.partition(",")[0], "") or title
        picture = charts.curves(title, series, axis.unit, up)
        ends = f"{many(len(outcome.job.seeds), 'seed')}; the tint is the 95 % interval."
        return Drawing(standalone(str(picture)), f"{(caption or title).rstrip('.')}. {ends}")

    def _of_a_claim(self, kind: str, answer: Answer, field: str) -> tuple[str, int]:
        hypothesis = answer.hypothesis
        if kind in ("says", "because"):
            return getattr(hypothesis, kind), 0
        if kind == "band":
            return band_in_words(hypothesis.low, hypothesis.high), 0
        measured = self._measured(answer)
        if kind == "verdict":
            return f"{answer.says}{'' if answer.is_registered else f' ({answer.standing})'}", 0
        if kind == "standing":
            return answer.standing, 0
        if kind == "n":
            return str(measured.n), 1
        if kind == "interval":
            return f"{number(measured.value)} [{number(measured.low)}, {number(measured.high)}]", 1
        field = field or "value"
        if field not in FIELDS:
            raise unknown("part of a result", field, FIELDS, "palaestra study paper --help")
        return number(float(getattr(measured, field))), 1

    def _answer(self, claim: str) -> Answer:
        if claim not in self.answers:
            raise unknown("hypothesis", claim, self.answers, f"palaestra study show {self.study.name}")
        return self.answers[claim]

    def _measured(self, answer: Answer) -> Interval:
        measured = answer.report.measured
        if measured is None:
            why = f" ({answer.why})" if answer.why else ""
            raise Refusal(f"{answer.hypothesis.id} has no full result yet{why}.", self._command())
        if answer.says == "stale":
            raise Refusal(f"The result of {answer.hypothesis.id} is of other code than today's.", self._command())
        return measured

    def _command(self) -> str:
        made = studies.registrations(self.study)
        first = "" if made else f"palaestra study freeze {self.study.name}, then "
        return f"Make it: {first}palaestra study run {self.study.name} --full"

    def _named(self, about: str) -> tuple[str, str]:
        experiment, _, name = about.rpartition("/")
        return experiment or MAIN, name

    def _outcome(self, name: str) -> Outcome:
        experiment = studying.experiment_of(self.study, name)
        _, outcome = studying.latest_full(self.folder, experiment)
        if outcome is None:
            raise Refusal(f"{experiment.id} has no full result yet.", self._command())
        return outcome

    def _mean(self, about: str) -> Interval:
        experiment, name = self._named(about)
        values = numbers(self._outcome(experiment))
        if name not in values and f"{name}, last" in values:
            name = f"{name}, last"
        if name not in values:
            raise unknown("measurement", name, values, f"palaestra study run {self.study.name}")
        return mean_interval(values[name])

    def _table(self, about: str) -> tuple[str, int]:
        if about == "measurements":
            found = {name: in_words(mean_interval(each)) for name, each in numbers(self._outcome(MAIN)).items()}
            units = {name: self.study.units.get(name.partition(",")[0], "") for name in found}
            rows = [f"| {name.replace('_', ' ')} | {said} | {units[name]} |" for name, said in found.items()]
            return _lines("| measurement | mean with 95 % interval | unit |", "|---|--:|---|", rows), len(rows)
        if about != "hypotheses":
            raise unknown("table", about, ("hypotheses", "measurements"), "palaestra study paper --help")
        rows = [self._row(each) for each in self.answers.values()]
        measured = sum(each.report.measured is not None for each in self.answers.values())
        return _lines("| hypothesis | predicted | measured | verdict |", "|---|--:|--:|---|", rows), measured

    def _row(self, each: Answer) -> str:
        sure = f", {100 * each.hypothesis.sure:.0f} % sure" if each.hypothesis.sure is not None else ""
        verdict = "; ".join([each.says, *([] if each.is_registered else [each.standing]), *each.earlier])
        cells = (
            each.hypothesis.says,
            band_in_words(each.hypothesis.low, each.hypothesis.high) + sure,
            in_words(each.report.measured).replace(" = ", "\u00a0=\u00a0") if each.report.measured else "not run",
            verdict,
        )
        return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"

    def _hypotheses_drawn(self, caption: str) -> Drawing:
        """Every hypothesis's strip beneath its name, in one drawing."""
        height, parts = charts.STRIP_HEIGHT + 18, list[str]()
        for place, each in enumerate(self.answers.values()):
            report, measured = each.report, self._measured(each)
            picture = charts.strip(report.says, report.low, report.high, [("learner", measured)])
            inside = str(picture).partition(">")[2].rpartition("</svg>")[0]
            name = f'<text x="0" y="12">{escape(each.hypothesis.id)}: {escape(each.says)}</text>'
            parts.append(
                f'<g transform="translate(0 {place * height})">{name}<g transform="translate(0 16)">{inside}</g></g>'
            )
        width, tall = charts.STRIP_WIDTH + 60, height * len(parts)
        box = f'viewBox="0 0 {width} {tall}" width="{width}" height="{tall}"'
        svg = f'<svg class="chart" role="img" aria-label="Hypotheses" {box}>'
        said = caption or "Each prediction (box) with what was measured (dot in its 95 % interval)"
        return Drawing(standalone(svg + "".join(parts) + "</svg>"), said.rstrip(".") + ".", 90)

    def _of_the_study(self, kind: str) -> str:
        made = studies.registrations(self.study)
        if kind in ("question", "title"):
            return str(getattr(self.study, kind))
        if not made:
            if kind == "registration":
                return "*Not registered: what follows is exploratory.*"
            raise Refusal(
                f"{self.study.name} is not registered yet.", f"Register it: palaestra study freeze {self.study.name}"
            )
        last = made[-1]
        if kind == "hash":
            return last.hash[:12]
        if kind == "config":
            return "\n\n".join(_setting(name, each) for name, each in last.registered["experiments"].items())
        return _registration(made)


def predicted(each: Answer) -> tuple[Markup, str, str]:
    """A hypothesis drawn with what was measured; the band and the measurement in words."""
    report = each.report
    want, got = band_in_words(report.low, report.high), in_words(report.measured)
    drawn = [("learner", report.measured)] if report.measured else []
    return charts.strip(f"Predicted {want}; measured {got}.", report.low, report.high, drawn), want, got


def standalone(svg: str) -> str:
    """A chart that carries its own style, for a file without the camp's."""
    head, _, rest = svg.partition(">")
    return f'{head} xmlns="http://www.w3.org/2000/svg">{STYLE}{rest}'


def _registration(made: tuple[studies.Registration, ...]) -> str:
    first, last = made[0], made[-1]
    said = f"Hypotheses, analysis and seeds were registered on {first.day}"
    said += f" after {many(first.small_runs, 'small exploratory run')}"
    if len(made) > 1:
        reasons = "; ".join(
            f"on {each.day}, after {many(each.full_runs, 'full run')}: {each.reason}" for each in made[1:]
        )
        said += f", and amended {reasons}"
    return f"*{said} (SHA-256 {last.hash[:12]}).*"


def _setting(name: str, each: Mapping[str, Any]) -> str:
    """Configuration and seeds of one registered experiment, as a sentence."""
    who = "The experiment" if name == MAIN else name.replace("-", " ").capitalize()
    settings = ", ".join(f"{key.replace('_', ' ')} {_shown(value)}" for key, value in each["config"].items())
    return f"{who} ran {many(len(each['seeds']), 'seed')} with {settings}."


def _shown(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def _lines(head: str, rule: str, rows: list[str]) -> str:
    return "\n".join(["", head, rule, *rows, ""])
