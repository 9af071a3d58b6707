"""What a stranger reads on somebody's site: whose results these are, what is only planned, what a phase ends with."""

import re
from pathlib import Path

import pytest

from palaestra.app.cli.camp_publish import Wanted, edition_of, publish
from palaestra.app.site.printing import Site, print_site
from palaestra.app.site.prose import as_html
from palaestra.kit.curriculum import find
from palaestra.practice.folder import PracticeFolder
from palaestra.practice.studies import new_study
from tests.published import live

SECOND = re.compile(r"\b(you|your|yours|yourself)\b", re.IGNORECASE)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = live(PracticeFolder.create(tmp_path_factory.mktemp("read") / "palaestra"))
    folder.change_settings(curriculum="alignment-roadmap")
    folder.log.append("goal", goal="alignment-roadmap/phase-1-success", evidence="UNSPEAKABLE evidence")
    return folder.root


@pytest.fixture(scope="module")
def whole(home: Path) -> Site:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PALAESTRA_HOME", str(home))
        return print_site(edition_of(["results", "progress", "skills", "artefacts", "weeks", "studies"], Wanted()))


@pytest.fixture(scope="module")
def reference() -> Site:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PALAESTRA_HOME", "/nowhere/palaestra")
        return print_site(edition_of([], Wanted()))


def said(site: Site, place: str) -> str:
    return site.files[f"{place}/index.html".lstrip("/")].decode()


def test_findings_of_the_reference_are_not_taken_for_the_learners(whole: Site, reference: Site) -> None:
    for place in ("", "found/bandits", "projects/multi-armed-bandit-explorer"):
        assert "What the reference found" in said(whole, place), place
        assert "What the reference found" not in said(reference, place), place
    assert "What was found" in said(reference, "")
    assert "What is mine says so. The other measurements are the reference’s" in said(whole, "weeks")
    assert "counts at the right are claims of the reference" in said(whole, "skills")


def test_what_a_project_shows_is_said_of_its_maker_not_to_the_reader(whole: Site) -> None:
    for name in whole.files:
        if name.startswith("projects/") and name != "projects/index.html":
            page = whole.files[name].decode()
            lines = re.findall(r'<p class="(?:value|lede)">.*?</p>|<p><span class="muted">Why:.*?</p>', page)
            assert lines, name
            assert not [each for each in lines if SECOND.search(each)], name


def test_planned_projects_recede_on_a_page_for_a_reader(reference: Site) -> None:
    page = said(reference, "for/industry")
    rows, _, rest = page.partition("Still planned: ")
    assert "Multi-Armed Bandit Explorer" in rows
    assert "Reward Hacking Demonstration Suite" in rest
    assert "Reward Hacking Demonstration Suite" not in rows
    assert "All of them are still planned: " in said(reference, "for/phd") or "Still planned: " in said(
        reference, "for/phd"
    )


def test_each_phase_says_the_sentence_it_ends_with_and_whether_it_holds(whole: Site, reference: Site) -> None:
    stages = [each for each in find("alignment-roadmap").stages if each.success]
    assert len(stages) == 6
    projects, progress = said(reference, "projects"), said(whole, "progress")
    for each in {each.success for each in stages}:
        assert f"“{each}”" in progress
    with_projects = {each.success for each in stages if any(one.project for one in each.modules)}
    assert all(f"“{each}”" in projects for each in with_projects)
    ends = re.findall(r'<p class="small-text"><span class="mark (holds|planned)">', progress)
    assert ends == ["holds", *["planned"] * 5]
    assert "UNSPEAKABLE" not in progress


def test_an_example_study_is_not_published_as_ones_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = PracticeFolder.create(tmp_path / "palaestra")
    monkeypatch.setenv("PALAESTRA_HOME", str(folder.root))
    path = new_study(folder, "Does noise help?", "A question of my own")
    site = print_site(edition_of(["studies"], Wanted()))
    assert site.held == ("study does_noise_help: its hypotheses are still the example’s; write yours in study.toml",)
    assert not any(b"A question of my own" in each for each in site.files.values())
    manifest = path / "study.toml"
    manifest.write_text(manifest.read_text().replace("With noise as strong", "With twice the noise"))
    assert print_site(edition_of(["studies"], Wanted())).held == ()


def test_an_address_in_a_week_can_be_followed_and_one_in_code_stays() -> None:
    text = "Wrote https://ada.example/a_b, and (https://b.example/x). `https://c.example` [d](https://d.example)"
    html = str(as_html(text, lambda _: ""))
    assert re.findall(r'href="([^"]*)"', html) == [
        "https://ada.example/a_b",
        "https://b.example/x",
        "https://d.example",
    ]
    assert "<code>https://c.example</code>" in html


def test_the_difference_names_ones_own_pages_and_counts_what_all_pages_use(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PALAESTRA_HOME", str(home))
    assert publish(str(tmp_path / "site"), ["notes", "articles"], yes=False, as_json=False) == 0
    lines = capsys.readouterr().out.splitlines()
    assert "  new      articles/regret-without-tears/index.html" in lines
    assert [each for each in lines if re.fullmatch(r"  new      projects/ \(21 files\)", each)]
    assert not [each for each in lines if "KaTeX" in each]
    assert "  note: Regret in one page" in lines
    assert max(n for n, each in enumerate(lines) if each.startswith("  new")) == next(
        n for n, each in enumerate(lines) if each.startswith("  new      built")
    )
