"""Protects 5.6: its lab on a served page, the same without Python, its slides, its weight."""

import random
import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from course_lib.sections.depth.blocks import PRESETS, SKIPS, STARTS, Setting, measured
from course_lib.sections.depth.layer_plot import gradients
from course_lib.sections.depth.words import CURES, said_of_depth
from tests.browser.conftest import Watched, watching
from tests.browser.static import (
    A_LIGHT_MOVE,
    PRESS,
    functions_of,
    set_slider,
    shown,
    static_page,
    words,
    work_of_a_move,
)
from tests.browser.test_deck_page import MEASURE, SMALLEST, deck_of, walk
from tests.serving import ROOT, serve

NOTEBOOK = ROOT / "notebooks" / "5_6_vanishing_gradients.py"
LABELS = {"activation": "activation", "start": "weights", "skip": "skip", "normalise": "norm"}
OPENS_WITH = {"activation": "relu", "weights": "He", "skip": "none", "norm": "off", "layers": "30", "units": "64"}
ACTIVATIONS = ("sigmoid", "tanh", "relu")


@pytest.fixture(scope="module")
def source():
    return functions_of(NOTEBOOK.stem)


@pytest.fixture(scope="module")
def served():
    with serve(NOTEBOOK) as address:
        yield address


def opened(watched: Watched, address: str) -> Page:
    watched.page.goto(address)
    watched.page.get_by_role("heading", name="Take with you").wait_for()
    expect(lab(watched.page).get_by_role("status")).to_contain_text("median of 10")
    return watched.page


@pytest.fixture(scope="module")
def shared(browser: Browser, served: str) -> Iterator[Page]:
    """The page, opened once for all tests but the one that takes the first line off."""
    with watching(browser) as watched:
        yield opened(watched, served)
        assert watched.is_clean(), watched.complaints


@pytest.fixture
def page(shared: Page) -> Page:
    """The page with the lab's controls where it opens with them."""
    for group, name in OPENS_WITH.items():
        press(shared, group, name)
    return shared


@pytest.fixture(scope="module")
def static(browser: Browser, site):
    with static_page(browser, site, "5.6", ".bp-plot") as page:
        yield page


def press(place: Page | Locator, group: str, name: str, which: int = -1) -> None:
    """The lab's control, where the notebook has several of this name: it is the last of them but the axis."""
    groups = place.get_by_role("group", name=group, exact=True)
    (groups.last if which < 0 else groups.nth(which)).get_by_role("button", name=name, exact=True).click()


def lab(page: Page) -> Locator:
    return page.locator(".screen.shown", has=page.get_by_label("spread of the examples"))


def alternative(svg: str) -> str:
    return re.search(r'aria-label="([^"]*)"', svg)[1]


def test_the_lab_measures_what_is_chosen_and_its_band_grows_to_ten_starts(page: Page):
    for activation, start, skip, norm in (("sigmoid", "Xavier", "none", "off"), ("relu", "He", "plain", "on")):
        for group, name in (("activation", activation), ("weights", start), ("skip", skip), ("norm", norm)):
            press(page, group, name)
        found = measured(Setting(activation, start, skip, norm == "on"))
        expect(lab(page).get_by_role("status")).to_have_text(words(said_of_depth(found).replace("**", "")))
        expected = alternative(gradients(found, [measured(PRESETS["relu + Xavier"])], 8))
        assert lab(page).locator("svg").first.get_attribute("aria-label") == expected


def test_a_line_is_pinned_stays_and_is_taken_off(watched: Watched, served: str):
    page = opened(watched, served)
    press(page, "skip", "plain")
    page.get_by_role("button", name="pin this line").click()
    press(page, "skip", "1/√depth")
    names = lab(page).locator(".bp-key").get_by_role("listitem")
    expect(names).to_have_count(3)
    expect(names.last).to_contain_text("relu + He + skip: back 1.5e6")
    expect(page.get_by_role("button", name="take off relu + He + skip", exact=True)).to_be_visible()
    page.get_by_role("button", name="take off relu + Xavier", exact=True).click()
    expect(names).to_have_count(2)
    assert watched.is_clean(), watched.complaints


def test_what_waits_for_a_prediction_opens_when_it_is_locked_and_nothing_else(page: Page):
    waiting = page.locator("details.bp-after")
    assert waiting.evaluate_all("folds => folds.map(fold => fold.open)") == [False]
    for name, is_open in (("becomes about 1", False), ("∂L/∂h⁽⁰⁾", True)):
        form = page.locator("form", has=page.get_by_role("radio", name=name))
        form.get_by_role("radio", name=name).check()
        form.locator("button.lock").click()
        expect(form.locator("button.lock")).to_have_text("Locked")
        assert waiting.evaluate_all("folds => folds.map(fold => fold.open)") == [is_open]


