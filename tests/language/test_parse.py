"""Protects the reading of a student's text: the language, its errors with line and column, and hostile text.

Whatever the text, ``parse`` gives a graph or a ``ParseError``, and it does so within a second.
"""

import math
import time
import unicodedata

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from course_lib import OPS, CourseError, ParseError, forward, parse
from course_lib.errors import AssignedTwiceError, CycleError, DomainError, UsedBeforeAssignedError
from course_lib.language.lines import MAX_LINE, MAX_LINES
from course_lib.language.parse import MAX_DEPTH, MAX_NODES, parse_expression
from course_lib.reading.formulas import text as formula_of
from tests.meaning import numbers_in, says
from tests.networks import LECTURE
from tests.strategies import VARIABLES, expression_texts, moderate, statement_texts


def error_of(text):
    with pytest.raises(ParseError) as caught:
        parse(text)
    return caught.value


def value_of(text, **inputs):
    """The value of the expression ``text``."""
    graph = parse(f"result = {text}")
    return forward(graph, **inputs)["result"]


# The language.


def test_the_lectures_network():
    graph = parse(LECTURE)
    assert list(graph.inputs) == ["w1", "x", "b1", "w2", "b2", "target"]
    assert [name for name in graph.index if name not in graph.inputs] == ["z1", "h1", "z2", "y", "L"]
    assert graph.find(None) == graph.find("L") == len(graph) - 1
    assert [node.operation.name for node in graph if node.operation] == [
        *("multiply", "add", "relu", "multiply", "add", "sigmoid", "subtract", "power")
    ]


def test_inputs_come_in_order_of_appearance():
    assert list(parse("y = c*b + a*b").inputs) == ["c", "b", "a"]


def test_the_last_line_is_the_loss():
    assert parse("a = x\nb = a + 1").find(None) == parse("a = x\nb = a + 1").find("b")


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_kind_of_line_end(end):
    graph = parse(f"a = x + 1{end}{end}b = a*a{end}")
    assert list(graph.index) == ["x", "a", "b"]


def test_comments_blanks_and_tabs_say_nothing():
    text = "# a network\n\n \t a\t=  x +\t1   # a = 3\n#b = 4\n   \n"
    assert list(parse(text).index) == ["x", "a"]


def test_a_comment_may_be_long_and_say_anything():
    assert list(parse("a = x  # " + "λ → ∞ “”" * 200).index) == ["x", "a"]


def test_numbers_alone_become_one_constant():
    graph = parse("y = 2*3*x - (1 + 1)**2")
    assert [node.constant for node in graph if node.constant is not None] == [6.0, 4.0]


def test_a_number_can_have_a_name():
    graph = parse("rate = 2**-2\ny = rate*x")
    assert graph.nodes[graph.find("rate")].constant == 0.25
    assert list(graph.inputs) == ["x"]


def test_a_line_can_give_an_input_a_second_name():
    graph = parse("a = x\nL = a*x")
    assert list(graph.inputs) == ["x"]
    assert graph.nodes[graph.find("L")].args == (graph.find("x"),) * 2


def test_greek_names():
    assert list(parse("σ1 = θ*x + β").inputs) == ["θ", "x", "β"]


def test_names_of_methods_and_builtins_are_names():
    graph = parse("self = graph*print\nL = self + _ + __class__ + name")
    assert list(graph.inputs) == ["graph", "print", "_", "__class__", "name"]
    assert forward(graph, **dict.fromkeys(graph.inputs, 2.0))["L"] == 10.0


@pytest.mark.parametrize("row", [row for row in OPS.values() if row.javascript], ids=lambda row: row.name)
def test_every_function_of_the_table_can_be_called(row):
    arguments = ["a", "b", "c"][: row.arity]
    numbers = [2.0, 3.0, 5.0][: row.arity]
    static = [2.0] * len(row.static)
    text = f"{row.name}({', '.join([*arguments, *map(str, static)])})"
    assert value_of(text, **dict(zip(arguments, numbers, strict=True))) == row(*numbers, *static)


