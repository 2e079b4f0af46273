"""Protects 5.1 for a student: counts follow their sliders, a run can be stopped, and the page works without Python."""

import re
import time

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.static import PRESS, SET, functions_of, shown, words
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
    page.locator(".bp-cost").nth(4).wait_for(state="attached")
    return page


def unfolded(page: Page) -> None:
    """Open what is folded until a prediction is made."""
    page.locator("details.bp-after:not([open]) > summary").evaluate_all("all => all.forEach(one => one.click())")


def counter(page: Page):
    return page.locator(".bp-cost").filter(visible=True).nth(1)  # the first is the network


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


def test_what_a_prediction_asks_about_is_folded_until_it_is_opened(browser: Browser, address: str):
    page = opened(browser, address)
    given_away = [
        page.get_by_text("times the operations of a forward pass"),
        page.get_by_text("A pass gets longer, too"),
    ]
    for told in given_away:
        expect(told).to_be_hidden()
    assert "four times" not in page.locator("#App").inner_text()
    unfolded(page)
    for told in given_away:
        expect(told).to_be_visible()
    page.close()


@pytest.mark.parametrize(("key", "hidden", "n"), [("Home", 1, 5), ("End", 12, 49)])
def test_the_counter_follows_its_slider_to_both_ends_and_stays_unfolded(live: Page, key: str, hidden: int, n: int):
    unfolded(live)
    move(live, "hidden neurons", key)
    expect(counter(live)).to_have_attribute("aria-label", re.compile(f"central difference: {2 * n} forward; "))
    expect(live.get_by_text(f"The 2-{hidden}-1 network has {n} parameters.")).to_be_visible()
    expect(live.get_by_role("row", name=re.compile("^central difference .* 0 "))).to_be_visible()


def test_the_picture_keeps_its_place_while_the_slider_moves(live: Page):
    heights = set()
    for key in ("Home", "End"):
        unfolded(live)
        move(live, "hidden neurons", key)
        live.wait_for_timeout(400)
        heights.add(counter(live).bounding_box()["height"])
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
    expect(live.get_by_label(re.compile(r"^Results in memory, 256 examples\..* 22016 "))).to_be_visible()


def test_turned_round_the_other_mode_takes_fewer(live: Page):
    live.get_by_role("button", name="turned round").click()
    expect(live.get_by_text("1 input, 12 outputs: forward mode takes fewer")).to_be_visible()
    live.get_by_role("button", name="many inputs").click()
    expect(live.get_by_text("12 inputs, 1 output: reverse mode takes fewer")).to_be_visible()


def test_between_a_square_and_a_wide_table_the_counts_follow_the_rule(live: Page):
    move(live, "inputs", "Home")
    for _ in range(3):
        move(live, "inputs", "ArrowRight")
    move(live, "outputs", "End")
    expect(live.get_by_text("4 inputs, 12 outputs: forward mode takes fewer")).to_be_visible()
    move(live, "outputs", "Home")
    for _ in range(3):
        move(live, "outputs", "ArrowRight")
    expect(live.get_by_text("4 inputs, 4 outputs: about the same")).to_be_visible()


def test_a_run_can_be_watched_stopped_and_started_again_while_the_page_stays_alive(live: Page):
    unfolded(live)
    live.get_by_role("button", name="320 hidden").click()
    expect(start(live)).to_have_text("Start")
    start(live).evaluate(PRESS)
    expect(start(live)).to_have_text("Stop")
    move(live, "hidden neurons", "Home")
    expect(live.get_by_text("The 2-1-1 network has 5 parameters.")).to_be_visible()
    assert start(live).text_content() == "Stop"  # the slider did not wait for the end of the run
    start(live).evaluate(PRESS)
    expect(start(live)).to_have_text("Start again")
    stopped = where(live)
    assert re.fullmatch(r"pass \d+ of 2562", stopped)
    time.sleep(0.6)
    assert where(live) == stopped


def test_every_network_that_was_run_keeps_its_row_and_two_of_them_are_compared(live: Page):
    runs = live.get_by_label("The runs in numbers")
    live.get_by_role("button", name="80 hidden", exact=True).click()
    start(live).evaluate(PRESS)
    expect(live.get_by_text("321 of 321 numerical gradients")).to_be_visible(timeout=120_000)
    expect(live.get_by_text("Run another network to the end")).to_be_visible()
    live.get_by_role("button", name="160 hidden", exact=True).click()
    expect(runs.get_by_role("row", name=re.compile("^2-80-1 "))).to_be_visible()  # a choice erases nothing
    start(live).evaluate(PRESS)
    expect(live.get_by_text("641 of 641 numerical gradients")).to_be_visible(timeout=120_000)
    expect(live.get_by_text("From 80 hidden neurons to 160: 2 times the parameters, 3.99 times")).to_be_visible()
    expect(runs.get_by_role("row", name=re.compile("^2-80-1 321 of 321 "))).to_be_visible()
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


@pytest.fixture(scope="module")
def phone(browser: Browser, address: str):
    page = opened(browser, address, width=390)
    yield page
    page.close()


def test_a_phone_scrolls_nothing_but_its_boxes(phone: Page):
    unfolded(phone)
    assert phone.evaluate("document.documentElement.scrollWidth") <= 390
    assert counter(phone).bounding_box()["width"] <= 390
    formulas = "all => all.filter(one => one.scrollWidth > one.clientWidth).length"
    assert phone.locator(".katex-display").evaluate_all(formulas) == 0


def test_on_a_phone_the_menu_covers_no_link(phone: Page):
    way = phone.locator(".paragraph:has(+ h1)")
    way.evaluate("way => way.textContent = 'a way that is so long that it fills more than a line: '.repeat(3)")
    padded = way.evaluate("way => way.getBoundingClientRect().right - parseFloat(getComputedStyle(way).paddingRight)")
    menu = phone.get_by_test_id("notebook-actions-dropdown").or_(phone.locator("button[aria-label*='ctions']")).first
    assert padded <= menu.bounding_box()["x"]


# Without Python.


def test_every_count_is_looked_up_and_is_what_the_notebook_computes(static: Page, source):
    counts = static.locator(".screen.shown", has=static.get_by_label("Operations, counted"))
    memory = static.locator(".screen.shown", has=static.get_by_label("Numbers in memory"))
    growth = static.locator(".screen.shown", has=static.get_by_label("Cost at this size"))
    modes = static.locator(".screen.shown", has=static.get_by_label("Both modes, counted"))
    unfolded(static)
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
    expect(static.get_by_text("321 of 321 numerical gradients")).to_be_visible()
    static.get_by_role("button", name="160 hidden").click()
    expect(static.get_by_text("641 of 641 numerical gradients")).to_be_visible()
