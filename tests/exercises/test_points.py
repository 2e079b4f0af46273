"""Protects the points at which an answer is judged: clear, within their ranges, and the same again for the same seed.

Every gate is clearly open or closed as the label says, a closed point differs from its open one in one input, and
nothing that could hide a mistake is near 0.
"""

import math
from functools import lru_cache
from random import Random

import pytest

from course_lib import parse
from course_lib.engine.ops import subtract
from course_lib.errors import BuildError
from course_lib.exercises.points import (
    FEW_GATES,
    LOOKED_AT,
    MARGIN,
    SMALLEST,
    STEEPEST,
    Wanted,
    draw_points,
    gates_before,
    side,
)
from tests.networks import CHAIN, LECTURE, SHARED, TWO_GATES

MANY_GATES = "\n".join(f"h{i} = relu(w{i}*x)" for i in range(FEW_GATES + 1)) + "\nL = h0 + h1 + h2 + h3 + h4"

# Each with how many of its gates can be closed.
NETWORKS = {
    "the lecture's": (LECTURE, 1),
    "no gate": (CHAIN, 0),
    "a difference": (SHARED, 0),
    "two gates": (TWO_GATES, 2),
    "a gate behind a gate": ("h = relu(relu(w*x))\nL = h*w", 1),
    "a gate that cannot close": ("h = relu(x**2)\nL = w*h", 0),
    "a gate that can and one that cannot": ("g = relu(x**2)\nh = relu(w*g)\nL = g + h", 1),
    "a leaky gate": ("h = leaky_relu(w*x)\nL = h*w", 1),
    "an absolute value": ("h = abs(w*x)\nL = h*w", 1),
    "a maximum": ("h = maximum(w*x, b)\nL = h*w", 1),
    "a minimum and a gate": ("h = minimum(w*x, b)\nL = relu(h + c)*w", 2),
    "a condition": ("L = w*(x > b)", 1),
    "a logarithm": ("L = w*log(x)", 0),
    "a logarithm of a sum": ("L = w*log(x + b)", 0),
    "a root and a division": ("L = sqrt(x)/(w - b)", 0),
    "more gates than are closed": (MANY_GATES, FEW_GATES),
}
every_network = pytest.mark.parametrize(("network", "closing"), NETWORKS.values(), ids=NETWORKS)
SEEDS = range(8)
OPEN, TWINS = 3, 2


def draw(network, seed, ranges=None, demands=()):
    return draw_points(parse(network), "L", Random(seed), ranges, Wanted(demands, OPEN, TWINS))


drawn = lru_cache(draw)  # for the tests that only look


def inputs_of(point):
    return {name: point.values[name] for name in point.values.graph.inputs}


def gates_of(point):
    graph = point.values.graph
    return gates_before(graph, graph.find("L"))


@every_network
def test_first_come_the_open_points_and_then_one_for_each_gate_that_can_close(network, closing):
    for seed in SEEDS:
        points = drawn(network, seed)
        gates = [point.gate for point in points]
        assert gates[:OPEN] == [None] * OPEN
        first = gates[OPEN : OPEN + closing]
        assert gates[OPEN:] == first * TWINS
        assert len(set(first)) == closing
        assert set(first) <= set(gates_of(points[0]))


@every_network
def test_gates_are_as_open_as_the_label_says(network, closing):
    for seed in SEEDS:
        for point in drawn(network, seed):
            sides = {gate: side(point.values, gate) for gate in gates_of(point)}
            if point.gate is None:
                assert all(number >= MARGIN for number in sides.values())
                assert ("open" in point.label or "one side" in point.label) == bool(sides)
            else:
                assert sides[point.gate] <= -MARGIN
                assert "closed" in point.label or "other side" in point.label


@every_network
def test_no_gate_stands_near_its_corner(network, closing):
    """Not even one that another gate's closing has moved. One that gets no input at all stands on it."""
    for seed in SEEDS:
        for point in drawn(network, seed):
            assert all(
                abs(side(point.values, gate)) >= MARGIN or not side(point.values, gate) for gate in gates_of(point)
            )


