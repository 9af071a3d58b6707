"""Progress: breadth and depth, where hours still bring something, what is remembered, and the map of the field."""

from fastapi import APIRouter, Request, Response

from palaestra.app.rooms import room_titles
from palaestra.app.views.growth_chart import growth_chart
from palaestra.app.web.replying import camp_of, page
from palaestra.practice.days.returns import returns
from palaestra.practice.days.today import recall
from palaestra.practice.memory.load import true_retention
from palaestra.practice.path.field import survey
from palaestra.practice.path.growth import growth
from palaestra.practice.studies import calibration

router = APIRouter()


@router.get("/progress")
def progress(request: Request) -> Response:
    camp = camp_of(request)
    weeks = growth(camp.folder)
    return page(
        request,
        "progress.html",
        here="Journal",
        weeks=weeks,
        chart=growth_chart(weeks) if weeks else "",
        returns=[each for each in returns(camp.folder) if each.minutes >= 30],
        bands=true_retention(recall(camp.folder, camp.catalogue)),
        calibration=calibration(camp.folder),
        gaps=sum(each.is_gap for each in survey(camp.folder)),
        titles=room_titles(camp.catalogue),
    )


@router.get("/field")
def field(request: Request) -> Response:
    camp = camp_of(request)
    built = {each.name for each in camp.catalogue.systems}
    return page(
        request,
        "field.html",
        here="Journal",
        ground=survey(camp.folder),
        there=built,
        titles=room_titles(camp.catalogue),
        niche=camp.folder.settings.niche,
    )
