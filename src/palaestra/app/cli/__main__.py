"""`python -m palaestra.app.cli` is `palaestra`."""

from palaestra.app.cli import main

main()
