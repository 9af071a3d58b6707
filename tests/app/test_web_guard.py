"""Who may talk to the camp, and what its pages may do."""

import re
from collections.abc import Iterator

import pytest

from tests.camp import Served, served, text_of

PAGES = ("/", "/plan", "/plan/levelling-up", "/review", "/library", "/lab", "/settings", "/import", "/found/bandits")


@pytest.fixture(scope="module")
def camp(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with served(tmp_path_factory.mktemp("guarded") / "palaestra") as found:
        yield found


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example:80", "localhost.evil.example", ""])
def test_another_name_in_host_is_refused(camp: Served, host: str) -> None:
    answer = camp.client.get("/", headers={"host": host})
    assert answer.status_code == 403
    assert "not taken" in answer.text
    assert "Today" not in answer.text


@pytest.mark.parametrize("origin", ["http://evil.example", "null", "https://127.0.0.1", "http://127.0.0.1:1"])
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_another_origin_is_refused_and_changes_nothing(camp: Served, origin: str, method: str) -> None:
    camp.folder.change_settings(minutes=20)
    before = camp.folder.settings
    answer = camp.client.request(method, "/today/minutes", data={"minutes": "60"}, headers={"origin": origin})
    assert answer.status_code == 403
    assert "the camp" in answer.text
    assert camp.folder.settings == before


def test_own_names_and_own_origin_are_taken(camp: Served) -> None:
    port = camp.address.rpartition(":")[2]
    for name in ("127.0.0.1", "localhost"):
        own = {"host": f"{name}:{port}", "origin": f"http://{name}:{port}"}
        assert camp.client.post("/today/minutes", data={"minutes": "5"}, headers=own).status_code == 303
    assert camp.folder.settings.minutes == 5


@pytest.mark.parametrize("place", PAGES)
def test_pages_run_and_fetch_nothing_but_their_own(camp: Served, place: str) -> None:
    answer = camp.get(place)
    assert answer.status_code == 200
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self';" in policy
    assert not re.search(r"<script(?![^>]* src=)", answer.text), "a script stands in the page itself"
    assert not re.search(r"\son\w+=", re.sub(r"<(pre|code).*?</\1>", "", answer.text, flags=re.S))
    for address in re.findall(r'<(?:script|link|img|iframe)[^>]*(?:src|href)="([^"]+)"', answer.text):
        assert address.startswith(("/built/", "data:")), address


@pytest.mark.parametrize(
    "place",
    [
        "/lesson/bandits/..%2f..%2f..%2fpyproject",
        "/lesson/..%2f..%2fkit/lesson",
        "/system/%2e%2e",
        "/exercise/bandits/..%2f..%2fsecret",
        "/exercise/..%2f../etc",
        "/module/levelling-up/..%2f..%2fx",
        "/plan/..%2f..%2fpyproject",
        "/found/..%2fbandits",
        "/built/..%2f..%2fapplication.py",
        "/built/%2e%2e/%2e%2e/camp.py",
        "/lab/bandits/..%2f..%2fx",
    ],
)
def test_ids_do_not_lead_out(camp: Served, place: str) -> None:
    answer = camp.get(place)
    assert answer.status_code in (400, 404), place
    assert "[project]" not in answer.text
    assert "import" not in re.sub(r"<[^>]+>", "", answer.text).replace("import a tracker", "").lower()


def test_nothing_is_left_open_to_crawlers_of_apis(camp: Served) -> None:
    for place in ("/docs", "/openapi.json", "/redoc"):
        assert camp.get(place).status_code == 404


def test_every_link_of_the_camp_leads_somewhere(camp: Served) -> None:
    """Follow every link from Today to the end."""
    waiting, seen = ["/"], set[str]()
    while waiting:
        place = waiting.pop()
        answer = camp.get(place)
        assert answer.status_code == 200, (place, text_of(answer.text))
        for address in re.findall(r'<(?:a|link|script)[^>]*(?:href|src)="(/[^"#]*)', answer.text):
            found = address.replace("&amp;", "&")
            if found not in seen and not found.startswith("/plan/levelling-up"):
                seen.add(found)
                waiting.append(found)
    assert len(seen) > 40
    assert not list((camp.folder.root / "exercises").iterdir()), "reading a page wrote a file"
