"""Protects a deck in front of an audience: it fits, it can be read, its keys and its speaker view work."""

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from io import BytesIO
from itertools import count, islice
from pathlib import Path

import pytest
from matplotlib.image import imread
from playwright.sync_api import Browser, Page, TimeoutError, expect

from course_lib.page.chapters import Chapter, built, chapter_of
from course_lib.publish.deck import cells_of, layout_of
from tests.browser.static import IN_SHADOWS, work_of
from tests.serving import course, folder

SERVED = ("5.1", "5.2", "5.3")  # with runs, a box for a network, a presenter's buttons
EXPORTED = ("5.0", "5.4", "5.5", "5.6", "5.7")  # three of them are walked served as well, by their pages' own tests
SMALLEST = 2.8  # per cent of the slide's height
SMALLEST_ON_EVERY_EDGE = 1.25  # all labels of all edges at once: seen whole, and the step's own words stay large


# Not measured: an exponent or a subscript inside a formula or an SVG text, and what reveal puts over the slide.
MEASURE = (
    f"""smallest => {{ {IN_SHADOWS}"""
    + """
  const slide = document.querySelector('.reveal').getBoundingClientRect();
  const deck = document.querySelector('.reveal .slides');
  const scale = deck.getBoundingClientRect().width / deck.offsetWidth;
  const section = [...deck.querySelectorAll('section.present')].at(-1);
  const small = {};
  const shown = e => e.checkVisibility({ opacityProperty: true, visibilityProperty: true });
  const measure = (element, text) => {
    const m = element.ownerSVGElement?.getScreenCTM();
    const drawn = m ? Math.hypot(m.a, m.b) : scale;
    const size = parseFloat(getComputedStyle(element).fontSize) * drawn / slide.height * 100;
    if (size < smallest - 0.005) small[text.slice(0, 40)] = [size.toFixed(2), element.getAttribute('class')];
  };
  const walk = root => {
    for (const node of root.childNodes) {
      if (node.nodeType === Node.TEXT_NODE && node.data.trim()) {
        const element = node.parentElement ?? root.host;
        const range = document.createRange();
        range.selectNode(node);
        const seen = range.getBoundingClientRect().width > 0 && shown(element);
        const exempt = element.closest('style, script, .katex-mathml, .mtight, sup, sub');
        if (seen && !exempt) measure(element, node.data.trim());
      } else if (node.nodeType === Node.ELEMENT_NODE) {
        if (node.matches('input[type=number], input[type=text], select') && shown(node)) measure(node, node.value);
        if (node.shadowRoot) walk(node.shadowRoot);
        walk(node);
      }
    }
  };
  walk(section.querySelector('.mo-slide-content'));
  const boxes = [...section.querySelectorAll('.overflow-auto')];
  const over = Math.max(...boxes.flatMap(b => [b.scrollHeight - b.clientHeight, b.scrollWidth - b.clientWidth]));
  const graph = all(section, '.bp-graph')[0];
  const wrapped = [...section.querySelectorAll('.codehilite pre')].filter(pre => shown(pre)).flatMap(pre => {
    const range = document.createRange();
    range.selectNodeContents(pre);
    const rows = range.getBoundingClientRect().height / scale / parseFloat(getComputedStyle(pre).lineHeight);
    return rows - pre.textContent.trimEnd().split('\\n').length > 0.9 ? [pre.textContent.slice(0, 40)] : [];
  });
  return { small, over, wrapped, cut: graph ? Math.max(graph.scrollWidth - graph.clientWidth - 1, 0) : 0 };
}"""
)
CELLS = """[...document.querySelectorAll('.reveal section.present [data-cell-id]')]
    .filter(cell => cell.checkVisibility({ opacityProperty: true, visibilityProperty: true }))
    .map(cell => cell.dataset.cellId).join(' + ')"""  # an exported deck's cells have no names
