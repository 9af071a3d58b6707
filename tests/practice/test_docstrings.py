"""What a docstring lacks is named; what is well said passes."""

import pytest

from palaestra.kit.refusal import Refusal
from palaestra.practice.writing.docstrings import read_docstrings

GOOD = '''
def discounted(rewards, gamma):
    """The return from each step on: rewards to come, each discounted by `gamma` a step.

    rewards: shape (steps,). gamma: in [0, 1]. Gives float64 of the same shape. Raises ValueError when gamma is outside.
    """
    if not 0 <= gamma <= 1:
        raise ValueError("gamma")
    return rewards
'''


def lacks(source: str) -> list[str]:
    return [each.says for each in read_docstrings(source) if not each.holds]


def test_a_good_one_lacks_nothing() -> None:
    assert lacks(GOOD) == []
    assert len(read_docstrings(GOOD)) == 6


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('"""The return', '"""', "it has a docstring"),
        ("a step.\n", "a step\n", "it begins with one short sentence"),
        (
            "The return from each step on: rewards to come, each discounted by `gamma` a step.",
            "Discounted.",
            "it says more",
        ),
        ("rewards: shape (steps,). ", "", "every parameter"),
        ("Raises ValueError when gamma is outside.", "", "errors are named"),
    ],
)
def test_what_is_taken_away_is_named(old: str, new: str, says: str) -> None:
    if says == "it has a docstring":
        source = "def discounted(rewards, gamma):\n    return rewards\n"
    else:
        source = GOOD.replace(old, new, 1).replace("rewards to come", "those to come")
    assert any(each.startswith(says) for each in lacks(source)), lacks(source)


def test_what_comes_back_is_asked_for_only_where_something_does() -> None:
    quiet = 'def show(words):\n    """Print some words, one under another."""\n    print(words)\n'
    assert lacks(quiet) == []
    assert lacks('def double(values):\n    """Multiply values twice over."""\n    return values * 2\n') == [
        "it says what comes back"
    ]


def test_private_names_and_nested_functions_are_left_alone_and_methods_are_not() -> None:
    source = "class Arm:\n    def pull(self):\n        def inner():\n            pass\n\ndef _own():\n    pass\n"
    assert [each.name for each in read_docstrings(source)] == ["Arm", "Arm.pull"]


def test_broken_python_is_one_sentence() -> None:
    with pytest.raises(Refusal, match="Line 1"):
        read_docstrings("def f(:\n")
