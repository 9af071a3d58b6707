"""The roadmap holds what its source holds: counted against a digest of the note's names and numbers."""

import re
from itertools import pairwise

import pytest

from palaestra.kit.catalogue import Catalogue
from palaestra.kit.curriculum import Curriculum, Module, Resource, find, in_order, missing_references

# The 63 topic lines of the note by phase: title, and how many things its line lists (1 where it is one phrase).
TOPICS = {
    "phase-1": """Linear Algebra 4|Probability Theory 4|Optimization 3
        |Python 2|Mathematical Computing 2|Version Control 1""",
    "phase-2": """Markov Decision Processes 4|Dynamic Programming 2|Temporal Difference Learning 3
        |Policy Gradient Methods 2|Function Approximation 2|Value-Based Methods 3|Policy Methods 3|Advanced Topics 3
        |Regret Bounds 2|Exploration 3|Generalization 1""",
    "phase-3": """Reward Hacking 2|Mesa-optimization 2|Distributional Shift 1|Corrigibility 2
        |Inverse Reinforcement Learning 1|Preference Learning 2
        |RLHF (Reinforcement Learning from Human Feedback) 1|Constitutional AI 1
        |Feature Visualization 1|Activation Analysis 2|Mechanistic Interpretability 1""",
    "phase-4": """Normal Form Games 2|Extensive Form Games 2|Cooperative Game Theory 3|Evolutionary Game Theory 2
        |Learning in Games 2|Multi-Agent Deep RL 3|Emergent Communication 1|Social Dilemmas 2
        |Cooperative AI 1|Mechanism Design 1|Multi-Principal Problems 1""",
    "phase-5": """Embedded Agency 2|Decision Theory 4|Logical Induction 1|Infra-Bayesianism 1
        |Debate 1|Recursive Reward Modeling 1|Constitutional Methods 1|Weak-to-Strong Generalization 1
        |Adversarial Training 2|Distribution Shift 2|Uncertainty Quantification 2|Formal Verification 1""",
    "phase-6": """Paper Reading 1|Experimental Design 3|Mathematical Writing 3|Collaboration 2
        |Technical Alignment 2|AI Governance 2|Alignment Theory 2|Empirical Safety 2
        |Reproduce Important Results 1|Attend Conferences 4|Join Research Groups 4|Write and Publish 2""",
}
# Two lines are split over modules so that the revised start can take their pieces apart.
SPLIT = {
    "Probability Theory": ("probability-core", "concentration"),
    "Optimization": ("convex-core", "gradient-descent-core", "constrained-core"),
}
# Beside the lines: what the list of minimum prerequisites and the just-in-time list name.
BESIDE = {"derivatives", "momentum-and-adam"}
# The twenty projects: title, bullets, the room that will teach them.
PROJECTS = [
    ("Linear Algebra Library From Scratch", 3, "linear_algebra"),
    ("Probability Visualization Suite with Manim", 5, "probability"),
    ("Optimization Algorithms Comparison", 4, "optimizers"),
    ("RL Algorithm Suite from Scratch", 4, "tabular_rl"),
    ("Deep RL Agent for Classic Control", 4, "deep_rl"),
    ("Multi-Armed Bandit Explorer", 4, "bandits"),
    ("Reward Hacking Demonstration Suite", 4, "reward_hacking"),
    ("Preference Learning Implementation", 4, "preference_learning"),
    ("Neural Network Interpretability Toolkit", 4, "interpretability"),
    ("Game Theory Simulator and Analysis Platform", 4, "games"),
    ("Multi-Agent RL in Social Dilemmas", 4, "multi_agent_rl"),
    ("Cooperative AI Benchmark Suite", 4, "cooperation"),
    ("AI Debate System Implementation", 4, "debate"),
    ("Robustness and Uncertainty Analysis Suite", 4, "uncertainty"),
    ("Constitutional AI Mini-Implementation", 4, "constitutional_ai"),
    ("Formal Verification for Simple RL Agents", 4, "model_checking"),
    ("Research Paper Reproduction + Extension", 4, "overoptimisation"),
    ("Original Research Project", 4, "original_study"),
    ("Comprehensive Safety Evaluation Framework", 4, "safety_evals"),
    ("Technical Blog Series or Tutorial", 4, ""),
]
# What the bullets name by name must be in ours.
NAMED = {
    1: "plain Python;unit tests;NumPy",
    2: "Manim;law of large numbers;central limit theorem;Bayes;Buffon;π;prior, likelihood, posterior;video",
    3: "SGD;momentum;Adam;Rosenbrock;convex;animated",
    4: "Q-learning;SARSA;policy iteration;GridWorld;Linear;neural;hyperparameter;learning curves",
    5: "DQN;PPO;A2C;stable-baselines;CartPole;LunarLander;of your own;replay;target networks",
    6: "ε-greedy;UCB;Thompson;dashboard;Regret bounds;Contextual;real data",
    7: "boat;robot;reward shaping;auxiliary rewards",
    8: "MaxEnt;Bradley-Terry;by people;RLHF;fails",
    9: "GradCAM;integrated gradients;Probing;dashboard;RL agents",
    10: "Nash;correlated;2x2;auctions;voting;Evolutionary;incentive-compatible",
    11: "MADDPG;QMIX;prisoner’s dilemma;public goods;channel;training",
    12: "coordination;negotiation;commitment;Baseline;People;knows more",
    13: "Two machines;person;structured;free;with evidence and without;answers are known;accuracy",
    14: "ensembles;MC dropout;conformal;Adversarial training;attacks;from elsewhere;RL agents",
    15: "constitutional AI;revision;RLHF;principle",
    16: "grid;Bounded model checking;specification;fairness;robustness",
    17: "exactly;gaps;extension;academic paper",
    18: "few have studied;hypotheses;Experiments;workshop or conference;rejection",
    19: "suite;reward hacking;robustness;interpretability;RL algorithms;other researchers",
    20: "series;Demos;code;practitioners;researchers",
}


