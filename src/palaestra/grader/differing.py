"""What differs between the learner's code and the reference, from what was observed of both, each with why it matters.

A difference without a `why` is shown and not marked: it is a matter of taste.
"""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from palaestra.grader import answers
from palaestra.grader.structure import Structure
from palaestra.kit.statistics import Interval

Frames = Sequence[Mapping[str, Any]]
CLEARLY = 1.5
"""How many times as slow (or as large) before it matters to anybody."""
BARELY = 0.1
"""Less than this part of the time is no difference to anybody."""
SHOWN_ULPS = 2.0

EDGE_WORDS = {
    "read-only": "on arrays that may not be written to",
    "lists": "on lists instead of arrays",
    "float32": "on float32 arrays",
    "zeros": "on zeros only",
    "empty": "on empty arrays",
    "huge": "on numbers 1e200 times as large",
    "infinity": "with an infinity among the numbers",
    "NaN": "with a NaN among the numbers",
}
EDGE_WHYS = {
    "read-only": "Views, shared and memory-mapped arrays are read-only; code that writes into them stops there.",
    "lists": "Callers hand over plain lists; whoever converts them first can be called with either.",
    "float32": "Data from files and networks is often float32, and a result of another kind spreads from here.",
    "zeros": "The first step of most programs is all zeros.",
    "empty": "An empty batch comes up sooner or later; a clear answer or a clear error is better than a silent one.",
    "huge": "What overflows here gives inf or NaN far away from its cause.",
    "infinity": "An infinity from elsewhere should not turn into a number that looks right.",
    "NaN": "A NaN that is swallowed hides the bug that made it.",
}


@dataclass(frozen=True, slots=True)
class Difference:
    """One difference in a sentence, and why it matters; one that does not has no `why`."""

    about: str
    """`behaviour`, `cost`, `numerics` or `structure`."""
    says: str
    why: str = ""

    @property
    def matters(self) -> bool:
        return bool(self.why)

    def to_json(self) -> dict[str, Any]:
        return {"about": self.about, "says": self.says, "matters": self.matters, "why": self.why}


def in_behaviour(own: Frames, reference: Frames) -> Iterator[Difference]:
    """From the `seen` frames of both: other results, other kinds, changed inputs, shared memory, warnings."""
    pairs = list(zip(own, reference, strict=False))
    other = [(a, b) for a, b in pairs if not answers.agree(a["value"], b["value"])]
    if other:
        (a, b) = other[0]
        shown = f"for {a['shown']} yours gives {answers.show(a['value'])}, the reference {answers.show(b['value'])}"
        says = f"Other results on {len(other)} of {len(pairs)} inputs: {shown}."
        yield Difference("behaviour", says, "Same inputs, another answer: one of the two is wrong, or the prompt is.")
    calls = [pair for a, b in pairs for pair in zip(a["calls"], b["calls"], strict=False)]
    yield from _kinds(calls)
    yield from _told(calls, "changed", "changes its input", CHANGED)
    yield from _told(calls, "shares", "gives back the memory of its input", SHARED)
    yield from _warnings(calls)


CHANGED = "A caller's array changes under its hands, far from where anyone looks."
SHARED = "Who writes into the result writes into the input."


def _kinds(calls: Sequence[tuple[Mapping[str, Any], Mapping[str, Any]]]) -> Iterator[Difference]:
    told: set[tuple[str, str]] = set()
    for a, b in calls:
        pair = a.get("gives", ""), b.get("gives", "")
        if not all(pair) or pair[0] == pair[1] or pair in told:
            continue
        told.add(pair)
        ours, theirs = pair
        says = f"Yours gives {_an(ours)}, the reference {_an(theirs)}."
        yield Difference("behaviour", says, "" if _is_scalar(ours) and _is_scalar(theirs) else _why_kind(ours, theirs))


def _is_scalar(kind: str) -> bool:
    return kind in ("float", "float64", "int", "int64", "bool", "bool_", "ndarray of float64, scalar")


def _why_kind(ours: str, theirs: str) -> str:
    if "ndarray" in ours and "ndarray" in theirs:
        return "What is computed from it inherits its dtype and shape: precision and broadcasting change there."
    if "ndarray" in theirs:
        return "Arithmetic on it means something else: a list times 2 is two lists, an array times 2 is doubled."
    return "Code that was written for the one breaks on the other."


def _an(words: str) -> str:
    return f"{'an' if words[0].lower() in 'aeiou' or words.startswith('ndarray') else 'a'} {words}"


