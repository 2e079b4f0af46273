"""Protects the layout on random graphs: nothing overlaps, no line meets a card, the spine is straight."""

import re
import time
from itertools import combinations, pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from course_lib import Graph, parse
from course_lib.drawing.layout import Layout, Route, arrange
from course_lib.engine.graph import Expr
from course_lib.reading.statements import statements
from tests.networks import LECTURE
from tests.strategies import graphs

TOP = 56
ROUNDING = 0.06  # px: a path's text has six digits

TWO_UNITS = """
    h1 = tanh(w1*x + b1)
    h2 = tanh(w2*x + b2)
    y  = v1*h1 + v2*h2 + c
    L  = (y - t)**2
"""
SOFTMAX = """
    e1 = exp(a)
    e2 = exp(b)
    e3 = exp(c)
    s  = e1 + e2 + e3
    p1 = e1/s
    p2 = e2/s
    p3 = e3/s
    L  = -(t1*log(p1) + t2*log(p2) + t3*log(p3))
"""
SQUARES_BESIDE = "a = exp(sin(cos(tanh(p)))) \n u = q*q \n v = u*u \n L = a*v + q"
SQUARE_LATE = "a = exp(sin(cos(tanh(x)))) \n L = a + x*x"
TEXTS = [
    LECTURE,
    TWO_UNITS,
    SOFTMAX,
    SQUARES_BESIDE,
    SQUARE_LATE,
    "u = x*x \n v = u + x \n L = v*u + x",
    "L = 2*x + 3",
    "L = ((a*b)*(c*d) + (e*f)*(g*h)) * ((i*j)*(k*m) + (n*o)*(p*q))",
]


def sampled(path: str) -> np.ndarray:
    """Points on an SVG path of M, L and C parts, close together.  # (N, 2)"""
    t = np.linspace(0, 1, 60)[:, None]
    pieces = []
    for letter, text in re.findall(r"([MLC])([^MLC]+)", path):
        points = np.array(re.findall(r"[-\d.e+]+", text), dtype=float).reshape(-1, 2)
        if letter == "C":
            a, (b, c, d) = pieces[-1][-1], points
            points = (1 - t) ** 3 * a + 3 * t * (1 - t) ** 2 * b + 3 * t**2 * (1 - t) * c + t**3 * d
        elif letter == "L":
            points = (1 - t) * pieces[-1][-1] + t * points
        pieces.append(points)
    return np.concatenate(pieces)


def heights(route: Route, x: np.ndarray | float) -> np.ndarray | float:
    """The y of the line where it passes each ``x``."""
    return np.interp(x, *sampled(route.path()).T)


def drawn_edges(graph: Graph, layout: Layout) -> dict[tuple[int, int], int]:
    edges = {(i, slot): arg for i in layout.boxes for slot, arg in enumerate(graph.nodes[i].args)}
    return {edge: arg for edge, arg in edges.items() if not graph.is_folded(arg)}


def longest_path(layout: Layout, edges: dict[tuple[int, int], int]) -> int:
    length = dict.fromkeys(layout.boxes, 1)
    for (user, _), arg in sorted(edges.items()):
        length[user] = max(length[user], length[arg] + 1)
    return max(length.values())


def crossings(layout: Layout) -> int:
    """How many pairs of lines from different cards to different cards cross in a gap (passing lanes left out)."""
    curves = {(r.arg, r.user, *r.points[:2]) for r in layout.routes.values()}
    curves |= {(r.arg, r.user, *r.points[-2:]) for r in layout.routes.values()}
    return sum(
        p[2][0] == q[2][0] and (p[2][1] - q[2][1]) * (p[3][1] - q[3][1]) < 0 and p[0] != q[0] and p[1] != q[1]
        for p, q in combinations(curves, 2)
    )


