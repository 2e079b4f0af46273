"""5.1 as a student meets it: counts that follow their sliders, a run that can be stopped, a page without Python."""

import re
import time

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.static import SET, functions_of, shown, words
from tests.serving import ROOT, folder, serve

NOTEBOOK = ROOT / "notebooks" / "5_1_why_backpropagation.py"


@pytest.fixture(scope="module")
def source():
    """The notebook's functions."""
    return functions_of(NOTEBOOK.stem)


@pytest.fixture(scope="module")
def address():
    with serve(NOTEBOOK) as address:
        yield address


def opened(browser: Browser, address: str, width: int = 1280):
    page = browser.new_page(viewport={"width": width, "height": 800})
    page.complaints = []
    page.on("pageerror", lambda error: page.complaints.append(str(error)))
    page.on("console", lambda line: line.type == "error" and page.complaints.append(line.text))
    page.goto(address)
    page.get_by_role("heading", name="Take with you").wait_for()
    page.locator(".bp-cost").nth(3).wait_for(state="attached")
    return page


@pytest.fixture(scope="module")
def live(browser: Browser, address: str):
    page = opened(browser, address)
    yield page
    assert not page.complaints
    assert page.locator("[role=alert], .marimo-error").count() == 0
    page.close()


@pytest.fixture(scope="module")
def static(browser: Browser, site):
    with folder(site) as address:
        page = opened(browser, f"{address}/5.1.html")
        yield page
        assert not page.complaints
        page.close()


def start(page: Page):
    return page.locator("button.start")


def where(page: Page) -> str:
    return page.locator(".walk:has(progress) .where").text_content() or ""


def move(page: Page, name: str, key: str, nth: int = 0) -> None:
    page.get_by_role("slider", name=name, exact=True).nth(nth).focus()
    page.keyboard.press(key)


@pytest.mark.parametrize(("key", "hidden", "n"), [("Home", 1, 5), ("End", 12, 49)])
def test_the_counter_follows_its_slider_to_both_ends(live: Page, key: str, hidden: int, n: int):
    move(live, "hidden neurons", key)
    picture = live.locator(".bp-cost").first
    expect(picture).to_have_attribute("aria-label", re.compile(f"central difference: {2 * n} forward; "))
    expect(live.get_by_text(f"The 2-{hidden}-1 network has {n} parameters.")).to_be_visible()
    expect(live.get_by_role("row", name=re.compile("^central difference .* 0 "))).to_be_visible()


def test_the_picture_keeps_its_place_while_the_slider_moves(live: Page):
    heights = set()
    for key in ("Home", "End"):
        move(live, "hidden neurons", key)
        live.wait_for_timeout(400)
        heights.add(live.locator(".bp-cost").first.bounding_box()["height"])
    assert len(heights) == 1


def test_time_follows_size_and_rate(live: Page):
    move(live, "n = 10 to the", "End")
    expect(live.get_by_text("With 1e12 parameters the central difference takes 1.3e5 years")).to_be_visible()
    live.get_by_role("button", name="1e15, a large machine").click()
    expect(live.get_by_text("With 1e12 parameters the central difference takes 130 years")).to_be_visible()
    move(live, "n = 10 to the", "Home")
    expect(live.get_by_text("With 10 parameters the central difference takes")).to_be_visible()


def test_memory_follows_network_and_batch(live: Page):
    move(live, "hidden neurons", "End", nth=1)
    live.get_by_role("button", name="256", exact=True).click()
    expect(live.get_by_text("Reverse mode keeps all 86 results of the forward pass, 176 kB")).to_be_visible()


def test_turned_round_the_other_mode_takes_fewer(live: Page):
    live.get_by_role("button", name="turned round").click()
    expect(live.get_by_text("1 input, 12 outputs: forward mode takes fewer")).to_be_visible()
    live.get_by_role("button", name="many inputs").click()
    expect(live.get_by_text("12 inputs, 1 output: reverse mode takes fewer")).to_be_visible()


def test_a_run_can_be_watched_stopped_and_started_again_while_the_page_stays_alive(live: Page):
    live.get_by_role("button", name="200 hidden").click()
    expect(start(live)).to_have_text("Start")
    start(live).click()
    expect(start(live)).to_have_text("Stop")
    move(live, "hidden neurons", "Home")
    expect(live.get_by_text("The 2-1-1 network has 5 parameters.")).to_be_visible()
    assert start(live).text_content() == "Stop"  # the slider did not wait for the end of the run
    start(live).click()
    expect(start(live)).to_have_text("Start again")
    stopped = where(live)
    assert re.fullmatch(r"pass \d+ of 1602", stopped)
    time.sleep(0.6)
    assert where(live) == stopped
    live.get_by_role("button", name="50 hidden").click()
    start(live).dblclick()
    expect(live.get_by_text("201 of 201 numerical gradients.")).to_be_visible()
    expect(start(live)).to_have_text("Start again")


def test_a_counted_question_knows_what_went_wrong(live: Page):
    card = live.locator(".card", has=live.locator(".ask strong", has_text="Question 1."))
    asked = re.search(r"(\d)-(\d)-(\d) network", card.text_content() or "")
    inputs, hidden, outputs = map(int, asked.groups())
    n = (inputs + 1) * hidden + (hidden + 1) * outputs
    box = card.get_by_role("textbox")
    for typed, told in ((f"{n + 1}", "n + 1"), (f"{2 * hidden * (inputs + outputs)}", "You forgot the biases."),
                        ("many", "can't be read"), (f"2*{n}", "Right.")):  # fmt: skip
        box.fill(typed)
        box.press("Enter")
        expect(card.locator(".verdict")).to_contain_text(told)


def test_a_phone_scrolls_nothing_but_its_boxes(browser: Browser, address: str):
    page = opened(browser, address, width=390)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert page.locator(".bp-cost").first.bounding_box()["width"] <= 390
    page.close()


# Without Python.


def test_every_count_is_looked_up_and_is_what_the_notebook_computes(static: Page, source):
    counts = static.locator(".screen.shown", has=static.get_by_label("Operations, counted"))
    memory = static.locator(".screen.shown", has=static.get_by_label("Numbers in memory"))
    growth = static.locator(".screen.shown", has=static.get_by_label("Cost at this size"))
    modes = static.locator(".screen.shown", has=static.get_by_label("Both modes, counted"))
    for k in (1, 3, 7, 12):
        for slider in static.get_by_role("slider").all():
            slider.evaluate(SET, k)
        hidden = {"hidden neurons": float(k)}
        assert shown(counts) == words(source.show_bills(hidden).text)
        assert shown(memory) == words(source.show_memory(hidden, 1).text)
        assert shown(growth) == words(source.show_growth({"n = 10 to the": float(k)}, 1e12).text)
        assert shown(modes) == words(source.show_ends({"inputs": float(k), "outputs": float(k)}).text)
    static.get_by_role("button", name="256", exact=True).click()
    assert shown(memory) == words(source.show_memory({"hidden neurons": 12.0}, 256).text)


def test_the_run_is_recorded_and_says_so(static: Page):
    expect(start(static)).to_have_count(0)
    expect(static.get_by_text("Recorded when this page was made.")).to_be_visible()
    expect(static.get_by_text("201 of 201 numerical gradients.")).to_be_visible()
    static.get_by_role("button", name="100 hidden").click()
    expect(static.get_by_text("401 of 401 numerical gradients.")).to_be_visible()
