"""Take the README's pictures from the running product: ``python tests/take_pictures.py``."""

import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

sys.path.insert(0, str(Path(__file__).parent.parent))

from tests.serving import CHROMIUM, FLAGS, ROOT, serve


def main() -> None:
    with sync_playwright() as playwright, serve(ROOT / "notebooks" / "5_3_chain_rule.py") as address:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        page = browser.new_page(viewport={"width": 1280, "height": 900}, device_scale_factor=2)
        page.goto(address)
        network = page.locator(".bp-stack", has=page.locator("[data-node=z1]")).last
        network.get_by_role("slider", name="step").focus()
        for _ in range(5):
            page.keyboard.press("ArrowLeft")
        network.get_by_text("Into h1.").wait_for()
        network.scroll_into_view_if_needed()
        page.mouse.click(2, 2)  # take the focus ring off the slider
        box = network.bounding_box()
        assert box is not None
        margin = 14
        clip = {
            "x": box["x"] - margin,
            "y": box["y"] - margin,
            "width": box["width"] + 2 * margin,
            "height": box["height"] + 2 * margin,
        }
        page.screenshot(path=ROOT / "assets" / "pictures" / "5_3_chain_rule.png", clip=clip, full_page=True)
        browser.close()


if __name__ == "__main__":
    main()