@pytest.fixture(scope="module")
def path() -> Curriculum:
    return find("alignment-roadmap")


def short(whole: str) -> str:
    return whole.rpartition("/")[2]


def lines(phase: str) -> dict[str, int]:
    found = (each.strip().rpartition(" ") for each in TOPICS[phase].split("|"))
    return {title: int(count) for title, _, count in found}


def boxes(path: Curriculum, phase: str, kind: str) -> list[Resource]:
    return [each for stage, _, each in path.every_resource() if short(stage.id) == phase and each.kind == kind]


def build(path: Curriculum, number: int) -> Resource:
    (box,) = [each for each in path.projects[number].resources if each.kind == "project" and each.parts]
    return box


def test_metadata(path: Curriculum) -> None:
    assert (path.author, path.date) == ("Youssef Okeil", "2025-09-03")
    assert path.source
    assert path.summary
    assert str(path.months) == "18–24 months"


def test_six_phases_with_their_months_and_the_notes_sentence_of_success(path: Curriculum) -> None:
    months = ["3–4 months", "4–5 months", "2–3 months", "3–4 months", "4–6 months", "ongoing"]
    assert [str(stage.months) for stage in path.stages] == months
    assert [stage.success for stage in path.stages] == [
        "Can implement basic RL algorithms from scratch",
        "Can implement basic RL algorithms from scratch",
        "Can explain major alignment problems and current approaches",
        "Can analyze strategic scenarios and multi-agent dynamics",
        "Can read cutting-edge alignment papers and identify limitations",
        "Making original research contributions",
    ]
    assert all(stage.goals and stage.objective for stage in path.stages)


def test_the_digest_has_63_lines() -> None:
    assert [len(lines(phase)) for phase in TOPICS] == [6, 11, 11, 11, 12, 12]


@pytest.mark.parametrize("phase", TOPICS)
def test_every_topic_line_is_a_box_with_what_it_lists(path: Curriculum, phase: str) -> None:
    split = {each for pieces in SPLIT.values() for each in pieces}
    ours = {box.title: box for box in boxes(path, phase, "topic") if short(box.id) not in split | BESIDE}
    wanted = lines(phase)
    assert list(ours) != []
    assert sorted(ours) == sorted(set(wanted) - set(SPLIT))
    for title, box in ours.items():
        assert max(len(box.parts), len(box.options), 1) == wanted[title], title
        assert len(set(box.parts)) == len(box.parts)


