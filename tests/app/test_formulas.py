"""Formulas in plain characters."""

import pytest

from palaestra.app.views.formulas import plain, without_marks, without_tex
from palaestra.app.views.markdown import equations
from palaestra.kit.catalogue import Catalogue


@pytest.mark.parametrize(
    ("tex", "said"),
    [
        (r"c \sqrt{\frac{\ln t}{n}}", "c √((ln t) / n)"),
        (r"\gamma / K", "γ / K"),
        (r"\frac{\mu^* - \mu_a}{KL(\mu_a, \mu^*)}", "(μ^* - μ_a) / KL(μ_a, μ^*)"),
        (r"x^\top A_a^{-1} x", "xᵀ A_a⁻¹ x"),
        (r"\hat r_i", "r̂_i"),
        (r"b^{d/2} \le b^{20}", "b^(d/2) ≤ b^20"),
        (r"\sum_{i = 1}^n e^{-x} x_{ij}", "∑_(i = 1)^n e^(-x) x_ij"),
        ("n", "n"),
    ],
)
def test_plain(tex, said):
    assert plain(tex) == said


def test_only_formulas_and_emphasis_change():
    assert without_tex("take the **best** of $n$; `cost = $5` stays") == "take the best of n; `cost = $5` stays"
    assert without_tex("so\n\n$$ a\n+ b $$\n\nit is") == "so\n\n    a + b\n\nit is"


def test_no_prompt_or_hint_keeps_a_backslash():
    exercises = list(Catalogue.installed().exercises())
    texts = [text for each in exercises for text in (each.prompt, *each.hints)]
    assert [text for text in texts if "\\" in without_tex(text)] == []


def test_no_card_keeps_a_backslash_or_a_dollar():
    texts = [text for each in Catalogue.installed().cards() for text in (each.question, each.answer)]
    assert [text for text in texts if "\\" in without_tex(text) or "$" in without_tex(text)] == []


def test_the_equation_stands_beside_the_code_that_computes_it() -> None:
    prompt = "Words $a$ here.\n\n$$\nx_1 = c \\sqrt{2}\n$$\n\nMore words.\n\n$$ y = 1 $$\n"
    shown = str(equations(prompt))
    assert shown.count("maths display") == 2
    assert "words" not in shown.lower()
    assert str(equations("No formula, $5 and $6.")) == ""


def test_a_piece_of_markdown_is_read_aloud() -> None:
    piece = "… [[bandits]] ## A *case* with `code`, $\\sqrt{n}$ and \x02regret\x03. ```python source=bounds.py next"
    assert without_marks(piece) == "… bandits A case with code, √(n) and \x02regret\x03. next"
    assert without_marks("than $C \\ln …") == "than C \\ln …"
    assert without_marks("a - b, x > 1, #tag, 2 * 3 and $5") == "a - b, x > 1, #tag, 2 * 3 and $5"
