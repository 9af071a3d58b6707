"""A study's paper: Markdown whose numbers, tables and figures come from results by name, as HTML and PDF.

    {{ result:CLAIM.value }}  {{ interval:CLAIM }}  {{ n:CLAIM }}
    {{ verdict:CLAIM }}  {{ standing:CLAIM }}  {{ band:CLAIM }}  {{ says:CLAIM }}  {{ because:CLAIM }}
    {{ mean:MEASUREMENT }}    {{ figure:MEASUREMENT "caption" }}    {{ figure:hypotheses "caption" }}
    {{ table:hypotheses }}    {{ table:measurements }}
    {{ question }}  {{ registration }}  {{ config }}  {{ hash }}

A measurement of another experiment than `main` is EXPERIMENT/MEASUREMENT. What has no
result yet is refused with the command that makes it.
"""

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from markupsafe import Markup

from palaestra.app.views.formulas import set_formulas
from palaestra.app.views.markdown import to_html
from palaestra.app.views.paper_results import PaperResults
from palaestra.app.views.sheets import environment
from palaestra.app.views.typesetting import Drawing, to_pdf, typeset
from palaestra.kit.refusal import Refusal
from palaestra.kit.study import Study
from palaestra.practice.durable import replace_file
from palaestra.practice.folder import PracticeFolder
from palaestra.practice.studies.templates import ASKS

SOURCE, PRINTED = "paper.md", "printed"
PLACEHOLDER = re.compile(r"\{\{\s*([a-z_]+)(?::([^\s}\"]+))?(?:\s+\"([^\"]*)\")?\s*\}\}")
ANY_BRACES = re.compile(r"\{\{(.*?)\}\}")
RESULTS = re.compile(r"^(#+)\s.*\b(results?|findings|what we found|measured)\b", re.IGNORECASE)
NO_RESULT = re.compile(
    r"\{\{.*?\}\}|`[^`]*`|\$[^$]*\$|\[\^[^\]]*\]|\]\([^)]*\)|^\s*\d+\.\s|\b(?:19|20)\d\d\b"
    r"|\b(?:[Ff]igure|[Tt]able|[Ss]ection|[Ee]quation)\s\d+"
)
NUMBER = re.compile(r"(?<![\w.])[-−]?\d[\d,]*(?:\.\d+)?\s?%?(?![\w.]*\w)")


@dataclass(frozen=True, slots=True)
class Printed:
    """A printed paper, and what its author should look at."""

    study: str
    html: Path
    pdf: Path | None
    numbers: int
    figures: int
    typed: tuple[tuple[int, str], ...]
    """Numbers typed by hand into a results section: line and number."""
    warnings: tuple[str, ...]

    def to_json(self) -> dict[str, Any]:
        return {
            "study": self.study,
            "html": str(self.html),
            "pdf": str(self.pdf) if self.pdf else None,
            "numbers": self.numbers,
            "figures": self.figures,
            "typed": [{"line": line, "number": number} for line, number in self.typed],
            "warnings": list(self.warnings),
        }


@dataclass
class Filled:
    """The paper's Markdown with every placeholder filled; a figure stands as its key on a line of its own."""

    markdown: str = ""
    numbers: int = 0
    drawings: dict[str, Drawing] = field(default_factory=dict[str, Drawing])


def print_paper(folder: PracticeFolder, study: Study, pdf: bool = True) -> Printed:
    """Write `printed/paper.html` and `printed/paper.pdf` of a study; paper.md itself is only read."""
    source = study.folder / SOURCE
    try:
        text = source.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise Refusal(f"{source} cannot be read: {error}.", "Write the paper there, as Markdown in UTF-8.") from error
    text, left = without_asks(text)
    filled = fill(text, str(source), PaperResults(folder, study))
    made = typeset(filled.markdown, study.title, filled.drawings)
    content = to_pdf(made) if pdf else b""
    place = study.folder / PRINTED
    replace_file(place / "paper.html", paper_html(study, filled))
    if pdf:
        replace_file(place / "paper.pdf", content)
    return Printed(
        study=study.name,
        html=place / "paper.html",
        pdf=place / "paper.pdf" if pdf else None,
        numbers=filled.numbers,
        figures=len(filled.drawings),
        typed=tuple(typed_numbers(text)),
        warnings=(*_still_asked(left), *(made.warnings if pdf else ())),
    )


