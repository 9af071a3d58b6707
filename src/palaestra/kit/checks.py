"""A Check: one statement with its evidence.

Exercises, claims and content lint all yield Checks. For an exercise, write the
call and what it must give, and the evidence comes by itself:

    yield call(room.bonus, pulls, t=10).gives([3.03, 1.52], atol=1e-9, source="by hand")

`call` hands the learner's code copies of the inputs, so it can also tell when
the code changed them.
"""

import copy
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeGuard, cast

import numpy as np
from numpy.typing import NDArray

SHOWN_CHARACTERS = 320
SHOWN_ITEMS = 24


@dataclass(frozen=True, slots=True)
class Check:
    """One statement with its evidence; `holds` is the verdict, the rest is for the reader."""

    says: str
    holds: bool
    got: str = ""
    want: str = ""
    tolerance: str = ""
    call: str = ""
    source: str = ""

    def to_json(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in self.__slots__}


def statement(says: str, holds: bool, got: object = "", want: object = "", source: str = "") -> Check:
    """A check whose evidence is already at hand."""
    return Check(says, bool(holds), show(got), show(want), source=source)


def call(function: Callable[..., Any], *arguments: Any, **named: Any) -> "Call":
    """Run learner code on copies of the inputs, keeping what is needed to show the call."""
    return Call.run(function, arguments, named)


@dataclass(frozen=True, slots=True)
class Call:
    """What came of one call of the learner's code. Ask it for a Check."""

    shown: str
    value: Any = None
    changed_inputs: tuple[str, ...] = ()
    arguments: tuple[Any, ...] = field(default=(), repr=False)

    @classmethod
    def run(cls, function: Callable[..., Any], arguments: Sequence[Any], named: Mapping[str, Any]) -> "Call":
        given, given_named = copy.deepcopy(tuple(arguments)), copy.deepcopy(dict(named))
        shown = show_call(function, arguments, named)
        try:
            value = function(*given, **given_named)
        except Exception as error:
            error.palaestra_call = shown  # type: ignore[attr-defined]  # the runner shows it beside the traceback
            raise
        before = [*((str(place), each) for place, each in enumerate(arguments, 1)), *named.items()]
        after = [*given, *given_named.values()]
        changed = tuple(name for (name, old), new in zip(before, after, strict=True) if not same(old, new))
        return cls(shown, value, changed, given)

    def gives(
        self,
        want: Any,
        *,
        atol: float = 1e-9,
        rtol: float = 0.0,
        says: str = "",
        source: str = "",
        may_change_inputs: bool = False,
    ) -> Check:
        """Holds when the value has `want`'s shape and is close to it (and the inputs are untouched)."""
        tolerance = f"atol {atol:g}" + (f", rtol {rtol:g}" if rtol else "")
        if self.changed_inputs and not may_change_inputs:
            return self._inputs_changed(source)
        got: Any = self.value
        alike: Any = want
        if isinstance(got, np.ndarray) and isinstance(want, list | tuple):
            alike = np.asarray(cast("Sequence[Any]", want))
        return Check(says, close(got, want, atol, rtol), show(got), show(alike), tolerance, self.shown, source)

    def satisfies(
        self, says: str, predicate: Callable[[Any], bool], *, source: str = "", may_change_inputs: bool = False
    ) -> Check:
        """Holds when `predicate(value)` is true; for properties rather than single values."""
        if self.changed_inputs and not may_change_inputs:
            return self._inputs_changed(source)
        return Check(says, _true(predicate, self.value), show(self.value), says, call=self.shown, source=source)

    def _inputs_changed(self, source: str) -> Check:
        names = ", ".join(self.changed_inputs)
        says = "the inputs are left as they were"
        return Check(says, False, f"argument {names} was changed in place", "unchanged inputs", "", self.shown, source)


def close(got: Any, want: Any, atol: float = 1e-9, rtol: float = 0.0) -> bool:
    """Same structure and shape, numbers within tolerance; NaN never agrees, text and None agree exactly."""
    if _is_mapping(want):
        return _is_mapping(got) and got.keys() == want.keys() and all(close(got[k], want[k], atol, rtol) for k in want)
    exact = cast("type[Any]", type(want))
    if exact in (type(None), str, bool, np.bool_):
        return type(got) in (exact, bool, np.bool_) and bool(got == want)
    try:
        ours, theirs = np.asarray(got, dtype=np.float64), np.asarray(want, dtype=np.float64)
    except (TypeError, ValueError):
        return _close_item_by_item(got, want, atol, rtol)
    return ours.shape == theirs.shape and bool(np.allclose(ours, theirs, rtol=rtol, atol=atol))


def _close_item_by_item(got: Any, want: Any, atol: float, rtol: float) -> bool:
    if not _is_sequence(want) or not (_is_sequence(got) or _is_array(got)) or len(got) != len(want):
        return False
    return all(close(ours, theirs, atol, rtol) for ours, theirs in zip(got, want, strict=True))


def same(before: Any, after: Any) -> bool:
    """Whether an input still is what it was. Objects that cannot be compared count as unchanged."""
    if _is_array(before):
        return _is_array(after) and bool(
            before.shape == after.shape and np.array_equal(before, after, equal_nan=before.dtype.kind in "fc")
        )
    if _is_sequence(before):
        return len(before) == len(after) and all(map(same, before, after))
    if _is_mapping(before):
        return before.keys() == after.keys() and all(same(before[key], after[key]) for key in before)
    if isinstance(before, int | float | complex | str | bytes | bool | type(None)):
        return before == after or before != before
    return True


def show(value: Any) -> str:
    """A value as the learner would type it, short enough for one screen."""
    if isinstance(value, str):
        return value[:SHOWN_CHARACTERS]
    if _is_array(value) and value.size <= SHOWN_ITEMS and value.dtype.kind in "biuf":
        return show(value.tolist())
    if _is_array(value):
        return np.array2string(value, precision=6, separator=", ", threshold=24, edgeitems=4, max_line_width=72)
    if isinstance(value, np.generic):
        return show(value.item())
    if isinstance(value, float):
        return f"{value:.6g}" if math.isfinite(value) else str(value)
    if _is_sequence(value) and len(value) <= SHOWN_ITEMS:
        opening, closing = "[]" if isinstance(value, list) else "()"
        return opening + ", ".join(map(show, value)) + closing
    text = repr(value)
    return text if len(text) <= SHOWN_CHARACTERS else text[: SHOWN_CHARACTERS - 3] + "..."


def _is_array(value: Any) -> TypeGuard[NDArray[Any]]:
    return isinstance(value, np.ndarray)


def _is_sequence(value: Any) -> TypeGuard[list[Any] | tuple[Any, ...]]:
    return isinstance(value, list | tuple)


def _is_mapping(value: Any) -> TypeGuard[Mapping[Any, Any]]:
    return isinstance(value, Mapping)


def show_call(function: Callable[..., Any], arguments: Sequence[Any], named: Mapping[str, Any]) -> str:
    """`name(first, second, third=...)`, with argument names where the code's signature gives them."""
    name = getattr(function, "__qualname__", getattr(function, "__name__", "f")).replace("<locals>.", "")
    parts = [show(each) for each in arguments] + [f"{key}={show(each)}" for key, each in named.items()]
    return f"{name}({', '.join(parts)})"


def _true(predicate: Callable[[Any], bool], value: Any) -> bool:
    try:
        return bool(predicate(value))
    except Exception:
        return False  # a value of the wrong kind does not have the property
