"""Holes of every kind: whoever got hold of the name, however early, runs the learner's code."""

TRIPLE = "def double(x: float) -> float:\n    return 3 * x\n"


def test_a_function_imported_elsewhere_by_name(bench):
    got = bench.value(
        """
        from palaestra.systems.kinds import double
        from palaestra.systems.kinds.elsewhere import quadruple
        print([double(1.0), quadruple(1.0)])
        """,
        [bench.fill("functions:double", TRIPLE)],
    )
    assert got == [3.0, 9.0]


def test_without_fills_the_reference_runs(bench):
    assert bench.value("from palaestra.systems.kinds import double; print(double(1.0))") == 2.0


def test_a_default_argument_a_dispatch_table_and_a_value_computed_at_import(bench):
    got = bench.value(
        """
        from palaestra.systems.kinds.functions import ALIASES, AT_IMPORT, apply
        print([apply(1.0), ALIASES["twice"](1.0), AT_IMPORT])
        """,
        [bench.fill("functions:double", TRIPLE)],
    )
    assert got == [3.0, 3.0, 63.0]


def test_a_decorated_function_keeps_the_decorators_the_learner_writes(bench):
    code = """
    @listed
    @functools.lru_cache
    def root(x: float) -> float:
        return -math.sqrt(x)
    """
    got = bench.value(
        """
        from palaestra.systems.kinds.functions import ALIASES, TABLE, root
        print([TABLE["root"](9.0), ALIASES["root"](9.0), root is TABLE["root"], root.cache_info().hits])
        """,
        [bench.fill("functions:root", code)],
    )
    assert got == [-3.0, -3.0, True, 1]


def test_a_generator_and_a_coroutine(bench):
    fills = [
        bench.fill("functions:countdown", "def countdown(n: int) -> Iterator[int]:\n    yield from (n, 0)\n"),
        bench.fill("functions:later", "async def later(x: float) -> float:\n    return 2 * x\n"),
    ]
    got = bench.value(
        """
        import asyncio
        from palaestra.systems.kinds.functions import countdown, later
        print([list(countdown(3)), asyncio.run(later(2.0))])
        """,
        fills,
    )
    assert got == [[3, 0], 4.0]


def test_a_method_with_super_private_names_and_class_cell(bench):
    code = """
    STEP = 100

    def _step() -> float:
        return STEP * halved_step()

    def halved_step() -> float:
        return 0.5

    class Child:
        @tag("mine")
        def value(self, scale: float = 1.0) -> float:
            assert __class__ is Child
            return scale * (super().value() * _step() + self.__secret)
    """
    got = bench.value(
        """
        from palaestra.systems.kinds.classes import Base, Child
        child = Child()
        print([child.value(2.0), Child.value.tag, Child.value.__qualname__, Child.value.__module__, len(Base.kinds)])
        """,
        [bench.fill("classes:Child.value", code)],
    )
    assert got == [2 * (2 * 50 + 10), "mine", "Child.value", "palaestra.systems.kinds.classes", 1]


def test_a_property_with_its_setter_a_staticmethod_a_classmethod_and_a_method_of_an_inner_class(bench):
    fills = [
        bench.fill(
            "classes:Child.width",
            """
            class Child(Base):
                @property
                def width(self) -> float:
                    return -self._width

                @width.setter
                def width(self, width: float) -> None:
                    self._width = 2 * width
            """,
        ),
        bench.fill(
            "classes:Child.shout", "class Child:\n    @staticmethod\n    def shout(text):\n        return text + '!'"
        ),
        bench.fill(
            "classes:Child.made", "class Child:\n    @classmethod\n    def made(cls):\n        return cls.__name__"
        ),
        bench.fill(
            "classes:Child.Inner.depth",
            "class Child:\n    class Inner:\n        def depth(self):\n            return __class__.__qualname__\n",
        ),
    ]
    got = bench.value(
        """
        from palaestra.systems.kinds.classes import Child
        child = Child()
        before = child.width
        child.width = 5.0
        print([before, child.width, Child.shout("a"), Child.made(), Child.Inner().depth()])
        """,
        fills,
    )
    assert got == [-3.0, -10.0, "a!", "Child", "Child.Inner"]


