"""Protects the exported site: its pages work without Python and without a network, or say where they do not."""

import gzip
import mimetypes
import random
import re
from collections.abc import Iterator
from pathlib import Path

import marimo
import pytest
from playwright.sync_api import Browser, Page, Route, expect

from course_lib import forward, parse
from course_lib.drawing.live import OPERATIONS, STATEMENTS, LiveGraph
from course_lib.page.chapters import built
from course_lib.publish.export import FROM_NETWORK
from course_lib.reading.explain import explain, show
from course_lib.reading.steps import Steps
from tests.browser.static import A_LIGHT_MOVE, IN_SHADOWS, card, static_page, work_of_a_move
from tests.networks import LECTURE as LECTURE_TEXT
from tests.networks import OPEN
from tests.serving import folder

FRAMEWORK = Path(marimo.__file__).parent / "_static"
READ = """widget => [
    [...widget.querySelectorAll('[data-node]')].map(card => [
        card.dataset.node, ...['value', 'gradient'].map(kind => card.querySelector(`.${kind}`).textContent)]),
    widget.querySelector('.formula').textContent,
    widget.querySelector('.bp-step p').textContent]"""
SET = f"""(stack, numbers) => {{ {IN_SHADOWS}
    for (const slider of all(stack, 'input[type=range]')) {{
        slider.value = numbers[slider.ariaLabel];
        slider.dispatchEvent(new Event('input', {{ bubbles: true }}));
    }} }}"""


@pytest.fixture
def page(browser: Browser):
    context = browser.new_context(viewport={"width": 1280, "height": 720})
    yield context.new_page()
    context.close()


@pytest.fixture(scope="module")
def chain_rule_page(browser: Browser, site) -> Iterator[Page]:
    """The exported 5.3, opened once for the tests that each use a part of their own."""
    with static_page(browser, site, "5.3", "[data-node=z1]") as page:
        yield page


def ready(page: Page, address: str) -> Page:
    page.goto(address)
    page.get_by_role("heading", name="The chain rule in action").wait_for()
    page.locator("[data-node=z1]").first.wait_for(state="attached")
    return page


def test_a_site_needs_no_network_and_is_small(browser: Browser, site):
    outside = []
    with folder(site) as address:
        page = browser.new_page()
        page.on(
            "request", lambda r: r.url.startswith(("http", "ws")) and address not in r.url and outside.append(r.url)
        )
        for name in ("5.3.html", "slides/5.3.html", "index.html"):
            page.goto(f"{address}/{name}")
            page.get_by_role("heading").first.wait_for()
            page.wait_for_timeout(1000)
        page.close()
    assert not outside
    assert sum(path.stat().st_size for path in site.rglob("*") if path.is_file()) < 40e6
    assert all(len(gzip.compress(html.read_bytes())) < 330_000 for html in site.rglob("5*.html"))


def test_a_page_that_arrives_slowly_is_not_started_before_it_is_there(browser: Browser, site):
    with folder(site, pause=4.0) as address:
        page = browser.new_page()
        for name in ("5.1.html", "slides/5.1.html"):  # by the second, the browser has the framework
            page.goto(f"{address}/{name}")
            expect(page.get_by_role("heading", name="5.1 · Why backpropagation").first).to_be_visible()
        page.close()


def test_a_deck_looks_up_what_its_page_looks_up(site):
    for chapter in built():
        on_page, on_deck = (
            re.findall(
                r'"table": "(H4sI[^"]+)"', (site / folder / f"{chapter.number}.html").read_text(encoding="utf-8")
            )
            for folder in (".", "slides")
        )
        assert set(on_deck) <= set(on_page), chapter
        assert len(on_deck) > 1 or chapter.number == "5.0"


def test_student_pages_carry_no_notes_and_no_reveal(site):
    pages = list(site.rglob("*.html"))
    assert site / "slides" / "5.3.html" in pages
    for html in pages:
        text = html.read_text(encoding="utf-8")
        assert not re.search("Ask first|speakerNotes|Who has differentiated a function", text)
        assert '"presenter": true' not in text


def test_a_page_from_the_disk_says_what_is_missing(page: Page, site):
    page.goto((site / "5.3.html").as_uri())
    expect(page.get_by_text("This page was opened from a file.")).to_be_visible()


def test_a_page_from_the_disk_lives_where_there_is_a_network(page: Page, site):
    html = site / "5.3.html"
    base = FROM_NETWORK.search(html.read_text(encoding="utf-8"))
    assert base is not None

    def network(route: Route) -> None:
        """The framework's host, and nothing else."""
        name = route.request.url.removeprefix(base[0]).partition("?")[0].lstrip("/")
        file = FRAMEWORK / name
        if not route.request.url.startswith(base[0]) or not file.is_file():
            return route.abort()
        kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
        headers = {"access-control-allow-origin": "*", "content-type": kind}
        return route.fulfill(body=file.read_bytes(), headers=headers)

    page.route(re.compile("^https?://"), network)
    ready(page, html.as_uri())
    network_picture = page.locator(".bp-stack", has=page.locator("[data-node=z1]"))
    network_picture.get_by_role("slider", name="w1", exact=True).press("End")
    expect(network_picture.locator("[data-node=w1] .value")).to_have_text("3")
    expect(network_picture.locator("[data-node=z1] .value")).to_have_text("6.1")
    expect(page.get_by_text("This page was opened from a file.")).to_have_count(0)


