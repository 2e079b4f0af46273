"""Protects the graph's table: the same numbers as the picture, a dash for what is not known, and a numerical check."""

import xml.etree.ElementTree as ET

import pytest

from course_lib import backward, forward, grad, parse
from course_lib.differences import DIFFER
from course_lib.drawing.live import OPERATIONS, STATEMENTS, LiveGraph
from course_lib.drawing.table import HEADINGS, table
from course_lib.engine.check import compare
from course_lib.numerals import numeral
from course_lib.reading.formulas import text
from course_lib.reading.steps import Steps
from tests.drawn import table_of
from tests.networks import CLOSED, LECTURE, OPEN, PARAMETERS, SHARED, SHARED_INPUTS, run

both_zooms = pytest.mark.parametrize("zoom", [OPERATIONS, STATEMENTS])


def shown(program, inputs, zoom, step):
    """(table, trace): the table's element and the trace it shows."""
    values = run(program, **inputs)
    live = LiveGraph(values.graph, values, PARAMETERS if program == LECTURE else ())
    return element(table_of(live, values, zoom, step)), live.trace(values, zoom)


def element(html):
    """The table as an element tree."""
    return ET.fromstring(html.replace("<br>", "<br/>"))


def cells_of(found):
    """The body's rows by their first cell: lists of texts, a list of lines where a cell has several."""
    rows = {}
    for row in found.iter("tr"):
        cells = [list(cell.itertext()) for cell in row]
        if row.find("td") is not None:
            rows["".join(cells[0])] = [lines[0] if len(lines) == 1 else lines for lines in cells[1:]]
    return rows


def local_of(trace, edge):
    node, values = trace.values.graph.nodes[edge.user], trace.values.of_node
    return node.operation.vjps[edge.slot](1.0, values[edge.user], *(values[arg] for arg in node.args), *node.static)


@both_zooms
@pytest.mark.parametrize(
    ("program", "inputs"),
    [(LECTURE, OPEN), (LECTURE, CLOSED), (SHARED, SHARED_INPUTS), ("L = x*x", {"x": 3.0}), ("L = sum(x)", {"x": 1.0})],
)
def test_every_row_at_every_step_has_the_engines_numbers(program, inputs, zoom):
    values = run(program, **inputs)
    live = LiveGraph(values.graph, values)
    trace = live.trace(values, zoom)
    graph, fine = trace.values.graph, backward(values)
    for step in range(Steps(trace).last + 1):
        state = Steps(trace).at(step)
        rows = cells_of(element(table_of(live, values, zoom, step)))
        drawn = [i for i in graph.ancestors(trace.of) if not graph.is_folded(i)]
        assert list(rows) == [text(graph, i) for i in drawn]
        for node, (_, value, upstream, local, gradient, numerical, error) in zip(drawn, rows.values(), strict=True):
            edges = [edge for edge in state.edges if edge.arg == node]
            assert value == (numeral(state.values[node]) if node in state.values else "–")
            if node != trace.of:
                for cell, numbers in (
                    (upstream, [e.upstream for e in edges]),
                    (local, [local_of(trace, e) for e in edges]),
                ):
                    lines = [numeral(number) for number in numbers] or ["–"]
                    assert cell == (lines[0] if len(lines) == 1 else lines)
            if node not in state.gradients:
                assert (gradient, numerical, error) == ("–", "–", "–")
            elif node in state.unfinished:
                assert gradient == numeral(state.gradients[node]) + " + …"
                assert (numerical, error) == ("–", "–")
            else:
                comparison = compare(fine, live.coarse.origin[node] if zoom == STATEMENTS else node)
                assert gradient == numeral(state.gradients[node])
                assert (numerical, error) == (comparison.shown, str(comparison))


def test_the_lectures_rows_word_for_word():
    found, trace = shown(LECTURE, OPEN, STATEMENTS, 99)
    rows = cells_of(found)
    assert rows["h1"][:5] == ["relu(z1)", "1.1", "−0.01619", "0.8", "−0.01295"]
    assert rows["w1"][1:5] == ["0.5", "−0.01295", "2", "−0.0259"]
    assert rows["z2"][0] == "w2·h1 + b2"
    assert rows["w1"][5] == "−0.0259"
    assert rows["L"][1:5] == ["0.001315", [], [], "1"]
    assert list(rows) == ["w1", "x", "b1", "z1", "h1", "w2", "b2", "z2", "y", "target", "L"]
    assert trace.grad["w1"] == pytest.approx(-0.025898, abs=1e-6)


