"""Settings: the lines of practice.toml as a form. Comments and lines we do not know are kept."""

from typing import Any

from fastapi import APIRouter, Request, Response

from palaestra.app.site.edition import split_words
from palaestra.app.site.kinds import all_kinds
from palaestra.app.web.camp import KEY_NAMES, KEYS_OFF
from palaestra.app.web.replying import back_to, camp_of, page
from palaestra.kit.refusal import Refusal
from palaestra.practice.days.goals import set_goal
from palaestra.practice.settings import CHOICES

router = APIRouter()
TEXTS = ("name", "goal", "niche", "gate", "diagnosis", "theme", "site", "repository")
NUMBERS = ("weekly_hours", "minutes", "new_cards")


@router.get("/settings")
def settings(request: Request, saved: int = 0) -> Response:
    camp = camp_of(request)
    return page(
        request,
        "settings.html",
        here="Settings",
        given=camp.folder.settings,
        choices=CHOICES,
        root=camp.folder.root,
        key_names=KEY_NAMES,
        kinds=all_kinds().values(),
        published=split_words([camp.folder.settings.publish]),
        saved=bool(saved),
    )


@router.post("/settings")
async def save(request: Request) -> Response:
    given = await request.form()
    changes: dict[str, Any] = {name: str(given[name]).strip() for name in TEXTS if name in given}
    changes |= {name: _number(name, str(given[name])) for name in NUMBERS if name in given}
    if "has-keys" in given:
        changes["keys"] = _keys([str(given.get(f"key-{name}", "")) for name in KEY_NAMES], "keys-on" in given)
        changes["publish"] = " ".join(each for each in all_kinds() if f"publish-{each}" in given)
    folder = camp_of(request).folder
    if changes.get("goal", "") not in ("", folder.settings.goal):
        set_goal(folder, changes["goal"])  # the journal knows since when
    folder.change_settings(**changes)
    return back_to("settings?saved=1")


def _number(name: str, said: str) -> float | int:
    try:
        value = float(said)
    except ValueError:
        raise Refusal(f"{name.replace('_', ' ')} is a number, not {said!r}.", "Nothing was changed.") from None
    return int(value) if name != "weekly_hours" and value.is_integer() else value


def _keys(keys: list[str], are_on: bool) -> str:
    if not are_on:
        return KEYS_OFF
    plain = ["space" if each == " " else each.strip().lower() for each in keys]
    if not all(len(each) == 1 or each == "space" for each in plain):
        raise Refusal("A key is one character, or the word space.", "For example: space 1 2 3 4 u.")
    # Showing and grading never happen at once, so they may share a key; the others may not.
    if len(set(plain[1:])) < len(plain[1:]):
        raise Refusal("Two of the keys are the same.", "Give each grade, and undo, a key of its own.")
    return " ".join(plain)
