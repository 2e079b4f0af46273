"""Servers and a browser for the tests: started here, ended here, on 127.0.0.1 only."""

import contextlib
import functools
import http.server
import os
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Iterator, Mapping
from pathlib import Path

CHROMIUM = "/usr/bin/chromium"
OFF = """AvoidUnnecessaryBeforeUnloadCheckSync DestroyProfileOnBrowserClose HttpsUpgrades LensOverlay MediaRouter
    HttpsFirstBalancedModeAutoEnable PaintHolding ThirdPartyStoragePartitioning AvoidCorsURLLoaderRestartOnRedirect
    TcpPortRandomizationWin OptimizationHints NetworkTimeServiceQuerying AimEnabled PreconnectToSearch
    WebUIOmniboxPopup WebUIOmniboxAimPopup"""  # Playwright's list, as the last one counts; and two pages beside ours
FLAGS = [
    *("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"),
    f"--disable-features={','.join(OFF.split())}",
]
PATIENCE = 60_000  # ms until what is waited for has failed: a busy machine is late, and success ends the wait at once
ROOT = Path(__file__).parent.parent


@contextlib.contextmanager
def course(*arguments: str, python: str = sys.executable, cwd: Path = ROOT) -> Iterator[str]:
    """The program ``course`` with these arguments, without a browser; yields its address."""
    with running("course_lib.publish.program", *arguments, "--headless", python=python, cwd=cwd) as (address, _):
        yield address


@contextlib.contextmanager
def folder(site: Path, pause: float = 0.0) -> Iterator[str]:
    """A plain web server on a folder; yields its address. A page comes in two halves, so many seconds apart."""

    class Quiet(http.server.SimpleHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            pass

        def copyfile(self, source, outputfile) -> None:
            if pause and self.path.endswith(".html"):
                outputfile.write(source.read(Path(source.name).stat().st_size // 2))
                outputfile.flush()
                time.sleep(pause)
            super().copyfile(source, outputfile)

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=str(site)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


@contextlib.contextmanager
def serve(target: Path, environment: Mapping[str, str] | None = None) -> Iterator[str]:
    """``marimo run`` on a notebook (or a folder of them) as a student would; yields its address."""
    options = ("--headless", "--host", "127.0.0.1", "--show-tracebacks")
    with running("marimo", "run", str(target), *options, environment=environment) as (address, _):
        yield address


@contextlib.contextmanager
def running(
    module: str,
    *arguments: str,
    environment: Mapping[str, str] | None = None,
    python: str = sys.executable,
    cwd: Path = ROOT,
) -> Iterator[tuple[str, int]]:
    """A Python module that serves on a port of its own until it is ended here; yields its address and process id."""
    port = free_port()
    process = subprocess.Popen(
        [python, "-m", module, *arguments, "--port", str(port)],
        cwd=cwd,
        env={**os.environ, **(environment or {})},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        address = f"http://127.0.0.1:{port}"
        _wait_for(address, process)
        yield address, process.pid
    finally:
        process.terminate()
        process.wait(timeout=60)


def free_port() -> int:
    """A port of this machine that nobody uses."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _wait_for(address: str, process: subprocess.Popen, seconds: float = 180) -> None:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if process.poll() is not None:
            raise RuntimeError(f"the server ended with {process.returncode} before it served anything")
        with contextlib.suppress(OSError), urllib.request.urlopen(address, timeout=30):  # refused, or late
            return
        time.sleep(0.1)
    raise TimeoutError(f"{address} did not answer within {seconds} s")
