"""Triage: two niches give two plans, each module with its reason; nothing is lost when the goal changes."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from palaestra.kit.curriculum import Curriculum, curricula, parse_curriculum
from palaestra.kit.refusal import Refusal
from palaestra.practice.days.goals import eras
from palaestra.practice.folder import PracticeFolder
from palaestra.practice.path.deciding import keep_triage, leave, resume, triage_so_far, want
from palaestra.practice.path.facts import gather
from palaestra.practice.path.learner import Facts, Left, Triage, Want
from palaestra.practice.path.plan import make_plan
from palaestra.practice.path.triage import checked, labs_of, preview, roles

DAY = date(2026, 11, 2)
ROAD = parse_curriculum(
    """
id = "road"
title = "Road"
author = "us"
summary = "A short one."
[[niches]]
id = "theory"
title = "Theory"
why = "Proofs."
needs = [{ module = "logic", because = "Proofs are its craft." }]
options = [{ module = "agents", because = "One agent keeps theory honest." }]
skips = [{ module = "vision", because = "No theorem rests on pictures." }]
[[niches]]
id = "practice"
title = "Practice"
why = "Systems."
needs = [{ module = "vision", because = "It is where they look inside." }]
[[laboratories]]
id = "lab"
title = "The Lab"
url = "https://lab.example"
rests_on = [
  { module = "vision", because = "they look at networks" },
  { module = "agents", because = "they train them" },
]
[[stages]]
id = "one"
title = "One"
objective = "Go."
[[stages.modules]]
id = "ground"
title = "Ground"
why = "First."
exercises = ["r/a"]
[[stages.modules]]
id = "vision"
title = "Vision"
why = "Pictures."
exercises = ["r/v"]
[[stages.modules]]
id = "agents"
title = "Agents"
why = "Agents."
system = "agents"
exercises = ["r/g"]
[[stages.modules]]
id = "logic"
title = "Logic"
why = "Logic."
optional = true
track = "logic"
exercises = ["r/l"]
[[stages.modules]]
id = "end"
title = "End"
why = "Last."
requires = ["vision"]
exercises = ["r/e"]
""",
    Path("road.toml"),
)


def with_triage(**said: object) -> Facts:
    return Facts(triage={"road": Triage(**said)})  # type: ignore[arg-type]


def asks(facts: Facts, path: Curriculum = ROAD) -> dict[str, str]:
    return {name.partition("/")[2]: each.asks for name, each in roles(path, facts).items()}


def test_without_a_word_the_path_is_as_it_is_written() -> None:
    assert asks(Facts()) == {
        "ground": "required", "vision": "required", "agents": "required", "logic": "optional", "end": "required",
    }  # fmt: skip


def test_two_niches_give_two_plans_and_each_module_says_why() -> None:
    theory, practice = asks(with_triage(niche="theory")), asks(with_triage(niche="practice"))
    assert theory == {
        "ground": "required", "vision": "skipped", "agents": "optional", "logic": "required", "end": "required",
    }  # fmt: skip
    assert practice["vision"] == "required"
    assert practice["logic"] == "optional"
    said = roles(ROAD, with_triage(niche="theory"))
    assert said["road/vision"].because == "No theorem rests on pictures."
    assert said["road/ground"].because == "Common ground: every niche stands on it."
    assert all(each.because for each in said.values())


@pytest.mark.parametrize("path", [each for each in curricula() if each.niches], ids=lambda each: each.id)
def test_every_niche_of_a_shipped_path_gives_a_plan_of_its_own(path: Curriculum) -> None:
    plans = {
        niche.id: tuple(asks(Facts(triage={path.id: Triage(niche=niche.id)}), path).items()) for niche in path.niches
    }
    assert len(set(plans.values())) == len(plans)
    for niche in path.niches:
        plan = make_plan(path, Facts(triage={path.id: Triage(niche=niche.id)}))
        assert plan.next, niche.id
        assert all(each.role.because for each in plan.modules)


def test_what_the_learner_decided_comes_before_what_they_know() -> None:
    wanted = (Want("road/agents", "Agents", "the study needs one", module="road/agents"),)
    role = roles(ROAD, replace(with_triage(knows=("road/agents",)), wants=wanted))["road/agents"]
    assert (role.asks, role.by) == ("required", "you")
    assert "the study needs one" in role.because


def test_a_skipped_module_holds_nobody_up_and_is_not_counted() -> None:
    facts = replace(with_triage(niche="theory"), passed={"r/a": DAY})
    plan = make_plan(ROAD, facts)
    assert plan.module("end").state == "open", "vision is skipped, agents optional"
    assert plan.module("vision").state == "open", "it stays readable"
    assert make_plan(ROAD, replace(facts, triage={})).module("end").way == ("road/vision", "road/agents")
    assert plan.next
    assert plan.next.module == "road/logic"


def test_a_lab_lifts_a_module_by_one_place_with_its_reason() -> None:
    both = with_triage(niche="theory", labs=("lab",))
    assert (asks(both)["vision"], asks(both)["agents"]) == ("optional", "required")
    because = roles(ROAD, both)["road/vision"].because
    assert "No theorem rests on pictures." in because
    assert "The Lab’s work rests on this: they look at networks" in because
    assert [lab.id for lab, _ in labs_of(ROAD, ROAD.module("vision"))] == ["lab"]


def test_what_is_known_what_was_left_and_what_is_wanted_stand_above_the_niche() -> None:
    assert asks(with_triage(niche="practice", knows=("road/vision",)))["vision"] == "skipped"
    left = Facts(left={"road/vision": Left("road/vision", "too spiky")})
    assert roles(ROAD, left)["road/vision"].because == "You left it: too spiky"
    wanted = replace(
        with_triage(niche="theory"), wants=(Want("road/vision", "Vision", "a figure needs it", "study", "road/vision"),)
    )
    role = roles(ROAD, wanted)["road/vision"]
    assert (role.asks, role.because) == ("required", "You asked for it for study: a figure needs it")


def test_an_unknown_niche_lab_or_module_is_refused_with_the_nearest() -> None:
    for said, nearest in (
        (Triage(niche="theorie"), "theory"),
        (Triage(labs=("labb",)), "lab"),
        (Triage(knows=("visio",)), "vision"),
        (Triage(hours=1000.0), "100"),
    ):
        with pytest.raises(Refusal, match=nearest):
            checked(ROAD, said)
    assert checked(ROAD, Triage(knows=("agents", "road/agents"))).knows == ("road/agents",), "a room's name serves"


def test_a_niche_the_path_no_longer_has_changes_nothing() -> None:
    assert asks(with_triage(niche="gone", labs=("gone",), knows=("road/gone",))) == asks(Facts())


def test_a_preview_says_what_changes_and_what_is_kept_without_writing() -> None:
    facts = Facts(passed={"r/a": DAY})
    seen = preview(ROAD, facts, Triage(niche="theory"))
    assert {(each.module.title, each.before.asks, each.after.asks) for each in seen.changes} == {
        ("Vision", "required", "skipped"), ("Agents", "required", "optional"), ("Logic", "optional", "required"),
    }  # fmt: skip
    assert seen.required == (4, 3)
    assert seen.kept == 1
    assert preview(ROAD, facts, Triage()).changes == ()


def test_changing_the_goal_keeps_every_event_and_the_journal_shows_both_eras(folder: PracticeFolder, clock) -> None:
    keep_triage(folder, ROAD, Triage(goal="engineering", niche="practice"))
    folder.log.append("attempt", exercise="r/v", mode="build", verdict="passed", rung=1, rungs=1, help="alone")
    clock.go(days=30)
    before = {each.id for each in folder.log.read().events}
    keep_triage(folder, ROAD, Triage(goal="research", niche="theory", hours=9.0))
    assert before < {each.id for each in folder.log.read().events}
    assert [each.text for each in eras(folder)] == ["engineering", "research"]
    assert (folder.settings.goal, folder.settings.niche, folder.settings.weekly_hours) == ("research", "theory", 9.0)
    plan = make_plan(ROAD, gather(folder.index()))
    assert plan.module("vision").role.asks == "skipped"
    assert plan.module("vision").state == "passed", "what was done before still counts"
    assert triage_so_far(folder, ROAD).niche == "theory"


def test_an_empty_triage_takes_everything_back(folder: PracticeFolder) -> None:
    keep_triage(folder, ROAD, Triage(niche="theory", labs=("lab",), knows=("ground",)))
    assert asks(gather(folder.index()))["ground"] == "skipped"
    keep_triage(folder, ROAD, Triage())
    assert asks(gather(folder.index())) == asks(Facts())


def test_leaving_and_wanting_can_be_taken_back(folder: PracticeFolder) -> None:
    leave(folder, ROAD, "vision", "too spiky")
    assert make_plan(ROAD, gather(folder.index())).module("vision").role.because == "You left it: too spiky"
    resume(folder, ROAD, "vision")
    assert asks(gather(folder.index())) == asks(Facts())
    with pytest.raises(Refusal, match="was not left"):
        resume(folder, ROAD, "vision")
    with pytest.raises(Refusal, match="reason"):
        leave(folder, ROAD, "vision", "  ")
    with pytest.raises(Refusal, match="reason"):
        want(folder, "conformal prediction", "")
