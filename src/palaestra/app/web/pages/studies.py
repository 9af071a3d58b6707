"""Studies in the browser: the list, and one study with its question, predictions, verdicts, figures and paper."""

from typing import Annotated, Any

from fastapi import APIRouter, Form, Request, Response
from starlette.responses import HTMLResponse

from palaestra.app.web.camp import Camp
from palaestra.app.web.replying import back_to, camp_of, page
from palaestra.kit.refusal import Refusal
from palaestra.practice import studies
from palaestra.practice.studies import all_studies

router = APIRouter(prefix="/studies")
PAPER_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'none'; base-uri 'none'; "
    "frame-ancestors 'none'"
)
"""A printed paper carries its own style and needs nothing else: no script, no form, nothing from elsewhere."""


@router.get("")
def index(request: Request) -> Response:
    camp = camp_of(request)
    rows = [_row(camp, each) for each in all_studies(camp.folder)]
    rooms = [each.name for each in camp.catalogue.systems]
    return page(request, "studies.html", here="Lab", rows=rows, rooms=rooms)


@router.post("")
def new(
    request: Request,
    title: Annotated[str, Form()],
    question: Annotated[str, Form()] = "",
    room: Annotated[str, Form()] = "",
) -> Response:
    from palaestra.app.rooms import rooms

    taken = tuple(each.id for each in rooms())
    made = studies.new_study(camp_of(request).folder, title, question, (room,) if room else (), taken)
    return back_to(f"studies/{made.name}")


@router.get("/{name}")
def study(request: Request, name: str) -> Response:
    return page(request, "study.html", here="Lab", **_shown(camp_of(request), name))


@router.get("/{name}/progress")
def progress(request: Request, name: str) -> Response:
    """The whole page again, of which the progress part is taken."""
    return study(request, name)


@router.get("/{name}/paper")
def paper(request: Request, name: str) -> Response:
    """The printed paper, as it was made last."""
    from palaestra.app.studying import find

    path = find(camp_of(request).folder, name).folder / "printed" / "paper.html"
    if not path.is_file():
        raise Refusal("The paper is not printed yet.", f"Print it: palaestra study paper {name}")
    return HTMLResponse(path.read_text(encoding="utf-8"), headers={"content-security-policy": PAPER_POLICY})


@router.post("/{name}/paper")
def print_it(request: Request, name: str) -> Response:
    from importlib.util import find_spec

    from palaestra.app.studying import find
    from palaestra.app.views.papers import print_paper

    folder = camp_of(request).folder
    print_paper(folder, find(folder, name), pdf=find_spec("typst") is not None)
    return back_to(f"studies/{name}#paper")


@router.post("/{name}/freeze")
def freeze(request: Request, name: str, reason: Annotated[str, Form()] = "") -> Response:
    from palaestra.app import studying

    folder = camp_of(request).folder
    studying.freeze(folder, studying.find(folder, name), reason)
    return back_to(f"studies/{name}")


@router.post("/{name}/run")
def run(
    request: Request, name: str, preset: Annotated[str, Form()] = "small", experiment: Annotated[str, Form()] = ""
) -> Response:
    from palaestra.app import studying
    from palaestra.app.web.measuring import MeasuringStudy

    camp = camp_of(request)
    found = studying.find(camp.folder, name)
    chosen = studying.experiment_of(found, experiment)
    if preset == "full":
        studying.require_registered(found)
    before = camp.measuring.get(chosen.id)
    if before is None or not before.is_running:
        camp.measuring[chosen.id] = MeasuringStudy(chosen, preset, False, None, folder=camp.folder, study=found)
        camp.measuring[chosen.id].start()
    return back_to(f"studies/{found.name}")


@router.post("/{name}/stop")
def stop(request: Request, name: str) -> Response:
    camp = camp_of(request)
    for each in camp.measuring.values():
        if each.experiment.system == name:
            each.stop()
    return back_to(f"studies/{name}")


def _row(camp: Camp, each: studies.Listed) -> dict[str, Any]:
    from palaestra.app import studying

    if each.study is None:
        return {"name": each.name, "study": None, "trouble": each.trouble, "registered": "", "counts": {}}
    said = [answer.report.verdict.value for answer in studying.answers(camp.folder, each.study)]
    made = studies.registrations(each.study)
    return {
        "name": each.name,
        "study": each.study,
        "trouble": "",
        "registered": made[-1].day if made else "",
        "counts": {verdict: said.count(verdict) for verdict in dict.fromkeys(said)},
    }


def _shown(camp: Camp, name: str) -> dict[str, Any]:
    from palaestra.app import studying
    from palaestra.app.views.findings import Mine, found
    from palaestra.app.views.paper_results import predicted

    folder = camp.folder
    found_study = studying.find(folder, name)
    running = [each for each in camp.measuring.values() if each.experiment.system == found_study.name]
    is_busy = bool(running) and running[-1].is_running  # asked before the rest, so that the last look sees the end
    made = studies.registrations(found_study)
    measured: list[Any] = []
    for each in found_study.experiments:
        outcome = studying.latest_full(folder, each)[1] or studying.latest_any(folder, each)
        if outcome is not None:
            measured.append(found(each, None, Mine(outcome)))
    return {
        "study": found_study,
        "registrations": made,
        "changed": studies.differences(found_study, made[-1]) if made else (),
        "runs": studies.runs_seen(folder, found_study),
        "answers": [(each, predicted(each)) for each in studying.answers(folder, found_study)],
        "measured": measured,
        "measuring": running[-1] if running else None,
        "busy": is_busy,
        "step": studying.next_step(folder, found_study),
        "waiting": studying.waiting_experiment(folder, found_study),
        "paper": (found_study.folder / "printed" / "paper.html").is_file(),
        "pdf": found_study.folder / "printed" / "paper.pdf",
        "items": (found_study.folder / "items.toml").is_file(),
    }
