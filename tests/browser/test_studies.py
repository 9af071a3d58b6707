"""Studies, judging, calibration and a printed paper: axe at both widths on both papers, and a run as it is watched."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from palaestra.app import studying
from palaestra.app.views.papers import print_paper
from palaestra.practice.folder import PracticeFolder
from palaestra.practice.studies import new_study
from tests.browser.conftest import Open
from tests.browser.test_look import faults_of
from tests.camp import Served, served

NAME = "does_noise_help"
PAGES = {
    "the list": "/studies",
    "a study": f"/studies/{NAME}",
    "an amended one": "/studies/amended",
    "a new one": "/studies/new_one",
    "calibration": "/calibration",
    "what there is to judge": "/judge",
    "a pair": f"/judge/{NAME}",
    "a single item": "/judge/amended",
    "a printed paper": f"/studies/{NAME}/paper",
}
PAIRS = '[[pairs]]\nid = "1"\na = "A long answer with *words*."\nb = "A short one."\n'
SINGLE = '[[items]]\nid = "1"\ntext = "A debate"\noptions = ["A is right", "B is right"]\n'


@pytest.fixture(scope="module")
def axe() -> Axe:
    return Axe()


@pytest.fixture(scope="module")
def studied(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    root = tmp_path_factory.mktemp("studied") / "palaestra"
    before, os.environ["PALAESTRA_HOME"] = os.environ.get("PALAESTRA_HOME", ""), str(root)
    try:
        with served(root) as camp:
            study(camp.folder)
            yield camp
    finally:
        os.environ["PALAESTRA_HOME"] = before


def study(folder: PracticeFolder) -> None:
    """One study run, printed and to be judged; one amended after its result; one just begun."""
    for title in ("Does noise help?", "Amended"):
        place = new_study(folder, title)
        code = place / "experiments" / "main.py"
        code.write_text(code.read_text().replace("200), Config()", "200), Config(draws=300)"))
        found = studying.find(folder, place.name)
        studying.freeze(folder, found)
        studying.run_study(folder, found, studying.experiment_of(found), full=True)
        (place / "items.toml").write_text(PAIRS if title != "Amended" else SINGLE)
    print_paper(folder, studying.find(folder, NAME), pdf=False)
    manifest = folder.root / "studies" / "amended" / "study.toml"
    manifest.write_text(manifest.read_text().replace("[0.45, 0.55]", "[0.3, 0.55]"))
    studying.freeze(folder, studying.find(folder, "amended"), "the noise was wrong")
    manifest.write_text(manifest.read_text().replace("[0.3, 0.55]", "[0.4, 0.55]"))
    new_study(folder, "New one", "Is it so?")


@pytest.mark.parametrize("name", PAGES)
def test_a_page_passes_axe_and_fits(studied: Served, open_tab: Open, axe: Axe, name: str) -> None:
    tab = open_tab()
    tab.page.goto(studied.address + PAGES[name])
    tab.page.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true; })")
    if name == "a printed paper":
        assert faults_without_scripts(tab, axe) == []
    else:
        assert faults_of(axe, tab.page, name) == []


def faults_without_scripts(tab: object, axe: Axe) -> list[str]:
    """The paper forbids every script, axe among them: it is looked at as a file."""
    page = tab.page  # type: ignore[attr-defined]
    html = page.content()
    page.goto("about:blank")
    page.set_content(html)
    return faults_of(axe, page, "a printed paper")


def test_a_study_is_begun_run_and_judged_by_keyboard(camp: Served, open_tab: Open, tmp_path: Path) -> None:
    page = open_tab().page
    page.goto(f"{camp.address}/studies")
    page.get_by_label("Title").fill("By keyboard")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("By keyboard")
    page.locator(".next .primary").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Register what you expect")).to_be_visible(timeout=40_000)
    (camp.folder.root / "studies" / "by_keyboard" / "items.toml").write_text(PAIRS)
    page.goto(f"{camp.address}/judge/by_keyboard")
    page.get_by_role("button", name="The first").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("1 judgement.")).to_be_visible()
