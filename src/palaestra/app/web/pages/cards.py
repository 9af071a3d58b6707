"""Cards: those in play, what is to come, what was recalled; writing, rewording, taking in and resting them."""

from datetime import date
from pathlib import Path
from typing import Annotated, Any

from fastapi import APIRouter, Form, Request, Response, UploadFile

from palaestra.app.recalling import import_anki, listed, shown, with_words
from palaestra.app.views import charts
from palaestra.app.web.camp import Camp
from palaestra.app.web.replying import back_to, camp_of, page
from palaestra.practice.days.today import recall
from palaestra.practice.exchange.anki import write_anki
from palaestra.practice.memory import keeping
from palaestra.practice.memory.collection import Collection
from palaestra.practice.memory.load import Forecast, forecast, true_retention

router = APIRouter()
IDS = list[str]
FIRST = 12
"""So many cards in play are listed at first."""


@router.get("/cards")
def cards(request: Request, room: str = "", whole: int = 0, words: str = "") -> Response:
    """The cards in play, those set apart first; with `room`, also the cards of it not taken in; or those with words."""
    camp = camp_of(request)
    collection, found = _collection(camp), recall(camp.folder, camp.catalogue)
    rows = listed(camp.folder, camp.catalogue, collection)
    if room:
        collection.room_named(room)
        rows = [each for each in rows if each.id.startswith(f"{room}/")]
    if words.strip():
        rows = with_words(rows, collection, words)
    ahead = forecast(found)
    return page(
        request,
        "cards.html",
        here="Review",
        room=room,
        words=words.strip(),
        shown_first=None if whole else FIRST,
        rooms=sorted({each.rpartition("/")[0] for each in collection.every}),
        apart=[each for each in rows if each.standing == "apart"],
        playing=[each for each in rows if each.standing in ("learnt", "new")],
        resting=[each for each in rows if each.standing == "resting"],
        waiting=[each for each in rows if each.standing == "waiting"] if room or words.strip() else [],
        problems=collection.problems,
        ahead=ahead,
        chart=_chart(ahead),
        bands=true_retention(found),
        root=camp.folder.root,
    )


@router.get("/card/{card_id:path}")
def card(request: Request, card_id: str) -> Response:
    """One card: its words, the shipped ones where they differ, where it stands, and what may be done with it."""
    camp = camp_of(request)
    collection = _collection(camp)
    words = shown(camp.folder, camp.catalogue, collection, card_id)
    return page(request, "card.html", here="Review", card=words, root=camp.folder.root)


@router.get("/cards/export.txt")
def export(request: Request) -> Response:
    """The cards in play as a text that Anki imports."""
    camp = camp_of(request)
    text = write_anki(recall(camp.folder, camp.catalogue).cards.values())
    said = {"content-disposition": 'attachment; filename="palaestra-cards.txt"'}
    return Response(text, media_type="text/plain; charset=utf-8", headers=said)


@router.post("/cards/join")
def join(request: Request, card: Annotated[IDS, Form()], back: Annotated[str, Form()] = "cards") -> Response:
    camp = camp_of(request)
    keeping.join(camp.folder, _collection(camp), card)
    return back_to(back)


@router.post("/cards/rest")
def rest(request: Request, card: Annotated[IDS, Form()], back: Annotated[str, Form()] = "cards") -> Response:
    camp = camp_of(request)
    keeping.rest(camp.folder, _collection(camp), card)
    return back_to(back)


@router.post("/cards/ask-on")
def ask_on(request: Request, card: Annotated[str, Form()], back: Annotated[str, Form()] = "cards") -> Response:
    """A card that was set apart is asked again as it is."""
    camp = camp_of(request)
    keeping.decide(camp.folder, _collection(camp).card(card).id)
    return back_to(back)


@router.post("/cards/add")
def add(request: Request, question: Annotated[str, Form()] = "", answer: Annotated[str, Form()] = "") -> Response:
    """Write a card of one's own, and show it among the others."""
    keeping.add(camp_of(request).folder, _lines(question), _lines(answer))
    return back_to(f"cards?room=own/{keeping.MINE}")


@router.post("/cards/override")
def override(
    request: Request,
    card: Annotated[str, Form()],
    question: Annotated[str, Form()] = "",
    answer: Annotated[str, Form()] = "",
) -> Response:
    camp = camp_of(request)
    keeping.override(camp.folder, _collection(camp), card, _lines(question), _lines(answer))
    return back_to(f"card/{card}")


@router.post("/cards/reset")
def reset(request: Request, card: Annotated[str, Form()]) -> Response:
    camp = camp_of(request)
    keeping.reset(camp.folder, _collection(camp), card)
    return back_to(f"card/{card}")


@router.post("/cards/split")
def split(
    request: Request,
    card: Annotated[str, Form()],
    question: Annotated[list[str], Form(default_factory=list)],
    answer: Annotated[list[str], Form(default_factory=list)],
) -> Response:
    camp = camp_of(request)
    parts = [(_lines(asks), _lines(says)) for asks, says in zip(question, answer, strict=False)]
    keeping.split(camp.folder, _collection(camp), card, parts)
    return back_to("cards?room=own/mine")


@router.post("/cards/import")
async def preview_import(request: Request, file: UploadFile) -> Response:
    """What a text export of Anki would bring; nothing is written yet."""
    camp = camp_of(request)
    place = _kept_upload(camp)
    place.write_bytes(await file.read())
    read = import_anki(camp.folder, _collection(camp), place, "anki", apply=False)
    return page(request, "cards_import.html", here="Review", read=read)


@router.post("/cards/import/apply")
def apply_import(request: Request) -> Response:
    camp = camp_of(request)
    place = _kept_upload(camp)
    if place.exists():
        import_anki(camp.folder, _collection(camp), place, "anki", apply=True)
        place.unlink(missing_ok=True)
    return back_to("cards?room=own/anki" if (camp.folder.root / "cards" / "anki.toml").exists() else "cards")


def _collection(camp: Camp) -> Collection:
    return Collection.of(camp.folder, camp.catalogue)


def _kept_upload(camp: Camp) -> Path:
    """Where an uploaded file waits between its preview and the word to take it."""
    place = camp.folder.root / ".palaestra"
    place.mkdir(exist_ok=True)
    return place / "anki-import.txt"


def _chart(ahead: Forecast) -> Any:
    days = [f"{date.fromisoformat(each.day):%-d %B}" for each in ahead.days]
    sure, expected = [each.known for each in ahead.days], [each.again + each.new for each in ahead.days]
    if not any(sure) and not any(expected):
        return ""
    first, most = ahead.days[0], max(ahead.days, key=lambda each: each.total)
    says = (
        f"Answers a day from {days[0]} to {days[-1]}: {first.total:.0f} today,"
        f" most on {date.fromisoformat(most.day):%-d %B} with {most.total:.0f}"
    )
    return charts.bars(says, days, sure, expected, "answers a day")


def _lines(words: str) -> str:
    return words.replace("\r\n", "\n")
