"""What a path leaves to its learner and readers: orders, niches, labs, questions, audiences, skills."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Because:
    """A module as an order, a niche, a lab or another module sees it, and why."""

    module: str
    because: str


@dataclass(frozen=True, slots=True)
class OrderStage:
    """A stage of another order: the modules it takes, by id."""

    id: str
    title: str
    modules: tuple[str, ...]
    objective: str = ""


@dataclass(frozen=True, slots=True)
class Order:
    """Another order of the same modules. Those it does not name follow in the path's own stages."""

    id: str
    title: str
    why: str
    stages: tuple[OrderStage, ...] = ()
    later: tuple[Because, ...] = ()
    """What this order leaves for later, with the reason."""


@dataclass(frozen=True, slots=True)
class Niche:
    """A specialisation: what it asks for, what it makes optional, what it leaves out, each with its reason.

    Modules it does not name are common ground and stay as the path has them.
    """

    id: str
    title: str
    why: str
    needs: tuple[Because, ...] = ()
    options: tuple[Because, ...] = ()
    skips: tuple[Because, ...] = ()


@dataclass(frozen=True, slots=True)
class Laboratory:
    """A place that does such research, and the modules its work rests on."""

    id: str
    title: str
    url: str
    rests_on: tuple[Because, ...] = ()


@dataclass(frozen=True, slots=True)
class Audience:
    """Readers of a portfolio, and the projects (by number) that speak to them."""

    id: str
    title: str
    why: str
    projects: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Skill:
    """A skill the projects give evidence of."""

    id: str
    title: str
    why: str
    projects: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Question:
    """A question the path asks of its learner before choosing; the answer is kept."""

    id: str
    text: str
    example: str = ""
