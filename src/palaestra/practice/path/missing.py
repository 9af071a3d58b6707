"""What a module lacks for its next state, each lack with the command that leads there."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from palaestra.kit.curriculum import Goal, Module
from palaestra.practice.path.boxes import box_status
from palaestra.practice.path.learner import Facts, Placing
from palaestra.practice.path.standing import Lack

SOLID_SHARE = 0.8
SOLID_STABILITY_DAYS = 21.0
AGAIN_AFTER = timedelta(days=7)


def lacks_for_passed(module: Module, facts: Facts) -> list[Lack]:
    """What stands between an open module and *passed*, the exercises that are left first."""
    placing = placing_of(module, facts)
    if placing:
        return _lacks_for_placement(module, placing, facts)
    if not module.exercises:
        return _lacks_without_exercises(module, facts)
    return [
        Lack(f"exercise {each}", f"palaestra {'check' if each in facts.tried else 'start'} {each}")
        for each in module.exercises
        if each not in facts.passed and each not in facts.disputed
    ]


def lacks_for_solid(module: Module, facts: Facts) -> list[Lack]:
    """What stands between *passed* and *solid*: firm core cards, and one thing done again a week later."""
    lacks: list[Lack] = []
    firm = sum(facts.stability.get(card, 0.0) >= SOLID_STABILITY_DAYS for card in module.core_cards)
    if firm < SOLID_SHARE * len(module.core_cards):
        lacks.append(Lack(f"core cards at 21 days: {firm} of {len(module.core_cards)}", "palaestra review"))
    lacks += [
        Lack(f"exercise {each}, whose verdict you dispute", f"palaestra check {each}")
        for each in disputed_in(module, facts)
    ]
    return lacks + _lacks_again(module, facts)


def disputed_in(module: Module, facts: Facts) -> tuple[str, ...]:
    """The exercises of a module whose verdict is disputed."""
    return tuple(each for each in module.exercises if each in facts.disputed)


def ripe_lacks(module: Module, facts: Facts) -> list[Lack]:
    """What can be done today to make a passed module solid. Cards come by themselves; a week must pass for the rest."""
    if facts.today is None:
        return lacks_for_solid(module, facts)
    again = _lacks_again(module, facts)
    days = [facts.passed[each] for each in module.exercises if each in facts.passed]
    days = days if module.exercises else list(under(facts.explained, module))
    return again if not days or min(days) + AGAIN_AFTER <= facts.today else []


def _lacks_again(module: Module, facts: Facts) -> list[Lack]:
    if any(each in facts.again for each in module.exercises or _names(module)):
        return []
    if module.exercises:
        first = min(module.exercises, key=lambda each: facts.passed.get(each, date.max))
        says = "one exercise from a blank file, a week or more after it passed"
        return [Lack(says, f"palaestra start {first} --again")]
    says = "one explanation from a blank page, a week or more after the first"
    return [Lack(says, f"palaestra note --explain {module.id} --again")]


def _lacks_without_exercises(module: Module, facts: Facts) -> list[Lack]:
    lacks: list[Lack] = []
    for box in (box_status(each, facts) for each in module.resources):
        if not box.settled:
            counts = f" ({box.counts})" if box.counts else ""
            lacks.append(Lack(f"{box.resource.title}{counts}", f"palaestra plan tick {box.resource.id}"))
    lacks += lacks_of_artefacts(module, facts)
    if not under(facts.explained, module):
        lacks.append(Lack("an explanation in your own words", f"palaestra note --explain {module.id}"))
    return lacks


def lacks_of_artefacts(module: Module, facts: Facts) -> list[Lack]:
    """Artefacts the module asks for that are not done yet."""
    return [
        Lack(
            f"{wanted.title or wanted.kind}: {there} of {wanted.count}",
            f'palaestra artefact new {wanted.kind} "its title" --for {module.id}',
        )
        for wanted in module.artefacts
        if (there := artefacts_there(module, wanted.kind, facts)) < wanted.count
    ]


def artefacts_there(module: Module, kind: str, facts: Facts) -> int:
    """How many artefacts of a kind are done that count for a module: its own, and those for none in particular."""
    own = sum(facts.artefacts_for.get(name, {}).get(kind, 0) for name in (module.id, *module.aliases))
    return own + facts.artefacts.get(kind, 0)


def _lacks_for_placement(module: Module, placing: Placing, facts: Facts) -> list[Lack]:
    lacks: list[Lack] = []
    if placing.exercise and placing.exercise not in facts.alone:
        verb = "check" if placing.exercise in facts.tried else "start"
        lacks.append(Lack(f"placement: {placing.exercise}, all rungs, alone", f"palaestra {verb} {placing.exercise}"))
    if not placing.exercise and not set(_names(module)) & facts.told:
        says = "placement: an explanation with nothing of its rubric missing"
        lacks.append(Lack(says, f"palaestra note --explain {module.id}"))
    return lacks if module.exercises else lacks + lacks_of_artefacts(module, facts)


def placing_of(module: Module, facts: Facts) -> Placing | None:
    """The placement begun for a module, if its exercise is still one of the module's."""
    found = next((facts.placing[each] for each in _names(module) if each in facts.placing), None)
    return found if found and (found.exercise in module.exercises or not (found.exercise or module.exercises)) else None


def is_placed(module: Module, facts: Facts) -> bool:
    """Whether the module was tested out of."""
    placing = placing_of(module, facts)
    return placing is not None and not _lacks_for_placement(module, placing, facts)


def under(found: Mapping[str, tuple[Any, ...]], each: Module | Goal) -> tuple[Any, ...]:
    """What is recorded under an id or a former one."""
    return tuple(item for name in _names(each) for item in found.get(name, ()))


def _names(each: Module | Goal) -> tuple[str, ...]:
    return (each.id, *each.aliases)
