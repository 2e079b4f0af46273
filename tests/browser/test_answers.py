"""Protects answering on 5.3: verdicts, hints, predictions, the log, seeds; by keyboard, on a phone, in the dark."""

import json
import re
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Dialog, Locator, Page, expect

from course_lib import backward, forward, parse
from course_lib.numerals import numeral
from course_lib.widgets.cards import QuestionCard
from course_lib.widgets.question_item import FRESH, HINTS
from tests.browser.conftest import NOTEBOOKS, Watched, watching
from tests.browser.static import card
from tests.networks import CLOSED, LECTURE, OPEN, traced
from tests.serving import serve
from tests.widgets.sheets import MISSES, SHRINKS, card_of, miss_three_times, send, sheet_of, shown

RIGHT = "2*(y - target)*y*(1 - y)*h1"  # Question 2: ∂L/∂w2
WRONG_SIDE = "2*(y - target)*z2*(1 - z2)*h1"
THROUGH_RELU = "2*(y - target)*y*(1 - y)*w2*x"  # Question 4: ∂L/∂w1, but for the gate
UNREADABLE = "2*(h - x"
HTML = "<img src=x onerror=alert(1)>"
FOCUSED = """() => {
  let element = document.activeElement;
  while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
  return element;
}"""


def log(page: Page) -> Locator:
    return page.locator(".card", has=page.get_by_role("button", name="Save as a file"))


def box(asked: Locator) -> Locator:
    return asked.get_by_role("textbox").first


def verdict(asked: Locator) -> Locator:
    return asked.get_by_role("status")


def answer(asked: Locator, text: str) -> None:
    """Type it and press Enter."""
    box(asked).fill(text)
    box(asked).press("Enter")


def expect_rung(asked: Locator, rung: str) -> None:
    expect(verdict(asked)).to_have_attribute("data-rung", rung)


def expect_log(page: Page, name: str, said: str, *standing: str | int) -> None:
    """What the log's row shows: what was said, and how it stands, by these words and numbers in their order."""
    stands = re.compile(".*".join(rf"\b{re.escape(str(part))}\b" for part in standing))
    cells = log(page).get_by_role("row", name=name).get_by_role("cell")
    expect(cells).to_have_text([re.compile(f"^{re.escape(said)}$"), stands])


def expect_said(asked: Locator, rung: str, *parts: str) -> None:
    """The verdict's rung, and the names and numbers it tells."""
    expect_rung(asked, rung)
    for part in parts:
        expect(verdict(asked)).to_contain_text(part)


def reads_file(page: Page, name: str, content: bytes) -> None:
    chosen = {"name": name, "mimeType": "application/json", "buffer": content}
    log(page).locator("input[type=file]").set_input_files(files=[chosen])


def seed_of(page: Page) -> int:
    """The seed that the note at the top tells."""
    note = page.locator(".note").text_content() or ""
    return int(note.split("drawn from seed ")[1].split(";")[0])


def accept_dialogs(page: Page) -> list[str]:
    """Say yes to every dialog; the list fills with their kinds."""
    seen: list[str] = []

    def accept(dialog: Dialog) -> None:
        seen.append(dialog.type)
        dialog.accept()

    page.on("dialog", accept)
    return seen


@pytest.fixture(scope="module")
def shared(browser: Browser, chain_rule: str) -> Iterator[Page]:
    """One page for the tests that each answer questions or predictions of their own."""
    with watching(browser) as watched:
        yield watched.open(f"{chain_rule}/?seed=7")
        assert watched.is_clean(), watched.complaints


def test_a_wrong_expression_is_diagnosed_corrected_and_accepted_from_the_keyboard(shared: Page):
    asked = card(shared, "Question 2")
    region = verdict(asked)
    expect(region).to_have_attribute("aria-live", "polite")
    node = region.element_handle()
    answer(asked, WRONG_SIDE)
    expect_said(asked, "mistaken", "✗", "σ", "y·(1 − y)")
    expect(box(asked)).to_be_focused()
    expect(box(asked)).to_have_value(WRONG_SIDE)  # to be corrected, not typed again
    expect_log(shared, "Question 2", WRONG_SIDE, "not yet", 1)
    box(asked).fill(RIGHT)
    shared.keyboard.press("Enter")
    expect_said(asked, "right", "✓", "∂L/∂w2")
    expect(box(asked)).to_be_focused()
    assert region.evaluate("(now, before) => now === before && now.isConnected", node)
    expect_log(shared, "Question 2", RIGHT, "right", 2)

    gate = card(shared, "Question 4")
    answer(gate, THROUGH_RELU)
    expect_said(gate, "elsewhere", "✗", "gate closed", "relu")
    box(gate).fill(f"{THROUGH_RELU}*(z1 > 0)")
    gate.get_by_role("button", name="Check").click()
    expect_rung(gate, "right")
    expect_rung(asked, "right")  # each card has its own verdict


