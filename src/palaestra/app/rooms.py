"""The rooms in a list: built ones counted from their words, planned ones from the data file."""

from dataclasses import asdict, dataclass
from typing import Any

from palaestra.kit.catalogue import SHIPPED, Catalogue, System, read_toml


@dataclass(frozen=True)
class Room:
    """One line of `palaestra systems`; what is planned has no counts yet."""

    id: str
    title: str
    status: str
    exercises: int = 0
    mistakes: int = 0
    cards: int = 0
    claims: int = 0
    experiments: tuple[str, ...] = ()
    what: str = ""

    def to_json(self) -> dict[str, Any]:
        return {name: value for name, value in asdict(self).items() if name not in ("experiments", "what")}


def rooms() -> list[Room]:
    """Built rooms first, then those planned."""
    built = [_counted(each) for each in Catalogue.installed().systems]
    names = {each.id for each in built}
    planned = read_toml(SHIPPED / "planned.toml")["systems"]
    to_come = [Room(each["id"], each["title"], "planned", what=each["what"]) for each in planned]
    return [*built, *(each for each in to_come if each.id not in names)]


def room_titles(catalogue: Catalogue) -> dict[str, str]:
    """The title of every room, built or planned, by name."""
    planned = {each["id"]: each["title"] for each in read_toml(SHIPPED / "planned.toml")["systems"]}
    return {**planned, **{each.name: each.title for each in catalogue.rooms}}


def _counted(system: System) -> Room:
    misconceptions = {
        f"{exercise.id}:{mistake.variant_of or mistake.id}"
        for exercise in system.exercises
        for mistake in exercise.mistakes
    }
    return Room(
        id=system.name,
        title=system.title,
        status=system.status,
        exercises=len(system.exercises),
        mistakes=len(misconceptions),
        cards=len(system.cards),
        claims=sum(len(each.claims) for each in system.experiments),
        experiments=tuple(each.id for each in system.experiments),
    )
