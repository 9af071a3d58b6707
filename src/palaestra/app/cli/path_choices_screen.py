"""Triage, orders and questions of a path as plain text and as data."""

from collections.abc import Iterator

from palaestra.app.cli.path_json import step_json, triage_json
from palaestra.app.cli.terminal import columns, folded
from palaestra.kit.curriculum import Curriculum, Order
from palaestra.practice.path.learner import Facts, Triage
from palaestra.practice.path.standing import Plan
from palaestra.practice.path.triage import Preview

WRITTEN = "written"


def triage_lines(curriculum: Curriculum, seen: Preview) -> Iterator[str]:
    """What was said so far, and what may be said."""
    yield from said_lines(curriculum, seen.triage)
    if curriculum.niches:
        yield ""
        yield "Niches"
        for each in curriculum.niches:
            yield folded(f"{each.id}: {each.title}. {each.why}", 2, 6)
    if curriculum.laboratories:
        yield ""
        yield "Laboratories"
        for each in curriculum.laboratories:
            yield columns(f"  {each.id}", each.title)
    if not curriculum.niches and not curriculum.laboratories:
        yield ""
        yield folded("This path has no niches: what you say you know, and your hours, change it.")
    yield ""
    first = curriculum.niches[0].id if curriculum.niches else ""
    yield f"next: palaestra plan triage {f'--niche {first}' if first else '--hours 6'}"


def said_lines(curriculum: Curriculum, said: Triage) -> Iterator[str]:
    titles = {each.id: each.title for each in (*curriculum.niches, *curriculum.laboratories, *curriculum.modules)}
    yield folded(f"goal   {said.goal or 'not said yet'}", 0, 7)
    yield folded(f"niche  {titles.get(said.niche, 'none yet')}", 0, 7)
    yield folded(f"labs   {', '.join(titles.get(each, each) for each in said.labs) or 'none'}", 0, 7)
    yield folded(f"hours  {said.hours:g} in a good week", 0, 7)
    yield folded(f"knows  {', '.join(titles.get(each, each) for each in said.knows) or 'nothing named'}", 0, 7)


def preview_lines(seen: Preview) -> Iterator[str]:
    """What would change, module by module, and what comes next then."""
    yield from said_lines(seen.after.curriculum, seen.triage)
    yield ""
    if not seen.changes:
        yield "No module changes its place."
    for each in seen.changes:
        yield columns(each.module.title, f"{each.before.asks} -> {each.after.asks}")
        yield folded(each.after.because, 4)
    yield ""
    before, after = seen.required
    kept = f"; {seen.kept} passed already, and they stay so" if seen.kept else ""
    yield folded(f"{after} modules required ({before} now){kept}.")
    if seen.after.next and seen.after.next != seen.before.next:
        yield folded(f"Next would be {seen.after.next.says}.")


def preview_json(curriculum: Curriculum, seen: Preview, applied: bool) -> dict[str, object]:
    """A triage with what it changes, for `--json`."""
    return {
        "curriculum": curriculum.id,
        "triage": triage_json(seen.triage),
        "niches": [{"id": each.id, "title": each.title, "why": each.why} for each in curriculum.niches],
        "labs": [{"id": each.id, "title": each.title, "url": each.url} for each in curriculum.laboratories],
        "changes": [
            {
                "module": each.module.id,
                "title": each.module.title,
                "before": each.before.asks,
                "after": each.after.asks,
                "because": each.after.because,
                "state": each.state,
            }
            for each in seen.changes
        ],
        "required": list(seen.required),
        "kept": seen.kept,
        "next": seen.after.next and step_json(seen.after.next),
        "applied": applied,
    }


def order_json(curriculum: Curriculum, taken: str) -> list[dict[str, object]]:
    """The orders of a path, the one it is written in first."""
    written: dict[str, object] = {
        "id": WRITTEN,
        "title": "As written",
        "why": curriculum.summary,
        "taken": not taken,
        "stages": [
            {"title": each.title, "objective": each.objective, "modules": [module.id for module in each.modules]}
            for each in curriculum.stages
        ],
        "later": [],
    }
    return [written, *(_order_json(each, taken) for each in curriculum.orders)]


def _order_json(each: Order, taken: str) -> dict[str, object]:
    return {
        "id": each.id,
        "title": each.title,
        "why": each.why,
        "taken": each.id == taken,
        "stages": [
            {"title": stage.title, "objective": stage.objective, "modules": list(stage.modules)}
            for stage in each.stages
        ],
        "later": [{"module": later.module, "because": later.because} for later in each.later],
    }


def order_lines(curriculum: Curriculum, taken: str) -> Iterator[str]:
    """The orders there are, the one taken with a star, and what each leaves for later."""
    titles = {each.id: each.title for each in curriculum.modules}
    yield columns(f"{' ' if taken else '*'} {WRITTEN}", "as the path is written")
    for each in curriculum.orders:
        yield columns(f"{'*' if each.id == taken else ' '} {each.id}", each.title)
        yield folded(each.why, 4)
        for stage in each.stages:
            yield folded(f"{stage.title}: {', '.join(titles[name] for name in stage.modules)}", 4, 6)
        for later in each.later:
            yield folded(f"later: {titles[later.module]}, because {later.because}", 4, 6)
    yield ""
    other = next((each.id for each in curriculum.orders if each.id != taken), WRITTEN)
    if not curriculum.orders:
        yield "This path has one order."
    yield f"next: palaestra plan {f'order {other}' if curriculum.orders else 'show'}"


def taken_lines(plan: Plan, before: str) -> Iterator[str]:
    """What the path looks like in the order just taken."""
    order = next((each for each in plan.curriculum.orders if each.id == plan.order), None)
    yield folded(f"The path is in the order “{order.title}” now." if order else "The path is as written again.")
    for stage in plan.stages:
        if stage.modules:
            yield folded(f"{stage.stage.title}: {', '.join(each.module.title for each in stage.modules)}", 2, 4)
    for each in plan.modules:
        if each.later:
            yield folded(f"later: {each.module.title}, because {each.later}", 2, 4)
    yield folded(f"palaestra plan order {before or WRITTEN} goes back.")
    yield f"next: {plan.next.does if plan.next else 'palaestra plan show'}"


def question_json(curriculum: Curriculum, facts: Facts) -> list[dict[str, str]]:
    return [
        {
            "id": each.id,
            "text": each.text,
            "example": each.example,
            "answer": facts.answers.get(f"{curriculum.id}/{each.id}", ""),
        }
        for each in curriculum.questions
    ]


def question_lines(curriculum: Curriculum, facts: Facts, about: str) -> Iterator[str]:
    """The questions with their answers; one alone when it is named."""
    rows = question_json(curriculum, facts)
    chosen = [each for each in rows if each["id"] == about.removeprefix(f"{curriculum.id}/")] or rows
    for each in chosen:
        yield folded(f"{each['id']}: {each['text']}", 0, 2)
        yield folded(each["answer"] or f"not answered yet; for example: {each['example'] or '...'}", 4)
    if not rows:
        yield "This path asks no questions."
    still = next((each["id"] for each in rows if not each["answer"]), "")
    yield f'next: palaestra plan {f"""answer {still} "your answer" """.strip() if still else "show"}'
