"""Skills, each with its evidence: the projects that show it, what they measured, and what of it is the learner's."""

from collections.abc import Iterator
from dataclasses import dataclass

from palaestra.app.site.content import Content, Item, Page
from palaestra.app.site.edition import Edition
from palaestra.app.site.kinds.skills import passed_exercises
from palaestra.app.site.parts.projects import Project, own_things, projects_of
from palaestra.kit.curriculum import Skill


@dataclass(frozen=True)
class Evidence:
    """One project under a skill: how many exercises of its room passed alone and in all, and what was made."""

    project: Project
    passed: int
    alone: int
    things: list[Item]

    @property
    def is_there(self) -> bool:
        """There is something to look at."""
        return self.is_own or self.project.room is not None

    @property
    def is_own(self) -> bool:
        return bool(self.passed or self.things or self.project.mine)


def pages(edition: Edition, content: Content) -> Iterator[Page]:
    path = edition.portfolio
    if path is None or not path.skills:
        return
    projects = {each.number: each for each in projects_of(edition)}
    passed = passed_exercises(edition)
    rows = [(skill, _evidence(skill, projects, passed, content)) for skill in path.skills]
    values = {"rows": rows, "shows_own": edition.shows("skills") or bool(edition.results)}
    yield Page(
        "skills", "Skills", "site_skills.html", values, "Skills, and for each the evidence.", "Skills", leads=True
    )


def _evidence(skill: Skill, projects: dict[int, Project], passed: dict[str, str], content: Content) -> list[Evidence]:
    found: list[Evidence] = []
    for project in (projects[each] for each in skill.projects if each in projects):
        room = project.room.name if project.room else ""
        own = [helped for name, helped in passed.items() if room and name.startswith(f"{room}/")]
        found.append(Evidence(project, len(own), own.count("alone"), own_things(content, project)))
    return found
