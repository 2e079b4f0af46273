"""Protects the live graph's SVG: it is well-formed, has the engine's numbers or a dash, and escapes all text."""

import itertools
import math
import re
import xml.etree.ElementTree as ET
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from course_lib import OPS, Graph, backward, draw, forward, parse
from course_lib.drawing.picture import picture_of
from course_lib.drawing.theme import STYLESHEET
from course_lib.errors import UnknownNameError
from course_lib.numerals import NOT_YET, numeral
from course_lib.reading.explain import explain
from course_lib.reading.formulas import text
from course_lib.reading.statements import statements
from course_lib.reading.steps import Steps
from tests.meaning import says
from tests.networks import CLOSED, LECTURE, MLP, OPEN, PARAMETERS, SHARED, SHARED_INPUTS, mlp_inputs, run, traced
from tests.strategies import evaluated_graphs

both_zooms = pytest.mark.parametrize("far", [False, True], ids=["operations", "statements"])
either_arithmetic = pytest.mark.parametrize("every_edge", [False, True], ids=["active edge", "every edge"])


def seen(program, inputs, far=False):
    values = run(program, **inputs)
    return backward(statements(values.graph).values(values)) if far else backward(values)


def drawn(trace, step=None, every_edge=False, parameters=()):
    """The picture's SVG, parsed."""
    picture = draw(trace.values.graph, parameters=parameters)
    return ET.fromstring(without_namespace(picture.svg(trace, step, every_edge)))


def without_namespace(svg):
    assert svg.count('xmlns="http://www.w3.org/2000/svg"') == 1
    return svg.replace('xmlns="http://www.w3.org/2000/svg"', "")


def of_class(element, *kinds):
    """All descendants that have each of these classes."""
    return [found for found in element.iter() if set(kinds) <= set(found.get("class", "").split())]


def cards(svg):
    return [group for group in svg.iter("g") if group.get("data-node") is not None]


def card(svg, name):
    (found,) = [group for group in cards(svg) if group.get("data-node") == name]
    return found


def written(element, kind):
    """The text of the one piece of this class; None if there is none."""
    found = of_class(element, kind)
    assert len(found) <= 1
    return "".join(found[0].itertext()) if found else None


def name_of(group):
    """The name on a card, without the symbol beside it."""
    (found,) = of_class(group, "name")
    return (found.text or "").strip()


def arithmetic_of(edge, trace):
    """upstream × local = contribution, written by this test."""
    values, node = trace.values.of_node, trace.values.graph.nodes[edge.user]
    args = [values[arg] for arg in node.args]
    local = numeral(node.operation.vjps[edge.slot](1.0, values[edge.user], *args, *node.static))
    local = f"({local})" if local.startswith("−") else local
    return numeral(edge.upstream), local, numeral(edge.contribution)


def expect_the_engines_numbers(svg, trace, step, every_edge):
    """Cards, tag and labels show what is known after ``step`` steps and nothing else."""
    graph, steps = trace.values.graph, Steps(trace)
    state = steps.done() if step is None else steps.at(step)
    nodes = [i for i in graph.ancestors(trace.of) if i == trace.of or not graph.is_folded(i)]
    for node, group in zip(nodes, cards(svg), strict=True):
        assert group.get("data-node") == text(graph, node)
        known = state.values.get(node)
        assert written(group, "value") == (NOT_YET if known is None else numeral(known))
        known = state.gradients.get(node)
        more = " + …" if node in state.unfinished else ""
        assert written(group, "gradient") == (NOT_YET if known is None else numeral(known) + more)
    tag = written(svg, "tag-text")
    if state.phase in ("start", "done"):
        assert tag is None
    elif state.phase == "forward":
        value = numeral(trace.values.of_node[state.node])
        assert tag == value or tag.endswith(f" = {value}")  # a computation too long for a tag leaves its result
    elif state.phase == "loss":
        assert tag == f"∂{text(graph, trace.of)}/∂{text(graph, trace.of)} = 1"
    else:
        upstream, local, contribution = arithmetic_of(state.edge, trace)
        assert tag == f"{upstream} × {local} = {contribution}"
    labels = ["".join(label.itertext()).partition(" from ")[0] for label in of_class(svg, "label")]
    others = [edge for edge in state.edges if edge is not state.edge] if every_edge else []
    expected = ["{} × {}= {}".format(*arithmetic_of(edge, trace)) for edge in others]
    assert sorted(labels) == sorted(expected)
    assert len(of_class(svg, "back", "quiet")) == len(others)
    assert len(of_class(svg, "back")) - len(others) == (state.edge is not None)


