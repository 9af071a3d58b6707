"""The lab: predict, run an experiment with the reference or with your own code, and see both in one picture."""

from collections.abc import Mapping
from typing import Annotated, Any

from fastapi import APIRouter, Form, Request, Response

from palaestra.app.views.plainly import many
from palaestra.app.web.camp import Camp
from palaestra.app.web.replying import back_to, camp_of, page
from palaestra.kit.experiment import Experiment
from palaestra.kit.refusal import Refusal

router = APIRouter(prefix="/lab")
PRESETS = ("small", "full")


@router.get("")
def rooms(request: Request) -> Response:
    from palaestra.app.views.findings import found_in, overall

    camp = camp_of(request)
    systems = [each for each in camp.catalogue.systems if each.experiments]
    found = [(room, overall(found_in(room))) for room in systems]
    measured = camp.measured()
    chosen, parts, passed = _first_to_run(camp, measured)
    why = f"Your code passes {passed} of its {many(parts, 'part')}; it has not been measured yet." if passed else ""
    return page(
        request,
        "lab.html",
        here="Lab",
        found=found,
        measured=measured,
        next=chosen,
        next_why=why or (chosen.asks if chosen else ""),
        mine_first=bool(passed),
    )


def _first_to_run(camp: Camp, measured: set[str]) -> tuple[Experiment | None, int, int]:
    """The experiment to offer: the one most of whose parts the learner's code passes, not measured with it yet.

    With it, how many parts it has and how many are passed. None when everything is measured.
    """
    records = camp.folder.index().exercises()
    order = [each for module in camp.plan().modules for each in module.module.experiments]
    runs = {each.id: each for each in camp.catalogue.experiments() if each.id not in measured}
    best: tuple[Experiment | None, int, int] = (None, 0, 0)
    for each in [runs[name] for name in dict.fromkeys([*order, *runs]) if name in runs]:
        ids = [f"{each.system}/{name}" for name in each.exercises]
        passed = sum(name in records and bool(records[name].passed_day) for name in ids)
        if best[0] is None or passed * max(best[1], 1) > best[2] * max(len(ids), 1):
            best = (each, len(ids), passed)
    return best


@router.get("/{system}/{name}")
def experiment(request: Request, system: str, name: str, skip: int = 0) -> Response:
    camp = camp_of(request)
    found = camp.catalogue.experiment(f"{system}/{name}")
    return page(request, "experiment.html", here="Lab", skipped=bool(skip), **_shown(camp, found))


@router.get("/{system}/{name}/progress")
def progress(request: Request, system: str, name: str) -> Response:
    """The whole page again, of which the progress part is taken; when a run has ended, all of it."""
    return experiment(request, system, name, skip=1)


@router.post("/{system}/{name}/predict")
async def predict(request: Request, system: str, name: str) -> Response:
    """What is expected in words, and how sure one is of each claim (fields `sure-CLAIM`, in percent)."""
    from palaestra.app.experimenting import record_prediction
    from palaestra.practice.studies import expectations

    found = camp_of(request).catalogue.experiment(f"{system}/{name}")
    sent = {key: str(value).strip() for key, value in (await request.form()).items()}
    given = [f"{key.removeprefix('sure-')}={value}" for key, value in sent.items() if key[:5] == "sure-" and value]
    sure, _ = expectations(given, [each.id for each in found.claims])
    if not sent.get("says") and not sure:
        raise Refusal("A prediction says something.", "Write a number or a few words, or skip it.")
    record_prediction(found, sent.get("says", ""), sure)
    return back_to(f"lab/{found.id}")


@router.post("/prediction")
def keep_prediction(
    request: Request,
    figure: Annotated[str, Form(pattern=r"^[a-z]+(-[a-z]+)+$", max_length=60)],
    says: Annotated[str, Form(max_length=400)],
    outcome: Annotated[str, Form(max_length=400)],
) -> Response:
    """Keep what was predicted in an explorable, and how it turned out."""
    camp_of(request).folder.log.append("prediction", experiment=f"figures/{figure}", says=says, outcome=outcome)
    return Response(status_code=204)


@router.post("/{system}/{name}/run")
def run(
    request: Request,
    system: str,
    name: str,
    preset: Annotated[str, Form()] = "small",
    whose: Annotated[str, Form()] = "reference",
    seeds: Annotated[str, Form()] = "",
) -> Response:
    from palaestra.app.web.measuring import Measuring

    camp = camp_of(request)
    found = camp.catalogue.experiment(f"{system}/{name}")
    if preset not in PRESETS:
        raise Refusal(f"A preset is small or full, not {preset!r}.")
    if seeds and not (seeds.isdigit() and int(seeds) > 0):
        raise Refusal(f"{seeds!r} is not a number of seeds.", "Give one or more, or leave it empty.")
    before = camp.measuring.get(found.id)
    if before is None or not before.is_running:
        camp.measuring[found.id] = Measuring(found, preset, whose == "mine", int(seeds) if seeds else None)
        camp.measuring[found.id].start()
    return back_to(f"lab/{found.id}?skip=1")


@router.post("/{system}/{name}/stop")
def stop(request: Request, system: str, name: str) -> Response:
    camp = camp_of(request)
    found = camp.catalogue.experiment(f"{system}/{name}")
    if found.id in camp.measuring:
        camp.measuring[found.id].stop()
    return back_to(f"lab/{found.id}?skip=1")


def _shown(camp: Camp, found: Experiment) -> dict[str, Any]:
    from palaestra.app.views.findings import found as findings
    from palaestra.app.views.findings import newest_run
    from palaestra.app.web.measuring import reference_for
    from palaestra.lab import Store, shipped_results

    measuring = camp.measuring.get(found.id)
    is_busy = (
        measuring is not None and measuring.is_running
    )  # asked before the rest, so that the last look sees the end
    index = camp.folder.index()
    mine = newest_run(Store(camp.folder.root / "results"), index, found)
    preset = mine.outcome.job.preset if mine else "full"
    beside = reference_for(found, preset) or (None if mine else reference_for(found, "small"))
    predictions = index.events("prediction", found.id, limit=1)
    return {
        "experiment": found,
        "measuring": measuring,
        "busy": is_busy,
        "prediction": _said(predictions[0].facts) if predictions else "",
        "found": findings(found, shipped_results(found), mine, beside),
        "exercises": [each for each in camp.catalogue.system(found.system).exercises if each.name in found.exercises],
        "room": camp.catalogue.system(found.system),
    }


def _said(facts: Mapping[str, Any]) -> str:
    """A prediction in its own words, else how sure one was of each claim."""
    sure = facts.get("claims") or {}
    return str(facts.get("says", "")) or ", ".join(f"{100 * each:.0f} % {claim}" for claim, each in sure.items())
