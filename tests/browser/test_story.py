"""A first day by keyboard alone: cards, boxes, UCB's bonus in one's own editor, the lab, a published page."""

from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.browser.conftest import Open, Tab
from tests.camp import Served

STUB_END = "raise NotImplementedError"
RIGHT = """pulls = np.asarray(pulls, dtype=np.float64)
    bonus = np.full(pulls.shape, np.inf)
    tried = pulls > 0
    bonus[tried] = c * np.sqrt(np.log(max(t, 1)) / pulls[tried])
    return bonus"""
WRONG = """pulls = np.asarray(pulls, dtype=np.float64)
    return c * np.sqrt(np.log(max(t, 1)) / np.maximum(pulls, 1))"""


def tab_to(tab: Tab, name: str, role: str = "") -> None:
    """Press Tab until the control of that name has focus."""
    reads = """(() => { const e = document.activeElement;
      return [e.getAttribute('role') || e.tagName, e.getAttribute('aria-label') || e.innerText || '']; })()"""
    for _ in range(120):
        tab.page.keyboard.press("Tab")
        found_role, found = tab.page.evaluate(reads)
        if found.strip().startswith(name) and role.lower() in found_role.lower():
            return
    pytest.fail(f"Tab never reaches {name!r}")


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (360, "dark")])
def test_cards_by_keyboard(camp: Served, open_tab: Open, width: int, scheme: str) -> None:
    """Space shows, 1 to 4 grade, u takes back; the interval on the button is the one that comes."""
    tab = open_tab(width, scheme)
    page = tab.page
    page.goto(f"{camp.address}/review")
    asked = page.locator(".source").inner_text().split(" ")[0]
    expect(page.locator(".answer")).to_have_count(0)
    page.keyboard.press("Space")
    expect(page.locator(".answer")).to_be_visible()
    assert page.evaluate("document.activeElement.getAttribute('aria-label')") == "Answer"
    assert "show=1" in page.url
    page.reload()
    expect(page.locator(".answer")).to_be_visible()
    promised = page.locator("#grade-3 .when").inner_text()
    page.keyboard.press("3")
    expect(page.get_by_role("status")).to_have_text(f"Good: comes back in {promised}.")
    assert camp.folder.index().reviews(asked)[0].rating == 3
    expect(page.locator(".source")).not_to_contain_text(asked)
    assert page.evaluate("document.activeElement.getAttribute('aria-label')") == "Question"
    page.keyboard.press("u")
    expect(page.locator(".source")).to_contain_text(asked)
    assert camp.folder.index().reviews(asked) == []
    page.keyboard.press("Space")
    expect(page.locator(".answer")).to_be_visible()
    page.keyboard.press("4")
    expect(page.locator("#show")).to_be_visible()
    assert [each.rating for each in camp.folder.index().reviews(asked)] == [4]
    assert tab.overflow() <= 0


def test_keys_can_be_remapped_and_off(camp: Served, open_tab: Open) -> None:
    page = open_tab().page
    camp.folder.change_settings(keys="f j k l h z")
    page.goto(f"{camp.address}/review")
    page.keyboard.press("f")
    expect(page.locator(".answer")).to_be_visible()
    page.keyboard.press("k")
    expect(page.locator("#show")).to_be_visible()
    assert [each.facts["rating"] for each in camp.folder.index().events("review")] == [2]
    camp.folder.change_settings(keys="off")
    page.reload()
    page.keyboard.press("f")
    page.keyboard.press("Space")
    page.wait_for_timeout(150)
    expect(page.locator(".answer")).to_have_count(0)


def test_minutes_are_sent_once_and_what_stands_in_other_fields_stays(camp: Served, open_tab: Open) -> None:
    page = open_tab().page
    page.goto(camp.address)
    page.fill("#aim", "half a thought")
    page.fill("#said", "90m theory: ARENA 1.2")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Kept: 1 h 30 min, theory, ARENA 1.2.")).to_be_visible()
    expect(page.locator("#said")).to_have_value("")
    expect(page.locator("#aim")).to_have_value("half a thought")
    page.get_by_role("button", name="Take it back").click()
    expect(page.get_by_text("Taken back; the line stays")).to_be_visible()
    assert camp.folder.index().rows("SELECT COUNT(*) FROM minutes")[0][0] == 0


def test_a_key_is_never_taken_from_someone_typing(camp: Served, open_tab: Open) -> None:
    page = open_tab().page
    page.goto(f"{camp.address}/")
    page.locator("#aim").focus()
    page.keyboard.type("u 1 space")
    expect(page.locator("#aim")).to_have_value("u 1 space")


