"""Markdown, whoever wrote it, cannot run, fetch or pretend."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from palaestra.app.views.markdown import inline_html, to_html

HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "[x](javascript:alert(1))",
    "[x](data:text/html,<script>alert(1)</script>)",
    "![a](https://evil.example/pixel.png)",
    "![a](//evil.example/pixel.png)",
    "<style>body{display:none}</style>",
    '<form action="https://evil.example"><input name=x></form>',
    "<iframe src=https://evil.example></iframe>",
    "<a href='x' onclick='alert(1)'>x</a>",
    "```html\n</code></pre><script>alert(1)</script>\n```",
    "$<img src=x onerror=alert(1)>$",
    "$$\n</code><script>alert(1)</script>\n$$",
    "<svg><script>alert(1)</script></svg>",
    "[^1]\n\n[^1]: <script>alert(1)</script>",
]


def is_harmless(html: str) -> bool:
    tags = re.findall(r"<(\w+)([^>]*)>", html)
    if any(tag in ("script", "style", "iframe", "form", "object", "svg", "img", "link", "meta") for tag, _ in tags):
        return False
    return not any(re.search(r"\son\w+\s*=|(javascript|data):", rest, re.I) for _, rest in tags)


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_comes_out_harmless(text: str) -> None:
    assert is_harmless(to_html(text)), to_html(text)
    assert is_harmless(inline_html(text)), inline_html(text)


@given(st.text(alphabet="<>/='\"scriptonj&;[]()!`$\n -:#x", max_size=80))
def test_whatever_is_written_comes_out_harmless(text: str) -> None:
    assert is_harmless(to_html(text))


def test_what_is_meant_comes_out() -> None:
    html = to_html("A *word*, $x^2$, a [link](https://example.org).\n\n| a | b |\n|---|--:|\n| 1 | 2 |\n")
    assert "<em>word</em>" in html
    assert '<code class="maths">x^2</code>' in html
    assert 'href="https://example.org"' in html
    assert 'rel="noopener"' in html
    assert '<div class="scrolls" tabindex="0"' in html
    assert '<code class="maths display">' in to_html("$$\na < b\n$$")
    assert '<span class="k">def</span>' in to_html("```python\ndef f(): pass\n```")


def test_a_remote_picture_leaves_only_its_words() -> None:
    assert "evil.example" not in to_html("![the words](https://evil.example/p.png)")
    assert "the words" in to_html("![the words](https://evil.example/p.png)")
