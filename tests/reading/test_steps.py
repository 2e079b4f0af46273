"""Protects the steps: inputs, one evaluation per step, the loss's own gradient 1, one contribution per step.

What is not known yet is missing, never 0.
"""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from course_lib import backward, forward
from course_lib.reading.steps import Steps
from tests.networks import CLOSED, LECTURE, MLP, OPEN, SHARED, SHARED_INPUTS, mlp_inputs, run, traced
from tests.strategies import evaluated_graphs

many = settings(max_examples=60)


def random_steps(example, upstream=None):
    graph, inputs = example
    return Steps(backward(forward(graph, **inputs), upstream=upstream))


def drawn(trace):
    """What the loss depends on, without the numbers that are part of a label."""
    graph = trace.values.graph
    return [i for i in graph.ancestors(trace.of) if not graph.is_folded(i)]


def by_name(steps, numbers):
    """The named ones among a state's numbers."""
    graph = steps.trace.values.graph
    return {graph.name[node]: number for node, number in numbers.items() if node in graph.name}


def test_the_steps_of_the_lectures_network():
    steps = Steps(traced(LECTURE, **OPEN))
    phases = [steps.at(step).phase for step in range(steps.last + 1)]
    assert phases == ["start"] + ["forward"] * 8 + ["loss"] + ["backward"] * 13


def test_at_first_only_the_inputs_are_known():
    steps = Steps(traced(LECTURE, **OPEN))
    start = steps.at(0)
    assert by_name(steps, start.values) == OPEN
    assert start.gradients == {}
    assert (start.step, start.phase, start.node, start.edge, start.edges) == (0, "start", None, None, ())
    assert not start.unfinished


@many
@given(evaluated_graphs())
def test_then_comes_one_value_a_step_and_no_gradient(example):
    steps = random_steps(example)
    trace, graph = steps.trace, steps.trace.values.graph
    known = set(steps.at(0).values)
    assert known == {i for i, node in enumerate(graph) if node.operation is None}
    operations = [i for i in drawn(trace) if graph.nodes[i].operation]
    assert steps.order == operations
    for k, node in enumerate(operations, start=1):
        state = steps.at(k)
        assert (state.step, state.phase, state.node, state.edge) == (k, "forward", node, None)
        assert (state.position, state.phase_length) == (k, len(operations))
        assert set(state.values) - known == {node}
        assert set(graph.nodes[node].args) <= known  # it could be computed
        assert state.values[node] == trace.values.of_node[node]
        assert state.gradients == {}
        known = set(state.values)


@many
@given(evaluated_graphs(), st.sampled_from([None, -2.0, 0.0]))
def test_then_the_losss_own_gradient_and_nothing_else(example, upstream):
    steps = random_steps(example, upstream)
    state = steps.at(len(steps.order) + 1)
    assert state.phase == "loss"
    assert state.node == steps.trace.of
    first = 1.0 if upstream is None else upstream
    assert state.gradients[steps.trace.of] == first
    if steps.trace.edges:  # else this is the end already
        assert state.gradients == {steps.trace.of: first}
    assert state.edge is None
    assert state.edges == ()
    assert (state.position, state.phase_length) == (1, 1)


@many
@given(evaluated_graphs())
def test_then_one_contribution_a_step_added_to_what_is_there(example):
    """Partial sums: after k contributions a gradient is the sum of those k, its node unfinished if more come."""
    steps = random_steps(example)
    trace = steps.trace
    sofar = {trace.of: 1.0}
    for k, edge in enumerate(trace.edges, start=1):
        state = steps.at(len(steps.order) + 1 + k)
        sofar[edge.arg] = sofar[edge.arg] + edge.contribution if edge.arg in sofar else edge.contribution
        assert (state.phase, state.node, state.position) == ("backward", edge.arg, k)
        assert state.edge is edge
        assert state.edges == trace.edges[:k]
        assert state.phase_length == len(trace.edges)
        assert set(state.values) >= set(drawn(trace))
        later = {other.arg for other in trace.edges[k:]}
        assert state.unfinished == later & set(sofar)
        if k < len(trace.edges):
            assert state.gradients == sofar  # what is not reached is missing, not 0


@many
@given(evaluated_graphs())
def test_at_the_end_every_gradient_is_known_and_is_the_traces(example):
    """Even where no contribution can arrive, as where only sign was applied, the gradient is 0 and not unknown."""
    steps = random_steps(example)
    trace = steps.trace
    for state in (steps.at(steps.last), steps.done()):
        assert state.gradients == {i: trace.gradient_of_node[i] for i in drawn(trace)}
        assert not state.unfinished


