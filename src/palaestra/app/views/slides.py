"""Slides from an artefact's Markdown: one HTML file that needs nothing else.

A heading (`##`), or a line of three dashes, begins a slide. Without JavaScript the
slides stand below each other and print one a page; with it, arrow keys and space go
from one to the next. Pictures are left out, as everywhere: the file asks no other machine.
"""

import re
from html import escape

from palaestra.app.views.formulas import set_formulas
from palaestra.app.views.markdown import inline_html, to_html
from palaestra.app.views.plain_markdown import plain_text
from palaestra.practice.writing.artefact import Artefact
from palaestra.practice.writing.text import lines_and_code

STYLE = """
:root { color-scheme: light; --paper: #fbf8f3; --ink: #1f1b16; --muted: #655d52; --line: #e4dccf; --clay: #a5431f; }
@media (prefers-color-scheme: dark) { :root { color-scheme: dark;
  --paper: #16130f; --ink: #efe8dc; --muted: #a99f90; --line: #3a332a; --clay: #e58a63; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink);
  font: clamp(1rem, 0.7rem + 1.3vw, 1.75rem)/1.5 ui-serif, "Iowan Old Style", Palatino, Georgia, serif; }
section { min-height: 100vh; padding: 8vh max(6vw, 1rem) 10vh; display: flex; flex-direction: column;
  justify-content: center; border-bottom: 1px solid var(--line); position: relative; }
section > * { max-width: 58rem; width: 100%; margin-inline: auto; }
h1 { font-size: 2.2em; line-height: 1.15; font-weight: 500; margin-block: 0 0.4em; text-wrap: balance; }
h2 { font-size: 1.6em; line-height: 1.2; font-weight: 500; margin-block: 0 0.6em; text-wrap: balance; }
p, ul, ol, pre, blockquote, .scrolls { margin-block: 0 0.8em; }
a { color: var(--clay); }
.muted { color: var(--muted); font-size: 0.8em; }
.number { position: absolute; right: 2rem; bottom: 1.4rem; width: auto; margin: 0;
  font: 0.8rem ui-sans-serif, system-ui, sans-serif; color: var(--muted); }
pre { overflow-x: auto; font: 0.72em/1.5 ui-monospace, Menlo, Consolas, monospace; padding: 0.8em 1em;
  border: 1px solid var(--line); border-radius: 6px; }
code { font-family: ui-monospace, Menlo, Consolas, monospace; font-size: 0.9em; }
pre code { font-size: inherit; }
blockquote { border-left: 2px solid var(--line); padding-left: 1em; color: var(--muted); margin-left: 0; }
.scrolls { overflow-x: auto; }
table { border-collapse: collapse; font-size: 0.8em; font-variant-numeric: tabular-nums; }
th, td { text-align: left; padding: 0.35em 1em 0.35em 0; border-bottom: 1px solid var(--line); }
:focus-visible { outline: 2px solid var(--clay); outline-offset: 3px; }
@media print {
  @page { size: A4 landscape; margin: 12mm; }
  body { background: white; color: black; }
  section { min-height: auto; height: 180mm; break-after: page; break-inside: avoid; border: 0; padding: 0; }
}
"""
SCRIPT = """
const slides = [...document.querySelectorAll("section")];
const on = () => Math.max(0, slides.findIndex((each) => each.getBoundingClientRect().bottom > innerHeight / 3));
const go = (place) => slides[Math.min(slides.length - 1, Math.max(0, place))].scrollIntoView();
const steps = { ArrowRight: 1, ArrowDown: 1, PageDown: 1, " ": 1, ArrowLeft: -1, ArrowUp: -1, PageUp: -1 };
addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("a, button, pre, [tabindex]")) return;
  if (event.key === "Home") go(0);
  else if (event.key === "End") go(slides.length - 1);
  else if (event.key in steps) go(on() + (event.shiftKey && event.key === " " ? -1 : steps[event.key]));
  else return;
  event.preventDefault();
});
"""
POLICY = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:"

BREAK = re.compile(r" {0,3}(-{3,}|\*{3,}|_{3,})\s*")


def slides_html(artefact: Artefact, author: str = "") -> str:
    """One self-contained HTML file. Raises Refusal when the artefact has no text."""
    pieces = slides_of(plain_text(artefact))
    first = f"<h1>{inline_html(artefact.title)}</h1>" + (f'<p class="muted">{escape(author)}</p>' if author else "")
    shown = [first, *(set_formulas(str(to_html(piece))) for piece in pieces)]
    sections = "\n".join(
        f'<section aria-label="Slide {number} of {len(shown)}">{html}'
        f'<p class="number" aria-hidden="true">{number} / {len(shown)}</p></section>'
        for number, html in enumerate(shown, 1)
    )
    return f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="{POLICY}">
<title>{escape(artefact.title)}</title>
<style>{STYLE}</style>
</head>
<body>
<main>
{sections}
</main>
<script>{SCRIPT}</script>
</body>
</html>
"""


def slides_of(text: str) -> list[str]:
    """The pieces of a text that are slides: each begins at a `##` heading or after a line of dashes; none is empty."""
    pieces: list[list[str]] = [[]]
    before = ""
    for line, is_code in lines_and_code(text.split("\n")):
        # Dashes under words are a heading of its older form, not a break.
        is_break = not is_code and not before.strip() and BREAK.fullmatch(line)
        if is_break or (not is_code and line.startswith("## ")):
            pieces.append([])
        if not is_break:
            pieces[-1].append(line)
        before = line
    return [piece for piece in ("\n".join(lines).strip() for lines in pieces) if piece]