def refuse_odd_coordinates(svg):
    """Every number of the geometry is one, and lies inside the picture."""
    width, height = map(float, svg.get("viewBox").split()[2:])
    for element in svg.iter():
        for key in ("x", "x1", "x2", "y", "y1", "y2", "width", "height", "d"):
            for number in re.findall(r"[^\s,MLCZ]+", element.get(key, "")):
                assert math.isfinite(float(number))
                assert (
                    -1 <= float(number) <= (max(width, height) if key == "d" else width if key[0] in "xw" else height)
                )


# Every step.


@both_zooms
@either_arithmetic
@pytest.mark.parametrize("inputs", [OPEN, CLOSED], ids=["open", "closed"])
def test_the_lectures_network_at_every_step(inputs, far, every_edge):
    trace = seen(LECTURE, inputs, far)
    for step in [None, *range(Steps(trace).last + 1)]:
        svg = drawn(trace, step, every_edge, PARAMETERS)
        expect_the_engines_numbers(svg, trace, step, every_edge)
        refuse_odd_coordinates(svg)


@both_zooms
@pytest.mark.parametrize(
    ("program", "inputs"),
    [
        (SHARED, SHARED_INPUTS),
        ("L = x*x", {"x": 3.0}),
        ("L = x", {"x": 3.0}),
        ("L = 2*x + 3", {"x": 1.0}),
        ("L = 3", {}),
    ],
)
def test_other_networks_at_every_step(program, inputs, far):
    trace = seen(program, inputs, far)
    for step, every_edge in itertools.product([None, *range(Steps(trace).last + 1)], [False, True]):
        expect_the_engines_numbers(drawn(trace, step, every_edge), trace, step, every_edge)


@settings(max_examples=60)
@given(evaluated_graphs(max_nodes=20), st.integers(0, 60), st.booleans(), st.booleans())
def test_a_random_graph_at_a_random_step(example, step, every_edge, far):
    graph, inputs = example
    values = forward(graph, **inputs)
    trace = backward(statements(graph).values(values)) if far else backward(values)
    svg = drawn(trace, min(step, Steps(trace).last), every_edge)
    expect_the_engines_numbers(svg, trace, step, every_edge)
    refuse_odd_coordinates(svg)


def test_arithmetic_that_is_wider_than_a_small_graph_leaves_its_result():
    trace = seen("L = k*x", {"k": -1.163e-262, "x": 2.0}, far=True)
    for step in range(Steps(trace).last + 1):
        refuse_odd_coordinates(drawn(trace, step))


def test_not_yet_is_a_dash_and_zero_is_zero():
    trace = seen(LECTURE, CLOSED)
    steps = Steps(trace)
    svg = drawn(trace, steps.backward_to(trace.values.graph.find("z1")))
    assert written(card(svg, "z1"), "gradient") == "0"
    assert written(card(svg, "w1"), "gradient") == "–"
    start = drawn(trace, 0)
    assert written(card(start, "z1"), "value") == "–"
    assert written(card(start, "x"), "value") == "2"
    assert written(card(start, "L"), "gradient") == "–"