def test_a_static_number_may_be_left_out_where_it_has_a_default():
    assert value_of("leaky_relu(x)", x=-2.0) == -0.02
    assert value_of("leaky_relu(x, 2*0.05)", x=-2.0) == -0.2
    assert numbers_in(error_of("y = power(x)").problem) == [2, 1]  # arguments: those it takes, those it was given


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("σ(x)", 1 / (1 + math.exp(-2.0))),
        ("max(x, 3)", 3.0),
        ("min(x, 3)", 2.0),
        ("ln(x)", math.log(2.0)),
        ("σ(ln(max(x, min(x, 1))))", 2 / 3),
    ],
)
def test_functions_may_be_called_as_the_pages_and_textbooks_write_them(text, value):
    assert value_of(text, x=2.0) == pytest.approx(value)


def test_those_spellings_are_names_where_they_are_not_called():
    graph = parse("max = x + σ\nmin = max*ln\nL = σ(min) + max(max, min)")
    assert list(graph.inputs) == ["x", "σ", "ln"]
    assert graph.nodes[graph.find("max")].operation is OPS["add"]


def test_an_error_about_such_a_function_calls_it_as_it_was_written():
    assert says(error_of("y = max(x)").problem, "max", 2, 1)
    assert says(error_of("y = ln()").problem, "ln")


# Comparisons: 1 where it holds, 0 elsewhere.


@pytest.mark.parametrize(
    ("text", "where_it_holds"),
    [
        ("(x > 0)", [0.5]),
        ("x > 0", [0.5]),
        ("0 < x", [0.5]),
        ("(x < 0)", [-0.5]),
        ("0 > x", [-0.5]),
        ("x > 0.25", [0.5]),
        ("x + 1 < 1 - x", [-0.5]),
        ("2*x > x*x", [0.5]),
        ("-x > 0", [-0.5]),
        ("(x > 0) < 0.5", [-0.5, 0.0]),
        ("x > -1", [-0.5, 0.0, 0.5]),
        ("x > x", []),
    ],
)
def test_a_comparison_is_one_where_it_holds(text, where_it_holds):
    assert [x for x in (-0.5, 0.0, 0.5) if value_of(text, x=x) == 1.0] == where_it_holds
    assert {value_of(text, x=x) for x in (-0.5, 0.0, 0.5)} <= {0.0, 1.0}


def test_two_names_are_compared():
    assert [value_of("a < b", a=a, b=0.5) for a in (0.0, 0.5, 1.0)] == [1.0, 0.0, 0.0]
    assert [value_of("a > b", a=a, b=0.5) for a in (0.0, 0.5, 1.0)] == [0.0, 0.0, 1.0]


def test_a_comparison_in_parentheses_is_a_factor_and_stands_in_a_call():
    assert value_of("3*(x > 0)*x - (x < 0)", x=2.0) == 6.0
    assert value_of("3*(x > 0)*x - (x < 0)", x=-2.0) == -1.0
    assert value_of("max(x > 0, 0.5)", x=-2.0) == 0.5


def test_a_comparison_binds_looser_than_a_sum():
    assert value_of("1 + x > 2", x=1.5) == 1.0
    assert value_of("1 + (x > 2)", x=1.5) == 1.0
    assert value_of("1 + (x > 2)", x=2.5) == 2.0


def test_a_plain_gate_is_relus_own_derivative():
    """One node, and one that reads as the pages write it."""
    graph = parse("g = (z > 0)")
    assert [node.operation.name for node in graph if node.operation] == ["where"]
    assert formula_of(graph, graph.find("g"), expand=True) == "(z > 0)"


def test_numbers_are_compared_at_once():
    graph = parse("y = x*(2 > 1) + (1 > 2)")
    assert [node.constant for node in graph if node.constant is not None] == [1.0, 0.0]


# Precedence.


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1 - 2 - 3", -4.0),
        ("8 / 4 / 2", 1.0),
        ("8 / 4 * 2", 4.0),
        ("2 + 3 * 4", 14.0),
        ("(2 + 3) * 4", 20.0),
        ("-2**2", -4.0),
        ("(-2)**2", 4.0),
        ("2**-1", 0.5),
        ("2**3**2", 512.0),
        ("2**-3**2", 2.0**-9),
        ("-2**-2", -0.25),
        ("2 * -3", -6.0),
        ("--2", 2.0),
        ("3 - -2", 5.0),
        ("1e-2 + .5 + 3.", 3.51),
    ],
)
def test_a_formula_has_its_value(text, value):
    assert value_of(text) == value


def on_floats(row):
    return lambda *args: row(*map(float, args))  # Python's 1 is an int, ours a float


FLOAT_FUNCTIONS = {name: on_floats(row) for name, row in OPS.items()}


