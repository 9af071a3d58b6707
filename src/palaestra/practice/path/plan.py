"""The plan: where each module of a path stands, what it lacks, and the one next action.

    plan = make_plan(curriculum, facts)
    plan.module("research-engineer/bandits").state        # "open"
    plan.next                                             # Step(says, does, because)

A pure function of a curriculum and facts about the learner (`facts.gather` reads
them from the practice folder). A state once reached and recorded is never
withdrawn; `newly_reached` lists those to record.

    locked       something it builds on is not passed yet
    open         may be worked on
    understood   explained in the learner's own words, scored by them
    passed       its exercises without the solution; without exercises: understood, boxes met, artefacts there
    solid        80 % of its core cards at 21 days of stability, and one exercise or explanation a week later
"""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from palaestra.kit.curriculum import Curriculum, Goal, Module, Option, Resource, Stage
from palaestra.practice.path.standing import (
    STATES,
    BoxStatus,
    Facts,
    GoalStatus,
    Lack,
    ModuleStatus,
    OptionStatus,
    Plan,
    StageStatus,
    Step,
)

SOLID_SHARE = 0.8
SOLID_STABILITY_DAYS = 21.0
AGAIN_AFTER = timedelta(days=7)


def make_plan(curriculum: Curriculum, facts: Facts) -> Plan:
    """The whole path as it stands."""
    now = {module.id: own_state(module, facts) for module in curriculum.modules}
    best = {each: max(state, _recorded(each, facts), key=STATES.index) for each, state in now.items()}
    stages: list[StageStatus] = []
    for stage in curriculum.stages:
        modules = tuple(_module(curriculum, stage, module, facts, now, best) for module in stage.modules)
        goals = tuple(GoalStatus(goal, _under(facts.evidence, goal)) for goal in stage.goals)
        stages.append(StageStatus(stage, goals, modules))
    return Plan(curriculum, tuple(stages), _next(tuple(stages)))


def newly_reached(plan: Plan) -> list[tuple[str, str]]:
    """Modules and the states they reached that no event records yet, to append as `state` events."""
    known = STATES.index
    return [
        (each.module.id, each.computed)
        for each in plan.modules
        if known(each.computed) >= known("understood") and known(each.computed) > known(each.recorded)
    ]


def own_state(module: Module, facts: Facts) -> str:
    """The state by what was done for this module alone: `open` at least."""
    explained = _under(facts.explained, module)
    if module.exercises:
        passed = all(each in facts.passed for each in module.exercises)
    else:
        boxes = all(box_status(each, facts).done for each in module.resources)
        there = all(facts.artefacts.get(wanted.kind, 0) >= wanted.count for wanted in module.artefacts)
        passed = bool(explained) and boxes and there
    if passed:
        return "solid" if not _lacks_for_solid(module, facts) else "passed"
    return "understood" if explained else "open"


def box_status(resource: Resource, facts: Facts) -> BoxStatus:
    """Whether a box is met: ticked itself, or by enough options, parts or picks."""
    names = (resource.id, *resource.aliases)

    def ticked(part: str = "") -> bool:
        return any((f"{name}#{part}" if part else name) in facts.ticked for name in names)

    options = tuple(_option(option, ticked) for option in resource.options)
    parts = tuple(ticked(resource.part_key(number)) for number, _ in enumerate(resource.parts, 1))
    picks = tuple((pick, pick.item in facts.ticked) for name in names for pick in facts.picks.get(name, ()))
    if resource.picks:
        met, least = sum(done for _, done in picks), resource.picks
    elif resource.options:
        met, least = sum(option.done for option in options), resource.least
    else:
        met, least = sum(parts), len(parts)
    done = ticked() or (least > 0 and met >= least)
    return BoxStatus(resource, done, ticked(), met, least, options, parts, picks)


def _option(option: Option, ticked: Any) -> OptionStatus:
    parts = tuple(ticked(option.part_key(number)) for number, _ in enumerate(option.parts, 1))
    return OptionStatus(option, ticked(option.id) or (bool(parts) and all(parts)), parts)


def _module(
    curriculum: Curriculum, stage: Stage, module: Module, facts: Facts, now: Mapping[str, str], best: Mapping[str, str]
) -> ModuleStatus:
    way = tuple(_way(curriculum, module, best))
    state = best[module.id]
    if state == "open" and way:
        state = "locked"
    chosen = facts.chosen.get(f"{curriculum.id}/{module.group}", "") if module.group else ""
    return ModuleStatus(
        module,
        stage.id,
        state,
        now[module.id],
        _recorded(module.id, facts),
        chosen=chosen in (module.id, *module.aliases),
        hidden=bool(chosen) and chosen not in (module.id, *module.aliases),
        boxes=tuple(box_status(each, facts) for each in module.resources),
        lacks=_lacks(curriculum, module, state, facts, way),
        way=way,
    )


