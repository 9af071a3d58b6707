"""What is asked of a printing: kinds, addresses, folder. What is not said comes from practice.toml."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from palaestra.app.experimenting import practice_folder
from palaestra.app.site.edition import Addresses, Edition, split_words
from palaestra.app.site.hosting import WORKFLOW, hosting_files
from palaestra.app.site.placing import owned
from palaestra.kit.catalogue import Catalogue
from palaestra.kit.refusal import Refusal
from palaestra.practice.folder import default_path


@dataclass(frozen=True, slots=True)
class Wanted:
    """What may be said beside the folder and the kinds; what is empty comes from practice.toml."""

    address: str = ""
    repository: str = ""
    films: str = ""
    workflow: bool = False
    commit: bool = False


def edition_of(include: Sequence[str] | None, wanted: Wanted) -> Edition:
    """What was asked for, or else what practice.toml says."""
    folder = practice_folder()
    settings = folder.settings if folder else None
    kinds = split_words(include if include is not None else [settings.publish] if settings else [])
    addresses = Addresses(
        _address("site", wanted.address or (settings.site if settings else "")),
        _address("repository", wanted.repository or (settings.repository if settings else "")),
    )
    films = Path(wanted.films).expanduser() if wanted.films else None
    if films is not None and not films.is_dir():
        raise Refusal(f"{films} is not a folder of films.", "Name one that holds <room>.mp4 or <room>.webm.")
    pins = split_words([settings.pins]) if settings else []
    return Edition(Catalogue.installed(), tuple(kinds), addresses, tuple(pins), films)


def usual_folder() -> str:
    """Where a site goes when nobody says: beside the practice folder, or into `site` here."""
    folder = practice_folder()
    return f"{folder.root}-site" if folder else "site"


def folder_of_its_own(given: str) -> Path:
    """The folder a site may be written into: never the practice folder or a part of it."""
    folder = Path(given).expanduser()
    practice = default_path().resolve()
    if not given.strip() or (practice_folder() and folder.resolve().is_relative_to(practice)):
        raise Refusal(
            "A site needs a folder of its own, outside your practice folder.", "For example: palaestra publish ~/site"
        )
    return folder


def hosting_of(folder: Path, wanted: Wanted) -> dict[str, bytes]:
    """The workflow, where it is asked for or was written before; a README of somebody else's is left alone."""
    own = owned(folder)
    if not wanted.workflow and WORKFLOW not in own:
        return {}
    return {name: text for name, text in hosting_files().items() if name in own or not (folder / name).exists()}


def _address(what: str, given: str) -> str:
    address = given.strip().rstrip("/")
    if address and not address.startswith(("https://", "http://")):
        raise Refusal(f"{address!r} is not the address of a {what}.", "It begins with https://.")
    return address