def test_a_value_used_twice_waits_for_more():
    trace = seen(SHARED, SHARED_INPUTS)
    w = trace.values.graph.find("w")
    first = next(step for step in range(99) if w in Steps(trace).at(step).gradients)
    assert written(card(drawn(trace, first), "w"), "gradient") == "0.4176 + …"
    assert written(card(drawn(trace), "w"), "gradient") == "0.601"


def test_the_active_edges_tag_word_for_word():
    trace = seen(LECTURE, OPEN)
    svg = drawn(trace, Steps(trace).backward_to(trace.values.graph.find("h1")))
    assert written(svg, "tag-text") == "−0.01619 × 0.8 = −0.01295"
    assert "receiving" in card(svg, "h1").get("class").split()
    assert "handing" in card(svg, "w2·h1").get("class").split()
    computing = drawn(trace, 2)
    assert written(computing, "tag-text") == "1 + 0.1 = 1.1"
    assert "computing" in card(computing, "z1").get("class").split()
    assert sum(path.get("d").count("M") for path in of_class(computing, "edge", "now")) == 2


def test_matrices_show_shapes_and_no_local_number():
    trace = traced("L = sum(X @ W)", **{name: mlp_inputs()[name] for name in ("X",)}, W=mlp_inputs()["W1"])
    svg = drawn(trace, Steps(trace).last, every_edge=True)
    assert written(card(svg, "W"), "value") == "3×4"
    assert written(card(svg, "W"), "gradient") == "3×4"
    assert written(svg, "tag-text") == "5×4 → 3×4"


@both_zooms
@either_arithmetic
def test_a_network_of_matrices_is_drawn_at_every_step(far, every_edge):
    trace = seen(MLP, mlp_inputs(), far)
    for step in [None, *range(Steps(trace).last + 1)]:
        drawn(trace, step, every_edge)


# What is on a card.


def test_parameters_have_a_bar_and_the_loss_an_outline():
    trace = seen(LECTURE, OPEN)
    svg = drawn(trace, parameters=PARAMETERS)
    assert {group.get("data-node") for group in cards(svg) if of_class(group, "bar")} == set(PARAMETERS)
    assert [group.get("data-node") for group in of_class(svg, "loss")] == ["L"]
    assert {group.get("data-node") for group in of_class(svg, "leaf")} == set(OPEN)
    assert not of_class(drawn(trace), "bar")


def test_a_cards_name_symbol_and_title():
    svg = drawn(seen(LECTURE, OPEN))
    assert (name_of(card(svg, "z2")), written(card(svg, "z2"), "symbol")) == ("z2", "+")
    assert written(card(svg, "w2·h1"), "alone") == "×"
    assert card(svg, "L").find("title").text == "L = (y − target)²"
    assert written(card(svg, "L"), "symbol") == "(·)²"
    far = drawn(seen(LECTURE, OPEN, far=True))
    assert (name_of(card(far, "z2")), written(card(far, "z2"), "symbol")) == ("z2", "w2·h1 + b2")
    assert written(card(far, "y"), "symbol") == "σ"


def test_a_long_name_is_cut_on_its_card_and_whole_in_its_title():
    name = "a_very_long_name_indeed"
    svg = drawn(traced(f"L = {name}*2", **{name: 1.0}))
    group = card(svg, name)
    shown = name_of(group)
    assert shown.endswith("…")
    assert name.startswith(shown[:-1])
    assert len(shown) <= 12
    assert name in group.find("title").text


def test_folded_constants_have_no_card():
    svg = drawn(traced("L = 2*x + 3", x=1.0))
    assert [group.get("data-node") for group in cards(svg)] == ["x", "2·x", "L"]
    assert written(card(svg, "2·x"), "alone") == "2 ×"
    assert written(card(svg, "L"), "symbol") == "+ 3"


def test_only_what_the_loss_depends_on_is_drawn():
    graph = parse("unused = sin(x) \n a = x*x \n L = a + 1")
    trace = backward(forward(graph, x=1.0), of="a")
    svg = ET.fromstring(without_namespace(draw(graph, of="a").svg(trace)))
    assert [group.get("data-node") for group in cards(svg)] == ["x", "a"]


