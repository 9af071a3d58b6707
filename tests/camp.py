"""A camp that really serves, on a free port of this machine, over a practice folder of the test's own."""

import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import uvicorn

from palaestra.app.web.application import create_app
from palaestra.app.web.camp import Camp
from palaestra.app.web.serving import listening_socket
from palaestra.practice.folder import PracticeFolder


@dataclass
class Served:
    """A camp at `address`; `client` asks it as a browser without JavaScript would."""

    address: str
    camp: Camp
    client: httpx.Client

    @property
    def folder(self) -> PracticeFolder:
        return self.camp.folder

    def get(self, place: str) -> httpx.Response:
        return self.client.get(place, follow_redirects=True)

    def post(self, place: str, **fields: str | int) -> httpx.Response:
        """Send a form and go where it leads."""
        return self.client.post(place, data={name: str(value) for name, value in fields.items()}, follow_redirects=True)


def text_of(html: str) -> str:
    """What a page says, without its tags."""
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


@contextmanager
def served(root: Path) -> Iterator[Served]:
    """The camp over the practice folder at `root`, which is made if it is not there; closed in the end."""
    folder = PracticeFolder.open(root) if root.exists() else PracticeFolder.create(root)
    camp = Camp(folder)
    taken = listening_socket(0)
    address = f"http://127.0.0.1:{taken.getsockname()[1]}"
    server = uvicorn.Server(uvicorn.Config(create_app(camp), log_level="warning", timeout_graceful_shutdown=2))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [taken]}, daemon=True)
    thread.start()
    try:
        with httpx.Client(base_url=address, timeout=60) as client:
            yield Served(address, camp, client)
    finally:
        server.should_exit = True
        thread.join(10)
        taken.close()
