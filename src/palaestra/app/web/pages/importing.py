"""Importing a tracker, a weekly log or hours: choose the file, see what is understood, then take it in."""

import hashlib
import re
from pathlib import Path
from typing import Annotated

from fastapi import APIRouter, Form, Request, Response, UploadFile

from palaestra.app.web.camp import Camp
from palaestra.app.web.replying import back_to, camp_of, page
from palaestra.kit.curriculum import curricula
from palaestra.kit.refusal import Refusal
from palaestra.practice.exchange.files import FileImport, prepare_file
from palaestra.practice.exchange.tracker import LARGEST_BYTES
from palaestra.practice.exchange.tracker_export import update_readme
from palaestra.practice.exchange.weekly_log import update_weeks

router = APIRouter()
DIGEST = re.compile(r"[0-9a-f]{16}")


@router.get("/import")
def choose(request: Request, taken: int = -1) -> Response:
    return page(request, "import.html", here="Plan", taken=taken)


@router.post("/import")
async def preview(request: Request, tracker: UploadFile) -> Response:
    """What an import of that file would do; the file is kept aside until it is confirmed."""
    data = await tracker.read(LARGEST_BYTES + 1)
    if len(data) > LARGEST_BYTES:
        raise Refusal(
            f"{tracker.filename} is larger than a tracker can be ({LARGEST_BYTES // 1_000_000} MB).",
            "Choose the file that holds your boxes, weeks or hours.",
        )
    if not data:
        raise Refusal("No file was chosen, or it is empty.", "Choose the file that holds your boxes, weeks or hours.")
    camp = camp_of(request)
    digest = hashlib.sha256(data).hexdigest()[:16]
    path = _waiting(camp, digest) / _plain_name(tracker.filename or "README.md")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    found = prepare_file(camp.folder, path)
    return page(request, "import_preview.html", here="Plan", found=found, digest=digest, **_shown(camp, found))


@router.post("/import/apply")
def apply(request: Request, digest: Annotated[str, Form()], replace: Annotated[bool, Form()] = False) -> Response:
    camp = camp_of(request)
    if not DIGEST.fullmatch(digest):
        raise Refusal("That is not a file waiting to be imported.", "Choose the file again.")
    waiting = sorted(_waiting(camp, digest).glob("*"))
    if not waiting:
        raise Refusal("That file is not waiting any more.", "Choose it again.")
    found = prepare_file(camp.folder, waiting[0])
    taken = _new(found, replace)
    found.apply(replace)
    camp.record_states()
    update_readme(camp.folder)
    update_weeks(camp.folder)
    waiting[0].unlink()
    waiting[0].parent.rmdir()
    return back_to(f"import?taken={taken}")


def _new(found: FileImport, replace: bool) -> int:
    """How many things applying it would take in."""
    weeks = len(found.weeks.new) + (len(found.weeks.differing) if replace else 0) if found.weeks else 0
    return len(found.tracker.changes) + weeks + (len(found.hours.entries) if found.hours else 0)


def _shown(camp: Camp, found: FileImport) -> dict[str, object]:
    """The matches by path, and the boxes nobody knew."""
    titles = {each.id: each.title for each in curricula(camp.folder.root / "curricula")}
    by_path: dict[str, list[tuple[bool, str, str]]] = {}
    boxes = found.tracker.preview.tracker.boxes
    for match in found.tracker.preview.matches:
        box = boxes[match.box]
        title = titles.get(match.curriculum, match.curriculum)
        by_path.setdefault(title, []).append((box.ticked, box.title, match.title))
    ticks = sum(kind == "tick" for kind, _ in found.tracker.changes)
    return {"by_path": by_path, "ticks": ticks, "unknown": [boxes[number].title for number in found.tracker.own_boxes]}


def _waiting(camp: Camp, digest: str) -> Path:
    return camp.folder.root / ".palaestra" / "imports" / digest


def _plain_name(given: str) -> str:
    """The last part of a file name, without anything that could lead elsewhere."""
    return re.sub(r"[^A-Za-z0-9._-]", "-", given.replace("\\", "/").rpartition("/")[2]).lstrip(".")[:80] or "README.md"