def _told(
    calls: Sequence[tuple[Mapping[str, Any], Mapping[str, Any]]], key: str, does: str, why: str
) -> Iterator[Difference]:
    """Which arguments one of the two changes or shares and the other does not; `why` is said of the learner's."""
    ours = {name for a, _ in calls for name in a[key]}
    theirs = {name for _, b in calls for name in b[key]}
    for names, says, is_why in (
        (ours - theirs, "Yours {}; the reference does not.", why),
        (theirs - ours, "The reference {}; yours does not.", ""),
    ):
        if names:
            listed = ", ".join(f"`{each}`" for each in sorted(names))
            yield Difference("behaviour", says.format(f"{does} {listed}"), is_why)


def _warnings(calls: Sequence[tuple[Mapping[str, Any], Mapping[str, Any]]]) -> Iterator[Difference]:
    ours = {each for a, _ in calls for each in a["warned"]}
    theirs = {each for _, b in calls for each in b["warned"]}
    why = "Where warnings are errors it stops; where they are not, nobody reads the one that counts."
    for each in sorted(ours - theirs):
        yield Difference("behaviour", f"Yours warns: {each}.", why)
    for each in sorted(theirs - ours):
        yield Difference("behaviour", f"The reference warns: {each}; yours does not.")


def at_edges(own: Frames, reference: Frames, late: str = "") -> Iterator[Difference]:
    """From the `edge` frames of both. `late`: the edge at which the learner's code did not come back."""
    told: set[str] = set()
    for a, b in zip(own, reference, strict=False):
        edge = a["edge"]
        if edge in told:
            continue
        ours, theirs = _outcome(a), _outcome(b)
        if ours == theirs and (edge != "float32" or a.get("gives") == b.get("gives")):
            continue
        told.add(edge)
        if ours == theirs:
            ours, theirs = _an(a.get("gives", "nothing")), _an(b.get("gives", "nothing"))
        words = f"{EDGE_WORDS[edge]} (beyond what the exercise asks): yours {ours}, the reference {theirs}."
        yield Difference("behaviour", words[0].upper() + words[1:], EDGE_WHYS[edge])
    if late and late not in told:
        says = f"{EDGE_WORDS[late]} (beyond what the exercise asks): yours does not come back."
        yield Difference("behaviour", says[0].upper() + says[1:], "A loop that waits for a condition waits for ever.")


def _outcome(frame: Mapping[str, Any]) -> str:
    """What came of one call, coarsely: whether it raised, gave NaN, inf or numbers; and which, rounded."""
    if "raised" in frame:
        return f"raises {frame['raised']}"
    numbers = list(_numbers(frame["value"]))
    if any(math.isnan(each) for each in numbers):
        return "gives NaN"
    if any(math.isinf(each) for each in numbers):
        return "gives an infinity"
    return f"gives {answers.show(_rounded(frame['value']))}"


def _rounded(value: Any) -> Any:
    """The answer with 4 digits, so that the last bits are no difference of behaviour."""
    if isinstance(value, float):
        return float(f"{value:.4g}")
    if isinstance(value, list):
        return [_rounded(each) for each in cast("list[Any]", value)]
    if isinstance(value, Mapping):
        return {key: _rounded(each) if key == "of" else each for key, each in cast("Mapping[str, Any]", value).items()}
    return value


def _numbers(value: Any) -> Iterator[float]:
    if isinstance(value, float | int) and not isinstance(value, bool):
        yield float(value)
    elif isinstance(value, list):
        for each in cast("list[Any]", value):
            yield from _numbers(each)
    elif isinstance(value, Mapping):
        given = cast("Mapping[str, Any]", value)
        yield from _numbers(given.get("of", given.get("map", [])))


def ulps(own: Frames, reference: Frames) -> float:
    """The largest difference between results of both, in units of the last place of a float64."""
    largest = 0.0
    for a, b in zip(own, reference, strict=False):
        for ours, theirs in zip(_numbers(a["value"]), _numbers(b["value"]), strict=False):
            if math.isfinite(ours) and math.isfinite(theirs) and ours != theirs:
                largest = max(largest, abs(ours - theirs) / math.ulp(max(abs(ours), abs(theirs))))
    return largest


