"""A hole, the file that fills it, and the sentence for a file that cannot."""

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from palaestra.kit.refusal import Refusal


class FillError(Refusal):
    """A file that cannot fill its hole: a clash, a missing name, the wrong kind, unreadable.

    `file` and `line` (from 1; 0 when there is no one line) say where the learner should look.
    """

    def __init__(self, what: str, mend: str = "", file: Path | str = "", line: int = 0) -> None:
        super().__init__(what, mend)
        self.file = str(file)
        self.line = line


class HasHole(Protocol):
    """What names a hole: an exercise does."""

    @property
    def module(self) -> str: ...

    @property
    def qualname(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Hole:
    """A definition in a module, written `module:qualified.name`, or a whole module, written `module`."""

    module: str
    qualname: str = ""
    """Classes from the outside in, then the definition; empty when the whole module is the hole."""

    @classmethod
    def of(cls, exercise: "HasHole") -> "Hole":
        """The hole an exercise asks to fill."""
        return cls(exercise.module, exercise.qualname)

    @classmethod
    def parse(cls, text: str) -> "Hole":
        module, colon, qualname = text.partition(":")
        parts = [*module.split("."), *(qualname.split(".") if colon else [])]
        if "<locals>" in parts:
            raise FillError(
                f"{text!r} is a function inside a function.", "Only what a module or class holds is a hole."
            )
        if not all(each.isidentifier() for each in parts):
            raise FillError(f"{text!r} does not name a hole.", "Write module:name, module:Class.method or module.")
        return cls(module, qualname)

    def __str__(self) -> str:
        return f"{self.module}:{self.qualname}" if self.qualname else self.module

    @property
    def classes(self) -> tuple[str, ...]:
        """The classes around the definition, outermost first."""
        return tuple(self.qualname.split(".")[:-1])

    @property
    def name(self) -> str:
        return self.qualname.rpartition(".")[2]

    @property
    def top(self) -> str:
        """The name in the module that holds the hole; empty for a whole module."""
        return self.qualname.partition(".")[0]

    def overlaps(self, other: "Hole") -> bool:
        """Whether one of the two lies inside the other, or they are the same."""
        if self.module != other.module:
            return False
        short, long = sorted((self.qualname, other.qualname), key=len)
        return not short or short == long or long.startswith(f"{short}.")


@dataclass(frozen=True, slots=True)
class Fill:
    """A hole and the file that fills it, as it was at one moment: `digest` is the sha256 of its bytes."""

    hole: Hole
    file: Path
    digest: str

    @classmethod
    def of(cls, hole: Hole | str, file: Path | str) -> "Fill":
        """The fill with the file as it is now."""
        path = Path(file).absolute()
        return cls(Hole.parse(hole) if isinstance(hole, str) else hole, path, sha256(file_bytes(path)))

    def read(self) -> bytes:
        """The file's bytes; refused when they are no longer those of `digest`.

        A worker that starts late must not run other code than the first one did.
        """
        content = file_bytes(self.file)
        if sha256(content) != self.digest:
            raise FillError(
                f"{self.file} has changed since this run began.", "Start the run again to use the new code.", self.file
            )
        return content


def sha256(content: bytes) -> str:
    """The digest in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def file_bytes(path: Path) -> bytes:
    """A learner's file as it is; one that cannot be read is refused."""
    try:
        return path.read_bytes()
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise FillError(f"{path} cannot be read: {reason}.", "Check the path and its permissions.", path) from error


def digest_of(fills: Iterable[Fill]) -> str:
    """One digest for a set of fills, whatever their order and wherever the files lie; empty for none."""
    lines = sorted(f"{fill.hole} {fill.digest}" for fill in fills)
    return sha256("\n".join(lines).encode()) if lines else ""


def to_text(fills: Sequence[Fill]) -> str:
    """The fills as one line of JSON, empty for none."""
    return json.dumps([[str(each.hole), str(each.file), each.digest] for each in fills]) if fills else ""


def from_text(text: str) -> list[Fill]:
    """What `to_text` wrote. The files are not read here: `Fill.read` compares them with the digests."""
    try:
        return [Fill(Hole.parse(hole), Path(file), digest) for hole, file, digest in json.loads(text or "[]")]
    except (ValueError, TypeError, AttributeError) as error:
        raise FillError("PALAESTRA_FILLS is not what Palaestra wrote.", "Unset it; `palaestra` sets it.") from error
