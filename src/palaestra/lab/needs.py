"""Whether what an experiment needs is installed, and the command that installs it."""

import re
from collections.abc import Iterable
from importlib import metadata
from importlib.util import find_spec

from palaestra.kit.refusal import Refusal


def require(what: str, needs: Iterable[str]) -> None:
    """Refuse unless every extra in `needs` (`fast`, `torch`, ...; or a plain module name) is installed."""
    missing = [each for each in dict.fromkeys(needs) if not installed(each)]
    if missing:
        extras = ",".join(missing)
        names = " and ".join(f"`{each}`" for each in missing)
        raise Refusal(
            f"{what} needs {names}, which is not installed.", f'Install it: pip install "palaestra[{extras}]"'
        )


def installed(need: str) -> bool:
    """Whether every package of that extra is there."""
    packages = _extras().get(need)
    if packages is None:
        return find_spec(need) is not None
    return all(map(_has, packages))


def _extras() -> dict[str, list[str]]:
    extras: dict[str, list[str]] = {}
    for requirement in metadata.requires("palaestra") or []:
        package = re.match(r"[\w.-]+", requirement)
        extra = re.search(r"extra\s*==\s*['\"]([\w-]+)['\"]", requirement)
        if package and extra:
            extras.setdefault(extra[1], []).append(package[0])
    return extras


def _has(package: str) -> bool:
    try:
        metadata.distribution(package)
    except metadata.PackageNotFoundError:
        return False
    return True
