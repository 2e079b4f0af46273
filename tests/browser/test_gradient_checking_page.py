"""Protects 5.5: its controls and its game on a served page, the same without Python, its slides, its weight."""

import random
import re
from collections.abc import Iterator
from html import unescape

import numpy as np
import pytest
from playwright.sync_api import Browser, Page, expect

from course_lib.numerals import numeral
from course_lib.sections.checking.examples import CASES
from course_lib.sections.checking.lab import PLANTED
from tests.browser.conftest import Watched, watching
from tests.browser.static import (
    A_LIGHT_MOVE,
    PRESS,
    SET,
    card,
    functions_of,
    shown,
    static_page,
    unfold,
    words,
    work_of_a_move,
)
from tests.browser.test_deck_page import MEASURE, SMALLEST, deck_of, walk
from tests.serving import ROOT, serve

NOTEBOOK = ROOT / "notebooks" / "5_5_gradient_checking.py"
DTYPES = {"float64": np.float64, "float32": np.float32}


@pytest.fixture(scope="module")
def source():
    return functions_of(NOTEBOOK.stem)


@pytest.fixture(scope="module")
def served():
    with serve(NOTEBOOK) as address:
        yield address


@pytest.fixture(scope="module")
def static(browser: Browser, site):
    with static_page(browser, site, "5.5", ".bp-plot") as page:
        page.get_by_role("heading", name="Take with you").wait_for()
        yield page


def press(page: Page, group: str, name: str, which: int = 0) -> None:
    page.get_by_role("group", name=group, exact=True).nth(which).get_by_role("button", name=name, exact=True).click()


def set_step(page: Page, which: int, number: float) -> None:
    page.get_by_role("slider", name="log₁₀ h", exact=True).nth(which).evaluate(SET, number)


def opened(watched: Watched, address: str) -> Page:
    watched.page.goto(f"{address}/?seed=7")
    watched.page.get_by_role("heading", name="Take with you").wait_for()
    card(watched.page, "Question 4").wait_for()
    unfold(watched.page)
    return watched.page


@pytest.fixture(scope="module")
def shared(browser: Browser, served: str) -> Iterator[Page]:
    """One page for all tests that each use a section of their own."""
    with watching(browser) as watched:
        yield opened(watched, served)
        assert watched.is_clean(), watched.complaints


# Served.


def test_the_v_curve_follows_its_controls_from_end_to_end(shared: Page):
    picture = shared.locator(".bp-plot").first
    for function in CASES:
        press(shared, "function", function)
        for scheme in ("forward", "central"):
            press(shared, "difference", scheme)
            for step in (-15, -1):
                set_step(shared, 0, step)
                expect(picture).to_have_attribute("aria-label", re.compile(f"at h = {numeral(10.0**step)} it is"))
    press(shared, "function", "σ(u) at 1.3")
    press(shared, "numbers", "float32")
    set_step(shared, 0, -9)
    expect(shared.get_by_text("At h = 1e−9 nothing moves:")).to_be_visible()


def test_a_mistake_is_planted_caught_and_hidden(shared: Page):
    shared.get_by_role("combobox", name="planted").select_option("Linear: db averaged")
    expect(shared.get_by_text("Caught in b2.")).to_be_visible()
    expect(shared.get_by_text("self.db = dZ.mean(axis=0)")).to_be_visible()
    press(shared, "N =", "1")
    expect(shared.get_by_text("The sizes hide it: with N = 1 and D = 2")).to_be_visible()
    for layer in PLANTED:
        shared.get_by_role("combobox", name="planted").select_option(layer)
    for step in (0, -10):
        set_step(shared, 2, step)
    press(shared, "numbers", "float32", 1)
    expect(shared.get_by_text("float32; all in one norm")).to_be_visible()


def test_the_gate_is_caught_where_it_is_closed(shared: Page):
    weight = shared.get_by_role("slider", name="w1", exact=True)
    for number, says in ((-0.5, "Caught in W1, b1 and X"), (-0.05, "The check cannot tell"), (0.5, "Not caught.")):
        weight.evaluate(SET, number)
        expect(shared.locator(".bp-says", has_text="z1 =").get_by_text(says)).to_be_visible()


def test_the_game_is_played_by_keyboard_answers_and_goes_on(shared: Page):
    game = card(shared, "Question 4")
    rows = game.get_by_role("table").inner_text()
    radios = game.get_by_role("radio")
    expect(radios).to_have_count(5)
    before = game.get_by_role("status").inner_text()
    game.get_by_role("button", name="Check").evaluate(PRESS)
    expect(game.get_by_role("status")).not_to_have_text(before)  # it was heard
    expect(game.get_by_role("status")).to_have_attribute("data-rung", "nothing")
    radios.first.focus()
    shared.keyboard.press("Space")
    shared.keyboard.press("Enter")
    expect(game.get_by_role("status")).to_have_attribute("data-rung", re.compile("mistaken|right"))
    for k in range(5):
        radios.nth(k).check(force=True)
        game.get_by_role("button", name="Check").click()
        shared.wait_for_timeout(150)
        if game.get_by_role("status").get_attribute("data-rung") == "right":
            break
    expect(game.get_by_role("status")).to_have_attribute("data-rung", "right")
    game.get_by_role("button", name="A fresh question of this kind").click()
    expect(game.get_by_role("status")).to_have_attribute("data-rung", "nothing")
    expect(game.get_by_role("radio", checked=True)).to_have_count(0)
    assert game.get_by_role("table").inner_text() != rows
    expect(shared.get_by_role("row", name="Question 4: the wrong line")).to_contain_text("then open")