def test_two_lines_are_split_over_modules_and_nothing_of_them_is_lost(path: Curriculum) -> None:
    probability = [path.resource(each) for each in SPLIT["Probability Theory"]]
    assert probability[0].parts == ("Distributions", "Bayes’ theorem", "Expectation")
    assert probability[1].title == "Probability Theory: concentration inequalities"
    titles = {path.resource(each).title for each in SPLIT["Optimization"]}
    assert titles == {
        f"Optimization: {each}" for each in ("convex optimization", "gradient descent", "constrained optimization")
    }
    topics = [each for _, _, each in path.every_resource() if each.kind == "topic"]
    assert len(topics) == 63 + (2 - 1) + (3 - 1) + len(BESIDE)


def test_the_resources_the_note_names_stand_where_it_names_them(path: Curriculum) -> None:
    wanted = {
        "linear-algebra": "Essence of Linear Algebra|Introduction to Linear Algebra",
        "probability": "Statistics 110|All of Statistics, first half",
        "convex-optimisation": "Convex Optimization",
        "gradient-descent": "Basic optimisers by your own hand",
        "tabular-rl": "Reinforcement Learning: An Introduction",
        "deep-rl": "Classic algorithms on OpenAI Gym environments",
        "alignment-concepts": "Concrete Problems in AI Safety"
        "|Risks from Learned Optimization in Advanced Machine Learning Systems|Human Compatible",
        "game-theory": "Game Theory",
    }
    for module, titles in wanted.items():
        have = [each.title for each in path.module(module).resources]
        assert [each for each in titles.split("|") if each not in have] == []


def test_the_first_half_of_a_book_is_its_chapters_one_to_twelve(path: Curriculum) -> None:
    parts = path.resource("all-of-statistics").parts
    assert [int(each.split()[0]) for each in parts] == list(range(1, 13))
    first = path.resource("sutton-barto-tabular")
    second = path.resource("sutton-barto-approximate")
    assert second.revisits == first.id
    assert [int(each.split()[0]) for each in first.parts + second.parts] == list(range(2, 14))


def test_every_box_but_the_notes_own_work_has_a_link_and_names_its_makers(path: Curriculum) -> None:
    own = ("topic", "project", "exercise", "channel")
    for _, module, each in path.every_resource():
        if each.kind not in own:
            assert each.url.startswith("http"), each.id
            assert each.authors, each.id
        if each.kind == "topic" and not each.url and not each.options:
            beside = [other for other in module.resources if other.url]
            assert beside or each.parts, f"{each.id} leads nowhere"


def test_twenty_projects_with_every_bullet_value_and_room(path: Curriculum) -> None:
    assert sorted(path.projects) == list(range(1, 21))
    for number, (title, bullets, room) in enumerate(PROJECTS, 1):
        module = path.projects[number]
        assert module.title == f"Project {number}: {title}"
        assert build(path, number).title == title
        assert len(build(path, number).parts) == bullets, number
        assert module.system == room
        assert module.project
        assert module.project.value.startswith("Shows ")
        assert not {"you", "your", "yours"} & set(module.project.value.lower().rstrip(".").split())
    assert len({each.project.value for each in path.projects.values() if each.project}) == 20


@pytest.mark.parametrize("number", NAMED)
def test_what_the_bullets_name_is_named(path: Curriculum, number: int) -> None:
    text = " | ".join(build(path, number).parts).lower()
    assert [each for each in NAMED[number].split(";") if each.lower() not in text] == []


def test_a_project_is_planned_until_its_room_is_there_and_names_what_serves_meanwhile(path: Curriculum) -> None:
    rooms = {each.name for each in Catalogue.installed().systems}
    for number, module in path.projects.items():
        assert module.planned == bool(module.system and module.system not in rooms), number
        outside = [each for each in module.resources if each.kind != "project" or not each.parts]
        assert outside
        assert all(each.url and each.authors for each in outside)