def check(graph: Graph, layout: Layout) -> None:
    """Everything that holds for every layout."""
    loss = graph.find(None)
    edges = drawn_edges(graph, layout)
    assert set(layout.boxes) == {i for i in graph.ancestors(loss) if i == loss or not graph.is_folded(i)}
    assert {key: route.arg for key, route in layout.routes.items()} == edges
    assert all((route.user, route.slot) == key for key, route in layout.routes.items())
    check_boxes(layout)
    check_spine(layout, longest_path(layout, edges), loss)
    for route in layout.routes.values():
        check_route(route, layout)
    for node, box in layout.boxes.items():
        users = [layout.boxes[user].column for (user, _), arg in edges.items() if arg == node]
        assert node == loss or box.column == min(users) - 1
    for one, other in combinations(layout.routes.values(), 2):
        if (one.user, one.arg) == (other.user, other.arg):
            check_apart(one, other, layout)
        elif one.arg != other.arg and len(one.points) == len(other.points) == 4:
            (x0, y0), (x1, _) = one.points[1:3]
            (x2, y2), (x3, _) = other.points[1:3]
            assert abs(y0 - y2) >= 16 or x1 <= x2 or x3 <= x0  # lanes of different cards


def check_boxes(layout: Layout) -> None:
    for box in layout.boxes.values():
        assert box.x >= 8
        assert box.right <= layout.width - 8
        assert box.y >= TOP
        assert box.bottom <= layout.height - 8
    for a, b in combinations(layout.boxes.values(), 2):
        assert max(a.x - b.right, b.x - a.right, a.y - b.bottom, b.y - a.bottom) >= 8


def check_spine(layout: Layout, length: int, loss: int) -> None:
    spine = [layout.boxes[i] for i in layout.spine]
    assert [box.column for box in spine] == list(range(length))
    assert {(box.y, box.row) for box in spine} == {(spine[0].y, 0)}
    assert spine[-1].node == loss
    for arg, user in pairwise(spine):
        straight = ((arg.right, arg.centre_y), (user.x, user.centre_y))
        assert straight in {r.points for r in layout.routes.values() if (r.arg, r.user) == (arg.node, user.node)}


def check_route(route: Route, layout: Layout) -> None:
    start, end = layout.boxes[route.arg], layout.boxes[route.user]
    assert start.column < end.column
    assert route.points[0][0] == start.right
    assert route.points[-1][0] == pytest.approx(end.x)
    assert abs(route.points[0][1] - start.centre_y) <= start.height / 3
    assert abs(route.points[-1][1] - end.centre_y) <= end.height / 3
    x, y = route.middle()
    assert heights(route, x) == pytest.approx(y, abs=2)
    for place in (x, route.middle(9)[0]):
        assert max(box.right for box in layout.boxes.values() if box.column < end.column) < place < end.x
    for path in (route.path(), route.path(offset=9, reverse=True)):
        x, y = sampled(path).T
        assert x.min() >= start.right - ROUNDING
        assert x.max() <= end.x + ROUNDING
        assert y.min() >= TOP
        assert y.max() <= layout.height
        for box in layout.boxes.values():
            in_column = (x > box.x + ROUNDING) & (x < box.right - ROUNDING)
            clear = np.maximum(box.y - y, y - box.bottom)
            assert np.all(clear[in_column] >= 4)


def check_apart(one: Route, other: Route, layout: Layout) -> None:
    """``x*x`` has two lines: at no x are they nearer than 12 px."""
    x = np.linspace(one.points[0][0], one.points[-1][0], 50)
    assert np.all(np.abs(heights(one, x) - heights(other, x)) >= 12 - 2 * ROUNDING)


def gathered(graph: Graph) -> Graph:
    """The graph with all that nothing uses added up, so that everything is drawn."""
    unused = [Expr(graph, i) for i, users in enumerate(graph.users()) if not users]
    graph.let(total=sum(unused[1:], start=unused[0]))
    return graph


@given(graphs())
@settings(max_examples=100)
def test_random_graphs(graph):
    layout = arrange(graph)
    check(graph, layout)
    assert layout == arrange(graph)


@given(graphs(max_nodes=22).map(gathered))
@settings(max_examples=100)
def test_random_graphs_drawn_as_a_whole(graph):
    check(graph, arrange(graph))


@given(graphs(max_nodes=45).map(gathered))
@settings(max_examples=15)
def test_large_graphs(graph):
    check(graph, arrange(graph))


@given(graphs(max_nodes=15).map(gathered), st.floats(24, 200), st.floats(28, 90))
@settings(max_examples=30)
def test_other_gaps(graph, across, down):
    check(graph, arrange(graph, gap=(across, down)))


@pytest.mark.parametrize("text", TEXTS)
def test_known_graphs_near_and_far(text):
    graph = parse(text)
    check(graph, arrange(graph))
    graph = statements(graph).graph
    check(graph, arrange(graph))


