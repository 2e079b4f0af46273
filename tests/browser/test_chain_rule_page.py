"""Protects 5.3 for a student: every control at both ends, numbers equal to the engine's, dark mode, and a phone."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from course_lib import backward, forward, parse
from course_lib.reading.explain import show
from tests.browser.conftest import Watched, watching
from tests.networks import LECTURE as LECTURE_TEXT
from tests.networks import OPEN as LECTURE

NETWORK = parse(LECTURE_TEXT)
DRAWN = ("x", "w1", "b1", "z1", "h1", "w2", "b2", "z2", "y", "target", "L")


def network(page: Page):
    """The cell with the lecture's network: the only one with a card for z1."""
    return page.locator(".bp-stack", has=page.locator("[data-node=z1]")).first


def slider(page: Page, name: str):
    return network(page).get_by_role("slider", name=name, exact=True)


def box(page: Page, name: str):
    return network(page).get_by_role("spinbutton", name=f"{name}, number")


def card(page: Page, node: str, kind: str) -> str:
    return network(page).locator(f"[data-node='{node}'] .{kind}").text_content() or ""


def expect_card(page: Page, node: str, kind: str, text: str) -> None:
    expect(network(page).locator(f"[data-node='{node}'] .{kind}")).to_have_text(text)


@pytest.fixture(scope="module")
def shared(browser: Browser, chain_rule: str) -> Iterator[Watched]:
    """The page, opened once for all tests that put its controls where they need them (see ``at_the_end``)."""
    with watching(browser) as watched:
        watched.open(chain_rule)
        yield watched


@pytest.fixture
def at_the_end(shared: Watched) -> Iterator[Page]:
    """The lecture's network with its own numbers at its last step, and nothing on the page that complains."""
    network(shared.page).get_by_role("group", name="start from").get_by_role("button", name="lecture").click()
    network(shared.page).get_by_role("button", name="operations").click()
    network(shared.page).get_by_role("checkbox").uncheck()
    slider(shared.page, "step").press("End")
    expect_card(shared.page, "x", "gradient", show(backward(forward(NETWORK, **LECTURE), of="L").grad["x"]))
    yield shared.page
    assert shared.is_clean(), shared.complaints


@pytest.fixture(scope="module")
def phone(browser: Browser, chain_rule: str) -> Iterator[Page]:
    """The page on a phone."""
    with watching(browser, width=390, height=844) as watched:
        yield watched.open(chain_rule)


def expect_engine(page: Page, **setting: float) -> None:
    """Every card shows what the engine computes for this setting."""
    values = forward(NETWORK, **setting)
    grad = backward(values, of="L").grad
    for name in DRAWN:
        expect_card(page, name, "value", show(values[name]))
        expect_card(page, name, "gradient", show(grad[name]))


def test_it_opens_with_the_lectures_numbers_and_without_an_error(shared: Watched):
    page = shared.page
    expect(network(page).locator(".bp-step")).to_contain_text("Compute L.")
    for name, value in forward(NETWORK, **LECTURE).items():
        expect_card(page, name, "value", show(value))
        expect_card(page, name, "gradient", "–")
    slider(page, "step").press("End")
    expect_engine(page, **LECTURE)
    assert shared.is_clean(), shared.complaints


def test_every_slider_reaches_both_ends_by_keyboard_and_comes_back_by_number(at_the_end: Page):
    page = at_the_end
    for name, opens_with in LECTURE.items():
        for key, end in (("Home", 0.0 if name == "target" else -3.0), ("End", 1.0 if name == "target" else 3.0)):
            slider(page, name).focus()
            page.keyboard.press(key)
            expect_engine(page, **{**LECTURE, name: end})
            expect(box(page, name)).to_have_value(f"{end:g}")
            expect(slider(page, name)).to_be_focused()
            assert "NaN" not in (page.locator("body").text_content() or "")
        box(page, name).fill(f"{opens_with:g}")
        box(page, name).press("Enter")
        expect_engine(page, **LECTURE)