# Words.


@both_zooms
def test_the_picture_in_words_mentions_every_node_with_its_numbers(far):
    trace = seen(LECTURE, OPEN, far)
    for step in [None, *range(Steps(trace).last + 1)]:
        svg = drawn(trace, step)
        label = svg.get("aria-label")
        assert svg.get("role") == "img"
        for group in cards(svg):
            value, gradient = (written(group, kind) for kind in ("value", "gradient"))
            words = ("not yet" if number == NOT_YET else number for number in (value, gradient))
            assert "{}: value {}, gradient {}".format(group.get("data-node"), *words) in label.replace(" + …", "")
    assert "Done." in drawn(trace).get("aria-label")


def test_the_words_are_made_from_the_same_data():
    trace = seen(LECTURE, OPEN)
    picture = draw(trace.values.graph)
    label = ET.fromstring(picture.svg(trace, 17)).get("aria-label")
    told = explain(trace, Steps(trace).at(17))
    assert f"{told.title} {told.sentence}" in label
    assert says(label, 17, "into h1")


def test_the_style_goes_along_on_request_only():
    trace = seen(LECTURE, OPEN)
    picture = draw(trace.values.graph)
    alone, on_a_page = picture.svg(trace, 3), picture.svg(trace, 3, style=False)
    assert ET.fromstring(without_namespace(alone)).find("style").text == STYLESHEET
    assert "--bp-forward" in alone
    assert "<style" not in on_a_page
    assert alone.replace(f"<style>{STYLESHEET}</style>", "") == on_a_page


HOSTILE = """<script>alert("1")</script>&'"""


def test_hostile_labels_are_escaped():
    """No name of a student's reaches this far; a row's symbol, a text or a name set by code may hold anything."""
    row = replace(OPS["add"], symbol=HOSTILE, text=(HOSTILE + "{} {}").format, name=HOSTILE)
    graph = Graph()
    x = graph.input("x")
    nameless = row(x, x)
    graph.let(a=row(nameless, x))
    graph.let(L=row(graph["a"], graph["a"]))
    graph.name[graph.find("a")] = HOSTILE
    trace = backward(forward(graph, x=1.0))
    for step, every_edge in itertools.product([None, *range(Steps(trace).last + 1)], [False, True]):
        svg = draw(graph).svg(trace, step, every_edge)
        assert "<script" not in svg
        parsed = ET.fromstring(without_namespace(svg))
        assert len(cards(parsed)) == 4
        assert not list(parsed.iter("script"))
        assert HOSTILE in parsed.get("aria-label")
    assert card(parsed, HOSTILE) is not None


# Extremes.

EXTREMES = [1e300, -1e300, math.inf, -math.inf, math.nan, 5e-324]


@both_zooms
@pytest.mark.parametrize("value", EXTREMES)
@pytest.mark.parametrize("name", OPEN)
def test_an_extreme_number_is_drawn_as_what_it_is(name, value, far):
    trace = seen(LECTURE, {**OPEN, name: value}, far)
    shown = {math.inf: "∞", -math.inf: "−∞", 1e300: "1e300", -1e300: "−1e300"}.get(value, numeral(value))
    for step in [None, 0, 3, Steps(trace).last]:
        svg = drawn(trace, step, every_edge=True)
        assert written(card(svg, name), "value") == shown
        expect_the_engines_numbers(svg, trace, step, every_edge=True)
        refuse_odd_coordinates(svg)


def test_an_overflow_is_drawn_as_infinity_and_what_has_no_value_as_nan():
    svg = drawn(traced("a = exp(x) \n L = a - a", x=1000.0))
    assert written(card(svg, "a"), "value") == "∞"
    assert written(card(svg, "L"), "value") == "NaN"


# Drawing.


