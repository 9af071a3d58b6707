"""Whether a box of a path is met: ticked itself, or by enough of its options, parts or picks."""

from collections.abc import Callable

from palaestra.kit.curriculum import Option, Resource
from palaestra.practice.path.learner import Facts, Left
from palaestra.practice.path.standing import BoxStatus, OptionStatus


def box_status(resource: Resource, facts: Facts, passed_day: str = "") -> BoxStatus:
    """How a box stands. `passed_day`: when its module was passed; what joined it later is new."""
    names = (resource.id, *resource.aliases)

    def ticked(part: str = "") -> bool:
        return any((f"{name}#{part}" if part else name) in facts.ticked for name in names)

    def left(part: str = "") -> Left | None:
        found = (facts.left.get(f"{name}#{part}" if part else name) for name in names)
        return next((each for each in found if each), None)

    options = tuple(_option(option, ticked, left) for option in resource.options)
    parts = tuple(ticked(resource.part_key(number)) for number, _ in enumerate(resource.parts, 1))
    picks = tuple((pick, pick.item in facts.ticked) for name in names for pick in facts.picks.get(name, ()))
    if resource.picks:
        met, least = sum(done for _, done in picks), resource.picks
    elif resource.options:
        met, least = sum(option.done for option in options), _least(resource, options)
    else:
        met, least = sum(parts), len(parts)
    return BoxStatus(
        resource,
        done=ticked() or (least > 0 and met >= least),
        ticked=ticked(),
        met=met,
        least=least,
        options=options,
        parts=parts,
        picks=picks,
        left=left(),
        is_new=bool(passed_day) and resource.added > passed_day,
        revisit=resource.id in facts.revisit,
    )


def _option(option: Option, ticked: Callable[[str], bool], left: Callable[[str], Left | None]) -> OptionStatus:
    parts = tuple(ticked(option.part_key(number)) for number, _ in enumerate(option.parts, 1))
    done = ticked(option.id) or (bool(parts) and all(parts))
    return OptionStatus(option, done, parts, None if done else left(option.id))


def _least(resource: Resource, options: tuple[OptionStatus, ...]) -> int:
    """How many options meet the box; one that was let go is asked for no more, unless the path lets choose anyway."""
    if resource.choose:
        return resource.least
    return resource.least - sum(each.left is not None and each.left.lets_go for each in options)
