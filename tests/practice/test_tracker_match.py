"""Which line is which box: by title, links and level, without guessing."""

from pathlib import Path

import pytest

from palaestra.kit.curriculum import find
from palaestra.practice.exchange.tracker import Tracker, parse, read_tracker
from palaestra.practice.exchange.tracker_import import prepare
from palaestra.practice.exchange.tracker_match import match
from palaestra.practice.folder import PracticeFolder
from palaestra.practice.path.facts import gather
from palaestra.practice.path.plan import make_plan
from tests.trackers import LEVELLING_UP, SHIPPED, matched, matched_one


@pytest.fixture(scope="module")
def tracker() -> Tracker:
    return read_tracker(LEVELLING_UP)


def test_every_box_of_the_tracker_is_read_and_matched_in_order(tracker: Tracker) -> None:
    assert len(tracker.boxes) == 64
    preview = match(tracker, SHIPPED)
    assert [each.item for each in preview.matches] == [each.id for each in find("levelling-up").resources]
    assert preview.unknown == ()
    assert tracker.odd == ()


def test_the_same_title_at_two_levels_is_kept_apart_by_its_heading() -> None:
    rome = "- [x] *Locating and Editing Factual Associations in GPT (ROME)* by Meng et al.\n"
    assert matched_one(f"## Level 4\n{rome}") == "levelling-up/rome"
    assert matched_one(f"## Level 5: Advanced AI Safety Research\n{rome}") == "levelling-up/rome-again"
    assert matched_one(rome) == "levelling-up/rome"
    both = parse(f"{rome}{rome}")
    assert [each.item for each in match(both, SHIPPED).matches] == ["levelling-up/rome", "levelling-up/rome-again"]


def test_goodfellow_at_level_3_leaves_level_2_open(folder: PracticeFolder, tmp_path: Path) -> None:
    lines = LEVELLING_UP.read_text(encoding="utf-8").splitlines(keepends=True)
    numbers = [number for number, line in enumerate(lines) if "Goodfellow" in line]
    lines[numbers[1]] = lines[numbers[1]].replace("- [ ]", "- [x]")
    file = tmp_path / "README.md"
    file.write_text("".join(lines), encoding="utf-8")
    prepare(folder, file).apply()
    plan = make_plan(find("levelling-up"), gather(folder.index()))
    assert plan.box("goodfellow-advanced").done
    assert not plan.box("goodfellow-fundamentals").done
    assert plan.boxes_done == 1


@pytest.mark.parametrize(
    "line",
    [
        "- [x] Deep Learning Nanodegree",
        "- [x] Human Resources",
        "- [x] Human Comparable",
        "- [x] Learn to juggle",
        "- [x] Transformers (the film)",
    ],
)
def test_what_is_something_else_is_not_guessed(line: str) -> None:
    assert matched(line) == {}


def test_a_slip_of_the_pen_is_forgiven_and_another_number_is_not() -> None:
    assert matched_one("- [ ] Alignement Newsletter") == "levelling-up/alignment-newsletter"
    assert matched_one("- [ ] Implement 6+ papers") is None


def test_a_line_of_its_own_may_be_one_option_of_a_box() -> None:
    video = "[videos](https://www.youtube.com/playlist?list=PLZHQObOWTQDMsr9K-rj53DwVRMYO3t5Yr/)"
    assert matched_one(f"- [ ] My maths: {video}") == "levelling-up/calculus#essence"
    assert matched_one("- [x] Git Immersion") == "levelling-up/git#immersion"
    assert matched_one("- [x] Transformers course ([link](https://huggingface.co/course/chapter1))") == (
        "levelling-up/hugging-face-course#course"
    )


def test_several_links_of_a_box_mean_the_box() -> None:
    links = "[a](https://gitimmersion.com) [b](https://skills.github.com/) [c](https://example.org)"
    assert matched_one(f"- [x] version control: {links}") == "levelling-up/git"


def test_boxes_may_stand_inside_a_box_for_their_level() -> None:
    text = """- [ ] Level 5
  - [x] *Locating and Editing Factual Associations in GPT (ROME)* by Meng et al.
  - [ ] Open questions
      - [x] AI Safety Ideas
"""
    assert list(matched(text).values()) == [
        "levelling-up/rome-again",
        "levelling-up/open-questions",
        "levelling-up/open-questions#apart",
    ]


def test_old_addresses_find_a_box_too() -> None:
    line = "- [ ] Toys: [a](https://beta.openai.com/playground), [b](https://openai.com/dall-e-2)"
    assert matched_one(line) == "levelling-up/deployed-transformers"


def test_old_and_new_addresses_both_find_an_option() -> None:
    text = """- [ ] Experiment with deployed transformers
  - [x] [the playground](https://beta.openai.com/playground)
  - [x] [codex paper](https://openai.com/index/openai-codex/)
  - [ ] Elicit
"""
    box = "levelling-up/deployed-transformers"
    assert list(matched(text).values()) == [box, f"{box}#playground", f"{box}#codex", f"{box}#elicit"]


def test_parts_inside_a_box_are_ticked_singly() -> None:
    text = "- [ ] Study the transformer architecture\n    - [x] Section 2\n"
    assert list(matched(text).values())[1] == "levelling-up/transformer-architecture#attention:2"


def test_posts_under_a_broad_box_become_its_picks(folder: PracticeFolder, tmp_path: Path) -> None:
    file = tmp_path / "README.md"
    file.write_text(
        "## Level 1\n- [ ] Alignment Forum posts\n  - [x] [Risks from Learned Optimization](https://a.example/r)\n"
        "  - [ ] Goodhart taxonomy\n"
    )
    prepare(folder, file).apply()
    assert prepare(folder, file).is_empty
    box = make_plan(find("levelling-up"), gather(folder.index())).box("alignment-forum-introductions")
    assert [(pick.title, pick.url, done) for pick, done in box.picks] == [
        ("Risks from Learned Optimization", "https://a.example/r", True),
        ("Goodhart taxonomy", "", False),
    ]