def test_project_6_offers_all_of_the_bandits_room_and_asks_for_nothing_first(path: Curriculum) -> None:
    ours, theirs = path.projects[6], find("research-engineer").module("bandits")
    for name in ("lessons", "exercises", "extra_exercises", "experiments", "core_cards", "cards"):
        assert getattr(ours, name) == getattr(theirs, name)
    assert ours.requires == ()
    assert ours.free


def test_the_phases_hold_their_projects(path: Curriculum) -> None:
    numbers = [[each.project.number for each in stage.modules if each.project] for stage in path.stages]
    assert numbers == [[1, 2, 3], [4, 5, 6], [7, 8, 9], [10, 11, 12], [13, 14, 15, 16], [17, 18, 19, 20]]


def test_audiences_and_skills_have_the_notes_numbers(path: Curriculum) -> None:
    assert {each.id: each.projects for each in path.audiences} == {
        "research-labs": (17, 18, 19, 20),
        "industry": (4, 5, 6, 7, 8, 11, 14),
        "phd": (13, 15, 17, 18),
        "teaching": (1, 2, 3, 7, 20),
    }
    assert {each.id: each.projects for each in path.skills} == {
        "mathematical-maturity": (1, 2, 3, 16),
        "implementation": (4, 5, 6, 11),
        "alignment-knowledge": (7, 8, 9, 13, 15),
        "research-ability": (17, 18, 19, 20),
        "communication": tuple(range(1, 21)),
    }


def test_what_a_note_says_of_the_numbers_is_so(path: Curriculum) -> None:
    named = {number for each in path.audiences for number in each.projects}
    assert set(range(1, 21)) - named == {9, 10, 12, 16}
    skilled = {number for each in path.skills if each.id != "communication" for number in each.projects}
    assert set(range(1, 21)) - skilled == {10, 12, 14}
    bounded = [stage.months for stage in path.stages if stage.months and stage.months.min]
    assert (sum(each.min for each in bounded), sum(each.max for each in bounded)) == (16, 22)
    text = "\n".join(path.notes)
    for words in ("16 to 22", "18 to 24", "9, 10, 12 and 16", "10, 12 and 14", "first month", "weeks 5 and 6", "A2C"):
        assert words in text


def test_shelves_tips_and_channels(path: Curriculum) -> None:
    assert {each.id.rpartition("/")[2]: len(each.options) for each in path.shelves} == {
        "textbooks": 4,
        "online-courses": 3,
        "alignment-specific": 4,
        "platforms": 3,
    }
    assert len(path.tips) == 6
    assert [each.title for each in path.module("showcase").resources] == [
        "GitHub Repository",
        "Personal Website",
        "Blog Posts",
        "Video Demos",
    ]
    assert all(option.url.startswith("http") for shelf in path.shelves for option in shelf.options)


def test_what_the_years_did_is_said(path: Curriculum) -> None:
    platforms = {each.id: each for each in path.resource("platforms").options}
    assert platforms["gym"].corrections[0].now == platforms["gym"].url == "https://gymnasium.farama.org/"
    assert platforms["papers-with-code"].corrections[0].kind == "dead"
    assert "2025" in platforms["papers-with-code"].changed
    assert path.resource("gym-environments").corrections[0].kind == "moved"
    miri = path.resource("join-groups").options[0]
    assert "2024" in miri.changed


def test_the_revised_start_is_in_the_promised_order(path: Curriculum) -> None:
    order = in_order(path, "revised-start")
    taken = [[short(each.id) for each in stage.modules] for stage in order.stages[:5]]
    assert taken == [
        ["linear-algebra", "project-1"],
        ["probability", "project-2"],
        ["tabular-rl"],
        ["programming", "simple-rl"],
        ["project-4"],
    ]
    ids = [short(each.id) for each in order.modules]
    assert ids.index("project-1") < ids.index("project-2") < ids.index("project-4") < ids.index("project-3")
    assert sorted(ids) == sorted(short(each.id) for each in path.modules)
    assert ids[-3:] == ["advanced-probability", "convex-optimisation", "measure-theory"]
    assert all(len(each.because) > 30 for each in path.orders[0].later)


