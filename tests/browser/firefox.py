"""A page of Debian's Firefox, spoken to through WebDriver BiDi: Playwright speaks only to a Firefox of its own."""

import contextlib
import json
import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from websockets.exceptions import WebSocketException
from websockets.sync.client import ClientConnection, connect

from tests.serving import free_port

FIREFOX = shutil.which("firefox-esr") or shutil.which("firefox")
SECONDS_TO_START = 120
LONGEST = 2**26  # bytes of a reply


class FirefoxPage:
    """One tab. ``evaluate`` calls a JavaScript function with one argument, as Playwright's page does."""

    def __init__(self, connection: ClientConnection) -> None:
        self._connection, self._count = connection, 0
        self._send("session.new", {"capabilities": {}})
        self._context = self._send("browsingContext.getTree", {})["contexts"][0]["context"]

    def evaluate(self, function: str, argument: Any = None) -> Any:
        """What the function returns, or what its promise holds; as JSON can say it."""
        call = f"(async () => JSON.stringify(await ({function})({json.dumps(argument)})))()"
        where = {"context": self._context}
        done = self._send("script.evaluate", {"expression": call, "target": where, "awaitPromise": True})
        if done["type"] != "success":
            raise RuntimeError(done["exceptionDetails"]["text"])
        return json.loads(done["result"].get("value", "null"))

    def goto(self, address: str) -> None:
        """Open this address, and wait until it is loaded."""
        self._send("browsingContext.navigate", {"context": self._context, "url": address, "wait": "complete"})

    def _send(self, method: str, parameters: dict[str, Any]) -> Any:
        self._count += 1
        self._connection.send(json.dumps({"id": self._count, "method": method, "params": parameters}))
        while (reply := json.loads(self._connection.recv())).get("id") != self._count:
            pass  # an event
        if reply["type"] == "error":
            raise RuntimeError(f"{method}: {reply['message']}")
        return reply["result"]


@contextlib.contextmanager
def firefox_page() -> Iterator[FirefoxPage]:
    """A page in a Firefox with a profile of its own, which ends with it."""
    assert FIREFOX is not None
    port = free_port()
    with tempfile.TemporaryDirectory() as profile:
        Path(profile, "user.js").write_text('user_pref("remote.prefs.recommended", true);\n', encoding="utf-8")
        process = subprocess.Popen(
            [FIREFOX, "--headless", "--no-remote", "--profile", profile, f"--remote-debugging-port={port}"],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "HOME": profile, "MOZ_CRASHREPORTER_DISABLE": "1"},
        )
        try:
            with _connected(port) as connection:
                yield FirefoxPage(connection)
        finally:
            process.terminate()
            process.wait(timeout=30)


def _connected(port: int) -> ClientConnection:
    until = time.monotonic() + SECONDS_TO_START
    while True:
        try:
            return connect(f"ws://127.0.0.1:{port}/session", max_size=LONGEST)
        except (OSError, WebSocketException):
            if time.monotonic() > until:
                raise
            time.sleep(0.2)
