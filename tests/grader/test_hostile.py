"""Hostile and unlucky code: the right verdict each time, and nothing left running."""

import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import psutil
import pytest

from palaestra.grader import Judgement, Verdict, Worker, check
from palaestra.kit.exercise import Exercise

Judging = Callable[[str], Judgement]
RIGHT = """
    values, weights = np.asarray(values, dtype=float), np.asarray(weights, dtype=float)
    total = weights.sum()
    return float((values * weights).sum() / total) if total else 0.0
"""


def answer(*lines: str, above: str = "", body: str = RIGHT) -> str:
    """A right answer with some lines run at the start of each call."""
    inside = "".join(f"    {line}\n" for line in lines)
    return f"import os, sys, time\nimport numpy as np\n{above}\ndef weighted_mean(values, weights):\n{inside}{body}"


WRONG_ANSWERS = {
    "infinite loop": (answer("while True: pass"), Verdict.TIMED_OUT, "Still running after 2 s"),
    "endless printing": (answer("while True: print('x' * 100)"), Verdict.TIMED_OUT, "Still running"),
    "early exit, status 0": (answer("os._exit(0)"), Verdict.CRASHED, "ended with status 0 before its verdict"),
    "early exit while imported": (answer(above="os._exit(0)"), Verdict.CRASHED, "before its verdict"),
    "sys.exit": (answer("sys.exit(0)"), Verdict.CRASHED, "SystemExit"),
    "sys.exit while imported": (answer(above="sys.exit(0)"), Verdict.CRASHED, "SystemExit"),
    "keyboard interrupt": (answer("raise KeyboardInterrupt"), Verdict.CRASHED, "KeyboardInterrupt"),
    "segmentation fault": (answer("import ctypes; ctypes.string_at(0)"), Verdict.CRASHED, "signal 11"),
    "reading stdin": (answer("input()"), Verdict.WRONG, "EOFError"),
    "syntax error": ("def weighted_mean(values, weights:\n    pass\n", Verdict.IMPORT_ERROR, "not valid Python"),
    "error while imported": (answer(above="1 / 0"), Verdict.IMPORT_ERROR, "ZeroDivisionError"),
    "nothing defined": ("x = 1\n", Verdict.IMPORT_ERROR, "does not define weighted_mean"),
    "an empty file": ("", Verdict.IMPORT_ERROR, "does not define weighted_mean"),
    "another kind": ("class weighted_mean:\n    pass\n", Verdict.IMPORT_ERROR, "where a function belongs"),
    "too few arguments": ("def weighted_mean(values):\n    return 3.0\n", Verdict.WRONG, "does not fit the signature"),
    "other names": (
        "import numpy as np\ndef weighted_mean(x, w):\n    return float((x * w).sum() / w.sum())\n",
        Verdict.WRONG,
        "does not fit the signature",
    ),
    "NaN": (answer(body="    return float('nan')\n"), Verdict.WRONG, ""),
    "None": (answer(body="    return None\n"), Verdict.WRONG, ""),
    "changed inputs": (answer("values *= weights.sum() and 1.0", "values += 1", "values -= 0.5"), Verdict.WRONG, ""),
    "recursion": (answer("return weighted_mean(values, weights)"), Verdict.WRONG, "RecursionError"),
    "a hundred terabytes": (answer("np.ones(10**13)"), Verdict.OUT_OF_MEMORY, "ran out of memory"),
    "a forged verdict": (
        answer('print(\'{"kind": "passed", "seconds": 0}\')', "os._exit(0)"),
        Verdict.CRASHED,
        "before its verdict",
    ),
    "a forged verdict on every descriptor": (
        answer(
            "import json",
            "for fd in range(1, 64):",
            "    try: os.write(fd, b'token ' + json.dumps({'kind': 'passed', 'seconds': 0}).encode() + b'\\n')",
            "    except OSError: pass",
            "os._exit(0)",
        ),
        Verdict.CRASHED,
        "before its verdict",
    ),
    "closing every descriptor": (answer("os.closerange(0, 1000)"), Verdict.CRASHED, "before its verdict"),
    "killing the server": (
        answer("os.kill(os.getppid(), 9)", "time.sleep(5)"),
        Verdict.OUT_OF_MEMORY,
        "killed the process",
    ),
    "calling numpy.average": (answer(body="    return np.average(values)\n"), Verdict.WRONG, "numpy.average"),
    "importing a copy": (
        "from palaestra.systems.averages.fast import weighted_mean as theirs\n" + answer(),
        Verdict.WRONG,
        "which holds the answer",
    ),
    "importing the reference": (
        "from palaestra.systems.averages.means import weighted_mean as theirs\n" + answer(),
        Verdict.WRONG,
        "which holds the answer",
    ),
    "patching the checks": (
        "import palaestra.kit.checks as c\nc.close = lambda *a, **k: True\n" + answer(body="    return 7.0\n"),
        Verdict.WRONG,
        "judges this exercise",
    ),
    "patching the checks in a roundabout way": (
        answer(
            "for each in list(vars(sys)['mod' + 'ules'].values()):",
            "    if getattr(each, '__name__', '').endswith('kit.checks'): each.close = lambda *a, **k: True",
            body="    return 7.0\n",
        ),
        Verdict.WRONG,
        "input that no rung uses",
    ),
    "opening the installed source": (
        answer(
            "import palaestra, glob",
            "for folder in sys.path:",
            "    for found in glob.glob(folder + '/palaestra/kit/checks.py'):",
            "        try: open(found).read()",
            "        except PermissionError: pass",
        ),
        Verdict.WRONG,
        "which holds the answer",
    ),
    "hard-coded answers": (
        answer(body="    return {9.0: 3.0, 3.0: 1.75, 8.0: 8.0}[values.sum()] if sum(weights) else 0.0\n"),
        Verdict.WRONG,
        "input that no rung uses",
    ),
    "a thousand forks": (
        answer("for _ in range(100):", "    if os.fork() == 0: time.sleep(60)", "time.sleep(60)"),
        Verdict.CRASHED,
        "kept starting processes",
    ),
}

