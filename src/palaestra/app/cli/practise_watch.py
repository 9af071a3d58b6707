"""`check --watch`: judge again whenever the file is saved. Enter again, h a hint, m the mistake's name, q ends."""

import contextlib
import select
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import typer

from palaestra.app.cli.practise_check import next_words
from palaestra.app.cli.practise_screen import Screen, row
from palaestra.app.cli.terminal import answers_at_a_terminal
from palaestra.app.practising import Practising
from palaestra.grader import Judgement, Worker
from palaestra.kit.refusal import Refusal
from palaestra.practice.memory.offering import came_back

POLL_SECONDS = 0.2
KEYS = "Enter checks again, h a hint, m the mistake's name, q ends"


def watch(work: Practising, rounds: int = 0) -> int:
    """Until q, Ctrl-C or the end of input; the exit code is the last verdict's. `rounds` ends it after so many."""
    if not work.file.exists():
        raise Refusal(f"{work.exercise.id} is not started.", f"`palaestra start {work.exercise.id}` writes its stub.")
    with Worker() as worker, keyboard() as is_terminal:
        watching = Watching(work, worker)
        typer.echo(f"watching {work.file}\n{KEYS if is_terminal else 'Ctrl-C ends'}\n")
        with contextlib.suppress(KeyboardInterrupt):
            watching.run(is_terminal, rounds)
    following = (
        next_words(work, watching.last, watching.named) if watching.last else f"palaestra start {work.exercise.id}"
    )
    typer.echo(f"next: {following}")
    return 0 if watching.last and watching.last.passed else 1


class Watching:
    """The last judgement, and whether the mistake has been named since the file was saved."""

    def __init__(self, work: Practising, worker: Worker) -> None:
        self.work, self.worker = work, worker
        self.last: Judgement | None = None
        self.named = False
        self.seen: tuple[int, int] | None = None

    def run(self, is_terminal: bool, rounds: int) -> None:
        done = 0
        while not rounds or done < rounds:
            if (now := stamp(self.work.file)) != self.seen:
                self.seen = now
                self.check()
                done += 1
            key = pressed(POLL_SECONDS) if is_terminal else time.sleep(POLL_SECONDS)
            if key == "q":
                return
            self.obey(key or "")

    def obey(self, key: str) -> None:
        """Do what a key asks."""
        if key in ("\r", "\n"):
            self.check()
        elif key == "h":
            number, words = self.work.hint()
            typer.echo("\n".join(row(f"hint {number}", words, lines=99)) + "\n")
        elif key == "m" and self.last:
            self.named = True
            self.show()

    def check(self) -> None:
        """Judge the file as it is now, record it and show the screen."""
        try:
            judgement = self.work.check(self.worker, record=False)
        except Refusal as refusal:
            typer.echo(f"{refusal}\n")
            return
        self.last, self.named = judgement, self.work.shows_name(judgement)
        self.work.record(judgement, self.work.file)
        self.show()

    def show(self) -> None:
        assert self.last is not None
        following = next_words(self.work, self.last, self.named, keys=True)
        returns = came_back(self.work.folder, self.work.exercise.id)
        screen = Screen(self.work.exercise, self.named, following, returns=returns)
        typer.echo("\n".join(screen.lines(self.last)) + "\n")


def stamp(file: Path) -> tuple[int, int] | None:
    """What changes when a file is saved; polled, since network folders send no events."""
    try:
        state = file.stat()
    except OSError:
        return None
    return state.st_mtime_ns, state.st_size


@contextlib.contextmanager
def keyboard() -> Iterator[bool]:
    """Single keys without Enter, where there is a terminal."""
    if not answers_at_a_terminal():
        yield False
        return
    import termios
    import tty

    before = termios.tcgetattr(sys.stdin)
    try:
        tty.setcbreak(sys.stdin)
        yield True
    finally:
        termios.tcsetattr(sys.stdin, termios.TCSADRAIN, before)


def pressed(wait: float) -> str:
    """The key pressed within `wait` seconds, or nothing; the end of input reads as q."""
    ready, _, _ = select.select([sys.stdin], [], [], wait)
    return (sys.stdin.read(1) or "q") if ready else ""