@pytest.mark.parametrize("parameters", [("w3",), ("w1", "W2"), ["nope"]])
def test_an_unknown_parameter_is_refused_by_name(parameters):
    with pytest.raises(UnknownNameError) as found:
        draw(parse(LECTURE), parameters=parameters)
    assert found.value.name == parameters[-1]


def test_an_unknown_loss_is_refused_by_name():
    with pytest.raises(UnknownNameError, match="M"):
        draw(parse(LECTURE), of="M")


def test_the_layout_stays_where_it_is_while_the_numbers_move():
    graph = parse(LECTURE)
    picture = draw(graph)

    def places(inputs):
        svg = ET.fromstring(without_namespace(picture.svg(backward(forward(graph, **inputs)), 17)))
        return [(box.get("x"), box.get("y")) for box in of_class(svg, "card")]

    assert places(OPEN) == places({**CLOSED, "x": -3.0})


def box_of(rect):
    x, y, width, height = (float(rect.get(key)) for key in ("x", "y", "width", "height"))
    return x, y, x + width, y + height


@both_zooms
@pytest.mark.parametrize("inputs", [OPEN, CLOSED, {**OPEN, "w2": -0.6667, "x": -1.333, "target": 0.3333}])
def test_the_arithmetic_of_every_edge_stands_beside_the_cards(inputs, far):
    """No label lies on a card or on another label: the picture makes room for them."""
    svg = drawn(seen(LECTURE, inputs, far), every_edge=True)
    boxes = [box_of(rect) for rect in of_class(svg, "card") + of_class(svg, "ground")]
    for (x0, y0, x1, y1), (u0, v0, u1, v1) in itertools.combinations(boxes, 2):
        assert min(x1, u1) <= max(x0, u0) or min(y1, v1) <= max(y0, v0)


@both_zooms
@pytest.mark.parametrize("step", [None, 9])
def test_of_several_contributions_to_one_node_each_says_its_user_and_lies_on_no_line(far, step):
    trace = seen(SHARED, SHARED_INPUTS, far)
    picture = picture_of(trace.values.graph, parameters=("w",))
    svg = drawn(trace, step, every_edge=True)
    said = ["".join(label.itertext()) for label in of_class(svg, "label")]
    into = [edge for edge in trace.edges if edge.arg == trace.values.graph.find("w")]
    assert len(into) > 1
    if step is None:
        for edge in into:
            assert sum(f"= {numeral(edge.contribution)} from {picture.names[edge.user]}" in text for text in said) == 1
    assert sum(" from " in text for text in said) <= sum(picture.shared.values())
    box = picture.wide_layout.boxes[into[0].arg]
    for label in of_class(svg, "ground"):
        x0, y0, x1, y1 = box_of(label)
        assert y1 <= box.y or y0 >= box.bottom or x0 >= box.right  # above its card, not on the lines that leave it
        assert not (x0 < box.right + 1 < x1 and y0 < box.centre_y < y1)


def test_a_network_tied_and_untied_is_drawn_at_one_scale():
    tied, untied = (parse(f"h1 = tanh({a}*x)\nh2 = tanh({b}*h1)\nL = (h2 - 1)**2") for a, b in ("ww", ("w1", "w2")))
    one, other = (picture_of(statements(graph).graph).layout for graph in (tied, untied))
    assert (one.width, one.height) == (other.width, other.height)
    assert one.boxes[one.spine[-1]].centre_y == other.boxes[other.spine[-1]].centre_y


def test_the_longest_gradient_does_not_touch_its_card():
    """−0.0003983 at 19 px is about 97 px wide."""
    assert picture_of(parse(LECTURE)).card[0] >= 97 + 2 * 8


def test_a_step_beyond_the_end_draws_the_end():
    trace = seen(LECTURE, OPEN)
    picture = draw(trace.values.graph)
    assert picture.svg(trace, 10**9) == picture.svg(trace, Steps(trace).last)
    assert picture.svg(trace, -5) == picture.svg(trace, 0)
