"""The command line. Each group of commands is a module here, imported only when one of its commands is called.

A command module holds a Typer app named `app`; its functions import what is
heavy (NumPy, FastAPI, a room's code) inside, so that `palaestra today --json`
answers at once. Raise `Refusal` for bad input: it is printed as one sentence
and exits with 2.
"""

import contextlib
import errno
import importlib
import io
import os
import re
import sys
from collections.abc import Sequence
from typing import Any

import typer
from typer.core import TyperGroup

from palaestra import __version__
from palaestra.kit.refusal import Refusal, unknown

COMMANDS: dict[str, dict[str, str]] = {
    "The day": {
        "init": "day",
        "today": "day",
        "review": "review",
        "card": "cards",
        "session": "hours",
        "log": "hours",
        "undo": "hours",
        "away": "hours",
        "week": "week",
        "note": "noting",
        "artefact": "artefact",
        "person": "people",
        "reading": "reading",
        "goal": "day",
        "progress": "progress",
    },
    "The path and the record": {
        "plan": "path",
        "import": "importing",
        "export": "record",
        "search": "searching",
        "sync": "syncing",
        "forget": "record",
    },
    "Practice": {
        "start": "practise",
        "check": "practise",
        "hint": "practise",
        "solution": "practise",
        "debug": "practise",
        "guard": "practise",
        "compare": "stuck",
        "ask": "stuck",
        "dispute": "stuck",
        "report": "stuck",
        "mistakes": "stuck",
    },
    "The library at work": {
        "systems": "library",
        "run": "library",
        "claims": "library",
        "results": "library",
        "study": "study",
        "judge": "judging",
        "predictions": "judging",
    },
    "The rest": {"serve": "camp", "publish": "camp", "doctor": "camp"},
}
MODULE_OF = {command: module for group in COMMANDS.values() for command, module in group.items()}


WrongUse: Any = typer.BadParameter.__base__
"""What the parser raises for a command line it cannot read; Typer gives only its subclass a public name."""
PARSER_SAYS = {
    r"Input should be a valid integer.*": "a whole number is needed",
    r"Input should be a valid number.*": "a number is needed",
    r"Input should be greater than or equal to (\S+)": r"the least is \1",
    r"Input should be less than or equal to (\S+)": r"the most is \1",
}

EVERYWHERE = """\
  --home DIR   The practice folder (else $PALAESTRA_HOME, else ~/palaestra).
  --plain      No colour, ASCII marks only; without a terminal it is always so.
  --debug      Show the traceback behind a refusal.
  --help       What a command does, its options and its JSON keys.
  --install-completion   Let your shell complete commands and options."""


class LazyGroup(TyperGroup):
    """Finds a command's module by name and imports only that one."""

    def list_commands(self, ctx: Any) -> list[str]:
        return list(MODULE_OF)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        if cmd_name not in MODULE_OF:
            return None
        module = importlib.import_module(f"palaestra.app.cli.{MODULE_OF[cmd_name]}")
        group = typer.main.get_group(module.app)
        return _without_boxes(group.get_command(ctx, cmd_name))

    def resolve_command(self, ctx: Any, args: list[str]) -> tuple[str | None, Any, list[str]]:
        if args and args[0] not in MODULE_OF and not args[0].startswith("-"):
            raise unknown("command", args[0], MODULE_OF, "palaestra --help")
        return super().resolve_command(ctx, args)

    def format_options(self, ctx: Any, formatter: Any) -> None:
        """The commands by what they are for, one sentence each, then the options every command takes."""
        for group, commands in COMMANDS.items():
            with formatter.section(group):
                formatter.write_dl([(name, self._first_sentence(ctx, name)) for name in commands])
        with formatter.section("Everywhere"):
            formatter.write(EVERYWHERE + "\n")
        formatter.write("\nnext: palaestra today\n")

    def _first_sentence(self, ctx: Any, name: str) -> str:
        command = self.get_command(ctx, name)
        text = " ".join((command.help or "").split()) if command else ""
        return text.partition(". ")[0].rstrip(".") + "."


