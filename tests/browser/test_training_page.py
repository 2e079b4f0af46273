"""Protects 5.7: the watched network, the controls, the editor, the page without Python, its slides."""

import re
import subprocess
import sys
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from course_lib.sections.training.datasets import CLASSES
from course_lib.sections.training.first_values import FIRST_VALUES
from course_lib.sections.training.rebuild import NAMES
from course_lib.sections.training.sweep_lines import RIGHT, WRONG
from course_lib.sections.training.watched_run import RULES
from course_lib.sections.training.wrong_gradients import trainable
from tests.browser.conftest import Watched, watching
from tests.browser.static import A_LIGHT_MOVE, SET, functions_of, set_slider, shown, static_page, words, work_of_a_move
from tests.browser.test_deck_page import MEASURE, SMALLEST, amiss, deck_of, walk
from tests.serving import ROOT, serve

NOTEBOOK = ROOT / "notebooks" / "5_7_training.py"


@pytest.fixture(scope="module")
def source():
    return functions_of("5_7_training")


@pytest.fixture(scope="module")
def served():
    with serve(NOTEBOOK) as address:
        yield address


@pytest.fixture(scope="module")
def static(browser: Browser, site):
    with static_page(browser, site, "5.7", "[data-node=y] .value") as page:
        page.locator(".bp-ground").wait_for(state="attached")
        yield page


def opened(watched: Watched, address: str) -> Page:
    watched.page.goto(f"{address}/?seed=7")
    watched.page.get_by_role("heading", name="Take with you").wait_for()
    watched.page.locator("[data-node=y] .value").last.wait_for()
    watched.page.locator(".bp-ground").wait_for()
    return watched.page


@pytest.fixture(scope="module")
def shared(browser: Browser, served: str) -> Iterator[Page]:
    """One page for all tests that set what they need first."""
    with watching(browser) as watched:
        yield opened(watched, served)
        assert watched.is_clean(), watched.complaints


def press(page: Page, group: str, name: str) -> None:
    page.get_by_role("group", name=group, exact=True).get_by_role("button", name=name, exact=True).click()


def button(page: Page, name: str):
    return page.get_by_role("button", name=name, exact=True)


def epoch(page: Page) -> int:
    return int(page.get_by_text(re.compile(r"^epoch \d+$")).inner_text().removeprefix("epoch "))


# Served.


def test_a_network_is_watched_paused_stepped_and_stopped(watched: Watched, served: str):
    page = opened(watched, served)
    assert epoch(page) == 0
    ground = page.locator(".bp-ground").element_handle()
    button(page, "Play").click()
    expect(page.get_by_text(re.compile(r"^epoch [1-9]\d+$"))).to_be_visible()
    button(page, "Pause").click()
    expect(button(page, "Play")).to_be_visible()
    at = epoch(page)
    page.wait_for_timeout(400)
    assert epoch(page) == at
    button(page, "Step").click()
    expect(page.get_by_text(f"epoch {at + 1}", exact=True)).to_be_visible()
    assert ground.is_visible()  # the same picture all along: it was changed, not replaced
    button(page, "Play").click()
    button(page, "Stop").click()
    expect(page.get_by_text("epoch 0", exact=True)).to_be_visible()
    expect(page.get_by_text("Epoch 0: nothing is learned yet.")).to_be_visible()
    assert watched.is_clean(), watched.complaints


def test_a_run_goes_to_its_end_and_another_choice_begins_anew(shared: Page):
    press(shared, "examples", "XOR")
    press(shared, "rule", "Adam")
    expect(shared.get_by_text("epoch 0", exact=True)).to_be_visible()
    shared.wait_for_timeout(500)
    button(shared, "Play").click()
    expect(button(shared, "Play again")).to_be_visible(timeout=180_000)
    assert epoch(shared) == 250
    expect(shared.get_by_text("0 of 200 points on the wrong side")).to_be_visible()
    press(shared, "examples", "spirals")
    expect(shared.get_by_text("epoch 0", exact=True)).to_be_visible()


