"""The learner's own frames of a traceback, and what an exception says about a call."""

import linecache
import traceback
from collections.abc import Sequence
from types import FrameType, TracebackType

SHOWN_FRAMES = 6


def learners_frames(error: BaseException, files: Sequence[str]) -> str:
    """Line, function and source of each frame in `files`, then the exception; long recursions are folded."""
    own = [(frame.f_code, line) for frame, line in _walk(error.__traceback__) if _is_in(frame, files)]
    frames = [(line, code.co_name, linecache.getline(code.co_filename, line).strip()) for code, line in own]
    lines: list[str] = []
    for place, (line, name, text) in enumerate(frames):
        if len(frames) > SHOWN_FRAMES and place == SHOWN_FRAMES // 2:
            lines.append(f"... {len(frames) - SHOWN_FRAMES} more calls ...")
        if len(frames) > SHOWN_FRAMES and SHOWN_FRAMES // 2 <= place < len(frames) - SHOWN_FRAMES // 2:
            continue
        lines += [f"line {line}, in {name}", f"    {text}"]
    return "\n".join([*lines, said(error)])


def said(error: BaseException) -> str:
    """The exception as Python prints its last line."""
    return "".join(traceback.format_exception_only(type(error), error)).strip()


def reaches(error: BaseException, files: Sequence[str]) -> bool:
    """Whether the exception passed through the learner's code."""
    return any(_is_in(frame, files) for frame, _ in _walk(error.__traceback__))


def is_wrong_signature(error: BaseException, files: Sequence[str]) -> bool:
    """Whether the call itself failed: a TypeError about arguments, raised where `kit.checks` calls the code."""
    frames = list(_walk(error.__traceback__))
    if not isinstance(error, TypeError) or not frames or _is_in(frames[-1][0], files):
        return False
    return "argument" in str(error) or "takes no arguments" in str(error)


def _walk(trace: TracebackType | None) -> list[tuple[FrameType, int]]:
    return [(frame, line) for frame, line in traceback.walk_tb(trace)]


def _is_in(frame: FrameType, files: Sequence[str]) -> bool:
    return frame.f_code.co_filename in files
