"""A room as a notebook: it opens (nbformat says so), its cells run, and results draw themselves."""

import json
import re
from pathlib import Path

import nbformat
import pytest

from palaestra.app.notebooks import Measured, notebook
from palaestra.kit.catalogue import Catalogue
from palaestra.kit.refusal import Refusal
from palaestra.lab import shipped_results
from palaestra.practice.folder import PracticeFolder, default_path
from tests.said import Call


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return Catalogue.installed()


def test_the_notebook_of_every_room_and_topic_is_valid(catalogue: Catalogue) -> None:
    for room in catalogue.rooms:
        book = nbformat.reads(notebook(catalogue, room.name), as_version=4)
        nbformat.validate(book)
        assert len(book.cells) > 2


def test_every_code_cell_but_the_measurements_runs(catalogue: Catalogue) -> None:
    book = nbformat.reads(notebook(catalogue, "bandits"), as_version=4)
    names: dict[str, object] = {}
    cells = [cell.source for cell in book.cells if cell.cell_type == "code"]
    measurements = [cell for cell in cells if cell.startswith("measure(")]
    for cell in cells:
        if cell not in measurements:
            exec(compile(cell, "cell", "exec"), names)
    assert "UCB1" in names
    assert len(measurements) == len(catalogue.system("bandits").experiments)


def test_nothing_in_the_prose_leads_into_a_camp_that_is_not_there(catalogue: Catalogue) -> None:
    book = json.loads(notebook(catalogue, "bandits"))
    prose = "".join("".join(cell["source"]) for cell in book["cells"] if cell["cell_type"] == "markdown")
    assert "](/" not in prose
    assert "source=" not in prose
    assert "</" not in prose


def test_a_result_draws_itself(catalogue: Catalogue) -> None:
    experiment = catalogue.experiment("bandits/ten-armed-testbed")
    html = Measured(experiment.id, "full", shipped_results(experiment))._repr_html_()
    assert html.count("<svg") >= 2
    assert "Wanted" in html
    assert not re.search(r"(src=|@import|url\()", html), "it fetches something"


def test_a_notebook_is_never_written_over(call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    PracticeFolder.create(default_path())
    monkeypatch.chdir(tmp_path)
    assert call("export", "notebook", "bandits").last == "next: jupyter lab bandits.ipynb"
    assert call("export", "notebook", "bandits").code == 0, "the same notebook twice is no conflict"
    (tmp_path / "bandits.ipynb").write_text("{}")
    said = call("export", "notebook", "bandits")
    assert said.code == 2
    assert (tmp_path / "bandits.ipynb").read_text() == "{}"
    assert call("export", "notebook", "bandit").code == 2
    assert call("export", "notebook").code == 2


def test_an_unknown_room_suggests_the_nearest(catalogue: Catalogue) -> None:
    with pytest.raises(Refusal, match="bandit"):
        notebook(catalogue, "bandit")
