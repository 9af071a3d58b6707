"""Serving the camp: on loopback only, on the first free port, with the browser opened where there is one."""

import os
import socket
import sys
import threading
import webbrowser
from collections.abc import Callable

from palaestra.kit.refusal import Refusal

LOOPBACK = "127.0.0.1"
PORTS_TRIED = 40


def serve(open_browser: bool, port: int, say: Callable[[str], None]) -> None:
    """Serve until Ctrl-C. `say` gets the address, once, when the port is taken."""
    import uvicorn

    from palaestra.app.views.plainly import at_home
    from palaestra.app.web.application import create_app

    app = create_app()
    taken = listening_socket(port)
    address = f"http://{LOOPBACK}:{taken.getsockname()[1]}/"
    if taken.getsockname()[1] != port:
        say(f"Port {port} is in use; the camp took the next free one.")
    say(f"The camp is open at {address}")
    say(f"Ctrl-C closes it. Your practice folder is {at_home(app.state.camp.folder.root)}.")
    if open_browser and has_browser():
        threading.Timer(0.3, webbrowser.open, [address]).start()
    server = uvicorn.Server(uvicorn.Config(app, log_level="warning", access_log=False, server_header=False))
    try:
        server.run(sockets=[taken])
    except KeyboardInterrupt:
        pass
    finally:
        taken.close()


def listening_socket(port: int) -> socket.socket:
    """A socket on the first free port from `port` on, already bound, so that nobody takes it in between."""
    if not 0 <= port <= 65535:
        raise Refusal(f"A port is a number from 1 to 65535, not {port}.", "For example: palaestra serve --port 8420.")
    for candidate in range(port, min(port + PORTS_TRIED, 65536)):
        found = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            found.bind((LOOPBACK, candidate))
            found.listen(128)
        except OSError:
            found.close()
        else:
            return found
    raise Refusal(
        f"No port from {port} to {port + PORTS_TRIED - 1} is free.", "Name another: palaestra serve --port N."
    )


def has_browser() -> bool:
    """Whether opening one makes sense: a desktop is there, and this is not a pipe."""
    if sys.platform == "darwin":
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