def fill(text: str, name: str, results: PaperResults) -> Filled:
    """Every placeholder filled from results; one that cannot be is refused with its line."""
    filled = Filled()
    lines: list[str] = []
    in_code = False
    for number, line in enumerate(text.splitlines(), 1):
        in_code = in_code != line.lstrip().startswith(("```", "~~~"))
        lines.append(line if in_code else _filled_line(line, f"{name}, line {number}", results, filled))
    filled.markdown = "\n".join(lines) + "\n"
    return filled


def without_asks(text: str) -> tuple[str, list[str]]:
    """The text without questions that stand as they were and headings with nothing else beneath; and those headings.

    Every line keeps its number.
    """
    lines, left = ["" if line.strip() in ASKS else line for line in text.splitlines()], list[str]()
    for number, line in enumerate(text.splitlines()):
        if line.strip() not in ASKS:
            continue
        above = max((n for n in range(number) if lines[n].strip()), default=number)
        below = next((each for each in lines[number:] if each.strip()), "# ")
        if lines[above].startswith("#") and below.startswith("#"):
            left.append(lines[above].lstrip("# "))
            lines[above] = ""
    return "\n".join(lines) + "\n", left


def _still_asked(left: list[str]) -> list[str]:
    if not left:
        return []
    return [f"Left out, since nothing is written there yet: {', '.join(left)}."]


def paper_html(study: Study, filled: Filled) -> str:
    """One page that needs nothing else: style, figures and formulas are in it."""
    html = set_formulas(str(to_html(filled.markdown)))
    for number, (key, each) in enumerate(filled.drawings.items(), 1):
        caption = f"Figure {number}: {Markup.escape(each.caption)}"
        html = html.replace(f"<p>{key}</p>", f"<figure>{each.svg}<figcaption>{caption}</figcaption></figure>")
    return environment().get_template("paper.html").render(title=study.title, body=Markup(html))


def typed_numbers(text: str) -> list[tuple[int, str]]:
    """Numbers typed by hand into a section about results: they would not follow the next run."""
    found: list[tuple[int, str]] = []
    level, in_code = 0, False
    for number, line in enumerate(text.splitlines(), 1):
        in_code = in_code != line.lstrip().startswith(("```", "~~~"))
        heading = re.match(r"#+(?=\s)", line)
        if heading and not in_code:
            is_results = RESULTS.match(line)
            if is_results and not level:
                level = len(heading[0])
            elif len(heading[0]) <= level:
                level = len(heading[0]) if is_results else 0
        elif level and not in_code:
            found += [(number, each[0].strip()) for each in NUMBER.finditer(NO_RESULT.sub(" ", line))]
    return found


def _filled_line(line: str, place: str, results: PaperResults, filled: Filled) -> str:
    def said(found: re.Match[str]) -> str:
        whole = PLACEHOLDER.fullmatch(found[0])
        if whole is None:
            raise Refusal(f"{place}: {found[0]!r} is no placeholder.", "For example {{ interval:my-claim }}.")
        kind, about, caption = whole[1], whole[2] or "", whole[3] or ""
        try:
            if kind == "figure":
                key = f"palaestra-figure-{len(filled.drawings) + 1}"
                filled.drawings[key] = results.figure(about, caption)
                return f"\n\n{key}\n\n"
            value, is_number = results.text(kind, about)
        except Refusal as refusal:
            raise Refusal(f"{place}: {refusal.what}", refusal.mend) from refusal
        filled.numbers += is_number
        return value

    return ANY_BRACES.sub(said, line)