@settings(max_examples=400)
@given(text=expression_texts(VARIABLES), numbers=st.tuples(*[moderate()] * len(VARIABLES)))
def test_precedence_is_pythons(text, numbers):
    inputs = dict(zip(VARIABLES, numbers, strict=True))
    graph = parse(f"result = {text}")
    inputs_used = {name: inputs[name] for name in graph.inputs}
    try:
        expected = eval(text, {"__builtins__": {}, **FLOAT_FUNCTIONS}, inputs)
    except ZeroDivisionError:
        with pytest.raises(DomainError):
            forward(graph, **inputs_used)
        return
    except OverflowError:
        assume(False)
    assert forward(graph, **inputs_used)["result"] == pytest.approx(expected, rel=1e-9, abs=1e-12, nan_ok=True)


@given(statement_texts())
def test_every_proper_text_is_read(text):
    graph = parse(text)
    assert graph.find(None) == graph.find("L")
    assert set(graph.inputs) <= set(VARIABLES)


# Errors: line, column, and what to do.

POINTED = [
    ("y = ", 1, 4, "stops too early"),
    ("y = x +", 1, 8, "stops too early"),
    ("y = x + # z", 1, 8, "stops too early"),
    ("y = (x + 1", 1, 5, "never closed"),
    ("y = exp(x", 1, 8, "never closed"),
    ("y = x)", 1, 6, "no ("),
    ("y = ()", 1, 6, "no ("),
    ("y = x y", 1, 7, "operation is missing"),
    ("y = 2x", 1, 6, "2*x"),
    ("y = 2(x)", 1, 6, "2*"),
    ("y = x = 2", 1, 7, "only one ="),
    ("y = x ^ 2", 1, 7, "**"),
    ("y = x.real", 1, 6, "no dots"),
    ("y = x[0]", 1, 6, "round parentheses"),
    ("y = x; z = x", 1, 6, "one statement per line"),
    ("y = x − 1", 1, 7, "minus sign of the keyboard"),
    ("y = x²", 1, 6, "**2"),
    ("y = x**w", 1, 8, "exponent must be a number"),
    ("y = x + x**(2*w)", 1, 12, "exponent must be a number"),
    ("y = * x", 1, 5, "not allowed"),
    ("y = x * / x", 1, 9, "not allowed"),
    ("y = + x", 1, 5, "not allowed"),
    ("y = f(x)", 1, 5, "not a function"),
    ("y = x + exp()", 1, 13, "needs something"),
    ("y = exp(x, x)", 1, 5, "takes 1 argument(s), not 2"),
    ("y = maximum(x)", 1, 5, "takes 2 argument(s), not 1"),
    ("y = leaky_relu(x, w)", 1, 5, "must be a number"),
    ("y = exp + 1", 1, 5, "is a function"),
    ("y = 2 @ 3", 1, 7, "needs matrices"),
    ("y = x + 1/0", 1, 10, "no finite result"),
    ("y = log(-1)", 1, 5, "no finite result"),
    ("y = 1e999", 1, 5, "too large"),
    ("exp = x", 1, 1, "name of an operation"),
    ("  exp = x", 1, 3, "name of an operation"),
    ("y = x\n\n  z = y +* 2", 3, 10, "not allowed"),
    ("# first\ry = x\r\n\tz = y ? 2", 3, 8, "cannot be read"),
    ("x + 1", 1, 1, "name = expression"),
    ("2 = x", 1, 1, "name = expression"),
    ("", 1, 1, "nothing to read"),
    ("y = a >= b", 1, 7, ">= is not part of this language. Write > alone."),
    ("y = (a <= 0)", 1, 8, "<= is not part of this language. Write < alone."),
    ("y = a < b < c", 1, 11, "< is not allowed here"),
    ("y = (a > b > c)", 1, 12, "> is not allowed here"),
    ("y = a <> b", 1, 8, "> is not allowed here"),
    ("y = a >", 1, 8, "stops too early"),
    ("y = > a", 1, 5, "> is not allowed here"),
    ("y = a < (b", 1, 9, "never closed"),
    ("y = x**(a > 0)", 1, 8, "exponent must be a number"),
    ("y > x", 1, 1, "name = expression"),
    ("y = relu'(z)", 1, 9, "formula for the derivative"),
    ("y = ∂L", 1, 5, "names of the graph"),
]


