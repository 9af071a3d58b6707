"""Studies, judging and calibration in the browser, without JavaScript."""

import re
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from palaestra.practice.folder import default_path
from palaestra.practice.studies import calibration, find_study
from palaestra.practice.studies.items import sheet_named
from palaestra.practice.studies.judging import judgements
from tests.camp import Served, served, text_of

NAME = "does_noise_help"
ITEMS = """
question = "Which would you trust?"
repeat = 0.5
[[pairs]]
id = "one"
a = "**careful** words"
b = "<script>hasty</script>"
from_a = "the careful model"
from_b = "the hasty model"
answer = "a"
[[items]]
id = "two"
text = "A debate"
options = ["A is right", "B is right"]
answer = "B is right"
"""


@pytest.fixture
def camp() -> Iterator[Served]:
    with served(default_path()) as found:
        yield found


@pytest.fixture
def study(camp: Served) -> Path:
    page = camp.post("/studies", title="Does noise help?", question="How much is real?", room="bandits")
    assert page.url.path == f"/studies/{NAME}"
    return camp.folder.root / "studies" / NAME


def run(camp: Served, preset: str) -> str:
    camp.post(f"/studies/{NAME}/run", preset=preset)
    deadline = time.monotonic() + 60
    while 'aria-busy="true"' in (page := camp.get(f"/studies/{NAME}").text):
        assert time.monotonic() < deadline
        time.sleep(0.1)
    return text_of(page)


def test_from_the_empty_page_to_the_paper(camp: Served) -> None:
    assert "A study is a folder of yours" in camp.get("/studies").text
    page = text_of(camp.post("/studies", title="Does noise help?", question="How much is real?", room="bandits").text)
    assert "How much is real?" in page
    assert "See it run" in page
    place = camp.folder.root / "studies" / NAME
    assert 'builds_on = ["bandits"]' in (place / "study.toml").read_text()
    code = place / "experiments" / "main.py"
    code.write_text(code.read_text().replace("200), Config()", "200), Config(draws=300)"))
    refused = camp.post(f"/studies/{NAME}/run", preset="full")
    assert refused.status_code == 400
    assert "not registered yet" in text_of(refused.text)
    assert "Register what you expect" in run(camp, "small")
    page = text_of(camp.post(f"/studies/{NAME}/freeze").text)
    assert "after 1 small run and 0 full runs" in page
    assert "Run it in full" in page
    page = run(camp, "full")
    assert page.count("confirmed") == 2, page
    assert "As registered" in page
    assert "Write it up" in page
    assert camp.get(f"/studies/{NAME}/paper").status_code == 400
    assert "Read it as a page" in camp.post(f"/studies/{NAME}/paper").text
    assert (place / "printed" / "paper.pdf").read_bytes().startswith(b"%PDF")
    paper = camp.get(f"/studies/{NAME}/paper")
    assert "confirmed" in paper.text
    assert paper.headers["content-security-policy"]
    assert "registered" in camp.get("/studies").text
    page = camp.get("/calibration").text
    assert "80 to 100 %" in page
    assert len(calibration(camp.folder).scored) == 2
    assert '<circle class="dot"' in page


def test_a_change_after_freezing_asks_for_a_reason(camp: Served, study: Path) -> None:
    camp.post(f"/studies/{NAME}/freeze")
    manifest = study / "study.toml"
    manifest.write_text(manifest.read_text().replace("band = [0.45, 0.55]", "band = [0.2, 0.3]"))
    page = text_of(camp.get(f"/studies/{NAME}").text)
    assert "It has changed since it was registered" in page
    assert "band of the-score-promises-too-much changed" in page
    assert camp.post(f"/studies/{NAME}/freeze").status_code == 400
    assert "Amended: a better guess" in text_of(camp.post(f"/studies/{NAME}/freeze", reason="a better guess").text)


def test_a_broken_study_stands_in_the_list_with_its_reason(camp: Served, study: Path) -> None:
    (study / "study.toml").write_text("title = = 3")
    page = text_of(camp.get("/studies").text)
    assert "line 1" in page
    refused = camp.get(f"/studies/{NAME}")
    assert refused.status_code == 400
    assert "cannot be read" in text_of(refused.text)
    assert camp.get("/studies/nope").status_code == 400


def test_judging_is_blind_until_the_end(camp: Served, study: Path) -> None:
    assert "Nothing waits for your judgement" in camp.get("/judge").text
    (study / "items.toml").write_text(ITEMS)
    assert "3 of 3 judgements left" in text_of(camp.get("/judge").text)
    for number in range(1, 4):
        page = camp.get(f"/judge/{NAME}").text
        assert f"{number} of 3" in page
        assert "model" not in text_of(page)
        assert re.findall(r'data-key="([^"]*)"', page) == ["1", "2", "="]
        assert "<script>hasty" not in page
        facts = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', page))
        says = "tie" if facts["item"] == "one" else "B is right"
        camp.post(f"/judge/{NAME}", says=says, **facts)
        camp.post(f"/judge/{NAME}", says="tie", **facts)  # sent twice: kept once
    found = judgements(camp.folder, sheet_named(camp.folder, NAME))
    assert len(found) == 3
    page = text_of(camp.get(f"/judge/{NAME}").text)
    assert f"{find_study(camp.folder, NAME).title}: judged" in page
    assert "3 judgements" in page
    camp.folder.change_settings(keys="off")
    assert camp.post(f"/judge/{NAME}", item="gone", says="tie", seed=9).status_code == 400
    again = camp.post(f"/judge/{NAME}/again").text
    assert "1 of 3" in again
    assert "data-key" not in again


def test_an_empty_calibration_teaches(camp: Served) -> None:
    assert "Say how sure you are before a run" in camp.get("/calibration").text


def test_how_sure_one_is_of_claims_is_kept_from_the_lab(camp: Served) -> None:
    place = "/lab/bandits/bayes-regret"
    assert 'name="sure-thompson-under-the-bayes-bound"' in camp.get(place).text
    assert camp.post(f"{place}/predict", says="").status_code == 400
    assert camp.post(f"{place}/predict", **{"says": "", "sure-thompson-under-the-bayes-bound": 101}).status_code == 400
    camp.post(f"{place}/predict", **{"says": "20 heads", "sure-thompson-under-the-bayes-bound": 70})
    (found,) = calibration(camp.folder).waiting
    assert (found.claim, found.probability) == ("thompson-under-the-bayes-bound", 0.7)
    assert "20 heads" in camp.get(place).text
    camp.post("/lab/bandits/digits/predict", **{"says": "", "sure-digits-greedy-suffices": 55})
    assert "55 % digits-greedy-suffices" in camp.get("/lab/bandits/digits").text
