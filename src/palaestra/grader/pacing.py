"""In the child: what code costs, in seconds a call, by the size of its input, and in bytes held at once."""

import copy
import itertools
import time
import tracemalloc
import warnings
from collections.abc import Callable, Iterator, Sequence
from types import ModuleType
from typing import Any

import numpy as np

from palaestra.grader.edges import numbers
from palaestra.grader.observing import Called, Send, Watcher, answered
from palaestra.kit.exercise import Exercise, ExerciseCode
from palaestra.kit.holes import Hole

SIZES = (16, 128, 1024, 8192)
REPEATS = 5
PATIENCE_SECONDS = 0.12
"""For one round of one measurement."""
TOO_SLOW_SECONDS = 0.1
"""No larger input is tried after a call that took this long."""
MOST_CALLS = 24


def pace(
    exercise: Exercise, room: ModuleType, code: ExerciseCode, inputs: Iterator[tuple[bool, Any]], send: Send, peak: bool
) -> None:
    """One round of timing: seconds a call (or an answer, for a class), then by size; with `peak` also bytes."""
    watcher = Watcher(room, Hole.of(exercise))
    given = [each for _, each in inputs]
    for each in given:
        watcher.seen = []
        with watcher.window() as window:
            answered(code, window, copy.deepcopy(each))
    calls = [each for each in watcher.calls if not each.is_method][:MOST_CALLS]
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        timed = [_timing(each) for each in calls] or [_timing_of_answer(code, room, each) for each in given[:6]]
        send("pace", seconds=_rounds(timed), of="call" if calls else "answer")
        grown = next(filter(None, map(_grown, calls)), None)
        if grown is not None:
            _send_growth(grown, send, peak)
        elif peak:
            send("peak", size=0, bytes=_peak(timed[0]))
    send("paced")


def _timing(called: Called) -> Callable[[], float]:
    def once() -> float:
        arguments, named = called.again()
        started = time.perf_counter()
        try:
            called.function(*arguments, **named)
        except Exception:
            return time.perf_counter() - started
        return time.perf_counter() - started

    return once


def _timing_of_answer(code: ExerciseCode, room: ModuleType, given: Any) -> Callable[[], float]:
    return _timing(Called(lambda: code.answer(room, copy.deepcopy(given)), (), {}, False))


def _rounds(timed: Sequence[Callable[[], float]]) -> float:
    """The mean over the inputs of the shortest time each took."""
    best = [float("inf")] * len(timed)
    until = time.perf_counter() + PATIENCE_SECONDS
    for repeat in itertools.count():
        for place, each in enumerate(timed):
            best[place] = min(best[place], each())
        if time.perf_counter() > until or repeat >= 60:
            return sum(best) / len(best)
    raise AssertionError("count never ends")


def _grown(called: Called) -> Callable[[int], Called] | None:
    """How to make the call larger: every axis as long as its longest array is lengthened by repetition."""
    arrays = [each for each in called.arguments if numbers(each) is not None and each.size]
    lengths = {each.shape[0] for each in arrays}
    if not arrays or max(lengths) < 2:
        return None
    length = max(lengths)

    def larger(size: int) -> Called:
        arguments = tuple(_lengthened(each, length, size) for each in copy.deepcopy(called.arguments))
        return Called(called.function, arguments, called.named, False)

    return larger


def _lengthened(value: Any, length: int, size: int) -> Any:
    if numbers(value) is None:
        return value
    for axis in range(value.ndim):
        if value.shape[axis] == length:
            value = np.take(value, np.arange(size) % length, axis=axis)
    return value


def _send_growth(larger: Callable[[int], Called], send: Send, peak: bool) -> None:
    biggest: tuple[int, Called] | None = None
    for size in SIZES:
        called = larger(size)
        if any(getattr(each, "size", 0) > 1 << 20 for each in called.arguments):
            break
        try:
            arguments, named = called.again()
            called.function(*arguments, **named)
        except Exception:
            break  # it does not take an input made this way
        seconds = min(_timing(called)() for _ in range(REPEATS))
        send("size", size=size, seconds=seconds)
        biggest = size, called
        if seconds > TOO_SLOW_SECONDS:
            break
    if peak and biggest is not None:
        send("peak", size=biggest[0], bytes=_peak(_timing(biggest[1])))


def _peak(once: Callable[[], float]) -> int:
    """Most bytes held at once beyond what was there before, as Python and NumPy ask for them."""
    tracemalloc.start()
    try:
        tracemalloc.reset_peak()
        before = tracemalloc.get_traced_memory()[0]
        once()
        return max(tracemalloc.get_traced_memory()[1] - before, 0)
    finally:
        tracemalloc.stop()
