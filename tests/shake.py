"""Move every control of a notebook to both ends, then to random places: ``python tests/shake.py [5.3 …]``.

Exits with 1 where a page complains: an error in a cell or in the console, a NaN or ``undefined`` that nothing beside
it explains.
"""

import argparse
import random
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Locator, Page, sync_playwright

sys.path.insert(0, str(Path(__file__).parent.parent))

from course_lib.page.chapters import Chapter, built
from tests.serving import CHROMIUM, FLAGS, PATIENCE, course

NEXT = "Next:"  # the last cell of every notebook says it
SETTLED = 250  # milliseconds
AT_ONCE = 4  # controls that change together
CELLS = """() => {
  const text = node => node.nodeType === Node.TEXT_NODE ? node.data
    : ['STYLE', 'SCRIPT', 'PRE', 'CODE'].includes(node.nodeName) ? ''
    : [...(node.shadowRoot ?? node).childNodes].map(text).join(' ');
  return [...document.querySelectorAll('.output-area')].map(text);
}"""
SUSPECT = re.compile(r"\bNaN\b|\bnan\b|\bundefined\b")
EXPLAINED = re.compile(r"no value|no number|not a number|no longer a number|overflow|too large|÷ 0|∞ [−·]|inf · 0")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("numbers", nargs="*", metavar="NUMBER", help="a notebook, as 5.3; without one, all")
    parser.add_argument("--settings", type=int, default=200, help="random settings, over all these notebooks")
    parser.add_argument("--seed", type=int, default=5)
    options = parser.parse_args()
    chapters = [chapter for chapter in built() if not options.numbers or chapter.number in options.numbers]
    complaints = 0
    with sync_playwright() as playwright, course("serve") as address:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        for chapter in chapters:
            page = browser.new_page(viewport={"width": 1280, "height": 900})
            page.set_default_timeout(PATIENCE)
            found = list(
                _shaken(page, address, chapter, options.settings // len(chapters), random.Random(options.seed))
            )
            complaints += len(found)
            print(f"{chapter.number}: {len(_controls(page))} controls, {len(found)} complaints", flush=True)
            for complaint in found:
                print(f"   {complaint}")
            page.close()
        browser.close()
    return 1 if complaints else 0


def _shaken(page: Page, address: str, chapter: Chapter, settings: int, chance: random.Random) -> Iterator[str]:
    heard: list[str] = []
    page.on("pageerror", lambda error: heard.append(f"page error: {error}"))
    page.on("console", lambda line: heard.append(f"console: {line.text}") if line.type == "error" else None)
    page.goto(f"{address}/{chapter.number}/")
    page.get_by_text(NEXT).first.wait_for(state="attached", timeout=PATIENCE)
    page.wait_for_timeout(1000)  # the widgets have come, too
    page.evaluate("document.querySelectorAll('details').forEach(each => (each.open = true))")
    controls = _controls(page)
    for place, share in (("first", 0.0), ("last", 1.0)):
        for control in controls:
            _put(control, share)
        yield from _amiss(page, f"all at the {place} place")
    for number in range(settings):
        for control in chance.sample(controls, min(AT_ONCE, len(controls))):
            _put(control, chance.random())
        yield from _amiss(page, f"random setting {number}")
    yield from heard


def _controls(page: Page) -> list[Locator]:
    """Sliders, choices, menus and ticks that can be used now; what starts and stops is not among them."""
    kinds = "input[type=range], .segments, select, input[type=checkbox]"
    return [control for control in page.locator(kinds).all() if control.is_visible()]


def _put(control: Locator, share: float) -> None:
    """So far along its way from its first place (0) to its last (1)."""
    kind = control.evaluate("e => e.type ?? e.localName")
    if kind == "checkbox":
        control.set_checked(share >= 0.5)
    elif kind == "range":
        control.evaluate(
            "(s, share) => { s.value = Number(s.min) + share * (s.max - s.min);"
            "for (const kind of ['input', 'change']) s.dispatchEvent(new Event(kind, {bubbles: true})); }",
            share,
        )
    elif kind == "select-one":
        control.select_option(index=_place(share, control.locator("option").count()))
    else:
        options = control.locator("button").all()
        options[_place(share, len(options))].click()


def _place(share: float, places: int) -> int:
    """The nearest of so many places."""
    return round(share * (places - 1))


def _amiss(page: Page, setting: str) -> Iterator[str]:
    page.wait_for_timeout(SETTLED)
    errors = page.locator("[role=alert], .marimo-error")
    if errors.count():
        yield f"{setting}: {errors.first.inner_text()[:200]}"
    for text in page.evaluate(CELLS):
        found = SUSPECT.search(text)
        if found and not EXPLAINED.search(text):
            around = " ".join(text[max(0, found.start() - 80) : found.end() + 80].split())
            yield f"{setting}: {found[0]} unexplained in: … {around} …"


if __name__ == "__main__":
    sys.exit(main())
