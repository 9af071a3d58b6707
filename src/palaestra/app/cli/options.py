"""Options that mean the same in every command that takes them."""

from typing import Annotated

import typer

Json = Annotated[bool, typer.Option("--json", help="Print JSON with stable keys instead of text.")]
Yes = Annotated[bool, typer.Option("--yes", help="Do it without asking.")]
