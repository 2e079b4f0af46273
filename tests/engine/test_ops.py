"""Protects the operation table: every test that can runs over every row of ``OPS``.

A row is checked against a central difference, against the library autograd, and against itself: as a
number, as an array and as a formula it must say the same. Conventions (kinks, domains, extremes) are
stated here once more, by hand.
"""

import itertools
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from course_lib import OPS, Graph, backward, forward, grad
from course_lib.engine.passes import shaped_like
from course_lib.errors import DomainError
from tests.oracle import ORACLE, oracle_vjp
from tests.strategies import EXPONENTS, array_arguments, arrays, scalar_arguments

every_row = pytest.mark.parametrize("row", OPS.values(), ids=OPS)
scalar_rows = pytest.mark.parametrize("row", [row for row in OPS.values() if row.javascript], ids=lambda row: row.name)
few = settings(max_examples=25)

EXTREMES = [0.0, 1.0, -1.0, 1e300, -1e300, 1e-300, math.inf, -math.inf, math.nan]


def upstream_for(data, output):
    """A random upstream gradient of the output's shape."""
    return data.draw(arrays(np.shape(output)))


def share(row, slot, upstream, args, static):
    """The row's contribution to argument ``slot``, in that argument's shape; zeros if it has no VJP."""
    if row.vjps[slot] is None:
        return np.zeros(np.shape(args[slot]))
    return shaped_like(args[slot], row.vjps[slot](upstream, row(*args, *static), *args, *static))


def central_difference(function, args, slot):
    """The derivative of the number ``function(*args)`` by each entry of one argument."""
    start = np.asarray(args[slot], dtype=float)
    result = np.zeros(start.shape)
    for entry in np.ndindex(start.shape):
        step = 1e-6 * max(1.0, abs(start[entry]))
        ends = []
        for sign in (1, -1):
            moved = start.copy()
            moved[entry] += sign * step
            value = moved if start.shape else float(moved)
            ends.append(function(*args[:slot], value, *args[slot + 1 :]))
        result[entry] = (ends[0] - ends[1]) / (2 * step)
    return result


# Every row, as it is applied.


def test_every_row_has_an_oracle():
    assert ORACLE.keys() == OPS.keys()


@every_row
def test_the_key_is_the_rows_name(row):
    assert OPS[row.name] is row


@every_row
@few
@given(data=st.data())
def test_array_values_agree_with_autograd(row, data):
    args, static = data.draw(array_arguments(row))
    np.testing.assert_allclose(row(*args, *static), ORACLE[row.name](*args, *static), rtol=1e-12, atol=1e-14)


@every_row
@few
@given(data=st.data())
def test_array_vjps_agree_with_autograd(row, data):
    args, static = data.draw(array_arguments(row))
    upstream = upstream_for(data, row(*args, *static))
    for slot in range(row.arity):
        expected = oracle_vjp(ORACLE[row.name], slot, (*args, *static), upstream)
        np.testing.assert_allclose(share(row, slot, upstream, args, static), expected, rtol=1e-9, atol=1e-12)


@every_row
@few
@given(data=st.data())
def test_array_vjps_agree_with_central_differences(row, data):
    args, static = data.draw(array_arguments(row))
    upstream = upstream_for(data, row(*args, *static))

    def weighted(*moved):
        return float(np.sum(upstream * row(*moved, *static)))

    for slot in range(row.arity):
        expected = central_difference(weighted, args, slot)
        np.testing.assert_allclose(share(row, slot, upstream, args, static), expected, rtol=1e-5, atol=1e-6)


@scalar_rows
@few
@given(data=st.data())
def test_scalar_vjps_agree_with_central_differences(row, data):
    args, static = data.draw(scalar_arguments(row))
    for slot in range(row.arity):
        expected = central_difference(lambda *moved: row(*moved, *static), args, slot)
        assert share(row, slot, 1.0, args, static) == pytest.approx(float(expected), rel=1e-5, abs=1e-6)


@scalar_rows
@few
@given(data=st.data())
def test_a_contribution_is_upstream_times_local(row, data):
    args, static = data.draw(scalar_arguments(row))
    upstream = data.draw(st.floats(-3, 3))
    for slot in range(row.arity):
        local = share(row, slot, 1.0, args, static)
        assert share(row, slot, upstream, args, static) == pytest.approx(upstream * local, rel=1e-12, abs=1e-300)