def test_a_dataclass(bench):
    code = """
    @dataclass(frozen=True)
    class Point:
        x: float
        y: float
        names: list[str] = field(default_factory=lambda: ["mine"])
    """
    got = bench.value(
        """
        import dataclasses, inspect, pickle
        from palaestra.systems.kinds.elsewhere import ORIGIN, Point
        assert pickle.loads(pickle.dumps(ORIGIN)) == ORIGIN
        assert list(inspect.signature(Point).parameters) == ["x", "y", "names"]
        print(dataclasses.asdict(dataclasses.replace(ORIGIN, x=1.0)))
        """,
        [bench.fill("classes:Point", code)],
    )
    assert got == {"x": 1.0, "y": 0.0, "names": ["mine"]}


def test_a_class_pickled_by_reference(bench):
    code = """
    class Stack:
        def __init__(self) -> None:
            self.items = [7]

        def push(self, item: int) -> None:
            self.items.append(item)

        def pop(self) -> int:
            return self.items.pop(0)
    """
    got = bench.value(
        """
        import pickle
        from palaestra.systems.kinds.classes import Stack
        stack = pickle.loads(pickle.dumps(Stack()))
        push = pickle.loads(pickle.dumps(stack.push))
        push(1)
        assert Stack is pickle.loads(pickle.dumps(Stack))
        print([push.__self__.items, stack.items, stack.pop(), stack.items])
        """,
        [bench.fill("classes:Stack", code)],
    )
    assert got == [[7, 1], [], 7, []]


def test_a_torch_module(bench):
    code = """
    class Affine:
        def forward(self, x: Tensor) -> Tensor:
            return 2 * (x @ self.weight) + self.bias
    """
    got = bench.value(
        """
        import copy, io, torch
        from palaestra.systems.kinds.nets import Affine
        net = Affine(3)
        net(torch.ones(4, 3)).sum().backward()
        file = io.BytesIO()
        torch.save(net, file)
        file.seek(0)
        again = torch.load(file, weights_only=False)
        again.load_state_dict(copy.deepcopy(net).state_dict())
        print([net.weight.grad.tolist(), again(torch.ones(1, 3)).tolist()])
        """,
        [bench.fill("nets:Affine.forward", code)],
    )
    assert got == [[8.0, 8.0, 8.0], [6.0]]


def test_a_whole_module(bench):
    code = """
    '''My own rules.'''

    import math

    SIDES = 20

    def roll(u: float) -> int:
        return math.ceil(u * SIDES)

    class Die:
        def throw(self, u: float) -> int:
            return -roll(u)
    """
    fill = bench.fill("rules", code, future=False)
    got = bench.value(
        """
        from palaestra.kit.holes import called
        from palaestra.systems.kinds import game, rules
        print([game.FIRST, game.play(), rules.__file__.endswith("kinds/rules.py"), *called().values()])
        """,
        [fill],
    )
    assert got == [10, -20, True, True]


def test_several_holes_of_one_module_share_its_names(bench):
    fills = [
        bench.fill(
            "functions:double",
            "import math\ndef double(x):\n    return math.floor(x) + len(ALIASES if 'ALIASES' in globals() else ())",
        ),
        bench.fill("functions:unit", "def unit():\n    return 5.0"),
        bench.fill(
            "functions:halved", "from palaestra.systems.kinds.functions import unit\ndef halved(x):\n    return unit()"
        ),
    ]
    got = bench.value("from palaestra.systems.kinds import double, halved; print([double(1.5), halved(1)])", fills)
    assert got == [3, 5.0]


def test_reload_fills_again(bench):
    got = bench.value(
        """
        import importlib
        from palaestra.systems.kinds import functions
        print([importlib.reload(functions).double(1.0), functions.unit()])
        """,
        [
            bench.fill(
                "functions:double", "import math\ndef _three():\n    return 3\ndef double(x):\n    return _three() * x"
            )
        ],
    )
    assert got == [3.0, 1.0]
