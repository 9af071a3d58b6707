"""The default path: every topic and project, a reproduction early, four niches whose parts fit together."""

import pytest

from palaestra.kit.catalogue import Catalogue
from palaestra.kit.curriculum import Curriculum, Niche, find

PATH = find("research-engineer")
NICHES = pytest.mark.parametrize("niche", PATH.niches, ids=lambda each: each.id)


def _below(path: Curriculum, module_id: str) -> set[str]:
    """Everything a module requires, and what that requires."""
    found: set[str] = set()
    front = [module_id]
    while front:
        wanted = set(path.module(front.pop()).requires) - found
        found |= wanted
        front += wanted
    return found


def test_the_first_ten_modules_hold_bandits_q_learning_a_reproduction_and_deep_agents() -> None:
    first = [each.id.partition("/")[2] for each in PATH.modules[:10]]
    assert first[0] == "bandits"
    assert {"tabular-rl", "deep-rl"} < set(first)
    rooms = [each.system for each in PATH.modules[: first.index("first-reproduction")] if each.system]
    assert rooms == ["bandits", "probability"]


def test_a_first_reproduction_can_be_done_today() -> None:
    module = PATH.module("first-reproduction")
    assert not module.planned
    assert {each.kind for each in module.artefacts} == {"paper-note", "project"}
    assert "research-engineer/first-reproduction" in PATH.module("original-study").requires


def test_optimisation_comes_just_in_time() -> None:
    brought = {each.id.partition("/")[2]: [one.module for one in each.brings] for each in PATH.modules if each.brings}
    assert "research-engineer/optimizers" in brought["deep-rl"]
    assert all(one.because for each in PATH.modules for one in each.brings)
    order = [each.id for each in PATH.modules]
    late = [(a, b) for a, many in brought.items() for b in many if order.index(b) > order.index(f"{PATH.id}/{a}")]
    assert late == []


def test_every_topic_is_on_the_path() -> None:
    named = {lesson for module in PATH.modules for lesson in module.lessons}
    assert {each.name for each in Catalogue.installed().topics} <= named


def test_every_module_names_something_outside() -> None:
    for module in PATH.modules:
        links = [each.url for each in module.resources] + [o.url for each in module.resources for o in each.options]
        assert any(link.startswith("https://") or link.startswith("http://") for link in links), module.id


def test_the_twenty_projects_are_there_once_with_what_they_show() -> None:
    assert sorted(PATH.projects) == list(range(1, 21))
    assert [PATH.projects[n].system for n in (1, 2, 3, 4, 5, 6)] == [
        "linear_algebra",
        "probability",
        "optimizers",
        "tabular_rl",
        "deep_rl",
        "bandits",
    ]
    assert all(each.project and len(each.project.value) > 20 for each in PATH.projects.values())
    assert {number for each in PATH.audiences for number in each.projects} == {
        *range(1, 9),
        11,
        13,
        14,
        15,
        17,
        18,
        19,
        20,
    }


def test_readers_and_skills_are_the_roadmaps() -> None:
    roadmap = find("alignment-roadmap")
    assert sorted(each.projects for each in PATH.audiences) == sorted(each.projects for each in roadmap.audiences)
    assert sorted(each.projects for each in PATH.skills) == sorted(each.projects for each in roadmap.skills)


def test_every_goal_has_evidence_that_can_be_had() -> None:
    assert all(each.met_by for each in PATH.goals)


def test_there_are_four_niches() -> None:
    assert [each.id for each in PATH.niches] == [
        "technical-alignment",
        "alignment-theory",
        "empirical-safety",
        "governance",
    ]


@NICHES
def test_a_niche_says_why_and_leads_somewhere_of_its_own(niche: Niche) -> None:
    for reasons in (niche.needs, niche.options, niche.skips):
        assert reasons
        assert all(len(each.because.split()) >= 4 and each.because.endswith(".") for each in reasons)
        assert len({each.because for each in reasons}) == len(reasons)


@NICHES
def test_what_a_niche_keeps_never_rests_on_what_it_skips(niche: Niche) -> None:
    skipped, options = ({each.module for each in many} for many in (niche.skips, niche.options))
    for module in PATH.modules:
        if module.id not in skipped:
            assert not _below(PATH, module.id) & skipped, module.id
        if module.id in {each.module for each in niche.needs}:
            assert not _below(PATH, module.id) & options, module.id


def test_theory_leaves_vision_and_infrastructure_and_says_so() -> None:
    theory = next(each for each in PATH.niches if each.id == "alignment-theory")
    because = {each.module.partition("/")[2]: each.because for each in theory.skips}
    assert "vision" in because["interpretability"]
    assert "Infrastructure" in because["personal-cloud"]


def test_niches_ask_for_different_things() -> None:
    asked = [frozenset(each.module for each in niche.needs) for niche in PATH.niches]
    assert len(set(asked)) == 4
    assert all(len(one & other) <= 6 for i, one in enumerate(asked) for other in asked[i + 1 :])


def test_labs_are_about_a_dozen_with_links_and_reasons() -> None:
    assert 10 <= len(PATH.laboratories) <= 14
    for lab in PATH.laboratories:
        assert lab.url.startswith("https://")
        assert len(lab.rests_on) >= 2
        assert all(each.because.endswith(".") for each in lab.rests_on)


def test_what_a_project_shows_reads_rightly_on_a_page_about_somebody() -> None:
    values = [each.project.value for each in PATH.projects.values() if each.project]
    assert all(each.startswith("Shows ") for each in values)
    assert not [each for each in values if {"you", "your", "yours"} & set(each.lower().rstrip(".").split())]
