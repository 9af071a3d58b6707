"""Calibration: how often what the learner predicted came true, over how sure they were."""

from fastapi import APIRouter, Request, Response

from palaestra.app.views.calibration_chart import calibration_chart
from palaestra.app.web.replying import camp_of, page
from palaestra.practice.studies import calibration

router = APIRouter(prefix="/calibration")


@router.get("")
def show(request: Request) -> Response:
    found = calibration(camp_of(request).folder)
    return page(request, "calibration.html", here="Lab", found=found, chart=calibration_chart(found))