def _is_passed(state: str) -> bool:
    return STATES.index(state) >= STATES.index("passed")


def _direct(curriculum: Curriculum, module: Module, best: Mapping[str, str]) -> list[Module]:
    """What must be passed right before a module: what it requires, and the one before it in its track."""
    wanted = [curriculum.module(each) for each in module.requires]
    if not module.free and not module.optional:
        modules = curriculum.modules
        before = [
            each
            for each in modules[: modules.index(module)]
            if each.track == module.track and not each.free and not each.optional and not each.planned
        ]
        wanted += before[-1:]
    return [each for each in wanted if not each.planned and not _is_passed(best[each.id])]


def _way(curriculum: Curriculum, module: Module, best: Mapping[str, str]) -> list[str]:
    """Everything to pass before a module, what comes first first."""
    found: set[str] = set()
    front = [module]
    while front:
        for each in _direct(curriculum, front.pop(), best):
            if each.id not in found:
                found.add(each.id)
                front.append(each)
    return [each.id for each in curriculum.modules if each.id in found]


def _lacks(curriculum: Curriculum, module: Module, state: str, facts: Facts, way: tuple[str, ...]) -> tuple[Lack, ...]:
    if state == "solid":
        return ()
    if state == "passed":
        return tuple(_lacks_for_solid(module, facts))
    lacks = [Lack(f"“{curriculum.module(each).title}” is not passed yet", f"palaestra plan why {each}") for each in way]
    for exercise in module.exercises:
        if exercise not in facts.passed:
            verb = "check" if exercise in facts.tried else "start"
            lacks.append(Lack(f"exercise {exercise}", f"palaestra {verb} {exercise}"))
    if not module.exercises:
        lacks += _lacks_without_exercises(module, facts)
    return tuple(lacks)


def _lacks_without_exercises(module: Module, facts: Facts) -> list[Lack]:
    lacks: list[Lack] = []
    for box in (box_status(each, facts) for each in module.resources):
        if not box.done:
            counts = f" ({box.counts})" if box.counts else ""
            lacks.append(Lack(f"{box.resource.title}{counts}", f"palaestra plan tick {box.resource.id}"))
    for wanted in module.artefacts:
        there = facts.artefacts.get(wanted.kind, 0)
        if there < wanted.count:
            lacks.append(Lack(f"{wanted.kind}: {there} of {wanted.count}", "palaestra note --help"))
    if not _under(facts.explained, module):
        lacks.append(Lack("an explanation in your own words", f"palaestra note --explain {module.id}"))
    return lacks


def _lacks_for_solid(module: Module, facts: Facts) -> list[Lack]:
    lacks: list[Lack] = []
    firm = sum(facts.stability.get(card, 0.0) >= SOLID_STABILITY_DAYS for card in module.core_cards)
    if firm < SOLID_SHARE * len(module.core_cards):
        lacks.append(Lack(f"core cards at 21 days: {firm} of {len(module.core_cards)}", "palaestra review"))
    if module.exercises:
        if not any(each in facts.again for each in module.exercises):
            says = "one exercise from a blank file, a week or more after it passed"
            lacks.append(Lack(says, f"palaestra start {module.exercises[0]}"))
        return lacks
    days = sorted(_under(facts.explained, module))
    if not days or days[-1] - days[0] < AGAIN_AFTER:
        says = "one explanation from a blank page, a week or more after the first"
        lacks.append(Lack(says, f"palaestra note --explain {module.id}"))
    return lacks


def _next(stages: tuple[StageStatus, ...]) -> Step | None:
    """The first open module's first lack; at the end of a stage, what is still missing to make it solid."""
    for stage in stages:
        for each in stage.asked:
            if each.state in ("open", "understood") and each.lacks:
                return _step(each, f"It is next in {stage.stage.title}.")
        if stage.asked and all(_is_passed(each.state) for each in stage.asked):
            for each in stage.asked:
                if each.lacks:
                    return _step(each, f"{stage.stage.title} is passed; this makes it solid.")
    return None


def _step(status: ModuleStatus, because: str) -> Step:
    lack = status.lacks[0]
    return Step(status.module.id, f"{status.module.title}: {lack.says}", lack.does, because)


def _recorded(module_id: str, facts: Facts) -> str:
    states = [each for each in facts.reached.get(module_id, {}) if each in STATES]
    return max(states, key=STATES.index, default="locked")


def _under(found: Mapping[str, tuple[Any, ...]], each: Module | Goal) -> tuple[Any, ...]:
    """What is recorded under an id or a former one."""
    return tuple(item for name in (each.id, *each.aliases) for item in found.get(name, ()))
