"""Publishing in the browser: what would be shown, the difference to what is there, and a button that writes it."""

from urllib.parse import quote

from fastapi import APIRouter, Form, Request, Response

from palaestra.app.site.placing import compare, gathered, place
from palaestra.app.site.printing import INDEX, print_site
from palaestra.app.site.wanting import Wanted, edition_of, folder_of_its_own, hosting_of, usual_folder
from palaestra.app.web.replying import back_to, page

router = APIRouter()


@router.get("/publish")
def preview(request: Request, folder: str = "", written: int = 0) -> Response:
    """What a site would hold; with a folder, what would change there."""
    edition = edition_of(None, Wanted())
    named = folder.strip() or usual_folder()
    site = print_site(edition)
    place_wanted = folder_of_its_own(named)
    difference = compare(place_wanted, {**site.files, **hosting_of(place_wanted, Wanted())})
    return page(
        request,
        "publish.html",
        here="Settings",
        folder=named,
        site=site,
        difference=difference,
        gathered=gathered,
        index=place_wanted.absolute() / INDEX,
        written=bool(written),
    )


@router.post("/publish")
def write(request: Request, folder: str = Form(...)) -> Response:
    """Write the site into the folder."""
    place_wanted = folder_of_its_own(folder)
    files = {**print_site(edition_of(None, Wanted())).files, **hosting_of(place_wanted, Wanted())}
    place(place_wanted, files, compare(place_wanted, files))
    return back_to(f"publish?folder={quote(folder)}&written=1")
