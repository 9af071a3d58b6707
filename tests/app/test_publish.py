"""Publishing: the difference first, nobody else's file touched, links that hold, pages that say what they are."""

import json
import re
import subprocess
from pathlib import Path
from xml.etree import ElementTree

import pytest

from palaestra.app.cli.camp_publish import Wanted, edition_of, publish
from palaestra.app.site.content import when
from palaestra.app.site.edition import Edition
from palaestra.app.site.hosting import README, WORKFLOW
from palaestra.app.site.kinds import all_kinds
from palaestra.app.site.placing import RECORD, compare, place
from palaestra.app.site.printing import Site, print_site
from palaestra.kit.refusal import Refusal
from palaestra.practice.folder import PracticeFolder, default_path
from tests.links import Page, faults
from tests.published import live

ADDRESS = "https://ada.example"
REPOSITORY = "https://github.com/ada/practice"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that was lived in, for the tests that only print."""
    return live(PracticeFolder.create(tmp_path_factory.mktemp("lived") / "palaestra")).root


@pytest.fixture
def lived(home: Path, monkeypatch: pytest.MonkeyPatch) -> PracticeFolder:
    monkeypatch.setenv("PALAESTRA_HOME", str(home))
    return PracticeFolder.open(home)


@pytest.fixture(scope="module")
def whole(home: Path) -> Site:
    """Everything, at an address."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PALAESTRA_HOME", str(home))
        return print_site(edition_of(list(all_kinds()), Wanted(ADDRESS, REPOSITORY)))