def test_all_sliders_at_one_end_at_once(at_the_end: Page):
    page = at_the_end
    for name in LECTURE:
        slider(page, name).focus()
        page.keyboard.press("End")
    expect_engine(page, **{name: 1.0 if name == "target" else 3.0 for name in LECTURE})
    # Far out on the sigmoid nothing is left of the gradient, and the check must not look failed.
    errors = page.locator(".bp-table.wide td:last-child").all_text_contents()
    assert errors
    assert all(re.fullmatch(r"0|kink|rounding|\de−\d+", error) for error in errors), errors


def test_number_box_and_slider_agree_and_an_emptied_box_keeps_the_last_value(at_the_end: Page):
    page = at_the_end
    box(page, "w1").fill("1.25")
    expect_engine(page, **{**LECTURE, "w1": 1.25})
    expect(slider(page, "w1")).to_have_value("1.25")
    box(page, "w1").fill("")
    page.keyboard.press("Tab")
    expect(box(page, "w1")).to_have_value("1.25")
    expect_engine(page, **{**LECTURE, "w1": 1.25})
    box(page, "w1").fill("99")
    page.keyboard.press("Tab")
    expect(box(page, "w1")).to_have_value("3")
    expect_engine(page, **{**LECTURE, "w1": 3.0})
    slider(page, "w1").focus()
    page.keyboard.press("Home")
    expect(box(page, "w1")).to_have_value("-3")


def test_presets_set_every_slider_also_a_second_time(at_the_end: Page):
    page = at_the_end
    presets = network(page).get_by_role("group", name="start from")
    for name, change in {
        "gate closed": {"w1": -0.5},
        "saturated": {"w2": 3.0, "b2": 2.7},
        "far from the target": {"w2": 2.0, "target": 0.05},
        "lecture": {},
    }.items():
        for _ in range(2):
            presets.get_by_role("button", name=name).click()
            expect_engine(page, **{**LECTURE, **change})
            slider(page, "x").focus()
            page.keyboard.press("Home")
            expect_card(page, "x", "value", "−3")
    expect_card(page, "h1", "value", "0")


def test_steps_walk_forward_then_backward_and_not_yet_is_a_dash(at_the_end: Page):
    page = at_the_end
    step = slider(page, "step")
    step.focus()
    page.keyboard.press("Home")
    expect(network(page).locator(".bp-step")).to_contain_text("Nothing yet")
    expect_card(page, "z1", "value", "–")
    expect_card(page, "L", "gradient", "–")
    network(page).get_by_role("button", name="next").click()
    expect(network(page).locator(".bp-step .formula")).to_have_text("w1·x = 0.5·2 = 1")
    expect(step).to_have_value("1")
    for _ in range(8):
        network(page).get_by_role("button", name="next").click()
    expect(network(page).locator(".bp-step .formula")).to_have_text("∂L/∂L = 1")
    expect_card(page, "L", "gradient", "1")
    expect_card(page, "y", "gradient", "–")
    network(page).get_by_role("button", name="back").click()
    expect_card(page, "L", "gradient", "–")


def test_the_zoom_stays_at_the_same_node(at_the_end: Page):
    page = at_the_end
    step = slider(page, "step")
    step.focus()
    for _ in range(5):
        page.keyboard.press("ArrowLeft")
    expect(network(page).locator(".bp-step")).to_contain_text("Into h1.")
    network(page).get_by_role("button", name="statements").click()
    expect(network(page).locator(".bp-step")).to_contain_text(re.compile(r"into h1.*z2 = w2·h1 \+ b2", re.IGNORECASE))
    expect(network(page).locator(".tag-text")).to_have_text("−0.01619 × 0.8 = −0.01295")
    network(page).get_by_role("button", name="operations").click()
    expect(network(page).locator(".bp-step")).to_contain_text(re.compile(r"into h1.*w2·h1\b(?! \+)", re.IGNORECASE))


