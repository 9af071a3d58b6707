"""The plan: where each module of a path stands, what it lacks, and the one next action.

    plan = make_plan(curriculum, facts)
    plan.module("research-engineer/bandits").state        # "open"
    plan.next                                             # Step(says, does, because)

A pure function of a curriculum and facts about the learner (`facts.gather` reads
them from the practice folder). A state once reached and recorded is never
withdrawn; `newly_reached` lists those to record. What is asked of the learner at
all (required, optional, skipped) is `triage`'s.

    locked       something it builds on is not passed yet, or another module of its track comes first
    open         may be worked on
    understood   explained in the learner's own words, scored by them
    passed       its exercises without the solution; without exercises: understood, boxes met, artefacts there;
                 or tested out of: its hardest exercise alone
    solid        80 % of its core cards at 21 days of stability, and one exercise or explanation from a blank page
                 a week or more later
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from palaestra.kit.curriculum import Curriculum, Goal, Module, Stage, in_order
from palaestra.practice.path.boxes import box_status
from palaestra.practice.path.evidence import goal_status
from palaestra.practice.path.learner import Facts
from palaestra.practice.path.missing import (
    disputed_in,
    is_placed,
    lacks_for_passed,
    lacks_for_solid,
    lacks_of_artefacts,
    placing_of,
    under,
)
from palaestra.practice.path.standing import STATES, Lack, ModuleStatus, Plan, Role, StageStatus
from palaestra.practice.path.stepping import next_step
from palaestra.practice.path.triage import roles
from palaestra.practice.path.wanting import want_status

__all__ = ["box_status", "make_plan", "newly_reached", "own_state"]

ONE_AT_A_TIME = "one module at a time in a track, so that nothing new is taken in before the last is integrated"


@dataclass(frozen=True, slots=True)
class _Known:
    """What every module of one path is seen with."""

    path: Curriculum
    facts: Facts
    roles: Mapping[str, Role]
    computed: Mapping[str, str]
    best: Mapping[str, str]
    """The better of what the facts give and what events record."""
    later: Mapping[str, str]


def make_plan(curriculum: Curriculum, facts: Facts) -> Plan:
    """The whole path as it stands, in the order the learner took."""
    order = order_of(curriculum, facts)
    path = _ordered(curriculum, order)
    computed = {module.id: own_state(module, facts) for module in path.modules}
    best = {each: max(state, recorded(each, facts), key=STATES.index) for each, state in computed.items()}
    later = {each.module: each.because for taken in path.orders if taken.id == order for each in taken.later}
    known = _Known(path, facts, roles(path, facts), computed, best, later)
    stages = tuple(_stage(stage, known) for stage in path.stages if stage.modules or stage.goals or stage.success)
    shelves = tuple(box_status(each, facts) for each in path.shelves)
    wants = tuple(want_status(each, facts, best) for each in facts.wants)
    return Plan(path, stages, next_step(stages, facts), order, wants, shelves)


def order_of(curriculum: Curriculum, facts: Facts) -> str:
    """The order taken, if the path still has it."""
    order = facts.orders.get(curriculum.id, "")
    return order if order in {each.id for each in curriculum.orders} else ""


def _ordered(curriculum: Curriculum, order: str) -> Curriculum:
    first = next((each.stages[0].id for each in curriculum.orders if each.id == order and each.stages), "")
    is_in_order = bool(first) and curriculum.stages[0].id == first
    return curriculum if is_in_order else in_order(curriculum, order)


def newly_reached(plan: Plan) -> list[tuple[str, str]]:
    """Modules and the states they reached that no event records yet, to append as `state` events.

    What rests on a disputed verdict is not recorded: a dispute may be withdrawn, a state may not.
    """
    rank = STATES.index
    return [
        (each.module.id, each.computed)
        for each in plan.modules
        if rank(each.computed) >= rank("understood") and rank(each.computed) > rank(each.recorded) and not each.disputed
    ]


def own_state(module: Module, facts: Facts) -> str:
    """The state by what was done for this module alone: `open` at least."""
    if _is_passed(module, facts):
        return "passed" if lacks_for_solid(module, facts) else "solid"
    return "understood" if under(facts.explained, module) else "open"


def _is_passed(module: Module, facts: Facts) -> bool:
    if is_placed(module, facts):
        return True
    if module.exercises:
        return all(each in facts.passed or each in facts.disputed for each in module.exercises)
    boxes = all(box_status(each, facts).settled for each in module.resources)
    return bool(under(facts.explained, module)) and boxes and not lacks_of_artefacts(module, facts)


def _stage(stage: Stage, known: _Known) -> StageStatus:
    modules = tuple(_module(stage, module, known) for module in stage.modules)
    goals = tuple(goal_status(known.path, goal, known.facts, known.best) for goal in stage.goals)
    success = Goal(stage.success_id, stage.success) if stage.success else None
    ends = goal_status(known.path, success, known.facts, known.best) if success else None
    passed = [each.passed_day for each in modules if each.passed_day]
    return StageStatus(stage, goals, tuple(_with_news(each, passed) for each in modules), ends)


def _module(stage: Stage, module: Module, known: _Known) -> ModuleStatus:
    facts, role = known.facts, known.roles[module.id]
    chosen = facts.chosen.get(f"{known.path.id}/{module.group}", "") if module.group else ""
    placing = placing_of(module, facts) is not None
    way = () if placing else tuple(_way(module, known))
    state = known.best[module.id]
    if state == "open" and way:
        state = "locked"
    passed_day = _passed_day(module, facts)
    return ModuleStatus(
        module,
        stage.id,
        state,
        known.computed[module.id],
        recorded(module.id, facts),
        chosen=chosen in (module.id, *module.aliases),
        hidden=bool(chosen) and chosen not in (module.id, *module.aliases),
        boxes=tuple(box_status(each, facts, passed_day) for each in module.resources),
        lacks=_lacks(module, state, way, known),
        way=way,
        role=role,
        held=_held(module, known) if way else "",
        later=known.later.get(module.id, ""),
        placing=placing,
        placed=is_placed(module, facts),
        disputed=disputed_in(module, facts),
        passed_day=passed_day,
        revisit=module.id in facts.revisit,
    )


def _with_news(each: ModuleStatus, passed_days: list[str]) -> ModuleStatus:
    """A module is new when it joined or changed after the learner passed it, or passed others of its stage."""
    days = [each.passed_day] if each.passed_day else passed_days
    return replace(each, is_new=True) if days and each.module.added > min(days) else each


def _passed_day(module: Module, facts: Facts) -> str:
    days = [
        day
        for name in (module.id, *module.aliases)
        for state, day in facts.reached.get(name, {}).items()
        if state in ("passed", "solid")
    ]
    return min(days, default="")


def _direct(module: Module, known: _Known) -> tuple[list[Module], list[Module]]:
    """What must be passed right before a module: what it requires, and the one before it in its track."""
    wanted = [known.path.module(each) for each in module.requires]
    before: list[Module] = []
    is_wanted = any(each.module == module.id for each in known.facts.wants)
    if not module.free and known.roles[module.id].asks == "required" and not is_wanted:
        modules = known.path.modules
        before = [
            each
            for each in modules[: modules.index(module)]
            if each.track == module.track
            and not each.free
            and known.roles[each.id].asks == "required"
            and not each.planned
        ][-1:]

    def holds(each: Module) -> bool:
        return known.roles[each.id].holds and not each.planned and not _at_least_passed(known.best[each.id])

    return [each for each in wanted if holds(each)], [each for each in before if holds(each)]


def _way(module: Module, known: _Known) -> list[str]:
    """Everything to pass before a module, what comes first first."""
    found: set[str] = set()
    front = [module]
    while front:
        needs, before = _direct(front.pop(), known)
        for each in (*needs, *before):
            if each.id not in found:
                found.add(each.id)
                front.append(each)
    return [each.id for each in known.path.modules if each.id in found]


def _held(module: Module, known: _Known) -> str:
    """What holds a locked module, in a sentence."""
    needs, before = _direct(module, known)
    said: list[str] = []
    if needs:
        titles = ", ".join(f"“{each.title}”" for each in needs)
        said.append(f"It builds on {titles}, not passed yet.")
    titles = [f"“{each.title}”" for each in before if each not in needs]
    if titles:
        said.append(f"{titles[0]} comes first: {ONE_AT_A_TIME}.")
    return " ".join(said)


def _lacks(module: Module, state: str, way: tuple[str, ...], known: _Known) -> tuple[Lack, ...]:
    if state == "solid":
        return ()
    if state == "passed":
        return tuple(lacks_for_solid(module, known.facts))
    before = [
        Lack(f"“{known.path.module(each).title}” is not passed yet", f"palaestra plan why {each}") for each in way
    ]
    return (*before, *lacks_for_passed(module, known.facts))


def _at_least_passed(state: str) -> bool:
    return STATES.index(state) >= STATES.index("passed")


def recorded(module_id: str, facts: Facts) -> str:
    """The highest state an event records."""
    states = [each for each in facts.reached.get(module_id, {}) if each in STATES]
    return max(states, key=STATES.index, default="locked")
