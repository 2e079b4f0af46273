"""Protects what students have saved: logs, links, addresses and seeds of an earlier version still work.

``tests/saved`` holds logs as that version saved them, one per notebook, drawn from seed 7.
"""

import json
from pathlib import Path

import pytest

from course_lib.exercises.log import LONGEST
from course_lib.language.own import read_own
from course_lib.page import chapters
from tests.serving import ROOT
from tests.shown import Page

SAVED = sorted((Path(__file__).parent / "saved").glob("*.json"))
# What an address carried behind ``?network=``: the text as a student wrote it, and the inputs it led to.
LINKS = {
    "z1 = w1*x + b1\nh1 = relu(z1)\nz2 = w2*h1 + b2\ny = sigmoid(z2)\nL = (y - target)**2": 6,
    "k = carried*x\nL = k**2  # + & = ?": 2,
    "p = a*b\nq = p + a\nL = q*p": 2,
}


def rounds(text):
    """What a log's file says was said, and how often a question was answered right."""
    entries = json.loads(text)["entries"]
    return [(entry["name"], entry["rounds"]) for entry in entries]


def solved(text):
    """Of each question and round, whether it was answered right."""
    entries = json.loads(text)["entries"]
    verdicts = {entry["name"]: entry["verdict"] for entry in entries if entry["name"].startswith("Question")}
    return {name: [part.startswith("right") for part in said.split("; then ")] for name, said in verdicts.items()}


@pytest.mark.parametrize("path", SAVED, ids=lambda path: path.stem)
def test_a_saved_log_is_read_and_judged_as_it_was(path):
    text = path.read_text(encoding="utf-8").strip()
    notebook, seed = json.loads(text)["notebook"], json.loads(text)["seed"]
    sheet = Page(chapters.chapter_of(notebook).path).defined["sheet"]
    sheet.log().set_state({"sent": {"act": "read", "text": text, "count": 1}})
    assert sheet.seed == seed
    again = sheet.file()
    assert rounds(again) == rounds(text)  # every option is still offered, every name still there
    assert solved(again) == solved(text)  # so the numbers drawn from this seed are still the same


def test_every_notebook_that_asks_has_a_saved_log():
    asking = {c.number for c in chapters.built() if "notebook.worksheet(" in c.path.read_text(encoding="utf-8")}
    assert {json.loads(path.read_text(encoding="utf-8"))["notebook"] for path in SAVED} == asking


@pytest.mark.parametrize(("text", "inputs"), LINKS.items(), ids=[text.split("\n")[-1][:12] for text in LINKS])
def test_a_network_in_a_link_is_still_read(text, inputs):
    assert len(text) <= LONGEST
    assert len(read_own(text, {}).graph.inputs) == inputs


def test_the_addresses_that_students_know_are_still_there():
    numbers = ["5.0", "5.1", "5.2", "5.3", "5.4", "5.5", "5.6", "5.7"]
    assert [chapter.number for chapter in chapters.built()] == numbers
    for chapter in chapters.built():
        assert chapters.address(chapter, chapters.SERVED) == f"../{chapter.number}/"
        assert chapters.deck_address(chapter, chapters.SERVED) == f"../slides/{chapter.number}/"
        assert chapters.address(chapter, chapters.EXPORTED) == f"{chapter.number}.html"
        assert chapters.deck_address(chapter, chapters.EXPORTED) == f"slides/{chapter.number}.html"
        assert chapters.address(chapter, chapters.GALLERY) == f"?file={chapter.stem}.py"
        assert (ROOT / "notebooks" / f"{chapter.stem}.py").exists()
    stems = ["5_0_start_here", "5_1_why_backpropagation", "5_2_computational_graphs", "5_3_chain_rule"]
    stems += ["5_4_layer_gradients", "5_5_gradient_checking", "5_6_vanishing_gradients", "5_7_training"]
    assert [chapter.stem for chapter in chapters.built()] == stems


def test_the_public_ways_in_are_still_there():
    from course_lib import OPS, CourseError, Graph, ParseError, backward, draw, forward, grad, parse
    from course_lib.exercises import derivative, judge

    network = parse("h = tanh(w*x)\nL = (h - target)**2")
    trace = backward(forward(network, w=0.5, x=2.0, target=0.3))
    assert "<svg" in draw(network).svg(trace, step=4)
    assert grad(trace.values)["w"] == trace.grad["w"]
    assert issubclass(ParseError, CourseError)
    assert isinstance(network, Graph)
    assert "tanh" in OPS
    assert callable(derivative)
    assert callable(judge)
