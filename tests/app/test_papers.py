"""Papers: placeholders, typed numbers, formulas, and the PDF."""

from dataclasses import dataclass
from pathlib import Path

import pytest
import typst

from palaestra.app.views.papers import fill, paper_html, typed_numbers
from palaestra.app.views.tex_maths import NotUnderstood, to_typst
from palaestra.app.views.typesetting import Drawing, to_pdf, typeset
from palaestra.kit.refusal import Refusal
from palaestra.practice.folder import PracticeFolder, default_path
from tests.said import Call

NAME = "does_noise_help"
SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9" width="9" height="9"><path d="M0 0H9"/></svg>'
EVERYTHING = r"""# Title with #hash, $dollar, "quotes" and @mail

Text with *emphasis*, **weight**, ~~a mistake~~, `code #x`, a [link](https://example.org), \* and a note[^1]. #let x = 1

## A list

1. one
2. two with $\alpha_i^2 \le \frac{1}{2}$
   - inner

> quoted

| left | right |
|---|--:|
| a \| b | 1 |

```python
print("#1")
```

$$\mathbb{E}_{x \sim p}\left[f(x)\right] = \sum_{i=1}^{n} x_i / n$$

the-figure

---

[^1]: Somebody 2020.
"""


@dataclass
class Said:
    """Stands in for results: what is asked comes back."""

    def text(self, kind: str, about: str) -> tuple[str, int]:
        if about == "nothing":
            raise Refusal("nothing has no full result yet.", "Make it: palaestra study run x --full")
        return f"<{kind} of {about}>", 1

    def figure(self, about: str, caption: str) -> Drawing:
        return Drawing(SVG, f"{caption} ({about})")


@pytest.fixture
def study(call: Call) -> Path:
    folder = PracticeFolder.create(default_path())
    call("study", "new", "Does noise help?")
    return folder.root / "studies" / NAME


def test_placeholders_are_filled_and_code_is_left_alone() -> None:
    filled = fill('a {{ result:x.value }} b {{n:y}}\n```\n{{ raw }}\n```\n{{ figure:z "Words" }}\n', "p", Said())  # type: ignore[arg-type]
    assert "a <result of x.value> b <n of y>" in filled.markdown
    assert "{{ raw }}" in filled.markdown
    assert filled.numbers == 2
    assert [each.caption for each in filled.drawings.values()] == ["Words (z)"]
    with pytest.raises(Refusal, match=r"p, line 2: nothing has no full result yet\. Make it: palaestra study run x"):
        fill("x\n{{ n:nothing }}", "p", Said())  # type: ignore[arg-type]
    with pytest.raises(Refusal, match="is no placeholder"):
        fill("{{ what is this }}", "p", Said())  # type: ignore[arg-type]


def test_numbers_typed_by_hand_are_named_with_their_line() -> None:
    text = """# T 7

12 before the results

## Results

It was 0.31 and {{ n:x }} of 20 %, as in Figure 2, 2019[^3], `4`, $5$, [a link](http://x/7).

1. first, at -3.5
### More of them 8
17
```
99
```
## Discussion
42
"""
    assert typed_numbers(text) == [(7, "0.31"), (7, "20 %"), (9, "-3.5"), (11, "17")]
    assert typed_numbers("## Limits\n5\n") == []


@pytest.mark.parametrize(
    ("tex", "typst_says"),
    [
        (r"\frac{a}{b}", "frac(a, b)"),
        (r"x_{ij}^2", "x _(i j) ^(2)"),
        (r"\sqrt[3]{x}", "root(3, x)"),
        (r"\text{two words}", '"two words"'),
        (r"a/b", r"a \/ b"),
        (r"\mathbb{E}[x]", "bb(E) [ x ]"),
    ],
)
def test_formulas(tex: str, typst_says: str) -> None:
    assert to_typst(tex) == typst_says


@pytest.mark.parametrize(
    "tex",
    [
        r"\hat\theta_{t+1} \leftarrow \theta_t + \alpha \nabla_\theta J(\theta)",
        r"\operatorname{KL}(p \,\|\, q) \ge 0",
        r"\begin{aligned} a &= b \\ c &= d \end{aligned}",
        r"\Pr(A \mid B) = 50\%",
        r"x' \in \{0, 1\}, \; \bar{x} \pm 1.96 \, s/\sqrt{n}",
        r'"#@`',
    ],
)
def test_formulas_are_set(tex: str) -> None:
    assert typst.compile(f"$ {to_typst(tex)} $".encode()).startswith(b"%PDF")


def test_a_formula_that_is_not_understood_is_set_as_text_and_named() -> None:
    for tex in (r"\xrightarrow{f}", r"\frac{1}", "{", r"\begin{cases} 1 \end{cases}", "x^"):
        with pytest.raises(NotUnderstood):
            to_typst(tex)
    made = typeset("a $\\xrightarrow{f}$ b", "t", {})
    assert to_pdf(made)
    assert len(made.warnings) == 1
    assert "xrightarrow" in made.warnings[0]


def test_everything_markdown_has_is_set() -> None:
    made = typeset(EVERYTHING, 'A "title" \\ #1', {"the-figure": Drawing(SVG, 'A "caption" #1')})
    assert made.warnings == []
    assert "#figure(image" in made.source
    assert "#table(" in made.source
    first = to_pdf(made)
    assert first.startswith(b"%PDF")
    assert to_pdf(made) == first


def test_a_missing_result_is_refused_with_the_command_that_makes_it(study: Path, call: Call) -> None:
    call("study", "freeze", NAME)
    said = call("study", "paper", NAME)
    assert said.code == 2
    assert "paper.md, line" in said.err
    assert f"palaestra study run {NAME} --full" in said.err
    assert not (study / "printed").exists()


def test_a_wrong_name_in_a_paper_suggests_the_nearest(study: Path, call: Call) -> None:
    for placeholder, nearest in (
        ("interval:choosing-still-help", "choosing-still-helps"),
        ("intervall:x", "interval"),
        ("table:hypothesis", "hypotheses"),
    ):
        (study / "paper.md").write_text(f"# T\n\n{{{{ {placeholder} }}}}\n")
        said = call("study", "paper", NAME)
        assert said.code == 2
        assert f"Did you mean {nearest}" in said.err
        assert "paper.md, line 3" in said.err


def test_a_paper_is_one_page_that_runs_nothing(study: Path, call: Call) -> None:
    (study / "paper.md").write_text(
        "# T\n\n<script>alert(1)</script> [x](javascript:alert(1)) ![pic](https://x.org/p.png)\n"
    )
    assert call("study", "paper", NAME, "--no-pdf").code == 0
    html = (study / "printed" / "paper.html").read_text()
    assert "<script" not in html
    assert "javascript:" not in html.replace("[x](javascript:alert(1))", "")
    assert "p.png" not in html
    assert "src=" not in html
    assert "href=" not in html
    assert not (study / "printed" / "paper.pdf").exists()


def test_figures_are_numbered_and_their_captions_escaped() -> None:
    filled = fill('{{ figure:x "a < b" }}\n\n{{ figure:y "c" }}', "p", Said())  # type: ignore[arg-type]

    @dataclass
    class Titled:
        title: str = "T"

    html = paper_html(Titled(), filled)  # type: ignore[arg-type]
    assert "Figure 1: a &lt; b (x)" in html
    assert "Figure 2: c (y)" in html
    assert "palaestra-figure" not in html