def test_an_update_of_the_static_graph_is_light(chain_rule_page: Page):
    assert work_of_a_move(chain_rule_page.get_by_role("slider", name="w1", exact=True).first, -3, 3) <= A_LIGHT_MOVE


def test_the_static_graph_shows_what_the_engine_computes(chain_rule_page: Page):
    """At a few settings by its own controls; ``shown_numbers.py`` compares many, of all graphs."""
    graph = parse(LECTURE_TEXT)
    live = LiveGraph(graph, forward(graph, **OPEN))
    chance = random.Random(5)
    network = chain_rule_page.locator(":has(> .picture)", has=chain_rule_page.locator("[data-node=z1]")).first
    graph_and_sliders = chain_rule_page.locator(".bp-stack", has=network)
    for zoom in (OPERATIONS, STATEMENTS):
        network.get_by_role("button", name=zoom).click()
        stack, inside = graph_and_sliders.element_handle(), network.element_handle()
        assert stack is not None
        assert inside is not None
        for _ in range(6):
            setting = {n: round(chance.uniform(0, 1) if n == "target" else chance.uniform(-3, 3), 2) for n in OPEN}
            step = chance.randint(0, live.steps[zoom].last)
            stack.evaluate(SET, {**setting, "step": step})
            compare(inside, live, zoom, step, forward(graph, **setting))


def compare(inside, live, zoom, step, values):
    """The static picture, words and table beside the engine's."""
    trace = live.trace(values, zoom)
    state = Steps(trace).at(step)
    cards, formula, sentence = inside.evaluate(READ)
    names = live.pictures[zoom].names
    expected = []
    for i in sorted(live.pictures[zoom].layout.boxes):
        gradient = show(state.gradients.get(i)) + (" + …" if i in state.unfinished else "")
        expected.append([names[i], show(state.values.get(i)), gradient])
    assert cards == expected
    words = explain(trace, state)
    assert formula == words.formula
    assert sentence == f"{words.title} {words.sentence}"


def test_predictions_and_questions_answer_help_and_go_on_without_python(chain_rule_page: Page):
    prediction = card(chain_rule_page, "Prediction 1")
    prediction.get_by_role("radio", name="grows").check()
    prediction.get_by_role("button", name="Lock it in").click()
    expect(prediction.locator(".verdict")).to_contain_text("In fact: becomes 0")
    expect(prediction.get_by_role("radio", name="stays")).to_be_disabled()
    question = card(chain_rule_page, "Question 3")
    verdict, boxes = question.locator(".verdict"), question.get_by_role("textbox")

    def answer(text: str, box: int = 0):
        boxes.nth(box).fill(text)
        boxes.nth(box).press("Enter")

    for text in ("nobody(", "900", "901", "902"):
        expect(question.locator(".hints li")).to_have_count(0)
        answer(text)
    for _ in range(3):
        question.get_by_role("button", name=re.compile("hint|worked|Another")).click()
    right = question.locator(".hints li").last.inner_text().rsplit("that is ", 1)[1].rstrip(".")
    answer(f"{right} * 2**3 / (4 + 4)")
    expect(verdict).to_contain_text("Right so far.")
    answer("0", 1)
    expect(verdict).to_have_attribute("data-rung", "right")
    answer(right.replace("−", "") if "−" in right else f"-{right}")
    expect(verdict).to_contain_text("the sign is wrong")
    before = question.get_by_role("table").inner_text()
    answer(right)
    question.get_by_role("button", name="A fresh question").click()
    expect(boxes.first).to_have_value("")
    expect(verdict).to_have_attribute("data-rung", "nothing")
    assert question.get_by_role("table").inner_text() != before
    # In the live course it asks for an expression.
    expect(card(chain_rule_page, "Question 1").get_by_role("button", name="Check")).to_be_visible()


def test_pages_are_dark_where_the_screen_is_and_fit_a_phone(browser: Browser, site):
    context = browser.new_context(color_scheme="dark", viewport={"width": 390, "height": 844})
    page = context.new_page()
    with folder(site) as address:
        for name in ("index.html", "5.3.html"):
            page.goto(f"{address}/{name}")
            page.get_by_role("heading").first.wait_for()
            ground, ink, wide = page.evaluate("""() => {
                const bright = colour => {
                  const context = new OffscreenCanvas(1, 1).getContext('2d');
                  context.fillStyle = colour;
                  context.fillRect(0, 0, 1, 1);
                  return Math.max(...context.getImageData(0, 0, 1, 1).data.slice(0, 3));
                };
                const heading = getComputedStyle(document.querySelector('h1'));
                return [bright(getComputedStyle(document.body).backgroundColor), bright(heading.color),
                        document.documentElement.scrollWidth]; }""")
            assert ground < 60
            assert ink > 200
            assert wide <= 390
    context.close()
