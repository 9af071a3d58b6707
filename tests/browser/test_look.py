"""Every page at two widths, light and dark: axe finds nothing, nothing overflows; and without JavaScript it reads."""

import os
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from palaestra.app.cli.camp_publish import Wanted, edition_of
from palaestra.app.site.placing import compare
from palaestra.app.site.placing import place as put
from palaestra.app.site.printing import print_site
from palaestra.kit.catalogue import Catalogue
from palaestra.kit.exercise import sources
from palaestra.lab import Store, run
from palaestra.practice.days.goals import set_goal
from palaestra.practice.days.iso import week_of
from palaestra.practice.days.journal import Journal
from palaestra.practice.days.weeks import Weeks
from palaestra.practice.folder import PracticeFolder
from palaestra.practice.writing.artefacts import Artefacts
from palaestra.practice.writing.inbox import Inbox
from palaestra.practice.writing.people import People
from tests.browser.conftest import Open
from tests.camp import Served, served

PAGES = {
    "today": "/",
    "plan": "/plan",
    "another path": "/plan/levelling-up",
    "placement": "/place/research-engineer/bandits",
    "links": "/plan/levelling-up/links",
    "module": "/module/research-engineer/bandits",
    "module of boxes": "/module/levelling-up/software-engineering",
    "lesson": "/lesson/bandits/2-optimism",
    "question": "/review",
    "answer": "/review?card=CARD&show=1",
    "cards": "/cards",
    "cards of a room": "/cards?room=bandits",
    "card": "/card/bandits/snips",
    "rework": "/review/rework",
    "not started": "/exercise/bandits/exp3",
    "wrong": "/exercise/bandits/ucb-bonus",
    "stuck": "/exercise/bandits/ucb-bonus/stuck",
    "comparison": "/exercise/bandits/exp3-mix/compare",
    "mistakes": "/mistakes",
    "library": "/library",
    "system": "/system/bandits",
    "lab": "/lab",
    "prediction": "/lab/bandits/nonstationary",
    "experiment": "/lab/bandits/ten-armed-testbed?skip=1",
    "what we found": "/found/bandits",
    "work": "/work",
    "artefact": "/work/proxies?to=posted",
    "beginning": "/work/new?kind=competition",
    "people": "/work/people",
    "person": "/work/people/ada",
    "reading": "/work/reading",
    "settings": "/settings",
    "journal": "/journal",
    "year": "/journal/year/2026",
    "import": "/import",
    "notes": "/notes?new=An idea&about=bandits",
    "note": "/note/notes/on-proxies.md",
    "search": "/search?q=regret",
    "progress": "/progress",
    "field": "/field",
    "triage": "/triage",
    "calibration": "/calibration",
    "studies": "/studies",
    "topic": "/lesson/topics/why-safety",
    "publish": "/publish",
    "trouble": "/system/bandit",
}
SIZES = (1280, 360)
SCHEMES = ("light", "dark")
BY_SIGHT = {"runOnly": ["color-contrast", "link-in-text-block", "target-size"]}
"""What another paper or another width can break; the rest of a page is the same in all of them."""
OPEN = """() => document.querySelectorAll('details').forEach((each) => {
  each.open = !each.matches('.experiment ~ .experiment ~ .experiment') || each.open;
})"""
"""Everything that can be opened; of a room's experiments, which are alike, two and the learner's own."""
SMALLEST = """() => [...document.querySelectorAll('a, button, summary, input:not([type=hidden])')].filter((each) => {
  const { width, height } = (each.closest('label') ?? each).getBoundingClientRect();
  const hidden = !width || each.closest('.skip, .hidden-text') || getComputedStyle(each, '::after').inset === '-6px';
  const inText = each.tagName === 'A' && getComputedStyle(each).display === 'inline';
  return !hidden && !inText && Math.min(width, height) < 24;
}).map((each) => each.outerHTML.slice(0, 90))"""


@pytest.fixture(scope="module")
def axe() -> Axe:
    return Axe()


