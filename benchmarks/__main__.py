"""`make bench`: every benchmark in this folder, one after the other."""

import importlib
from pathlib import Path


def main() -> None:
    for path in sorted(Path(__file__).parent.glob("[a-z]*.py")):
        module = importlib.import_module(f"benchmarks.{path.stem}")
        if hasattr(module, "main"):
            print(f"\n== {path.stem}: {(module.__doc__ or '').splitlines()[0]}")
            module.main()


if __name__ == "__main__":
    main()
