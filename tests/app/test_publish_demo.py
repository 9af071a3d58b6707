"""A demo of the learner's own on the published site: opted in, beside its project's page, and nothing else with it."""

from pathlib import Path

import pytest

from palaestra.app.cli.camp_publish import Wanted, edition_of
from palaestra.app.site.demos import LARGEST, asks_outside, demo_of
from palaestra.app.site.printing import Site, print_site
from palaestra.practice.folder import PracticeFolder
from palaestra.practice.writing.artefacts import Artefacts
from tests.links import faults

PLACE = "artefacts/a-bandit-for-coffee"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> PracticeFolder:
    made = PracticeFolder.create(tmp_path / "palaestra")
    monkeypatch.setenv("PALAESTRA_HOME", str(made.root))
    demo = made.root / "demos" / "coffee"
    (demo / "parts" / "private").mkdir(parents=True)
    (demo / "index.html").write_text('<title>Coffee</title><script src="parts/draw.js"></script><p>Pull a cup.</p>')
    (demo / "parts" / "draw.js").write_text("const cups = 60\n")
    (demo / "notes.md").write_text("UNSPEAKABLE source")
    (demo / "train.py").write_text("UNSPEAKABLE code")
    (demo / ".env").write_text("UNSPEAKABLE key")
    (demo / "parts" / "private" / "me.json").write_text('"UNSPEAKABLE"')
    (made.root / "private" / "taste.json").parent.mkdir(exist_ok=True)
    (made.root / "private" / "taste.json").write_text('"UNSPEAKABLE"')
    (demo / "taste.json").symlink_to(made.root / "private" / "taste.json")
    return made


def begin(folder: PracticeFolder, demo: str, kind: str = "project") -> None:
    work = Artefacts(folder)
    made = work.begin(kind, "A bandit for coffee")
    head = f"---\ndemo: {demo}\n---\n"
    (folder.root / made.file).write_text(f"{head}# A bandit for coffee\n\n## The question\n\nWhich?\n")
    work.answer_advances(made.id, "No.")
    work.to_state(made.id, "finished" if kind == "project" else "posted")


def printed(*kinds: str) -> Site:
    return print_site(edition_of(list(kinds), Wanted()))


def test_a_demo_lies_beside_its_project_and_only_what_a_browser_opens_travels(folder: PracticeFolder) -> None:
    begin(folder, "demos/coffee")
    site = printed("artefacts")
    assert {name for name in site.files if "/demo/" in name} == {
        f"{PLACE}/demo/index.html", f"{PLACE}/demo/parts/draw.js"
    }  # fmt: skip
    assert 'href="../../artefacts/a-bandit-for-coffee/demo/index.html">Try the demo' in (
        site.files[f"{PLACE}/index.html"].decode()
    )
    assert "project: A bandit for coffee, with a demo of 2 files" in site.own
    assert not any(b"UNSPEAKABLE" in each for each in site.files.values())
    assert faults({name: each for name, each in site.files.items() if "/demo/" not in name} | {
        f"{PLACE}/demo/index.html": b"<!doctype html><title>x</title>"
    }) == []  # fmt: skip


def test_a_demo_waits_until_its_kind_is_opted_into(folder: PracticeFolder) -> None:
    begin(folder, "demos/coffee")
    assert not [name for name in printed("articles", "notes").files if "/demo/" in name]


def test_only_a_project_brings_a_demo(folder: PracticeFolder) -> None:
    begin(folder, "demos/coffee", "article")
    assert not [name for name in printed("articles").files if "/demo/" in name]


@pytest.mark.parametrize(
    ("said", "trouble"),
    [
        ("demos/none", "there is no folder demos/none"),
        ("private", "there is no folder private"),
        ("../elsewhere", "there is no folder ../elsewhere"),
        (".", "belongs to your record"),
        ("Log", "belongs to your record"),
        ("demos", "has no index.html"),
    ],
)
def test_a_folder_that_is_no_demo_brings_nothing_and_says_why(folder: PracticeFolder, said: str, trouble: str) -> None:
    (folder.root / "Log").mkdir(exist_ok=True)
    (folder.root.parent / "elsewhere").mkdir()
    (folder.root.parent / "elsewhere" / "index.html").write_text("UNSPEAKABLE")
    found = demo_of(said, folder.root)
    assert trouble in found.trouble
    assert found.files == {}


@pytest.mark.parametrize(
    "page",
    [
        '<script src="https://cdn.example/d3.js"></script>',
        '<script type=module>import x from "https://cdn.example/d3.js"</script>',
        '<link rel=stylesheet href="//cdn.example/x.css">',
        "<style>@import 'https://cdn.example/x.css'</style>",
        "<style>body { background: url(https://cdn.example/x.png) }</style>",
    ],
)
def test_what_a_demo_fetches_from_elsewhere_is_found(folder: PracticeFolder, page: str) -> None:
    (folder.root / "demos" / "coffee" / "index.html").write_text(page)
    assert asks_outside(demo_of("demos/coffee", folder.root)) == ["index.html"]


def test_a_demo_that_fetches_from_elsewhere_is_held_back_with_the_reason(folder: PracticeFolder) -> None:
    (folder.root / "demos" / "coffee" / "parts" / "draw.js").write_text('fetch("https://cdn.example/cups.json")')
    begin(folder, "demos/coffee")
    site = printed("artefacts")
    assert site.held == (
        "the demo of “A bandit for coffee”: parts/draw.js asks something of another server; bring it along instead",
    )
    assert not [name for name in site.files if "/demo/" in name]


def test_a_link_to_elsewhere_is_no_request(folder: PracticeFolder) -> None:
    (folder.root / "demos" / "coffee" / "index.html").write_text('<a href="https://ada.example">me</a>')
    assert asks_outside(demo_of("demos/coffee", folder.root)) == []


def test_a_demo_has_a_largest_size(folder: PracticeFolder) -> None:
    with (folder.root / "demos" / "coffee" / "big.bin").open("wb") as file:
        file.truncate(LARGEST)
    assert "more than 25 MB" in demo_of("demos/coffee", folder.root).trouble