SLIDE = """[...document.querySelectorAll('.reveal section.present [data-cell-name]')]
    .filter(cell => cell.checkVisibility({ opacityProperty: true, visibilityProperty: true }))
    .map(cell => cell.dataset.cellName).join(' + ')"""
SET_ALL = f"""(end) => {{ {IN_SHADOWS}
    const section = [...document.querySelectorAll('.reveal section.present')].at(-1);
    for (const slider of all(section, 'input[type=range]')) {{
      slider.value = slider[end];
      slider.dispatchEvent(new Event('input', {{ bubbles: true }}));
    }} }}"""


@pytest.fixture(scope="module")
def presented():
    with course("present", "5_3") as address:
        yield f"{address}/slides/5.3/"


@pytest.fixture(scope="module")
def opened(browser: Browser, presented: str):
    """The deck, opened once: each test begins at its first slide (see ``deck``)."""
    context = browser.new_context(viewport={"width": 1280, "height": 720})
    page = context.new_page()
    page.goto(presented)
    page.locator("[data-node=z1]").first.wait_for(state="attached")
    expect(page.locator("[data-cell-name=closing] h2")).to_be_attached()
    yield page
    context.close()


@pytest.fixture
def deck(opened: Page):
    opened.set_viewport_size({"width": 1280, "height": 720})
    opened.evaluate("document.activeElement?.blur()")
    opened.mouse.click(600, 690)
    opened.keyboard.press("Home")
    at(opened, "title")
    return opened


def at(page: Page, slide: str) -> None:
    """Wait until this slide is shown, by its cells' names."""
    page.wait_for_function(f"{SLIDE} === {slide!r}")


def go(page: Page, cell: str) -> None:
    """Turn slides until the one of this cell is shown; where a busy machine loses a key or is late, from the start."""
    for _ in range(80):
        shown = page.evaluate(SLIDE)
        if cell in shown.split(" + "):
            return
        page.keyboard.press("Space")
        try:
            page.wait_for_function(f"{SLIDE} !== {shown!r}", timeout=5000)
        except TimeoutError:
            page.keyboard.press("Home")
    raise AssertionError(f"no slide shows {cell}")


@contextmanager
def deck_of(browser: Browser, number: str) -> Iterator[Page]:
    """The deck of a notebook, ready at its first slide; the questions are those of one seed."""
    with course("present", number.replace(".", "_")) as address:
        page = browser.new_page(viewport={"width": 1280, "height": 720})
        page.goto(f"{address}/slides/{number}/?seed=7")
        expect(page.locator("[data-cell-name=closing] h2")).to_be_attached()
        page.wait_for_timeout(1000)
        yield page
        page.close()


def names_of(chapter: Chapter) -> list[str]:
    """The cells of a deck's slides, in their order."""
    kinds = [cell["type"] for cell in layout_of(chapter, with_notes=False)["data"]["cells"]]
    return [cell.name for cell, kind in zip(cells_of(chapter.path), kinds, strict=True) if kind != "skip"]


def walk(page: Page, chapter: str, by: str = SLIDE):
    """Every slide of a chapter's deck, by its cells' names; where a busy machine loses a key it is pressed again."""
    slides = len(names_of(chapter_of(chapter)))
    for number in count(1):
        shown = page.evaluate(by)
        yield shown
        for patience in (5000, 20_000, 40_000) if number < slides else (1000,):
            page.keyboard.press("Space")
            with suppress(TimeoutError):
                page.wait_for_function(f"{by} !== {shown!r}", timeout=patience)
                break
        else:
            return
        page.wait_for_timeout(100)


def settled(page: Page) -> dict:
    """The slide's measures; if something is amiss, once more: on a busy machine fonts and styles come late."""
    for _ in range(20):
        found = page.evaluate(MEASURE, SMALLEST)
        if not list(amiss([("slide", found)])):
            break
        page.wait_for_timeout(250)
    return found


def amiss(slides: Iterable[tuple[str, dict]]) -> Iterator[tuple[str, dict]]:
    """Slides with small text, with more than fits, or with a line of code that goes on in the next."""
    for name, slide in slides:
        if slide["small"] or slide["over"] > 1 or slide["wrapped"]:
            yield name, slide