@pytest.fixture(scope="module")
def reference() -> Site:
    """What is printed before any learner has done anything."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PALAESTRA_HOME", "/nowhere/palaestra")
        return print_site(edition_of([], Wanted()))


def said(site: Site, place: str) -> str:
    return site.files[f"{place}/index.html".lstrip("/")].decode()


def test_every_link_and_anchor_of_both_sites_holds_and_nothing_is_fetched_from_elsewhere(
    whole: Site, reference: Site
) -> None:
    assert faults(whole.files, ADDRESS) == []
    assert faults(reference.files) == []
    assert sum(name.endswith(".html") for name in whole.files) > 60


def test_every_page_says_what_it_is(whole: Site) -> None:
    for name, text in whole.files.items():
        if not name.endswith("index.html") or name.startswith("built/"):
            continue
        page = Page(text.decode())
        assert page.tags.count("h1") == 1, name
        assert page.meta["description"].strip(), name
        assert page.meta["og:title"].strip(), name
        assert page.meta["og:url"] == f"{ADDRESS}/{name.removesuffix('index.html')}"
        assert "og:image" not in page.meta


def test_a_page_is_light(whole: Site) -> None:
    for name, text in whole.files.items():
        if name.endswith(".html"):
            assert len(text) < 400_000, f"{name} weighs {len(text)}"
    assert len(whole.files["search/words.js"]) < 300_000


def test_the_reference_portfolio_shows_the_twenty_before_anybody_has_done_anything(reference: Site) -> None:
    pages = [name for name in reference.files if name.startswith("projects/") and name.count("/") == 2]
    assert len(pages) == 20
    for name in pages:
        text = reference.files[name].decode()
        assert "What it says of whoever built it" in text
        assert "What it consists of" in text
        states = ("This room is not built yet" in text, "What was found" in text, "The series has begun" in text)
        assert sum(states) == 1
    bandits = said(reference, "projects/multi-armed-bandit-explorer")
    assert "<bandit-dashboard" in bandits
    assert "What came out otherwise" in bandits
    front = said(reference, "")
    for words in ("If you are family or a friend", "If you hire", "If you came by chance", "19 of them still planned"):
        assert words in front
    assert reference.own == ()


def test_four_readers_have_a_view_each(reference: Site) -> None:
    views = sorted(name for name in reference.files if name.startswith("for/"))
    assert len(views) == 4
    texts = {reference.files[each] for each in views}
    assert len(texts) == 4
    assert "multi-armed-bandit-explorer" in said(reference, "for/industry")
    assert "multi-armed-bandit-explorer" not in said(reference, "for/phd")


def test_the_lessons_are_a_series_with_contents_next_and_previous(reference: Site) -> None:
    contents = said(reference, "series")
    assert "You have trained a model" in contents
    assert contents.count('href="../series/bandits/') == 5
    middle = said(reference, "series/bandits/2-optimism")
    assert 'rel="prev" href="../../../series/bandits/1-why-explore/index.html"' in middle
    assert 'rel="next" href="../../../series/bandits/3-belief/index.html"' in middle
    assert 'rel="prev"' not in said(reference, "series/bandits/1-why-explore")
    assert "cards/keep" not in "".join(text.decode() for name, text in reference.files.items() if name.endswith("html"))


def test_the_front_page_pins_question_prediction_result_failure_and_code(whole: Site, lived: PracticeFolder) -> None:
    front = said(whole, "")
    for words in (
        "How much exploration pays",
        "About a third, KINDRESULTS",
        "(n = 2)",
        "own code in 1 of 4 parts",
        "hints",
    ):
        assert words in front
    assert 'href="code/bandits/ucb-bonus/index.html">The code' in front
    assert front.index("A bandit for coffee") < front.index("The ten-armed testbed")
    lived.change_settings(pins="bandits/ten-armed-testbed")
    try:
        other = said(print_site(edition_of(["results", "artefacts"], Wanted())), "")
        assert other.index("The ten-armed testbed") < other.index("A bandit for coffee")
    finally:
        lived.change_settings(pins="")


def test_a_missed_week_is_on_the_page_and_in_the_feed_and_a_week_away_says_so(whole: Site) -> None:
    page = said(whole, "weeks")
    assert page.count("Nothing was written.") == 3
    assert page.count(">Away.<") == 1
    feed = whole.files["feed.xml"].decode()
    assert feed.count(": not written</title>") == 3
    assert feed.count("Nothing was written.") == 3


def test_the_feed_is_valid_rss(whole: Site) -> None:
    root = ElementTree.fromstring(whole.files["feed.xml"])
    assert (root.tag, root.attrib["version"]) == ("rss", "2.0")
    (channel,) = root
    for name in ("title", "link", "description"):
        assert (channel.findtext(name) or "").strip()
    items = channel.findall("item")
    assert len(items) == 10
    links = [each.findtext("link") or "" for each in items]
    assert len(set(links)) == len(links)
    for each, link in zip(items, links, strict=True):
        assert each.findtext("guid") == link
        assert link.startswith(f"{ADDRESS}/")
        assert f"{link.removeprefix(f'{ADDRESS}/').partition('#')[0]}index.html" in whole.files
        assert (each.findtext("pubDate") or "").endswith(" 00:00:00 GMT")
    assert "Regret without tears" in [each.findtext("title") for each in items]


def test_the_map_names_every_page_once(whole: Site) -> None:
    root = ElementTree.fromstring(whole.files["sitemap.xml"])
    named = sorted(each.text or "" for each in root.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc"))
    pages = [name for name in whole.files if name.endswith("index.html")]
    assert named == sorted(f"{ADDRESS}/{name.removesuffix('index.html')}" for name in pages)


def test_without_an_address_there_is_neither_feed_nor_map(lived: PracticeFolder) -> None:
    site = print_site(edition_of(["weeks"], Wanted()))
    assert "feed.xml" not in site.files
    assert "sitemap.xml" not in site.files
    assert faults(site.files) == []


def test_each_page_of_search_has_its_words(whole: Site) -> None:
    page = Page(said(whole, "search"))
    words = whole.files["search/words.js"].decode()
    rows = json.loads(words.removeprefix("window.pageWords = ").rstrip().rstrip(";"))
    shown = said(whole, "search").count("data-page=")
    assert len(rows) == shown == sum(name.endswith("/index.html") for name in whole.files) - 1
    assert any("kindarticles" in each for each in rows)
    assert page.tags.count("form") == 1


def test_progress_hours_and_modules(whole: Site) -> None:
    progress = said(whole, "progress")
    assert "Hours a week" in progress
    assert "Research engineer" in progress
    module = said(whole, "modules/bandits")
    for words in ("hours so far", "What my code measured", "Regret without tears", "The benefit of the doubt"):
        assert words in module


def test_own_results_are_named_for_a_reader(whole: Site, lived: PracticeFolder) -> None:
    page = said(whole, "found/bandits")
    assert ">Ada KINDNAME</text>" in page
    assert ">yours<" not in page
    unnamed = said(print_site(edition_of(["results"], Wanted())), "found/bandits")
    assert ">mine</text>" in unnamed


def test_skills_lead_to_evidence_and_own_work(whole: Site, reference: Site) -> None:
    assert "1 exercise passed, none without help" in said(whole, "skills")
    assert "exercise passed" not in said(reference, "skills")
    assert "43 hold" in said(reference, "skills")


def test_a_page_suggests_resources_at_the_repository_only_where_one_is_named(whole: Site, reference: Site) -> None:
    assert f'href="{REPOSITORY}/issues/new?title=Suggest+a+resource"' in said(whole, "weeks")
    assert "Suggest a resource" not in said(reference, "")


def test_sources_and_thanks_name_authors_and_whom_the_learner_named(whole: Site, reference: Site) -> None:
    assert "Sutton" in said(reference, "sources")
    assert "KINDTHANKS" not in said(reference, "sources")
    assert "who read every draft" in said(whole, "sources")


def test_what_could_advance_capabilities_waits_for_its_answer(folder: PracticeFolder) -> None:
    from palaestra.practice.writing.artefacts import Artefacts

    work = Artefacts(folder)
    made = work.begin("project", "A faster optimiser")
    work.to_state(made.id, "finished")
    site = print_site(edition_of(["artefacts"], Wanted()))
    assert site.own == ()
    assert len(site.held) == 1
    assert f"palaestra artefact advances {made.id}" in site.held[0]
    work.answer_advances(made.id, "No more than what is known.")
    assert print_site(edition_of(["artefacts"], Wanted())).own == ("project: A faster optimiser",)


@pytest.fixture
def folder() -> PracticeFolder:
    return PracticeFolder.create(default_path())


def test_films_are_copied_with_captions_and_poster(tmp_path: Path, reference: Site) -> None:
    for name in ("bandits.mp4", "bandits.webm", "bandits.vtt", "bandits.jpg", "cooking.mp4"):
        (tmp_path / name).write_bytes(name.encode())
    site = print_site(edition_of([], Wanted(films=str(tmp_path))))
    assert sorted(name for name in site.files if name.startswith("films/")) == [
        f"films/bandits.{each}" for each in ("jpg", "mp4", "vtt", "webm")
    ]
    page = said(site, "projects/multi-armed-bandit-explorer")
    assert "<video" in page
    assert "to come" not in page
    assert "A short film is to come" in said(reference, "projects/multi-armed-bandit-explorer")
    assert faults(site.files) == []
    with pytest.raises(Refusal, match="not a folder of films"):
        edition_of([], Wanted(films=str(tmp_path / "nosuch")))


def test_the_same_input_gives_the_same_bytes(whole: Site, lived: PracticeFolder) -> None:
    again = print_site(edition_of(list(all_kinds()), Wanted(ADDRESS, REPOSITORY)))
    assert dict(again.files) == dict(whole.files)


def test_the_difference_is_shown_and_nothing_is_written_without_a_yes(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    site = tmp_path / "site"
    publish(str(site), [], yes=False, as_json=False)
    out = capsys.readouterr().out
    assert "new      404.html" in out
    assert "Of yours: nothing" in out
    assert out.splitlines()[-1] == f"next: palaestra publish {site} --yes"
    assert not site.exists()
    publish(str(site), [], yes=True, as_json=True)
    found = json.loads(capsys.readouterr().out)
    assert found["written"]
    assert "found/bandits/index.html" in found["new"]
    publish(str(site), [], yes=True, as_json=True)
    again = json.loads(capsys.readouterr().out)
    assert again["new"] == again["changed"] == again["gone"] == []
    assert not again["written"]


def test_settings_say_what_is_shown_where_the_command_does_not(lived: PracticeFolder) -> None:
    lived.change_settings(publish="weeks, goal", site=ADDRESS)
    try:
        edition = edition_of(None, Wanted())
        assert edition.included == ("weeks", "goal")
        assert edition.addresses.site == ADDRESS
        assert edition_of([], Wanted()).included == ()
    finally:
        lived.change_settings(publish="", site="")


def test_a_file_of_somebody_else_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text("mine")
    with pytest.raises(Refusal, match="was not written by"):
        publish(str(tmp_path), [], yes=True, as_json=False)
    assert (tmp_path / "index.html").read_text() == "mine"
    (tmp_path / "index.html").unlink()
    (tmp_path / "CNAME").write_text("example.org")
    publish(str(tmp_path), [], yes=True, as_json=False)
    assert (tmp_path / "CNAME").read_text() == "example.org"


def test_what_a_site_no_longer_has_is_removed_and_only_that(tmp_path: Path) -> None:
    place(tmp_path, old := {"a.html": b"1", "b/c.html": b"2"}, compare(tmp_path, old))
    (tmp_path / "own.txt").write_text("x")
    difference = compare(tmp_path, new := {"a.html": b"3"})
    assert (difference.changed, difference.gone, difference.new) == (("a.html",), ("b/c.html",), ())
    place(tmp_path, new, difference)
    assert sorted(each.name for each in tmp_path.rglob("*") if each.is_file()) == [RECORD, "a.html", "own.txt"]


def test_a_record_edited_by_hand_cannot_reach_out(tmp_path: Path) -> None:
    site = tmp_path / "site"
    site.mkdir()
    (tmp_path / "precious").write_text("x")
    (site / RECORD).write_text(json.dumps(["../precious", 3, "/etc/hosts"]))
    assert compare(site, {}).gone == ()
    (site / RECORD).write_text("{broken")
    assert compare(site, {"a": b""}).new == ("a",)


def test_a_site_never_lands_in_the_practice_folder(folder: PracticeFolder) -> None:
    for place_named in (folder.root, folder.root / "site", folder.root / "notes" / ".." / "x"):
        with pytest.raises(Refusal, match="folder of its own"):
            publish(str(place_named), [], yes=True, as_json=False)
    assert not (folder.root / "site").exists()


def test_an_unknown_kind_suggests_the_nearest() -> None:
    with pytest.raises(Refusal, match="Did you mean results"):
        print_site(edition_of(["result"], Wanted()))


def test_an_address_is_one() -> None:
    with pytest.raises(Refusal, match="begins with https"):
        edition_of([], Wanted(address="ada.example"))
    with pytest.raises(Refusal, match="address of a repository"):
        edition_of([], Wanted(repository="javascript:alert(1)"))
    assert edition_of([], Wanted(address=f"{ADDRESS}/")).addresses.site == ADDRESS


def test_the_workflow_is_opt_in_stays_and_a_readme_of_ones_own_too(tmp_path: Path) -> None:
    (tmp_path / README).write_text("mine")
    publish(str(tmp_path), [], yes=True, as_json=False)
    assert not (tmp_path / WORKFLOW).exists()
    publish(str(tmp_path), [], yes=True, as_json=False, wanted=Wanted(workflow=True))
    text = (tmp_path / WORKFLOW).read_text()
    assert (tmp_path / README).read_text() == "mine"
    for action in ("actions/checkout@v6", "actions/upload-pages-artifact@v5", "actions/deploy-pages@v5"):
        assert action in text
    publish(str(tmp_path), [], yes=True, as_json=False)
    assert (tmp_path / WORKFLOW).read_text() == text


def test_a_commit_holds_the_site_alone_and_says_no_time(tmp_path: Path, folder: PracticeFolder) -> None:
    site = tmp_path / "site"
    site.mkdir()
    (site / "draft.txt").write_text("not the site's")
    publish(str(site), [], yes=True, as_json=False, wanted=Wanted(commit=True))
    listed = git(site, "ls-files").split("\n")
    assert "index.html" in listed
    assert "draft.txt" not in listed
    assert git(site, "log", "-1", "--format=%aI %cI %s").count("T00:00:00+00:00") == 2
    assert git(site, "log", "-1", "--format=%s").startswith("Week ")
    publish(str(site), [], yes=True, as_json=False, wanted=Wanted(commit=True))
    assert git(site, "rev-list", "--count", "HEAD") == "1"


def git(folder: Path, *words: str) -> str:
    return subprocess.run(["git", "-C", str(folder), *words], capture_output=True, text=True, check=True).stdout.strip()


def test_a_week_is_all_that_is_said() -> None:
    assert when("2026-11-20T07:31:04+00:00") == "week 47 of 2026"


def test_an_edition_without_a_folder_shows_nothing_of_anybody() -> None:
    edition = Edition(edition_of([], Wanted()).catalogue, tuple(all_kinds()))
    assert not any(edition.shows(each) for each in all_kinds())
    assert print_site(edition).own == ()


def test_a_project_shows_the_learners_result_and_what_they_made_beside_the_reference(whole: Site) -> None:
    page = said(whole, "projects/multi-armed-bandit-explorer")
    assert page.index("result, beside the reference") < page.index("What the reference found")
    assert "own code in 1 of 4 parts" in page
    made = page[page.index('id="own"') :]
    for title in ("Regret without tears", "The benefit of the doubt", "Regret in one page"):
        assert title in made


def test_a_reader_sees_first_what_they_look_for(whole: Site) -> None:
    research, teaching = said(whole, "for/research-labs"), said(whole, "for/teaching")
    assert research.index("Does noise help?") < research.index("Regret without tears")
    assert "Does noise help?" not in teaching
    assert teaching.index("Regret without tears") < teaching.index("Auer et al. 2002")


def test_every_kind_is_told_in_help_and_in_the_docs(capsys: pytest.CaptureFixture[str]) -> None:
    from palaestra.app.cli import main

    with pytest.raises(SystemExit):
        main(["publish", "--help"])
    told = capsys.readouterr().out
    written = (Path(__file__).parents[2] / "docs" / "publishing.md").read_text()
    for kind in all_kinds():
        assert kind in told
        assert f"`{kind}`" in written


def test_a_site_goes_beside_the_practice_folder_where_nobody_says(folder: PracticeFolder) -> None:
    publish(None, [], yes=True, as_json=True)
    assert (folder.root.parent / f"{folder.root.name}-site" / "index.html").is_file()
    assert not (folder.root / "index.html").exists()


def test_a_small_run_wears_no_verdict_of_the_reference(whole: Site) -> None:
    page = said(whole, "projects/multi-armed-bandit-explorer")
    own = page[page.index('id="mine"') : page.index('id="own"')]
    assert "Claims are judged on a full run" in own
    assert "claim-verdict" not in own
    assert ">Ada KINDNAME</text>" in own


def test_what_is_ahead_is_folded_and_what_was_begun_is_not(whole: Site) -> None:
    page = whole.files["progress/index.html"].decode().partition('class="counts"')[2]
    first, _, folded = page.partition("<details>")
    assert "Bandits" in first
    assert ">Bandits<" not in folded
    assert re.search(r"<summary>\d+ modules ahead</summary>", page)
