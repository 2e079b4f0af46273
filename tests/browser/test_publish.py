"""Protects the course's other uses: stable addresses, slides that fit, and a site that lives without Python."""

import gzip
import random
import urllib.request

import pytest
from playwright.sync_api import Browser, Page, expect

from course_lib import forward, parse
from course_lib.chapters import Chapter, built, chapter_of
from course_lib.draw.live import OPERATIONS, STATEMENTS, LiveGraph
from course_lib.explain import explain, show
from course_lib.publish.deck import layout_of
from course_lib.steps import Steps
from tests.networks import LECTURE as LECTURE_TEXT
from tests.networks import OPEN
from tests.serving import course, folder

SIZES = [(1280, 720), (1920, 1080), (1024, 768)]
OVERFLOWS = """() => [...document.querySelectorAll('.reveal .slides section.present .overflow-auto')]
    .map(box => [box.scrollHeight - box.clientHeight, box.scrollWidth - box.clientWidth])"""
CARDS = """nodes => nodes.map(node => [
    node.dataset.node, ...['value', 'gradient'].map(kind => node.querySelector(`.${kind}`).textContent)])"""
IN_SHADOWS = """const all = (root, selector) => [...root.querySelectorAll(selector),
    ...[...root.querySelectorAll('*')].flatMap(e => e.shadowRoot ? all(e.shadowRoot, selector) : [])];"""
ADDRESSES = "links => links.map(link => new URL(link.getAttribute('href'), document.baseURI).href)"


@pytest.fixture(scope="module")
def served():
    with course("serve") as address:
        yield address


@pytest.fixture(scope="module")
def presented():
    with course("present", "5_3") as address:
        yield address


@pytest.fixture
def page(browser: Browser):
    context = browser.new_context(viewport={"width": 1280, "height": 720})
    yield context.new_page()
    context.close()


def ready(page: Page, address: str) -> Page:
    page.goto(address)
    page.get_by_role("heading", name="The chain rule in action").wait_for()
    page.locator("[data-node=z1]").first.wait_for(state="attached")
    return page


def test_the_start_page_leads_to_every_page_and_every_deck_and_back(page: Page, served: str):
    page.goto(f"{served}/?theme=dark")
    page.get_by_role("heading", name="Glossary").wait_for()
    assert page.url.startswith(f"{served}/5.0/?theme=dark")
    links = set(page.get_by_role("link").evaluate_all(ADDRESSES))
    for chapter in built():
        assert f"{served}/slides/{chapter.number}/" in links
        assert f"{served}/{chapter.number}/" in links
    for link in links:
        page.goto(link)
        number = link.rstrip("/").rpartition("/")[2]
        page.get_by_role("heading", name=chapter_of(number).title).first.wait_for()
    page.goto(f"{served}/5.3")
    page.get_by_role("link", name="all notebooks").click()
    expect(page.get_by_role("heading", name="Backpropagation, live")).to_be_visible()


def test_security_headers_are_set_on_every_answer(served: str):
    for path in ("/", "/5.3/", "/slides/5.3/"):
        with urllib.request.urlopen(served + path, timeout=20) as answer:
            assert answer.headers["X-Content-Type-Options"] == "nosniff"
            assert "frame-ancestors 'self'" in answer.headers["Content-Security-Policy"]


@pytest.mark.parametrize("chapter", built(), ids=lambda chapter: chapter.number)
@pytest.mark.parametrize(("width", "height"), SIZES)
def test_every_slide_fits_without_scrolling(page: Page, presented: str, chapter: Chapter, width: int, height: int):
    page.set_viewport_size({"width": width, "height": height})
    page.goto(f"{presented}/slides/{chapter.number}/")
    page.get_by_role("heading", name=chapter.title).wait_for()
    page.wait_for_timeout(2500)
    count = page.locator(".reveal .slides section").count()
    assert count == sum(cell["type"] == "slide" for cell in layout_of(chapter, with_notes=False)["data"]["cells"])
    too_large = {}
    for slide in range(count):
        page.wait_for_timeout(150)
        overflow = page.evaluate(OVERFLOWS)
        assert overflow
        if any(down > 1 or across > 1 for down, across in overflow):
            too_large[slide] = overflow
        page.keyboard.press("ArrowRight")
    assert not too_large


def test_a_decks_type_is_at_least_2_8_per_cent_of_the_slide(page: Page, presented: str):
    ready(page, f"{presented}/slides/5.3/")
    page.wait_for_timeout(1500)
    found = page.evaluate(f"""() => {{ {IN_SHADOWS}
        const deck = document.querySelector('.reveal .slides');
        const scale = deck.getBoundingClientRect().width / deck.offsetWidth;
        const height = deck.getBoundingClientRect().height;
        const body = [...deck.querySelectorAll('section.present :is(.paragraph, li)')];
        const graph = all(deck, '.bp-svg').find(svg => svg.querySelector('[data-node=z1]'));
        const sizes = body.map(e => parseFloat(getComputedStyle(e).fontSize) * scale);
        return [Math.min(...sizes) / height, parseFloat(getComputedStyle(graph).fontSize), height]; }}""")
    assert found[0] >= 0.028


