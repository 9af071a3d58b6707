"""The dashboard: predict before it reveals, one thing at a time, by keyboard, at once."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Open
from tests.camp import Served

ANSWERS_WITHIN_MS = 50
MEASURE = """async (name) => {
  const sliders = [...document.querySelectorAll('bandit-dashboard input[type=range]')];
  const slider = sliders.find((each) => each.ariaLabel === name);
  const times = [];
  for (let step = 0; step < 8; step++) {
    slider.value = Number(slider.value) + (step % 2 ? -0.1 : 0.1);
    const began = performance.now();
    slider.dispatchEvent(new Event('input', { bubbles: true }));
    times.push(performance.now() - began);
    await new Promise((done) => setTimeout(done, 80));
  }
  return times.sort((a, b) => a - b)[4];
}"""


@pytest.fixture
def page(camp: Served, open_tab: Open) -> Page:
    found = open_tab(1280).page
    found.goto(f"{camp.address}/found/bandits")
    found.locator("bandit-dashboard").scroll_into_view_if_needed()
    expect(found.locator("bandit-dashboard .panel svg")).to_have_count(4)
    return found


def predict(page: Page, policy: str) -> None:
    page.get_by_role("button", name=policy, exact=True).press("Enter")
    expect(page.locator(".says")).to_have_attribute("aria-busy", "false")


def test_nothing_is_revealed_before_the_prediction(page: Page) -> None:
    expect(page.locator(".veil")).to_have_count(4)
    expect(page.locator(".panel-title .numbers")).to_have_count(0)
    expect(page.locator("bandit-dashboard table")).to_have_count(0)
    predict(page, "Greedy")
    expect(page.locator(".veil")).to_have_count(0)
    expect(page.locator(".says")).to_contain_text("You said Greedy")
    assert "predicted=greedy" in page.url
    assert page.evaluate("document.activeElement.className") == "says"


def test_a_change_shows_what_was_before(page: Page) -> None:
    predict(page, "UCB1")
    page.get_by_label("gap to the others", exact=True).focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator(".says")).to_contain_text("Before, faint in each panel")
    expect(page.locator(".says")).to_have_attribute("aria-busy", "false")
    assert page.locator(".before").count() == 4
    assert "means=0.49,0.6" in page.url


def test_numbers_and_arms_have_fields_of_their_own(page: Page) -> None:
    predict(page, "Thompson")
    page.get_by_label("arms", exact=True).fill("4")
    page.keyboard.press("Enter")
    expect(page.locator(".panel").first.locator("rect")).to_have_count(4)
    page.get_by_text("Set each arm").click()
    page.get_by_label("arm 2 pays, as a number").fill("0.95")
    page.keyboard.press("Enter")
    expect(page.get_by_label("best arm pays, as a number")).to_have_value("0.95")


def test_the_puzzle_gives_way_to_the_idea_and_to_nothing_else(page: Page) -> None:
    predict(page, "Thompson")
    expect(page.locator(".puzzle")).to_contain_text("A puzzle")
    page.get_by_label("horizon, in pulls").select_option("200")
    expect(page.locator(".says")).to_have_attribute("aria-busy", "false")
    expect(page.locator(".puzzle")).to_contain_text("A puzzle")
    page.get_by_label("horizon, in pulls").select_option("1000")
    page.get_by_label("best arm pays, as a number").fill("0.9")
    page.keyboard.press("Enter")
    page.get_by_label("gap to the others, as a number").fill("0.6")
    page.keyboard.press("Enter")
    expect(page.locator(".puzzle")).to_contain_text("Found.")


def test_bounds_are_dashed_and_named(page: Page) -> None:
    predict(page, "UCB1")
    page.get_by_label("show bounds").press("Space")
    expect(page.locator("path.bound")).to_have_count(5)
    expect(page.locator("[data-policy=ucb1] .chart")).to_contain_text("bound of UCB1")


def test_it_starts_over(page: Page) -> None:
    predict(page, "UCB1")
    page.get_by_role("button", name="Start over").press("Enter")
    expect(page.locator(".veil")).to_have_count(4)
    assert "#" not in page.url


def test_an_address_written_by_hand_cannot_break_it(camp: Served, open_tab: Open) -> None:
    page = open_tab().page
    page.goto(
        f"{camp.address}/found/bandits#bandit-dashboard?means=7,-3&policies=none&horizon=9999999&seed=x&predicted=ucb1"
    )
    expect(page.locator("bandit-dashboard .panel svg")).to_have_count(4)
    expect(page.locator(".says")).to_contain_text("After 1,000 pulls")


def test_it_answers_at_once(page: Page) -> None:
    predict(page, "UCB1")
    took = page.evaluate(MEASURE, "best arm pays")
    assert took < ANSWERS_WITHIN_MS, f"a slider takes {took:.0f} ms to answer"


def test_a_prediction_is_kept(camp: Served, page: Page) -> None:
    predict(page, "UCB1")
    page.wait_for_timeout(300)
    kept = camp.folder.index().events("prediction")
    assert len(kept) == 1
    assert kept[0].facts["says"].startswith("ucb1 loses least after 1000 pulls")
