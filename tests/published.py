"""A practice folder that has been lived in, with something of every kind, and a secret in every private place."""

import subprocess
from datetime import date, timedelta
from pathlib import Path

import pytest

from palaestra.app import studying
from palaestra.app.views.papers import print_paper
from palaestra.kit.catalogue import Catalogue
from palaestra.kit.holes import Fill, Hole
from palaestra.lab import Store, run
from palaestra.practice.days.journal import Journal
from palaestra.practice.days.weeks import Weeks
from palaestra.practice.folder import PracticeFolder
from palaestra.practice.studies import new_study
from palaestra.practice.writing.artefacts import Artefacts
from palaestra.practice.writing.people import People

EXPERIMENT = "bandits/ten-armed-testbed"
UCB = "bandits/ucb-bonus"
CODE = """\
import numpy as np


def ucb_bonus(pulls, t, c=1.0):
    # KINDCODE
    return c * np.sqrt(np.log(t) / pulls)
"""
REGRET = """\
# Regret in one page

KINDNOTES. See [[bandits]], [[private/diary]] and [there](../private/diary.md).
"""
SHOWN = """\
---
publish: true
---
# Why UCB explores

MARKEDNOTE. What is rarely tried is *uncertain*: $\\sqrt{\\ln t / n}$. See [[regret]].
"""
ARTICLE = """\
# Regret without tears

KINDARTICLES. Regret is what you would have earned, minus what you did.

## A case

Two arms, one hundred pulls.
"""
PROJECT = """\
# A bandit for coffee

## The question

Which roast, on which day?

## What failed

The machine drifted, and the estimates with it.
"""
SECRET = "UNSPEAKABLE"
"""Every secret begins so; what follows says where it was planted."""


def week_name(day: date) -> str:
    year, week, _ = day.isocalendar()
    return f"{year}-W{week:02d}"


def live(folder: PracticeFolder) -> PracticeFolder:
    """Something of every kind, under a word of its own: `KIND` and the kind in capitals."""
    today = folder.today()
    folder.change_settings(name="Ada KINDNAME", goal="To measure honestly, KINDGOAL.", curriculum="research-engineer")
    journal, weeks, work = Journal(folder), Weeks(folder), Artefacts(folder)
    for back, minutes in ((50, 240), (43, 480), (29, 90), (22, 300), (8, 420), (1, 150)):
        day = today - timedelta(days=back)
        journal.record(f"{minutes}m {SECRET}-minutes", module="research-engineer/bandits", day=day)
    journal.away(
        today - timedelta(days=today.weekday() + 21), today - timedelta(days=today.weekday() + 15), f"{SECRET}-away"
    )
    for back, text in (
        (49, "Began. KINDWEEKS. I built [[bandits]] from **nothing**."),
        (42, "Sample averages, and why a constant step forgets."),
        (14, "Back. Wrote up regret."),
    ):
        weeks.close(week_name(today - timedelta(days=back)), text)
    _write(folder, "notes/regret.md", REGRET)
    _write(folder, "notes/shown.md", SHOWN)
    _write(folder, "notes/hidden.md", f"---\npublish: false\n---\n# {SECRET}-hidden note\n\nKept to myself.\n")
    _write(folder, "thanks.md", "KINDTHANKS. To Grace, who read every draft.\n")
    article = work.begin("distillation", "Regret without tears", module="research-engineer/bandits")
    _write(folder, article.file, ARTICLE)
    work.to_state(article.id, "posted", answer=f"No, {SECRET}-answer.", asked=f"{SECRET}-asked")
    paper = work.begin("paper-note", "Auer et al. 2002")
    _write(
        folder,
        paper.file,
        "# Auer et al. 2002\n\n## The question\n\nKINDPAPERS: can regret be logarithmic at every time?\n",
    )
    work.to_state(paper.id, "noted")
    work.answer_advances(paper.id, "No.")
    project = work.begin("project", "A bandit for coffee", fields={"result": "KINDARTEFACTS: 12 % fewer bad cups."})
    _write(folder, project.file, PROJECT)
    work.to_state(project.id, "finished")
    work.answer_advances(project.id, "No.")
    experiment = Catalogue.installed().experiment(EXPERIMENT)
    folder.log.append("prediction", experiment=EXPERIMENT, says="About a third, KINDRESULTS")
    file = folder.exercise_path(UCB)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(CODE)
    exercise = Catalogue.installed().exercise(UCB)
    fill = Fill.of(Hole.of(exercise), file)
    outcome = run(experiment, preset="small", seeds=2, fills=[fill], store=Store(folder.root / "results"))
    path = f"results/{outcome.job.run_id}"
    folder.log.append("result", experiment=EXPERIMENT, path=path, mine=outcome.job.whose, help="hints")
    folder.log.append(
        "attempt", exercise=UCB, mode="build", verdict="passed", rung=5, rungs=5, help="hints", digest=fill.digest
    )
    answer_a_question(folder)
    return folder