@pytest.mark.parametrize("row", [row for row in OPS.values() if row.elementwise], ids=lambda row: row.name)
@few
@given(data=st.data())
def test_a_float_and_an_array_entry_agree(row, data):
    args, static = data.draw(array_arguments(row))
    upstream = upstream_for(data, row(*args, *static))
    output = row(*args, *static)
    assert output.dtype == np.float64
    assert output.shape == (2, 3)
    for entry in np.ndindex(2, 3):
        numbers = tuple(float(arg[entry]) for arg in args)
        alone = row(*numbers, *static)
        assert type(alone) is float
        assert alone == pytest.approx(output[entry], rel=1e-14, abs=1e-300)
        for slot in range(row.arity):
            on_array = np.broadcast_to(share(row, slot, upstream, args, static), (2, 3))[entry]
            on_float = share(row, slot, float(upstream[entry]), numbers, static)
            assert on_float == pytest.approx(on_array, rel=1e-13, abs=1e-300)


@scalar_rows
@few
@given(data=st.data())
def test_a_vjp_written_down_as_a_formula_gives_the_same_number(row, data):
    """VJPs use rows of the table only, so on handles they build a graph: the second derivative needs it."""
    args, static = data.draw(scalar_arguments(row))
    upstream = data.draw(st.floats(-3, 3))
    graph = Graph()
    inputs = {f"x{i}": number for i, number in enumerate(args)}
    handles = [graph.input(name) for name in inputs]
    handle = graph.input("upstream")
    output = row(*handles, *static)
    for slot, vjp in enumerate(row.vjps):
        if vjp is not None:
            graph.let(**{f"share{slot}": vjp(handle, output, *handles, *static)})
    values = forward(graph, upstream=upstream, **inputs)
    for slot, vjp in enumerate(row.vjps):
        if vjp is not None:
            expected = share(row, slot, upstream, args, static)
            assert values[f"share{slot}"] == pytest.approx(expected, rel=1e-14, abs=1e-300)


# Every row, as it is written.


@every_row
def test_a_row_can_be_written(row):
    texts = [f"arg{i}" for i in range(row.arity)] + ["2" for _ in row.static]
    assert row.symbol
    for written in (row.latex(*texts), row.text(*texts)):
        assert written.strip()
        assert written.count("{") == written.count("}")
        assert written.count("(") == written.count(")")
    assert texts[0] in row.latex(*texts)
    assert texts[0] in row.text(*texts)
    assert len(row.needs) in (0, row.arity)
    assert row.latex_needs is None or len(row.latex_needs) == row.arity


@every_row
def test_a_javascript_text_stands_exactly_where_there_is_a_scalar_form(row):
    numbers = [0.5] * row.arity + [2.0] * len(row.static)
    if row.javascript is None:
        with pytest.raises(ValueError, match="matri"):
            row(*numbers)
    else:
        assert type(row(*numbers)) is float
        written = row.javascript(*["a", "b", "c"][: row.arity], *["2" for _ in row.static])
        assert written
        assert written.count("(") == written.count(")")


@every_row
def test_static_numbers_have_their_defaults(row):
    if row.name == "leaky_relu":
        assert row(-2.0) == row(-2.0, 0.01) == -0.02
    elif row.name == "power":
        with pytest.raises(TypeError):
            row(2.0, None)
    else:
        assert row.static == ()


# Kinks: what the rows say, as numbers.

KINKS = [
    ("abs", (0.0,), (), [0.0]),
    ("relu", (0.0,), (), [0.0]),
    ("relu", (-0.0,), (), [0.0]),
    ("leaky_relu", (0.0,), (0.2,), [0.2]),
    ("maximum", (1.5, 1.5), (), [1.0, 0.0]),
    ("minimum", (1.5, 1.5), (), [1.0, 0.0]),
    ("sign", (0.0,), (), [0.0]),
    ("where", (0.0, 5.0, 6.0), (), [0.0, 0.0, 1.0]),
]


def test_every_kink_has_a_case():
    assert {name for name, *_ in KINKS} == {row.name for row in OPS.values() if row.kink}