@pytest.mark.parametrize(("text", "line", "column", "says"), POINTED)
def test_an_error_points_at_the_character(text, line, column, says):
    error = error_of(text)
    assert (error.line, error.column) == (line, column)
    assert says in str(error)
    assert str(error).startswith(f"Line {line}, column {column}: ")


@pytest.mark.parametrize("text", ["y = (a)(b)", "y = (a) b", "y = 2*(a) 3"])
def test_a_missing_operation_behind_a_parenthesis_is_not_called_a_missing_parenthesis(text):
    """``( is not allowed here. A name, a number or ( is expected.`` would contradict itself."""
    error = error_of(text)
    assert text[error.column - 1] == text.split(")", 1)[1].strip()[0]
    assert "is expected" not in str(error)
    assert "*" in error.hint


def test_a_line_without_a_name_is_pointed_at_where_it_starts():
    assert error_of("    x + 1").column == 5


def test_an_error_carries_its_line():
    assert error_of("a = x\n b = a +  # why\n").source.strip() == "b = a +"


def test_assigned_twice_points_at_the_second_and_names_both_lines():
    error = error_of("a = x\n\n  a = x + 1")
    assert type(error) is AssignedTwiceError
    assert (error.line, error.column) == (3, 3)
    assert "line 1" in error.problem
    assert "line 3" in error.problem


def test_assigned_three_times_points_at_the_second():
    assert error_of("a = x\na = x + 1\na = x + 2").line == 2


def test_used_before_its_line_names_both_lines():
    error = error_of("a = x\nc = a + b\nb = x")
    assert type(error) is UsedBeforeAssignedError
    assert (error.line, error.column, error.assigned_line) == (2, 9, 3)
    assert "line 2" in error.problem
    assert "line 3" in error.problem


@pytest.mark.parametrize(
    ("text", "names", "line", "column"),
    [
        ("x = x + 1", ("x", "x"), 1, 5),
        ("a = b\nb = a", ("a", "b", "a"), 1, 5),
        ("z = w\na = z + 2*b\nb = c\nc = exp(a)", ("a", "b", "c", "a"), 2, 11),
    ],
)
def test_a_cycle_lists_its_names(text, names, line, column):
    error = error_of(text)
    assert type(error) is CycleError
    assert set(error.names) == set(names)
    assert len(error.names) == len(names)
    assert error.names[0] == error.names[-1]
    assert (error.line, error.column) == (line, column)
    assert all(name in error.problem for name in names)


def test_the_arrows_of_a_cycle_lead_from_a_value_to_what_needs_it():
    """a needs b, b needs c, c needs a: values flow a → c → b → a."""
    assert "a → c → b → a" in error_of("a = b\nb = c\nc = a").problem


# Limits: the last text that is read, and the first that is not.


def test_the_limit_of_lines():
    lines = [f"a{i} = x" for i in range(MAX_LINES)]
    assert len(parse("\n".join(lines)).index) == MAX_LINES + 1
    assert error_of("\n".join([*lines, "b = x"])).line == MAX_LINES + 1


def test_the_limit_of_a_lines_length():
    line = "y = x" + " " * (MAX_LINE - 7) + "+1"
    assert len(line) == MAX_LINE
    parse(line)
    error = error_of("a = 1\n" + line.replace("+", " +"))
    assert (error.line, error.column) == (2, MAX_LINE + 1)


def test_the_limit_of_nodes():
    minus_signs = [f"a{i} = {'-' * 10}x" for i in range(5)]  # a node each, and one for x
    last = f"b = {'-' * (MAX_NODES - 51)}x"
    assert len(parse("\n".join([*minus_signs, last]))) == MAX_NODES
    error = error_of("\n".join([*minus_signs, last.replace("x", "-x")]))
    assert error.line == 6
    assert f"more than {MAX_NODES} nodes" in error.problem


