"""The plan: states, what is missing, the shortest way, groups met at their minimum."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from palaestra.kit.curriculum import Curriculum, find, parse_curriculum
from palaestra.kit.refusal import Refusal
from palaestra.practice.folder import PracticeFolder
from palaestra.practice.path.facts import gather, record_reached
from palaestra.practice.path.plan import box_status, make_plan, newly_reached, own_state
from palaestra.practice.path.standing import STATES, Facts, Pick

DAY = date(2026, 11, 2)

PATH = parse_curriculum(
    """
id = "road"
title = "Road"
author = "us"
summary = "A short one."

[[stages]]
id = "one"
title = "Stage one"
objective = "Begin."

[[stages.goals]]
id = "able"
text = "You are able."

[[stages.modules]]
id = "build"
title = "Build"
why = "First."
exercises = ["r/a", "r/b"]
core_cards = ["r/1", "r/2", "r/3", "r/4", "r/5"]

[[stages.modules]]
id = "later"
title = "Later"
why = "Planned."
planned = true

[[stages.modules]]
id = "read"
title = "Read"
why = "Second."

[[stages.modules.resources]]
id = "pair"
title = "Pair"
options = [{ id = "x", title = "X" }, { id = "y", title = "Y" }, { id = "z", title = "Z" }]
choose = { min = 1, max = 2 }

[[stages.modules.resources]]
id = "both"
title = "Both"
options = [{ id = "x", title = "X", parts = ["1", "2"] }, { id = "y", title = "Y" }]

[[stages]]
id = "two"
title = "Stage two"
objective = "Go on."

[[stages.modules]]
id = "side"
title = "Side"
why = "On its own track."
track = "side"

[[stages.modules]]
id = "end"
title = "End"
why = "Last."
track = "end"
requires = ["read", "side"]

[[stages.modules]]
id = "left"
title = "Left"
why = "One of two."
optional = true
group = "ways"
track = "ways"