@pytest.mark.parametrize(("name", "args", "static", "locals_"), KINKS)
def test_the_derivative_at_a_kink_is_the_stated_one(name, args, static, locals_):
    row = OPS[name]
    assert row.kink.convention
    assert row.kink.side(*args, *static) == 0
    assert [float(share(row, slot, 1.0, args, static)) for slot in range(row.arity)] == locals_
    as_arrays = tuple(np.full(2, number) for number in args)
    for slot, local in enumerate(locals_):
        assert share(row, slot, np.ones(2), as_arrays, static).tolist() == [local, local]


@pytest.mark.parametrize("number", [2.0, 0.0, math.inf, -math.inf])
@pytest.mark.parametrize("name", ["maximum", "minimum"])
def test_a_tie_hands_on_the_whole_gradient_once(name, number):
    graph = Graph()
    graph.let(L=OPS[name](graph.input("a"), graph.input("b")))
    assert grad(forward(graph, a=number, b=number), wrt=("a", "b")) == {"a": 1.0, "b": 0.0}
    values = forward(graph, a=np.array([number]), b=np.array([number]))
    assert grad(values, upstream=np.ones(1), wrt=("a", "b")) == {"a": [1.0], "b": [0.0]}


@pytest.mark.parametrize("row", [row for row in OPS.values() if row.kink], ids=lambda row: row.name)
def test_the_side_changes_sign_across_the_corner(row):
    rest = [0.0] * (row.arity - 1)
    static = [0.01 for _ in row.static]
    assert row.kink.side(0.5, *rest, *static) > 0 > row.kink.side(-0.5, *rest, *static)


# Domains.

OUTSIDE = [
    ("divide", (1.0, 0.0), ()),
    ("divide", (0.0, -0.0), ()),
    ("log", (0.0,), ()),
    ("log", (-2.0,), ()),
    ("log", (-math.inf,), ()),
    ("sqrt", (-1e-300,), ()),
    ("power", (-2.0,), (0.5,)),
    ("power", (0.0,), (-1.0,)),
    ("power", (0.0,), (-0.5,)),
    ("power", (-1.0,), (-0.5,)),
]
INSIDE = [
    ("divide", (0.0, 1e-300), (), 0.0),
    ("log", (1.0,), (), 0.0),
    ("sqrt", (0.0,), (), 0.0),
    ("power", (0.0,), (0.5,), 0.0),
    ("power", (0.0,), (0.0,), 1.0),
    ("power", (-2.0,), (3.0,), -8.0),
    ("power", (-2.0,), (-1.0,), -0.5),
]


def graph_of(name, static, count):
    graph = Graph()
    graph.let(y=OPS[name](*(graph.input(f"x{i}") for i in range(count)), *static))
    return graph


def test_every_domain_has_a_case():
    with_domain = {row.name for row in OPS.values() if row.domain}
    assert {name for name, *_ in OUTSIDE} == {name for name, *_ in INSIDE} == with_domain


@pytest.mark.parametrize("kind", ["float", "array"])
@pytest.mark.parametrize(("name", "args", "static"), OUTSIDE)
def test_a_row_refuses_what_is_outside_its_domain(kind, name, args, static):
    graph = graph_of(name, static, len(args))
    if kind == "array":  # the first entry is fine, the second is not
        args = [np.array([1.0, arg]) for arg in args]
    with pytest.raises(DomainError) as caught:
        forward(graph, **{f"x{i}": arg for i, arg in enumerate(args)})
    assert caught.value.reason == OPS[name].domain.reason
    assert caught.value.where == f"y ({name})"


@pytest.mark.parametrize(("name", "args", "static", "expected"), INSIDE)
def test_a_row_takes_the_edge_of_its_domain(name, args, static, expected):
    graph = graph_of(name, static, len(args))
    assert forward(graph, **{f"x{i}": arg for i, arg in enumerate(args)})["y"] == expected
    values = forward(graph, **{f"x{i}": np.array([arg]) for i, arg in enumerate(args)})
    assert values["y"].tolist() == [expected]


@pytest.mark.parametrize("exponent", EXPONENTS)
@pytest.mark.parametrize("x", [1e-3, 1.0, 7.0])
def test_powers_with_shortcuts_agree_with_python(x, exponent):
    assert OPS["power"](x, exponent) == pytest.approx(x**exponent, rel=1e-15)
    assert OPS["power"](np.array([x]), exponent)[0] == pytest.approx(x**exponent, rel=1e-15)