@pytest.mark.parametrize(
    "nested",
    [
        lambda n: "(" * (n - 1) + "x" + ")" * (n - 1),
        lambda n: "-" * (n - 1) + "x",
        lambda n: "1" + "**1" * (n - 1),
        lambda n: "exp(" * (n - 1) + "x" + ")" * (n - 1),
        lambda n: "(-" * (n // 2 - 1) + "(x)" + ")" * (n // 2 - 1),
    ],
)
def test_the_limit_of_depth(nested):
    parse(f"y = {nested(MAX_DEPTH)}")
    assert f"{MAX_DEPTH} levels" in str(error_of(f"y = {nested(MAX_DEPTH + 2)}"))


def test_depth_is_counted_by_nesting_not_by_length():
    parse("y = " + "+".join(["(1)"] * 100))
    parse("y = " + "*".join(["-1**1"] * 80))


# One expression, in given names.

NAMES = ("w1", "x", "target", "z1")


def expression_error_of(text, names=NAMES):
    with pytest.raises(ParseError) as caught:
        parse_expression(text, names)
    assert caught.value.line == 1
    return caught.value


def expression_value(text, **inputs):
    graph = parse_expression(text, NAMES)
    return forward(graph, **inputs).of_node[graph.find(None)]


def test_an_expression_has_only_the_inputs_it_uses():
    graph = parse_expression("2*(z1 > 0)*x", NAMES)
    assert list(graph.inputs) == ["z1", "x"]
    assert expression_value("2*(z1 > 0)*x", z1=0.5, x=3.0) == 6.0
    assert expression_value("2*(z1 > 0)*x", z1=-0.5, x=3.0) == 0.0


def test_a_name_that_stands_for_a_number_may_be_an_exponent():
    graph = parse_expression("x**w1 + w1", NAMES, {"w1": 3.0})
    assert list(graph.inputs) == ["x"]
    assert forward(graph, x=2.0).of_node[graph.find(None)] == 11.0
    with pytest.raises(ParseError, match="exponent"):
        parse_expression("w1**x", NAMES, {"w1": 3.0})


@pytest.mark.parametrize(
    ("text", "value"), [("0.25", 0.25), ("-3", -3.0), (" 2*3 ", 6.0), ("1 > 2", 0.0), ("(7)", 7.0)]
)
def test_an_expression_may_be_a_number_alone(text, value):
    graph = parse_expression(text, NAMES)
    assert not graph.inputs
    assert expression_value(text) == value


@pytest.mark.parametrize("text", ["x", "(x)", " x ", "((x))"])
def test_an_expression_may_be_a_name_alone(text):
    graph = parse_expression(text, NAMES)
    assert list(graph.inputs) == ["x"]
    assert graph.find(None) == graph.find("x")
    assert expression_value(text, x=4.0) == 4.0


@pytest.mark.parametrize("text", ["x + w1", "w1 + x*0", "x*x - x", "exp(x) + x"])
def test_the_result_is_the_last_operation_and_not_a_name_in_it(text):
    inputs = {name: number for name, number in {"x": 2.0, "w1": 3.0}.items() if name in text}
    expected = eval(text, {"__builtins__": {}, "exp": math.exp}, inputs)
    assert expression_value(text, **inputs) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("text", "column", "name", "hint"),
    [
        ("traget", 1, "traget", "target"),
        ("2*(x - targets)", 8, "targets", "target"),
        ("2*(x - w2)", 8, "w2", "w1, x, target, z1"),
        ("x + q", 5, "q", "w1, x, target, z1"),
        ("max(x, nan)", 8, "nan", "w1, x, target, z1"),
        ("σ", 1, "σ", "w1, x, target, z1"),
        ("X", 1, "X", "w1, x, target, z1"),
    ],
)
def test_an_unknown_name_is_pointed_at_with_what_there_is(text, column, name, hint):
    error = expression_error_of(text)
    assert error.column == column
    assert says(error.problem, name)
    assert says(error.hint, hint)
    assert says(error.hint, "w1") == ("," in hint)  # a name that is nearly right is named alone
    assert error.source == text


def test_without_names_there_are_only_numbers():
    assert not says(expression_error_of("x", ()).hint, "x")
    assert forward(parse_expression("2", ())).of_node == [2.0]


@pytest.mark.parametrize(
    ("text", "column", "says"),
    [
        ("", 1, "stops too early"),
        ("   ", 4, "stops too early"),
        ("x +", 4, "stops too early"),
        ("(x", 1, "never closed"),
        ("x)", 2, "no ("),
        ("x w1", 3, "operation is missing"),
        ("2x", 2, "2*x"),
        ("x = 2", 3, "only one ="),
        ("= x", 1, "only one ="),
        ("x # y", 3, "cannot be read"),
        ("x\ny", 2, "cannot be read"),
        ("2 @ 3", 3, "needs matrices"),
        ("z1 >= 0", 4, "Write > alone."),
        ("x > 0 > z1", 7, "> is not allowed here"),
        ("sin", 1, "is a function"),
        ("1e999", 1, "too large"),
        ("lambda", 1, "Python"),
    ],
)
def test_an_error_in_an_expression_points_at_the_character(text, column, says):
    error = expression_error_of(text)
    assert error.column == column
    assert says in str(error)