def test_numbers_are_accepted_with_four_digits_and_a_slider_takes_nothing_away(shared: Page):
    asked = card(shared, "Question 3")
    table = asked.get_by_role("table")
    expect(table.locator("tbody tr")).to_have_count(2)
    names = table.locator("thead th").all_text_contents()[1:]
    truth = []
    for row in table.locator("tbody tr").all():
        cells = [float(cell.replace("−", "-")) for cell in row.get_by_role("cell").all_text_contents()]
        numbers = dict(zip(names, cells, strict=True))
        truth.append(backward(forward(parse(LECTURE), **{name: numbers[name] for name in OPEN})).grad["b1"])
    assert truth[0] != 0 == truth[1]
    first, second = asked.get_by_role("textbox", name="gate open"), asked.get_by_role("textbox", name="gate closed")
    first.fill(numeral(truth[0]))
    first.press("Enter")
    expect_said(asked, "partly", "✓", "gate closed")
    second.fill(numeral(truth[0]))
    second.press("Enter")
    expect_said(asked, "elsewhere", "✗", "gate closed")
    second.fill(numeral(truth[1]))
    second.press("Enter")
    expect_said(asked, "right", "✓", f"gate open {numeral(truth[0])}", "gate closed 0")
    expect(second).to_be_focused()

    typed = card(shared, "Question 4")
    box(typed).fill("2*(y -")
    graph = shared.locator(".bp-stack", has=shared.locator("[data-node=z1]")).first
    graph.get_by_role("slider", name="w1", exact=True).focus()
    shared.keyboard.press("End")
    expect(graph.locator("[data-node=w1] .value")).to_have_text("3")
    expect(first).to_have_value(numeral(truth[0]))
    expect_rung(asked, "right")
    expect(box(typed)).to_have_value("2*(y -")


def test_an_unreadable_answer_is_shown_with_the_place_and_html_stays_text(shared: Page):
    dialogs = accept_dialogs(shared)
    asked = card(shared, "Question 1")
    answer(asked, UNREADABLE)
    expect_said(asked, "unreadable", "?", "column 3", "parenthesis")
    text, caret = (verdict(asked).locator("pre").text_content() or "").split("\n")
    assert text == UNREADABLE
    assert caret.index("▲") == text.index("(")
    answer(asked, HTML)
    expect(verdict(asked).locator("pre")).to_have_text(re.compile(re.escape(HTML)))
    expect_log(shared, "Question 1", HTML, "not yet")  # what cannot be read is no try
    answer(card(shared, "Question 3"), HTML)
    expect_rung(card(shared, "Question 3"), "unreadable")
    expect(box(asked)).to_have_value(HTML)
    assert shared.locator("img[src=x]").count() == 0
    assert dialogs == []


def test_three_misses_bring_hints_and_a_fresh_question_and_the_focus_stays_where_one_goes_on(
    watched: Watched, chain_rule: str
):
    page = watched.open(f"{chain_rule}/?seed=7")
    asked = card(page, "Question 2")
    hints = asked.get_by_role("listitem")
    for i, text in enumerate(MISSES, start=1):
        expect(asked.get_by_role("button", name=HINTS[0])).to_have_count(0)
        answer(asked, text)
        expect_log(page, "Question 2", text, f"not yet, {i} {'try' if i == 1 else 'tries'}")
    expect(box(asked)).to_be_focused()
    for i, label in enumerate(HINTS, start=1):
        button = asked.get_by_role("button", name=label)
        button.focus()
        page.keyboard.press("Enter")
        expect(hints).to_have_count(i)
        expect(asked.get_by_role("button").last).to_be_focused()
    expect(hints.first).to_contain_text("∂L/∂w2 = ∂L/∂y · ∂y/∂z2 · ∂z2/∂w2")
    expect(asked.get_by_role("button").last).to_have_text(FRESH)
    page.keyboard.press("Enter")
    expect(asked.locator(".ask")).to_have_text(re.compile("Question 2. Write ∂L.+∂b2"))
    expect(box(asked)).to_be_focused()
    expect(box(asked)).to_have_value("")
    expect(hints).to_have_count(0)
    page.keyboard.type("2*(y - target)*y*(1 - y)")
    page.keyboard.press("Enter")
    expect(verdict(asked)).to_contain_text("✓ Right.")
    standing = "not yet, 3 tries, worked answer seen; then right, 1 try"
    expect_log(page, "Question 2: ∂L/∂b2", "2*(y - target)*y*(1 - y)", standing)
    expect(asked.get_by_role("button").nth(1)).to_have_text(FRESH)  # to practise
    assert watched.is_clean(), watched.complaints