def test_a_nameless_node_is_called_by_what_it_is_made_of():
    rows = cells_of(shown(LECTURE, OPEN, OPERATIONS, 99)[0])
    assert rows["w2·h1"][:2] == [[], "0.88"]


def test_an_input_is_said_to_be_one_and_not_a_formula():
    rows = cells_of(shown(LECTURE, OPEN, OPERATIONS, 99)[0])
    assert rows["x"][0] == "input"
    assert rows["w1"][0] in ("input", "parameter")


def test_a_value_used_twice_has_a_line_for_each_use():
    rows = cells_of(shown(SHARED, SHARED_INPUTS, STATEMENTS, 99)[0])
    assert rows["w"][2:5] == [["0.501", "0.7514"], ["0.8337", "0.244"], "0.601"]


def test_not_yet_is_a_dash_and_zero_is_zero():
    values = run(LECTURE, **CLOSED)
    live = LiveGraph(values.graph, values)
    steps = Steps(live.trace(values))
    rows = cells_of(element(table_of(live, values, OPERATIONS, steps.backward_to(values.graph.find("z1")))))
    assert rows["z1"][4] == "0"
    assert rows["w1"][4] == "–"
    assert rows["z1"][5:] == ["0", "0"]


@both_zooms
@pytest.mark.parametrize("change", [{}, {"w1": -0.5}, {"w2": 3.0, "b2": 2.7}, {"w2": 2.0, "target": 0.05}])
def test_no_preset_looks_failed(change, zoom):
    rows = cells_of(shown(LECTURE, {**OPEN, **change}, zoom, 99)[0])
    for name, row in rows.items():
        limit = row[-1].removeprefix("< ").replace("−", "-")
        assert float(limit) < DIFFER, (name, limit)


def test_a_kink_and_a_domain_are_named():
    assert cells_of(shown("L = relu(x)", {"x": 0.0}, OPERATIONS, 99)[0])["x"][-1] == "kink"
    row = cells_of(shown("L = sqrt(x)", {"x": 0.0}, OPERATIONS, 99)[0])["x"]
    assert row[-1] == "domain"


def test_the_row_of_the_step_is_marked():
    found, _ = shown(LECTURE, OPEN, STATEMENTS, 3)
    marked = [row for row in found.iter("tr") if row.get("class") == "now"]
    assert ["".join(row[0].itertext()) for row in marked] == ["z2"]


def test_the_table_has_headings_a_label_and_row_headers():
    found, _ = shown(LECTURE, OPEN, OPERATIONS, 0)
    assert [heading.text for heading in found.iter("th") if heading.get("scope") == "col"] == list(HEADINGS)
    assert (found.get("role"), found.get("tabindex")) == ("region", "0")
    assert found.get("aria-label")
    assert all(row[0].get("scope") == "row" for row in found.find("table/tbody"))
    assert all(len(row) == len(HEADINGS) for row in found.find("table/tbody"))


def test_what_the_loss_does_not_depend_on_has_no_row():
    rows = cells_of(shown("unused = sin(x) \n L = x*x", {"x": 1.0}, OPERATIONS, 99)[0])
    assert list(rows) == ["x", "L"]


HOSTILE = """<img src=x onerror="alert(1)">&'"""


def test_a_plain_table_escapes_what_it_is_given():
    found = element(table([HOSTILE, "b"], [[HOSTILE, HOSTILE], ["a", "1"]], HOSTILE))
    assert found.get("aria-label") == HOSTILE
    assert [heading.text for heading in found.iter("th")] == [HOSTILE, "b", HOSTILE, "a"]
    assert [cell.text for cell in found.iter("td")] == [HOSTILE, "1"]
    assert not list(found.iter("img"))


def test_labels_of_the_graphs_table_are_escaped():
    program = "L = where(x, a, b)*2"
    rows = cells_of(shown(program, {"x": 1.0, "a": 2.0, "b": 3.0}, OPERATIONS, 99)[0])
    assert "(a if x > 0 else b)" in rows
    values = forward(parse(program), x=1.0, a=2.0, b=3.0)
    values.graph.name[values.graph.find("a")] = HOSTILE
    live = LiveGraph(values.graph, values)
    written = table_of(live, values, OPERATIONS, 99)
    assert "<img" not in written
    assert HOSTILE in cells_of(element(written))
    assert rows["a"][4] == numeral(grad(values)["a"])
