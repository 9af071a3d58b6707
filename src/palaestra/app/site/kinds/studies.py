"""Studies of the learner's: the question, what was predicted and frozen by hash, and what came of each hypothesis."""

from html import unescape

from palaestra.app.site.content import Content, Item, Kind, Page, Pin, when
from palaestra.app.site.edition import Edition
from palaestra.app.site.prose import is_closed
from palaestra.app.studying import Answer, answers
from palaestra.app.views.findings import band_in_words, in_words
from palaestra.app.views.papers import PRINTED
from palaestra.app.views.plainly import many
from palaestra.kit.refusal import Refusal
from palaestra.kit.study import Study
from palaestra.practice.studies import Registration, all_studies, registrations
from palaestra.practice.studies.starting import is_example

PAPER = "paper.html"


def gather(edition: Edition) -> Content:
    """Every study that can be read. One whose results cannot be judged is held back with the reason."""
    folder = edition.folder
    if folder is None or not edition.shows("studies"):
        return Content()
    pages: list[Page] = []
    items: list[Item] = []
    pins: list[Pin] = []
    held: list[str] = []
    for each in all_studies(folder):
        if each.study is None or is_closed(each.study.folder, folder.root):
            continue
        study = each.study
        if is_example(study):
            held.append(f"study {study.name}: its hypotheses are still the example’s; write yours in study.toml")
            continue
        try:
            found, made = answers(folder, study), registrations(study)
        except Refusal as refusal:
            held.append(f"study {study.name}: {refusal.what}")
            continue
        paper = paper_of(study)
        if paper is not None and not edition.shows("name") and _names(paper, folder.settings.name):
            held.append(f"the paper of “{study.title}” names you: include `name`, or take it out of paper.md")
            paper = None
        page = _page(study, found, made, paper)
        pages.append(page)
        items.append(_item(study, found, made))
        pins.append(_pin(study, found, page.place))
    said = tuple(f"study: {each.title}" for each in items)
    return Content(tuple(pages), tuple(items), tuple(pins), said=said, held=tuple(held))


KIND = Kind("studies", "your studies: question, hypotheses frozen by hash, verdicts, paper", gather)


def paper_of(study: Study) -> bytes | None:
    """The paper as it was printed last."""
    path = study.folder / PRINTED / PAPER
    return path.read_bytes() if path.is_file() and not is_closed(path, study.folder) else None


def _names(paper: bytes, name: str) -> bool:
    return bool(name.strip()) and name.strip() in unescape(paper.decode(errors="replace"))


def _page(study: Study, found: tuple[Answer, ...], made: tuple[Registration, ...], paper: bytes | None) -> Page:
    place = f"studies/{study.name.replace('_', '-')}"
    values = {
        "study": study,
        "answers": [
            (
                each,
                band_in_words(each.report.low, each.report.high),
                in_words(each.report.measured).replace(" = ", "\u00a0=\u00a0"),
            )
            for each in found
        ],
        "registrations": [(each, when(each.day)) for each in made],
        "paper": f"{place}/{PAPER}" if paper else "",
    }
    files = {f"{place}/{PAPER}": paper} if paper else {}
    return Page(place, study.title, "site_study.html", values, study.question, "Writing", is_article=True, files=files)


def _item(study: Study, found: tuple[Answer, ...], made: tuple[Registration, ...]) -> Item:
    verdicts = [each.says for each in found]
    counts = ", ".join(f"{verdicts.count(word)} {word}" for word in dict.fromkeys(verdicts))
    return Item(
        "studies",
        study.title,
        f"studies/{study.name.replace('_', '-')}",
        says=f"{study.question} {counts or 'No hypotheses yet'}.",
        about=frozenset(study.builds_on),
        week=when(made[-1].day) if made else "",
        names=(study.name, study.title, f"studies/{study.name}"),
    )


def _pin(study: Study, found: tuple[Answer, ...], place: str) -> Pin:
    judged = [each for each in found if each.report.measured is not None]
    first = next(iter(judged), None)
    return Pin(
        study.name,
        study.title,
        place,
        question=study.question,
        prediction=_predicted(found[0]) if found else "",
        result=f"{_said(first)}: {in_words(first.report.measured)}; {first.says}." if first else "",
        failed=_failed(judged),
        whose="A study of my own",
        rank=4 if judged else 1,
    )


def _failed(judged: list[Answer]) -> str:
    if not judged:
        return "Not run in full yet."
    failed = [each for each in judged if each.says in ("refuted", "undecided")]
    if not failed:
        confirmed = sum(each.says == "confirmed" for each in judged)
        rest = f", {len(judged) - confirmed} exploratory only" if confirmed < len(judged) else ""
        return f"Nothing: {many(confirmed, 'hypothesis is', 'hypotheses are')} confirmed{rest}."
    return "; ".join(f"{_said(each)} ({each.says})" for each in failed) + "."


def _predicted(answer: Answer) -> str:
    sure = answer.hypothesis.sure
    band = band_in_words(answer.report.low, answer.report.high)
    return f"{_said(answer)}: {band}" + (f", {100 * sure:.0f} % sure." if sure is not None else ".")


def _said(answer: Answer) -> str:
    return answer.hypothesis.says.rstrip(".")
