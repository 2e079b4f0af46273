"""One browser for all tests and one server per notebook. Without Chromium these tests are skipped, unless CI is set."""

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from course_lib.publish.export import export
from tests.browser.static import unfold
from tests.serving import CHROMIUM, FLAGS, PATIENCE, ROOT, serve

NOTEBOOKS = ROOT / "notebooks"
SECONDS_TO_EXPORT = 1200  # on a busy machine
expect.set_options(timeout=PATIENCE)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if not Path(CHROMIUM).exists():
        missing = f"{CHROMIUM} is missing; on Debian: apt-get install chromium"
        if os.environ.get("CI"):
            pytest.fail(missing)
        pytest.skip(missing)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        chromium.new_context, chromium.new_page = patient(chromium.new_context), patient(chromium.new_page)
        yield chromium
        chromium.close()


def patient(make: Callable[..., Any]) -> Callable[..., Any]:
    """What makes contexts or pages, for such as wait longer than Playwright's 30 seconds."""

    def made(**options: Any) -> Any:
        place = make(**options)
        place.set_default_timeout(PATIENCE)
        return place

    return made


@pytest.fixture(scope="session")
def chain_rule() -> Iterator[str]:
    """The address of 5.3, served as a student would serve it."""
    with serve(NOTEBOOKS / "5_3_chain_rule.py") as address:
        yield address


@pytest.fixture(scope="session")
def computational_graphs() -> Iterator[str]:
    """The address of 5.2, served as a student would serve it."""
    with serve(NOTEBOOKS / "5_2_computational_graphs.py") as address:
        yield address


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """The folder of the exported course; of several processes one makes it, and it appears when it is whole."""
    if worker_id == "master":
        return export(tmp_path_factory.mktemp("exported") / "site")
    place = tmp_path_factory.getbasetemp().parent / "exported"
    try:
        place.mkdir()
    except FileExistsError:
        until = time.monotonic() + SECONDS_TO_EXPORT
        while not (place / "ended").exists() and time.monotonic() < until:
            time.sleep(0.5)
        if not (place / "site").exists():
            pytest.fail("the process that exports the course has failed, or is late")
        return place / "site"
    try:
        return export(place / "site")
    finally:
        (place / "ended").touch()


class Watched:
    """A page, and everything its console and its cells complained about."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.complaints: list[str] = []
        page.on("pageerror", lambda error: self.complaints.append(f"page error: {error}"))
        page.on("console", lambda line: line.type == "error" and self.complaints.append(f"console: {line.text}"))

    def open(self, address: str) -> Page:
        """Go there, wait until the last cell has arrived, and open what waits for a prediction."""
        self.page.goto(address)
        self.page.get_by_role("heading", name="Take with you").wait_for()
        self.page.locator("[data-node=L] .value").last.wait_for()
        unfold(self.page)
        return self.page

    def is_clean(self) -> bool:
        """No complaint, and no cell that shows an error."""
        return not self.complaints and self.page.locator("[role=alert], .marimo-error").count() == 0


@contextmanager
def watching(browser: Browser, width: int = 1280, height: int = 720) -> Iterator[Watched]:
    """A page of this size in a context of its own."""
    context = browser.new_context(viewport={"width": width, "height": height})
    yield Watched(context.new_page())
    context.close()


@pytest.fixture
def watched(browser: Browser) -> Iterator[Watched]:
    with watching(browser) as watched:
        yield watched