FAKE_MODEL = """async ({ script, before, after, order }) => {
  const module = await import(URL.createObjectURL(new Blob([script], { type: "text/javascript" })));
  const heard = {};
  const on = (event, hear) => (heard[event] ??= []).push(hear);
  function cardOf(state) {
    const root = document.body.appendChild(document.createElement("div")).attachShadow({ mode: "open" });
    const el = root.appendChild(document.createElement("div"));
    module.default.render({ el, model: { get: (name) => state[name], set() {}, save_changes() {}, on } });
    return { root, el };
  }
  const made = cardOf(after).el.innerHTML;
  for (const event in heard) delete heard[event];
  const state = { ...before };
  const { root, el } = cardOf(state);
  const button = el.querySelector(".hints + button");
  button.focus();
  const hadFocus = root.activeElement === button;
  for (const name of order) {
    state[name] = after[name];
    for (const hear of heard[`change:${name}`] ?? []) hear();
  }
  return {
    hadFocus,
    focused: root.activeElement === el.querySelector("input"),
    html: el.innerHTML,
    made,
  };
}"""


def test_a_fresh_question_is_shown_whole_in_whatever_order_its_parts_arrive(browser: Browser):
    """marimo sets a message's traits one by one, and ipywidgets sends them in the order of a set."""
    asked = card_of(sheet_of(), "Question 1")
    miss_three_times(asked)
    for _ in HINTS:
        send(asked, "help")
    before = shown(asked)
    send(asked, "help")
    after = shown(asked)
    changed = [name for name in after if after[name] != before[name]]
    assert {"asked", "prompt", "fields", "verdict", "hints", "help"} <= set(changed)
    context = browser.new_context()
    page = context.new_page()
    rotations = [changed[i:] + changed[:i] for i in range(len(changed))]
    for order in chain(rotations, (rotation[::-1] for rotation in rotations)):
        told = {"script": str(QuestionCard._esm), "before": before, "after": after, "order": order}
        card_there = page.evaluate(FAKE_MODEL, told)
        assert card_there["html"] == card_there["made"], order  # as if it had been made with all its parts at once
        assert "b2 =" in card_there["html"]
        assert card_there["hadFocus"]
        assert card_there["focused"], order
    context.close()


def test_predictions_are_made_by_keyboard_and_stay_locked(shared: Page):
    asked = card(shared, "Prediction 1")
    lock = asked.locator("button.lock")
    choice = asked.get_by_role("radio")
    card(shared, "Question 1").get_by_role("button", name="Check").focus()
    for _ in range(20):  # past what else takes the focus before it
        shared.keyboard.press("Tab")
        if choice.first.evaluate(f"radio => ({FOCUSED})() === radio"):
            break
    expect(choice.first).to_be_focused()
    shared.keyboard.press("Tab")
    expect(lock).to_be_focused()
    shared.keyboard.press("Enter")
    expect_said(asked, "unreadable", "?")
    expect(lock).to_have_text("Lock it in")
    shared.keyboard.press("Shift+Tab")
    shared.keyboard.press("Space")
    shared.keyboard.press("ArrowRight")
    expect(asked.get_by_role("radio", name=SHRINKS)).to_be_checked()
    expect(verdict(asked)).not_to_contain_text("0.0259")
    shared.keyboard.press("Tab")
    shared.keyboard.press("Space")
    before, after = (numeral(traced(LECTURE, **setting).grad["w1"]) for setting in (OPEN, CLOSED))
    expect_said(asked, "wrong", "✗", SHRINKS, f"{before} → {after}")
    expect(lock).to_have_text("Locked")
    expect(lock).to_be_focused()
    assert choice.evaluate_all("radios => radios.every((radio) => radio.disabled)")

    shared.keyboard.press("Enter")  # on the locked button
    for name in ("becomes 0", "grows"):
        asked.get_by_role("radio", name=name).click(force=True)
        asked.get_by_text(name, exact=True).click(force=True)
    expect(asked.get_by_role("radio", name=SHRINKS)).to_be_checked()
    expect_log(shared, "Prediction 1", SHRINKS, "becomes 0")
    expect_said(asked, "wrong", SHRINKS)

    other = card(shared, "Prediction 2")
    other.get_by_role("radio", name="a quarter").focus()
    shared.keyboard.press("Space")
    shared.keyboard.press("Enter")  # on the option itself, which is disabled then
    expect_said(other, "right", "✓", "a quarter")
    expect(other.locator("button.lock")).to_be_focused()
    assert shared.get_by_role("button", name="Reveal", include_hidden=True).count() == 0


