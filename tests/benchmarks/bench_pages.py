"""From slider to page, as ratios to a bare notebook in the same run: ``python tests/benchmarks/bench_pages.py``.

The bare notebook has one cell with a slider and one that shows its value. Of every
notebook the time from a slider to the page and until it is ready; of 5.3 a drag and
a verdict too. Exits 1 if a limit is broken.
"""

import contextlib
import statistics
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

sys.path.insert(0, str(Path(__file__).parent.parent.parent))

from tests.browser.static import unfold
from tests.serving import CHROMIUM, FLAGS, PATIENCE, ROOT, serve

HERE = Path(__file__).parent / "notebooks"
NOTEBOOKS = ROOT / "notebooks"
PAGES = {  # the notebook, what shows that it is there, and the slider that is moved
    "bare": (HERE / "bare.py", "[data-probe=value]", "w1"),
    "graph only": (HERE / "graph_only.py", "[data-node=z1] .value", "w1"),
    "5.1": (NOTEBOOKS / "5_1_why_backpropagation.py", ".bp-cost", "hidden neurons"),
    "5.2": (NOTEBOOKS / "5_2_computational_graphs.py", "[data-node=L]", "a"),
    "5.3": (NOTEBOOKS / "5_3_chain_rule.py", "[data-node=z1] .value", "w1"),
    "5.4": (NOTEBOOKS / "5_4_layer_gradients.py", ".bp-grid-picture", "from input"),
    "5.5": (NOTEBOOKS / "5_5_gradient_checking.py", ".bp-plot", "log₁₀ h"),
    "5.6": (NOTEBOOKS / "5_6_vanishing_gradients.py", ".bp-plot", "w"),
    "5.7": (NOTEBOOKS / "5_7_training.py", ".bp-plot", "η"),
}
DRAGGED = ("bare", "graph only", "5.3")
LIMITS = {name: 1.25 if name == "graph only" else 2.0 for name in PAGES if name != "bare"}
VERDICT_LIMIT = 2.0
READY_LIMIT = 1.5
DRAG_LIMIT = 0.8
LATE_LIMIT = 100.0  # ms
ANSWERS = ("2*(y - target)*z2*(1 - z2)*h1", "2*(y - target)*y*(1 - y)*w2")  # wrong, each in its way
OPENINGS = 3
REPEATS = 25
DRAGS = 7
QUIET = 250  # ms without a change: the page has finished

WATCH = """() => {
  window.lastChange = performance.now();
  const note = () => { window.lastChange = performance.now(); };
  const watch = root => {
    new MutationObserver(note).observe(root, {subtree: true, childList: true, characterData: true, attributes: true});
    root.querySelectorAll('*').forEach(element => element.shadowRoot && watch(element.shadowRoot));
  };
  watch(document.body);
  document.addEventListener('keydown', () => { window.pressed = performance.now(); }, true);
}"""
SAMPLE = """selector => {
  window.updates = 0; window.sampling = true;
  let before = null;
  const find = root => root.querySelector(selector)
    ?? [...root.querySelectorAll('*')].reduce((hit, e) => hit ?? (e.shadowRoot && find(e.shadowRoot)), null);
  let probe = null;
  const look = () => {
    if (!probe?.isConnected) probe = find(document);
    const text = probe?.textContent;
    if (before !== null && text !== before) window.updates += 1;
    before = text;
    if (window.sampling) requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
}"""


def press_to_last_change(page: Page, key: str) -> float:
    """ms from a key press on the focused slider to the last change anywhere on the page."""
    page.keyboard.press(key)
    page.wait_for_function(f"performance.now() - Math.max(window.lastChange, window.pressed) > {QUIET}", polling=50)
    return page.evaluate("window.lastChange - window.pressed")


def answer_to_last_change(page: Page, text: str) -> float:
    """ms from Enter in a question's box to the last change anywhere on the page."""
    card = page.locator(".card", has=page.locator(".ask", has_text="∂L/∂w2"))
    card.get_by_role("textbox").fill(text)
    return press_to_last_change(page, "Enter")


