"""Protects followers of controls on a page without Python: they show what the notebook's own functions return."""

import random
import re
from html import unescape

import pytest
from playwright.sync_api import Page, expect

from course_lib import forward
from course_lib.drawing.live import STATEMENTS
from course_lib.drawing.program import chain as chain_of
from tests.browser.static import A_LIGHT_MOVE, SET, functions_of, set_slider, shown, static_page, words, work_of_a_move

FAR = {"x": 2.0, "w1": 0.5, "b1": 0.1, "w2": 2.0, "b2": -0.2, "target": 0.05}
STAGES = {
    "u²": "{}**2",
    "3u + 1": "3*{} + 1",
    "sin u": "sin({})",
    "e^u": "exp({})",
    "tanh u": "tanh({})",
    "σ(u)": "sigmoid({})",
}


@pytest.fixture(scope="module")
def source():
    return functions_of("5_3_chain_rule")


@pytest.fixture(scope="module")
def static(browser, site):
    with static_page(browser, site, "5.3", ".bp-plot") as page:
        yield page


def test_the_chain_follows_its_functions_and_its_slider(static: Page, source):
    chance = random.Random(3)
    chain = static.locator(".screen", has=static.locator("[data-node=g]"))
    told = chain.first.locator("xpath=..").locator(".words")
    slider = static.get_by_role("slider", name="x", exact=True).first
    for _ in range(15):
        names, x = [chance.choice(list(STAGES)) for _ in range(3)], round(chance.uniform(-2, 2), 2)
        for label, name in zip(("h(u) =", "g(u) =", "f(u) ="), names, strict=True):
            static.get_by_label(label).select_option(name)
        slider.evaluate(SET, x)
        live = source.live_chain(*(STAGES[name] for name in names))
        trace = live.trace(forward(live.graph, x=x), STATEMENTS)
        picture, told_live = chain_of(live, trace, "")
        expect(chain.locator("[data-node=x] .value")).to_have_text(str(x).replace("-", "−").removesuffix(".0"))
        assert shown(chain.first) == words(picture)
        assert shown(told) == words(told_live)


def test_composed_and_multiplied_follow_the_functions_and_say_where_they_hold(static: Page, source):
    table = static.locator(".screen.shown", has=static.get_by_label("Composing and multiplying"))
    for names in (("sin u", "u²", "e^u"), ("3u + 1", "tanh u", "u²"), ("σ(u)", "σ(u)", "σ(u)")):
        for label, name in zip(("h(u) =", "g(u) =", "f(u) ="), names, strict=True):
            static.get_by_label(label).select_option(name)
        expected = source.show_slopes(*(STAGES[name] for name in names), {"x": 0.8})
        assert shown(table) == words(expected.text)
    expect(static.get_by_text("On this page these numbers hold at x = 0.8.")).to_be_visible()


def test_the_nudge_follows_its_number_and_its_sliders(static: Page, source):
    chance = random.Random(4)
    table = static.locator(".screen.shown", has=static.locator(".bp-plot"))
    for _ in range(40):
        leaf = chance.choice(["x", "w1", "b1", "w2", "b2"])
        value, epsilon = chance.randint(-12, 12) / 4, round(chance.randint(-10, 10) * 0.05, 2)
        static.get_by_label("nudge").first.select_option(leaf)
        set_slider(static, "its value", value)
        set_slider(static, "ε", epsilon)
        moved = {"its value": value, "ε": epsilon}
        expected = source.show_nudge(source.lecture_network(), FAR, leaf, moved)
        assert shown(table) == words(expected.text)
        label = re.search(r'aria-label="(L against[^"]*)"', expected.text)[1]
        assert table.locator(".bp-plot").get_attribute("aria-label") == unescape(label)


def test_a_typed_number_becomes_the_nearest_position(static: Page):
    box = static.get_by_role("spinbutton", name="its value, number")
    for typed, taken in (("0.6", "0.5"), ("-2.9", "-3"), ("99", "3"), ("", "3")):
        box.fill(typed)
        box.press("Tab")
        expect(box).to_have_value(taken)


def test_the_sum_of_two_contributions_follows_the_sliders_of_its_graph(static: Page, source):
    table = static.locator(".screen.shown", has=static.get_by_label("Two contributions"))
    for w, x in ((-2, -2), (2, 2), (0, 0), (0.3, -1.7), (1.5, 0.8)):
        set_slider(static, "w", w)
        static.get_by_role("slider", name="x", exact=True).last.evaluate(SET, x)
        expected = source.show_sum(source.shared_weight(), {"w": float(w), "x": float(x)})
        assert shown(table) == words(expected.text)


@pytest.mark.parametrize(("name", "ends"), [("its value", [-3, 3]), ("ε", [-0.5, 0.5]), ("w", [-2, 2])])
def test_an_update_is_light(static: Page, name: str, ends: list[float]):
    slider = static.get_by_role("slider", name=name, exact=True)
    assert work_of_a_move(slider, *ends) <= A_LIGHT_MOVE
