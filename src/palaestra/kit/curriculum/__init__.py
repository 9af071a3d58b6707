"""A curriculum: a path of modules, as data. The learner's own is the same TOML as the shipped ones.

    path = find("levelling-up")
    path.resource("levelling-up/probability").choose      # Choose(min=1, max=1)

A file `<id>.toml` holds the words of `Curriculum` with `[[stages]]`,
`[[stages.goals]]`, `[[stages.modules]]` and `[[stages.modules.resources]]`.
Ids inside a file are short (`probability`); once read they are permanent and
whole (`levelling-up/probability`), so ticks, notes and links may point at them
for ever. A renamed one keeps its former id under `aliases`.
"""

from palaestra.kit.curriculum.choices import (
    Audience,
    Because,
    Laboratory,
    Niche,
    Order,
    OrderStage,
    Question,
    Skill,
)
from palaestra.kit.curriculum.finding import SHIPPED, curricula, find, missing_references
from palaestra.kit.curriculum.ordering import in_order
from palaestra.kit.curriculum.reading import parse_curriculum, read_curriculum
from palaestra.kit.curriculum.resources import Choose, Correction, Option, Resource, Source
from palaestra.kit.curriculum.words import (
    ArtefactWanted,
    Curriculum,
    Goal,
    Module,
    Months,
    Project,
    Stage,
)

__all__ = [
    "SHIPPED",
    "ArtefactWanted",
    "Audience",
    "Because",
    "Choose",
    "Correction",
    "Curriculum",
    "Goal",
    "Laboratory",
    "Module",
    "Months",
    "Niche",
    "Option",
    "Order",
    "OrderStage",
    "Project",
    "Question",
    "Resource",
    "Skill",
    "Source",
    "Stage",
    "curricula",
    "find",
    "in_order",
    "missing_references",
    "parse_curriculum",
    "read_curriculum",
]
