"""Progress of the learner: hours, states and breadth on one page, and a growing page for every module."""

from collections.abc import Iterator, Mapping

from palaestra.app.site.charts import hours_chart
from palaestra.app.site.content import Content, Page
from palaestra.app.site.edition import Edition, place_name
from palaestra.app.site.kinds.hours import hours_by_room, hours_by_week
from palaestra.practice.path.standing import ModuleStatus
from palaestra.practice.rooms import room_of_module

SECTION = "Progress"
REACHED = ("understood", "passed", "solid")


def pages(edition: Edition, content: Content) -> Iterator[Page]:
    weeks = hours_by_week(edition)
    plan = edition.plan
    if not weeks and plan is None:
        return
    by_room = hours_by_room(edition)
    stages = [(each.stage, [one for one in each.modules if not one.hidden]) for each in plan.stages] if plan else []
    values = {
        "weeks": weeks,
        "chart": hours_chart([(each.first, each.hours, each.away) for each in weeks]) if weeks else "",
        "total": sum(each.hours for each in weeks),
        "path": plan.curriculum if plan else None,
        "stages": [(stage, *_begun_and_ahead(modules, by_room)) for stage, modules in stages],
        "counts": _counts([one for _, modules in stages for one in modules]),
        "breadth": [(stage, _share(modules)) for stage, modules in stages],
        "ended": {each.stage.success_id for each in plan.stages if each.success and each.success.met}
        if plan
        else set(),
        "place": module_place,
    }
    yield Page("progress", SECTION, "site_progress.html", values, "Hours and modules.", SECTION, leads=True)
    for stage, modules in stages:
        for each in modules:
            yield _page(edition, content, stage.title, each, by_room.get(room_of_module(each.module.id), 0.0))


def module_place(module_id: str) -> str:
    return f"modules/{place_name(module_id)}"


Standing = tuple[ModuleStatus, float]
"""A module and the hours its room took."""


def _begun_and_ahead(
    modules: list[ModuleStatus], by_room: Mapping[str, float]
) -> tuple[list[Standing], list[Standing]]:
    """The modules something was done for, and those that are ahead."""
    rows = [(each, by_room.get(room_of_module(each.module.id), 0.0)) for each in modules]
    begun = [each for each in rows if each[1] or each[0].shown in REACHED]
    return begun, [each for each in rows if each not in begun]


def _page(edition: Edition, content: Content, stage: str, status: ModuleStatus, hours: float) -> Page:
    module = status.module
    names = [module.id, *([module.system] if module.system else [])]
    items = content.about(*names)
    room = edition.room(module)
    values = {
        "status": status,
        "stage": stage,
        "module": module,
        "room": room,
        "hours": hours,
        "mine": [each for each in edition.findings[room.name] if each.mine] if room else [],
        "things": [each for each in items if each.kind != "results"],
        "boxes": [each for each in status.boxes if each.done or each.met],
    }
    return Page(module_place(module.id), module.title, "site_module.html", values, module.why, SECTION)


def _counts(modules: list[ModuleStatus]) -> dict[str, int]:
    """How many modules stand where, the furthest first."""
    shown = [each.shown for each in modules]
    found = {state: shown.count(state) for state in reversed(REACHED) if state in shown}
    return {**found, "ahead": len(shown) - sum(found.values())}


def _share(modules: list[ModuleStatus]) -> tuple[int, int]:
    asked = [each for each in modules if each.asked]
    return sum(each.state in REACHED for each in asked), len(asked)