@pytest.mark.parametrize("number", SERVED)
def test_every_slide_of_a_served_deck_fits_and_every_text_on_it_can_be_read(
    browser: Browser, presented: str, number: str
):
    page = browser.new_page(viewport={"width": 1280, "height": 720})
    page.goto(presented.replace("5.3", number))
    slides = names_of(chapter_of(number))
    page.locator(f"[data-cell-name={slides[-1]}] :is(h2, h3, p)").first.wait_for(state="attached")
    page.wait_for_timeout(1500)  # slides arrive one by one
    page.mouse.click(640, 690)
    page.keyboard.press("Home")
    page.wait_for_timeout(400)
    found = {name: settled(page) for name in walk(page, number)}
    page.close()
    assert not dict(amiss(found.items()))
    assert len(found) == len(slides)


@pytest.mark.parametrize("number", EXPORTED)
def test_so_it_is_on_an_exported_deck(browser: Browser, site: Path, number: str):
    with folder(site) as address:
        page = browser.new_page(viewport={"width": 1280, "height": 720})
        page.goto(f"{address}/slides/{number}.html")
        page.get_by_role("heading").first.wait_for()
        page.wait_for_timeout(1000)
        found = [settled(page) for _ in walk(page, number, CELLS)]
        page.close()
    assert not dict(amiss(zip(names_of(chapter_of(number)), found, strict=True)))


def test_a_derivation_opened_on_a_slide_is_drawn_whole(browser: Browser, site: Path):
    with folder(site) as address:
        page = browser.new_page(viewport={"width": 1280, "height": 720})
        page.goto(f"{address}/slides/5.4.html")
        page.get_by_role("heading").first.wait_for()
        title = page.locator("button[aria-expanded]", has_text="σ′ = h·(1 − h), derived")
        for _ in walk(page, "5.4", CELLS):
            if title.evaluate("e => !e.getRootNode().host.closest('section:not(.present)')"):
                break
        title.click()
        formula = page.locator("marimo-accordion", has=title).locator(".katex-display").first
        expect(formula).to_be_visible()
        page.wait_for_timeout(500)
        assert page.evaluate(MEASURE, SMALLEST)["over"] <= 1
        ink = imread(BytesIO(formula.screenshot())).min()  # a formula that is there and not painted is all white
        page.close()
    assert ink < 0.5


def test_no_deck_is_left_out():
    assert sorted(SERVED + EXPORTED) == [chapter.number for chapter in built()]


def test_one_layout_is_scaled_to_every_window_and_no_room_is_wasted(deck: Page):
    for width, height in ((1920, 1080), (1024, 768)):
        deck.set_viewport_size({"width": width, "height": height})
        go(deck, "network_picture")
        deck.wait_for_timeout(400)
        found, frame = deck.evaluate(MEASURE, SMALLEST), deck.locator(".reveal").bounding_box()
        assert not found["small"]
        assert found["over"] <= 1
        assert frame is not None
        assert max(frame["width"] / width, frame["height"] / height) == pytest.approx(1, abs=0.01)


@pytest.mark.parametrize("cell", ["chain_picture", "network_picture", "nudge_picture", "paths_picture"])
def test_a_picture_fits_whatever_its_controls_are_set_to(deck: Page, cell: str):
    go(deck, cell)
    slide = deck.locator(f"[data-cell-name={cell}]")
    zooms = [z for z in ("statements", "operations") if slide.get_by_role("button", name=z).count()]
    every_edge = slide.get_by_role("checkbox")
    amiss = {}
    for zoom in zooms or [""]:
        if zoom:
            slide.get_by_role("button", name=zoom).click()
        for checked in (True, False) if every_edge.count() else (False,):
            if every_edge.count():
                every_edge.set_checked(checked)
            for end in ("max", "min"):
                deck.evaluate(SET_ALL, end)
                deck.wait_for_timeout(250)
                if zoom or cell == "paths_picture":
                    slide.get_by_role("slider", name="step").press("End" if end == "max" else "Home")
                    deck.wait_for_timeout(150)
                found = deck.evaluate(MEASURE, SMALLEST_ON_EVERY_EDGE if checked else SMALLEST)
                if found["small"] or found["over"] > 1 or found["cut"]:
                    amiss[zoom, checked, end] = found
    assert not amiss


