"""Triage: what a path asks of this learner, module by module, and why.

    role = roles(curriculum, facts)["research-engineer/vision"]
    role.asks, role.because           # "skipped", "Theory of alignment rests on none of it."

What decides, strongest first: what the learner left, wants just in time, or chose of several; what
they know already; what their niche needs, makes optional or leaves out; the labs they care for, which
lift a module by one place; last the path itself. Nothing is ever deleted, and a state once reached stays.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from palaestra.kit.curriculum import Because, Curriculum, Laboratory, Module, Niche
from palaestra.kit.refusal import Refusal, unknown
from palaestra.practice.path.learner import Facts, Triage
from palaestra.practice.path.standing import Plan, Role

LIFTED = {"skipped": "optional", "optional": "required", "required": "required"}
MOST_HOURS = 100.0


@dataclass(frozen=True, slots=True)
class Change:
    """One module that a new triage asks otherwise than before."""

    module: Module
    before: Role
    after: Role
    state: str
    """Where the learner stands on it; that stays."""


@dataclass(frozen=True, slots=True)
class Preview:
    """What a new triage would change, before it is kept."""

    triage: Triage
    changes: tuple[Change, ...]
    before: Plan
    after: Plan

    @property
    def kept(self) -> int:
        """Modules passed already: they stay so, whatever the triage says."""
        return sum(each.is_passed for each in self.after.modules)

    @property
    def required(self) -> tuple[int, int]:
        """How many modules are required, before and after."""
        before, after = (sum(each.asked for each in plan.modules) for plan in (self.before, self.after))
        return before, after


def triage_of(curriculum: Curriculum, facts: Facts) -> Triage:
    """What the learner last said for this path."""
    return facts.triage.get(curriculum.id, Triage())


def preview(curriculum: Curriculum, facts: Facts, triage: Triage) -> Preview:
    """What would change if `triage` were kept. A pure function: nothing is written."""
    from palaestra.practice.path.plan import make_plan

    before = make_plan(curriculum, facts)
    after = make_plan(curriculum, replace(facts, triage={**facts.triage, curriculum.id: triage}))
    changes = tuple(
        Change(new.module, old.role, new.role, new.state)
        for old, new in zip(before.modules, after.modules, strict=True)
        if old.role.asks != new.role.asks
    )
    return Preview(triage, changes, before, after)


def checked(curriculum: Curriculum, triage: Triage) -> Triage:
    """The triage with whole ids. Raises Refusal with the nearest for a niche, lab or module the path lacks."""
    command = f"palaestra plan triage --path {curriculum.id}"
    niches = [each.id for each in curriculum.niches]
    if triage.niche and triage.niche not in niches:
        raise unknown("niche", triage.niche, niches, command)
    labs = [each.id for each in curriculum.laboratories]
    for each in triage.labs:
        if each not in labs:
            raise unknown("laboratory", each, labs, command)
    if not 0 <= triage.hours <= MOST_HOURS:
        raise Refusal(f"A week has no {triage.hours:g} hours to practise in.", "Say between 0 and 100.")
    knows = tuple(dict.fromkeys(curriculum.module_about(each).id for each in triage.knows))
    return replace(triage, labs=tuple(dict.fromkeys(triage.labs)), knows=knows)


def roles(curriculum: Curriculum, facts: Facts) -> dict[str, Role]:
    """What the path asks about each of its modules."""
    said = triage_of(curriculum, facts)
    niche = next((each for each in curriculum.niches if each.id == said.niche), None)
    labs = [each for each in curriculum.laboratories if each.id in said.labs]
    return {
        each.id: _decided(curriculum, each, facts) or _known(each, said) or _by_interest(each, niche, labs)
        for each in curriculum.modules
    }


def _decided(curriculum: Curriculum, module: Module, facts: Facts) -> Role | None:
    """What the learner decided about this very module."""
    names = (module.id, *module.aliases)
    left = next((facts.left[each] for each in names if each in facts.left), None)
    if left:
        return Role("skipped", f"You left it: {left.because}", "you")
    want = next((each for each in facts.wants if each.module in names), None)
    if want:
        purpose = f" for {want.purpose}" if want.purpose else ""
        return Role("required", f"You asked for it{purpose}: {want.because}", "you")
    chosen = facts.chosen.get(f"{curriculum.id}/{module.group}", "") if module.group else ""
    if chosen in names:
        return Role("required", "You chose it.", "you")
    if chosen:
        other = next((each.title for each in curriculum.modules if chosen in (each.id, *each.aliases)), "another")
        return Role("skipped", f"You chose “{other}” instead.", "you")
    return None


def _known(module: Module, said: Triage) -> Role | None:
    if not any(each in said.knows for each in (module.id, *module.aliases)):
        return None
    return Role("skipped", "You said that you know it; testing out of it would show it in minutes.", "you")


def _by_interest(module: Module, niche: Niche | None, labs: Iterable[Laboratory]) -> Role:
    role = _by_niche(module, niche)
    for lab in labs:
        reason = _reason(lab.rests_on, module)
        if reason:
            says = f"{lab.title}’s work rests on this: {reason}"
            asks = LIFTED[role.asks]
            kept = f"{role.because} But {says}" if role.asks == "skipped" else says
            role = Role(asks, kept, "lab") if asks != role.asks or role.by == "path" else role
    return role


def _by_niche(module: Module, niche: Niche | None) -> Role:
    if niche:
        for asks, reasons in (("required", niche.needs), ("optional", niche.options), ("skipped", niche.skips)):
            reason = _reason(reasons, module)
            if reason:
                return Role(asks, reason, "niche")
    if module.optional:
        return Role("optional", "The path leaves it to you.")
    return Role("required", "Common ground: every niche stands on it." if niche else "Part of the path.")


def _reason(reasons: Iterable[Because], module: Module) -> str:
    names = (module.id, *module.aliases)
    return next((each.because for each in reasons if each.module in names), "")


def labs_of(curriculum: Curriculum, module: Module) -> tuple[tuple[Laboratory, str], ...]:
    """The laboratories whose work rests on a module, with why."""
    found = ((lab, _reason(lab.rests_on, module)) for lab in curriculum.laboratories)
    return tuple((lab, reason) for lab, reason in found if reason)


def counts(given: Mapping[str, Role]) -> dict[str, int]:
    """How many modules are required, optional and skipped."""
    found: dict[str, int] = dict.fromkeys(("required", "optional", "skipped"), 0)
    for role in given.values():
        found[role.asks] += 1
    return found
