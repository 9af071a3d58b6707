"""Search: one question to everything that can be read here."""

from fastapi import APIRouter, Request, Response
from markupsafe import Markup, escape

from palaestra.app.linking import place_of_hit
from palaestra.app.views.formulas import without_marks
from palaestra.app.web.replying import camp_of, page
from palaestra.kit.refusal import Refusal
from palaestra.practice.search import CLOSED, KINDS, OPENED, Hit, Search

router = APIRouter()
MOST = 40


@router.get("/search")
def search(request: Request, q: str = "", kind: str = "") -> Response:
    camp = camp_of(request)
    found: list[Hit] = []
    trouble = ""
    if q.strip():
        try:
            kinds = [kind] if kind in KINDS else []
            found = Search(camp.folder, camp.catalogue).find(q, kinds, MOST)
        except Refusal as refusal:
            trouble = str(refusal)
    rows = [(each, place_of_hit(each), _marked(without_marks(each.says))) for each in found]
    return page(
        request, "search.html", here="Search", q=q, kind=kind, kinds=KINDS, rows=rows, trouble=trouble, most=MOST
    )


def _marked(says: str) -> Markup:
    """The place in the text, the words that were found marked."""
    return Markup(str(escape(says)).replace(OPENED, "<mark>").replace(CLOSED, "</mark>"))
