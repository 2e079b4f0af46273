"""Take the README's pictures from the running product: ``python tests/take_pictures.py [5.3 …]``."""

import sys
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Locator, Page, sync_playwright

sys.path.insert(0, str(Path(__file__).parent.parent))

from course_lib.page.chapters import CHAPTERS
from tests.serving import CHROMIUM, FLAGS, PATIENCE, ROOT, course

FOLDER = ROOT / "assets" / "pictures"
MARGIN = 6


def course_map(page: Page) -> Locator:
    return page.locator(".bp-map")


def four_bills(page: Page) -> Locator:
    return _stack(page, "svg[aria-label^='Passes over the network. forward difference']")


def the_list(page: Page) -> Locator:
    """The graph beside its printed list, on its way forward."""
    shown = _stack(page, ".bp-listed")
    _step(page, shown, "Home", "ArrowRight", "ArrowRight", "ArrowRight", "ArrowRight")
    return shown


def chain_rule(page: Page) -> Locator:
    """The lecture's network, five steps before its end: what flows into h1."""
    network = _stack(page, "[data-node=z1]")
    _step(page, network, "End", *["ArrowLeft"] * 5)
    network.get_by_text("Into h1.").wait_for()
    return network


def one_weight(page: Page) -> Locator:
    return _stack(page, "svg[aria-label^='The gradient of the weight']")


def v_curve(page: Page) -> Locator:
    return _stack(page, "svg[aria-label^='Relative error against step']")


def depth_lab(page: Page) -> Locator:
    """Ten random starts of relu + He, over the pinned relu + Xavier."""
    page.get_by_text("median of 10").wait_for()
    return _stack(page, "svg[aria-label^='spread of the examples']")


def training(page: Page) -> Locator:
    """Two moons, learned."""
    shown = _stack(page, ".bp-ground")
    page.get_by_role("button", name="Play", exact=True).click()
    page.get_by_text("After 250 epochs the loss").wait_for(timeout=120_000)
    return shown


PICTURES: dict[str, Callable[[Page], Locator]] = {
    **{"5.0": course_map, "5.1": four_bills, "5.2": the_list, "5.3": chain_rule},
    **{"5.4": one_weight, "5.5": v_curve, "5.6": depth_lab, "5.7": training},
}


def _stack(page: Page, inside: str) -> Locator:
    """The outermost stack of pieces that holds this one: controls, picture and words."""
    return page.locator(".bp-stack", has=page.locator(inside)).first


def _step(page: Page, shown: Locator, *keys: str) -> None:
    shown.get_by_role("slider", name="step").focus()
    for key in keys:
        page.keyboard.press(key)


def main() -> None:
    wanted = sys.argv[1:] or list(PICTURES)
    with sync_playwright() as playwright, course("serve") as address:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        for chapter in CHAPTERS:
            if chapter.number not in wanted:
                continue
            page = browser.new_page(viewport={"width": 1280, "height": 900}, device_scale_factor=2)
            page.set_default_timeout(PATIENCE)
            page.goto(f"{address}/{chapter.number}/")
            page.get_by_role("heading", level=1).wait_for()
            page.wait_for_timeout(2000)
            shown = PICTURES[chapter.number](page)
            page.wait_for_timeout(500)
            shown.scroll_into_view_if_needed()
            page.mouse.click(2, 2)  # take the focus ring off what was used
            box = shown.bounding_box()
            assert box is not None
            corner = {"x": box["x"] - MARGIN, "y": box["y"] - MARGIN}
            size = {"width": box["width"] + 2 * MARGIN, "height": box["height"] + 2 * MARGIN}
            page.screenshot(path=FOLDER / f"{chapter.stem}.png", clip={**corner, **size}, full_page=True)
            page.close()
        browser.close()


if __name__ == "__main__":
    main()
