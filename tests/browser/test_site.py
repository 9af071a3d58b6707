"""The published site in a browser, opened from disk: axe, both widths, both papers, no JavaScript, search, print."""

import os
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from palaestra.app.cli.camp_publish import Wanted, edition_of
from palaestra.app.site.kinds import all_kinds
from palaestra.app.site.placing import compare, place
from palaestra.app.site.printing import print_site
from palaestra.practice.folder import PracticeFolder
from tests.browser.conftest import Open
from tests.browser.test_look import faults_of
from tests.published import live

PAGES = (
    "",
    "projects",
    "projects/multi-armed-bandit-explorer",
    "projects/original-research-project",
    "series",
    "weeks",
    "writing",
    "notes/shown",
    "code/bandits/ucb-bonus",
    "progress",
    "modules/bandits",
    "skills",
    "studies/does-noise-help",
    "for/industry",
    "sources",
    "search",
)


@pytest.fixture(scope="module")
def axe() -> Axe:
    return Axe()


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site of everything, as files on disk."""
    root = tmp_path_factory.mktemp("site")
    before, os.environ["PALAESTRA_HOME"] = os.environ.get("PALAESTRA_HOME", ""), str(root / "palaestra")
    try:
        live(PracticeFolder.create(root / "palaestra"))
        wanted = Wanted("https://ada.example", "https://github.com/ada/practice")
        printed = print_site(edition_of(list(all_kinds()), wanted))
    finally:
        os.environ["PALAESTRA_HOME"] = before
    place(root / "site", printed.files, compare(root / "site", printed.files))
    return root / "site"


def goto(page: Page, site: Path, name: str, query: str = "") -> None:
    page.goto((site / name / "index.html").as_uri() + query)


@pytest.mark.parametrize("name", PAGES)
def test_a_page_of_the_site_passes_axe_and_fits(site: Path, open_tab: Open, axe: Axe, name: str) -> None:
    tab = open_tab()
    goto(tab.page, site, name)
    tab.page.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true; })")
    assert faults_of(axe, tab.page, name or "the front page") == []
    tab.complaints.clear()  # axe itself asks for the style sheet by XHR, which a page on disk may not


def test_search_finds_by_the_words_of_a_page_and_says_how_many(site: Path, open_tab: Open) -> None:
    tab = open_tab(360)
    goto(tab.page, site, "search")
    box = tab.page.get_by_label("Words that a page holds")
    box.fill("kindarticles")
    shown = tab.page.locator("[data-page]:visible")
    expect(tab.page.get_by_role("status")).to_contain_text("of")
    assert "articles/regret-without-tears" in [each.get_attribute("data-page") for each in shown.all()]
    count = shown.count()
    assert 0 < count < 12
    expect(tab.page.get_by_role("status")).to_contain_text(f"{count} of ")
    goto(tab.page, site, "search", "?q=nothinghasthisword")
    expect(tab.page.get_by_role("status")).to_contain_text("0 of ")
    expect(shown).to_have_count(0)


def test_without_javascript_search_lists_every_page_and_the_pictures_stand(site: Path, open_tab: Open) -> None:
    page = open_tab(360, script=False).page
    goto(page, site, "search")
    assert page.locator("[data-page]:visible").count() > 60
    assert page.locator("#search").is_hidden()
    goto(page, site, "projects/multi-armed-bandit-explorer")
    assert page.locator("bandit-dashboard svg").count() == 4
    expect(page.locator("bandit-dashboard table")).to_be_visible()
    goto(page, site, "progress")
    expect(page.locator(".hours-chart svg")).to_be_visible()


def test_the_figure_on_the_front_page_is_live_from_disk(site: Path, open_tab: Open) -> None:
    tab = open_tab()
    goto(tab.page, site, "")
    tab.page.locator("bandit-dashboard").scroll_into_view_if_needed()
    tab.page.get_by_role("button", name="UCB1").press("Enter")
    expect(tab.page.locator("bandit-dashboard .says")).to_contain_text("After 1,000 pulls")


def test_one_walks_the_site_by_its_links(site: Path, open_tab: Open) -> None:
    page = open_tab(360, "dark").page
    goto(page, site, "")
    page.get_by_role("link", name="Weeks", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Weeks")
    page.get_by_role("link", name="bandits").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Bandits")
    page.get_by_role("link", name="Tutorials").click()
    page.get_by_role("link", name="Why explore").click()
    page.get_by_role("link", name="Next").click()
    expect(page.get_by_text("lesson 2 of")).to_be_visible()


def test_on_paper_the_page_is_ink_on_white_without_what_is_clicked(site: Path, open_tab: Open) -> None:
    page = open_tab(1280, "dark").page
    goto(page, site, "projects/multi-armed-bandit-explorer")
    page.emulate_media(media="print", color_scheme="dark")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert page.locator(".masthead nav").first.is_hidden()
    assert page.locator(".around").is_hidden()


def test_the_page_for_what_is_missing_leads_back_at_any_depth(site: Path) -> None:
    text = (site / "404.html").read_text()
    assert 'href="https://ada.example/projects/index.html"' in text
    assert 'href="https://ada.example/built/camp.css"' in text
