"""Running a learner's tests in the forked child: plain `test_*` functions without arguments, as pytest would."""

import importlib.util
import traceback
from collections.abc import Iterator
from pathlib import Path

THE_FILE = "(the file itself)"


def run_tests(path: Path) -> Iterator[tuple[str, str]]:
    """Each test's name and what failed, empty when it passed; a file that cannot be imported is one failing test."""
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    try:
        spec.loader.exec_module(module)
    except Exception as error:
        yield THE_FILE, evidence(error, path)
        return
    for name, test in list(vars(module).items()):
        if name.startswith("test") and callable(test):
            try:
                test()
            except Exception as error:
                yield name, evidence(error, path)
            else:
                yield name, ""


def evidence(error: Exception, path: Path) -> str:
    """The line of the test that failed and the exception, on two or three lines."""
    own = [each for each in traceback.extract_tb(error.__traceback__) if each.filename == str(path)]
    last = "".join(traceback.format_exception_only(type(error), error)).strip()
    return f"line {own[-1].lineno}: {own[-1].line}\n{last}" if own else last
