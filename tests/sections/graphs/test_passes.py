"""Protects the picture of one pass: its numbers, and the arrows that it used."""

import re

import pytest

from course_lib import backward, forward, parse
from course_lib.drawing.picture import picture_of
from course_lib.engine.forward_mode import forward_mode
from course_lib.reading.explain import show
from course_lib.sections.graphs.passes import backward_pass_picture, forward_pass_picture

GRAPH = parse("s = a + b\np = s*c\nq = sin(s)\nL = p + q")
VALUES = forward(GRAPH, a=1.5, b=-0.7, c=2.0)


def card(html, name, kind):
    group = re.search(rf'data-node="{re.escape(name)}">.*?</g>', html)[0]
    return re.search(rf'class="{kind}"[^>]*>([^<]*)<', group)[1]


@pytest.mark.parametrize("wrt", ["a", "b", "c"])
def test_a_forward_pass_shows_every_tangent_in_its_own_colour_and_the_arrows_it_walked(wrt):
    made = forward_mode(VALUES, wrt)
    html = forward_pass_picture(picture_of(GRAPH), backward(VALUES), wrt, made)
    for name, node in GRAPH.index.items():
        assert card(html, name, "value") == show(VALUES[name])
        assert card(html, name, "tangent") == show(made.tangent.get(node, 0.0))
    walked = re.search(r'class="edge now" d="([^"]*)"', html)[1]
    assert walked.count("M ") == made.edges
    assert 'class="gradient"' not in html
    assert f"∂(card)/∂{wrt}" in html
    width = float(re.search(r'viewBox="0 0 (\S+) ', html)[1])
    assert width == picture_of(GRAPH).layout.width  # the caption makes the picture no wider, so nothing scrolls for it


def test_the_backward_pass_shows_every_gradient_and_one_arrow_an_edge():
    trace = backward(VALUES)
    html = backward_pass_picture(picture_of(GRAPH), trace)
    for name in GRAPH.index:
        assert card(html, name, "gradient") == show(trace.grad[name])
    assert html.count('class="back quiet"') == len(trace.edges)
    assert "edge now" not in html