def test_play_starts_again_from_nothing_and_pauses(at_the_end: Page):
    page = at_the_end
    network(page).get_by_role("button", name="play").click()
    expect(network(page).locator(".bp-step")).to_contain_text("Nothing yet")
    expect(network(page).locator(".bp-step")).to_contain_text("Compute z1")
    network(page).get_by_role("button", name="pause").click()
    before = slider(page, "step").input_value()
    page.wait_for_timeout(1500)  # two steps would have gone by
    assert slider(page, "step").input_value() == before


def test_arithmetic_on_every_edge(at_the_end: Page):
    page = at_the_end
    network(page).get_by_role("checkbox").check()
    expect(network(page).locator(".label")).to_have_count(12)  # 13 edges, the active one has the tag


def test_derivation_choices_and_the_other_sections_follow_their_controls(at_the_end: Page):
    page = at_the_end
    expect(page.locator(".katex").filter(has_text="0.0259").first).to_be_visible()  # the first derivation is open
    page.get_by_role("button", name="∂L/∂w2").click()
    expect(page.locator(".katex").filter(has_text="0.0178").first).to_be_visible()
    chain = page.locator(".bp-stack", has=page.get_by_label("h(u) ="))
    chain.get_by_label("h(u) =").select_option("3u + 1")
    expect(chain.locator("[data-node=h] .value")).to_have_text("3.4")
    for key, end in (("Home", "−2"), ("End", "2")):
        chain.get_by_role("slider", name="x").focus()
        page.keyboard.press(key)
        expect(chain.locator("[data-node=x] .value")).to_have_text(end)
    nudge = page.locator(".bp-stack", has=page.locator(".bp-plot"))
    nudge.get_by_role("combobox").select_option("b2")
    expect(nudge.locator(".bp-plot")).to_have_attribute("aria-label", re.compile("^L against b2"))
    for name in ("its value", "ε"):
        for key in ("Home", "End"):
            nudge.get_by_role("slider", name=name).focus()
            page.keyboard.press(key)
            expect(nudge.get_by_role("slider", name=name)).to_be_focused()


def test_a_value_used_twice_collects_two_contributions(at_the_end: Page):
    page = at_the_end
    shared = page.locator(".bp-stack", has=page.locator("[data-node=a]"))
    shared.get_by_role("slider", name="step").focus()
    page.keyboard.press("Home")
    for _ in range(6):
        page.keyboard.press("ArrowRight")
    expect(shared.locator("[data-node=w] .gradient")).to_contain_text("+ …")
    page.keyboard.press("End")
    expect(shared.locator("[data-node=w] .gradient")).not_to_contain_text("…")


def test_dark_pages_have_a_dark_graph(watched: Watched, chain_rule: str):
    page = watched.open(f"{chain_rule}/?theme=dark")
    fill = network(page).locator("[data-node=z1] .card").evaluate("card => getComputedStyle(card).fill")
    ink = network(page).locator("[data-node=z1] .name").evaluate("name => getComputedStyle(name).fill")
    assert fill == "rgb(27, 32, 39)"
    assert ink == "rgb(229, 231, 235)"


def test_a_phone_scrolls_the_graph_in_its_box_and_not_the_page(phone: Page):
    assert phone.evaluate("document.documentElement.scrollWidth") <= 390
    graph = network(phone).locator(".bp-graph")
    assert graph.evaluate("graph => graph.scrollWidth > graph.clientWidth && graph.clientWidth <= 390")


def test_on_a_phone_the_graph_scrolls_to_the_step(phone: Page):
    graph = network(phone).locator(".bp-graph")
    slider(phone, "step").press("End")
    expect(network(phone).locator(".bp-step")).to_contain_text("Into x.")
    assert graph.evaluate("graph => graph.scrollLeft") == 0  # the last step is at the left end
    slider(phone, "step").focus()
    phone.keyboard.press("Home")
    for _ in range(9):
        phone.keyboard.press("ArrowRight")
    expect(network(phone).locator(".bp-step .formula")).to_have_text("∂L/∂L = 1")
    assert graph.evaluate("""graph => {
      const [seen, card] = [graph, graph.querySelector("[data-node=L] .card")].map(e => e.getBoundingClientRect());
      return seen.left <= card.left && card.right <= seen.right;
    }""")
