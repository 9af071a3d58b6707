"""What one command said, for the tests of the command line."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest

from palaestra.app.cli import main


@dataclass(frozen=True)
class Said:
    code: int
    out: str
    err: str

    @property
    def data(self) -> Any:
        return json.loads(self.out)

    @property
    def last(self) -> str:
        """The last line: the next useful command."""
        return self.out.rstrip().splitlines()[-1]


Call = Callable[..., Said]
"""`call("plan", "show", "--json").data`"""


def caller(capsys: pytest.CaptureFixture[str]) -> Call:
    """Runs a command in this process."""

    def call(*words: str) -> Said:
        with pytest.raises(SystemExit) as ended:
            main(words)
        out, err = capsys.readouterr()
        return Said(int(ended.value.code or 0), out, err)

    return call
