"""Protects the pictures of one pass, of a drill, of the printed list, of diamonds and of a cycle."""

import re
from html import unescape

import pytest

from course_lib import backward, forward, parse
from course_lib.drawing.live import OPERATIONS
from course_lib.drawing.picture import picture_of
from course_lib.drawing.still import backward_pass_picture, forward_pass_picture, still
from course_lib.engine.forward_mode import forward_mode
from course_lib.reading.explain import show
from course_lib.reading.steps import Steps
from course_lib.sections.graphs.cycle import cycle_svg
from course_lib.sections.graphs.diamonds import diamonds_svg
from course_lib.sections.graphs.node_list import ListedGraph
from tests.networks import LECTURE, OPEN, traced

GRAPH = parse("s = a + b\np = s*c\nq = sin(s)\nL = p + q")
VALUES = forward(GRAPH, a=1.5, b=-0.7, c=2.0)


def card(html, name, kind):
    group = re.search(rf'data-node="{re.escape(name)}">.*?</g>', html)[0]
    return re.search(rf'class="{kind}"[^>]*>([^<]*)<', group)[1]


def label(html):
    """The picture in words."""
    return re.search('role="img" aria-label="([^"]*)"', html)[1]


# One pass.


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


def test_given_texts_are_escaped_and_told_in_the_text_alternative():
    picture = picture_of(GRAPH)
    texts = dict.fromkeys(picture.layout.boxes, "<?>")
    html = still(picture, texts, texts, caption="a < b")
    assert "<?>" not in html
    words = unescape(label(html))
    assert re.search(r"\bp: value <\?>, \w+ <\?>", words)
    assert "a &lt; b" in html


# The list.


def rows(html):
    table = html[html.index("bp-table nodes") :]
    return [
        (kind, *re.findall(r"<t[hd][^>]*>([^<]*)</t[hd]>", row))
        for kind, row in re.findall(r"<tr(?: class=(\w+))?>(<th scope=\"row\">.*?)</tr>", table)
    ]


def test_the_list_is_the_engines_own():
    live = ListedGraph(GRAPH, VALUES)
    listed = rows(live.picture(live.trace(VALUES), OPERATIONS, 0))
    printed = str(GRAPH).splitlines()
    assert len(listed) == len(printed)
    for (_, index, name, operation, args, *_), line in zip(listed, printed, strict=True):
        assert line.split()[0] == index
        assert re.sub(r"\W+", " ", line).split() == [
            index,
            *([name] if name else []),
            operation,
            *(GRAPH.name[int(arg)] for arg in re.findall(r"\d+", args)),
        ]


@pytest.mark.parametrize("text", [LECTURE])
def test_the_step_is_marked_in_picture_and_list(text):
    trace = traced(text, **OPEN)
    live = ListedGraph(trace.values.graph, trace.values)
    steps = Steps(trace)
    for k in range(1, steps.last + 1):
        html, state = live.picture(trace, OPERATIONS, k), steps.at(k)
        kinds = {kind: int(index) for kind, index, *_ in rows(html) if kind != "read"}
        wanted = "computing" if state.phase == "forward" else "receiving"
        assert kinds[wanted] == state.node
        names = live.pictures[OPERATIONS].names
        assert re.search(rf'class="node[^"]*{wanted}"[^>]*data-node="{re.escape(names[state.node])}"', html)
        if state.edge:
            assert kinds["handing"] == state.edge.user
        if state.phase == "forward":
            read = {int(index) for kind, index, *_ in rows(html) if kind == "read"}
            assert read == set(trace.values.graph.nodes[state.node].args)


def test_what_is_not_known_yet_is_a_dash_in_the_list_and_constants_have_no_gradient():
    trace = traced("L = 2*x + 1", x=3.0)
    live = ListedGraph(trace.values.graph, trace.values)
    begun = rows(live.picture(trace, OPERATIONS, 0))
    done = rows(live.picture(trace, OPERATIONS, 99))
    by_index = {row[1]: row for row in begun}
    constant = next(row for row in begun if row[3] == "2")
    assert constant[-1] == ""
    assert by_index[str(trace.of)][-2:] == ("–", "–")
    assert {row[1]: row for row in done}[str(trace.of)][-2:] == ("7", "1")


# Diamonds.


@pytest.mark.parametrize("k", [1, 3, 10])
def test_a_chain_of_diamonds_keeps_its_frame_and_tells_its_counts(k):
    html = diamonds_svg([2**i for i in range(k + 1)], [4 * i for i in range(k + 1)], 10)
    assert (
        re.search(r'viewBox="([^"]*)"', html)[1] == re.search(r'viewBox="([^"]*)"', diamonds_svg([1, 2], [0, 4], 10))[1]
    )
    assert html.count('class="edge now"') == k
    assert html.count('class="edge faint"') == 10 - k
    words = label(html)
    assert f"{2**k} path" in words
    assert f"{4 * k} edge" in words


# A cycle.


def way_told(html):
    """The names along the arrows, as the text alternative has them."""
    return re.findall(r"\b[a-z]\d?\b", label(html).split(":")[-1])


def test_a_cycle_has_a_card_a_name_and_an_arrow_each_and_its_arrows_go_with_the_values():
    html = cycle_svg(("u", "v", "w", "u"))  # u needs v needs w needs u
    assert re.findall(r'class="name"[^>]*>([^<]*)<', html) == ["u", "w", "v"]
    assert html.count('class="edge now"') == html.count('class="tip now"') == 3
    assert way_told(html) == ["u", "w", "v", "u"]


def test_a_line_that_needs_itself_is_a_loop():
    html = cycle_svg(("h", "h"))
    assert html.count('class="edge now"') == 1
    assert way_told(html) == ["h", "h"]


def test_long_and_hostile_names_fit_their_card():
    html = cycle_svg(("<b>" * 20, "v", "<b>" * 20))
    assert "<b>" not in html
    assert "…" in html