def in_numerics(own: Frames, reference: Frames) -> Iterator[Difference]:
    """How far apart the results are where they agree."""
    apart = ulps(own, reference)
    if apart <= SHOWN_ULPS:
        return
    digits = max(0, round(15.95 - math.log10(apart)))
    says = f"The results differ by up to {apart:.3g} ulps: about {digits} of 16 digits are the same."
    why = "Digits are lost where nearly equal numbers are subtracted; a long run adds such errors up."
    yield Difference("numerics", says, why if apart > 1e4 else "")


def in_cost(ratio: Interval, of: str) -> Iterator[Difference]:
    """Whose code is faster; `ratio` is the learner's time over the reference's."""
    faster = ratio.low < 1.0 and ratio.high < 1.0
    if ratio.low <= 1.0 <= ratio.high or (ratio.low > 1.0 - BARELY and ratio.high < 1.0 + BARELY):
        yield Difference("cost", f"Equally fast as far as was measured: {_times(ratio)} the reference's time.")
        return
    word = "Yours is faster" if faster else "Yours is slower"
    says = f"{word}: {_times(ratio)} the reference's time for {'a call' if of == 'call' else 'an input'}."
    matters = ratio.low > CLEARLY
    why = "It is called at every step; a run takes that much longer where this is most of it." if matters else ""
    yield Difference("cost", says, why)


def _times(ratio: Interval) -> str:
    return f"{ratio.value:.2f} times ({ratio.low:.2f} to {ratio.high:.2f})"


def in_growth(own: Mapping[int, float], reference: Mapping[int, float]) -> Iterator[Difference]:
    """How the time grows from a middle size to the largest both were given."""
    sizes = sorted(own.keys() & reference.keys())[-2:]
    if len(sizes) < 2:
        return
    ours, theirs = (_power(each, sizes) for each in (own, reference))
    times = own[sizes[1]] / max(reference[sizes[1]], 1e-9)
    if abs(ours - theirs) < 0.4 and times < 4:
        return
    says = (
        f"At size {sizes[1]} yours takes {times:.3g} times as long as the reference; from {sizes[0]} on it grows as "
        f"size^{ours:.1f}, the reference as size^{theirs:.1f}."
    )
    why = "Small tests hide it; on real sizes it decides whether the thing runs at all." if times > 2 else ""
    yield Difference("cost", says, why)


def _power(seconds: Mapping[int, float], sizes: Sequence[int]) -> float:
    grown = max(seconds[sizes[1]], 1e-9) / max(seconds[sizes[0]], 1e-9)
    return math.log(grown) / math.log(sizes[1] / sizes[0])


def in_memory(own: Mapping[str, Any] | None, reference: Mapping[str, Any] | None) -> Iterator[Difference]:
    """Who holds more at once, where both were given the same size."""
    if not own or not reference or own["size"] != reference["size"]:
        return
    ours, theirs = own["bytes"], reference["bytes"]
    if max(ours, theirs) < 4096 or max(ours, theirs) < CLEARLY * max(min(ours, theirs), 1):
        return
    at = f" at size {own['size']}" if own["size"] else ""
    says = f"Yours holds up to {_bytes(ours)} at once{at}, the reference {_bytes(theirs)}."
    is_much = ours > 3 * theirs and ours > 1 << 16
    yield Difference("cost", says, "The largest input that fits is that much smaller." if is_much else "")


def _bytes(count: int) -> str:
    return f"{count / (1 << 20):.1f} MiB" if count >= 1 << 20 else f"{count / 1024:.1f} KiB"


def in_structure(own: Structure, reference: Structure) -> Iterator[Difference]:
    """What the two are made of; a matter of taste, so nothing here is marked."""
    if own.loops and not reference.loops and reference.array_calls:
        says = f"Yours goes item by item ({own.loops} loop{'s' * (own.loops > 1)}), the reference by whole arrays."
        yield Difference("structure", says)
    elif reference.loops and not own.loops:
        yield Difference("structure", "Yours works without a loop; the reference has one.")
    if abs(own.branches - reference.branches) > 1:
        yield Difference("structure", f"Yours has {own.branches} branches, the reference {reference.branches}.")
    if own.lines > CLEARLY * reference.lines or reference.lines > CLEARLY * own.lines:
        yield Difference("structure", f"Yours has {own.lines} lines of code, the reference {reference.lines}.")
    elsewhere = set(own.names) ^ set(reference.names)
    if elsewhere and own.names and reference.names:
        ours, theirs = (", ".join(each.names[:6]) for each in (own, reference))
        yield Difference("structure", f"Your names are {ours}; the reference's {theirs}.")
