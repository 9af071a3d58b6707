"""Orders, placement, leaving, goals with evidence, sentences of success, news, just in time."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from palaestra.kit.catalogue import Catalogue
from palaestra.kit.curriculum import parse_curriculum
from palaestra.kit.refusal import Refusal
from palaestra.practice.folder import PracticeFolder
from palaestra.practice.path import deciding
from palaestra.practice.path.boxes import box_status
from palaestra.practice.path.facts import gather, record_reached
from palaestra.practice.path.learner import Facts, Left, Placing, Want
from palaestra.practice.path.placement import placement
from palaestra.practice.path.plan import make_plan
from palaestra.practice.path.standing import Step

DAY = date(2026, 11, 2)
ROAD = parse_curriculum(
    """
id = "road"
title = "Road"
author = "us"
summary = "A short one."
[[orders]]
id = "agents-first"
title = "Agents first"
why = "You see one learn sooner."
stages = [{ id = "weeks", title = "Weeks 1-2", modules = ["agents"] }]
later = [{ module = "proofs", because = "nothing needs them yet" }]
[[stages]]
id = "one"
title = "One"
objective = "Go."
success = "Can derive it by hand."
[[stages.goals]]
id = "able"
text = "You are able."
met_by = ["r/p", "r/run", "proofs", "book"]
[[stages.modules]]
id = "proofs"
title = "Proofs"
why = "First."
exercises = ["r/p", "r/q"]
core_cards = ["r/1"]
[[stages.modules]]
id = "reading"
title = "Reading"
why = "Second."
artefacts = [{ kind = "distillation", count = 2 }]
[[stages.modules.resources]]
id = "book"
title = "Book"
parts = ["1", "2", "3", "4"]
[[stages.modules.resources]]
id = "talks"
title = "Talks"
added = "2026-11-10"
options = [{ id = "x", title = "X", parts = ["1", "2"] }, { id = "y", title = "Y" }]
[[stages]]
id = "two"
title = "Two"
objective = "Go on."
[[stages.modules]]
id = "agents"
title = "Agents"
why = "Third."
requires = ["proofs"]
exercises = ["r/g"]
brings = [{ module = "descent", because = "training is optimisation" }]
[[stages.modules]]
id = "descent"
title = "Descent"
why = "Fourth."
exercises = ["r/d"]
[[stages.modules]]
id = "late"
title = "Late"
why = "Joined later."
added = "2026-11-10"
track = "late"
exercises = ["r/late"]
""",
    Path("road.toml"),
)
READ = Facts(
    ticked=frozenset({"road/book", "road/talks"}),
    explained={"road/reading": (DAY,)},
    artefacts={"distillation": 2},
)
BUILT = replace(READ, passed={"r/p": DAY, "r/q": DAY})


def step(facts: Facts) -> Step:
    found = make_plan(ROAD, facts).next
    assert found
    return found


def passing(folder: PracticeFolder, exercise: str, assistance: str = "alone") -> None:
    facts = {"exercise": exercise, "mode": "build", "verdict": "passed", "rung": 3, "rungs": 3, "help": assistance}
    folder.log.append("attempt", **facts)


def test_another_order_and_back_again(folder: PracticeFolder) -> None:
    deciding.take_order(folder, ROAD, "agents-first")
    plan = make_plan(ROAD, gather(folder.index()))
    assert (plan.order, next(each.module.id for each in plan.modules)) == ("agents-first", "road/agents")
    assert plan.module("agents").state == "open"
    assert plan.module("proofs").later == "nothing needs them yet"
    again = make_plan(plan.curriculum, gather(folder.index()))
    assert [each.stage.id for each in again.stages] == [each.stage.id for each in plan.stages], "ordering twice is once"
    deciding.take_order(folder, ROAD, "")
    plan = make_plan(ROAD, gather(folder.index()))
    assert plan.order == ""
    assert plan.module("agents").state == "locked"
    assert plan.module("proofs").later == ""
    with pytest.raises(Refusal, match="agents-first"):
        deciding.take_order(folder, ROAD, "agents-frist")


def test_an_order_the_path_no_longer_has_leaves_it_as_written() -> None:
    assert make_plan(ROAD, Facts(orders={"road": "gone"})).order == ""


def test_a_lock_by_the_track_says_one_at_a_time_and_one_by_need_says_what() -> None:
    plan = make_plan(ROAD, Facts())
    assert "“Proofs” comes first: one module at a time" in plan.module("reading").held
    assert plan.module("agents").held.startswith("It builds on “Proofs”, not passed yet.")
    assert plan.module("proofs").held == ""


def test_a_placement_opens_its_module_and_passes_it_by_the_hardest_exercise_alone(folder: PracticeFolder) -> None:
    folder.log.append("plan", does="place", module="road/agents", exercise="r/g")
    plan = make_plan(ROAD, gather(folder.index()))
    assert (plan.module("agents").state, plan.module("agents").way) == ("open", ())
    assert [each.does for each in plan.module("agents").lacks] == ["palaestra start r/g"]
    passing(folder, "r/g", "hints")
    status = make_plan(ROAD, gather(folder.index())).module("agents")
    assert (status.placed, status.state) == (False, "passed"), "with hints it passed as any exercise does"


def test_one_exercise_of_two_places_and_never_makes_solid(folder: PracticeFolder) -> None:
    passing(folder, "r/q", "hints")
    folder.log.append("plan", does="place", module="road/proofs", exercise="r/q")
    assert make_plan(ROAD, gather(folder.index())).module("proofs").state == "open", "hints are no testing out"
    passing(folder, "r/q")
    status = make_plan(ROAD, gather(folder.index())).module("proofs")
    assert (status.state, status.placed) == ("passed", True)
    assert record_reached(folder, ROAD) == [("road/proofs", "passed")]
    assert folder.log.read().events[-1].facts["placed"] is True
    firm = replace(gather(folder.index()), stability={"r/1": 99.0})
    assert make_plan(ROAD, firm).module("proofs").state == "passed", "a week must pass, and a blank stub"
    folder.log.append("plan", does="unplace", module="road/proofs")
    assert make_plan(ROAD, gather(folder.index())).module("proofs").state == "passed", "once reached, kept"


def test_a_placement_asks_eight_cards_at_most_spread_over_the_module(folder: PracticeFolder) -> None:
    catalogue = Catalogue.installed()
    cards = tuple(card.id for card in catalogue.system("bandits").cards)[:12]
    status = make_plan(ROAD, Facts()).module("proofs")
    asked = placement(folder, catalogue, replace(status, module=replace(status.module, core_cards=cards))).cards
    assert [cards.index(each.id) for each in asked] == [0, 1, 3, 4, 6, 7, 9, 10]


def test_a_placement_by_an_exercise_the_module_does_not_have_is_none() -> None:
    facts = Facts(placing={"road/proofs": Placing("road/proofs", "r/easy", "2026-11-02")}, alone=frozenset({"r/easy"}))
    assert make_plan(ROAD, facts).module("proofs").state == "open"


def test_a_module_without_exercises_is_placed_by_a_whole_explanation_and_its_artefacts() -> None:
    placing = {"road/reading": Placing("road/reading", "", "2026-11-02")}
    facts = Facts(placing=placing, explained={"road/reading": (DAY,)})
    assert make_plan(ROAD, facts).module("reading").state == "understood"
    told = replace(facts, told=frozenset({"road/reading"}))
    assert make_plan(ROAD, told).module("reading").state == "understood"
    assert make_plan(ROAD, replace(told, artefacts={"distillation": 2})).module("reading").state == "passed"


def test_artefacts_count_by_their_last_state_and_for_their_module(folder: PracticeFolder) -> None:
    begun = {"kind": "distillation", "title": "One", "state": "draft"}
    folder.log.append_all([("artefact", {"does": "begin", "artefact": "one", **begun})])
    assert gather(folder.index()).artefacts == {}
    folder.log.append("artefact", does="change", artefact="one", state="posted")
    folder.log.append("artefact", does="change", artefact="one", link="https://a.example")
    assert gather(folder.index()).artefacts == {"distillation": 1}
    facts = {"kind": "distillation", "title": "Two", "state": "posted", "module": "road/other"}
    folder.log.append_all([("artefact", {"does": "begin", "artefact": "two", **facts})])
    found = gather(folder.index())
    assert (found.artefacts, found.artefacts_for) == ({"distillation": 1}, {"road/other": {"distillation": 1}})
    lacks = [each.says for each in make_plan(ROAD, found).module("reading").lacks]
    assert "distillation: 1 of 2" in lacks


def test_a_goal_is_met_by_what_was_passed_run_or_ticked_beside_what_is_named() -> None:
    goal = make_plan(ROAD, Facts()).stages[0].goals[0]
    assert (goal.met, goal.shown) == (False, "not yet")
    for facts, says in (
        (Facts(passed={"r/p": DAY}), "exercise r/p passed"),
        (Facts(ran=frozenset({"r/run"})), "experiment r/run run with your code"),
        (Facts(ticked=frozenset({"road/book"})), "“Book” done"),
        (Facts(reached={"road/proofs": {"passed": "2026-11-02"}}), "“Proofs” passed"),
        (Facts(made_for={"road/able": ("essay “E”",)}), "essay “E”"),
    ):
        assert make_plan(ROAD, facts).stages[0].goals[0].inferred == (says,)
    understood = Facts(reached={"road/proofs": {"understood": "2026-11-02"}})
    assert not make_plan(ROAD, understood).stages[0].goals[0].met
    named = Facts(evidence={"road/able": ("notes/a.md",)}, passed={"r/p": DAY})
    assert make_plan(ROAD, named).stages[0].goals[0].shown == "notes/a.md, exercise r/p passed"


def test_a_stage_ends_with_what_makes_it_solid_and_then_with_its_sentence() -> None:
    assert "solid" in step(BUILT).because
    early = replace(BUILT, today=DAY + timedelta(days=3))
    assert step(early).says == "Does this hold? “Can derive it by hand.”", "nothing can be made solid yet"
    assert step(early).does == 'palaestra plan meet road/one-success "what shows it"'
    ripe = replace(BUILT, today=DAY + timedelta(days=7))
    assert step(ripe).does == "palaestra start r/p --again"
    met = replace(early, evidence={"road/one-success": ("derived it",)})
    assert step(met).module == "road/agents"
    put_off = replace(early, not_yet={"road/one-success": "the second half is shaky"})
    assert step(put_off).module == "road/agents"
    success = make_plan(ROAD, put_off).stages[0].success
    assert success
    assert success.shown == "not yet: the second half is shaky"
    rest = replace(put_off, passed=dict.fromkeys(("r/p", "r/q", "r/g", "r/d", "r/late"), DAY))
    assert step(rest).says.startswith("Does this hold?"), "what was put off is asked again in the end"


def test_naming_evidence_for_a_sentence_and_putting_it_off(folder: PracticeFolder) -> None:
    deciding.put_off(folder, ROAD, "one-success", "not the second half")
    assert gather(folder.index()).not_yet == {"road/one-success": "not the second half"}
    assert deciding.meet(folder, ROAD, "road/one-success", "notes/d.md").text == "Can derive it by hand."
    success = make_plan(ROAD, gather(folder.index())).stages[0].success
    assert success
    assert success.met
    with pytest.raises(Refusal, match="one-success"):
        deciding.meet(folder, ROAD, "one-sucess", "x")


def test_a_box_that_was_left_shows_why_and_lets_its_module_go() -> None:
    facts = replace(READ, passed=BUILT.passed, ticked=frozenset({"road/book"}))
    assert make_plan(ROAD, facts).module("reading").state == "understood"
    left = replace(facts, left={"road/talks": Left("road/talks", "too spiky")})
    plan = make_plan(ROAD, left)
    assert plan.module("reading").state == "passed"
    box = plan.box("talks")
    assert box.left
    assert (box.left.because, box.done, len(plan.boxes)) == ("too spiky", False, 1)
    held = replace(facts, left={"road/talks": Left("road/talks", "too spiky", lets_go=False)})
    assert make_plan(ROAD, held).module("reading").state == "understood"
    one = replace(facts, ticked=facts.ticked | {"road/talks#y"}, left={"road/talks#x": Left("road/talks#x", "dull")})
    assert make_plan(ROAD, one).module("reading").state == "passed", "the other option is enough then"


def test_a_half_read_book_shows_half() -> None:
    box = box_status(ROAD.resource("book"), Facts(ticked=frozenset({"road/book#:1", "road/book#:2"})))
    assert (box.done, box.counts) == (False, "2 of 4")
    talks = box_status(ROAD.resource("talks"), Facts(ticked=frozenset({"road/talks#x:2"})))
    assert (talks.options[0].counts, talks.options[0].done) == ("1 of 2", False)


def test_what_joined_after_the_learner_passed_is_new() -> None:
    facts = Facts(reached={"road/reading": {"passed": "2026-11-05"}, "road/agents": {"passed": "2026-11-05"}})
    plan = make_plan(ROAD, facts)
    assert [(each.module.title, box.resource.title if box else "") for each, box in plan.news] == [
        ("Reading", "Talks"), ("Late", ""),
    ]  # fmt: skip
    later = Facts(reached={"road/reading": {"passed": "2026-11-11"}, "road/agents": {"passed": "2026-11-11"}})
    assert make_plan(ROAD, later).news == ()
    assert make_plan(ROAD, Facts()).news == ()


def test_a_mark_to_come_back_changes_no_state(folder: PracticeFolder) -> None:
    deciding.mark(folder, ROAD, "proofs")
    deciding.mark(folder, ROAD, "road/book")
    plan = make_plan(ROAD, gather(folder.index()))
    assert plan.module("proofs").revisit
    assert plan.box("book").revisit
    assert plan.module("proofs").state == "open"
    deciding.mark(folder, ROAD, "proofs", on=False)
    assert not make_plan(ROAD, gather(folder.index())).module("proofs").revisit


def test_what_is_wanted_just_in_time_comes_next_and_is_met_when_passed(folder: PracticeFolder) -> None:
    deciding.want(folder, "", "training is optimisation", purpose="road/agents", module=ROAD.module("descent"))
    plan = make_plan(ROAD, gather(folder.index()))
    assert plan.module("descent").state == "open", "its turn in the track does not matter now"
    assert plan.next
    assert (plan.next.module, "training is optimisation" in plan.next.because) == ("road/descent", True)
    folder.log.append("explanation", module="road/descent", path="notes/d.md", scores=[2, 2, 2, 2])
    plan = make_plan(ROAD, gather(folder.index()))
    assert (plan.module("descent").state, plan.wants[0].met) == ("understood", ())
    passing(folder, "r/d")
    plan = make_plan(ROAD, gather(folder.index()))
    assert plan.wants[0].met == ("“Descent” passed",)
    assert plan.next
    assert plan.next.module == "road/proofs"
    deciding.unwant(folder, "descent")
    assert make_plan(ROAD, gather(folder.index())).wants == ()


def test_a_want_in_ones_own_words_is_met_by_evidence(folder: PracticeFolder) -> None:
    found = deciding.want(folder, "conformal prediction", "the study needs intervals", purpose="studies/x")
    assert found == Want("want/conformal-prediction", "conformal prediction", "the study needs intervals", "studies/x")
    deciding.meet_want(folder, found, "notes/conformal.md")
    (status,) = make_plan(ROAD, gather(folder.index())).wants
    assert (status.want.purpose, status.met) == ("studies/x", ("notes/conformal.md",))
    with pytest.raises(Refusal, match="conformal-prediction"):
        deciding.unwant(folder, "want/conformal-predicton")


def test_plan_events_nobody_knows_change_nothing(folder: PracticeFolder) -> None:
    folder.log.append("plan", does="dance", module="road/proofs")
    folder.log.append("plan", does="leave", item=7)
    folder.log.append("plan", does="triage", curriculum="road", niche=["x"], hours="six", labs="lab", knows=[1, "a"])
    folder.log.append("plan", does="want")
    facts = gather(folder.index())
    assert (facts.left, facts.wants, facts.triage["road"].hours, facts.triage["road"].knows) == ({}, (), 0.0, ("a",))
    assert make_plan(ROAD, facts).next
