"""The front page: what this is, in plain words, for whoever comes by; then the best of it."""

from collections.abc import Iterator

from palaestra.app.site.content import Content, Page, Pin
from palaestra.app.site.edition import Edition
from palaestra.app.site.parts.audiences import place_for
from palaestra.app.site.parts.projects import projects_of
from palaestra.app.views.findings import overall
from palaestra.app.views.markdown import figures_of

PINNED = 3


def pages(edition: Edition, content: Content) -> Iterator[Page]:
    projects = projects_of(edition)
    audiences = edition.portfolio.audiences if edition.portfolio else ()
    values = {
        "goal": edition.goal,
        "pins": pinned(edition, content),
        "latest": sorted(content.entries, key=lambda each: each.day, reverse=True)[:5],
        "projects": projects,
        "built_projects": [each for each in projects if each.room],
        "overall": overall([each for found in edition.findings.values() for each in found]),
        "audiences": [(each, place_for(each)) for each in audiences],
        "figure": next(((room, name) for room in edition.rooms for name in figures_of(room.folder)), None),
    }
    title = edition.name or "AI safety research, built from scratch"
    yield Page("", title, "site_front.html", values, _says(edition))


def pinned(edition: Edition, content: Content) -> list[Pin]:
    """Three: those practice.toml names under `pins`, else the ones with most to show."""
    wanted = edition.pins
    named = [each for name in wanted for each in content.pins if each.id == name]
    rest = sorted((each for each in content.pins if each not in named), key=lambda each: -each.rank)
    return [*named, *rest][:PINNED]


def _says(edition: Edition) -> str:
    return edition.goal or "The systems behind AI safety research, built by hand, measured, and explained."
