"""Protects the errors: every named mistake has a planted case, its own class, its fields and a hint."""

import math

import numpy as np
import pytest

from course_lib import CourseError, Graph, backward, errors, forward, grad, parse
from course_lib.errors import (
    AssignedTwiceError,
    BuildError,
    CycleError,
    DomainError,
    InputValueError,
    MissingInputError,
    NameTakenError,
    NotForwardError,
    NotScalarError,
    ParseError,
    SettingError,
    ShapeError,
    TargetError,
    UnknownNameError,
    UsedBeforeAssignedError,
)
from course_lib.layers.layer import LayerNorm, ReLU
from course_lib.layers.losses import BCELoss

MATRIX = np.ones((2, 3))


def run(text, **inputs):
    return forward(parse(text), **inputs)


# One planted case a class.

PLANTED = {
    ParseError: lambda: parse("y = x +"),
    AssignedTwiceError: lambda: parse("a = x\na = 2*x"),
    UsedBeforeAssignedError: lambda: parse("a = b\nb = x"),
    CycleError: lambda: parse("a = b\nb = a"),
    NameTakenError: lambda: Graph().input("exp"),
    BuildError: lambda: Graph().input("x") ** Graph().input("y"),
    MissingInputError: lambda: run("y = w*x", x=1.0),
    UnknownNameError: lambda: run("y = w*x", x=1.0, w=1.0, v=1.0),
    InputValueError: lambda: run("y = x", x="2"),
    ShapeError: lambda: run("y = a + b", a=np.ones(2), b=np.ones(3)),
    DomainError: lambda: run("y = log(x)", x=-1.0),
    NotScalarError: lambda: backward(run("y = exp(x)", x=np.ones(3))),
    SettingError: lambda: LayerNorm(0),
    NotForwardError: lambda: ReLU().backward(MATRIX),
    TargetError: lambda: BCELoss().forward(MATRIX, 2 * MATRIX),
}


def test_every_error_has_a_planted_case():
    kinds = {kind for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, CourseError)}
    assert PLANTED.keys() == kinds - {CourseError}


@pytest.mark.parametrize("kind", PLANTED, ids=lambda kind: kind.__name__)
def test_a_mistake_raises_its_own_error(kind):
    with pytest.raises(CourseError) as caught:
        PLANTED[kind]()
    assert type(caught.value) is kind
    assert caught.value.problem.endswith(".")
    assert caught.value.hint
    assert caught.value.problem in str(caught.value)
    assert str(caught.value).endswith(caught.value.hint)


# Their fields.


def test_a_parse_error_says_where():
    with pytest.raises(ParseError) as caught:
        parse("a = x\ny = x ^ 2")
    error = caught.value
    assert (error.line, error.column, error.source) == (2, 7, "y = x ^ 2")
    assert str(error).startswith("Line 2, column 7: ")
    assert "**" in error.hint


def test_used_before_its_line_names_both_lines():
    with pytest.raises(UsedBeforeAssignedError) as caught:
        parse("a = b\nc = x\nb = x")
    assert (caught.value.line, caught.value.assigned_line) == (1, 3)


def test_a_cycle_has_its_names():
    with pytest.raises(CycleError) as caught:
        parse("a = b\nb = a")
    assert sorted(set(caught.value.names)) == ["a", "b"]
    assert caught.value.names[0] == caught.value.names[-1]


def test_missing_inputs_are_listed_in_the_graphs_order():
    with pytest.raises(MissingInputError) as caught:
        run("y = a*b + c*d", b=1.0)
    assert caught.value.names == ("a", "c", "d")
    assert "a, c, d" in caught.value.problem
    assert "a=…, c=…, d=…" in caught.value.hint


def test_an_unknown_input_has_its_name_and_the_closest():
    with pytest.raises(UnknownNameError) as caught:
        run("L = weight*x", wieght=1.0, x=1.0)
    error = caught.value
    assert (error.name, error.close) == ("wieght", "weight")
    assert error.known == ("weight", "x")
    assert "weight" in error.hint
    assert isinstance(error, KeyError)  # so that Values is a Mapping


def test_an_unknown_input_with_nothing_close_lists_what_there_is():
    with pytest.raises(UnknownNameError) as caught:
        run("L = w*x", w=1.0, x=1.0, target=0.0)
    assert caught.value.close is None
    assert "w, x" in caught.value.hint


def test_a_graph_without_inputs_says_so():
    with pytest.raises(UnknownNameError) as caught:
        run("L = 2", x=1.0)
    assert caught.value.known == ()
    assert "none" in caught.value.hint


def test_a_result_is_no_input():
    with pytest.raises(UnknownNameError) as caught:
        run("a = x\nL = a*x", x=1.0, a=2.0)
    assert caught.value.name == "a"


@pytest.mark.parametrize("use", [lambda v: v["z"], lambda v: backward(v, of="z"), lambda v: grad(v, wrt=("z",))])
def test_an_unknown_name_is_refused_wherever_it_is_used(use):
    with pytest.raises(UnknownNameError) as caught:
        use(run("L = w*x", w=1.0, x=1.0))
    assert caught.value.name == "z"