def drag(page: Page, selector: str) -> tuple[float, float]:
    """Updates a second in a drag of 60 moves 16 ms apart, and ms from release to the last change."""
    box = page.get_by_role("slider", name="w1").first.bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.evaluate(SAMPLE, selector)
    start = time.perf_counter()
    for i in range(60):
        page.mouse.move(x + (i if i < 30 else 60 - i), y)
        time.sleep(max(0.0, start + 0.016 * (i + 1) - time.perf_counter()))
    seconds = time.perf_counter() - start
    released = page.evaluate("performance.now()")
    page.evaluate("window.lastChange = 0")
    page.mouse.up()
    time.sleep(0.6)
    page.evaluate("window.sampling = false")
    late = page.evaluate("window.lastChange") - released
    return page.evaluate("window.updates") / seconds, max(late, 0.0)


def visitor(browser: Browser) -> BrowserContext:
    """A visitor who has seen nothing yet: the browser has no framework in its cache."""
    return browser.new_context(viewport={"width": 1280, "height": 900})


def open_page(visitor: BrowserContext, address: str, selector: str) -> tuple[Page, float]:
    """A page, and the seconds until its probe and its last cell are there."""
    page = visitor.new_page()
    page.set_default_timeout(PATIENCE)
    start = time.perf_counter()
    page.goto(address)
    page.wait_for_selector(selector, state="attached")
    unfold(page)
    page.evaluate(WATCH)
    page.wait_for_function("performance.now() - window.lastChange > 400", polling=50)
    return page, time.perf_counter() - start - 0.4


def main() -> int:
    latency: dict[str, list[float]] = {name: [] for name in PAGES}
    ready: dict[str, list[float]] = {name: [] for name in PAGES}
    dragged: dict[str, list[tuple[float, float]]] = {name: [] for name in PAGES}
    verdict: list[float] = []
    with sync_playwright() as playwright, servers() as addresses:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        pages: dict[str, Page] = {}
        for _ in range(OPENINGS):
            for page in pages.values():
                page.close()
            for name, (_, selector, _) in PAGES.items():
                pages[name], seconds = open_page(visitor(browser), addresses[name], selector)
                ready[name].append(seconds)
        for repeat in range(REPEATS):
            for name, page in pages.items():
                page.bring_to_front()
                page.get_by_role("slider", name=PAGES[name][2], exact=True).first.focus()
                latency[name].append(press_to_last_change(page, "ArrowRight" if repeat % 2 == 0 else "ArrowLeft"))
        for repeat in range(REPEATS):
            pages["5.3"].bring_to_front()
            verdict.append(answer_to_last_change(pages["5.3"], ANSWERS[repeat % 2]))
        for _ in range(DRAGS):
            for name in DRAGGED:
                page = pages[name]
                page.bring_to_front()
                page.get_by_role("slider", name="w1").first.scroll_into_view_if_needed()
                dragged[name].append(drag(page, PAGES[name][1]))
        browser.close()
    return report(latency, verdict, ready, dragged)


def report(
    latency: dict[str, list[float]],
    verdict: list[float],
    ready: dict[str, list[float]],
    dragged: dict[str, list[tuple[float, float]]],
) -> int:
    """Print every figure with its limit; 1 if one is broken."""
    broken = 0
    base = statistics.median(latency["bare"])
    base_ready = statistics.median(ready["bare"])
    base_rate = statistics.median(rate for rate, _ in dragged["bare"])
    print(f"bare: {base:.0f} ms from key to page, ready in {base_ready:.2f} s, {base_rate:.0f} updates/s in a drag")
    for name, limit in LIMITS.items():
        figures = [
            ("slider to page", statistics.median(latency[name]) / base, "<=", limit),
            *([("verdict", statistics.median(verdict) / base, "<=", VERDICT_LIMIT)] if name == "5.3" else []),
            ("page ready", statistics.median(ready[name]) / base_ready, "<=", READY_LIMIT),
        ]
        if name in DRAGGED:
            rates, late = zip(*dragged[name], strict=True)
            figures.append(("updates in a drag", statistics.median(rates) / base_rate, ">=", DRAG_LIMIT))
            figures.append(("ms after release", statistics.median(late), "<=", LATE_LIMIT))
        for label, figure, sign, bound in figures:
            good = figure <= bound if sign == "<=" else figure >= bound
            broken += not good
            print(f"{name}: {label} {figure:.2f} (limit {sign} {bound}){'' if good else '  BROKEN'}")
    return 1 if broken else 0


@contextlib.contextmanager
def servers() -> Iterator[dict[str, str]]:
    """All notebooks served at once; yields their addresses by name."""
    with contextlib.ExitStack() as stack:
        yield {name: stack.enter_context(serve(notebook)) for name, (notebook, *_) in PAGES.items()}


if __name__ == "__main__":
    sys.exit(main())