def test_an_expression_has_the_limits_of_a_line():
    parse_expression("x" + " " * (MAX_LINE - 1), NAMES)
    assert expression_error_of("x" + " " * MAX_LINE).column == MAX_LINE + 1
    parse_expression("-" * (MAX_DEPTH - 1) + "x", NAMES)
    assert "levels" in expression_error_of("-" * MAX_DEPTH + "x").problem
    assert "nodes" in expression_error_of("x" + "*x" * MAX_NODES).problem


@settings(max_examples=200)
@given(st.text(alphabet="xwz1 .2e()+-*/<>=,σ\n#", max_size=30))
def test_any_text_is_an_expression_or_refused(text):
    try:
        parse_expression(text, NAMES)
    except ParseError as caught:
        error = caught
    else:
        return
    assert 1 <= error.column <= len(text) + 1
    assert error.problem


# Hostile text.

HOSTILE = {
    "thousands of (": "y = " + "(" * 5000,
    "thousands of ()": "y = " + "(" * 5000 + "x" + ")" * 5000,
    "a line full of (": "y = " + "(" * 490,
    "thousands of )": "y = x" + ")" * 5000,
    "thousands of powers": "y = x" + "**2" * 5000,
    "a line of powers": "y = 2" + "**2" * 160,
    "a tower of powers": "y = 9**9**9**9**9",
    "a tower of negative powers": "y = 9**-9**9**9",
    "a tower in parentheses": "y = ((((9**9)**9)**9)**9)**9",
    "a tower of a name": "y = x**9**9**9**9",
    "thousands of minus signs": "y = " + "-" * 5000 + "x",
    "a line of minus signs": "y = " + "-" * 490 + "x",
    "thousands of plus signs": "y = x" + "+x" * 5000,
    "a line of plus signs": "y = x" + "+x" * 240,
    "a line of operators": "y = x" + "*/+-@" * 90,
    "thousands of calls": "y = " + "exp(" * 5000 + "x" + ")" * 5000,
    "a line of calls": "y = " + "exp(" * 110,
    "thousands of arguments": "y = maximum(" + "x," * 5000 + "x)",
    "thousands of =": "y " + "=" * 5000 + " x",
    "thousands of commas": "y = " + "," * 5000,
    "an attribute": "y = x.__class__",
    "an attribute of a number": "y = (1).real",
    "an item": "y = x[0]",
    "an unknown function": "y = open(x)",
    "an import": "y = __import__(x)",
    "an import line": "import os",
    "a call of a result": "y = exp(x)(x)",
    "a lambda": "y = lambda x: x",
    "a keyword": "y = lambda",
    "a keyword assigned": "lambda = x",
    "keywords": "if = not",
    "None": "y = None",
    "True": "True = x",
    "an f-string": 'y = f"{x}"',
    "a string": "y = 'x'",
    "a triple quote": 'y = """',
    "a walrus": "y = (z := 2)",
    "a star": "*y = x",
    "two targets": "a, b = x",
    "a comparison": "y = x == 2",
    "a condition": "y = x if x else x",
    "an augmented assignment": "y += x",
    "a type": "y: float = 2",
    "a backslash": "y = x + \\\n1",
    "a decorator": "@y = x",
    "a comprehension": "y = [x for x in x]",
    "a complex number": "y = 2j*x",
    "a hexadecimal number": "y = 0xff",
    "a number with _": "y = 1_000",
    "1 MB of x": "x" * 1_000_000,
    "1 MB of lines": "y = x\n" * 170_000,
    "1 MB of newlines": "\n" * 1_000_000,
    "1 MB of (": "y = " + "(" * 1_000_000,
    "1 MB of a comment": "#" * 1_000_000,
    "1 MB of blanks": " " * 1_000_000,
    "1 MB of hostile letters": "y = " + "\u0301" * 1_000_000,
    "every line at its limit": "\n".join(f"a{i} = " + "1+" * 240 + "x" for i in range(60)) + "\n",
    "a number of 10**5 digits": "y = " + "9" * 10**5,
    "a number of 490 digits": "y = " + "9" * 490,
    "a point and 10**5 digits": "y = 0." + "1" * 10**5,
    "a large exponent": "y = 1e" + "9" * 400,
    "many points": "y = 1.2.3.4",
    "full-width letters": "ｙ = ｘ",
    "a full-width name": "y = ｅｘｐ(x)",
    "full-width digits": "y = １",
    "arabic digits": "y = ١",
    "a full-width sign": "y = x ＋ 1",
    "a combining mark": "y = x\u0301",
    "a combining mark alone": "y = \u0301",
    "a mathematical letter": "y = 𝑥",
    "a cyrillic letter": "y = х",
    "a greek question mark": "y = x\u037e z = x",
    "a greek question mark alone": "y = \u037e",
    "a greek middle dot": "y = x\u0387x",
    "an unassigned greek code": "y = \u0378",
    "a zero-width joiner": "y = x\u200dx",
    "a right-to-left mark": "y = \u202ex",
    "a no-break space": "y\u00a0= x",
    "a byte order mark": "\ufeffy = x",
    "a lone surrogate": "y = \ud800",
    "an emoji": "y = 🙂",
    "a NUL": "y = x\0",
    "a NUL alone": "\0",
    "a NUL in a name": "y = x\0x",
    "an escape sequence": "y = \x1b[31mx",
    "a backspace": "y = x\b",
    "nothing": "",
    "a blank": " ",
    "only newlines": "\n\n\n",
    "only returns": "\r\r\r",
    "only form feeds": "\f\f\f",
    "only line separators": "\u2028\u2028",
    "only comments": "# y = x\n# z = y",
    "a form feed inside": "y = x\fz = y",
    "a vertical tab inside": "y = x\vz = y",
    "a line separator inside": "y = x\u2028z = y",
    "a next line inside": "y = x\u0085z = y",
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_hostile_text_is_refused_within_a_second_of_work(text):
    start = time.process_time()
    error = error_of(text)
    str(error)
    assert time.process_time() - start < 1.0
    assert len(str(error)) < 1500


def answer_to(text):
    """The graph, or None for a ``ParseError`` whose place is in the text; anything else is a failure."""
    try:
        return parse(text)
    except ParseError as caught:
        error = caught
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    assert 1 <= error.line <= len(lines)
    assert 1 <= error.column <= len(lines[error.line - 1]) + 1
    assert error.problem
    return None


@given(st.text())
def test_any_text_is_answered(text):
    answer_to(text)


@settings(max_examples=400)
@given(st.text(alphabet="xyab12.e ()+-*/@=,#\n\rσϕ;_^−", max_size=40).map(lambda text: "y = " + text))
def test_any_text_of_the_languages_letters_is_answered(text):
    answer_to(text)


PIECES = [
    *("x", "y", "a = ", "y = ", "\n", "exp", "maximum", "where", "matmul", "sum", "broadcast_like", "(", ")", "()"),
    *("2", "1e308", "0", "-1", "0.5", "+", "-", "*", "/", "**", "@", ",", "=", " ", "if", "self", "power", "#"),
]


@settings(max_examples=400)
@given(st.lists(st.sampled_from(PIECES), max_size=40).map(lambda pieces: "y = " + "".join(pieces)))
def test_any_row_of_pieces_is_answered(text):
    answer_to(text)


@settings(max_examples=200)
@given(text=statement_texts(), data=st.data())
def test_a_proper_text_with_one_wrong_character_is_answered(text, data):
    at = data.draw(st.integers(0, len(text)))
    wrong = data.draw(st.sampled_from("()+-*/@=,. \n\r\t\f0ex²^;#\0ｘ\u0301"))
    cut = data.draw(st.integers(0, 1))
    answer_to(text[:at] + wrong + text[at + cut :])


def test_a_name_is_one_that_python_would_keep():
    """Python normalises names in source: ``forward(graph, ϕ=1.0)`` passes φ, so ϕ must not be a name of its own."""
    for code in range(0x0370, 0x0400):
        letter = chr(code)
        graph = answer_to(f"y = {letter}")
        if graph is not None:
            assert list(graph.inputs) == [unicodedata.normalize("NFKC", letter)]


@pytest.mark.parametrize("value", [None, b"y = x", 3, ["y = x"]])
def test_only_text_is_read(value):
    with pytest.raises(CourseError) as caught:
        parse(value)
    assert caught.value.problem