def test_right_turns_slides_down_shows_a_sub_slide_and_a_fragment_joins_its_slide(deck: Page):
    go(deck, "composing_prose")
    deck.keyboard.press("ArrowDown")
    at(deck, "composing_code")
    deck.keyboard.press("ArrowUp")
    at(deck, "composing_prose")
    deck.keyboard.press("ArrowRight")
    at(deck, "composing_picture")
    go(deck, "paths_prose")
    at(deck, "paths_prose")
    deck.keyboard.press("ArrowRight")
    at(deck, "paths_prose + paths_code")
    deck.keyboard.press("ArrowRight")
    at(deck, "paths_prediction")
    deck.keyboard.press("ArrowLeft")
    at(deck, "paths_prose + paths_code")
    deck.keyboard.press("ArrowLeft")
    at(deck, "paths_prose")


def test_a_key_on_a_control_moves_the_control_and_elsewhere_it_turns_the_slide(deck: Page):
    go(deck, "chain_picture")
    slide = deck.locator("[data-cell-name=chain_picture]")
    slider = slide.get_by_role("slider", name="x", exact=True)
    before = float(slider.input_value())
    slider.focus()
    for key in ("ArrowRight", "ArrowUp", "ArrowLeft"):
        slider.press(key)
    expect(slider).to_have_value(f"{before + 0.01:g}")
    box = slide.get_by_label("x, number")
    box.fill("0.5")
    box.press("ArrowLeft")
    box.press("ArrowUp")
    expect(slider).to_have_value("0.51")
    choice = slide.get_by_role("combobox").first
    choice.focus()
    choice.press("ArrowDown")
    deck.wait_for_timeout(400)  # a slide that turned would have turned by now
    assert deck.evaluate(SLIDE) == "chain_picture"
    expect(slide.locator("[data-node=x] .value")).to_have_text("0.51")
    deck.mouse.click(600, 700)
    deck.keyboard.press("ArrowRight")
    at(deck, "composing_prose")


def test_what_is_set_stays_set_while_slides_turn(deck: Page):
    go(deck, "network_picture")
    slide = deck.locator("[data-cell-name=network_picture]")
    slider = slide.get_by_role("slider", name="w1", exact=True)
    place = slider.bounding_box()
    assert place is not None
    y = place["y"] + place["height"] / 2
    deck.mouse.move(place["x"] + place["width"] / 2, y)
    deck.mouse.down()
    deck.mouse.move(place["x"] + place["width"] / 4, y, steps=4)
    deck.mouse.up()
    dragged = float(slider.input_value())
    assert -2.2 < dragged < -1
    shown = slide.locator("[data-node=w1] .value")
    expect(shown).to_have_text(f"−{abs(dragged):g}")
    deck.mouse.click(600, 700)
    for key in ("ArrowRight", "ArrowRight", "End", "Home"):
        deck.keyboard.press(key)
    go(deck, "network_picture")
    expect(slider).to_have_value(f"{dragged:g}")
    expect(shown).to_have_text(f"−{abs(dragged):g}")


def test_a_turned_slide_costs_the_work_of_a_slide_and_not_of_the_whole_deck(deck: Page):
    turns = 10
    work = work_of(deck, lambda: list(islice(walk(deck, "5.3"), turns + 1)))
    assert work / turns <= 200  # ms; it is about 80, and 320 where each turn styles every slide anew


