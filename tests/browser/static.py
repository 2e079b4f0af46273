"""Shared by the tests of pages without Python: the page itself, its notebook's functions, and what a reader sees."""

import contextlib
import importlib.util
import re
from collections.abc import Callable, Iterator
from html import unescape
from pathlib import Path
from types import ModuleType

from playwright.sync_api import Browser, Locator, Page

from tests.serving import ROOT, folder

IN_SHADOWS = """const all = (root, selector) => [...root.querySelectorAll(selector),
    ...[...root.querySelectorAll('*')].flatMap(e => e.shadowRoot ? all(e.shadowRoot, selector) : [])];"""
ADDRESSES = "links => links.map(link => new URL(link.getAttribute('href'), document.baseURI).href)"
PRESS = "button => button.click()"  # where pictures above still arrive, and a mouse may miss
SET = "(s, v) => { s.value = v; s.dispatchEvent(new Event('input', {bubbles: true})); }"
MOVE = """(slider, [low, high, times]) => {
  for (let i = 0; i < times; i++) {
    slider.value = low + (high - low) * i / (times - 1);
    slider.dispatchEvent(new Event('input', {bubbles: true}));
    slider.getRootNode().host?.offsetHeight;
  }
}"""
MOVES = 25
TABLES = """times => {
  const table = document.querySelector('table');
  for (let i = 0; i < times; i++) {
    table.innerHTML = `<tr>${`<td>${i}</td>`.repeat(10)}</tr>`.repeat(100);
    table.offsetHeight;
  }
}"""
TABLES_DRAWN = 10
A_LIGHT_MOVE = 0.5  # 5.3 needs about 0.3: 4 ms where the table needs 13.5


def functions_of(stem: str) -> ModuleType:
    """The notebook as a module: its functions can be called."""
    path = ROOT / "notebooks" / f"{stem}.py"
    spec = importlib.util.spec_from_file_location(stem, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@contextlib.contextmanager
def static_page(browser: Browser, site: Path, number: str, last: str) -> Iterator[Page]:
    """The exported page of a notebook, once the element ``last`` is there; nothing on it may have failed."""
    with folder(site) as address:
        page = browser.new_page(viewport={"width": 1280, "height": 720})
        complaints: list[str] = []
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(f"{address}/{number}.html")
        page.locator(last).last.wait_for(state="attached")
        unfold(page)
        yield page
        assert not complaints
        page.close()


def unfold(page: Page) -> None:
    """Open everything that waits for a prediction."""
    page.evaluate("document.querySelectorAll('details.bp-after').forEach(fold => (fold.open = true))")


def words(text: str) -> str:
    """What a reader sees of HTML, or of a page's text: the words, one space apart."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", text)).split())


def shown(place: Locator) -> str:
    """What a reader sees there."""
    return words(place.evaluate("e => e.innerHTML"))


def set_slider(page: Page, name: str, number: float) -> None:
    """Move the slider of this name, as a mouse would."""
    page.get_by_role("slider", name=name, exact=True).evaluate(SET, number)


def work_of(page: Page, act: Callable[[], object]) -> float:
    """Milliseconds that the page's thread works, with layout, while this is done. Other processes do not count."""
    session = page.context.new_cdp_session(page)
    session.send("Performance.enable", {"timeDomain": "threadTicks"})

    def worked() -> float:
        return next(
            each["value"]
            for each in session.send("Performance.getMetrics")["metrics"]
            if each["name"] == "TaskDuration"
        )

    before = worked()
    act()
    spent = worked() - before
    session.detach()
    return spent * 1000


def work_of_a_move(slider: Locator, low: float, high: float) -> float:
    """The work when the slider moves, the mean of many moves, in units of a table of 1,000 cells laid out anew.

    The table is laid out in between, so a slow or busy machine makes both dearer.
    """
    moved = drawn = 0.0
    browser = slider.page.context.browser
    assert browser is not None
    yardstick = browser.new_page()
    yardstick.set_content("<table></table>")
    for _ in range(4):
        moved += work_of(slider.page, lambda: slider.evaluate(MOVE, [low, high, MOVES]))
        drawn += work_of(yardstick, lambda: yardstick.evaluate(TABLES, TABLES_DRAWN))
    yardstick.close()
    return (moved / MOVES) / (drawn / TABLES_DRAWN)


def card(page: Page, name: str) -> Locator:
    """The card of a prediction or a question, by its heading."""
    return page.locator(".card", has=page.locator(".ask strong", has_text=name))