def test_optimisation_comes_just_in_time(path: Curriculum) -> None:
    brings = {
        short(each.id): [short(because.module) for because in each.brings] for each in path.modules if each.brings
    }
    assert "gradient-descent" in brings["policy-gradients"]
    assert brings["deep-rl"] == ["adaptive-methods"]
    assert brings["constrained-rl"] == ["constrained-optimisation"]
    assert "convex-optimisation" in brings["rl-theory"]
    ids = [short(each.id) for each in in_order(path, "revised-start").modules]
    for module in ("policy-gradients", "deep-rl", "constrained-rl"):
        for brought in brings[module]:
            assert ids.index(brought) < ids.index(module)
    assert "Lagrange multipliers" in path.resource("constrained-core").parts


def test_the_minimum_before_reinforcement_learning(path: Curriculum) -> None:
    assert [short(each) for each in path.module("tabular-rl").requires] == ["linear-algebra", "probability"]
    assert "calculus" in [short(each.module) for each in path.module("policy-gradients").brings]


def way(modules: tuple[Module, ...], wanted: Module) -> set[str]:
    """What must be passed first, by requirement or by track."""
    known = {each.id: each for each in modules}
    before = [each for each in modules[: modules.index(wanted)] if each.track == wanted.track]
    last = [each.id for each in before if not (each.free or each.optional or each.planned)][-1:]
    direct = {*wanted.requires, *(last if not (wanted.free or wanted.optional) else ())}
    return direct.union(*(way(modules, known[each]) for each in direct))


@pytest.mark.parametrize("order", ["", "revised-start"])
def test_nothing_waits_for_the_mathematics_that_may_come_later(path: Curriculum, order: str) -> None:
    modules = in_order(path, order).modules
    later = {"alignment-roadmap/" + each for each in ("advanced-probability", "convex-optimisation", "measure-theory")}
    for module in modules:
        assert not later & way(modules, module), module.id


def test_revised_start_reaches_its_first_agent_with_four_modules_before_it(path: Curriculum) -> None:
    modules = in_order(path, "revised-start").modules
    first = next(each for each in modules if short(each.id) == "simple-rl")
    assert {short(each) for each in way(modules, first)} == {"linear-algebra", "probability", "tabular-rl"}


def test_four_niches_say_needed_optional_or_skipped_and_why(path: Curriculum) -> None:
    assert [each.id for each in path.niches] == ["technical-alignment", "governance", "theory", "empirical-safety"]
    for niche in path.niches:
        own = f"alignment-roadmap/track-{niche.id}"
        assert own in [each.module for each in niche.needs]
        skipped = {each.module for each in niche.skips}
        others = {each.id for each in path.modules if each.group == "specialisation"} - {own}
        assert others <= skipped
        assert niche.options
        needed = {each.module for each in niche.needs}
        left = {each.module for each in (*niche.options, *niche.skips)}
        for module in path.modules:
            if module.id in needed or (module.id not in left and not module.optional):
                assert not left & set(module.requires), f"{niche.id}: {module.id} requires what need not be done"
        assert all(each.because.endswith(".") for each in (*niche.needs, *niche.options, *niche.skips))


def test_the_minutes_are_ten_hours_a_week_in_the_middle_of_each_phase(path: Curriculum) -> None:
    for stage in path.stages[:5]:
        assert stage.months
        middle = (stage.months.min + stage.months.max) / 2 * 52 / 12 * 10 * 60
        assert sum(each.minutes for each in stage.modules if not each.optional) == pytest.approx(middle, rel=0.02)


def test_what_the_path_names_exists(path: Curriculum) -> None:
    assert missing_references(path, Catalogue.installed()) == []


def test_titles_of_the_phases_run_in_order(path: Curriculum) -> None:
    numbers = [int(re.findall(r"\d", each.title)[0]) for each in path.stages]
    assert all(later == earlier + 1 for earlier, later in pairwise(numbers))
