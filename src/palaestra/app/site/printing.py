"""The pages of a published site, as bytes by path. Nothing is read but what the learner opted into.

Every link is relative, so the site works from disk and from any address; weeks
are named, never the time of day; `private/` is never opened.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from palaestra.app.experimenting import own_store, practice_folder
from palaestra.app.views.built import BUILT
from palaestra.app.views.findings import Mine, found_in, newest_run, overall
from palaestra.app.views.markdown import figures_of
from palaestra.app.views.sheets import Look, render
from palaestra.kit.catalogue import Catalogue, System
from palaestra.kit.refusal import Refusal, unknown

KINDS = {"results": "what your own code measured, beside the reference"}
INDEX = "index.html"


@dataclass(frozen=True, slots=True)
class Site:
    """A printed site: its files, and what of the learner's is in it."""

    files: Mapping[str, bytes]
    included: tuple[str, ...]
    own_results: tuple[str, ...]
    """The experiments whose result is the learner's, in words."""


def print_site(catalogue: Catalogue, include: Iterable[str]) -> Site:
    """Every room with a page of findings, and an index; the learner's own results where `include` says so."""
    included = tuple(dict.fromkeys(include))
    for kind in included:
        if kind not in KINDS:
            raise unknown("kind of thing to publish", kind, KINDS, "palaestra publish --help")
    if not (BUILT / "camp.css").is_file():
        raise Refusal("The front-end files are not installed.", "Install the package again: pip install -e .")
    rooms = [room for room in catalogue.systems if room.experiments]
    mine = own_results(rooms) if "results" in included else {}
    folder = practice_folder() if included else None
    name = folder.settings.name if folder else ""
    files: dict[str, bytes] = {INDEX: _page(0, "site_index.html", rooms=_summaries(rooms), name=name, mine=mine)}
    files["built/camp.css"] = (BUILT / "camp.css").read_bytes()
    for room in rooms:
        files[f"{room.name}/{INDEX}"] = _room_page(room, mine, name)
        for figure in figures_of(room.folder):
            script = f"figures/{room.name}/{figure}.js"
            files[f"built/{script}"] = (BUILT / script).read_bytes()
    own = tuple(f"{each.outcome.job.experiment} ({each.outcome.job.whose})" for each in mine.values())
    return Site(files, included, own)


def own_results(rooms: Iterable[System]) -> dict[str, Mine]:
    """The learner's newest complete run of each experiment, a full one where there is one."""
    folder = practice_folder()
    if folder is None:
        return {}
    store, index = own_store(), folder.index()
    found = {each.id: newest_run(store, index, each) for room in rooms for each in room.experiments}
    return {name: each for name, each in found.items() if each is not None}


def week_of(finished: str) -> str:
    """`week 47 of 2026`, from a time; a published page says no more of when somebody works."""
    year, week, _ = datetime.fromisoformat(finished).isocalendar()
    return f"week {week} of {year}"


def _room_page(room: System, mine: Mapping[str, Mine], name: str) -> bytes:
    findings = found_in(room, mine)
    weeks = {each.experiment.id: week_of(each.mine.provenance.finished) for each in findings if each.mine}
    return _page(
        1,
        "found.html",
        room=room,
        findings=findings,
        overall=overall(findings),
        figures=figures_of(room.folder),
        weeks=weeks,
        name=name,
    )


def _summaries(rooms: Iterable[System]) -> list[tuple[System, Mapping[str, int]]]:
    return [(room, overall(found_in(room))) for room in rooms]


def _page(depth: int, template: str, **values: object) -> bytes:
    """A page so many folders down, its links leading up from there."""
    up = "../" * depth

    def to(place: str) -> str:
        return f"{up}{place.removeprefix('found/')}/{INDEX}" if place else f"{up}{INDEX}"

    links = {"to": to, "built": lambda file: f"{up}built/{file}"}
    return render(template, links, frame="site_sheet.html", look=Look(), here="", **values).encode()