def test_first_weights_and_wrong_lines_are_told(shared: Page):
    press(shared, "first weights", "all 0")
    expect(shared.get_by_text("The gradients of W1, b1 and W2 are 0.")).to_be_visible()
    press(shared, "activation", "sigmoid")
    expect(shared.get_by_text("The gradients of W1 and b1 are 0.")).to_be_visible()
    press(shared, "first weights", "random")
    expect(shared.get_by_text("No gradient is 0.")).to_be_visible()
    for name in trainable():
        shared.get_by_label("wrong line").select_option(name)
    expect(shared.get_by_text("MSELoss returns error/size")).to_be_visible()
    shared.get_by_role("slider", name="η", exact=True).evaluate(SET, 20)
    expect(shared.get_by_text("the step is too long")).to_be_visible()


def test_a_served_page_runs_nobodys_code_and_says_where_the_editor_is(shared: Page):
    expect(shared.get_by_text("This page does not run your code.")).to_be_visible()
    expect(shared.get_by_text("marimo edit notebooks/5_7_training.py")).to_be_visible()
    assert shared.get_by_label("The checks of the rebuilt sweep").count() == 1  # of the lines that were chosen


def test_nothing_is_wider_than_the_page(watched: Watched, shared: Page, served: str):
    assert shared.evaluate("document.documentElement.scrollWidth") <= 1280
    watched.page.set_viewport_size({"width": 390, "height": 844})
    phone = opened(watched, served)
    assert phone.evaluate("document.documentElement.scrollWidth") <= 390


# In the editor: a plain export runs the notebook as the editor does.