def main(arguments: Sequence[str] | None = None) -> None:
    """The entry point: run the command; bad input is one sentence. Exits with 0, 1 or 2."""
    _spare_what_the_terminal_cannot_show()
    try:
        given = _with_everywhere_options(list(sys.argv[1:] if arguments is None else arguments))
        code = program()(given, prog_name="palaestra", standalone_mode=False)
    except (typer.Abort, BrokenPipeError) as error:  # nobody to answer a question, or nobody reads on
        _let_go_of_output()
        raise SystemExit(1) from error
    except (Refusal, WrongUse, OSError, UnicodeError) as error:
        if os.environ.get("PALAESTRA_DEBUG"):
            raise
        _refuse(error)
        raise SystemExit(2) from error
    raise SystemExit(code if isinstance(code, int) else 0)


def _refuse(error: Exception) -> None:
    """One sentence and its mend on stderr; on a terminal folded, so that no word is broken."""
    if isinstance(error, WrongUse):
        said = _of_the_command_line(error)
    elif isinstance(error, OSError):
        said = _of_the_machine(error)
    elif isinstance(error, UnicodeError):
        said = "Some of these words are not valid text in UTF-8. Write them anew; nothing was kept of them."
    else:
        said = str(error)
    said = f"palaestra: {said}"
    if sys.stderr.isatty():
        from palaestra.app.cli.terminal import folded

        said = "\n".join(folded(line) for line in said.splitlines())
    typer.echo(said, err=True)


def _spare_what_the_terminal_cannot_show() -> None:
    """In an encoding that is not Unicode a `?` stands for what it lacks; an accent in a name stops no command."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper) and not stream.encoding.lower().startswith("utf"):
            stream.reconfigure(errors="replace")


def _let_go_of_output() -> None:
    """What is left to print goes nowhere: the reader of a pipe has had enough."""
    with contextlib.suppress(OSError, ValueError):
        sys.stdout.flush()
        return
    with contextlib.suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _of_the_command_line(error: Any) -> str:
    """A wrong option, a missing word: what the parser says, in our words, and where to look."""
    said = " ".join(error.format_message().split())
    for theirs, ours in PARSER_SAYS.items():
        said = re.sub(theirs, ours, said)
    command = error.ctx.command_path if error.ctx else "palaestra"
    return f"{said.rstrip('.?')}{'?' if said.endswith('?') else '.'} `{command} --help` shows what it takes."


def _without_boxes(command: Any) -> Any:
    """Help as plain text like every other screen, at any depth."""
    command.rich_markup_mode = None
    for each in getattr(command, "commands", {}).values():
        _without_boxes(each)
    return command


def program() -> Any:
    """The whole command as click sees it (shell completion and tests use it too)."""
    return typer.main.get_command(_app())


def _with_everywhere_options(given: list[str]) -> list[str]:
    """Take out the options that may stand anywhere, and let the environment carry them."""
    rest: list[str] = []
    words = iter(given)
    for word in words:
        name, has_value, value = word.partition("=")
        if word == "--debug":
            os.environ["PALAESTRA_DEBUG"] = "1"
        elif name == "--home":
            home = value if has_value else next(words, "")
            if not home.strip():
                raise Refusal("--home names no folder.", "For example: palaestra --home ~/palaestra today.")
            os.environ["PALAESTRA_HOME"] = home
        elif word == "--plain":
            os.environ["PALAESTRA_PLAIN"] = "1"
        else:
            rest.append(word)
    return rest


def _of_the_machine(error: OSError) -> str:
    where = f" ({error.filename})" if error.filename else ""
    mends = {
        errno.ENOSPC: "Make room on the disk and run this again; what was acknowledged is kept.",
        errno.EROFS: "Choose a folder that can be written: --home DIR.",
        errno.EACCES: "Choose a folder you may write to: --home DIR, or change its permissions.",
    }
    mend = mends.get(error.errno or 0, "Nothing was lost; `--debug` shows where it happened.")
    return f"The system says: {(error.strerror or str(error)).lower()}{where}. {mend}"


def _app() -> typer.Typer:
    app = typer.Typer(cls=LazyGroup, no_args_is_help=False, invoke_without_command=True, rich_markup_mode=None)

    @app.callback(invoke_without_command=True)
    def palaestra(
        ctx: typer.Context,
        version: bool = typer.Option(False, "--version", help="Say which version this is.", is_eager=True),
    ) -> None:
        """Palaestra: a practice camp for technical AI safety.

        Without a command it opens the camp in the browser.
        """
        if version:
            typer.echo(f"palaestra {__version__}")
            raise typer.Exit
        if ctx.invoked_subcommand is None:
            from palaestra.app.cli.camp import serve

            serve(open_browser=True)

    return app