def test_a_closed_gate_stops_an_infinite_gradient():
    """x times a mask would give 0 · ∞ = NaN."""
    values = forward(graph_of("relu", (), 1), x0=np.array([-1.0, -1.0, 2.0]))
    gradient = grad(values, upstream=np.array([math.inf, -math.inf, math.inf]))["x0"]
    assert gradient.tolist() == [0.0, 0.0, math.inf]
    assert grad(forward(graph_of("relu", (), 1), x0=-1.0), upstream=math.inf)["x0"] == 0.0


def test_a_power_of_zero_has_gradient_zero_at_zero():
    graph = graph_of("power", (0.0,), 1)
    assert grad(forward(graph, x0=0.0))["x0"] == 0.0


# Extremes.

STABLE = [
    ("sigmoid", {1e300: 1.0, -1e300: 0.0, math.inf: 1.0, -math.inf: 0.0, 800.0: 1.0, -800.0: 0.0}),
    ("softplus", {1e300: 1e300, -1e300: 0.0, math.inf: math.inf, -math.inf: 0.0, 800.0: 800.0, -800.0: 0.0}),
    ("tanh", {1e300: 1.0, -1e300: -1.0, math.inf: 1.0, -math.inf: -1.0}),
    ("exp", {1e300: math.inf, -1e300: 0.0, math.inf: math.inf, -math.inf: 0.0}),
    ("relu", {1e300: 1e300, -1e300: 0.0, math.inf: math.inf, -math.inf: 0.0}),
    ("leaky_relu", {1e300: 1e300, -1e300: -1e298, math.inf: math.inf, -math.inf: -math.inf}),
    ("abs", {1e300: 1e300, -1e300: 1e300, math.inf: math.inf, -math.inf: math.inf}),
    ("sign", {1e300: 1.0, -1e300: -1.0, math.inf: 1.0, -math.inf: -1.0}),
]


@pytest.mark.parametrize(("name", "limits"), STABLE, ids=[name for name, _ in STABLE])
def test_a_function_has_its_limits_at_the_extremes(name, limits):
    row = OPS[name]
    for x, expected in limits.items():
        assert row(x) == pytest.approx(expected)
        assert forward(graph_of(name, (), 1), x0=np.array([x]))["y"][0] == pytest.approx(expected)
    assert math.isnan(row(math.nan))
    assert np.isnan(row(np.array([math.nan]))).all()


def test_sigmoid_and_softplus_keep_their_small_values():
    """1 / (1 + e^40) must not be rounded to 0, nor log(1 + e^−40)."""
    for x in (-40.0, np.array([-40.0])):
        assert OPS["sigmoid"](x) == pytest.approx(math.exp(-40.0), rel=1e-12)
        assert OPS["softplus"](x) == pytest.approx(math.exp(-40.0), rel=1e-12)


@pytest.mark.parametrize("name", ["sigmoid", "tanh"])
def test_a_saturated_gate_has_gradient_zero(name):
    for x in (800.0, -800.0, math.inf, -math.inf):
        assert grad(forward(graph_of(name, (), 1), x0=x))["x0"] == 0.0


@scalar_rows
def test_no_extreme_crashes_or_warns_and_arrays_agree(row):
    """A float and an array of one entry give the same value and gradients, or the same DomainError."""
    exponents = [()] if not row.static else [(number,) for number in EXPONENTS]
    for args in itertools.product(EXTREMES, repeat=row.arity):
        for static in exponents:
            graph = graph_of(row.name, static, row.arity)
            outcomes = [outcome(graph, args), outcome(graph, [np.array([arg]) for arg in args])]
            np.testing.assert_allclose(outcomes[0], outcomes[1], rtol=1e-12, err_msg=f"{row.name}{args}{static}")


def outcome(graph, args):
    """The value and the gradients as a list of numbers; [] for a DomainError."""
    try:
        values = forward(graph, **{f"x{i}": arg for i, arg in enumerate(args)})
    except DomainError:
        return []
    upstream = 1.0 if type(values["y"]) is float else np.ones(values["y"].shape)
    gradients = backward(values, upstream=upstream).grad
    return [float(np.sum(values["y"])), *(float(np.sum(gradients[f"x{i}"])) for i in range(len(args)))]
