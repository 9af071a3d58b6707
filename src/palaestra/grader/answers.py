"""What code answers to inputs, in a form that travels between processes and can be compared.

An answer is a nest of numbers, text, truth values and None, or the type of the
exception that was raised instead. Arrays keep their shape.
"""

import math
import sys
from collections.abc import Mapping, Sequence
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray

from palaestra.kit import checks

RELATIVE, ABSOLUTE = 1e-6, 1e-8
"""Two correct programs may add in another order; two different ones rarely agree this closely by chance."""

Plain = Any
"""A JSON value; a mapping with the key `array` or `raises` stands for those."""


def plain(value: Any) -> Plain:
    """The value as JSON can carry it. What has no numbers in it becomes its type's name."""
    kind = type(value).__name__
    if value is None or isinstance(value, str | bool | int | float):
        return value
    if isinstance(value, np.ndarray):
        return _plain_array(cast("NDArray[Any]", value))
    if isinstance(value, np.generic):
        return plain(value.item())
    if isinstance(value, complex):
        return {"array": [2], "of": [value.real, value.imag]}
    if isinstance(value, Mapping):
        pairs = cast("Mapping[Any, Any]", value)
        return {"map": [[str(key), plain(each)] for key, each in pairs.items()]}
    if isinstance(value, Sequence):
        return [plain(each) for each in cast("Sequence[Any]", value)]
    return {"kind": kind}


def raised(error: BaseException) -> Plain:
    """The answer of code that raised: another program that raises the same type answers the same."""
    return {"raises": type(error).__name__}


def agree(first: Plain, second: Plain) -> bool:
    """Whether two answers are the same: equal structure, numbers within tolerance, NaN equal to NaN."""
    same_kind = type(first) is type(second)
    if _is_number(first) and _is_number(second):
        return _numbers_agree(first, second)
    if isinstance(first, Mapping) and isinstance(second, Mapping):
        ours, theirs = cast("Mapping[str, Any]", first), cast("Mapping[str, Any]", second)
        return ours.keys() == theirs.keys() and all(agree(ours[key], theirs[key]) for key in ours)
    if isinstance(first, list) and isinstance(second, list):
        return _lists_agree(cast("list[Any]", first), cast("list[Any]", second))
    return same_kind and bool(first == second)


def show(answer: Plain) -> str:
    """An answer as a learner would type it."""
    return checks.show(_value(answer))


def agreements(first: Sequence[Plain], second: Sequence[Plain]) -> list[bool]:
    """Input by input, as far as both were answered, whether the answers are the same."""
    return [agree(ours, theirs) for ours, theirs in zip(first, second, strict=False)]


def _value(answer: Plain) -> Any:
    match answer:
        case {"raises": name}:
            return f"raises {name}"
        case {"array": shape, "of": items}:
            return np.array(items).reshape(shape)
        case {"map": pairs}:
            return {key: _value(each) for key, each in pairs}
        case {"kind": name}:
            return f"a {name}"
        case list():
            return [_value(each) for each in cast("list[Any]", answer)]
        case _:
            return answer


def _plain_array(value: NDArray[Any]) -> Plain:
    if value.dtype.kind not in "biufSUO":
        value = value.view(np.float64) if value.dtype.kind == "c" else value.astype(str)
    return {"array": list(value.shape), "of": [plain(each) for each in value.ravel().tolist()]}


def _is_number(value: Plain) -> bool:
    return isinstance(value, int | float)  # True and 1 are the same answer


def _numbers_agree(first: float, second: float) -> bool:
    if first == second:
        return True
    if abs(first) > sys.float_info.max or abs(second) > sys.float_info.max:
        return False  # an infinity, or a whole number too large for floating point
    if math.isnan(first) or math.isnan(second):
        return math.isnan(first) and math.isnan(second)
    return math.isclose(first, second, rel_tol=RELATIVE, abs_tol=ABSOLUTE)


def _lists_agree(first: list[Any], second: list[Any]) -> bool:
    if len(first) != len(second):
        return False
    return all(map(agree, first, second))
