"""Work in the browser: every form without JavaScript, every page with something to do when it is empty."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from palaestra.practice.folder import default_path
from palaestra.practice.writing.artefacts import Artefacts
from palaestra.practice.writing.inbox import Inbox
from palaestra.practice.writing.papers import Papers
from palaestra.practice.writing.people import People
from tests.camp import Served, served, text_of

PNG = bytes.fromhex("89504e470d0a1a0a0000000d49484452")
KL_UCB = "bandits/the-kl-ucb-algorithm-for-bounded"


@pytest.fixture
def camp() -> Iterator[Served]:
    with served(default_path()) as found:
        yield found


def begin(camp: Served, kind: str = "article", title: str = "Proxies", **fields: str) -> str:
    """The page of a fresh artefact."""
    page = camp.post("/work/new", kind=kind, title=title, **fields)
    assert page.status_code == 200
    return page.text


def test_an_empty_page_teaches_and_leads_on(camp: Served) -> None:
    page = camp.get("/work").text
    assert 'href="/work/new?kind=paper-note"' in page
    assert page.count("primary") == 1
    assert 'aria-current="page">Work' in page
    assert "Only you see this page" in text_of(camp.get("/work/people").text)
    assert "waits here until you decide" in text_of(camp.get("/work/reading").text)
    assert text_of(camp.get("/work/new").text).count("Competition, hackathon or prize") == 1


def test_begun_changed_and_moved_on_by_forms(camp: Served) -> None:
    page = begin(camp, "competition", "Titanic", deadline="2099-01-01", **{"field-score": "0.78"})
    assert "Nothing is written yet" in page
    assert re.search(r'value="planned" aria-pressed="true"', page)
    camp.post("/work/titanic/state", state="entered")
    changed = camp.post(
        "/work/titanic/change", title="Titanic 2", at="Kaggle", deadline="", **{"field-score": "0.8", "field-rank": "3"}
    )
    found = Artefacts(camp.folder).find("titanic")
    assert (found.title, found.for_, found.deadline, found.state) == ("Titanic 2", "Kaggle", "", "entered")
    assert dict(found.fields) == {"score": "0.8", "rank": "3"}
    assert "Rank: 3" in text_of(changed.text)
    assert "score 0.8, rank 3" in text_of(camp.get("/work").text)
    assert camp.post("/work/titanic/state", state="flying").status_code == 400
    assert camp.post("/work/titanic/change", deadline="soon").status_code == 400
    assert Artefacts(camp.folder).find("titanic") == found


def test_the_question_stands_before_posting(camp: Served) -> None:
    begin(camp)
    page = camp.post("/work/proxies/state", state="posted")
    assert page.url.params["to"] == "posted"
    assert "Could this advance capabilities?" in text_of(page.text)
    assert Artefacts(camp.folder).find("proxies").state == "idea"
    page = camp.post("/work/proxies/state", state="posted", answer="No: it is known.", asked="Ada")
    assert "Asked: Ada" in text_of(page.text)
    assert Artefacts(camp.folder).find("proxies").state == "posted"
    camp.post("/work/proxies/state", state="draft")
    assert camp.post("/work/proxies/state", state="posted").url.query == b"", "asked once"


def test_the_text_is_set_and_runs_nothing(camp: Served) -> None:
    begin(camp)
    found = Artefacts(camp.folder).find("proxies")
    assert found.path is not None
    found.path.write_text(
        "# Proxies\n\n<script>alert(1)</script> **bold** [x](javascript:alert(2)) ![p](https://example.org/t.png)\n"
    )
    page = camp.get("/work/proxies").text
    article = page.partition("<article")[2].partition("</article>")[0]
    assert "<strong>bold</strong>" in article
    assert "<script" not in article
    assert "javascript:" not in re.findall(r'href="([^"]*)"', article)
    assert "<img" not in article
    assert "What I did" not in article
    slides = camp.get("/work/proxies/export/slides")
    assert slides.headers["content-disposition"] == 'attachment; filename="proxies-slides.html"'
    assert "<section" in slides.text
    assert camp.get("/work/proxies/export/markdown").text.startswith("# Proxies\n\n<script>")
    assert camp.get("/work/proxies/export/pdf").status_code == 400


def test_a_file_of_five_megabytes_does_not_stop_the_page(camp: Served) -> None:
    begin(camp)
    found = Artefacts(camp.folder).find("proxies")
    assert found.path is not None
    found.path.write_text("# Proxies\n\n" + "word after word\n\n" * 320_000)
    page = camp.get("/work/proxies")
    assert page.status_code == 200
    assert len(page.content) < 2_000_000
    assert "The rest is in the file" in page.text
    assert camp.get("/work").status_code == 200


def test_titles_are_text(camp: Served) -> None:
    page = begin(camp, "article", "<b>Robots</b> & مراجعة\u202e 🤖")
    assert "&lt;b&gt;Robots&lt;/b&gt; &amp; مراجعة 🤖" in page
    assert "<b>Robots" not in camp.get("/work").text


def test_feedback_and_meetings(camp: Served) -> None:
    begin(camp, "reading-group", "Fundamentals", **{"field-weeks": "8"})
    page = camp.post("/work/fundamentals/meeting", words="Week 1: proxies")
    assert "Meetings: 1 of 8 attended" in text_of(page.text)
    camp.post("/work/fundamentals/feedback", does="ask", who="Ada", words="Is it clear?")
    camp.post("/work/fundamentals/feedback", does="said", who="Ada", words="No.")
    page = camp.post("/work/fundamentals/feedback", does="changed", words="Said more.")
    said = text_of(page.text)
    assert said.index("You asked Ada") < said.index("Ada said") < said.index("You changed")
    assert camp.post("/work/fundamentals/feedback", does="said", who="", words="x").status_code == 400


def test_dropping_is_taken_back(camp: Served) -> None:
    begin(camp)
    page = camp.post("/work/proxies/drop", why="done elsewhere")
    assert "Take it up again" in page.text
    assert "Proxies" not in camp.get("/work").text
    camp.post("/work/proxies/drop", undo=1)
    assert "Proxies" in camp.get("/work").text


def test_pictures_stand_in_the_gallery(camp: Served) -> None:
    place = camp.folder.root / "notes" / "robot.png"
    place.write_bytes(PNG)
    (camp.folder.root / "notes" / "x.svg").write_text("<svg onload='alert(1)'/>")
    begin(camp, "drawing", "Robot", file="notes/robot.png")
    begin(camp, "drawing", "Vector", file="notes/x.svg")
    page = camp.get("/work").text
    assert page.count("/picture") == 1
    picture = camp.get("/work/robot/picture")
    assert (picture.content, picture.headers["content-type"]) == (PNG, "image/png")
    assert camp.get("/work/vector/picture").status_code == 400


def test_days_ahead_lead(camp: Served) -> None:
    begin(camp, "talk", "Far", deadline="2999-01-01")
    begin(camp, "application", "Residency", deadline="tomorrow")
    lead = camp.get("/work").text.partition('<div class="next">')[2].partition("</a>")[0]
    assert text_of(lead).startswith("Residency Application, to be sent tomorrow.")
    assert "To be sent tomorrow" in text_of(camp.get("/work/residency").text)
    camp.post("/work/residency/state", state="sent")
    assert "To be sent" not in text_of(camp.get("/work/residency").text)


def test_searched_by_kind_and_words(camp: Served) -> None:
    begin(camp, "talk", "One")
    begin(camp, "article", "Two")
    said = text_of(camp.get("/work?kind=talk").text.partition("<aside")[0])
    assert "One" in said
    assert "Two" not in said
    assert "Nothing of yours is like that" in text_of(camp.get("/work?text=zebra").text)
    assert camp.get("/work?kind=poem").status_code == 400


def test_a_link_of_the_log_in_one_press(camp: Served) -> None:
    camp.post("/minutes", said="90m merged: https://github.com/a/b/pull/3")
    page = camp.get("/work").text
    assert "Keep as pull request" in page
    made = camp.post("/work/from-log", link="https://github.com/a/b/pull/3")
    assert made.url.path == "/work/merged"
    assert "Keep as" not in camp.get("/work").text


def test_people(camp: Served) -> None:
    page = camp.post("/work/people/new", name="Ada Lovelace", role="mentor", next="2099-01-01")
    assert page.url.path == "/work/people/ada-lovelace"
    begin(camp)
    asked = camp.post("/work/people/ada-lovelace/ask", words="Is it tight?")
    question = re.search(r'<option value="([0-9a-f-]{36})">Is it tight', asked.text)
    assert question is not None
    said = camp.post("/work/people/ada-lovelace/said", words="Yes.", answers=question[1], about="proxies")
    assert "About Proxies Yes." in text_of(said.text)
    found = People(camp.folder).find("ada-lovelace")
    assert found.open_questions == ()
    camp.post("/work/people/ada-lovelace/change", next="")
    camp.post("/work/people/ada-lovelace/change", **{"has-thanked": "1", "thanked": "on", "name": "Ada Lovelace"})
    found = People(camp.folder).find("ada-lovelace")
    assert (found.next, found.thanked, found.role) == ("", True, "mentor")
    camp.post("/work/people/ada-lovelace/change", **{"has-thanked": "1"})
    assert not People(camp.folder).find("ada-lovelace").thanked
    camp.post("/work/people/ada-lovelace/drop")
    assert "Bring back" in camp.get("/work/people").text
    camp.post("/work/people/ada-lovelace/drop", undo=1)
    assert len(People(camp.folder).all()) == 1
    assert camp.get("/work/people/nobody").status_code == 400


def test_the_inbox_and_the_papers(camp: Served) -> None:
    camp.post("/work/reading/add", what="https://arxiv.org/abs/1606.06565")
    camp.post("/work/reading/add", what="A post")
    item = Inbox(camp.folder).waiting()[1]
    assert camp.post("/work/reading/note", item=item.id).url.path.startswith("/work/")
    camp.post("/work/reading/drop", item="a-post")
    assert "was let go" in text_of(camp.get("/work/reading").text)
    camp.post("/work/reading/drop", item="a-post", undo=1)
    camp.post("/work/reading/box", item="a-post", box="levelling-up/alignment-forum-introductions")
    assert Inbox(camp.folder).waiting() == ()
    page = camp.post("/work/paper", paper=KL_UCB, state="queued", back="system/bandits#papers")
    assert page.url.path == "/system/bandits"
    assert Papers(camp.folder, camp.camp.catalogue.systems).find(KL_UCB).state == "queued"
    row = page.text.partition(f'id="paper-{KL_UCB.replace("/", "-")}"')[2].partition("</li>")[0]
    assert re.search(r'value="" aria-pressed="true">queued', row), "pressed again it is taken back"
    note = camp.post("/work/paper", paper=KL_UCB, state="note")
    assert text_of(note.text.partition("<h1")[2].partition("</h1>")[0]).endswith("Stochastic Bandits and Beyond")
    assert camp.post("/work/paper", paper=KL_UCB, state="read", back="https://example.org").url.path == "/work/reading"


def test_every_page_can_be_read_without_a_script(camp: Served) -> None:
    begin(camp)
    camp.post("/work/people/new", name="Ada")
    for place in ("/work", "/work/proxies", "/work/new?kind=talk", "/work/people", "/work/people/ada", "/work/reading"):
        page = camp.get(place).text
        forms = re.findall(r"<form [^>]*>", page)
        assert forms
        assert all("action=" in each for each in forms)
        ids = re.findall(r'\sid="([^"]+)"', page)
        assert len(ids) == len(set(ids)), place
        labelled = set(re.findall(r'<label[^>]* for="([^"]+)"', page))
        fields = set(re.findall(r'<(?:input|select|textarea)\b[^>]*\sid="([^"]+)"', page))
        assert fields, place
        assert fields <= labelled, place


def test_the_folder_is_all_it_needs(camp: Served, tmp_path: Path) -> None:
    """Nothing is kept beside the log and the files."""
    begin(camp)
    before = camp.get("/work/proxies").text
    for each in (camp.folder.root / ".palaestra").glob("index*"):
        each.unlink()
    assert camp.get("/work/proxies").text == before


def test_a_link_to_a_note_leads_there(camp: Served) -> None:
    (camp.folder.root / "notes" / "regret.md").write_text("# Regret\n\nWords.\n")
    begin(camp)
    found = Artefacts(camp.folder).find("proxies")
    assert found.path is not None
    found.path.write_text("# Proxies\n\nSee [[Regret|the note]].\n")
    assert 'href="/note/notes/regret.md" rel="noopener">the note</a>' in camp.get("/work/proxies").text


def test_the_journal_keeps_a_link_of_its_week_in_one_press(camp: Served) -> None:
    camp.post("/minutes", said="90m a talk: https://youtu.be/abc")
    page = camp.get("/journal/this").text
    assert "Keep as talk" in page
    assert camp.post("/work/from-log", link="https://youtu.be/abc").url.path == "/work/a-talk"
    assert "Keep as talk" not in camp.get("/journal/this").text