@pytest.mark.parametrize(
    "value",
    [
        *("2", None, True, 1j, {"a": 1}, object(), b"2", [1.0, "a"], [[1.0], [1.0, 2.0]], [None]),
        *(np.array([True]), np.array([1j]), np.array(["a"]), np.array([object()]), np.datetime64("2026-01-01")),
        *(10**400, 10**5000, [10**5000]),
    ],
    ids=lambda value: type(value).__name__,
)
def test_what_is_no_number_is_refused(value):
    with pytest.raises(InputValueError) as caught:
        run("L = x", x=value)
    assert caught.value.name == "x"
    assert caught.value.value is value
    assert type(value).__name__ in caught.value.problem
    assert len(caught.value.problem) < 200


def test_an_upstream_that_is_no_number_is_refused():
    with pytest.raises(InputValueError) as caught:
        backward(run("L = x", x=1.0), upstream="1")
    assert caught.value.name == "upstream"


SHAPES = [
    ("y = a + b", (2,), (3,)),
    ("y = a * b", (4, 3), (4,)),
    ("y = a - b", (4, 1), (4,)),
    ("y = maximum(a, b)", (4,), (4, 1)),
    ("y = a / b", (2, 1), (1, 3)),
    ("y = a @ b", (2, 3), (2, 3)),
    ("y = a @ b", (2, 3), (3,)),
    ("y = a @ b", (3,), (3,)),
    ("y = a @ b", (2, 2, 2), (2, 2)),
    ("y = broadcast_like(a, b)", (2,), (3,)),
]


@pytest.mark.parametrize(("text", "first", "second"), SHAPES)
def test_shapes_that_do_not_fit_are_refused(text, first, second):
    with pytest.raises(ShapeError) as caught:
        run(text, a=np.ones(first), b=np.ones(second))
    error = caught.value
    assert error.shapes == (first, second)
    assert f"a {first} and b {second}" in error.problem
    assert "y (" in error.problem
    assert "(N, D)" in error.hint


def test_predictions_of_one_column_against_flat_targets_are_refused_not_spread():
    """(N, 1) − (N,) is (N, N) in NumPy, and the mean of its squares a number that looks like a loss."""
    with pytest.raises(ShapeError) as caught:
        run("L = mean((y - target)**2)", y=np.ones((5, 1)), target=np.ones(5))
    assert caught.value.shapes == ((5, 1), (5,))


def test_they_are_refused_before_the_large_array_is_made():
    many = 50_000_000  # spread it would be 17.8 PiB
    column, flat = np.broadcast_to(0.0, (many, 1)), np.broadcast_to(0.0, (many,))
    with pytest.raises(ShapeError):
        run("L = y - target", y=column, target=flat)


@pytest.mark.parametrize("text", ["y = a @ 2", "y = transpose(a)", "y = a @ transpose(b)"])
def test_matrix_operations_refuse_numbers(text):
    inputs = dict.fromkeys(parse(text).inputs, 1.0)
    with pytest.raises(ShapeError) as caught:
        run(text, **inputs)
    assert () in caught.value.shapes


DOMAINS = [
    ("y = 1/x", 0.0, "y (divide)", "0"),
    ("y = log(x)", -2.5, "y (log)", "−2.5"),
    ("y = sqrt(x) + 1", -1.0, "sqrt", "−1"),
    ("y = x**0.5", -1.0, "y (power)", "−1"),
    ("y = x**-1", np.array([1.0, 0.0]), "y (power)", "0"),
    ("y = log(x)", np.array([[1.0, 2.0], [-3.0, -4.0]]), "y (log)", "−3"),
    ("y = x/x", np.array([1.0, 0.0]), "y (divide)", "0"),
]


@pytest.mark.parametrize(("text", "x", "where", "found"), DOMAINS)
def test_a_domain_error_says_where_why_and_what(text, x, where, found):
    with pytest.raises(DomainError) as caught:
        run(text, x=x)
    error = caught.value
    assert (error.where, error.found) == (where, found)
    assert error.reason in error.problem
    assert error.problem == f"{where}: {error.reason}, but the argument is {found}."


@pytest.mark.parametrize("shape", [(3,), (1,), (1, 1), (2, 3)])
@pytest.mark.parametrize("sweep", [backward, grad])
def test_a_loss_that_is_an_array_needs_an_upstream(sweep, shape):
    values = run("y = exp(x)", x=np.ones(shape))
    with pytest.raises(NotScalarError) as caught:
        sweep(values)
    assert (caught.value.name, caught.value.shape) == ("y", shape)
    assert "sum" in caught.value.hint
    assert str(shape) in caught.value.hint


@pytest.mark.parametrize("sweep", [backward, grad])
@pytest.mark.parametrize(
    ("x", "upstream"),
    [(MATRIX, 1.0), (MATRIX, np.ones(3)), (MATRIX, np.ones((3, 2))), (1.0, np.ones(1)), (np.ones((1, 1)), 1.0)],
)
def test_an_upstream_has_its_values_shape(sweep, x, upstream):
    values = run("y = exp(x)", x=x)
    with pytest.raises(ShapeError) as caught:
        sweep(values, upstream=upstream)
    assert caught.value.shapes == (np.shape(upstream), np.shape(x))


def test_the_number_found_is_written_as_a_student_reads_it():
    with pytest.raises(DomainError, match="argument is −∞"):
        run("y = log(x)", x=-math.inf)
