"""Serving: loopback only, the next free port, the address on the first line, a folder made on first use, quickly."""

import os
import re
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

from palaestra.app.web.serving import LOOPBACK, listening_socket
from palaestra.kit.refusal import Refusal

SECONDS_TO_FIRST_PAGE = 10.0
"""Three on a machine of its own; the tests share theirs."""


def test_a_taken_port_gives_way_to_the_next() -> None:
    with listening_socket(0) as first:
        port = first.getsockname()[1]
        with listening_socket(port) as second:
            assert port < second.getsockname()[1] < port + 40
            assert second.getsockname()[0] == LOOPBACK


@pytest.mark.parametrize("port", [-1, 70000])
def test_what_is_no_port_is_refused(port: int) -> None:
    with pytest.raises(Refusal, match="1 to 65535"):
        listening_socket(port)


def test_one_command_opens_the_camp(tmp_path: Path) -> None:
    home = tmp_path / "fresh"
    environment = {**os.environ, "PALAESTRA_HOME": str(home), "PYTHONWARNINGS": "error"}
    environment.pop("DISPLAY", None)
    with socket.socket() as taken:
        taken.bind((LOOPBACK, 0))
        taken.listen()
        port = taken.getsockname()[1]
        command = [sys.executable, "-c", "from palaestra.app.cli import main; main()", "serve", "--port", str(port)]
        began = time.monotonic()
        server = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        assert server.stdout is not None
        try:
            first = server.stdout.readline()
            assert f"Port {port} is in use" in first
            address = re.search(r"http://127\.0\.0\.1:\d+/", server.stdout.readline())
            assert address
            assert f"Your practice folder is {home}." in server.stdout.readline()
            with urllib.request.urlopen(address[0], timeout=20) as answer:
                page = answer.read().decode()
            took = time.monotonic() - began
        finally:
            server.terminate()
            server.wait(20)
            server.stdout.close()
    assert "I have" in page
    assert (home / "practice.toml").is_file()
    assert took < SECONDS_TO_FIRST_PAGE, f"the first page took {took:.1f} s"


def test_starting_imports_nothing_heavy() -> None:
    """What costs seconds is imported by the page that needs it."""
    script = (
        "import sys; from palaestra.app.web.application import create_app\n"
        "import importlib, pkgutil; from palaestra.app.web import pages\n"
        "[importlib.import_module(f'{pages.__name__}.{each.name}') for each in pkgutil.iter_modules(pages.__path__)]\n"
        "heavy = {'torch', 'ray', 'numba', 'scipy', 'sklearn', 'pygments', 'playwright'} & set(sys.modules)\n"
        "sys.exit(', '.join(sorted(heavy)) or 0)"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, f"imported at the start: {done.stderr}"
