"""Protects the counts: they come from what really ran, and equal the formulas that the course teaches."""

import inspect
import itertools

import pytest

from course_lib import forward, grad
from course_lib.engine.forward_mode import forward_mode
from course_lib.engine.passes import backward
from course_lib.sections.why import cost
from course_lib.sections.why.cost import METHODS, against, count, counted, extrapolated, forgetting, keeping, results_of
from course_lib.sections.why.neurons import neurons, numbers_for, parameters_of
from tests.networks import SHARED, SHARED_INPUTS
from tests.networks import run as values_of

SIZES = [(2, 1, 1), (2, 3, 1), (2, 12, 1), (3, 4, 2), (2, 3, 3, 1)]

every_size = pytest.mark.parametrize("sizes", SIZES, ids=str)


def bill(method, sizes):
    """(n, operations of one pass, edges, tally, slopes)."""
    graph = neurons(sizes)
    names = parameters_of(graph)
    tally, slopes = count(METHODS[method], graph, numbers_for(graph), names, ["L"])
    one_pass = sum(node.operation is not None for node in graph)
    edges = sum(len(node.args) for node in graph)
    return len(names), one_pass, edges, tally, slopes


@every_size
def test_passes_are_n_plus_1_and_2n_and_1_plus_n_and_one_each_way(sizes):
    n, _, _, tally, _ = bill("forward difference", sizes)
    assert (tally.passes, tally.derivative_passes) == (n + 1, 0)
    n, _, _, tally, _ = bill("central difference", sizes)
    assert (tally.passes, tally.derivative_passes) == (2 * n, 0)
    n, _, _, tally, _ = bill("forward mode", sizes)
    assert (tally.passes, tally.derivative_passes) == (1, n if sizes[-1] == 1 else n - 5)  # y1 is no business of y2's
    _, _, _, tally, _ = bill("reverse mode", sizes)
    assert (tally.passes, tally.derivative_passes) == (1, 1)


@every_size
def test_every_method_is_counted_for_what_it_must_do_and_no_more(sizes):
    graph = neurons(sizes)
    values, names = forward(graph, **numbers_for(graph)), parameters_of(graph)
    wanted = {values.graph.find(name) for name in names}
    for i, node in enumerate(graph):
        wanted |= {i} if wanted & set(node.args) else set()
    for method in METHODS:
        _, one_pass, _, tally, _ = bill(method, sizes)
        assert tally.evaluations == tally.passes * one_pass
        assert tally.operations == tally.evaluations + tally.products
    walked = [forward_mode(values, name).edges for name in names]
    assert bill("forward mode", sizes)[3].products == sum(walked)
    leading = sum(arg in wanted for node in graph for arg in node.args)
    assert bill("reverse mode", sizes)[3].products == leading  # nothing is handed to x and t


@every_size
def test_a_gradient_costs_less_than_three_forward_passes_whatever_the_size(sizes):
    _, one_pass, _, tally, _ = bill("reverse mode", sizes)
    assert all(len(node.args) <= 2 for node in neurons(sizes))  # hence
    assert 2.4 < tally.operations / one_pass < 3


@every_size
def test_all_four_methods_find_the_same_gradients(sizes):
    exact = bill("reverse mode", sizes)[-1]
    assert any(abs(slope) > 1e-3 for slope in exact.values())
    assert bill("forward mode", sizes)[-1] == pytest.approx(exact, abs=1e-12)
    assert bill("central difference", sizes)[-1] == pytest.approx(exact, abs=1e-7)
    assert bill("forward difference", sizes)[-1] == pytest.approx(exact, abs=1e-4)


ENDS = [(inputs, outputs) for inputs in (1, 2, 4, 7, 12) for outputs in (1, 2, 3, 4, 7, 12)]


def both_modes(inputs, outputs):
    graph = neurons((inputs, 3, outputs), loss=False)
    wrt, of = [f"x{i + 1}" for i in range(inputs)], [f"y{i + 1}" for i in range(outputs)]
    return [count(METHODS[method], graph, numbers_for(graph), wrt, of) for method in ("forward mode", "reverse mode")]


@pytest.mark.parametrize(("inputs", "outputs"), ENDS)
def test_with_many_outputs_forward_mode_takes_a_pass_an_input_and_reverse_mode_a_pass_an_output(inputs, outputs):
    (ahead, pushed), (back, pulled) = both_modes(inputs, outputs)
    assert (ahead.passes, ahead.derivative_passes) == (1, inputs)
    assert (back.passes, back.derivative_passes) == (1, outputs)
    assert len(pulled) == inputs * outputs
    assert pushed == pytest.approx(pulled, abs=1e-12)


