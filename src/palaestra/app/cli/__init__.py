"""The command line. Each group of commands is a module here, imported only when one of its commands is called.

A command module holds a Typer app named `app`; its functions import what is
heavy (NumPy, FastAPI, a room's code) inside, so that `palaestra today --json`
answers at once. Raise `Refusal` for bad input: it is printed as one sentence
and exits with 2.
"""

import importlib
import os
import sys
from collections.abc import Sequence
from typing import Any

import click
import typer
from typer.core import TyperGroup

from palaestra.kit.refusal import Refusal, unknown

COMMANDS: dict[str, dict[str, str]] = {
    "The day": {
        "init": "day",
        "today": "day",
        "review": "day",
        "session": "day",
        "log": "day",
        "away": "day",
        "note": "day",
        "goal": "day",
    },
    "The path and the record": {"plan": "path", "import": "path", "export": "path", "forget": "path"},
    "Practice": {
        "start": "practise",
        "check": "practise",
        "hint": "practise",
        "solution": "practise",
        "debug": "practise",
        "guard": "practise",
        "mistakes": "practise",
    },
    "The library at work": {"systems": "library", "run": "library", "claims": "library", "results": "library"},
    "The rest": {"serve": "camp", "publish": "camp", "doctor": "camp"},
}
MODULE_OF = {command: module for group in COMMANDS.values() for command, module in group.items()}


class LazyGroup(TyperGroup):
    """Finds a command's module by name and imports only that one."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(MODULE_OF)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in MODULE_OF:
            return None
        module = importlib.import_module(f"palaestra.app.cli.{MODULE_OF[cmd_name]}")
        group = typer.main.get_group(module.app)
        return group.get_command(ctx, cmd_name)

    def resolve_command(self, ctx: click.Context, args: list[str]) -> tuple[str | None, click.Command | None, list[str]]:
        if args and args[0] not in MODULE_OF and not args[0].startswith("-"):
            raise unknown("command", args[0], MODULE_OF, "palaestra --help")
        return super().resolve_command(ctx, args)


def main(arguments: Sequence[str] | None = None) -> None:
    """The entry point: run the command, print a refusal as one sentence, exit with 0, 1 or 2."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    if "--debug" in given:
        given.remove("--debug")
        os.environ["PALAESTRA_DEBUG"] = "1"
    try:
        program()(given, prog_name="palaestra")
    except Refusal as refusal:
        if os.environ.get("PALAESTRA_DEBUG"):
            raise
        typer.echo(f"palaestra: {refusal}", err=True)
        raise SystemExit(2) from refusal


def program() -> Any:
    """The whole command as click sees it (shell completion and tests use it too)."""
    return typer.main.get_command(_app())


def _app() -> typer.Typer:
    app = typer.Typer(cls=LazyGroup, no_args_is_help=False, invoke_without_command=True, rich_markup_mode=None)

    @app.callback(invoke_without_command=True)
    def palaestra(
        ctx: typer.Context,
        home: str = typer.Option("", "--home", envvar="PALAESTRA_HOME", help="The practice folder (else ~/palaestra)."),
    ) -> None:
        """Palaestra: a practice camp for technical AI safety. Without a command it opens the camp in the browser."""
        if home:
            os.environ["PALAESTRA_HOME"] = home
        if ctx.invoked_subcommand is None:
            from palaestra.app.cli.camp import serve

            serve(open_browser=True)

    return app
