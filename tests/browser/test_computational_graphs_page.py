"""Protects 5.2 for a student: list and picture agree, every control at both ends, the student's own network, drills."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from course_lib import backward, forward, parse
from course_lib.engine.forward_mode import forward_mode
from course_lib.reading.explain import show
from tests.browser.conftest import Watched, watching
from tests.browser.static import SET
from tests.serving import folder

GRAPH = parse("s = a + b\np = s*c\nq = sin(s)\nL = p + q")
START = {"a": 1.5, "b": -0.7, "c": 2.0}
FOCUS = """() => { let e = document.activeElement; while (e.shadowRoot?.activeElement) e = e.shadowRoot.activeElement;
    return [e.tagName, e.selectionStart]; }"""


def listed(page: Page) -> Locator:
    return page.locator(".bp-stack", has=page.locator(".bp-listed")).first


def part(page: Page, inside: Locator) -> Locator:
    return page.locator(".bp-stack", has=inside).last


def text_box(page: Page) -> Locator:
    return page.get_by_label("Your network")


def own_card(page: Page) -> Locator:
    return page.locator(".card", has=text_box(page)).last


def own_graph(page: Page, name: str) -> Locator:
    """The live graph under the box; the one in the page with a slider of this name is the last."""
    return page.locator(".bp-stack", has=page.get_by_role("slider", name=name, exact=True)).last


def draw(page: Page, text: str) -> None:
    text_box(page).fill(text)
    text_box(page).press("Control+Enter")


def drill(page: Page) -> Locator:
    return page.locator(".card", has=page.get_by_role("button", name="A fresh one")).last


@pytest.fixture(scope="module")
def shared(browser: Browser, computational_graphs: str) -> Iterator[Page]:
    """One page for all tests that each use a section of their own, or set what they need first."""
    with watching(browser) as watched:
        yield watched.open(f"{computational_graphs}/?seed=5")
        assert watched.is_clean(), watched.complaints


@pytest.fixture(scope="module")
def first_text(shared: Page) -> str:
    """The text with which the page opens."""
    return text_box(shared).input_value()


@pytest.fixture
def first_network(shared: Page, first_text: str) -> Page:
    """The page with the network with which it opens."""
    if text_box(shared).input_value() != first_text:
        draw(shared, first_text)
    own_graph(shared, "b1").wait_for()
    return shared


# The list.


def test_it_opens_without_an_error_and_fits_a_phone(watched: Watched, computational_graphs: str):
    watched.page.set_viewport_size({"width": 390, "height": 844})
    page = watched.open(computational_graphs)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert watched.is_clean(), watched.complaints


def test_the_step_is_marked_in_the_list_and_in_the_picture(shared: Page):
    where = listed(shared)
    rows = where.locator(".bp-table.nodes tbody tr")
    for name, number in START.items():
        where.get_by_role("slider", name=name, exact=True).evaluate(SET, number)
    where.get_by_role("slider", name="step").press("Home")
    expect(rows).to_have_count(len(GRAPH))
    expect(rows.nth(6).locator("td").nth(3)).to_have_text("–")
    where.get_by_role("button", name="next").click()
    expect(rows.nth(2)).to_have_class("computing")
    expect(rows.nth(0)).to_have_class("read")
    expect(where.locator("[data-node=s]")).to_have_class(re.compile("computing"))
    where.get_by_role("slider", name="step").focus()
    shared.keyboard.press("End")
    grad = backward(forward(GRAPH, **START)).grad
    for name, node in GRAPH.index.items():
        expect(rows.nth(node).locator("td").nth(4)).to_have_text(show(grad[name]))
        expect(where.locator(f"[data-node={name}] .gradient")).to_have_text(show(grad[name]))


@pytest.mark.parametrize("key", ["Home", "End"])
def test_every_slider_of_the_list_reaches_its_end(shared: Page, key: str):
    where = listed(shared)
    where.get_by_role("slider", name="step").focus()
    shared.keyboard.press("End")
    end = -3.0 if key == "Home" else 3.0
    for name in START:
        where.get_by_role("slider", name=name, exact=True).focus()
        shared.keyboard.press(key)
    grad = backward(forward(GRAPH, **dict.fromkeys(START, end))).grad
    for name in GRAPH.index:
        expect(where.locator(f"[data-node={name}] .gradient")).to_have_text(show(grad[name]))


# Predictions: what happens is not to be seen before.


def test_no_outcome_is_visible_until_it_is_asked_for_and_a_choice_closes_no_fold(
    watched: Watched, computational_graphs: str
):
    page = watched.page
    page.goto(computational_graphs)
    page.get_by_role("heading", name="Take with you").wait_for()
    chosen = page.get_by_role("button", name="forward, from a", include_hidden=True)
    for told in (chosen, page.get_by_text("3 passes"), page.get_by_text("Reverse mode needs a single pass")):
        expect(told.first).to_be_attached()
        expect(told.filter(visible=True)).to_have_count(0)
    expect(page.locator(".bp-diamonds .of-forward")).to_have_text(["1", "2"])  # one diamond says nothing of ten
    expect(page.get_by_text("years.")).to_be_hidden()
    page.get_by_text("After prediction 2: what happens").click()
    chosen.click()
    where = part(page, chosen)
    tangent = forward_mode(forward(GRAPH, **START), "a").tangent
    expect(where.locator("[data-node=L] .tangent")).to_have_text(show(tangent[GRAPH.find("L")]))
    expect(chosen).to_be_visible()
    expect(page.get_by_text("Reverse mode needs a single pass")).to_be_hidden()  # the others stay as they were
    assert watched.is_clean(), watched.complaints


# Passes, sharing, paths, cycles.


def test_each_pass_shows_its_own_derivatives(shared: Page):
    where = part(shared, shared.get_by_role("button", name="reverse, from L"))
    values = forward(GRAPH, **START)
    for name in START:
        where.get_by_role("button", name=f"forward, from {name}").click()
        tangent = forward_mode(values, name).tangent
        for other, node in GRAPH.index.items():
            expect(where.locator(f"[data-node={other}] .tangent")).to_have_text(show(tangent.get(node, 0.0)))
    where.get_by_role("button", name="reverse, from L").click()
    expect(where.locator("[data-node=c] .gradient")).to_have_text(show(backward(values).grad["c"]))
    expect(where.locator(".bp-says")).to_contain_text("12 edges")
    expect(where.locator(".bp-says")).to_contain_text(re.compile(r"\b1 pass\b[^,.]*\b7 edges\b"))


def test_the_shared_weight_and_the_diamonds_follow_their_sliders(shared: Page):
    weight = shared.get_by_role("slider", name="w", exact=True).first
    where = shared.locator(".bp-stack", has=shared.locator("[data-node=w2]")).first
    for key, end in (("Home", -2.0), ("End", 2.0)):
        weight.focus()
        shared.keyboard.press(key)
        grad = backward(forward(parse("h1 = tanh(w*x)\nh2 = tanh(w*h1)\nL = (h2 - 1)**2"), w=end, x=0.8)).grad
        expect(where.locator("[data-node=w] .gradient")).to_have_text(show(grad["w"]))
        expect(where.locator(".bp-says")).to_contain_text(show(grad["w"]))
    diamonds = shared.get_by_role("slider", name="k", exact=True)
    for key, paths, edges in (
        ("Home", "1 diamond: 2 paths", "4 edges"),
        ("End", "10 diamonds: 1024 paths", "40 edges"),
    ):
        diamonds.focus()
        shared.keyboard.press(key)
        says = shared.locator(".bp-stack", has=shared.locator(".bp-diamonds")).first.locator(".bp-says")
        expect(says).to_contain_text(paths)
        expect(says).to_contain_text(edges)


def test_a_cycle_is_drawn_and_named_and_the_unrolled_one_is_a_graph(shared: Page):
    where = part(shared, shared.get_by_role("button", name="unrolled"))
    expect(where.locator(".bp-verbatim")).to_contain_text("u → v → u")
    for name, says in (("from itself", "h is computed from itself"), ("only the wrong order", "Move its line up")):
        where.get_by_role("button", name=name).click()
        expect(where.locator(".bp-verbatim")).to_contain_text(says)
    where.get_by_role("button", name="unrolled").click()
    expect(where.locator("[data-node=h2]")).to_be_visible()


# A network of one's own.


def test_it_opens_before_its_first_step_and_next_is_that_step(first_network: Page):
    graph = own_graph(first_network, "b1")
    expect(graph.locator(".bp-step")).to_contain_text("Nothing yet.")
    expect(graph.locator("[data-node=L] .value")).to_have_text("–")
    graph.get_by_role("button", name="next").click()
    expect(graph.locator(".bp-step")).to_contain_text("Compute")


def test_a_text_becomes_a_graph_its_numbers_stay_and_the_caret_too(first_network: Page):
    page = first_network
    own_graph(page, "b1").get_by_role("slider", name="w1", exact=True).focus()
    page.keyboard.press("End")
    expect(own_graph(page, "b1").locator("[data-node=w1] .value")).to_have_text("3")
    text_box(page).fill("u = w1*x\nL = u*u + fresh")
    for _ in range(5):
        text_box(page).press("ArrowLeft")
    text_box(page).press("Control+Enter")
    graph = own_graph(page, "fresh")
    expect(graph.locator("[data-node=w1] .value")).to_have_text("3")
    expect(graph.locator("[data-node=x] .value")).to_have_text("2")
    expect(own_card(page).locator(".verdict")).to_contain_text(re.compile(r"w1, x, fresh\b.*\b3\b"))
    assert page.evaluate(FOCUS) == ["TEXTAREA", 19]
    graph.get_by_role("slider", name="fresh", exact=True).focus()
    page.keyboard.press("Home")
    expect(graph.locator("[data-node=fresh] .value")).to_have_text("−3")
    graph.get_by_role("button", name="statements").click()
    expect(graph.locator("[data-node=L] .symbol")).to_have_text("u·u + fresh")
    question = page.locator(".card", has=page.get_by_text("About this network."))
    expect(question).to_contain_text("∂L/∂w1")
    question.get_by_role("textbox").fill("2*u*x")
    question.get_by_role("textbox").press("Enter")
    expect(question.locator(".verdict")).to_have_attribute("data-rung", "right")


UNREADABLE = [
    ("u = x\nL = u^2", "Line 2, column 6"),
    ("h = tanh(w*h + x)\nL = h", "h is computed from itself"),
    ("u = v\nv = u\nL = v", "u → v → u"),
    ("L = <img src=x onerror=alert(1)>", "Line 1, column 5"),
    ("L = __import__('os').system('x')", "Line 1"),
    ("", "There is nothing to read."),
    ("L = x @ y", "@ is for matrices"),
    ("L = log(-x*x - 1)", "This network has no value."),
    ("L = " + "(" * 200 + "x" + ")" * 200, "levels of nesting"),
    ("x = 1\n" * 200, "60 is the limit"),
    ("L = ⟦v3⟧\x00", "cannot be read here"),
]


def test_what_cannot_be_read_is_said_under_the_text_and_the_graph_stays(first_network: Page):
    page = first_network
    graph = own_graph(page, "b1")
    graph.get_by_role("slider", name="step").focus()
    page.keyboard.press("End")
    graph.get_by_role("button", name="back").click()
    expect(graph.locator(".bp-step")).to_contain_text("Into w1.")
    before = graph.locator(".picture").inner_html()
    region = own_card(page).locator(".verdict")
    expect(region).to_have_attribute("aria-live", "polite")
    for text, says in UNREADABLE:
        draw(page, text)
        expect(region).to_contain_text(says)
        assert graph.locator(".picture").inner_html() == before
        assert page.evaluate(FOCUS)[0] == "TEXTAREA"
    draw(page, "L = good*good")
    expect(own_graph(page, "good").locator("[data-node=L]")).to_be_visible()


def test_numbers_without_a_value_are_said_and_the_last_picture_stays(shared: Page):
    draw(shared, "L = log(deep) + 1")
    graph = own_graph(shared, "deep")
    expect(graph.locator("[data-node=L] .value")).to_be_visible()
    graph.get_by_role("slider", name="deep", exact=True).focus()
    shared.keyboard.press("Home")
    expect(graph.locator(".bp-step")).to_contain_text(re.compile(r"log\b.*−3\b"))
    expect(graph.locator("[data-node=L] .value")).to_be_visible()
    shared.keyboard.press("End")
    expect(graph.locator(".bp-step")).not_to_contain_text("−3")


def test_a_link_carries_the_network_and_a_hostile_one_does_no_harm(watched: Watched, computational_graphs: str):
    page = watched.open(f"{computational_graphs}/?seed=3")
    draw(page, "k = carried*x\nL = k**2  # + & = ?")
    expect(own_graph(page, "carried").locator("[data-node=k]").first).to_be_visible()
    link = page.get_by_label("A link to this network").input_value()
    assert "seed=3" in link
    page = watched.open(link)
    assert text_box(page).input_value() == "k = carried*x\nL = k**2  # + & = ?"
    expect(own_graph(page, "carried").locator("[data-node=k]").first).to_be_visible()
    expect(text_box(page)).to_be_in_viewport(ratio=1)  # it leads to the network, not to the top of the page
    page.mouse.wheel(0, -20_000)
    page.wait_for_timeout(500)
    expect(text_box(page)).not_to_be_in_viewport()  # and lets a reader go elsewhere
    for hostile in ("L%20=%20%3Cscript%3Ealert(1)%3C/script%3E", "%00%FF", "x" * 3000):
        page = watched.open(f"{computational_graphs}/?network={hostile}")
        expect(own_graph(page, "b1").locator("[data-node=z1]")).to_be_visible()
    assert watched.is_clean(), watched.complaints


def test_a_long_text_is_no_link_and_two_visitors_share_nothing(shared: Page, computational_graphs: str):
    draw(shared, "L = mine*mine  #" + " long" * 90 + ("\n#" + " long" * 90) * 10)
    expect(own_graph(shared, "mine").locator("[data-node=L]")).to_be_visible()
    expect(shared.get_by_label("A link to this network")).to_have_value("This text is too long for a link.")
    other = shared.context.new_page()
    other.goto(computational_graphs)
    expect(own_graph(other, "b1").locator("[data-node=z1]")).to_be_visible()
    assert "mine" not in text_box(other).input_value()
    other.close()


# Drills.


def test_a_blank_drill_is_filled_in_marked_and_fresh_again(shared: Page):
    card = drill(shared)
    expect(card.locator("details")).to_have_attribute("open", "")
    card.get_by_role("button", name="blank").click()
    expect(card.locator("details")).not_to_have_attribute("open", "")
    worked = card.locator(".hints li").all_text_contents()
    given = card.locator(".given").last.text_content()
    boxes = card.get_by_role("textbox")
    for box in boxes.all():
        topic = box.locator("xpath=preceding-sibling::span").text_content().removesuffix(" =")
        line = next(line for line in worked if line.startswith(f"{topic} ="))
        box.fill(line.rsplit("= ", 1)[1])
    right = boxes.first.input_value()
    boxes.first.fill("77")
    boxes.first.press("Enter")
    expect(card.locator(".verdict")).to_contain_text(f"{boxes.count() - 1} of {boxes.count()} right.")
    expect(boxes.first).to_have_attribute("aria-invalid", "true")
    boxes.first.fill(right)
    boxes.first.press("Enter")
    expect(card.locator(".verdict")).to_contain_text("fresh one")
    expect(card.get_by_text("?", exact=True)).to_have_count(0)
    card.get_by_role("button", name="A fresh one").click()
    expect(card.locator(".given").last).not_to_have_text(given)
    expect(boxes.first).to_have_value("")
    boxes.first.fill("<b>(")
    boxes.first.press("Enter")
    expect(card.locator(".verdict")).to_have_attribute("data-rung", "unreadable")


# The exported page.


def test_the_exported_page_is_alive_where_it_can_be_and_says_where_it_is_not(watched: Watched, site):
    with folder(site) as address:
        page = watched.open(f"{address}/5.2.html")
        where = listed(page)
        where.get_by_role("slider", name="a", exact=True).focus()
        page.keyboard.press("End")
        where.get_by_role("slider", name="step").focus()
        page.keyboard.press("End")
        grad = backward(forward(GRAPH, **{**START, "a": 3.0})).grad
        rows = where.locator(".bp-table.nodes tbody tr")
        for name, node in GRAPH.index.items():
            expect(rows.nth(node).locator("td").nth(4)).to_have_text(show(grad[name]))
        page.get_by_role("slider", name="k", exact=True).focus()
        page.keyboard.press("End")
        expect(page.get_by_text("1024 paths", exact=True)).to_be_visible()
        expect(text_box(page)).to_have_count(0)
        expect(page.get_by_text("In the live course you write this text yourself")).to_be_visible()
        own = own_graph(page, "b1")
        own.get_by_role("slider", name="step").focus()
        page.keyboard.press("End")
        own.get_by_role("slider", name="b1", exact=True).focus()
        page.keyboard.press("Home")
        expect(own.locator("[data-node=h1] .value")).to_have_text("0")
        card = drill(page)
        card.get_by_role("button", name="partly filled").click()
        worked = card.locator(".hints li").all_text_contents()
        boxes = card.get_by_role("textbox")
        boxes.first.fill("99")
        boxes.first.press("Enter")
        expect(card.locator(".verdict")).to_contain_text(f"0 of {boxes.count()} right.")
        for box in boxes.all():
            topic = box.locator("xpath=preceding-sibling::span").text_content().removesuffix(" =")
            box.fill(next(line for line in worked if line.startswith(f"{topic} =")).rsplit("= ", 1)[1])
        boxes.first.press("Enter")
        expect(card.locator(".verdict")).to_have_attribute("data-rung", "right")
        expect(card.get_by_text("?", exact=True)).to_have_count(0)
        before = card.locator(".given").last.text_content()
        card.get_by_role("button", name="A fresh one").click()
        expect(card.locator(".given").last).not_to_have_text(before)
        assert watched.is_clean(), watched.complaints