def test_a_presenter_has_a_button_that_reveals_and_may_still_lock(watched: Watched):
    with serve(NOTEBOOKS / "5_3_chain_rule.py", {"COURSE_PRESENTER": "1"}) as address:
        page = watched.open(f"{address}/?seed=7")
        asked = card(page, "Prediction 1")
        reveal = asked.get_by_role("button", name="Reveal")
        expect(page.get_by_role("button", name="Reveal")).to_have_count(3)
        reveal.click()
        expect(verdict(asked)).to_contain_text("becomes 0, −0.0259 → 0")
        expect(reveal).to_be_hidden()
        expect(asked.locator("button.lock")).to_be_focused()
        expect_log(page, "Prediction 1", "", "open")
        asked.get_by_role("radio", name="becomes 0").check()
        asked.get_by_role("button", name="Lock it in").click()
        expect_said(asked, "right", "✓", "becomes 0")
        expect(card(page, "Prediction 2").get_by_role("button", name="Reveal")).to_be_visible()
        assert watched.is_clean(), watched.complaints


def expect_leave(page: Page, free: bool) -> None:
    """Whether the page lets itself be closed without asking."""
    leave = "free => free === window.dispatchEvent(new Event('beforeunload', { cancelable: true }))"
    page.wait_for_function(leave, arg=free)


def test_a_saved_log_brings_everything_back_and_a_damaged_one_changes_nothing(
    watched: Watched, chain_rule: str, tmp_path: Path
):
    page = watched.open(f"{chain_rule}/?seed=7")
    dialogs = accept_dialogs(page)
    expect_leave(page, free=True)
    answer(card(page, "Question 2"), WRONG_SIDE)
    expect_rung(card(page, "Question 2"), "mistaken")
    answer(card(page, "Question 2"), RIGHT)
    answer(card(page, "Question 4"), THROUGH_RELU)
    card(page, "Prediction 1").get_by_role("radio", name="grows").check()
    card(page, "Prediction 1").get_by_role("button", name="Lock it in").click()
    expect_log(page, "Prediction 1", "grows", "becomes 0")
    expect_leave(page, free=False)
    with page.expect_download() as download:
        log(page).get_by_role("button", name="Save as a file").press("Enter")
    expect_rung(log(page), "right")
    expect_leave(page, free=True)
    assert download.value.suggested_filename == "backpropagation-5.3-seed-7.json"
    file = tmp_path / "log.json"
    download.value.save_as(file)
    assert [entry["name"] for entry in json.loads(file.read_text())["entries"]] == [
        *("Prediction 1", "Question 2", "Question 4"),
    ]

    watched.open(chain_rule)
    assert dialogs == []
    expect_log(page, "Question 2", "", "open")
    log(page).locator("input[type=file]").set_input_files(file)
    expect_said(log(page), "right", "✓", "3", "7")  # entries, seed
    assert seed_of(page) == 7
    expect(box(card(page, "Question 2"))).to_have_value(RIGHT)
    expect_rung(card(page, "Question 2"), "right")
    expect(box(card(page, "Question 4"))).to_have_value(THROUGH_RELU)
    expect_rung(card(page, "Question 4"), "elsewhere")
    expect_rung(card(page, "Question 1"), "nothing")
    expect(card(page, "Prediction 1").get_by_role("radio", name="grows")).to_be_checked()
    expect(card(page, "Prediction 1").get_by_role("radio", name="grows")).to_be_disabled()
    expect_said(card(page, "Prediction 1"), "wrong", "✗", "grows")
    expect_log(page, "Question 2", RIGHT, "right", 2)
    expect_leave(page, free=True)

    for content in (file.read_bytes()[:200], b"\xff\xfe\x00<img src=x onerror=alert(1)>", b""):
        reads_file(page, "damaged.json", content)
        expect_said(log(page), "unreadable", "?")
        log(page).get_by_role("button", name="Save as a file").press("Enter")  # another verdict before the next file
        expect_rung(log(page), "right")
    expect_log(page, "Question 2", RIGHT, "right", 2)
    answer(card(page, "Question 2"), WRONG_SIDE)
    expect_rung(card(page, "Question 2"), "mistaken")
    expect_log(page, "Question 2", RIGHT, "right", 2)  # what was right once stays so
    expect_leave(page, free=False)
    page.reload()
    page.get_by_role("heading", name="Take with you").wait_for()
    assert dialogs == ["beforeunload"]  # the browser asked, since this was not saved
    assert watched.is_clean(), watched.complaints


