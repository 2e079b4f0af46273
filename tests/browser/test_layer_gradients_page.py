"""Protects 5.4: every control works at both ends, wrong transposes are named, and the page works without Python."""

import random
import re
from collections.abc import Iterator
from itertools import product

import numpy as np
import pytest
from playwright.sync_api import Browser, Page, expect

from course_lib.layers.layer import LeakyReLU, ReLU, Sigmoid, Tanh
from tests.browser.conftest import NOTEBOOKS, Watched, watching
from tests.browser.static import (
    A_LIGHT_MOVE,
    SET,
    card,
    functions_of,
    set_slider,
    shown,
    static_page,
    unfold,
    words,
    work_of_a_move,
)
from tests.serving import serve

SLIDERS = [
    *("examples", "inputs", "units", "from input", "to unit", "examples N", "inputs D", "units H"),
    *("added to Z", "z", "outputs D"),
]


@pytest.fixture(scope="module")
def layers():
    with serve(NOTEBOOKS / "5_4_layer_gradients.py") as address:
        yield address


def open_page(watched: Watched, address: str) -> Page:
    watched.page.goto(address)
    watched.page.get_by_role("heading", name="Take with you").wait_for()
    watched.page.get_by_label("Every layer checked").wait_for()
    unfold(watched.page)
    watched.page.locator(".bp-grid-picture").wait_for()
    return watched.page


@pytest.fixture(scope="module")
def shared(browser: Browser, layers: str) -> Iterator[Page]:
    """One page for all tests that each use a section of their own."""
    with watching(browser) as watched:
        yield open_page(watched, f"{layers}/?seed=7")
        assert watched.is_clean(), watched.complaints


def test_every_slider_reaches_both_ends_and_nothing_breaks(watched: Watched, layers: str):
    page = open_page(watched, layers)
    for name in SLIDERS:
        for slider in page.get_by_role("slider", name=name, exact=True).all():
            for key in ("Home", "End"):
                slider.press(key)
                expect(slider).to_be_focused()
    page.wait_for_timeout(500)
    assert "NaN" not in page.locator("#App").inner_text().replace("turns −∞ into NaN", "")
    assert watched.is_clean(), watched.complaints


def test_a_weight_beyond_the_layer_is_the_last_one(shared: Page):
    shared.get_by_role("slider", name="to unit", exact=True).press("End")
    shared.get_by_role("slider", name="units", exact=True).press("Home")
    picture = shared.locator(".bp-grid-picture")
    expect(picture).to_have_attribute("aria-label", re.compile("from input 2 to unit 1:"))
    expect(picture.locator(".entry.lit")).to_have_count(9)  # a column of four, another, and their sum


def test_equal_sizes_let_every_wrong_product_pass(shared: Page):
    expect(shared.get_by_text("Only one product has the shape of W, 3 × 2.")).to_be_visible()
    shared.get_by_role("button", name="all square").click()
    expect(shared.get_by_text("6 of 6 products have the shape of W, 3 × 3, and 5 of them are wrong")).to_be_visible()
    shared.get_by_role("group", name="gradient of").get_by_role("button", name="X").click()
    expect(shared.get_by_text("6 of 6 products have the shape of X, 3 × 3, and 5 of them are wrong")).to_be_visible()


def test_a_wrong_transpose_is_named(shared: Page):
    asked = card(shared, "Question 1")
    X, dZ = (
        np.array(
            [[float(cell.replace("−", "-")) for cell in row.split("\t")] for row in table.inner_text().splitlines()[1:]]
        )
        for table in asked.locator(".bp-matrix").all()
    )
    prompt = asked.locator(".ask").inner_text()
    row, column = (int(prompt.split(word)[1].strip(" ,.")[0]) - 1 for word in ("row", "column"))
    for answer, title in (
        ((X @ dZ)[row, column], "X · ∂L/∂Z"),
        ((dZ.T @ X)[row, column], "That is the entry on the other side of the diagonal"),
        ((X.T @ dZ)[row, column] / 2, "You took the mean over the examples."),
        ((X.T @ dZ)[row, column], "Right."),
    ):
        asked.get_by_role("textbox").fill(f"{answer:g}")
        asked.get_by_role("textbox").press("Enter")
        expect(asked.get_by_role("status")).to_contain_text(title)


