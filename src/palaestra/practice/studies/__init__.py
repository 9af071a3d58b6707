"""Studies: a learner's own questions. Registered, run by the lab, judged by a person where people decide, scored."""

from palaestra.practice.studies.predicting import Calibration, Forecast, calibration, expectations
from palaestra.practice.studies.registering import (
    Plan,
    Registration,
    differences,
    freeze,
    registrations,
    require_python,
    runs_seen,
    standing,
    verify,
)
from palaestra.practice.studies.starting import Listed, add_items, all_studies, find_study, new_study, studies_folder

__all__ = [
    "Calibration",
    "Forecast",
    "Listed",
    "Plan",
    "Registration",
    "add_items",
    "all_studies",
    "calibration",
    "differences",
    "expectations",
    "find_study",
    "freeze",
    "new_study",
    "registrations",
    "require_python",
    "runs_seen",
    "standing",
    "studies_folder",
    "verify",
]