def test_the_overview_shows_the_slides_and_leads_to_one(deck: Page):
    reveal = deck.locator(".reveal")
    for key in ("Escape", "o"):
        deck.keyboard.press(key)
        expect(reveal).to_have_class(re.compile(r"\boverview\b"))
        expect(deck.locator("h2", has_text="Three functions in a row")).to_be_in_viewport()
        deck.keyboard.press("Home")
        for slide in ("title", "chain_prose"):
            at(deck, slide)
            deck.keyboard.press("ArrowRight")
        at(deck, "chain_picture")
        deck.keyboard.press(key)
        expect(reveal).not_to_have_class(re.compile(r"\boverview\b"))
        at(deck, "chain_picture")


def test_the_speakers_window_has_the_notes_and_the_time_and_follows_and_turns_the_deck(deck: Page):
    go(deck, "chain_question")
    with deck.context.expect_page() as opening:
        deck.keyboard.press("s")
    speaker = opening.value
    notes = speaker.locator(".speaker-controls-notes .value")
    expect(notes).to_contain_text("Say: Type what the room dictates")
    now, behind = speaker.frame_locator("iframe >> nth=0"), speaker.frame_locator("iframe >> nth=1")
    current = "section.present [data-cell-name={}]"
    expect(now.locator(current.format("closing")).or_(now.locator("[data-cell-name=closing]"))).to_be_attached()
    expect(now.locator(current.format("chain_question"))).to_be_attached()
    expect(behind.locator(current.format("network_prose"))).to_be_attached()
    assert deck.evaluate(SLIDE) == "chain_question"  # the window opened, and the deck stayed
    seconds = speaker.locator(".speaker-controls-time .timer .seconds-value").first
    first = seconds.text_content()
    deck.keyboard.press("ArrowRight")
    expect(notes).to_contain_text("One neuron, one relu")
    speaker.bring_to_front()
    speaker.keyboard.press("ArrowRight")
    at(deck, "network_code")
    expect(notes).to_contain_text("This is all the code.")
    expect(seconds).not_to_have_text(first or "")
    speaker.close()


def test_a_deck_is_dark_where_the_screen_is(browser: Browser, presented: str):
    context = browser.new_context(color_scheme="dark")
    page = context.new_page()
    page.goto(presented)
    page.get_by_role("heading", name="The chain rule in action").wait_for()
    expect(page.locator("body")).to_have_class(re.compile(r"\bdark\b"))
    ground = page.locator(".reveal").evaluate("e => getComputedStyle(e).backgroundColor.match(/[\\d.]+/g).map(Number)")
    assert max(ground[:3]) <= (0.2 if max(ground[:3]) <= 1 else 50)
    context.close()


def test_a_deck_nobody_has_turned_opens_at_its_first_slide(browser: Browser, presented: str):
    goes_elsewhere = """() => new Promise(left => {
        const first = document.querySelector(".reveal .slides > section");
        const look = () => first.classList.contains("present") || left();
        new MutationObserver(look).observe(first, { attributes: true });
        window.postMessage(JSON.stringify({ method: "slide", args: [3] }), location.origin);
      })"""
    longer_than_it_takes_to_go_to_the_first = 600  # ms; and a machine is slow to settle
    context = browser.new_context()
    page = context.new_page()
    page.goto(presented)
    expect(page.locator("[data-cell-name=closing] h2")).to_be_attached()  # until then the framework turns slides too
    at(page, "title")
    page.evaluate(goes_elsewhere)  # as where later slides have arrived before the first
    at(page, "title")
    page.wait_for_timeout(longer_than_it_takes_to_go_to_the_first)
    page.keyboard.press("Space")
    page.wait_for_function(f"!['', 'title'].includes({SLIDE})")
    turned_to = page.evaluate(SLIDE)
    page.wait_for_timeout(longer_than_it_takes_to_go_to_the_first)
    assert page.evaluate(SLIDE) == turned_to
    context.close()


def test_a_presenter_may_reveal_a_prediction(deck: Page):
    go(deck, "gate_prediction")
    expect(deck.locator("[data-cell-name=gate_prediction]").get_by_role("button", name="Reveal")).to_be_visible()
