"""A path in another order: the same modules, other stages."""

from dataclasses import replace

from palaestra.kit.curriculum.words import Curriculum, Module, Stage
from palaestra.kit.refusal import unknown

LATER = "What this order asks for only when your work does."


def in_order(curriculum: Curriculum, order_id: str) -> Curriculum:
    """The path with its modules in one of its orders; the empty id is the path as written.

    The order's stages come first; modules it does not name follow in their own stages, which keep
    their goals and their sentence of success (a stage may be left with nothing else); what the order
    leaves for later is a last stage. What a module requires is kept where it still comes first; what
    comes later than the module holds it up no more.
    """
    if not order_id:
        return curriculum
    orders = {each.id: each for each in curriculum.orders}
    if order_id not in orders:
        raise unknown("order", order_id, orders, f"palaestra plan show {curriculum.id}")
    order = orders[order_id]
    modules = {each.id: each for each in curriculum.modules}
    taken = {module for stage in order.stages for module in stage.modules}
    first = tuple(
        Stage(each.id, each.title, each.objective, modules=tuple(modules[name] for name in each.modules))
        for each in order.stages
    )
    left = tuple(modules[each.module] for each in order.later)
    rest = tuple(
        replace(stage, modules=tuple(each for each in stage.modules if each.id not in taken and each not in left))
        for stage in curriculum.stages
    )
    last = (Stage(f"{curriculum.id}/{order.id}-later", "Left for later", LATER, modules=left),) if left else ()
    return _without_late_requirements(replace(curriculum, stages=first + rest + last))


def _without_late_requirements(curriculum: Curriculum) -> Curriculum:
    """Drop what a module requires where that now comes after it."""
    seen: set[str] = set()
    stages: list[Stage] = []
    for stage in curriculum.stages:
        modules: list[Module] = []
        for module in stage.modules:
            modules.append(replace(module, requires=tuple(each for each in module.requires if each in seen)))
            seen.add(module.id)
        stages.append(replace(stage, modules=tuple(modules)))
    return replace(curriculum, stages=tuple(stages))
