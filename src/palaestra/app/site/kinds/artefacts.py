"""Other things the learner made or did: projects, talks, prizes, pictures, certificates."""

from palaestra.app.site.content import Content, Kind, Pin, merged
from palaestra.app.site.edition import Edition
from palaestra.app.site.kinds.articles import IDS as ARTICLES
from palaestra.app.site.kinds.papers import IDS as PAPERS
from palaestra.app.site.writing import Shown, place_of, shown, written
from palaestra.practice.writing.kinds import kinds

OPEN = (
    "project",
    "talk",
    "pull-request",
    "competition",
    "certificate",
    "drawing",
    "outside-exercise",
    "reading-group",
    "conference",
)


def gather(edition: Edition) -> Content:
    """What anybody may see once it is finished; of the rest (applications, decisions, ...) only what is marked."""
    closed = tuple(each for each in kinds() if each not in (*OPEN, *ARTICLES, *PAPERS))
    seen, _ = shown(edition, "artefacts", OPEN)
    pins = Content(pins=tuple(_pin(each) for each in seen if each.artefact.kind == "project"))
    return merged([written(edition, "artefacts", OPEN, "Work"), written(edition, "marked", closed, "Writing"), pins])


KIND = Kind("artefacts", "what you finished: projects, talks, prizes, pictures, certificates", gather)


def _pin(each: Shown) -> Pin:
    artefact = each.artefact
    parts = _sections(each.text.body)
    return Pin(
        artefact.id,
        artefact.title,
        place_of("artefacts", artefact) if each.has_page else "",
        question=parts.get("the question", ""),
        prediction=parts.get("what i expect", ""),
        result=artefact.fields.get("result", "") or parts.get("results", ""),
        failed=parts.get("what failed", ""),
        code=artefact.fields.get("code", "") or artefact.link,
        rank=2,
    )


def _sections(body: str) -> dict[str, str]:
    """The first paragraph under each heading, by the heading in small letters."""
    found: dict[str, str] = {}
    for piece in f"\n{body}".split("\n## ")[1:]:
        heading, _, rest = piece.partition("\n")
        found[heading.strip().lower()] = " ".join(rest.strip().partition("\n\n")[0].split())
    return found
