"""The grader: runs learner code in a child process, judges it, and names the mistake.

    with Worker() as worker:
        judgement = check(exercise, file, worker=worker)

`check` judges a file against an exercise; the rest of this package is how.
Start reading there (`checking`), then `worker`, `server` and `candidate`: the
three processes a check takes.
"""

from palaestra.grader.checking import check
from palaestra.grader.comparing import Comparison, compare
from palaestra.grader.debugging import DebugReport, Drill, faulty_module, judge_debug, lay_drill
from palaestra.grader.differing import Difference
from palaestra.grader.drafting import Drafted, draft
from palaestra.grader.guarding import GuardReport, try_guard
from palaestra.grader.judgement import Judgement, Verdict
from palaestra.grader.naming import Naming, name_mistake
from palaestra.grader.worker import Worker

__all__ = [
    "Comparison",
    "DebugReport",
    "Difference",
    "Drafted",
    "Drill",
    "GuardReport",
    "Judgement",
    "Naming",
    "Verdict",
    "Worker",
    "check",
    "compare",
    "draft",
    "faulty_module",
    "judge_debug",
    "lay_drill",
    "name_mistake",
    "try_guard",
]
