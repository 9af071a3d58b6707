"""What every page of the camp works with: the practice folder, the rooms, and the work under way."""

from dataclasses import dataclass, field
from functools import cached_property

from palaestra.kit.catalogue import Catalogue


@dataclass(frozen=True, slots=True)
class Settings:
    """How the camp looks and listens; the learner's own, kept in practice.toml under `[camp]`."""

    theme: str = "system"
    keys: dict[str, str] = field(default_factory=dict[str, str])


@dataclass
class Camp:
    """One learner's camp. Reading is lazy: a page opens only what it shows."""

    @classmethod
    def default(cls) -> "Camp":
        return cls()

    @cached_property
    def catalogue(self) -> Catalogue:
        return Catalogue.installed()

    def settings(self) -> Settings:
        return Settings()
