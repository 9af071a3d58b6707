"""`plan tick`, `add`, `meet`: what you did and found, marked on the path."""

from typing import Annotated, Any

import typer

from palaestra.app.cli.path_found import box_and_item, path_with, practice_folder


def tick(
    items: Annotated[list[str], typer.Argument(metavar="BOX...", help="A box, or box#option for one thing in it.")],
    undo: Annotated[bool, typer.Option("--undo", help="Clear it instead.")] = False,
) -> None:
    """Tick boxes of a path, or one option or part of a box."""
    from palaestra.practice.exchange.tracker_export import update_readme
    from palaestra.practice.path.facts import gather, record_reached
    from palaestra.practice.path.plan import box_status

    folder = practice_folder()
    named = [(path_with(item), *box_and_item(item, folder)) for item in items]
    ticks = folder.index().ticks()
    news = [item for _, item, _ in named if ticks.get(item, False) == undo]
    folder.log.append_all(("tick", {"item": item, "ticked": not undo}) for item in dict.fromkeys(news))
    for curriculum in {each.id: each for each, _, _ in named}.values():
        record_reached(folder, curriculum)
    update_readme(folder)
    facts = gather(folder.index())
    for _, item, resource in named:
        box = box_status(resource, facts)
        counts = f" ({box.counts})" if box.counts else ""
        typer.echo(f"{'[x]' if box.done else '[ ]'} {resource.title}{counts}  {item}")
    typer.echo(f"next: palaestra plan show {named[-1][0].id}")


def add(
    box: Annotated[str, typer.Argument(help="A broad box, such as levelling-up/alignment-forum-introductions.")],
    title: Annotated[str, typer.Argument(help="What you picked.")],
    url: Annotated[str, typer.Option("--url", help="Where it is.")] = "",
    done: Annotated[bool, typer.Option("--done", help="Tick it, too.")] = False,
) -> None:
    """Record a specific post, paper or project under a broad box."""
    from palaestra.kit.refusal import Refusal
    from palaestra.practice.exchange.tracker_export import update_readme
    from palaestra.practice.exchange.tracker_match import pick_item

    folder = practice_folder()
    resource = path_with(box).resource(box)
    if not resource.category:
        raise Refusal(
            f"“{resource.title}” is one thing already.", "Picks belong under broad boxes, such as forum posts."
        )
    if not title.strip():
        raise Refusal("A pick needs a title.", 'Write it as: palaestra plan add BOX "title".')
    item = pick_item(resource.id, title)
    entries: list[tuple[str, dict[str, Any]]] = [
        ("plan", {"does": "pick", "box": resource.id, "item": item, "title": title.strip(), "url": url or None})
    ]
    if done:
        entries.append(("tick", {"item": item, "ticked": True}))
    folder.log.append_all(entries)
    update_readme(folder)
    typer.echo(f"Recorded under “{resource.title}”: {title.strip()}")
    typer.echo(f"next: palaestra plan tick '{item}'" if not done else "next: palaestra plan show")


def meet(
    goal: Annotated[str, typer.Argument(help="A goal's id, from `plan show --json`.")],
    evidence: Annotated[str, typer.Argument(help="A note, exercise, result, file or link that shows it.")],
) -> None:
    """Name what shows that you have reached a goal of your path."""
    from palaestra.kit.refusal import unknown

    folder = practice_folder()
    curriculum = path_with(goal)
    whole = goal if "/" in goal else f"{curriculum.id}/{goal}"
    found = {each.id: each for each in curriculum.goals}
    if whole not in found:
        raise unknown("goal", goal, found, f"palaestra plan show {curriculum.id} --json")
    folder.log.append("goal", goal=whole, evidence=evidence)
    typer.echo(f"{found[whole].text}\n  {evidence}")
    typer.echo(f"next: palaestra plan show {curriculum.id}")
