"""Who may talk to the camp: this machine's own browser, and no page of another site that it has open.

A site whose name is pointed at 127.0.0.1 (DNS rebinding) arrives with its own
name in Host; a form on another site arrives with its own name in Origin. Both
are refused before any page is built.
"""

from html import escape

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import HTMLResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

OWN_NAMES = {"127.0.0.1", "localhost", "[::1]"}
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; style-src-attr 'unsafe-inline'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
}


class Guard:
    """Refuses forged Host and Origin with a page that says so, and puts the safety headers on every answer."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        refused = refusal(Headers(scope=scope))

        async def send_guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)  # a printed paper brings a policy of its own, without any script
            await send(message)

        if refused:
            await HTMLResponse(_page(refused), status_code=403)(scope, receive, send_guarded)
        else:
            await self.app(scope, receive, send_guarded)


def refusal(headers: Headers) -> str:
    """Why a request is not taken, or nothing."""
    host = headers.get("host", "")
    if host.rpartition(":")[0] not in OWN_NAMES and host not in OWN_NAMES:
        return f"The request was addressed to {host or 'no name'}, which is not this machine's own name."
    origin = headers.get("origin")
    if origin is not None and origin != f"http://{host}":
        return f"The request came from a page of {origin}, which is not the camp."
    if headers.get("sec-fetch-site") in ("cross-site", "same-site") and headers.get("sec-fetch-mode") != "navigate":
        return "The request came from a page of another site."
    return ""


def _page(reason: str) -> str:
    return f"""<!doctype html><html lang="en"><meta charset="utf-8"><title>Not taken · Palaestra</title>
<h1>This request was not taken</h1><p>{escape(reason)}</p>
<p>Open the camp at the address that <code>palaestra serve</code> printed. Nothing was changed.</p></html>"""