@pytest.fixture(scope="module")
def lived_in(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """One camp for the tests that only look: a few cards, a wrong answer, a result of its own, a module ticked."""
    root = tmp_path_factory.mktemp("lived") / "palaestra"
    before, os.environ["PALAESTRA_HOME"] = os.environ.get("PALAESTRA_HOME", ""), str(root)
    try:
        with served(root) as camp:
            live(camp.folder)
            yield camp
    finally:
        os.environ["PALAESTRA_HOME"] = before


def live(folder: PracticeFolder) -> None:
    folder.change_settings(name="Ada", goal="To measure honestly.")
    for card in Catalogue.installed().system("bandits").cards[:3]:
        folder.log.append("review", card=card.id, rating=3)
    (folder.root / "cards" / "mine.toml").write_text('[[cards]]\nid = "a"\nquestion = "q?"\n')
    folder.log.append("minutes", minutes=45, text="reading https://example.org/post", day=folder.today().isoformat())
    note = "# On proxies\n\nSee [[bandits]], [[goodhart]] and $x^2$. #specification\n\n```python\nx = 1\n```\n"
    (folder.root / "notes" / "on-proxies.md").write_text(note)
    make(folder)
    live_some_weeks(folder)
    file = folder.exercise_path("bandits/ucb-bonus")
    file.parent.mkdir(parents=True)
    file.write_text("def ucb_bonus(pulls, t, c=1.0):\n    return [c for _ in pulls]\n")
    mix = Catalogue.installed().exercise("bandits/exp3-mix")
    folder.exercise_path(mix.id).write_text(f"{mix.imports}\n\n\n{sources(mix, 'alternative')['arm-by-arm']}")
    folder.log.append("solution", exercise=mix.id)
    for _ in range(2):
        folder.log.append("attempt", exercise="bandits/ucb1", mode="build", verdict="wrong", mistake="totals-for-means")
    folder.log.append("dispute", exercise="bandits/ucb1", why="It is the total that pays.")
    experiment = Catalogue.installed().experiment("bandits/ten-armed-testbed")
    run(experiment, preset="small", seeds=2, store=Store(folder.root / "results"))


def make(folder: PracticeFolder) -> None:
    """Something made, someone asked, something waiting to be read."""
    work, people = Artefacts(folder), People(folder)
    essay = work.begin("article", "Proxies", deadline="in 3 days")
    work.hear(essay.id, "Ada", "Say what you assumed.")
    (folder.root / essay.file).write_text("# Proxies\n\n## One\n\nWords, `code` and a [link](https://example.org).\n")
    work.begin("decision", "Theory or policy", fields={"revisit": "tomorrow"}, state="decided")
    people.add("Ada", "mentor", next_day="tomorrow")
    people.ask("ada", "Is it tight?")
    people.hear("ada", "Yes.", about=essay.id)
    Inbox(folder).add("https://arxiv.org/abs/1606.06565", title="Concrete Problems")
    Inbox(folder).drop(Inbox(folder).add("A post").id)


def live_some_weeks(folder: PracticeFolder) -> None:
    """A session under way, theory and technique in two weeks, days away, a week written twice, another goal."""
    journal, weeks, day = Journal(folder), Weeks(folder), folder.today() - timedelta(days=8)
    set_goal(folder, "To measure honestly.")
    journal.record("3h theory: chapter 2", day=day, module="bandits")
    journal.record("2h technique: the testbed", day=day - timedelta(days=14))
    journal.away(day - timedelta(days=12), day - timedelta(days=6), "family")
    for text in ("Read chapter 2.", "Read chapter 2, and found out why it explores."):
        weeks.close(week_of(day), text)
    journal.start("chapter 3", way="theory")


def address_of(camp: Served, name: str) -> str:
    card = camp.camp.catalogue.system("bandits").cards[0].id
    return camp.address + PAGES[name].replace("CARD", card)


def faults_of(axe: Axe, page: Page, name: str) -> list[str]:
    """What is wrong with a page at both widths, on light and on dark paper."""
    faults: list[str] = []
    for width in SIZES:
        page.set_viewport_size({"width": width, "height": 800})
        for scheme in SCHEMES:
            page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            whole = scheme == SCHEMES[0] if width == SIZES[0] else scheme == SCHEMES[1]
            found = axe.run(page, options=None if whole else BY_SIGHT).response["violations"]
            faults += [f"{name}, {width} {scheme}: {each['id']}: {each['nodes'][0]['html'][:160]}" for each in found]
        wide = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        if wide > 0:
            faults.append(f"{name}: {wide} px too wide at {width}")
        faults += [f"{name}, {width}: smaller than 24 px: {each}" for each in page.evaluate(SMALLEST)]
    if page.locator("h1").count() != 1:
        faults.append(f"{name}: {page.locator('h1').count()} headings of the first level")
    return faults


def prepare(page: Page, name: str) -> None:
    """Bring a page to where all of it is seen."""
    page.evaluate(OPEN)
    if page.locator("bandit-dashboard").count():
        page.locator("bandit-dashboard").scroll_into_view_if_needed()
        page.get_by_role("button", name="Thompson").click()
        expect(page.locator(".says")).to_contain_text("lost least")
        expect(page.locator(".says")).to_have_attribute("aria-busy", "false")
    if name == "wrong":
        expect(page.locator("#verdict h2")).to_contain_text("Wrong at rung")
        page.get_by_role("button", name="Hint").click()
        expect(page.locator(".hints li")).to_have_count(1)


@pytest.mark.parametrize("name", PAGES)
def test_a_page_passes_axe_and_fits(lived_in: Served, open_tab: Open, axe: Axe, name: str) -> None:
    tab = open_tab()
    tab.page.goto(address_of(lived_in, name))
    if name == "comparison":
        expect(tab.page.locator(".beside")).to_be_visible(timeout=60_000)
    prepare(tab.page, name)
    assert faults_of(axe, tab.page, name) == []
    if name == "trouble":  # the browser reports the refused request itself
        tab.complaints[:] = [each for each in tab.complaints if "400" not in each]


def test_a_published_page_passes_axe_and_fits(lived_in: Served, open_tab: Open, axe: Axe, tmp_path: Path) -> None:
    site = print_site(edition_of(["results", "name"], Wanted()))
    put(tmp_path, site.files, compare(tmp_path, site.files))
    tab = open_tab()
    for file in ("index.html", "found/bandits/index.html", "projects/index.html"):
        tab.page.goto((tmp_path / file).as_uri())
        prepare(tab.page, file)
        assert faults_of(axe, tab.page, file) == []
    tab.complaints.clear()  # axe itself asks for the style sheet by XHR, which a page on disk may not


def test_today_needs_no_scrolling_on_a_laptop(camp: Served, lived_in: Served, open_tab: Open) -> None:
    tab = open_tab(1280)
    for each in (camp, lived_in):
        for minutes in (5, 20, 60):
            each.folder.change_settings(minutes=minutes)
            tab.page.goto(each.address)
            assert tab.page.evaluate("document.documentElement.scrollHeight") <= 800
            assert tab.page.locator(".primary").count() == 1


def test_pages_read_and_forms_work_without_javascript(camp: Served, open_tab: Open) -> None:
    page = open_tab(360, "light", script=False).page
    page.goto(address_of(camp, "lesson"))
    assert page.locator("bandit-dashboard svg").count() == 4
    expect(page.locator("bandit-dashboard table")).to_be_visible()
    page.goto(address_of(camp, "question"))
    page.click("#show")
    page.click("#grade-4")
    expect(page.get_by_role("status")).to_contain_text("comes back in")
    page.goto(address_of(camp, "today"))
    page.click("#length-60")
    expect(page.locator("#length-60")).to_have_attribute("aria-pressed", "true")
    page.goto(address_of(camp, "not started"))
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