[[stages.modules]]
id = "right"
title = "Right"
why = "One of two."
optional = true
group = "ways"
track = "ways"
""",
    Path("road.toml"),
)
BUILT = Facts(passed={"r/a": DAY, "r/b": DAY})
READ = replace(
    BUILT,
    ticked=frozenset({"road/pair#y", "road/both"}),
    explained={"road/read": (DAY,)},
)


def state(module: str, facts: Facts, path: Curriculum = PATH) -> str:
    return make_plan(path, facts).module(module).state


def test_the_first_module_is_open_and_what_follows_in_its_track_is_locked() -> None:
    assert state("build", Facts()) == "open"
    assert state("read", Facts()) == "locked"
    assert state("side", Facts()) == "open"


def test_a_planned_module_is_shown_as_planned_and_holds_nobody_up() -> None:
    plan = make_plan(PATH, BUILT)
    assert plan.module("later").shown == "planned"
    assert plan.module("read").state == "open"


def test_an_explanation_makes_a_module_understood() -> None:
    assert state("build", Facts(explained={"road/build": (DAY,)})) == "understood"


def test_all_required_exercises_make_it_passed() -> None:
    assert state("build", Facts(passed={"r/a": DAY})) == "open"
    assert state("build", BUILT) == "passed"


@pytest.mark.parametrize(("firm", "again", "expected"), [(4, True, "solid"), (3, True, "passed"), (5, False, "passed")])
def test_solid_asks_for_four_cards_in_five_and_one_exercise_again(firm: int, again: bool, expected: str) -> None:
    stability = {f"r/{number}": 21.0 if number <= firm else 20.9 for number in range(1, 6)}
    facts = replace(BUILT, stability=stability, again=frozenset({"r/a"} if again else ()))
    assert state("build", facts) == expected


@pytest.mark.parametrize(("firm", "expected"), [(6, "passed"), (7, "solid")])
def test_six_cards_of_eight_are_not_enough(firm: int, expected: str) -> None:
    eight = replace(PATH.modules[0], core_cards=tuple(f"r/{number}" for number in range(8)))
    stability = {f"r/{number}": 30.0 for number in range(firm)}
    assert own_state(eight, replace(BUILT, stability=stability, again=frozenset({"r/b"}))) == expected


def test_a_module_without_exercises_passes_when_explained_and_its_boxes_are_met() -> None:
    assert state("read", READ) == "passed"
    assert state("read", replace(READ, explained={})) == "open"
    assert state("read", replace(READ, ticked=frozenset({"road/both"}))) == "understood"


def test_a_module_without_exercises_is_solid_after_an_explanation_from_a_blank_page() -> None:
    assert state("read", replace(READ, explained={"road/read": (DAY, date(2026, 12, 9))})) == "passed"
    assert state("read", replace(READ, again=frozenset({"road/read"}))) == "solid"
    (lack,) = make_plan(PATH, READ).module("read").lacks
    assert (lack.says[:32], lack.does[-7:]) == ("one explanation from a blank page"[:32], "--again")


def test_locked_says_what_is_missing_and_the_shortest_way() -> None:
    status = make_plan(PATH, Facts()).module("end")
    assert status.way == ("road/build", "road/read", "road/side")
    assert "“Build” is not passed yet" in [each.says for each in status.lacks]
    shorter = make_plan(PATH, BUILT).module("end")
    assert shorter.way == ("road/read", "road/side")


def test_a_recorded_state_is_never_withdrawn() -> None:
    facts = Facts(reached={"road/read": {"understood": "2026-01-01", "passed": "2026-01-09"}})
    plan = make_plan(PATH, facts)
    assert plan.module("read").state == "passed"
    assert plan.module("end").way == ("road/side",)
    assert newly_reached(plan) == []


def test_newly_reached_are_those_no_event_records() -> None:
    assert ("road/build", "passed") in newly_reached(make_plan(PATH, BUILT))
    facts = replace(BUILT, reached={"road/build": {"passed": "2026-11-02"}})
    assert "road/build" not in [module for module, _ in newly_reached(make_plan(PATH, facts))]


def test_a_group_is_met_at_its_minimum_and_counts_in_words() -> None:
    pair = PATH.resource("pair")
    assert box_status(pair, Facts()).counts == "0 of 1–2"
    one = box_status(pair, Facts(ticked=frozenset({"road/pair#z"})))
    assert (one.done, one.counts, one.ticked) == (True, "1 of 1–2", False)
    assert box_status(pair, Facts(ticked=frozenset({"road/pair"}))).done


def test_without_a_choice_every_option_is_needed_and_parts_make_an_option() -> None:
    both = PATH.resource("both")
    half = box_status(both, Facts(ticked=frozenset({"road/both#x:1", "road/both#x:2"})))
    assert (half.done, half.counts) == (False, "1 of 2")
    assert box_status(both, Facts(ticked=frozenset({"road/both#x:1", "road/both#x:2", "road/both#y"}))).done
    assert box_status(both, Facts(ticked=frozenset({"road/both#x:1", "road/both#y"}))).met == 1


def test_five_papers_count_as_they_are_recorded_and_ticked() -> None:
    box = find("levelling-up").resource("five-papers")
    picks = tuple(Pick(f"{box.id}#pick-{name}", name) for name in "abcde")
    facts = Facts(picks={box.id: picks}, ticked=frozenset(each.item for each in picks[:3]))
    status = box_status(box, facts)
    assert (status.counts, status.done) == ("3 of 5", False)
    assert box_status(box, replace(facts, ticked=frozenset(each.item for each in picks))).done


def test_choosing_one_of_a_group_hides_the_others() -> None:
    plan = make_plan(PATH, Facts(chosen={"road/ways": "road/right"}))
    assert plan.module("left").hidden
    assert not plan.module("right").hidden
    assert plan.module("right").asked
    assert not any(each.hidden for each in make_plan(PATH, Facts()).modules)


def test_goals_show_their_evidence_or_not_yet() -> None:
    assert make_plan(PATH, Facts()).stages[0].goals[0].shown == "not yet"
    facts = Facts(evidence={"road/able": ("notes/able.md",)})
    assert make_plan(PATH, facts).stages[0].goals[0].shown == "notes/able.md"


def test_the_next_action_is_the_first_open_module_then_making_the_stage_solid() -> None:
    first = make_plan(PATH, Facts()).next
    assert first
    assert (first.module, first.does) == ("road/build", "palaestra start r/a")
    tried = make_plan(PATH, Facts(tried=frozenset({"r/a"}))).next
    assert tried
    assert tried.does == "palaestra check r/a"
    after = make_plan(PATH, READ).next
    assert after
    assert after.module == "road/build"
    assert "solid" in after.because


def test_an_unknown_module_suggests_the_nearest() -> None:
    with pytest.raises(Refusal, match="road/build"):
        make_plan(PATH, Facts()).module("biuld")


ITEMS = sorted(item for _, _, each in PATH.every_resource() for item in each.items)


@given(
    ticked=st.frozensets(st.sampled_from(ITEMS)),
    more=st.frozensets(st.sampled_from(ITEMS)),
    passed=st.frozensets(st.sampled_from(["r/a", "r/b"])),
    explained=st.booleans(),
)
def test_doing_more_never_lowers_a_state_or_a_count(
    ticked: frozenset[str], more: frozenset[str], passed: frozenset[str], explained: bool
) -> None:
    fewer = Facts(ticked=ticked, passed=dict.fromkeys(passed, DAY))
    richer = replace(fewer, ticked=ticked | more, explained={"road/read": (DAY,)} if explained else {})
    before, after = make_plan(PATH, fewer), make_plan(PATH, richer)
    assert after.boxes_done >= before.boxes_done
    for one, two in zip(before.modules, after.modules, strict=True):
        assert STATES.index(two.state) >= STATES.index(one.state)
        assert set(two.way) <= set(one.way)
        assert bool(two.way) == (two.state == "locked") or two.state != "open"


def test_facts_come_from_the_folder(folder: PracticeFolder) -> None:
    log = folder.log
    log.append("tick", item="road/pair#y", ticked=True)
    log.append("tick", item="road/both", ticked=True)
    log.append("tick", item="road/both", ticked=False)
    log.append("explanation", module="road/read", path="notes/r.md", scores=[2, 2, 1])
    log.append("explanation", module="road/build", path="notes/b.md")
    log.append("plan", does="choose", group="road/ways", module="road/left")
    log.append("goal", goal="road/able", evidence="notes/able.md")
    log.append("plan", does="pick", box="road/pair", item="road/pair#pick-a", title="A", url="https://a.example")
    facts = gather(folder.index())
    assert facts.ticked == {"road/pair#y"}
    assert facts.cleared == {"road/both"}
    assert list(facts.explained) == ["road/read"]
    assert facts.chosen == {"road/ways": "road/left"}
    assert facts.evidence == {"road/able": ("notes/able.md",)}
    assert facts.picks["road/pair"] == (Pick("road/pair#pick-a", "A", "https://a.example"),)


def attempt(folder: PracticeFolder, verdict: str, assistance: str = "alone", blank: bool = False) -> None:
    facts = {"exercise": "r/a", "mode": "build", "verdict": verdict, "rung": 1, "rungs": 1, "help": assistance}
    folder.log.append("attempt", **facts, blank=blank or None)


def test_a_pass_after_the_solution_counts_a_week_later(folder: PracticeFolder, clock) -> None:
    attempt(folder, "wrong")
    folder.log.append("solution", exercise="r/a")
    attempt(folder, "passed")
    assert gather(folder.index()).passed == {}
    clock.go(days=6)
    attempt(folder, "passed")
    assert gather(folder.index()).passed == {}
    clock.go(days=1)
    attempt(folder, "passed")
    assert list(gather(folder.index()).passed) == ["r/a"]
    assert gather(folder.index()).again == frozenset()
    clock.go(days=7)
    attempt(folder, "passed")
    assert gather(folder.index()).again == frozenset(), "the same file checked again is no re-implementation"
    attempt(folder, "passed", blank=True)
    assert gather(folder.index()).again == {"r/a"}


def test_a_pass_from_a_blank_stub_within_the_week_is_too_soon(folder: PracticeFolder, clock) -> None:
    attempt(folder, "passed")
    clock.go(days=6)
    attempt(folder, "passed", blank=True)
    assert gather(folder.index()).again == frozenset()


def test_states_are_recorded_once(folder: PracticeFolder) -> None:
    attempt(folder, "passed")
    folder.log.append("attempt", exercise="r/b", mode="build", verdict="passed", rung=1, rungs=1, help="alone")
    assert ("road/build", "passed") in record_reached(folder, PATH)
    assert record_reached(folder, PATH) == []
    assert gather(folder.index()).reached["road/build"].keys() == {"passed"}