@pytest.mark.parametrize(
    ("share", "says"),
    [
        ("shaped_like(args[slot], share)", (f"{len(NAMES)} of {len(NAMES)} passed",)),
        ("shapedlike", ("NameError", "In line 11: gradient[arg] = gradient.get(arg, 0.0) + shapedlike")),
    ],
    ids=["right", "a name that is none"],
)
def test_in_the_editor_the_checks_run_on_what_was_written(tmp_path, share, says):
    todo = "        # gradient[user] is complete here."
    text = NOTEBOOK.read_text(encoding="utf-8")
    assert text.count(todo) == 1
    answer = (
        "        for slot, vjp in enumerate(node.operation.vjps):\n"
        "            if vjp is not None:\n"
        "                arg, args = node.args[slot], [values[a] for a in node.args]\n"
        "                share = vjp(gradient[user], values[user], *args, *node.static)\n"
        "                gradient[arg] = gradient.get(arg, 0.0) + SHARE\n"
    ).replace("SHARE", share)
    (tmp_path / "mine.py").write_text(text.replace(todo, answer + todo), encoding="utf-8")
    made = tmp_path / "mine.html"
    command = [sys.executable, "-m", "marimo", "export", "html", str(tmp_path / "mine.py"), "-o", str(made)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    page = made.read_text(encoding="utf-8")
    assert "The square at the lower right stops it." in page
    for text in says:
        assert text in page


# Without Python.


def test_the_static_run_is_the_notebooks_own(static: Page, source):
    place = static.locator(".screen.shown", has=static.locator(".bp-ground"))
    for examples, rule, rate in (("two moons", "SGD", "0.1"), ("spirals", "Adam", "1"), ("XOR", "momentum", "10")):
        press(static, "examples", examples)
        press(static, "rule", rule)
        press(static, "η =", rate)
        states = list(source.film(examples, RULES[rule], float(rate)))
        assert len(states) == 251
        fresh = source.film(examples, RULES[rule], float(rate))
        for at in (0, 25, 250):
            set_slider(static, "epoch", at)
            state = next(s for s in fresh if s.where == f"epoch {at}")
            expected = state.show()
            assert shown(place) == words(expected)
            half = re.search(r'class="half" d="([^"]*)"', expected)[1]
            assert place.locator(".half").get_attribute("d") == half


def test_the_static_step_start_and_wrong_line_are_the_notebooks_own(static: Page, source):
    step = static.locator(".screen.shown", has_text="the gradient predicts a change")
    for name, taken in (("5", 5), ("0", 0)):
        press(static, "steps taken before", name)
        for rate in (0.1, 3.7, 20.1):
            set_slider(static, "η", rate)
            assert shown(step) == words(source.show_step(taken, {"η": rate}).text)
    start = static.locator(".screen.shown", has=static.get_by_label("Weights and their gradients"))
    for activation, first, after in (("sigmoid", "all 0", 1), ("tanh", "random", 1000), ("ReLU", "all ½", 100)):
        press(static, "activation", activation)
        press(static, "first weights", first)
        press(static, "epochs", str(after))
        assert shown(start) == words(source.show_start(activation, FIRST_VALUES[first], after).text)
    wrong = static.locator(".screen.shown", has_text="gradient check")
    for name in ("never divided", "dW added twice"):
        static.get_by_label("wrong line").select_option(name)
        assert shown(wrong.last) == words(source.show_wrong(trainable()[name]).text)


def test_the_static_sweep_is_mended_line_by_line_as_the_notebooks_own(static: Page, source):
    program = static.locator(".screen.shown", has_text="def my_sweep")
    findings = static.locator(".screen.shown", has=static.get_by_label("The checks of the rebuilt sweep"))
    lines = WRONG
    for place, group in zip(lines._fields, ("for user in", "upstream =", "share =", "gradient[arg] ="), strict=True):
        lines = lines._replace(**{place: getattr(RIGHT, place)})
        press(static, group, getattr(lines, place))
        assert shown(program) == words(source.show_program(*lines).text)
        assert shown(findings) == words(source.show_findings(*lines).text)
    assert f"All {len(NAMES)} checks pass" in shown(findings)


@pytest.mark.parametrize(("name", "ends"), [("epoch", [0, 250]), ("η", [0.1, 20.1]), ("w", [-3, 3])])
def test_an_update_is_light(static: Page, name: str, ends: list[float]):
    assert work_of_a_move(static.get_by_role("slider", name=name, exact=True).first, *ends) <= A_LIGHT_MOVE


# The deck.


def test_every_slide_fits_and_can_be_read_whatever_is_chosen(browser: Browser):
    with deck_of(browser, "5.7") as page:
        bad = {}
        for name in walk(page, "5.7"):
            section = page.locator("section.present").last
            bad |= dict(amiss([(name, page.evaluate(MEASURE, SMALLEST))]))
            if name == "film_picture":
                for examples in CLASSES:
                    section.get_by_role("group", name="examples").get_by_role("button", name=examples).click()
                    section.get_by_role("group", name="η =").get_by_role("button", name="10", exact=True).click()
                    page.wait_for_timeout(500)
                    for _ in range(3):
                        section.get_by_role("button", name="Step", exact=True).click()
                        page.wait_for_timeout(150)
                    assert page.evaluate(MEASURE, SMALLEST)["over"] <= 1, examples
            if name == "wrong_picture":
                for line in trainable():
                    section.get_by_label("wrong line").select_option(line)
                    page.wait_for_timeout(350)
                    assert page.evaluate(MEASURE, SMALLEST)["over"] <= 1, line
            if name == "lines_program":  # the longest findings, on the slide below
                for group, line in (
                    ("for user in", RIGHT.order),
                    ("upstream =", "values[user]"),
                    ("share =", RIGHT.share),
                ):
                    section.get_by_role("group", name=group).get_by_role("button", name=line, exact=True).click()
                page.wait_for_timeout(500)
            page.evaluate("document.activeElement?.blur()")
            page.mouse.click(600, 690)
        assert not bad
