"""5.6's lab in Chromium: from the click on a setting to its first line, and to the band of ten random starts.

    python tests/benchmarks/bench_depth_page.py

Every activation, start, skip and norm of thirty layers is clicked once, so it is new to the server. Exits 1 if a
limit is broken.
"""

import statistics
import sys
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

sys.path.insert(0, str(Path(__file__).parent.parent.parent))

from tests.serving import CHROMIUM, FLAGS, PATIENCE, ROOT, serve

FIRST, BAND = 150, 1000  # ms
CONTROLS = {
    "activation": ("relu", "tanh", "sigmoid"),
    "start": ("He", "Xavier", "N(0, 1)"),
    "skip": ("none", "plain", "1/√depth"),
    "norm": ("off", "on"),
}  # the lab opens with the first of each

# Every state has its words, which begin with the setting and name the number of starts.
WATCH = """button => {
  const roots = [...document.querySelectorAll('*')].map(e => e.shadowRoot).filter(Boolean);
  const words = roots.flatMap(root => [...root.querySelectorAll('.screen.shown [role=status]')])
    .find(e => e.textContent.includes('median of'));
  const before = words.textContent.split(':')[0];
  return new Promise(done => {
    const clicked = performance.now();
    let first = null;
    const look = () => {
      const said = words.textContent;
      if (first === null && said.split(':')[0] !== before) first = performance.now() - clicked;
      if (first !== null && said.includes('median of 10')) done([first, performance.now() - clicked]);
      else requestAnimationFrame(look);
    };
    button.click();
    requestAnimationFrame(look);
  });
}"""


def walk(names: tuple[str, ...], *others: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """Every combination once, each one click away from the one before."""
    rest = list(walk(*others)) if others else [()]
    for number, name in enumerate(names):
        for combination in rest if number % 2 == 0 else reversed(rest):
            yield (name, *combination)


def clicked(page: Page, control: str, name: str) -> list[float]:
    """ms from the click to the first line and to the whole band."""
    group = page.get_by_role("group", name=control, exact=True).last
    return group.get_by_role("button", name=name, exact=True).evaluate(WATCH)


def main() -> int:
    with sync_playwright() as playwright, serve(ROOT / "notebooks" / "5_6_vanishing_gradients.py") as address:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        page.set_default_timeout(PATIENCE)
        page.goto(address)
        page.get_by_role("heading", name="Take with you").wait_for()
        page.get_by_text("median of 10").last.wait_for()
        page.wait_for_timeout(1500)
        times = [
            clicked(page, control, name)
            for before, after in pairwise(walk(*CONTROLS.values()))
            for control, old, name in zip(CONTROLS, before, after, strict=True)
            if name != old
        ]
        browser.close()
    good = True
    for what, limit, column in zip(("first line", "band of 10"), (FIRST, BAND), zip(*times, strict=True), strict=True):
        slow = statistics.quantiles(column, n=20)[-1]
        good = good and slow <= limit
        print(
            f"{what}: median {statistics.median(column):.0f} ms, 95% within {slow:.0f} ms (limit {limit} ms), "
            f"longest {max(column):.0f} ms, {len(column)} clicks{'' if slow <= limit else '  BROKEN'}"
        )
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
