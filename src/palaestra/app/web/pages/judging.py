"""Judging blind in the browser: one item at a time, and what the judgements say in the end."""

import time
from typing import Annotated

from fastapi import APIRouter, Form, Request, Response

from palaestra.app.web.replying import back_to, camp_of, page
from palaestra.kit.refusal import Refusal
from palaestra.practice.studies.items import TIE, sheet_named, sheets
from palaestra.practice.studies.judging import Sitting, reports

router = APIRouter(prefix="/judge")


@router.get("")
def index(request: Request) -> Response:
    folder = camp_of(request).folder
    found = [(each, Sitting.open(folder, each)) for each in sheets(folder)]
    rows = [(each, len(sitting.order) - len(sitting.done()), len(sitting.order)) for each, sitting in found]
    return page(request, "judge_list.html", here="Lab", rows=rows)


@router.get("/{name}")
def item(request: Request, name: str, seed: int | None = None) -> Response:
    folder = camp_of(request).folder
    sheet = sheet_named(folder, name)
    sitting = Sitting.open(folder, sheet, seed)
    return page(
        request,
        "judge.html",
        here="Lab",
        name=name,
        sheet=sheet,
        seed=sitting.seed,
        shown=sitting.next(),
        reports=[each for each in reports(folder, sheet) if each.count],
        tie=TIE,
        now=time.time(),
    )


@router.post("/{name}")
def answer(
    request: Request,
    name: str,
    item: Annotated[str, Form()],
    says: Annotated[str, Form()],
    seed: Annotated[int, Form()],
    again: Annotated[int, Form()] = 0,
    since: Annotated[float, Form()] = 0.0,
) -> Response:
    """Keep the answer to the item that was shown; one sent twice, or from an old tab, changes nothing."""
    folder = camp_of(request).folder
    sheet = sheet_named(folder, name)
    sitting = Sitting.open(folder, sheet, seed)
    shown = sitting.next()
    if shown is not None and (shown.item.id, shown.again) == (item, bool(again)):
        sitting.answer(shown, says, time.time() - since)
    elif item not in [each.id for each in sheet.items]:
        raise Refusal(f"There is no item {item!r} any more.", "The file has changed; go on with the next.")
    return back_to(f"judge/{name}?seed={seed}")


@router.post("/{name}/again")
def again(request: Request, name: str) -> Response:
    folder = camp_of(request).folder
    return back_to(f"judge/{name}?seed={Sitting.anew(folder, sheet_named(folder, name)).seed}")
