"""Blanking a body changes nothing else: not a line number, not a signature, not a docstring."""

import ast
import textwrap

from hypothesis import given
from hypothesis import strategies as st

from palaestra.kit.holes.definitions import blanked, functions_in, is_bare

SIGNATURES = [
    "def f(x):",
    "def f(x, y={'a': 1}, *z: list[int]) -> dict[str, int]:  # signed",
    "async def f(\n    x,  # a comment: with a colon\n    y=lambda a: a,\n):",
    "@mark(1)\n@other\ndef f(ünïcödé='ß'):",
]
DOCSTRINGS = [[], ["'''One line.'''"], ["'''Two", "    lines, über.", "    '''"]]
STATEMENTS = [
    "# alone",
    "x = 'SECRET ü'",
    "return [SECRET for _ in range(3)]",
    "",
    "if x:\n    # inner\n    yield SECRET",
    "def inner():\n    '''SECRET'''\n    return 1",
    "text = '''SECRET\n  ragged\n'''",
    "@SECRET\nclass Inner:\n    x: int = 1",
    "x = 1; return SECRET",
]
AFTER = ["", "    # SECRET last words\n", "\n    # SECRET\n\n", "# mine: stays\n"]


@st.composite
def functions(draw: st.DrawFn) -> str:
    body = draw(st.lists(st.sampled_from(STATEMENTS), max_size=4))
    lines = draw(st.sampled_from(DOCSTRINGS)) + body
    if not any(each and not each.startswith("#") for each in lines):
        lines = [*lines, "return SECRET"]
    signature = draw(st.sampled_from(SIGNATURES))
    text = f"{signature}\n{textwrap.indent(chr(10).join(lines), '    ')}\n{draw(st.sampled_from(AFTER))}"
    return textwrap.indent(text, "    ") if draw(st.booleans()) else text


one_liners = st.sampled_from(
    [
        "def f(): return SECRET\n",
        "def f(): 'doc'; x = SECRET; return x\n",
        "def f(): 'doc'\n",
        "def f(): return (1,\n SECRET)\n",
    ]
)


@given(st.lists(functions() | one_liners, min_size=1, max_size=4))
def test_only_bodies_change(pieces):
    text = (
        "".join(f"class C{n}:\n{p}\n" if p.startswith("    ") else f"{p}\n" for n, p in enumerate(pieces)) + "end = 1\n"
    )
    tree = ast.parse(text)
    blank = blanked(text, tree.body)
    after = ast.parse(blank)
    old = [each for node in tree.body for each in functions_in(node)]
    new = [each for node in after.body for each in functions_in(node)]
    assert "SECRET" not in blank
    assert text.count("# mine: stays") == blank.count("# mine: stays")
    assert all(map(is_bare, new))
    assert len(blank.splitlines()) == len(text.splitlines())
    for before, now in zip(old, new, strict=True):
        assert before.lineno == now.lineno
        assert ast.dump(before.args) == ast.dump(now.args)
        assert list(map(ast.dump, before.decorator_list)) == list(map(ast.dump, now.decorator_list))
        assert ast.get_docstring(before) == ast.get_docstring(now)
    assert after.body[-1].lineno == tree.body[-1].lineno
    short = ast.parse(blanked(text, tree.body, keep_lines=False))
    assert ast.dump(short) == ast.dump(after)
