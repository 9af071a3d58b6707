import typer
app = typer.Typer()
@app.command()
def judge() -> None:
    """Judge."""
@app.command()
def predictions() -> None:
    """P."""
