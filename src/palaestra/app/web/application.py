"""The camp as an ASGI application: pages, files, and errors that are pages."""

import importlib
import os
import pkgutil
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager

from fastapi import FastAPI, Request
from starlette.exceptions import HTTPException
from starlette.responses import HTMLResponse, Response
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Receive, Scope, Send

from palaestra.app.views.built import BUILT
from palaestra.app.web import pages
from palaestra.app.web.camp import Camp
from palaestra.app.web.guard import Guard
from palaestra.app.web.replying import page
from palaestra.kit.refusal import Refusal


def create_app(camp: Camp | None = None) -> FastAPI:
    """The camp over one practice folder; a page is a module of `pages/`, found by name."""
    camp = camp or Camp.default()
    app = FastAPI(title="Palaestra", openapi_url=None, docs_url=None, redoc_url=None, lifespan=_closing(camp))
    app.state.camp = camp
    for found in pkgutil.iter_modules(pages.__path__):
        app.include_router(importlib.import_module(f"{pages.__name__}.{found.name}").router)
    if not (BUILT / "camp.js").is_file():
        raise Refusal("The front-end files are not installed.", "Install the package again: pip install -e .")
    app.mount("/built", StaticFiles(directory=BUILT), name="built")
    app.add_middleware(Unbroken)
    app.add_middleware(Guard)
    app.add_exception_handler(Refusal, _refused)
    app.add_exception_handler(HTTPException, _no_such_page)
    return app


def _closing(camp: Camp) -> Callable[[FastAPI], AbstractAsyncContextManager[None]]:
    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        yield
        camp.close()

    return lifespan


def _refused(request: Request, error: Exception) -> Response:
    assert isinstance(error, Refusal)
    return _trouble(request, 400, error.what, error.mend, "Nothing was changed.")


def _no_such_page(request: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 500
    if status == 404:
        return _trouble(request, 404, "There is no page at this address.", "Today has the way back.", "")
    return _trouble(request, status, f"This request was not understood ({status}).", "Go back and try again.", "")


class Unbroken:
    """Answers with a page when something in Palaestra breaks; with `--debug` the terminal shows where."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            await self.app(scope, receive, send)
        except Exception as error:
            if scope["type"] != "http" or os.environ.get("PALAESTRA_DEBUG"):
                raise
            what = "Something in Palaestra broke."
            detail = f"{type(error).__name__}: {error}"
            mend = "Run `palaestra --debug serve` to see where, and please report it."
            kept = "Your practice folder is as it was after the last thing you did."
            await _trouble(Request(scope), 500, what, mend, kept, detail)(scope, receive, send)


def _trouble(request: Request, status: int, what: str, mend: str, kept: str, detail: str = "") -> Response:
    answer = page(request, "trouble.html", what=what, mend=mend, kept=kept, detail=detail, here="")
    headers = {"hx-retarget": "#page", "hx-reselect": "#page", "hx-reswap": "outerHTML"}
    return HTMLResponse(answer.body, status_code=status, headers=headers)
