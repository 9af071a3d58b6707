"""A browser, found or failed over, and a camp that really serves.

The browser is the one PALAESTRA_BROWSER names, else one on the path, else
Debian's, installed when we are root. None is a failure, never a skip.
"""

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlparse

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from palaestra.practice.folder import default_path
from tests.camp import Served, served

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "microsoft-edge")
INSTALL = "apt-get install -y chromium"
ARGUMENTS = [
    "--headless",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def find_browser() -> str:
    """A Chromium to drive. Installs Debian's when root; fails with the command where there is none."""
    named = os.environ.get("PALAESTRA_BROWSER", "")
    found = named if named and Path(named).exists() else next(filter(None, map(shutil.which, NAMES)), "")
    if not found and os.geteuid() == 0 and shutil.which("apt-get"):
        subprocess.run(["apt-get", "update", "-q"], capture_output=True, check=False)
        subprocess.run(
            INSTALL.split(), capture_output=True, check=False, env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        )
        found = next(filter(None, map(shutil.which, NAMES)), "")
    if not found:
        pytest.fail(f"There is no browser to test with. Run: {INSTALL} (or name one in PALAESTRA_BROWSER).")
    return found


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    arguments = [*ARGUMENTS, "--no-sandbox"] if os.geteuid() == 0 else ARGUMENTS
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=find_browser(), args=arguments)
        yield opened
        opened.close()


@dataclass
class Tab:
    """One tab: the page, and what it asked for or complained of."""

    page: Page
    requests: list[str] = field(default_factory=list[str])
    complaints: list[str] = field(default_factory=list[str])

    def left_this_machine(self) -> list[str]:
        own = ("127.0.0.1", "localhost")
        return [
            url
            for url in self.requests
            if urlparse(url).scheme in ("http", "https", "ws", "wss") and urlparse(url).hostname not in own
        ]

    def overflow(self) -> int:
        """How many pixels the page is wider than the window."""
        return self.page.evaluate("document.documentElement.scrollWidth - window.innerWidth")


Open = Callable[..., Tab]


@pytest.fixture
def open_tab(browser: Browser) -> Iterator[Open]:
    """Open a tab of a width and colour scheme; in the end it must have asked nothing of the network."""
    contexts: list[BrowserContext] = []
    tabs: list[Tab] = []

    def opened(width: int = 1280, scheme: str = "light", script: bool = True) -> Tab:
        context = browser.new_context(
            viewport={"width": width, "height": 800},
            color_scheme=scheme,
            java_script_enabled=script,
            reduced_motion="reduce",
        )
        contexts.append(context)
        tab = Tab(context.new_page())
        tab.page.on("request", lambda request: tab.requests.append(request.url))
        tab.page.on("pageerror", lambda error: tab.complaints.append(str(error)))
        tab.page.on(
            "console", lambda said: tab.complaints.append(said.text) if said.type in ("error", "warning") else None
        )
        tab.page.set_default_timeout(20_000)
        tabs.append(tab)
        return tab

    yield opened
    for context in contexts:
        context.close()
    for tab in tabs:
        assert tab.left_this_machine() == []
        assert tab.complaints == []


@pytest.fixture
def camp() -> Iterator[Served]:
    with served(default_path()) as found:
        yield found
