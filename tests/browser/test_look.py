"""Every page at two widths, light and dark: axe finds nothing, nothing overflows; and without JavaScript it reads."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.browser.conftest import Open
from tests.camp import Served

PAGES = {
    "today": "/",
    "plan": "/plan",
    "another path": "/plan/levelling-up",
    "module": "/module/research-engineer/bandits",
    "lesson": "/lesson/bandits/2-optimism",
    "question": "/review",
    "answer": "/review?card=CARD&show=1",
    "exercise": "/exercise/bandits/ucb-bonus",
    "library": "/library",
    "system": "/system/bandits",
    "lab": "/lab",
    "experiment": "/lab/bandits/ten-armed-testbed?skip=1",
    "what we found": "/found/bandits",
    "settings": "/settings",
    "import": "/import",
    "trouble": "/system/bandit",
}
LOOKS = [(360, "dark"), (1280, "light")]


def place(camp: Served, name: str) -> str:
    card = camp.camp.catalogue.system("bandits").cards[0].id
    return camp.address + PAGES[name].replace("CARD", card)


@pytest.fixture(scope="module")
def axe() -> Axe:
    return Axe()


@pytest.mark.parametrize(("width", "scheme"), LOOKS)
def test_every_page_passes_axe_and_fits(camp: Served, open_tab: Open, axe: Axe, width: int, scheme: str) -> None:
    tab = open_tab(width, scheme)
    faults: list[str] = []
    for name in PAGES:
        tab.page.goto(place(camp, name))
        if name in ("lesson", "what we found"):
            tab.page.locator("bandit-dashboard").scroll_into_view_if_needed()
            tab.page.get_by_role("button", name="Thompson").click()
            expect(tab.page.locator(".says")).to_contain_text("lost least")
        found = axe.run(tab.page).response["violations"]
        faults += [f"{name}: {each['id']}: {each['nodes'][0]['html'][:160]}" for each in found]
        if tab.overflow() > 0:
            faults.append(f"{name}: {tab.overflow()} px too wide at {width}")
        if tab.page.locator("h1").count() != 1:
            faults.append(f"{name}: {tab.page.locator('h1').count()} headings of the first level")
    if "trouble" in PAGES:  # the browser reports the refused request itself
        tab.complaints[:] = [each for each in tab.complaints if "400" not in each]
    assert faults == []


def test_pages_read_and_forms_work_without_javascript(camp: Served, open_tab: Open) -> None:
    page = open_tab(360, "light", script=False).page
    page.goto(place(camp, "lesson"))
    assert page.locator("bandit-dashboard svg").count() == 4
    expect(page.locator("bandit-dashboard table")).to_be_visible()
    page.goto(place(camp, "question"))
    page.click("#show")
    page.click("#grade-4")
    expect(page.get_by_role("status")).to_contain_text("comes back in")
    page.goto(place(camp, "today"))
    page.click("#length-60")
    expect(page.locator("#length-60")).to_have_attribute("aria-pressed", "true")
    page.goto(place(camp, "exercise"))
    page.get_by_role("button", name="Write the stub").click()
    page.get_by_role("button", name="Check now").click()
    expect(page.locator("#verdict")).to_contain_text("as it was written")


def test_skip_link_leads_to_the_page(camp: Served, open_tab: Open) -> None:
    page = open_tab().page
    page.goto(camp.address)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the page"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "page"


def test_a_state_is_reached_by_its_link_and_survives_reload_and_back(camp: Served, open_tab: Open) -> None:
    page = open_tab().page
    page.goto(f"{camp.address}/found/bandits#bandit-dashboard?means=0.2,0.8&horizon=500&predicted=ucb1&seed=4")
    says = page.locator("bandit-dashboard .says")
    expect(says).to_contain_text("After 500 pulls")
    expect(says).to_have_attribute("aria-busy", "false")
    number = page.locator(".panel-title .numbers").first.inner_text()
    page.reload()
    expect(says).to_have_attribute("aria-busy", "false")
    expect(page.locator(".panel-title .numbers").first).to_have_text(number)
    expect(page.get_by_label("gap to the others, as a number")).to_have_value("0.6")
    page.goto(f"{camp.address}/library")
    page.go_back()
    expect(page.locator("bandit-dashboard .says")).to_contain_text("After 500 pulls")