@every_network
def test_a_closed_point_differs_from_its_open_one_in_a_single_input(network, closing):
    for seed in SEEDS:
        points = drawn(network, seed)
        for i, point in enumerate(points[OPEN:]):
            before, after = inputs_of(points[i // closing]), inputs_of(point)
            assert before.keys() == after.keys()
            assert sum(before[name] != after[name] for name in before) == 1


@every_network
def test_no_input_no_difference_is_near_zero_and_no_number_is_large(network, closing):
    for seed in SEEDS:
        for point in drawn(network, seed):
            graph, values = point.values.graph, point.values.of_node
            assert all(abs(number) >= SMALLEST for number in inputs_of(point).values())
            assert all(abs(values[i]) >= MARGIN for i, node in enumerate(graph) if node.operation is subtract)
            assert all(math.isfinite(value) and abs(value) <= STEEPEST for value in values)


@every_network
def test_inputs_have_one_decimal_and_no_two_are_the_same_size(network, closing):
    for point in (point for seed in SEEDS for point in drawn(network, seed)[:OPEN]):
        numbers = list(inputs_of(point).values())
        assert numbers == [round(number, 1) for number in numbers]
        assert len({abs(number) for number in numbers}) == len(numbers)


@every_network
def test_a_seed_gives_its_points_again_and_another_seed_others(network, closing):
    found = [tuple(str(point) for point in drawn(network, seed)) for seed in SEEDS]
    assert found == [tuple(str(point) for point in draw(network, seed)) for seed in SEEDS]
    assert len(set(found)) == len(found)


@every_network
def test_the_points_of_one_draw_differ(network, closing):
    points = drawn(network, 0)
    assert len({str(point) for point in points}) == len(points)


def test_ranges_are_kept_also_by_the_closed_points():
    ranges = {"target": (0.05, 0.95), "x": (0.5, 1.0), "w1": (-3.0, 3.0)}
    largest = 0.0
    for seed in SEEDS:
        for point in draw(LECTURE, seed, ranges=ranges):
            inputs = inputs_of(point)
            assert all(low <= inputs[name] <= high for name, (low, high) in ranges.items())
            assert all(abs(inputs[name]) <= 2.0 for name in inputs.keys() - ranges.keys())
            largest = max(largest, abs(inputs["w1"]))
    assert largest > 2.0


def test_a_narrow_range_has_two_decimals_and_comes_nearer_to_zero():
    targets = [draw(LECTURE, seed, ranges={"target": (0.01, 0.09)})[0].values["target"] for seed in SEEDS]
    assert all(0.045 <= target <= 0.09 for target in targets)
    assert len(set(targets)) > 1


@pytest.mark.parametrize("within", [(0.011, 0.012), (2.0, 1.0)])
def test_a_range_without_a_number_is_refused(within):
    with pytest.raises(BuildError, match="no number") as caught:
        draw(LECTURE, 0, ranges={"target": within})
    assert caught.value.hint


@pytest.mark.parametrize("network", ["L = w*log(x - 3)", "h = relu(-(x**2))\nL = w*h", "L = w/(x - x)"])
def test_a_network_without_a_point_is_refused(network):
    with pytest.raises(BuildError, match="No numbers were found") as caught:
        draw(network, 0)
    assert "ranges" in caught.value.hint


def test_of_a_few_points_the_one_with_fewest_flaws_is_taken():
    looked = []

    def flaws(places):
        looked[:] = [abs(values["w2"]) for values in places]
        return looked

    point = draw_points(parse(LECTURE), "L", Random(0), wanted=Wanted(flaws=flaws))[0]
    assert abs(point.values["w2"]) == min(looked)
    assert len(looked) == LOOKED_AT[-1]
    looked.clear()
    draw_points(parse(LECTURE), "L", Random(0), wanted=Wanted(flaws=lambda places: looked.append(0) or [0]))
    assert len(looked) == 1  # nothing is better than none


@pytest.mark.parametrize("nth", [0, 1, 2, 5, 20])
def test_what_is_drawn_next_does_not_depend_on_how_many_were_looked_at_together(nth):
    looked = []
    draw_points(
        parse(LECTURE), "L", Random(0), wanted=Wanted(flaws=lambda places: looked.append(places) or [1.0] * len(places))
    )
    taken = looked[-1][nth]["w2"], looked[-1][nth]["x"]

    def is_taken(values):
        return (values["w2"], values["x"]) == taken

    together = Wanted(flaws=lambda places: [float(not is_taken(values)) for values in places], count=3)
    alone = Wanted([is_taken], count=3)
    one, other = Random(0), Random(0)
    first, second = (draw_points(parse(LECTURE), "L", *each) for each in ((one, None, together), (other, None, alone)))
    assert str(first[0]) == str(second[0])
    assert str(first[-1]) == str(second[-1])  # its twin, drawn after all others


def test_a_demand_is_met_where_it_can_be():
    for seed in SEEDS:
        points = draw(LECTURE, seed, demands=[lambda values: values["w2"] < 0, lambda values: values["y"] < 0.4])
        assert all(point.values["w2"] < 0 and point.values["y"] < 0.4 for point in points[:OPEN])


def test_where_not_all_demands_can_be_met_the_first_ones_are():
    for seed in range(3):
        points = draw(LECTURE, seed, demands=[lambda values: values["w2"] < 0, lambda values: values["y"] > 2])
        assert all(point.values["w2"] < 0 for point in points[:OPEN])
        assert [point.gate is None for point in points] == [True] * OPEN + [False] * TWINS


def test_the_gates_that_are_not_closed_stay_open():
    for seed in SEEDS:
        points = drawn(MANY_GATES, seed)
        gates = gates_of(points[0])
        assert len(gates) == FEW_GATES + 1
        assert all(side(point.values, gates[-1]) >= MARGIN for point in points[:OPEN])
        assert gates[-1] not in {point.gate for point in points}


def test_a_gate_behind_the_asked_name_does_not_count():
    graph = parse("a = w*x\nh = relu(a + b)\nL = h*a")
    points = draw_points(graph, "a", Random(0))
    assert [(point.gate, point.label) for point in points] == [(None, "")]
    assert gates_before(graph, graph.find("a")) == []


LABELS = {
    LECTURE: ["gate open", "gate closed"],
    TWO_GATES: ["gates all open", "gate h1 closed", "gate h2 closed"],
    CHAIN: [""],
    "L = w*abs(x)": ["corner on one side", "corner on the other side"],
    "a = abs(x)\nL = maximum(a, b)": [
        *("corners all on one side", "corner of a on the other side", "corner of L on the other side"),
    ],
}


@pytest.mark.parametrize(("network", "labels"), LABELS.items())
def test_labels_can_stand_behind_with_the(network, labels):
    """As in "Right with the gate open, wrong with the gate h1 closed."""
    assert [point.label for point in draw_points(parse(network), "L", Random(0))] == labels


def test_a_point_reads_as_its_inputs_and_a_closed_one_also_as_what_closed_it():
    opened, closed = draw_points(parse(LECTURE), "L", Random(0))
    assert str(opened) == opened.place
    assert [part.split(" = ")[0] for part in str(opened).split(", ")] == ["w1", "x", "b1", "w2", "b2", "target"]
    name, _, number = closed.place.partition(" = ")
    assert name == "z1"
    assert float(number.replace("−", "-")) == pytest.approx(closed.values["z1"], rel=1e-3)
    assert number.startswith("−")