def answer_a_question(folder: PracticeFolder) -> None:
    """A study, registered, run in full, and printed as a paper."""
    path = new_study(folder, "Does noise help?")
    words = (path / "study.toml").read_text()
    words = words.replace('question = "', 'question = "KINDSTUDY: ', 1)
    (path / "study.toml").write_text(words.replace("With noise as strong as the signal", "At equal noise"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PALAESTRA_HOME", str(folder.root))
        study = studying.find(folder, "does_noise_help")
        studying.freeze(folder, study)
        studying.run_study(folder, study, studying.experiment_of(study), full=True)
        print_paper(folder, study, pdf=False)


def plant(folder: PracticeFolder) -> None:
    """A secret in every place that is never published."""
    work, journal = Artefacts(folder), Journal(folder)
    for name in ("private/diary.md", "notes/private/diary.md", "notes/Private/thing.md", "cards/own.toml"):
        _write(folder, name, f"# {SECRET}-{name}\n\npublish: true {SECRET}\n")
    (folder.root / "notes" / "linked.md").symlink_to(folder.root / "private" / "diary.md")
    _write(folder, "exercises/bandits/ucb1.py", f"# {SECRET}-code that never passed\n")
    _write(folder, "exercises/bandits/exp3.py", f"# {SECRET}-code that changed since it passed\n")
    folder.log.append("attempt", exercise="bandits/exp3", mode="build", verdict="passed", digest="another")
    _write(folder, "README.md", f"{SECRET}-readme\n")
    _write(folder, "notes/kept/old.md", f"---\npublish: true\n---\n{SECRET}-kept\n")
    journal.start(f"{SECRET}-aim", way="theory")
    journal.stop(f"{SECRET}-reflection", minutes=30)
    folder.log.append("goal", text=f"{SECRET}-goal", by="2027-01-01")
    folder.log.append("dispute", exercise=UCB, why=f"{SECRET}-dispute")
    folder.log.append(
        "explanation", module="research-engineer/bandits", path=f"{SECRET}-explanation", scores=[1, 1, 1, 1]
    )
    folder.log.append("card", card=f"{SECRET}-card", does="write")
    folder.log.append("decision", title=f"{SECRET}-decision", path=f"{SECRET}-path")
    People(folder).change(People(folder).add("Grace KINDTHANKS").id, thanked=True)
    People(folder).add(f"{SECRET}-person", role=f"{SECRET}-role")
    for kind in ("application", "grant", "decision", "reflection", "article"):
        made = work.begin(kind, f"{SECRET}-{kind}", deadline="2027-02-01", for_=f"{SECRET}-for")
        if made.file:
            _write(folder, made.file, f"# {SECRET}-{kind}\n\n{SECRET} draft\n")
    inside = work.begin("article", f"{SECRET}-private file", file="private/diary.md")
    work.to_state(inside.id, "posted", answer="No.")
    folder.change_settings(niche=f"{SECRET}-niche")
    for key, value in (("user.name", f"{SECRET}-git"), ("user.email", f"{SECRET.lower()}@example.org")):
        subprocess.run(["git", "-C", str(folder.root), "config", key, value], check=True)


def _write(folder: PracticeFolder, name: str, text: str) -> Path:
    path = folder.root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path
