"""What was not opted into is nowhere in a published site: secrets in every private place, every byte searched."""

import os
import re
import socket
import subprocess
from pathlib import Path
from random import Random

import pytest

from palaestra.app.cli.camp_publish import Wanted, edition_of, publish
from palaestra.app.site.kinds import all_kinds
from palaestra.app.site.printing import Site, print_site
from palaestra.practice.folder import PracticeFolder, default_path
from palaestra.practice.writing.artefacts import Artefacts
from tests.published import SECRET, live, plant

KINDS = tuple(all_kinds())
WORD = {
    "results": "KINDRESULTS", "weeks": "KINDWEEKS", "notes": "KINDNOTES", "articles": "KINDARTICLES",
    "papers": "KINDPAPERS", "artefacts": "KINDARTEFACTS", "code": "KINDCODE", "name": "KINDNAME", "goal": "KINDGOAL",
    "thanks": "KINDTHANKS", "hours": "Hours a week", "progress": "On the path", "skills": "without help",
    "studies": "KINDSTUDY",
}  # fmt: skip
"""What is on the site when a kind is, and never otherwise."""
_some = Random(7)
COMBINATIONS = [
    (),
    *((each,) for each in KINDS),
    *(tuple(_some.sample(KINDS, 6)) for _ in range(4)),
    KINDS,
]


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = live(PracticeFolder.create(tmp_path_factory.mktemp("planted") / "palaestra"))
    plant(folder)
    return folder.root


@pytest.fixture
def planted(home: Path, monkeypatch: pytest.MonkeyPatch) -> PracticeFolder:
    monkeypatch.setenv("PALAESTRA_HOME", str(home))
    monkeypatch.setenv("UNSPEAKABLE_VARIABLE", f"{SECRET}-environment")
    return PracticeFolder.open(home)


def leaks(site: Site, folder: PracticeFolder) -> list[str]:
    """Where a secret, a path, the machine, an address, an event or the time of day shows."""
    events = [row[0] for row in folder.index().rows("SELECT id FROM events")]
    never = [SECRET.lower(), str(folder.root).lower(), str(Path.home()).lower() + "/", socket.gethostname().lower()]
    never += [f"{os.sep}tmp{os.sep}", *events, *(each[-12:] for each in events)]
    machines = [path.name.lower() for path in (folder.root / "log").iterdir()]
    never += [each for each in machines if len(each) > 3]
    found: list[str] = []
    for name, content in site.files.items():
        if name.startswith("built/"):
            continue
        text = content.decode().lower()
        found += [f"{name}: {word}" for word in never if word in text or word in name.lower()]
        clocks = re.findall(r"(?<![\d:.])(?:[01]\d|2[0-3]):[0-5]\d(?::\d\d)?(?![\d:])|\d{4}-\d\d-\d\dt\d\d", text)
        found += [f"{name}: the time {each}" for each in clocks if each != "00:00:00"]
        found += [f"{name}: {each}" for each in re.findall(r"[\w.]+@[\w-]+\.\w+", text)]
    return found


@pytest.mark.parametrize("included", COMBINATIONS, ids=lambda each: " ".join(each) or "nothing")
def test_a_secret_is_nowhere_and_each_kind_only_where_it_is_wanted(
    planted: PracticeFolder, included: tuple[str, ...]
) -> None:
    site = print_site(edition_of(list(included), Wanted("https://ada.example", "https://github.com/ada/practice")))
    assert leaks(site, planted) == []
    texts = "\n".join(text.decode() for name, text in site.files.items() if not name.startswith("built/"))
    shown = {kind for kind, word in WORD.items() if word in texts}
    assert shown == set(included) & set(WORD)
    assert "MARKEDNOTE" in texts


def test_the_learners_own_words_are_nowhere_without_a_mark(planted: PracticeFolder) -> None:
    path = planted.root / "notes" / "shown.md"
    before = path.read_text()
    path.write_text(before.replace("publish: true", "publish: false"))
    try:
        site = print_site(edition_of(list(KINDS), Wanted()))
        assert not any(b"MARKEDNOTE" in each for each in site.files.values())
        bare = print_site(edition_of([], Wanted()))
        assert bare.own == ()
        os.environ["PALAESTRA_HOME"] = "/nowhere"
        assert dict(print_site(edition_of([], Wanted())).files) == dict(bare.files)
    finally:
        path.write_text(before)


def test_nothing_private_is_ever_opened(planted: PracticeFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []
    real = Path.open

    def watched(self: Path, *given: object, **named: object) -> object:
        opened.append(str(self.resolve()))
        return real(self, *given, **named)  # pyright: ignore[reportArgumentType,reportCallIssue]

    monkeypatch.setattr(Path, "open", watched)
    print_site(edition_of(list(KINDS), Wanted()))
    inside = [each for each in opened if each.startswith(str(planted.root))]
    assert inside
    assert [each for each in inside if "private" in each[len(str(planted.root)) :].lower()] == []


def test_marked_things_appear_alone_and_drafts_do_not(monkeypatch: pytest.MonkeyPatch) -> None:
    folder = PracticeFolder.create(default_path())
    work = Artefacts(folder)
    for title, mark in (("Shown", "publish: true"), ("Draft", "state: draft"), ("Kept", "publish: false")):
        made = work.begin("article", title)
        (folder.root / made.file).write_text(f"---\n{mark}\n---\n# {title}\n\nBODYOF{title}.\n")
        work.answer_advances(made.id, "No.")
    assert print_site(edition_of([], Wanted())).own == ("article: Shown",)
    assert print_site(edition_of(["articles"], Wanted())).own == ("article: Shown",)
    for each in work.all():
        work.to_state(each.id, "posted")
    assert set(print_site(edition_of(["articles"], Wanted())).own) == {"article: Shown", "article: Draft"}


def test_a_script_in_what_the_learner_wrote_never_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    folder = PracticeFolder.create(default_path())
    folder.change_settings(name="<script>alert(1)</script>", goal='"><img src=x onerror=alert(2)>')
    bad = "# <img src=x onerror=alert(3)>\n\n<script>alert(4)</script> [x](javascript:alert(5)) ![p](https://spy.example/x.png)\n"
    (folder.root / "notes" / "bad.md").write_text(bad)
    site = print_site(edition_of(["notes", "name", "goal"], Wanted("https://ada.example")))
    for name, text in site.files.items():
        if name.endswith((".html", ".xml")):
            assert not re.search(r"<script>alert|<img|href=.javascript|spy\.example", text.decode()), name


def test_a_commit_of_the_site_holds_no_secret_but_git_s_own_name(planted: PracticeFolder, tmp_path: Path) -> None:
    site = tmp_path / "site"
    publish(str(site), list(KINDS), yes=True, as_json=False, wanted=Wanted(commit=True))
    shown = subprocess.run(["git", "-C", str(site), "log", "-p", "--format=%B"], capture_output=True, check=True).stdout
    assert SECRET.encode() not in shown


def test_a_paper_that_names_its_author_waits_until_the_name_may_be_said(planted: PracticeFolder) -> None:
    site = print_site(edition_of(["studies"], Wanted()))
    assert "studies/does-noise-help/paper.html" not in site.files
    assert any("names you" in each for each in site.held)
    both = print_site(edition_of(["studies", "name"], Wanted()))
    assert "studies/does-noise-help/paper.html" in both.files
