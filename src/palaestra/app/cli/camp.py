"""`serve`, `publish`, `doctor`: the camp in the browser, the site that is published, the state of the installation."""

from typing import Annotated

import typer

app = typer.Typer()


@app.command()
def serve(
    open_browser: Annotated[bool, typer.Option("--open/--no-open", help="Open a browser, where there is one.")] = False,
    port: Annotated[int, typer.Option(help="The port to try first; the next free one is taken.")] = 8420,
) -> None:
    """Serve the camp on this machine, until Ctrl-C."""
    from palaestra.app.web import serving

    serving.serve(open_browser, port, typer.echo)
