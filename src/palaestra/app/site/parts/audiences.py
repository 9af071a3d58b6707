"""The same work for different readers: the projects and things that speak to each come first."""

from collections.abc import Iterator

from palaestra.app.site.content import Content, Item, Page
from palaestra.app.site.edition import Edition, place_name
from palaestra.app.site.parts.projects import Project, own_things, projects_of
from palaestra.kit.curriculum import Audience

FIRST = {
    "research": ("studies", "articles", "papers", "results"),
    "industry": ("results", "code", "artefacts", "studies"),
    "phd": ("studies", "papers", "articles", "results"),
    "teaching": ("articles", "artefacts", "notes", "papers"),
}
"""Which kinds of the learner's things a reader looks for first, by the beginning of the audience's id."""


def pages(edition: Edition, content: Content) -> Iterator[Page]:
    path = edition.portfolio
    if path is None:
        return
    projects = {each.number: each for each in projects_of(edition)}
    for audience in path.audiences:
        chosen = [projects[each] for each in audience.projects if each in projects]
        items = things_for(audience, chosen, content)
        others = [(each, place_for(each)) for each in path.audiences if each is not audience]
        there = [each for each in chosen if each.room or each.series or own_things(content, each)]
        planned = [each for each in chosen if each not in there]
        values = {"audience": audience, "there": there, "planned": planned, "things": items, "others": others}
        says = f"{len(chosen)} projects chosen for {audience.title}."
        yield Page(place_for(audience), f"For {audience.title}", "site_audience.html", values, says, "Projects")


def place_for(audience: Audience) -> str:
    return f"for/{place_name(audience.id)}"


def things_for(audience: Audience, projects: list[Project], content: Content) -> list[Item]:
    """What belongs to their projects, then the rest of the kinds they look for."""
    name = place_name(audience.id)
    kinds = next((wanted for start, wanted in FIRST.items() if name.startswith(start)), FIRST["research"])
    close = {id(item) for project in projects for item in own_things(content, project)}
    found = [item for kind in kinds for item in content.of(kind)]
    return sorted(found, key=lambda each: id(each) not in close)