def test_nothing_is_wider_than_the_page(watched: Watched, shared: Page, served: str):
    assert shared.evaluate("document.documentElement.scrollWidth") <= 1280
    watched.page.set_viewport_size({"width": 390, "height": 844})
    phone = opened(watched, served)
    assert phone.evaluate("document.documentElement.scrollWidth") <= 390


# Without Python.


def test_the_static_v_curve_is_the_notebooks_own(static: Page, source):
    chance = random.Random(2)
    place = static.locator(".screen.shown", has=static.get_by_label("The quotient at this step"))
    for _ in range(20):
        function, scheme, dtype = (
            chance.choice(list(CASES)),
            chance.choice(["central", "forward"]),
            chance.choice(list(DTYPES)),
        )
        step = chance.randint(-30, -2) / 2
        press(static, "function", function)
        press(static, "difference", scheme)
        press(static, "numbers", dtype)
        set_step(static, 0, step)
        expected = source.show_step(CASES[function], scheme, DTYPES[dtype], {"log₁₀ h": step})
        assert shown(place) == words(expected.text)
        label = re.search(r'aria-label="(Relative error[^"]*)"', expected.text)[1]
        assert place.locator(".bp-plot").get_attribute("aria-label") == unescape(label)


def test_the_static_kink_and_gate_are_the_notebooks_own(static: Page, source):
    kink = static.locator(".screen.shown", has_text="f(u) = relu(tanh u)")
    for name, at in (("0.03", 0.03), ("0", 0.0), ("−0.03", -0.03)):
        press(static, "u =", name)
        for scheme in ("central", "forward"):
            press(static, "difference", scheme, 1)
            for step in (-4, -1.6, -1):
                set_step(static, 1, step)
                assert shown(kink) == words(source.show_kink(at, scheme, {"log₁₀ h": step}).text)
    gate = static.locator(".screen.shown", has_text="the gate is")
    for name, forgotten in (("forgotten", True), ("in place", False)):
        press(static, "relu's gate", name)
        for w1 in (-1, -0.05, 0.5, 1):
            static.get_by_role("slider", name="w1", exact=True).evaluate(SET, w1)
            assert shown(gate) == words(source.show_point(forgotten, {"w1": w1}).text)


def test_the_static_lab_is_the_notebooks_own(static: Page, source):
    chance = random.Random(4)
    lab = static.locator(".screen.shown", has=static.locator(".bp-table.report")).filter(
        has_text=re.compile("aught|Nothing")
    )
    lab = lab.filter(has_not_text="the gate is").last
    line = static.locator(".screen.shown", has_text="The right backward")
    for _ in range(25):
        name, dtype = chance.choice(list(PLANTED)), chance.choice(list(DTYPES))
        N, D, step = chance.choice([1, 2, 5]), chance.choice([1, 2]), chance.choice([-10, -5, 0])
        static.get_by_role("combobox", name="planted").select_option(name)
        press(static, "N =", str(N))
        press(static, "D =", str(D))
        press(static, "numbers", dtype, 1)
        set_step(static, 2, step)
        expected = source.show_lab(PLANTED[name], N, D, "central", DTYPES[dtype], {"log₁₀ h": step})
        assert shown(lab) == words(expected.text)
        assert PLANTED[name].part.backward.__doc__ is None
        assert ("The wrong one" in shown(line)) == (PLANTED[name].mistake is not None)


def test_the_static_norm_follows_and_the_game_answers(static: Page, source):
    norm = static.locator(".screen.shown", has_text="all gradients in one norm")
    for name, scale in (("1e−8", 1e-8), ("1", 1.0)):
        press(static, "last layer's weights ×", name)
        assert shown(norm) == words(source.show_norm(scale).text)
    game = card(static, "Question 4")
    said = set()
    for radio in game.get_by_role("radio").all():
        radio.evaluate("radio => radio.click()")  # what scrolls into view may still move
        game.get_by_role("button", name="Check").click()
        said.add(game.get_by_role("status").inner_text())
    assert len(said) == 5
    assert sum(text.startswith("✓ Right.") for text in said) == 1


@pytest.mark.parametrize(("which", "ends"), [(0, [-15, -1]), (1, [-4, -1]), (2, [-10, 0])])
def test_an_update_is_light(static: Page, which: int, ends: list[float]):
    slider = static.get_by_role("slider", name="log₁₀ h", exact=True).nth(which)
    assert work_of_a_move(slider, *ends) <= A_LIGHT_MOVE


# The deck.


@pytest.fixture
def deck(browser: Browser):
    with deck_of(browser, "5.5") as page:
        yield page


def test_the_lab_and_the_game_fit_their_slides_whatever_is_chosen(deck: Page):
    for name in walk(deck, "5.5"):
        section = deck.locator("section.present").last
        if name == "lab_picture":
            for sizes in ("1", "5"):
                for group in ("N =", "D ="):
                    section.get_by_role("group", name=group, exact=True).get_by_role("button", name=sizes).click()
                for layer in PLANTED:
                    section.get_by_role("combobox", name="planted").select_option(layer)
                    deck.wait_for_timeout(60)
                    assert deck.evaluate(MEASURE, SMALLEST)["over"] <= 1, (layer, sizes)
        if name == "game":
            for radio in section.get_by_role("radio").all():
                radio.check(force=True)
                section.get_by_role("button", name="Check").click()
                deck.wait_for_timeout(150)
                assert deck.evaluate(MEASURE, SMALLEST)["over"] <= 1
            break
        deck.evaluate("document.activeElement?.blur()")
        deck.mouse.click(600, 690)
    assert name == "game"
