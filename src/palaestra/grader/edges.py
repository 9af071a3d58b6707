"""Inputs at the edge, made from inputs in the middle: empty, read-only, float32, with a NaN in it."""

import copy
from collections.abc import Callable, Iterator
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray


def of(arguments: tuple[Any, ...]) -> Iterator[tuple[str, tuple[Any, ...]]]:
    """A call's arguments taken to the edge, one way at a time, each under its name; only ways that change something."""
    for name, change in EDGES.items():
        changed = tuple(change(copy.deepcopy(each)) for each in arguments)
        if any(new is not None for new in changed):
            given = tuple(
                old if new is None else new for old, new in zip(copy.deepcopy(arguments), changed, strict=True)
            )
            yield name, given


def numbers(value: Any) -> NDArray[Any] | None:
    """The value as an array, if it is an array of numbers."""
    if isinstance(value, np.ndarray):
        array = cast("NDArray[Any]", value)
        return array if array.dtype.kind in "iuf" and array.ndim else None
    return None


def _floats(value: Any) -> NDArray[Any] | None:
    array = numbers(value)
    return array if array is not None and array.dtype.kind == "f" and array.size else None


def _first(number: float) -> Callable[[Any], Any]:
    def change(value: Any) -> Any:
        array = _floats(value)
        if array is None:
            return None
        array.flat[0] = number
        return array

    return change


def _zero(value: Any) -> Any:
    array = numbers(value)
    return None if array is None else np.zeros_like(array)


def _empty(value: Any) -> Any:
    array = numbers(value)
    return None if array is None else array[:0]


def _single(value: Any) -> Any:
    array = _floats(value)
    return None if array is None else array.astype(np.float32)


def _fixed(value: Any) -> Any:
    array = numbers(value)
    if array is not None:
        array.setflags(write=False)
    return array


def _listed(value: Any) -> Any:
    array = numbers(value)
    return None if array is None else array.tolist()


def _huge(value: Any) -> Any:
    array = _floats(value)
    return None if array is None else array * 1e200


EDGES: dict[str, Callable[[Any], Any]] = {
    "read-only": _fixed,
    "lists": _listed,
    "float32": _single,
    "zeros": _zero,
    "empty": _empty,
    "huge": _huge,
    "infinity": _first(np.inf),
    "NaN": _first(np.nan),
}
"""By name: what to do to each argument; None leaves it."""
