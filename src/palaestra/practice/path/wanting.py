"""Just in time: what the learner put on the plan because something they do needs it now."""

from collections.abc import Mapping

from palaestra.practice.path.learner import Facts, Want
from palaestra.practice.path.standing import STATES, WantStatus


def want_status(want: Want, facts: Facts, best: Mapping[str, str]) -> WantStatus:
    """A want with what shows it was reached: evidence named for it, or its module passed (on any path)."""
    reached = [*facts.reached.get(want.module, {}), *([best[want.module]] if want.module in best else [])]
    is_passed = any(STATES.index(each) >= STATES.index("passed") for each in reached if each in STATES)
    passed = (f"“{want.title}” passed",) if is_passed else ()
    return WantStatus(want, (*facts.evidence.get(want.id, ()), *passed))