def test_lecture_network_has_two_rows():
    graph = parse(LECTURE)
    boxes = arrange(graph).boxes
    z1, h1, z2, y, loss = (graph.index[name] for name in ("z1", "h1", "z2", "y", "L"))
    place = {name: (boxes[i].column, boxes[i].row) for name, i in graph.index.items()}
    assert [place[name] for name in ("x", "z1", "h1", "z2", "y", "L")] == [(c, 0) for c in (0, 2, 3, 5, 6, 8)]
    assert [place[name] for name in ("w1", "b1", "w2", "b2", "target")] == [(c, 1) for c in (0, 1, 3, 4, 6)]
    assert arrange(graph).spine == (
        graph.index["x"],
        graph.nodes[z1].args[0],
        z1,
        h1,
        graph.nodes[z2].args[0],
        z2,
        y,
        graph.nodes[loss].args[0],
        loss,
    )


def test_x_stands_on_the_line_also_where_a_statement_is_one_node():
    graph = statements(parse(LECTURE)).graph
    assert [graph.name[i] for i in arrange(graph).spine] == ["x", "z1", "h1", "z2", "y", "L"]


@pytest.mark.parametrize("text", [LECTURE, TWO_UNITS, TEXTS[5], SQUARES_BESIDE, SQUARE_LATE])
def test_nothing_crosses_where_nothing_must(text):
    assert crossings(arrange(parse(text))) == 0


def test_hidden_units_lie_one_under_the_other():
    graph = parse(TWO_UNITS)
    boxes = arrange(graph).boxes
    assert (boxes[graph.index["h1"]].row, boxes[graph.index["h2"]].row) == (0, 1)
    assert len({box.row for box in boxes.values()}) == 4


def test_shared_input_runs_in_one_lane():
    lines = ["r0 = x*x"] + [f"r{i + 1} = r{i}*x" for i in range(19)]
    graph = parse("\n".join(lines))
    layout = arrange(graph)
    check(graph, layout)
    lanes = {route.points[1][1] for route in layout.routes.values() if len(route.points) == 4}
    assert len(lanes) == 1
    card = next(iter(layout.boxes.values()))
    assert layout.height - TOP < 2 * (card.bottom - card.y)  # a lane takes less room than a second row of cards


def test_input_as_loss_and_single_nodes():
    graph = Graph()
    graph.input("x")
    for layout in (arrange(graph), arrange(parse("L = x"))):
        assert len(layout.boxes) == 1
        assert layout.routes == {}
        assert layout.spine == (0,)
        (box,) = layout.boxes.values()
        assert box.y == TOP
        assert box.x == layout.width - box.right == layout.height - box.bottom > 0  # the same margin on all sides


def test_only_what_the_loss_needs_is_drawn():
    graph = parse("a = x*3 \n b = a + y \n L = b**2")
    layout = arrange(graph, graph.index["a"])
    assert set(layout.boxes) == {graph.index["x"], graph.index["a"]}


def test_straight_line_and_its_way_back():
    graph = parse("L = tanh(x)")
    layout = arrange(graph)
    x, loss = layout.boxes[graph.index["x"]], layout.boxes[graph.index["L"]]
    route = layout.routes[loss.node, 0]
    there, back = sampled(route.path()), sampled(route.path(offset=9, reverse=True))
    assert x.centre_y == loss.centre_y
    assert there[:, 1] == pytest.approx(x.centre_y, abs=ROUNDING)
    assert (there[0, 0], there[-1, 0]) == (x.right, loss.x)
    assert back[:0:-1] == pytest.approx(there[1:] + np.array([0, 9]), abs=ROUNDING)  # the other way, below it
    assert route.middle() == ((x.right + loss.x) / 2, x.centre_y)


def test_thirty_nodes_take_milliseconds():
    lines = ["r0 = x*w0"] + [f"r{i + 1} = tanh(r{i}*x + r{max(i - 3, 0)}*w0)" for i in range(6)]
    graph = parse("\n".join(lines))
    assert len(graph) >= 26
    taken = []
    for _ in range(3):
        started = time.process_time()
        arrange(graph)
        taken.append(time.process_time() - started)
    assert min(taken) < 0.05