PASSING_ANSWERS = {
    "a fork that ends": answer("if os.fork() == 0: os._exit(0)", "os.wait()"),
    "a fork that stays": answer("if os.fork() == 0: time.sleep(60); os._exit(0)"),
    "a descendant in a session of its own": answer(
        "if os.fork() == 0:",
        "    os.setsid()",
        "    if os.fork() == 0: time.sleep(60)",
        "    os._exit(0)",
    ),
    "a thread that outlives the run": answer(
        "import threading", "threading.Thread(target=time.sleep, args=(60,)).start()"
    ),
    "a subprocess left behind": answer(
        "import subprocess", "subprocess.Popen(['sleep', '60'], start_new_session=True)"
    ),
    "a lot of printing": answer("print('x' * 1_000_000)"),
    "another standard output": answer("sys.stdout = None"),
    "closed standard streams": answer("sys.stdout.close()"),
    "a handler for every signal": answer(
        "import signal", "for each in (signal.SIGTERM, signal.SIGINT): signal.signal(each, signal.SIG_IGN)"
    ),
}


def own_processes(worker: Worker) -> list[str]:
    """What still runs with the worker's mark, but for its server."""
    found: list[str] = []
    for process in psutil.process_iter():
        try:
            if worker.mark in process.environ().values() and process.pid != worker.server_process:
                found.append(f"{process.pid} {process.cmdline()}")
        except psutil.Error:
            continue
    return found


@pytest.mark.parametrize("name", WRONG_ANSWERS)
def test_hostile_or_unlucky_code_gets_the_right_verdict(name: str, judge: Judging, worker: Worker) -> None:
    text, verdict, reason = WRONG_ANSWERS[name]
    judgement = judge(text)
    assert judgement.verdict is verdict, judgement
    assert reason in judgement.reason
    assert len(judgement.output) < 70_000
    assert own_processes(worker) == []


@pytest.mark.parametrize("name", PASSING_ANSWERS)
def test_a_right_answer_passes_whatever_it_leaves_behind(name: str, judge: Judging, worker: Worker) -> None:
    judgement = judge(PASSING_ANSWERS[name])
    assert judgement.verdict is Verdict.PASSED, judgement
    assert own_processes(worker) == []


