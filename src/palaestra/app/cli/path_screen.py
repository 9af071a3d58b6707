"""Plans, links and previews of imports as plain text, 80 columns wide."""

from collections.abc import Iterator

from palaestra.app.cli.terminal import Mark, columns, folded, is_plain
from palaestra.kit.curriculum import Correction, Curriculum, Option, Resource
from palaestra.practice.path.standing import BoxStatus, ModuleStatus, Plan, StageStatus

STATES = {
    "locked": Mark("·", "-"),
    "open": Mark("○", "o"),
    "understood": Mark("◐", "u"),
    "passed": Mark("✓", "p"),
    "solid": Mark("●", "s"),
    "planned": Mark("…", "."),
}


def curricula_lines(rows: list[dict[str, object]], current: str) -> Iterator[str]:
    """The paths there are, the learner's marked with a star."""
    for row in rows:
        mark = "*" if row["id"] == current else " "
        yield columns(
            f"{mark} {row['id']}", f"{_count(row['modules'], 'module')}, {_count(row['resources'], 'resource')}"
        )
        yield folded(str(row["title"]), 4)
    yield ""
    other = next((str(row["id"]) for row in rows if row["id"] != current), current)
    yield f"next: palaestra plan show {other}"


def _count(number: object, word: str) -> str:
    return f"{number} {word}{'' if number == 1 else 's'}"


def plan_lines(plan: Plan, everything: bool) -> Iterator[str]:
    """The whole path: goals with their evidence, modules with their state, boxes with their counts."""
    curriculum = plan.curriculum
    yield folded(curriculum.title)
    yield folded(f"by {curriculum.author}, {curriculum.date}".rstrip(", "))
    if curriculum.source:
        yield curriculum.source
    yield from (folded(f"({each.was} in the tracker: {each.reason})") for each in curriculum.corrections)
    yield ""
    yield folded(curriculum.summary)
    yield ""
    yield f"{plan.boxes_done} of {len(plan.boxes)} boxes"
    for stage in plan.stages:
        yield from _stage_lines(stage, everything)
    yield ""
    hidden = [each for each in plan.modules if each.hidden and not everything]
    if hidden:
        yield folded(f"Hidden by your choice: {', '.join(each.module.title for each in hidden)} (--all shows them).")
    if plan.next:
        yield folded(f"{plan.next.says}. {plan.next.because}")
    yield f"next: {plan.next.does if plan.next else 'palaestra plan list'}"


def _stage_lines(stage: StageStatus, everything: bool) -> Iterator[str]:
    yield ""
    yield stage.stage.title
    yield ("=" if is_plain() else "─") * len(stage.stage.title)
    if stage.stage.objective:
        yield folded(stage.stage.objective)
    for goal in stage.goals:
        yield folded(f"goal  {goal.goal.text}", 2, 8)
        yield folded(goal.shown, 8)
    for each in stage.modules:
        if everything or not each.hidden:
            yield ""
            yield from _module_lines(each)


def _module_lines(each: ModuleStatus) -> Iterator[str]:
    module = each.module
    optional = ", optional" if module.optional and not each.chosen else ""
    yield columns(f"{STATES[each.shown].shown()} {module.title}", f"{each.shown}{optional}")
    yield f"    {module.id}"
    if module.exercises:
        yield folded(f"{len(module.exercises)} exercises, {len(module.extra_exercises)} more if you like", 4)
    for box in each.boxes:
        yield from _box_lines(box)


def _box_lines(box: BoxStatus) -> Iterator[str]:
    resource = box.resource
    by = f" - {resource.authors}" if resource.authors else ""
    counts = f" ({box.counts})" if box.counts else ""
    yield folded(f"{_mark(box.done)} {resource.title}{by}{counts}", 4, 8)
    for option in box.options:
        by = f" - {option.option.authors}" if option.option.authors else ""
        yield folded(f"{_mark(option.done)} {option.option.title}{by}", 8, 12)
        for title, done in zip(option.option.parts, option.parts, strict=True):
            yield folded(f"{_mark(done)} {title}", 12, 16)
    for pick, done in box.picks:
        yield folded(f"{_mark(done)} {pick.title}", 8, 12)


def _mark(done: bool) -> str:
    return "[x]" if done else "[ ]"


def why_lines(plan: Plan, each: ModuleStatus) -> Iterator[str]:
    """Why a module stands where it stands, and the shortest way on."""
    yield columns(each.module.title, each.shown)
    yield folded(each.module.why)
    if each.module.planned:
        yield folded("Its room is not built yet; what is listed serves meanwhile, and it holds nobody up.")
    if each.way:
        yield ""
        yield "The shortest way there:"
        for number, module in enumerate((*each.way, each.module.id), 1):
            status = plan.module(module)
            yield columns(f"  {number}. {status.module.title}", status.shown)
    if each.lacks:
        yield ""
        yield "Missing:"
        for lack in each.lacks:
            yield folded(f"- {lack.says}", 2, 4)
    yield ""
    first = plan.module(each.way[0]) if each.way else each
    yield f"next: {first.lacks[0].does if first.lacks else 'palaestra today'}"


def link_rows(curriculum: Curriculum) -> list[dict[str, str]]:
    """Every link that is dead, moved or suspicious, with what it was, where to go, and why."""
    found = [("", source.title, each) for source in curriculum.sources for each in source.corrections]
    for _, _, resource in curriculum.every_resource():
        for owner in (resource, *resource.options):
            found += [(_item(resource, owner), owner.title, each) for each in owner.corrections]
    return [
        {"item": item, "title": title, "kind": each.kind, "was": each.was, "now": each.now, "reason": each.reason}
        for item, title, each in found
        if each.kind != "text"
    ]


def _item(resource: Resource, owner: Resource | Option) -> str:
    return resource.id if isinstance(owner, Resource) else resource.item(owner.id)


def link_lines(curriculum: Curriculum, rows: list[dict[str, str]]) -> Iterator[str]:
    """Each doubtful link with its reason, then corrected texts of the source."""
    for row in rows:
        yield columns(row["title"], row["kind"])
        yield f"  was  {row['was']}"
        yield f"  now  {row['now'] or 'no other address known'}"
        yield folded(row["reason"], 7)
        yield ""
    texts: list[Correction] = [
        each for _, _, resource in curriculum.every_resource() for each in resource.corrections if each.kind == "text"
    ]
    for each in texts:
        yield folded(f"{each.was}: {each.now or 'open'}. {each.reason}", 0, 2)
    if not rows:
        yield "No link of this path is known to be dead, moved or suspicious."
    yield folded("Links are checked by hand, not over the network; tell us of others on the repository's issues.")
    yield f"next: palaestra plan show {curriculum.id}"
