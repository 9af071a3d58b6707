"""Review: one card at a time. Space shows the answer, 1 to 4 grade it, u takes the last grade back."""

import time
from typing import Annotated, Any

from fastapi import APIRouter, Form, Query, Request, Response

from palaestra.app.reworking import begin
from palaestra.app.web.replying import back_to, camp_of, page
from palaestra.kit.refusal import unknown
from palaestra.practice.days.journal import RUBRIC
from palaestra.practice.days.today import answered_today, recall, room_for_cards
from palaestra.practice.memory.collection import Collection
from palaestra.practice.memory.deck import joined
from palaestra.practice.memory.offering import decline, due_rework, give_up
from palaestra.practice.memory.recall import Asked, Recall, preview
from palaestra.practice.memory.schedule import RATINGS
from palaestra.practice.writing.notes import explanation_path, score_explanation

router = APIRouter()
LONGEST_SECONDS = 600.0


@router.get("/review")
def review(
    request: Request,
    card: str = "",
    show: int = 0,
    kept: Annotated[str, Query(max_length=200)] = "",
    rested: Annotated[str, Query(max_length=200)] = "",
) -> Response:
    """The card asked for (or the next due one); with `show`, its answer and what each grade would lead to."""
    camp = camp_of(request)
    found = recall(camp.folder, camp.catalogue)
    asked = Asked(found.card(card), found.state(card)) if card else next(iter(found.due(1)), None)
    last = camp.folder.index().events("review", first_day=camp.folder.today().isoformat(), limit=1)
    values: dict[str, Any] = {
        "asked": asked,
        "last": last[0] if last else None,
        "kept": _returns(found, kept),
        "rested": rested,
        "apart": found.card(kept) if kept in found.cards and found.is_apart(kept) else None,
    }
    if asked is None:
        return page(
            request,
            "review_done.html",
            here="Review",
            enough=False,
            done=answered_today(found),
            back=camp.cards_back(),
            rework=due_rework(camp.folder, camp.catalogue),
            **values,
        )
    choices = preview(asked.state, asked.card.id, camp.folder.now()).values() if show else ()
    return page(request, "review.html", here="Review", choices=choices, began=round(time.time(), 1), **values)


@router.post("/review/grade")
def grade(
    request: Request,
    card: Annotated[str, Form()],
    rating: Annotated[int, Form()],
    began: Annotated[float, Form()] = 0.0,
) -> Response:
    camp = camp_of(request)
    seconds = time.time() - began
    kept = seconds if 0 < seconds < LONGEST_SECONDS else None
    found = recall(camp.folder, camp.catalogue)
    state, today = found.state(card), camp.folder.today().isoformat()
    is_first = state is None or state.last_day != today
    found.review(card, rating, kept)
    camp.record_states()
    is_enough = is_first and answered_today(found) == room_for_cards(camp.folder.settings.minutes)
    return back_to(f"review/enough?kept={card}" if is_enough and found.due(1) else f"review?kept={card}")


@router.get("/review/enough")
def enough(request: Request, kept: Annotated[str, Query(max_length=200)] = "") -> Response:
    """Today's share is answered, though more could be: a place to stop, said once."""
    camp = camp_of(request)
    found = recall(camp.folder, camp.catalogue)
    last = camp.folder.index().events("review", first_day=camp.folder.today().isoformat(), limit=1)
    if not last:
        return back_to("review")
    values: dict[str, Any] = {"last": last[0], "kept": _returns(found, kept), "rested": ""}
    apart = found.card(kept) if kept in found.cards and found.is_apart(kept) else None
    values |= {"done": answered_today(found), "apart": apart, "back": "", "rework": None}
    return page(request, "review_done.html", here="Review", enough=True, **values)


@router.get("/review/rework")
def rework(request: Request) -> Response:
    """The exercise or explanation that comes back this week, and the page to write an explanation on."""
    camp = camp_of(request)
    offered = due_rework(camp.folder, camp.catalogue)
    text = ""
    if offered and offered.under_way and offered.kind == "explanation":
        text = (camp.folder.root / offered.file).read_text(encoding="utf-8")
    return page(request, "rework.html", here="Review", offered=offered, text=text, rubric=RUBRIC, root=camp.folder.root)


@router.post("/review/rework")
def answer_rework(request: Request, does: Annotated[str, Form()], about: Annotated[str, Form()]) -> Response:
    """Begin it on a blank file or page, decline it, or say that it did not come back."""
    camp = camp_of(request)
    offered = due_rework(camp.folder, camp.catalogue)
    if offered is None or offered.about != about:
        return back_to("review/rework")
    if does == "decline":
        decline(camp.folder, about)
    elif does == "fail":
        give_up(camp.folder, about)
    else:
        begin(camp.folder, camp.catalogue, offered)
        if offered.kind == "exercise":
            return back_to(f"exercise/{about}")
    return back_to("review/rework")


@router.post("/review/rework/explain")
async def explain(request: Request) -> Response:
    """Keep the page as it is written; with a score for each line it is finished, and its next date follows."""
    given, camp = await request.form(), camp_of(request)
    about = str(given.get("about", ""))
    module = camp.plan().module(about).module
    text = str(given.get("text", "")).replace("\r\n", "\n")
    camp.folder.write(explanation_path(camp.folder, module.id), text)
    scores = [given.get(f"score-{number}") for number, _ in enumerate(RUBRIC)]
    if not all(scores):
        return back_to("review/rework")
    score_explanation(camp.folder, module.id, [int(str(each)) for each in scores])
    camp.record_states()
    is_whole = all(str(each) == "2" for each in scores)
    return back_to("review" if is_whole or not module.system else f"cards?room={module.system}")


@router.post("/review/undo")
def undo(request: Request) -> Response:
    """Take back the last grade of today, and ask that card again."""
    camp = camp_of(request)
    taken_back = recall(camp.folder, camp.catalogue).undo()
    return back_to(f"review?card={taken_back.subject}" if taken_back else "review")


@router.post("/cards/keep")
def keep(request: Request, card: Annotated[list[str], Form()]) -> Response:
    """Take cards into the learner's own, in play from now on."""
    camp = camp_of(request)
    known = Collection.of(camp.folder, camp.catalogue).every
    for each in card:
        if each not in known:
            raise unknown("card", each, known, "palaestra review --json")
    mine = joined(camp.folder.index())
    camp.folder.log.append_all([("card", {"card": each, "does": "join"}) for each in card if each not in mine])
    return back_to(f"review?card={card[0]}")


def _returns(found: Recall, card_id: str) -> str:
    """`Good: comes back in 4 days.`, said after a grade."""
    if not card_id or card_id not in found.cards:
        return ""
    reviews = found.folder.index().reviews(card_id)
    state = found.state(card_id)
    if state is None or not reviews:
        return ""
    from palaestra.practice.memory.schedule import interval_text

    name = RATINGS[reviews[-1].rating].capitalize()
    return f"{name}: comes back in {interval_text(reviews[-1].time, state.due)}."
