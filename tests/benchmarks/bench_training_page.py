"""A slider beside a network in training, as a ratio to a bare notebook.

    python tests/benchmarks/bench_training_page.py

While 5.7's network trains, a slider of the same page is pressed; measured is the time until the number that follows
it has changed. Exits 1 if the limit is broken.
"""

import statistics
import sys
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

sys.path.insert(0, str(Path(__file__).parent.parent.parent))

from tests.serving import CHROMIUM, FLAGS, PATIENCE, ROOT, serve

LIMIT = 3.0
REPEATS, RUNS = 10, 3

FIND = """selector => {
  const find = root => root.querySelector(selector)
    ?? [...root.querySelectorAll('*')].reduce((hit, e) => hit ?? (e.shadowRoot && find(e.shadowRoot)), null);
  window.probe = () => find(document)?.textContent;
  document.addEventListener('keydown', () => {
    const [start, before] = [performance.now(), window.probe()];
    window.took = null;
    const look = () => {
      if (window.probe() !== before) window.took = performance.now() - start;
      else requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
  }, true);
}"""


def pressed(page: Page, selector: str, slider: str) -> list[float]:
    """ms from a key press on the slider to the change of its probe, some times."""
    page.evaluate(FIND, selector)
    times = []
    page.get_by_role("slider", name=slider, exact=True).first.focus()
    for repeat in range(REPEATS):
        page.keyboard.press("ArrowRight" if repeat % 2 == 0 else "ArrowLeft")
        page.wait_for_function("window.took !== null", polling=20)
        times.append(page.evaluate("window.took"))
        page.wait_for_timeout(30 + 7 * (repeat % 5))  # at any moment of a frame
    return times


def main() -> int:
    bare = Path(__file__).parent / "notebooks" / "bare.py"
    with sync_playwright() as playwright, serve(bare) as plain, serve(ROOT / "notebooks" / "5_7_training.py") as ours:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        page.set_default_timeout(PATIENCE)
        page.goto(plain)
        page.locator("[data-probe=value]").wait_for()
        page.wait_for_timeout(800)
        base = statistics.median(pressed(page, "[data-probe=value]", "w1"))
        page.goto(ours)
        page.get_by_role("heading", name="Take with you").wait_for()
        page.wait_for_timeout(1500)
        quiet = statistics.median(pressed(page, "[data-node=y] .value", "w"))
        page.get_by_role("group", name="examples").get_by_role("button", name="spirals").click()
        times, busy = [], True
        for _ in range(RUNS):
            page.get_by_role("button", name="Play", exact=True).click()
            times += pressed(page, "[data-node=y] .value", "w")
            busy = busy and page.get_by_role("button", name="Pause", exact=True).count() == 1
            stop = page.get_by_role("button", name="Stop", exact=True)
            stop.dispatch_event("click")  # which does nothing where the run has ended already
        training = statistics.median(times)
        browser.close()
    ratio = training / base
    good = ratio <= LIMIT and busy
    print(f"bare: {base:.0f} ms from key to number; 5.7 at rest {quiet:.0f} ms, while it trains {training:.0f} ms")
    print(f"5.7 in training: {ratio:.2f} × bare (limit {LIMIT}){'' if good else '  BROKEN'}")
    if not busy:
        print("The run had ended before the last press.  BROKEN")
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