def test_the_widest_and_deepest_network_comes_piece_by_piece(page: Page):
    press(page, "layers", "40")
    press(page, "units", "128")
    expect(lab(page).get_by_role("status")).to_contain_text("relu + He, 40 deep, 128 wide")
    expect(lab(page).get_by_role("status")).to_contain_text("median of 10")


def test_clicks_in_quick_succession_end_at_the_last_one(page: Page):
    for activation in ("sigmoid", "tanh", "relu", "tanh"):
        press(page, "activation", activation)
    press(page, "units", "128")
    press(page, "units", "16")
    found = measured(Setting("tanh", width=16))
    expect(lab(page).get_by_role("status")).to_have_text(words(said_of_depth(found).replace("**", "")))


def test_the_table_runs_and_says_every_network(page: Page):
    page.get_by_role("button", name="Start", exact=True).evaluate(PRESS)
    table = page.get_by_role("region", name="The norm at the first layer")
    expect(table.locator("tr")).to_have_count(1 + len(PRESETS))
    expect(table.locator("tr").last).to_contain_text("relu + He + norm390")


# Without Python.


def test_the_static_lab_shows_what_the_live_one_shows(static: Page, source):
    chance = random.Random(6)
    offered = [preset for preset in PRESETS.values() if preset.start != "N(0, 1)"]
    for _ in range(25):
        chosen = Setting(
            chance.choice(ACTIVATIONS), chance.choice(STARTS), chance.choice(SKIPS), chance.choice((False, True))
        )
        pinned = chance.choice(offered)
        for field, label in LABELS.items():
            value = getattr(chosen, field)
            press(static, label, ("on" if value else "off") if field == "normalise" else value)
        static.get_by_role("combobox", name="pinned").select_option(str(pinned))
        found, others = measured(chosen), [measured(other) for other in [pinned] if other != chosen]
        assert shown(lab(static)) == words(source.show_lab(found, others, 8))
        assert lab(static).locator("svg").first.get_attribute("aria-label") == alternative(gradients(found, others, 8))
        assert static.get_by_text(f"{chosen}: the gradient", exact=False).count() >= 1


def test_the_static_number_cure_and_order_follow(static: Page, source):
    for weight in (0.0, 0.9, 4.0, 5.0):
        set_slider(static, "w", weight)
        for activation in ("none", "tanh", "sigmoid"):
            press(static, "activation", activation, 0)
            expected = words(source.show_number(activation, {"w": weight}, 30, 8).text)
            assert expected in {shown(screen) for screen in static.locator(".screen.shown").all()}
    for name, cure in CURES.items():
        static.get_by_role("combobox", name="cure").select_option(name)
        expect(static.locator(".bp-says", has_text=cure.fails)).to_be_visible()
    for depth in ("1", "8"):
        press(static, "layers K =", depth)
        expected = words(source.show_orders(int(depth)).text)
        assert expected in {shown(screen) for screen in static.locator(".screen.shown").all()}


def test_the_static_lab_shows_no_choice_of_one(static: Page):
    shown_choices = [place.inner_text() for place in static.locator(".choice").all()]
    assert sum(words_of.startswith("axis") for words_of in shown_choices) == 3
    assert not [words_of for words_of in shown_choices if words_of.startswith(("units", "layers\n"))]


def test_the_static_table_is_recorded(static: Page):
    expect(static.get_by_text("Recorded when this page was made.")).to_be_visible()
    table = static.get_by_role("region", name="The norm at the first layer")
    expect(table.locator("tr")).to_have_count(1 + len(PRESETS))


def test_an_update_is_light(static: Page):
    slider = static.get_by_role("slider", name="w", exact=True)
    assert work_of_a_move(slider, 0, 5) <= A_LIGHT_MOVE


# The deck.


@pytest.fixture
def deck(browser: Browser):
    with deck_of(browser, "5.6") as page:
        yield page


def test_the_lab_and_the_cures_fit_their_slides_whatever_is_chosen(deck: Page):
    for name in walk(deck, "5.6"):
        section = deck.locator("section.present").last
        if name == "lab_picture":
            for activation in ACTIVATIONS:
                press(section, "activation", activation)
                for start in STARTS:
                    press(section, "weights", start)
                    for norm in ("on", "off"):
                        press(section, "norm", norm)
                        found = measured(Setting(activation, start, normalise=norm == "on"))
                        expect(section.get_by_role("status")).to_have_text(
                            words(said_of_depth(found).replace("**", ""))
                        )
                        assert deck.evaluate(MEASURE, SMALLEST)["over"] <= 1, (activation, start, norm)
        if name == "alone_picture":
            for cure, said in CURES.items():
                section.get_by_role("combobox", name="cure").select_option(cure)
                expect(section.get_by_role("status")).to_contain_text(said.fails)
                assert deck.evaluate(MEASURE, SMALLEST)["over"] <= 1, cure
            break
        deck.evaluate("document.activeElement?.blur()")
        deck.mouse.click(600, 690)
    assert name == "alone_picture"
