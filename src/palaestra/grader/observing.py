"""In the child: what code does besides answering.

Every call of the hole made by the exercise's `answer` is looked at: what came
back (type, dtype, shape), which arguments were changed, whether the result
shares their memory, what was warned about. A function is called once more on
inputs at the edge (`edges`); what it costs is measured apart (`pacing`).
"""

import copy
import functools
import inspect
import warnings
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from types import ModuleType
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray

from palaestra.grader import answers, edges
from palaestra.kit import checks
from palaestra.kit.exercise import Exercise, ExerciseCode
from palaestra.kit.holes import Hole

Send = Callable[..., None]
MOST_CALLS = 40
"""Of one input: a class may be called thousands of times."""
EDGES_FROM = 2
"""How many recorded calls are taken to the edge."""


@dataclass(frozen=True, slots=True)
class Called:
    """One call of the hole with the arguments it was given, before it could change them."""

    function: Callable[..., Any]
    arguments: tuple[Any, ...]
    named: Mapping[str, Any]
    is_method: bool

    def again(self) -> tuple[tuple[Any, ...], dict[str, Any]]:
        """The arguments anew."""
        return copy.deepcopy(self.arguments), dict(copy.deepcopy(dict(self.named)))


@dataclass
class Watcher:
    """Stands between an exercise's `answer` and the hole, and notes what passes."""

    room: ModuleType
    hole: Hole
    seen: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])
    calls: list[Called] = field(default_factory=list[Called])
    is_inside: bool = False

    @contextmanager
    def window(self) -> Generator[Any]:
        """What `answer` is handed as its room: functions are watched as it calls them, methods on their class."""
        function = getattr(self.room, self.hole.top, None) if self.hole.qualname else None
        if function is None:
            yield self.room
        elif inspect.isclass(function):
            with self._watched(self._class()):
                yield self.room
        else:
            yield _Window(self.room, self.hole.top, self.watching(function, is_method=False))

    def watching(self, function: Callable[..., Any], is_method: bool) -> Callable[..., Any]:
        @functools.wraps(function)
        def watched(*arguments: Any, **named: Any) -> Any:
            if self.is_inside or len(self.seen) >= MOST_CALLS:
                return function(*arguments, **named)
            self.is_inside = True
            try:
                return self._note(Called(function, arguments, named, is_method))
            finally:
                self.is_inside = False

        return watched

    def _note(self, called: Called) -> Any:
        arguments, named = called.again()
        self.calls.append(Called(called.function, arguments, named, called.is_method))
        facts, value, error = looked_at(called)
        self.seen.append(facts)
        if error is not None:
            raise error
        return value

    def _class(self) -> type:
        kind = getattr(self.room, self.hole.top)
        for name in self.hole.classes[1:]:
            kind = getattr(kind, name)
        return kind

    @contextmanager
    def _watched(self, kind: type) -> Generator[None]:
        only = {self.hole.name} if self.hole.classes else None
        methods = {
            name: each
            for name, each in vars(kind).items()
            if inspect.isfunction(each) and (name in only if only else not name.startswith("_"))
        }
        for name, each in methods.items():
            setattr(kind, name, self.watching(each, is_method=True))
        try:
            yield
        finally:
            for name, each in methods.items():
                setattr(kind, name, each)


class _Window:
    """A room in which one function is watched."""

    def __init__(self, room: ModuleType, name: str, watched: Callable[..., Any]) -> None:
        self._room, self._name, self._watched = room, name, watched

    def __getattr__(self, name: str) -> Any:
        return self._watched if name == self._name else getattr(self._room, name)


def observe(
    exercise: Exercise, room: ModuleType, code: ExerciseCode, inputs: Iterator[tuple[bool, Any]], send: Send
) -> None:
    """One `seen` frame an input, then one `edge` frame for each input at the edge."""
    watcher = Watcher(room, Hole.of(exercise))
    kept: list[Called] = []
    for is_fresh, given in inputs:
        watcher.seen, watcher.calls = [], []
        shown = checks.show(given)
        with watcher.window() as window:
            value = answered(code, window, given)
        send("seen", fresh=is_fresh, shown=shown, value=value, calls=watcher.seen)
        if not is_fresh:
            kept += [each for each in watcher.calls[:1] if not each.is_method]
    send("phase")
    for called in kept[:EDGES_FROM]:
        for edge, arguments in edges.of(called.arguments):
            send("at_edge", edge=edge, shown=checks.show(arguments[0] if len(arguments) == 1 else arguments))
            facts, value, _ = looked_at(Called(called.function, arguments, called.named, called.is_method))
            facts["value"] = facts["value"] if "raised" in facts else answers.plain(value)
            send("edge", edge=edge, **facts)
    send("observed")


def answered(code: ExerciseCode, room: Any, given: Any) -> answers.Plain:
    try:
        return answers.plain(code.answer(room, given))
    except Exception as error:
        return answers.raised(error)


def looked_at(called: Called) -> tuple[dict[str, Any], Any, Exception | None]:
    """The facts of one call, what it gave, and what it raised."""
    before, named = called.again()
    own = int(called.is_method)  # what a method does to its object is its business
    with warnings.catch_warnings(record=True) as caught, np.errstate(all="warn"):
        warnings.simplefilter("always")
        try:
            value, error = called.function(*called.arguments, **called.named), None
        except Exception as problem:
            value, error = None, problem
    names = _names(called, len(before))
    pairs = [
        *zip(names, before[own:], called.arguments[own:], strict=False),
        *((name, named[name], called.named[name]) for name in named),
    ]
    facts: dict[str, Any] = {
        "changed": [name for name, old, new in pairs if not checks.same(old, new)],
        "shares": [name for name, _, now in pairs if _share(value, now)],
        "warned": sorted({f"{each.category.__name__}: {each.message}" for each in caught}),
    }
    if error is not None:
        return {**facts, "raised": type(error).__name__, "value": answers.raised(error)}, None, error
    return {**facts, "gives": described(value), "value": None}, value, None


def _names(called: Called, count: int) -> list[str]:
    try:
        names = list(inspect.signature(called.function).parameters)
    except (TypeError, ValueError):
        names = []
    own = int(called.is_method)
    return [names[place] if place < len(names) else f"argument {place + 1}" for place in range(own, count)]


def described(value: Any, depth: int = 2) -> str:
    """A value's kind in words a reader compares: `ndarray of float64, shape (3,)`, `tuple of (float, float)`."""
    kind = type(value).__name__
    if isinstance(value, np.ndarray):
        array = cast("NDArray[Any]", value)
        return (
            f"{kind} of {array.dtype}, {array.ndim}-dimensional" if array.ndim else f"{kind} of {array.dtype}, scalar"
        )
    if isinstance(value, tuple | list) and depth:
        items = cast("Sequence[Any]", value)
        kinds = list(dict.fromkeys(described(each, depth - 1) for each in items[:32]))
        return f"{kind} of {kinds[0]}" if len(kinds) == 1 else f"{kind} of ({', '.join(kinds[:4])})" if kinds else kind
    return kind


def _share(value: Any, argument: Any) -> bool:
    if isinstance(argument, np.ndarray):
        return any(np.may_share_memory(each, cast("NDArray[Any]", argument)) for each in _arrays(value))
    return isinstance(argument, list | dict | set) and value is argument


def _arrays(value: Any) -> Iterator[NDArray[Any]]:
    if isinstance(value, np.ndarray):
        yield cast("NDArray[Any]", value)
    elif isinstance(value, tuple | list):
        for each in cast("Sequence[Any]", value):
            if isinstance(each, np.ndarray):
                yield cast("NDArray[Any]", each)
