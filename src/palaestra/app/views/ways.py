"""Where a command of the terminal leads in the browser, so that a plan's next step is a link as well."""

PLACES = {
    "palaestra review": "review",
    "palaestra review --rework": "review/rework",
    "palaestra review --rework --begin": "review/rework",
    "palaestra card list": "cards",
    "palaestra mistakes": "mistakes",
    "palaestra today": "",
    "palaestra plan": "plan",
    "palaestra plan show": "plan",
    "palaestra plan triage": "triage",
    "palaestra artefact": "work",
    "palaestra artefact --help": "work",
    "palaestra week": "journal",
    "palaestra log": "journal",
    "palaestra away": "journal#away",
    "palaestra note --help": "plan",
}
BEGINNINGS = {
    "palaestra start ": "exercise/",
    "palaestra check ": "exercise/",
    "palaestra plan why ": "module/",
    "palaestra plan place ": "place/",
    "palaestra note --explain ": "module/",
    "palaestra run ": "lab/",
    "palaestra artefact new ": "work/new?kind=",
    "palaestra artefact show ": "work/",
    "palaestra person show ": "work/people/",
}


def place_of(command: str, module: str = "") -> str:
    """The page for a command; `module` is where the step belongs, for commands about one of its boxes."""
    if command in PLACES:
        return PLACES[command]
    for beginning, place in BEGINNINGS.items():
        if command.startswith(beginning):
            about = command.removeprefix(beginning).split()[0]
            return f"{place}{about}#explain" if "--explain" in beginning else place + about
    return f"module/{module}" if module else "plan"
