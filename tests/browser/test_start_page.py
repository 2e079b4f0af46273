"""Protects 5.0 for a visitor: everything on it can be tried, and every link of the exported site leads to a file."""

import re
from urllib.parse import unquote

import pytest
from playwright.sync_api import Browser, Page, expect

from course_lib.page.chapters import CHAPTERS, built
from tests.browser.static import ADDRESSES, SET
from tests.serving import ROOT, folder, serve


@pytest.fixture(scope="module")
def live(browser: Browser):
    with serve(ROOT / "notebooks" / "5_0_start_here.py") as address:
        yield from opened(browser, address)


@pytest.fixture(scope="module")
def static(browser: Browser, site):
    with folder(site) as address:
        yield from opened(browser, f"{address}/index.html")


def opened(browser: Browser, address: str):
    page = browser.new_page(viewport={"width": 1280, "height": 800})
    complaints = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(address)
    page.get_by_role("heading", name="Glossary").wait_for()
    page.locator("[data-node=L]").wait_for(state="attached")
    yield page
    assert not complaints
    assert page.locator("[role=alert], .marimo-error").count() == 0
    page.close()


def gradient_of_w(page: Page):
    return page.locator("[data-node=w] .gradient")


def test_every_control_can_be_tried(live: Page):
    expect(gradient_of_w(live)).to_have_text("1.35")  # 2·(0.5·1.5 − 0.3)·1.5
    live.get_by_role("slider", name="w", exact=True).focus()
    live.keyboard.press("Home")
    expect(gradient_of_w(live)).to_have_text("−9.9")
    live.get_by_role("slider", name="step").focus()
    live.keyboard.press("Home")
    expect(gradient_of_w(live)).to_have_text("–")
    live.get_by_role("button", name="statements").click()
    expect(live.locator(".bp-graph [data-node]")).to_have_count(5)
    live.get_by_role("checkbox").check()
    live.get_by_role("button", name="play").click()
    expect(gradient_of_w(live)).to_have_text("−9.9")


def test_alone_it_shows_the_whole_map_and_no_link_that_leads_nowhere(live: Page):
    expect(live.locator(".bp-map [data-node]")).to_have_count(len(CHAPTERS))
    assert live.locator(".bp-map a").count() == 0


def test_a_phone_scrolls_nothing_but_its_boxes(live: Page):
    live.set_viewport_size({"width": 390, "height": 844})
    assert live.evaluate("document.documentElement.scrollWidth") <= 390
    size = live.locator(".bp-map .asks").first.evaluate(
        "e => e.getScreenCTM().a * parseFloat(getComputedStyle(e).fontSize)"
    )
    assert size >= 11.5
    live.set_viewport_size({"width": 1280, "height": 800})


def test_on_an_exported_site_it_is_the_index_and_alive(static: Page):
    static.get_by_role("slider", name="w", exact=True).evaluate(SET, -2)
    expect(gradient_of_w(static)).to_have_text("−9.9")


@pytest.mark.parametrize("name", ["index.html", "slides/5.0.html"])  # 5.0.html is the same file as the first
def test_every_link_of_it_leads_to_a_file(browser: Browser, site, name: str):
    with folder(site) as address:
        page = browser.new_page()
        page.goto(f"{address}/{name}")
        page.get_by_role("link").first.wait_for()
        page.wait_for_timeout(2000)
        links = [link.partition("#")[0] for link in page.get_by_role("link").evaluate_all(ADDRESSES)]
        links = [unquote(link.removeprefix(f"{address}/")) for link in links if link.startswith(address)]
        assert links
        assert not [link for link in links if not (site / link).is_file()]
        if "slides" not in name:
            for chapter in built():
                assert {f"{chapter.number}.html", f"slides/{chapter.number}.html"} <= set(links)
            for card in page.locator(".bp-map a").all():
                assert re.search(r"5\.\d\.html", card.get_attribute("href") or "")
        page.close()


def test_the_glossary_is_one_click_from_every_page(browser: Browser, site):
    page = browser.new_page(viewport={"width": 1280, "height": 800})
    with folder(site) as address:
        page.goto(f"{address}/5.2.html")
        page.get_by_role("link", name="glossary", exact=True).first.click()
        expect(page.get_by_role("heading", name="Glossary")).to_be_in_viewport()
        expect(page.get_by_text("fan-out", exact=True)).to_be_attached()
        page.mouse.wheel(0, -20_000)
        page.wait_for_timeout(500)
        expect(page.get_by_role("heading", name="Glossary")).not_to_be_in_viewport()  # a reader may go elsewhere
    page.close()