def test_an_arrow_on_a_focused_slider_moves_the_slider_and_not_the_deck(page: Page, presented: str):
    ready(page, f"{presented}/slides/5.3/")
    page.wait_for_timeout(1000)
    for _ in range(2):
        page.keyboard.press("ArrowRight")
        page.wait_for_timeout(400)
    slide = page.locator(".reveal section.present")
    slider = slide.get_by_role("slider", name="x", exact=True)
    slider.focus()
    page.keyboard.press("ArrowRight")
    expect(slider).to_have_value("0.81")
    expect(slide.locator("[data-node=x] .value")).to_have_text("0.81")
    page.evaluate("document.activeElement?.blur(); document.body.focus()")
    page.mouse.click(5, 5)
    page.keyboard.press("ArrowRight")
    page.wait_for_timeout(400)
    page.keyboard.press("ArrowLeft")
    page.wait_for_timeout(400)
    expect(slide.locator("[data-node=x] .value")).to_have_text("0.81")


def test_a_presenter_may_reveal_and_a_student_may_not(page: Page, presented: str, served: str):
    ready(page, f"{presented}/5.3/")
    expect(page.get_by_role("button", name="Reveal").first).to_be_visible()
    ready(page, f"{served}/5.3/")
    expect(page.get_by_role("button", name="Reveal")).to_have_count(0)


# The exported site.


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
    assert all(len(gzip.compress(html.read_bytes())) < 300_000 for html in site.rglob("5*.html"))


def test_student_pages_carry_no_notes_and_no_reveal(site):
    for html in site.rglob("*.html"):
        text = html.read_text(encoding="utf-8")
        assert "Ask first" not in text
        assert '"presenter": true' not in text


def test_a_page_from_the_disk_says_what_is_missing(page: Page, site):
    page.goto((site / "5.3.html").as_uri())
    expect(page.get_by_text("This page was opened from a file.")).to_be_visible(timeout=20_000)


def test_the_static_graph_shows_what_the_engine_computes_at_50_settings(page: Page, site):
    graph = parse(LECTURE_TEXT)
    live = LiveGraph(graph, forward(graph, **OPEN))
    chance = random.Random(5)
    with folder(site) as address:
        ready(page, f"{address}/5.3.html")
        network = page.locator(":has(> .picture)", has=page.locator("[data-node=z1]")).first
        for zoom in (OPERATIONS, STATEMENTS):
            network.get_by_role("button", name=zoom).click()
            for _ in range(25):
                setting = {n: round(chance.uniform(0, 1) if n == "target" else chance.uniform(-3, 3), 2) for n in OPEN}
                step = chance.randint(0, live.steps[zoom].last)
                for name, number in {**setting, "step": step}.items():
                    network.get_by_role("slider", name=name, exact=True).evaluate(
                        "(s, v) => { s.value = v; s.dispatchEvent(new Event('input', {bubbles: true})); }", number
                    )
                page.wait_for_timeout(40)
                compare(network, live, zoom, step, forward(graph, **setting))


def compare(network, live, zoom, step, values):
    """The static picture, words and table beside the engine's."""
    trace = live.trace(values, zoom)
    state = Steps(trace).at(step)
    cards = network.locator("[data-node]").evaluate_all(CARDS)
    names = live.pictures[zoom].names
    expected = []
    for i in sorted(live.pictures[zoom].layout.boxes):
        gradient = show(state.gradients.get(i)) + (" + …" if i in state.unfinished else "")
        expected.append([names[i], show(state.values.get(i)), gradient])
    assert cards == expected
    words = explain(trace, state)
    assert network.locator(".formula").text_content() == words.formula
    assert network.locator(".bp-step p").first.text_content() == f"{words.title} {words.sentence}"


def test_an_update_of_the_static_graph_takes_at_most_5_ms(page: Page, site):
    with folder(site) as address:
        ready(page, f"{address}/5.3.html")
        times = page.evaluate(f"""() => {{ {IN_SHADOWS}
            const slider = all(document, 'input[aria-label=w1]')[0];
            return Array.from({{length: 100}}, (_, i) => {{
              const start = performance.now();
              slider.value = -3 + i * 0.06;
              slider.dispatchEvent(new Event('input', {{bubbles: true}}));
              return performance.now() - start;
            }}).sort((a, b) => a - b);
        }}""")
    assert times[50] <= 5


def test_predictions_and_number_questions_answer_without_python(page: Page, site):
    with folder(site) as address:
        ready(page, f"{address}/5.3.html")

        def card(heading: str):
            return page.locator(".card", has=page.locator(".ask strong", has_text=heading))

        prediction = card("Prediction 1")
        prediction.get_by_role("radio", name="grows").check()
        prediction.get_by_role("button", name="Lock it in").click()
        expect(prediction.locator(".verdict")).to_contain_text("In fact: becomes 0")
        expect(prediction.get_by_role("radio", name="stays")).to_be_disabled()
        question = card("Question 3")
        worked = question.locator(".hints li").last.text_content()
        right = worked.rsplit("that is ", 1)[1].rstrip(".")
        question.get_by_role("textbox").first.fill(right)
        question.get_by_role("textbox").first.press("Enter")
        expect(question.locator(".verdict")).to_contain_text("Right so far.")
        question.get_by_role("textbox").last.fill("0")
        question.get_by_role("textbox").last.press("Enter")
        expect(question.locator(".verdict")).to_have_attribute("data-rung", "right")
        question.get_by_role("textbox").first.fill(right.replace("−", "") if "−" in right else f"-{right}")
        question.get_by_role("textbox").first.press("Enter")
        expect(question.locator(".verdict")).to_contain_text("Right size, wrong sign.")
        expect(card("Question 2")).to_contain_text("in the live course")
