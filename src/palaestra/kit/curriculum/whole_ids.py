"""Short ids become whole: `probability` is `levelling-up/probability` everywhere but inside a box."""

from dataclasses import replace

from palaestra.kit.curriculum.choices import Because, Laboratory, Niche, Order, OrderStage
from palaestra.kit.curriculum.resources import Resource
from palaestra.kit.curriculum.words import Curriculum, Goal, Module, Stage


def with_whole_ids(curriculum: Curriculum) -> Curriculum:
    """The path with every id of its own, and every mention of one, made whole."""
    own = _Whole(curriculum.id)
    return replace(
        curriculum,
        stages=tuple(map(own.stage, curriculum.stages)),
        shelves=tuple(map(own.resource, curriculum.shelves)),
        orders=tuple(map(own.order, curriculum.orders)),
        niches=tuple(map(own.niche, curriculum.niches)),
        laboratories=tuple(map(own.laboratory, curriculum.laboratories)),
    )


class _Whole:
    def __init__(self, curriculum_id: str) -> None:
        self._path = curriculum_id

    def id(self, short: str) -> str:
        return short if not short or "/" in short else f"{self._path}/{short}"

    def ids(self, short: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(map(self.id, short))

    def resource(self, each: Resource) -> Resource:
        return replace(each, id=self.id(each.id), revisits=self.id(each.revisits), aliases=self.ids(each.aliases))

    def module(self, each: Module) -> Module:
        return replace(
            each,
            id=self.id(each.id),
            requires=self.ids(each.requires),
            aliases=self.ids(each.aliases),
            brings=self.reasons(each.brings),
            resources=tuple(map(self.resource, each.resources)),
        )

    def goal(self, each: Goal) -> Goal:
        return replace(each, id=self.id(each.id), met_by=self.ids(each.met_by), aliases=self.ids(each.aliases))

    def stage(self, each: Stage) -> Stage:
        goals, modules = tuple(map(self.goal, each.goals)), tuple(map(self.module, each.modules))
        return replace(each, id=self.id(each.id), goals=goals, modules=modules)

    def reasons(self, given: tuple[Because, ...]) -> tuple[Because, ...]:
        return tuple(replace(each, module=self.id(each.module)) for each in given)

    def order(self, each: Order) -> Order:
        stages = tuple(map(self._order_stage, each.stages))
        return replace(each, stages=stages, later=self.reasons(each.later))

    def _order_stage(self, each: OrderStage) -> OrderStage:
        return replace(each, id=self.id(each.id), modules=self.ids(each.modules))

    def niche(self, each: Niche) -> Niche:
        needs, options, skips = map(self.reasons, (each.needs, each.options, each.skips))
        return replace(each, needs=needs, options=options, skips=skips)

    def laboratory(self, each: Laboratory) -> Laboratory:
        return replace(each, rests_on=self.reasons(each.rests_on))
