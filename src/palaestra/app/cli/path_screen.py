"""Plans and their links as plain text, 80 columns wide."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from palaestra.app.cli.terminal import WIDTH, Mark, columns, folded, is_plain
from palaestra.app.views.plainly import many
from palaestra.app.views.stages import is_under_way, stage_says
from palaestra.practice.path.learner import Left
from palaestra.practice.path.pace import End, ends_in_words, rests_on
from palaestra.practice.path.standing import BoxStatus, ModuleStatus, Plan, StageStatus
from palaestra.practice.path.triage import labs_of

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
            f"{mark} {row['id']}",
            f"{many(int(str(row['modules'])), 'module')}, {many(int(str(row['resources'])), 'resource')}",
        )
        yield folded(str(row["title"]), 4)
    yield ""
    other = next((str(row["id"]) for row in rows if row["id"] != current), current)
    yield f"next: palaestra plan show {other}"


def plan_lines(
    plan: Plan, everything: bool, ends: Sequence[End] = (), kind_word: str = "", is_short: bool = False
) -> Iterator[str]:
    """The whole path: goals with their evidence, modules with their state, boxes with their counts.

    is_short: a line for each stage that is not under way.
    """
    curriculum = plan.curriculum
    yield folded(curriculum.title)
    yield folded(f"by {curriculum.author}, {curriculum.date}".rstrip(", "))
    if curriculum.source:
        yield curriculum.source
    yield from (folded(f"({each.was} in the tracker: {each.reason})") for each in curriculum.corrections)
    yield ""
    yield folded(curriculum.summary)
    yield from _order_lines(plan)
    yield ""
    yield f"{plan.boxes_done} of {many(len(plan.boxes), 'box', 'boxes')}"
    yield from end_lines(plan, ends, kind_word)
    yield from _want_lines(plan)
    yield from _news_lines(plan)
    if is_short:
        yield from _short_lines(plan, everything)
    else:
        for stage in plan.stages:
            yield from _stage_lines(stage, everything)
        yield from _shelf_lines(plan)
    yield ""
    yield from _hidden_lines(plan, everything)
    if plan.next:
        yield folded(f"{plan.next.says}. {plan.next.because}")
    yield f"next: {plan.next.does if plan.next else 'palaestra plan list'}"


def _short_lines(plan: Plan, everything: bool) -> Iterator[str]:
    """The stages under way in full, a line for each of the others."""
    for is_open, stages in groupby(plan.stages, lambda each: is_under_way(each, plan.next)):
        if is_open:
            yield from (line for each in stages for line in _stage_lines(each, everything))
        else:
            yield ""
            yield from (columns(each.stage.title, stage_says(each)) for each in stages)
    yield ""
    yield "`palaestra plan show` has all of it."


def _order_lines(plan: Plan) -> Iterator[str]:
    taken = next((each for each in plan.curriculum.orders if each.id == plan.order), None)
    if taken:
        yield folded(f"In the order “{taken.title}”; `palaestra plan order` shows the others.")
    elif plan.curriculum.orders:
        count = len(plan.curriculum.orders)
        yield folded(f"There {'is another order' if count == 1 else f'are {count} other orders'}: palaestra plan order")


def end_lines(plan: Plan, ends: Sequence[End], kind_word: str) -> Iterator[str]:
    """When each track ends at the present pace, what that rests on, and a kind word when it is late."""
    if not ends:
        return
    yield ""
    yield "At the present pace"
    yield from (folded(each, 2, 4) for each in ends_in_words(ends))
    yield folded(rests_on(ends, plan), 2)
    if kind_word:
        yield folded(kind_word, 2)


def _want_lines(plan: Plan) -> Iterator[str]:
    if not plan.wants:
        return
    yield ""
    yield "Just in time"
    for each in plan.wants:
        purpose = f" for {each.want.purpose}" if each.want.purpose else ""
        yield folded(f"{_mark(bool(each.met))} {each.want.title}{purpose}: {each.want.because}", 2, 6)
        yield folded(f"{each.want.id}{'  ' + ', '.join(each.met) if each.met else ''}", 6)


def _news_lines(plan: Plan) -> Iterator[str]:
    if not plan.news:
        return
    yield ""
    yield "New since you passed"
    for each, box in plan.news:
        yield folded(f"{each.module.title}{': ' + box.resource.title if box else ''}", 2, 4)


def _hidden_lines(plan: Plan, everything: bool) -> Iterator[str]:
    hidden = [each for each in plan.modules if each.hidden and not everything]
    if hidden:
        yield folded(f"Hidden by your choice: {', '.join(each.module.title for each in hidden)} (--all shows them).")


def _stage_lines(stage: StageStatus, everything: bool) -> Iterator[str]:
    yield ""
    title = f"{stage.stage.title}{f' ({stage.stage.months})' if stage.stage.months else ''}"
    yield folded(title)
    yield ("=" if is_plain() else "─") * min(len(title), WIDTH)
    if stage.stage.objective:
        yield folded(stage.stage.objective)
    for goal in stage.goals:
        yield folded(f"goal  {goal.goal.text}", 2, 8)
        yield folded(goal.shown, 8)
    for each in stage.modules:
        if everything or not each.hidden:
            yield ""
            yield from _module_lines(each)
    if stage.success:
        yield ""
        yield folded(f"ends when  {stage.success.goal.text}", 2, 13)
        yield folded(stage.success.shown, 13)


def _module_lines(each: ModuleStatus) -> Iterator[str]:
    module = each.module
    words = [each.words, *(["tested out"] if each.placed and each.is_passed else [])]
    words += [each.role.asks] * (each.role.asks != "required" and not each.hidden)
    words += ["new"] * each.is_new + ["revisit"] * each.revisit
    yield columns(f"{STATES[each.shown].shown()} {module.title}", ", ".join(words))
    yield f"    {module.id}"
    if each.role.by != "path":
        yield folded(each.role.because, 4)
    if each.later:
        yield folded(f"later: {each.later}", 4)
    if module.exercises:
        more = f", {len(module.extra_exercises)} more if you like" if module.extra_exercises else ""
        yield folded(f"{each.exercises_done} of {many(len(module.exercises), 'exercise')} passed{more}", 4)
    for box in each.boxes:
        yield from _box_lines(box)


def _shelf_lines(plan: Plan) -> Iterator[str]:
    if plan.shelves:
        yield ""
        yield "Shelves"
        for box in plan.shelves:
            yield from _box_lines(box)


def _box_lines(box: BoxStatus) -> Iterator[str]:
    resource = box.resource
    by = f" - {resource.authors}" if resource.authors else ""
    counts = f" ({box.counts})" if box.counts else ""
    marks = "".join(f", {word}" for word, holds in (("new", box.is_new), ("revisit", box.revisit)) if holds)
    yield folded(f"{_mark(box.done)} {resource.title}{by}{counts}{marks}{_left(box.left)}", 4, 8)
    for title, done in zip(resource.parts, box.parts, strict=True):
        yield folded(f"{_mark(done)} {title}", 8, 12)
    for option in box.options:
        by = f" - {option.option.authors}" if option.option.authors else ""
        parts = f" ({option.counts})" if option.counts else ""
        yield folded(f"{_mark(option.done)} {option.option.title}{by}{parts}{_left(option.left)}", 8, 12)
        for title, done in zip(option.option.parts, option.parts, strict=True):
            yield folded(f"{_mark(done)} {title}", 12, 16)
    for pick, done in box.picks:
        yield folded(f"{_mark(done)} {pick.title}", 8, 12)


def _left(left: Left | None) -> str:
    return f"  left: {left.because}" if left else ""


def _mark(done: bool) -> str:
    return "[x]" if done else "[ ]"


def why_lines(plan: Plan, each: ModuleStatus) -> Iterator[str]:
    """Why a module stands where it stands, and the shortest way on."""
    yield columns(each.module.title, each.words)
    yield folded(each.module.why)
    yield folded(f"{each.role.asks}: {each.role.because}")
    yield from (folded(f"{lab.title} rests on it: {why}", 2) for lab, why in labs_of(plan.curriculum, each.module))
    if each.later:
        yield folded(f"For later in this order: {each.later}")
    if each.module.planned:
        yield folded("Its room is not built yet; what is listed serves meanwhile, and it holds nobody up.")
    if each.held:
        yield folded(each.held)
    for name in each.disputed:
        yield folded(f"You dispute the verdict on {name}; it holds nothing up. `palaestra dispute {name}` shows it.")
    if each.way:
        yield ""
        yield "The shortest way there:"
        for number, module in enumerate((*each.way, each.module.id), 1):
            status = plan.module(module)
            yield columns(f"  {number}. {status.module.title}", status.shown)
        yield folded(f"or test out of it: palaestra plan place {each.module.id}", 2)
    if each.lacks:
        yield ""
        yield "Missing:"
        for lack in each.lacks:
            _, ticks, box = lack.does.partition("palaestra plan tick ")
            yield folded(f"- {lack.says}{f' ({box})' if ticks else ''}", 2, 4)
    if each.module.brings:
        yield ""
        yield "Just in time for it:"
        for brought in each.module.brings:
            yield folded(f"- {plan.module(brought.module).module.title}: {brought.because}", 2, 4)
        yield folded(f"palaestra plan add {each.module.brings[0].module} puts it on the plan.", 2)
    yield ""
    first = plan.module(each.way[0]) if each.way else each
    yield f"next: {first.lacks[0].does if first.lacks else 'palaestra today'}"
