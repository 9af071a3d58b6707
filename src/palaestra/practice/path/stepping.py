"""The one next action on a path."""

from palaestra.practice.path.learner import Facts
from palaestra.practice.path.missing import ripe_lacks
from palaestra.practice.path.standing import Lack, ModuleStatus, StageStatus, Step


def next_step(stages: tuple[StageStatus, ...], facts: Facts) -> Step | None:
    """What was asked for just in time; else the first open module's first lack; at the end of a stage what
    makes it solid, then its sentence of success; in the end whatever was put off.
    """
    return _wanted(stages, facts) or _in_order(stages, facts) or _put_off(stages)


def _wanted(stages: tuple[StageStatus, ...], facts: Facts) -> Step | None:
    wanted = [each.module for each in facts.wants if each.module]
    for stage in stages:
        for each in stage.asked:
            if each.module.id in wanted and each.state in ("open", "understood") and each.lacks:
                return _step(each, each.lacks[0], each.role.because)
    return None


def _in_order(stages: tuple[StageStatus, ...], facts: Facts) -> Step | None:
    for stage in stages:
        for each in stage.asked:
            if each.state in ("open", "understood") and each.lacks:
                return _step(each, each.lacks[0], f"It is next in {stage.stage.title}.")
        if stage.passed:
            for each in stage.asked:
                ripe = ripe_lacks(each.module, facts) if each.state == "passed" else []
                if ripe:
                    return _step(each, ripe[0], f"{stage.stage.title} is passed; this makes it solid.")
        ends = stage.passed or not stage.modules
        if ends and stage.success and not stage.success.met and not stage.success.not_yet:
            return _check(stage)
    return None


def _put_off(stages: tuple[StageStatus, ...]) -> Step | None:
    """When nothing else is left: the sentences of success that did not hold yet."""
    off = [each for each in stages if each.passed and each.success and not each.success.met]
    return _check(off[0]) if off else None


def _check(stage: StageStatus) -> Step:
    """The check a stage ends with, of exactly its sentence."""
    module = stage.modules[-1].module.id if stage.modules else ""
    does = f'palaestra plan meet {stage.stage.success_id} "what shows it"'
    return Step(
        module, f"Does this hold? “{stage.stage.success}”", does, f"{stage.stage.title} ends with this sentence."
    )


def _step(status: ModuleStatus, lack: Lack, because: str) -> Step:
    return Step(status.module.id, f"{status.module.title}: {lack.says}", lack.does, because)
