"""Notes and search in the browser."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from palaestra.app.linking import Linking
from tests.camp import Served, served, text_of


@pytest.fixture
def camp(tmp_path: Path) -> Iterator[Served]:
    with served(tmp_path / "camp") as found:
        yield found


def test_a_note_is_written_linked_and_edited(camp: Served) -> None:
    assert "in your own words" in text_of(camp.get("/notes").text)
    camp.post("/notes", title="Goodhart", text="A measure that became a target.")
    page = camp.post("/notes", title="Proxies", text="See [[goodhart]], [[bandits/ucb1]] and [[Nobody yet]]. #rl").text
    assert 'href="/note/notes/goodhart.md"' in page
    assert 'href="/exercise/bandits/ucb1"' in page
    assert 'href="/notes?new=Nobody%20yet"' in page
    assert "Linked from Proxies" in text_of(camp.get("/note/notes/goodhart.md").text)
    assert "Nobody yet" in text_of(camp.get("/notes").text)
    assert "Proxies" in text_of(camp.get("/notes?tag=rl").text)
    assert "Goodhart" not in text_of(camp.get("/notes?tag=rl").text)
    text = (camp.folder.root / "notes/goodhart.md").read_text()
    camp.post("/note/save", path="notes/goodhart.md", text=f"{text}\nMore.", was=text)
    assert (camp.folder.root / "notes/goodhart.md").read_text().endswith("More.\n")
    assert not (camp.folder.root / "notes/kept").exists() or not list((camp.folder.root / "notes/kept").iterdir())


def test_a_file_that_changed_while_the_page_was_open_is_kept_beside(camp: Served) -> None:
    camp.post("/notes", title="A", text="first")
    path = camp.folder.root / "notes/a.md"
    was = path.read_text()
    path.write_text("# A\n\nfrom the editor\n")
    page = camp.post("/note/save", path="notes/a.md", text="# A\n\nfrom the page", was=was).text
    assert "changed meanwhile" in text_of(page)
    assert [each.read_text() for each in (camp.folder.root / "notes/kept").iterdir()] == ["# A\n\nfrom the editor\n"]


def test_cards_in_a_note_read_as_sentences(camp: Served) -> None:
    words = "Q: What is optimism?\nA: Act as if.\n\nThe bonus is {{c1::ln t::a function}} over {{c2::pulls}}.\n"
    camp.folder.write(camp.folder.root / "notes" / "cards.md", f"# Cards\n\n{words}")
    html = camp.get("/note/notes/cards.md").text
    assert "The bonus is ln t over pulls." in html
    assert "What is optimism?<br" in html
    assert words.strip() in html, "where it is edited it stands as it was written"
    assert "{{c1" not in camp.get("/notes").text


def test_a_note_cannot_run_anything(camp: Served) -> None:
    page = camp.post("/notes", title="<script>x</script>", text='<img src=x onerror=alert(1)> [[a"><script>|b]]').text
    assert "<script>x" not in page
    assert "<img" not in page
    assert '"><script>' not in page


@pytest.mark.parametrize("path", ["/note/notes/none.md", "/note/../practice.toml", "/note/notes/..%2f..%2fsecret.md"])
def test_only_notes_are_shown(camp: Served, path: str) -> None:
    (camp.folder.root.parent / "secret.md").write_text("a secret")
    answer = camp.get(path)
    assert answer.status_code in (400, 404)
    assert "a secret" not in answer.text


def test_search_finds_and_leads_there(camp: Served) -> None:
    camp.post("/notes", title="Quagga", text="A <b>zebra</b> of old.")
    page = camp.get("/search?q=zebra").text
    assert 'href="/note/notes/quagga.md"' in page
    assert "<mark>zebra</mark>" in page
    assert "<b>zebra" not in page
    assert "no word" in text_of(camp.get("/search?q=%22%22").text)
    assert "Nothing has these words" in text_of(camp.get("/search?q=qqqqqqq").text)


def test_every_kind_of_hit_leads_to_a_page_that_is_there(camp: Served) -> None:
    from palaestra.app.linking import place_of_hit
    from palaestra.practice.search import KINDS, Search

    camp.post("/notes", title="Regret of bandits", text="thompson")
    camp.post("/minutes", said="90m bandits regret")
    search = Search(camp.folder, camp.camp.catalogue)
    met: set[str] = set()
    for query in ("bandits", "regret", "thompson", "goodhart", "search"):
        for kind in KINDS:
            for hit in search.find(query, [kind], 2):
                met.add(hit.kind)
                answer = camp.get("/" + place_of_hit(hit).partition("#")[0])
                assert answer.status_code == 200, hit
    assert met >= {"note", "lesson", "card", "exercise", "experiment", "module", "resource", "paper"}


def test_names_mean_notes_first_then_ids_then_titles(camp: Served) -> None:
    linking = Linking(camp.folder, camp.camp.catalogue)
    for name, place in (
        ("bandits", "system/bandits"),
        ("bandits/ucb1", "exercise/bandits/ucb1"),
        ("research-engineer/bandits", "module/research-engineer/bandits"),
        ("why-safety", "lesson/topics/why-safety"),
    ):
        found = linking.find(name)
        assert found is not None, name
        assert found.place == place
    camp.post("/notes", title="Bandits", text="mine")
    found = Linking(camp.folder, camp.camp.catalogue).find("bandits")
    assert found is not None
    assert found.kind == "note"


def test_a_page_lists_the_notes_that_mention_it(camp: Served) -> None:
    for place, about in (
        ("/lesson/topics/why-safety", "topics/why-safety"),
        ("/module/research-engineer/bandits", "research-engineer/bandits"),
        ("/system/bandits", "bandits"),
    ):
        assert "Your notes on this" not in camp.get(place).text
        camp.post("/notes", title=f"Thoughts on {about}", text="...", about=about)
        assert f"Your notes on this: Thoughts on {about}" in text_of(camp.get(place).text)