def test_behind_a_sign_the_gradient_is_zero_at_the_end_and_unknown_before():
    steps = Steps(traced("L = sign(x)*w", x=2.0, w=3.0))
    assert by_name(steps, steps.at(steps.last).gradients) == {"x": 0.0, "w": 1.0, "L": 1.0}
    assert "x" not in by_name(steps, steps.at(len(steps.order) + 1).gradients)


def test_a_gradient_of_zero_is_known_and_a_missing_one_is_not():
    steps = Steps(traced(LECTURE, **CLOSED))
    graph = steps.trace.values.graph
    state = steps.at(steps.backward_to(graph.find("z1")))
    known = by_name(steps, state.gradients)
    assert known["z1"] == 0.0
    assert "w1" not in known
    assert "x" not in known


def test_a_value_used_twice_collects_and_waits_meanwhile():
    steps = Steps(traced(SHARED, **SHARED_INPUTS))
    w = steps.trace.values.graph.find("w")
    first, second = [edge.contribution for edge in steps.trace.into("w")]
    collected = [(state.gradients.get(w), w in state.unfinished) for state in map(steps.at, range(steps.last + 1))]
    before = [(None, False)] * (steps.forward_to(steps.trace.of) + 4)
    assert collected[: len(before)] == before
    assert collected[len(before)] == (first, True)
    assert collected[-2] == (first + second, False)
    assert steps.backward_to(w) == steps.last - 1


def test_beyond_either_end_counts_as_that_end():
    steps = Steps(traced(LECTURE, **OPEN))
    assert steps.at(-1) == steps.at(-(10**30)) == steps.at(0)
    assert steps.at(steps.last + 1) == steps.at(10**30) == steps.at(steps.last)
    assert steps.at(steps.last) != steps.at(steps.last - 1)


def test_done_knows_everything_and_has_nothing_in_progress():
    steps = Steps(traced(LECTURE, **OPEN))
    done, end = steps.done(), steps.at(steps.last)
    assert (done.phase, done.node, done.edge) == ("done", None, None)
    assert (done.values, done.gradients, done.edges) == (end.values, end.gradients, steps.trace.edges)


@many
@given(evaluated_graphs())
def test_a_node_is_found_at_the_steps_that_complete_its_value_and_its_gradient(example):
    steps = random_steps(example)
    trace = steps.trace
    for node in drawn(trace):
        there = steps.forward_to(node)
        assert node in steps.at(there).values
        assert there == 0 or node not in steps.at(there - 1).values
        there = steps.backward_to(node)
        state = steps.at(there)
        assert node not in state.unfinished
        if node in state.gradients:  # nothing ever reaches what stands behind a sign
            assert state.gradients[node] == trace.gradient_of_node[node]
            before = steps.at(there - 1)
            assert node not in before.gradients or node in before.unfinished
        else:
            assert node not in {edge.arg for edge in trace.edges}


def test_what_the_loss_does_not_need_is_never_computed():
    steps = Steps(backward(run("unused = sin(x) \n L = x*x \n after = L + 1", x=3.0), of="L"))
    graph = steps.trace.values.graph
    assert by_name(steps, steps.done().values) == {"x": 3.0, "L": 9.0}
    assert steps.order == [graph.find("L")]


def test_a_loss_that_is_an_input_turns_back_at_once():
    steps = Steps(traced("L = x", x=3.0))
    assert steps.last == 1
    assert [steps.at(step).phase for step in (0, 1)] == ["start", "loss"]
    assert steps.at(1).gradients == {0: 1.0}


@pytest.mark.parametrize("seed", range(2))
def test_arrays_are_walked_through_the_same_way(seed):
    steps = Steps(traced(MLP, **mlp_inputs(seed)))
    graph = steps.trace.values.graph
    W1 = graph.find("W1")
    states = [steps.at(step) for step in range(steps.last + 1)]
    collected = [state.gradients[W1] for state in states if W1 in state.gradients]
    contributions = [edge.contribution for edge in steps.trace.into("W1")]
    assert len(contributions) == 2
    np.testing.assert_array_equal(collected[0], contributions[0])
    np.testing.assert_allclose(states[-1].gradients[W1], contributions[0] + contributions[1])
    for name, expected in steps.trace.grad.items():
        np.testing.assert_array_equal(states[-1].gradients[graph.find(name)], expected)
