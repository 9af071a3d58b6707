"""Running a file written elsewhere as it is, to take one function or class from it."""

import importlib.util
import sys
from pathlib import Path
from typing import Any


def load_borrowed(path: Path, name: str) -> Any:
    """Execute the file as a module of its own name, its neighbours importable, and return what `name` is in it."""
    sys.path.append(str(path.parent))
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules.setdefault(path.stem, module)
    spec.loader.exec_module(module)
    found: Any = module
    for part in name.split("."):
        found = getattr(found, part)
    return found
