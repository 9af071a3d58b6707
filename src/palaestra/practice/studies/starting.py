"""New studies, and the studies there are."""

import json
import keyword
import tomllib
from dataclasses import dataclass
from pathlib import Path

from palaestra.kit.catalogue import STUDY, Catalogue
from palaestra.kit.refusal import Refusal, unknown
from palaestra.kit.study import Study, read_study
from palaestra.practice.folder import PracticeFolder
from palaestra.practice.naming import LONGEST_ID, slug
from palaestra.practice.studies import templates


@dataclass(frozen=True, slots=True)
class Listed:
    """One folder under studies/: the study, or why it cannot be read."""

    name: str
    study: Study | None
    trouble: str = ""


def studies_folder(folder: PracticeFolder) -> Path:
    """Where the learner's studies are, one folder each."""
    return folder.root / "studies"


def all_studies(folder: PracticeFolder) -> tuple[Listed, ...]:
    """Every study by name; one that cannot be read stands in the list with its reason."""
    return tuple(_listed(path) for path in sorted(studies_folder(folder).glob(f"*/{STUDY}")))


def find_study(folder: PracticeFolder, name: str) -> Study:
    """The study of that name (or title as it was given to `study new`). Refused when there is none."""
    listed = all_studies(folder)
    names = [each.name for each in listed]
    by_title = {each.study.title: each.name for each in listed if each.study}
    found = name if name in names else by_title.get(name, study_name(name))
    if found not in names:
        if not names:
            raise Refusal(f"There is no study called {name[:60]!r}.", f'Begin it: palaestra study new "{name[:60]}"')
        raise unknown("study", name, names, "palaestra study list")
    if not found.isidentifier():
        raise Refusal(
            f"The folder studies/{found} cannot be imported under that name.",
            "Rename it: letters, digits and underscores, beginning with a letter.",
        )
    return read_study(studies_folder(folder) / found / STUDY)


def study_name(title: str) -> str:
    """A title as the name of a folder that Python can import: `Does noise help?` becomes `does_noise_help`."""
    name = slug(title, "study", LONGEST_ID).replace("-", "_")
    return f"study_{name}" if not name.isidentifier() or keyword.iskeyword(name) else name


def new_study(
    folder: PracticeFolder,
    title: str,
    question: str = "",
    builds_on: tuple[str, ...] = (),
    taken: tuple[str, ...] = (),
    about: str = "",
) -> Path:
    """A study of that title, ready to run; nothing that is there is touched.

    builds_on: rooms whose public names it uses. taken: names it may not have, since rooms have them.
    about: the artefact (a question noted earlier) that it answers.
    """
    title = " ".join(title.split())
    if not any(each.isalnum() for each in title):
        raise Refusal("A study needs a name.", 'For example: palaestra study new "Does noise help?"')
    name = study_name(title)
    place = studies_folder(folder) / name
    if name in taken:
        raise Refusal(f"A room is called {name}, so a study cannot be.", f'For example: "{title} study".')
    if place.exists():
        raise Refusal(f"There is a folder {place} already; nothing was written.", "Choose another name.")
    rooms = [Catalogue.installed().system(each) for each in builds_on]
    for each in rooms:
        if each.status == "study":
            raise Refusal(f"{each.name} is a study; a study builds on rooms.", "`palaestra systems` lists them.")
    for path, text in _files(folder, name, title, question, builds_on).items():
        folder.write(place / path, text)
    folder.log.append("study", study=name, does="new", title=title, question=question or None, about=about or None)
    return place


def is_example(study: Study) -> bool:
    """Whether its hypotheses are still those every study begins with."""
    began = {each["says"] for each in tomllib.loads(templates.MANIFEST.format(**_BLANK))["hypotheses"]}
    return bool(study.hypotheses) and all(each.says in began for each in study.hypotheses)


_BLANK = {"name": "", "title": '""', "question": '""', "builds_on": ""}


def add_items(folder: PracticeFolder, study: Study) -> Path:
    """An items.toml to fill in, beside the study; one that is there stays as it is."""
    path = study.folder / "items.toml"
    if not path.exists():
        folder.write(path, templates.ITEMS.format(name=study.name))
    return path


def _files(folder: PracticeFolder, name: str, title: str, question: str, builds_on: tuple[str, ...]) -> dict[str, str]:
    asks = question.strip() or "When answers are chosen by a noisy score, how much of the gain is real?"
    imports = "".join(f"# from palaestra.systems.{each} import ...   its public names\n" for each in builds_on)
    said = {
        "name": name,
        "title": title,
        "question": asks,
        "author": folder.settings.name or "Your name",
        "plain": title.replace('"', "'"),
    }
    quoted = {
        "title": _toml_text(title),
        "question": _toml_text(asks),
        "builds_on": ", ".join(map(_toml_text, builds_on)),
    }
    return {
        STUDY: templates.MANIFEST.format(**{**said, **quoted}),
        "__init__.py": f'"""{_doc(title)}"""\n',
        "experiments/__init__.py": "",
        "experiments/main.py": templates.EXPERIMENT.format(imports=imports),
        "paper.md": templates.PAPER.format(**said),
        "README.md": templates.README.format(**said),
    }


def _toml_text(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _doc(title: str) -> str:
    return title.replace("\\", "\\\\").replace('"', "'")


def _listed(path: Path) -> Listed:
    name = path.parent.name
    try:
        return Listed(name, read_study(path))
    except Refusal as refusal:
        return Listed(name, None, str(refusal))
