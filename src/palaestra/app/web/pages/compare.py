"""The learner's code beside the reference, once it has passed."""

from collections.abc import Iterator

from fastapi import APIRouter, Request, Response
from markupsafe import Markup, escape

from palaestra.app.comparing import aligned, why_closed
from palaestra.app.views.markdown import equations, highlighted
from palaestra.app.views.ways import place_of
from palaestra.app.web.replying import back_to, camp_of, page
from palaestra.grader import Comparison

SIDES = (("own", "Yours"), ("reference", "The reference"))

router = APIRouter(prefix="/exercise/{system}/{name}/compare")


@router.get("")
def compare(request: Request, system: str, name: str) -> Response:
    """The page; a comparison not made yet begins, and the page asks again until it is there."""
    camp = camp_of(request)
    work = camp.watch.work(f"{system}/{name}")
    closed = why_closed(work)
    kept = None if closed or not work.file.exists() else camp.comparisons.look(work)
    compared = kept.compared if kept else None
    command = work.next_command() if compared and compared.judgement.passed else ""
    return page(
        request,
        "compare.html",
        equations=equations(work.exercise.prompt),
        here="Library",
        exercise=work.exercise,
        closed=closed or ("" if work.file.exists() else f"There is no file {work.file}."),
        kept=kept,
        compared=compared,
        columns=_columns(compared) if compared else [],
        next_place=place_of(command) if command else "",
    )


@router.post("")
def again(request: Request, system: str, name: str) -> Response:
    """Wait for it; the way without JavaScript."""
    camp = camp_of(request)
    work = camp.watch.work(f"{system}/{name}")
    if not why_closed(work) and work.file.exists():
        camp.comparisons.wait(work)
    return back_to(f"exercise/{work.exercise.id}/compare")


def _columns(compared: Comparison) -> list[tuple[str, str, list[tuple[str, Markup]]]]:
    """Both sides as lines of equal number, each with what it is: `same`, `differs`, or `pad` where it has none."""
    rows = aligned(compared.own, compared.reference)
    columns: list[tuple[str, str, list[tuple[str, Markup]]]] = []
    for side, title in SIDES:
        lines = _highlighted(getattr(compared, side))
        kinds = ["same" if each.is_same else "differs" for each in rows]
        texts = [getattr(each, side) for each in rows]
        shown = [
            ("pad", Markup("")) if text is None else (kind if text.strip() else "same", next(lines, escape(text)))
            for kind, text in zip(kinds, texts, strict=True)
        ]
        columns.append((side, title, shown))
    return columns


def _highlighted(code: str) -> Iterator[Markup]:
    """The lines of the code, coloured where the colouring keeps their number."""
    plain = code.rstrip().splitlines()
    coloured = highlighted(code.rstrip(), "python").rstrip("\n").split("\n")
    same = len(coloured) == len(plain)
    return iter([Markup(each) for each in coloured] if same else [escape(each) for each in plain])
