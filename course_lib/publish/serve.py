"""A server with every notebook at a stable address and its deck beside it; ``/`` leads to the first notebook."""

import os
import socket
from pathlib import Path
from typing import Any

import marimo

import course_lib.page.notebook  # noqa: F401 - what every page needs is loaded before the first visitor comes
from course_lib.errors import CourseError
from course_lib.page.chapters import SERVED, START, built
from course_lib.page.site import SITE
from course_lib.publish.deck import write_deck
from course_lib.publish.once import share_work

HEADERS = (
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"same-origin"),
    (b"x-frame-options", b"SAMEORIGIN"),
    (b"content-security-policy", b"object-src 'none'; base-uri 'self'; frame-ancestors 'self'"),
)


class AddressError(CourseError):
    """An address that cannot be served from."""


def course_app(folder: Path, with_notes: bool = False) -> Any:
    """The whole course as an ASGI application; its decks are written to ``folder``.

    ``with_notes`` gives the decks their speaker notes.
    """
    os.environ[SITE] = SERVED
    share_work()
    builder = marimo.create_asgi_app(quiet=True, include_code=False)
    for chapter in built():
        deck = write_deck(chapter, folder, with_notes)
        builder = builder.with_app(path=f"/slides/{chapter.number}", root=str(deck))
        builder = builder.with_app(path=f"/{chapter.number}", root=str(chapter.path))
    notebooks = builder.build()

    async def app(scope: Any, receive: Any, send: Any) -> None:
        async def send_with_headers(message: Any) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message.get("headers", []), *HEADERS]
            await send(message)

        if scope["type"] == "http" and scope["path"] == "/":
            asked = scope.get("query_string", b"")
            headers = [(b"location", f"{START.number}/".encode() + (b"?" + asked if asked else b""))]
            await send_with_headers({"type": "http.response.start", "status": 307, "headers": headers})
            await send({"type": "http.response.body", "body": b""})
        elif scope["type"] == "http" and scope["path"] == "/slides/":  # where a deck's way back leads
            await send_with_headers({"type": "http.response.start", "status": 307, "headers": [(b"location", b"../")]})
            await send({"type": "http.response.body", "body": b""})
        else:
            await notebooks(scope, receive, send_with_headers)

    return app


def refuse_taken(host: str, port: int) -> None:
    """Raise an AddressError where the port is in use or the host is not this machine's."""
    try:
        with socket.create_server((host, port)):
            pass
    except OSError as error:
        reason = error.strerror or str(error)
        raise AddressError(f"{host}:{port} cannot be used: {reason}.", "Choose another one with --port.") from None