@pytest.mark.parametrize(("width", "scheme"), [(360, "light"), (1280, "dark")])
def test_a_box_is_ticked_by_keyboard_and_keeps_focus(camp: Served, open_tab: Open, width: int, scheme: str) -> None:
    camp.folder.change_settings(curriculum="levelling-up")
    module = camp.camp.plan().curriculum.modules[0]
    tab = open_tab(width, scheme)
    tab.page.goto(f"{camp.address}/module/{module.id}")
    title = module.resources[0].title
    tab_to(tab, title, "checkbox")
    tab.page.keyboard.press("Space")
    box = tab.page.get_by_role("checkbox", name=title, exact=True)
    expect(box).to_have_attribute("aria-checked", "true")
    assert tab.page.evaluate("document.activeElement.getAttribute('aria-label')") == title
    assert camp.folder.index().ticks() == {module.resources[0].id: True}
    tab.page.keyboard.press("Space")
    expect(box).to_have_attribute("aria-checked", "false")
    assert tab.overflow() <= 0


def test_an_exercise_from_stub_to_its_own_experiment(camp: Served, open_tab: Open) -> None:
    """The editor is another program: here, the test. The verdict stands on the page each time the file is saved."""
    tab = open_tab()
    page = tab.page
    page.goto(f"{camp.address}/exercise/bandits/ucb-bonus")
    tab_to(tab, "Write the stub")
    page.keyboard.press("Enter")
    expect(page.locator("#verdict")).to_contain_text("as it was written")
    file = camp.folder.exercise_path("bandits/ucb-bonus")
    expect(page.locator(".path").first).to_have_text(str(file))
    stub = file.read_text()

    file.write_text(stub.replace(STUB_END, WRONG))
    expect(page.locator("#verdict h2")).to_contain_text("Wrong at rung")
    expect(page.locator("#verdict")).to_contain_text("expected")
    expect(page.locator("#verdict")).not_to_contain_text("A known mistake")
    tab_to(tab, "Is this a known mistake?")
    page.keyboard.press("Enter")
    expect(page.locator("#verdict .notice")).to_be_visible()
    tab_to(tab, "Hint 1")
    page.keyboard.press("Enter")
    expect(page.locator(".hints li")).to_have_count(1)

    file.write_text(stub.replace(STUB_END, RIGHT))
    expect(page.locator("#verdict h2")).to_contain_text("Passed")
    tab_to(tab, "Run the system with it")
    page.keyboard.press("Enter")
    page.wait_for_url("**/lab/bandits/**")
    run_with_own_code(camp, tab)
    publish_and_look(camp, open_tab)


def run_with_own_code(camp: Served, tab: Tab) -> None:
    page = tab.page
    page.goto(f"{camp.address}/lab/bandits/ten-armed-testbed")
    page.locator("#says").focus()
    page.keyboard.type("a third")
    page.keyboard.press("Enter")
    expect(page.locator("q")).to_have_text("a third")
    page.locator("input[name=seeds]").focus()
    page.keyboard.type("1")
    page.keyboard.press("Enter")
    expect(page.locator(".mine-mark")).to_be_visible(timeout=60_000)
    expect(page.locator("main")).to_contain_text("mine: 1 of 4 holes")
    assert page.locator(".chart .clay").count() > 3
    assert tab.overflow() <= 0


def publish_and_look(camp: Served, open_tab: Open) -> None:
    from palaestra.app.cli.camp_publish import publish

    folder = camp.folder.root.parent / "site"
    assert publish(str(folder), ["results"], yes=True, as_json=False) == 0
    tab = open_tab(360, "dark")
    tab.page.goto((folder / "index.html").as_uri())
    tab.page.get_by_role("link", name="Multi-Armed Bandit Explorer").press("Enter")
    tab.page.get_by_role("link", name="All 13 experiments").press("Enter")
    expect(tab.page.locator("#ten-armed-testbed .mine-mark").first).to_be_visible()
    tab.page.locator("bandit-dashboard").scroll_into_view_if_needed()
    tab.page.get_by_role("button", name="UCB1").press("Enter")
    expect(tab.page.locator("bandit-dashboard .says")).to_contain_text("After 1,000 pulls")
    assert tab.overflow() <= 0
    assert tab.complaints == []
    assert [each["id"] for each in Axe().run(tab.page).response["violations"]] == []
    tab.complaints.clear()  # axe itself asks for the style sheet by XHR, which a page on disk may not
    assert Path(folder / "built" / "camp.css").is_file()
