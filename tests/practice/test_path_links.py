"""A live look at links, against a server of the test's own; nothing leaves this machine."""

import socket
import threading
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from palaestra.kit.curriculum import find, parse_curriculum
from palaestra.practice.path.links import Link, LinkCache, check, corrected, links_of, look_at, two_titled

TODAY = date(2026, 11, 20)


@dataclass
class Site:
    """Answers by path, and counts who asked for what and how."""

    address: str = ""
    elsewhere: str = ""
    asked: Counter[str] = field(default_factory=Counter[str])


@pytest.fixture
def site() -> Iterator[Site]:
    found = Site()

    class Handler(BaseHTTPRequestHandler):
        def answer(self) -> None:
            found.asked[f"{self.command} {self.path}"] += 1
            codes = {"/gone": 404, "/over": 410, "/shy": 403, "/broken": 500, "/no-head": 405}
            code = codes.get(self.path, 200)
            if self.path == "/no-head" and self.command == "GET":
                code = 200
            places = {"/moved": f"{found.elsewhere}/new", "/front": "/", "/renamed": "/fine"}
            self.send_response(302 if self.path in places else code)
            if self.path in places:
                self.send_header("Location", places[self.path])
            self.send_header("Content-Length", "0")
            self.end_headers()

        do_GET = do_HEAD = answer  # noqa: N815 - the server calls them so

        def log_message(self, format: str, *args: object) -> None:
            """Quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    found.address = f"http://127.0.0.1:{server.server_port}"
    found.elsewhere = f"http://localhost:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    yield found
    server.shutdown()
    server.server_close()
    thread.join(5)


def links(site: Site, *paths: str) -> list[Link]:
    return [Link("road/x", path, f"{site.address}{path}") for path in paths]


def closed_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


@pytest.mark.parametrize(
    ("path", "verdict"),
    [
        ("/fine", "fine"), ("/renamed", "fine"), ("/no-head", "fine"), ("/gone", "dead"), ("/over", "dead"),
        ("/shy", "doubtful"), ("/broken", "doubtful"), ("/moved", "moved"), ("/front", "doubtful"),
    ],
)  # fmt: skip
def test_what_one_look_finds(site: Site, path: str, verdict: str) -> None:
    look = look_at(f"{site.address}{path}", TODAY, timeout=5)
    assert look.verdict == verdict
    assert look.now == (f"{site.elsewhere}/new" if path == "/moved" else f"{site.address}/" if path == "/front" else "")


def test_nobody_at_home_is_silent_and_no_address_is_silent() -> None:
    assert look_at(f"http://127.0.0.1:{closed_port()}/x", TODAY, timeout=2).verdict == "silent"
    assert look_at("http://[broken", TODAY, timeout=2).verdict == "silent"


def test_a_check_keeps_what_it_saw_and_asks_again_only_after_a_month(site: Site, tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    wanted = links(site, "/fine", "/gone", "/moved")
    first = check(wanted, LinkCache(tmp_path / "l.json"), TODAY, progress=lambda *said: told.append(said), timeout=5)
    assert (first.asked, sorted(look.verdict for _, look in first.found)) == (3, ["dead", "moved"])
    assert told == [(1, 3), (2, 3), (3, 3)]
    before = sum(site.asked.values())
    again = check(wanted, LinkCache(tmp_path / "l.json"), TODAY + timedelta(days=29), timeout=5)
    assert (again.asked, sum(site.asked.values())) == (0, before)
    assert again.looks == first.looks
    assert check(wanted, LinkCache(tmp_path / "l.json"), TODAY + timedelta(days=31), timeout=5).asked == 3
    assert check(wanted, LinkCache(tmp_path / "l.json"), TODAY, anew=True, timeout=5).asked == 3


def test_an_interrupted_check_goes_on_where_it_was(site: Site, tmp_path: Path) -> None:
    wanted = links(site, *(f"/page-{number}" for number in range(20)))

    def stop(done: int, _count: int) -> None:
        if done == 5:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        check(wanted, LinkCache(tmp_path / "l.json"), TODAY, progress=stop, timeout=5)
    rest = check(wanted, LinkCache(tmp_path / "l.json"), TODAY, timeout=5)
    assert rest.asked == 20 - 4, "the fifth was not kept yet"
    assert len(rest.looks) == 20


def test_offline_is_said_and_nothing_is_kept(tmp_path: Path) -> None:
    port = closed_port()
    wanted = [Link("", str(number), f"http://127.0.0.1:{port}/{number}") for number in range(30)]
    found = check(wanted, LinkCache(tmp_path / "l.json"), TODAY, timeout=2)
    assert found.offline
    assert found.asked < 30, "it does not go through all of them"
    assert not (tmp_path / "l.json").exists()


def test_one_silent_site_among_others_is_not_offline(site: Site, tmp_path: Path) -> None:
    wanted = [*links(site, "/fine"), Link("", "Silent", f"http://127.0.0.1:{closed_port()}/x")]
    found = check(wanted, LinkCache(tmp_path / "l.json"), TODAY, timeout=2)
    assert (found.offline, [look.verdict for _, look in found.found]) == (False, ["silent"])


@pytest.mark.parametrize("text", ["", "{", "[1]", '[{"url": 1}]', '{"a": 1}', '[{"url": "x", "odd": 1}]'])
def test_a_broken_cache_is_an_empty_one(tmp_path: Path, text: str) -> None:
    (tmp_path / "l.json").write_text(text)
    assert LinkCache(tmp_path / "l.json").looks == {}


def test_every_link_of_a_path_once_and_only_web_addresses() -> None:
    text = """
id = "road"
title = "Road"
author = "us"
summary = "Short."
source = "https://source.example"
[[stages]]
id = "one"
title = "One"
objective = "Go."
[[stages.modules]]
id = "m"
title = "M"
why = "W."
[[stages.modules.resources]]
id = "a"
title = "A"
url = "https://a.example"
options = [{ id = "x", title = "X", url = "https://x.example" }, { id = "y", title = "Y", url = "file:///etc/passwd" }]
[[stages.modules.resources]]
id = "b"
title = "B"
url = "https://a.example"
[[shelves]]
id = "s"
title = "S"
url = "https://s.example"
"""
    found = links_of(parse_curriculum(text, Path("road.toml")))
    assert [(each.item, each.url) for each in found] == [
        ("", "https://source.example"), ("road/a", "https://a.example"), ("road/a#x", "https://x.example"),
        ("road/s", "https://s.example"),
    ]  # fmt: skip


def test_one_post_under_two_titles_is_doubtful() -> None:
    post = "https://www.alignmentforum.org/posts/2fCvdP4YnW9X6vA7x"
    text = f"""
id = "road"
title = "Road"
author = "us"
summary = "Short."
sources = [{{ title = "One thing", url = "{post}/one" }}, {{ title = "Another", url = "{post}/two" }}]
"""
    (group,) = two_titled(parse_curriculum(text, Path("road.toml")))
    assert [each.title for each in group] == ["One thing", "Another"]
    assert two_titled(find("research-engineer")) == ()
    assert {each["kind"] for each in corrected(find("levelling-up"))} == {"moved", "suspicious"}