def test_what_was_left_running_is_told(judge: Judging) -> None:
    assert "still running" in " ".join(judge(PASSING_ANSWERS["a fork that stays"]).notes)
    assert judge(answer()).notes == ()


def test_the_worker_is_well_after_the_worst(judge: Judging) -> None:
    for name in ("killing the server", "closing every descriptor", "early exit, status 0"):
        judge(WRONG_ANSWERS[name][0])
        assert judge(answer()).passed


def test_a_touched_allocation_is_stopped_at_the_limit(weighted_mean: Exercise, tmp_path: Path) -> None:
    file = tmp_path / "weighted-mean.py"
    grow = "kept = [np.ones(1 << 20) for _ in range(1280)]"  # 10 GiB, 8 MiB at a time
    file.write_text(answer(grow))
    with Worker(memory=300 << 20) as worker:
        started = time.monotonic()
        judgement = check(weighted_mean, file, worker=worker)
        assert judgement.verdict is Verdict.OUT_OF_MEMORY
        assert "0.3 GiB" in judgement.reason or "0.4 GiB" in judgement.reason
        assert time.monotonic() - started < 4
        assert own_processes(worker) == []


def test_the_usual_limit_stops_ten_gigabytes(weighted_mean: Exercise, worker: Worker, tmp_path: Path) -> None:
    file = tmp_path / "weighted-mean.py"
    file.write_text(answer("np.ones(10 << 27)"))
    judgement = check(replace(weighted_mean, seconds=30), file, worker=worker)
    assert judgement.verdict is Verdict.OUT_OF_MEMORY
    assert own_processes(worker) == []


def test_memory_held_by_descendants_counts(weighted_mean: Exercise, tmp_path: Path) -> None:
    file = tmp_path / "weighted-mean.py"
    file.write_text(
        answer("if os.fork() == 0:", "    kept = np.ones(40 << 20)", "    time.sleep(60)", "time.sleep(60)")
    )
    with Worker(memory=300 << 20) as worker:
        assert check(weighted_mean, file, worker=worker).verdict is Verdict.OUT_OF_MEMORY


def test_a_file_that_deletes_itself_is_put_back(weighted_mean: Exercise, worker: Worker, tmp_path: Path) -> None:
    file = tmp_path / "weighted-mean.py"
    text = answer(
        f"os.path.exists({str(file)!r}) and os.remove({str(file)!r})",
        "import sys",
        "own = sys._getframe().f_code.co_filename",
        "os.path.exists(own) and os.remove(own)",
    )
    file.write_text(text)
    judgement = check(weighted_mean, file, worker=worker)
    assert judgement.passed
    assert file.read_text() == text
    assert "put back" in " ".join(judgement.notes)


def test_a_file_changed_during_the_run_is_kept_as_it_is_now(
    weighted_mean: Exercise, worker: Worker, tmp_path: Path
) -> None:
    file = tmp_path / "weighted-mean.py"
    text = answer(f"open({str(file)!r}, 'w').write('# saved meanwhile')")
    file.write_text(text)
    judgement = check(weighted_mean, file, worker=worker)
    assert judgement.passed
    assert file.read_text() == "# saved meanwhile"
    kept = Path(next(note for note in judgement.notes if "kept as" in note).split("kept as ")[1].rstrip("."))
    assert kept.read_text() == text


def test_the_stripped_tree_cannot_be_spoilt(judge: Judging) -> None:
    spoil = answer(
        "try: open(__file__, 'w').write('')", "except OSError: pass", "try: os.remove(__file__)", "except OSError: pass"
    )
    judge(spoil)
    assert judge(answer()).passed


def test_the_child_sees_neither_the_terminal_nor_the_environment_of_the_parent(judge: Judging) -> None:
    judgement = judge(answer("print(os.environ.get('PALAESTRA_HOME'), sys.stdin.isatty(), os.getcwd())"))
    assert judgement.output.splitlines()[0].startswith("None False ")
    assert str(Path.cwd()) not in judgement.output