def test_an_unusable_seed_gives_a_working_page_with_a_seed_of_its_own(watched: Watched, chain_rule: str):
    seeds, page = [], watched.page
    accept_dialogs(page)  # what is answered here is not saved
    for query in ("", "?seed=abc", "?seed=-1"):
        page.goto(f"{chain_rule}/{query}")
        expect(page.locator(".note")).to_contain_text("drawn from seed")
        seeds.append(seed_of(page))
        answer(card(page, "Question 2"), RIGHT)
        expect_rung(card(page, "Question 2"), "right")
    assert all(0 <= seed < 10_000 for seed in seeds)
    assert len(set(seeds)) >= len(seeds) - 1  # of ten thousand, two may be the same
    assert watched.is_clean(), watched.complaints


CONTRAST = """verdict => {
  const channels = (text) => text.match(/[\\d.]+/g).slice(0, 3).map((c) => c / 255);
  const light = (text) => channels(text).map((c) => (c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4))
    .reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i], 0);
  const style = getComputedStyle(verdict);
  const [ink, ground] = [light(style.color), light(style.backgroundColor)];
  return [ground, (Math.max(ink, ground) + 0.05) / (Math.min(ink, ground) + 0.05)];
}"""


def test_in_the_dark_on_a_phone_every_verdict_fits_is_legible_and_says_with_a_sign_what_its_colour_says(
    watched: Watched, chain_rule: str
):
    watched.page.set_viewport_size({"width": 390, "height": 844})
    page = watched.open(f"{chain_rule}/?seed=7&theme=dark")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    answer(card(page, "Question 1"), "exp(" * 40 + "x" * 200)
    answer(card(page, "Question 2"), WRONG_SIDE)
    answer(card(page, "Question 3"), "12345")
    answer(card(page, "Question 4"), THROUGH_RELU)
    answer(card(page, "Question 5"), "2*(b - 1)*(a + w*x*(1 - a**2))")
    for name in ("Prediction 1", "Prediction 2"):
        card(page, name).get_by_role("radio").first.check()
        card(page, name).get_by_role("button", name="Lock it in").click()
    reads_file(page, "damaged.json", b"{")
    signs = {"right": "✓", "mistaken": "✗", "elsewhere": "✗", "wrong": "✗", "unreadable": "?"}
    rungs = {
        **{"Question 1": "unreadable", "Question 2": "mistaken", "Question 3": "wrong", "Question 4": "elsewhere"},
        **{"Question 5": "right", "Prediction 1": "wrong", "Prediction 2": "wrong"},
    }
    regions = {verdict(card(page, name)): rung for name, rung in rungs.items()} | {verdict(log(page)): "unreadable"}
    for region, rung in regions.items():
        expect(region).to_have_attribute("data-rung", rung)
        expect(region.locator("strong")).to_have_text(re.compile(rf"^{re.escape(signs[rung])} \w"))
        ground, contrast = region.evaluate(CONTRAST)
        assert ground < 0.1, rung
        assert contrast >= 4.5, rung
    caret = verdict(card(page, "Question 1")).locator("pre span")
    assert caret.evaluate("""caret => {
      const [seen, place] = [caret.parentElement, caret].map((element) => element.getBoundingClientRect());
      return seen.left <= place.left && place.right <= seen.right;
    }""")
    for text in MISSES[1:]:
        answer(card(page, "Question 2"), text)
        expect_log(page, "Question 2", text, f"not yet, {MISSES.index(text) + 1} tries")
    for i in range(len(HINTS)):
        card(page, "Question 2").locator(".hints + button").click()
        expect(card(page, "Question 2").get_by_role("listitem")).to_have_count(i + 1)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    for shown_card in page.locator(".card:has(.verdict)").all():
        assert shown_card.evaluate("card => card.scrollWidth <= card.clientWidth")
    assert watched.is_clean(), watched.complaints