def test_the_lectures_double_division_comes_out_right_by_accident_only(shared: Page):
    for said in (
        "averages 16 entries and divides by 8: ∂L/∂Y is 2 times the right one",
        "the parameters' gradients are 0.25 times the right ones",
    ):
        expect(shared.get_by_text(said)).to_be_visible()
    shared.get_by_role("button", name="N = D = 4").click()
    expect(shared.get_by_text("N = D = 4: the parameters' gradients are right")).to_be_visible()


# The page without Python.


@pytest.fixture(scope="module")
def source():
    return functions_of("5_4_layer_gradients")


@pytest.fixture(scope="module")
def static(browser, site):
    with static_page(browser, site, "5.4", ".bp-plot") as page:
        page.get_by_text("does not multiply").first.wait_for(state="attached")
        yield page


@pytest.fixture(scope="module")
def data(source):
    _, found = source.app.run()
    return found


def test_the_weights_sum_follows_its_sliders(static: Page, source, data):
    place = static.locator(".screen.shown", has=static.locator(".bp-grid-picture"))
    chance = random.Random(1)
    names = ("examples", "inputs", "units", "from input", "to unit")
    for _ in range(12):
        numbers = [chance.randint(1, 4), *(chance.randint(1, 3) for _ in range(4))]
        columns = chance.random() < 0.5
        for name, number in zip(names, numbers, strict=True):
            static.get_by_role("slider", name=name, exact=True).first.evaluate(SET, number)
        static.get_by_role("button", name="columns are examples" if columns else "rows are examples").click()
        expected = source.show_weight(data["X"], data["dZ"], dict(zip(names, numbers, strict=True)), columns)
        assert shown(place) == words(expected.text)


def test_activations_follow_their_choice_and_slider(static: Page, source):
    place = static.locator(".screen.shown", has=static.get_by_label("Value and derivative"))
    for (name, layer), z in product(
        {"ReLU": ReLU, "leaky ReLU": LeakyReLU, "sigmoid": Sigmoid, "tanh": Tanh}.items(), (-8.0, 0.0, 2.0, 8.0)
    ):
        static.get_by_role("group", name="layer").get_by_role("button", name=name, exact=True).click()
        static.get_by_role("slider", name="z", exact=True).first.evaluate(SET, z)
        assert shown(place) == words(source.show_activation(layer, {"z": z}).text)


def test_products_and_divisions_follow_their_presets(static: Page):
    static.get_by_role("button", name="all square").click()
    expect(static.get_by_text("6 of 6 products have the shape of W, 3 × 3")).to_be_attached()
    static.get_by_role("button", name="N = D = 4").click()
    expect(static.get_by_text("right by accident")).to_be_attached()


def test_the_lectures_network_from_layers_follows_its_gate(static: Page, source):
    place = static.locator(".screen.shown", has=static.get_by_label("The lecture's network, three ways"))
    at = {"x": 2.0, "W1": -0.5, "b1": 0.1, "W2": 0.8, "b2": -0.2, "target": 0.7}
    static.get_by_role("button", name="gate closed: W1 = −0.5").click()
    assert shown(place) == words(source.show_whole(at).text)


@pytest.mark.parametrize(("name", "ends"), [("from input", [1, 3]), ("added to Z", [-2, 2]), ("outputs D", [1, 8])])
def test_an_update_is_light(static: Page, name: str, ends: list[float]):
    assert work_of_a_move(static.get_by_role("slider", name=name, exact=True), *ends) <= A_LIGHT_MOVE
    set_slider(static, name, ends[0])