@pytest.mark.parametrize(("inputs", "outputs"), ENDS)
def test_the_mode_that_starts_at_the_narrow_end_takes_fewer_operations(inputs, outputs):
    (ahead, _), (back, _) = both_modes(inputs, outputs)
    if 1.5 * inputs <= outputs:
        assert ahead.operations < back.operations
    elif inputs > outputs:
        assert back.operations < ahead.operations
    else:  # nearly square
        assert ahead.operations == pytest.approx(back.operations, rel=0.1)


def test_the_counter_counts_and_changes_nothing():
    graph = neurons((2, 3, 1))
    numbers = numbers_for(graph)
    watched, tally = counted(graph)
    assert tally.operations == 0
    values = forward(watched, **numbers)
    assert dict(values) == dict(forward(graph, **numbers))
    assert set(tally.of_node.values()) == {1}
    assert backward(values).grad == backward(forward(graph, **numbers)).grad
    assert set(tally.of_edge.values()) == {1}
    forward(watched, **numbers)
    assert tally.passes == 2
    assert all(node.operation is None or node.operation is not twin.operation
               for node, twin in zip(graph, watched, strict=True))  # fmt: skip


def test_the_counted_methods_are_the_ones_that_are_shown():
    shown = {cost.forward_differences, cost.central_differences, cost.by_forward_mode, cost.by_reverse_mode}
    assert set(METHODS.values()) == shown
    assert all(len(inspect.getsource(method).splitlines()) <= 10 for method in shown)


@every_size
def test_reverse_mode_keeps_every_result_and_a_pass_that_forgets_needs_few(sizes):
    graph = neurons(sizes)
    kept, dropped = keeping(graph), forgetting(graph)
    assert max(kept) == len(results_of(graph)) == len(dropped)
    assert kept[-1] == 0
    assert all(abs(one - other) == 1 for one, other in itertools.pairwise(kept))
    assert max(dropped) < max(kept)
    assert all(held >= 1 for held in dropped)


def test_a_chain_that_forgets_never_holds_more_than_two():
    chain = values_of("a = tanh(x)\nb = tanh(a)\nc = tanh(b)\nL = tanh(c)", x=0.3).graph
    assert forgetting(chain) == [1, 2, 2, 2]
    assert keeping(chain) == [1, 2, 3, 4, 3, 2, 1, 0]


def test_a_value_used_twice_stays_until_its_second_user():
    graph = values_of(SHARED, **SHARED_INPUTS).graph  # w·x, a, b = w·a, b − 1, L
    assert forgetting(graph) == [1, 2, 2, 2, 2]
    twice = values_of("a = tanh(x)\nb = tanh(a)\nL = a*b", x=0.3).graph
    assert forgetting(twice) == [1, 2, 3]


def test_at_a_thousand_million_parameters_and_1e12_operations_a_second_it_takes_46_days():
    central = extrapolated(1e9)["central difference"]
    assert (central.passes, central.operations) == (2e9, 4e18)
    assert central.seconds(1e12) / 86400 == pytest.approx(46.3, abs=0.05)
    assert extrapolated(1e9)["reverse mode"].seconds(1e12) == pytest.approx(0.006)


def test_the_extrapolation_continues_what_is_counted_in_wide_layers():
    graph = neurons((30, 30, 1))
    n = len(parameters_of(graph))
    tally, _ = count(METHODS["reverse mode"], graph, numbers_for(graph), graph.inputs, ["L"])
    assert tally.evaluations == pytest.approx(cost.FORWARD * n, rel=0.03)
    assert tally.products == pytest.approx(cost.BACKWARD * n, rel=0.03)
    for method in ("forward difference", "central difference", "forward mode"):
        passes = {"forward difference": n + 1, "central difference": 2 * n, "forward mode": 1 + n}[method]
        assert extrapolated(n)[method].passes == passes


def test_a_pass_of_forward_mode_grows_towards_what_is_extrapolated():
    shares = []
    for width, layers in ((4, 5), (8, 9), (14, 15)):
        graph = neurons((width,) * layers)
        values, names = forward(graph, **numbers_for(graph)), parameters_of(graph)
        walked = [forward_mode(values, name).edges for name in names[:: len(names) // 15]]
        shares.append(sum(walked) / len(walked) / len(names))
    assert shares == sorted(shares)
    assert 0.75 * cost.TANGENT < shares[-1] < cost.TANGENT


def test_a_watched_run_tells_how_far_it_is_and_agrees_with_backpropagation():
    graph = neurons((2, 3, 1))
    at, names = numbers_for(graph), parameters_of(graph)
    exact = grad(forward(graph, **at), of="L")
    told = list(against(graph, at, names, "L", exact))
    assert [progress.passes for progress in told] == list(range(2, 27, 2))
    assert {progress.of for progress in told} == {26}
    assert told[-1].operations == 26 * len(results_of(graph))
    assert 0 < told[-1].worst < 1e-8
    wrong = {**exact, names[3]: exact[names[3]] + 1}
    assert list(against(graph, at, names, "L", wrong))[-1].worst == pytest.approx(1)
