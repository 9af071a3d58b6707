"""Which names a learner's file may not reach for, and the ways they are followed."""

from dataclasses import replace

import pytest

from palaestra.grader.reaching import find_reach
from palaestra.kit.exercise import Exercise

ROOM = "import numpy as np\nfrom math import fsum\n"
REACHING = {
    "import numpy.linalg": "numpy.linalg",
    "import numpy.linalg as la": "numpy.linalg",
    "from numpy import linalg": "numpy.linalg",
    "from numpy.linalg import solve": "numpy.linalg.solve",
    "import numpy\nnumpy.linalg.inv(3)": "numpy.linalg.inv",
    "import numpy as xp\ndef f():\n    return xp.linalg.inv(3)": "numpy.linalg.inv",
    "def f():\n    return np.linalg.inv(3)": "numpy.linalg.inv",
    "la = np.linalg\ndef f():\n    return la.inv(3)": "numpy.linalg",
    "getattr(np, 'linalg').inv(3)": "numpy.linalg.inv",
    "def f(x):\n    return sorted(x)": "sorted",
    "def f(x):\n    return fsum(x)": "math.fsum",
    "import importlib": "importlib",
    "__import__('numpy')": "__import__",
    "import sys\nsys.modules['x']": "sys.modules",
    "from sys import modules": "sys.modules",
    "import inspect\ninspect.getsource(f)": "inspect.getsource",
    "from palaestra.grader import check": "palaestra.grader.check",
    "import palaestra.kit.checks": "palaestra.kit.checks",
    "from palaestra.systems.averages.fast import weighted_mean": "palaestra.systems.averages.fast.weighted_mean",
    "from .fast import weighted_mean": "palaestra.systems.averages.fast.weighted_mean",
    "from palaestra.systems.averages.exercises import x": "palaestra.systems.averages.exercises.x",
    "from palaestra.systems.averages.means import weighted_mean": "palaestra.systems.averages.means.weighted_mean",
}
ALLOWED = [
    "import numpy as np\ndef f(x):\n    return np.sum(x)",
    "import inspect\ninspect.signature(f)",
    "from palaestra.systems.averages.means import Running",
    "from palaestra.systems.averages import Running",
    "linalg = 3\nprint(linalg)",
    "def f(x):\n    sorted = list\n    return sorted(x)",
    "# np.linalg.inv\nx = 'numpy.linalg'",
    "import sys\nsys.float_info",
    "class A:\n    def modules(self): return self.modules",
]


@pytest.fixture
def strict(weighted_mean: Exercise) -> Exercise:
    return replace(weighted_mean, forbids=("numpy.linalg", "sorted", "math.fsum"))


@pytest.mark.parametrize("text", REACHING)
def test_reaching_is_found(text: str, strict: Exercise) -> None:
    reach = find_reach(text, strict, ROOM)
    assert reach is not None
    assert reach.name == REACHING[text]
    assert text.splitlines()[reach.line - 1].strip()


@pytest.mark.parametrize("text", ALLOWED)
def test_what_is_fair_is_let_be(text: str, strict: Exercise) -> None:
    assert find_reach(text, strict, ROOM) is None


def test_what_the_room_itself_uses_of_the_kit_is_offered(strict: Exercise) -> None:
    text = "from palaestra.kit.seeding import stream"
    assert find_reach(text, strict, ROOM) is not None
    assert find_reach(text, strict, f"{ROOM}from palaestra.kit.seeding import stream\n") is None


def test_the_sentence_says_line_name_and_reason(strict: Exercise) -> None:
    reach = find_reach("x = 1\nimport numpy.linalg\n", strict, ROOM)
    assert str(reach) == "Line 2 uses numpy.linalg, which this exercise asks you to do without."
