"""Protects how nodes are written: text and LaTeX say exactly what the graph computes, with all needed parentheses.

Both are read back (the text by Python, the LaTeX after a few replacements) and must give the engine's number.
"""

import math
import re
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from course_lib import OPS, Graph, forward, parse
from course_lib.errors import DomainError
from course_lib.reading.formulas import (
    LONGEST,
    card_symbol,
    factor_latex,
    latex,
    latex_name,
    partial_latex,
    partial_text,
    text,
)
from tests.formula_reader import FUNCTIONS, LATEX_FUNCTIONS, python_of_latex, python_of_text
from tests.networks import LECTURE
from tests.strategies import evaluated_graphs, statement_texts


def written(program, writer, name="y"):
    """What the line called ``name`` is made of."""
    graph = parse(program)
    return writer(graph, graph.find(name), expand=True)


def with_rounded_numbers(graph):
    """The same graph with every number as a formula shows it, to four digits."""
    twin = graph.copy()
    twin.nodes = [
        node if node.constant is None else replace(node, constant=float(f"{node.constant:.4g}")) for node in graph
    ]
    return twin


def refuse_unbalanced(formula):
    assert formula.count("{") == formula.count("}")
    assert formula.count(r"\left") == formula.count(r"\right")
    for opened, closed in ("()", "[]"):
        assert formula.count(opened) == formula.count(closed)
    depth = 0
    for letter in formula:
        depth += (letter == "{") - (letter == "}")
        assert depth >= 0


# Names.


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("L", "L"),
        ("x", "x"),
        ("w1", "w_{1}"),
        ("x_1", "x_{1}"),
        ("w12", "w_{12}"),
        ("target", r"\mathrm{target}"),
        ("w_out", r"w_{\mathrm{out}}"),
        ("w1_out", r"w_{1\mathrm{out}}"),
        ("alpha", r"\alpha"),
        ("Delta", r"\Delta"),
        ("theta1", r"\theta_{1}"),
        ("θ", "θ"),
        ("θ2", "θ_{2}"),
        ("is_big", r"\mathrm{is}_{\mathrm{big}}"),
        ("_x", r"\mathrm{\_x}"),
        ("w1a", r"\mathrm{w1a}"),
    ],
)
def test_a_name_in_a_formula(name, expected):
    assert latex_name(name) == expected


@pytest.mark.parametrize("name", ["PI", "MU", "XI", "ALPHA", "aLPHA", "PSI_1"])
def test_a_name_in_capitals_is_no_unknown_command(name):
    """TeX knows ``\\Pi`` and ``\\pi``, but no ``\\PI``: KaTeX would show an error in red."""
    assert re.match(r"\\mathrm\{", latex_name(name))


@given(st.from_regex(r"[A-Za-z_\u03b1-\u03c9][A-Za-z0-9_]{0,8}", fullmatch=True))
def test_every_name_has_balanced_braces_and_no_bare_underscore_at_either_end(name):
    formula = latex_name(name)
    refuse_unbalanced(formula)
    assert formula.strip()
    assert not re.search(r"^_|_$|__|_\{\}", formula)


def test_a_named_node_is_its_name_and_expanded_what_it_is_made_of():
    graph = parse(LECTURE)
    z2, y = graph.find("z2"), graph.find("y")
    assert (text(graph, z2), latex(graph, z2)) == ("z2", "z_{2}")
    assert (text(graph, z2, expand=True), latex(graph, z2, expand=True)) == ("w2·h1 + b2", r"w_{2} \cdot h_{1} + b_{2}")
    assert (text(graph, y, expand=True), latex(graph, y, expand=True)) == ("σ(z2)", r"\sigma\left(z_{2}\right)")


def test_a_nameless_node_is_written_out_either_way():
    graph = parse(LECTURE)
    product = graph.nodes[graph.find("z2")].args[0]
    for expand in (False, True):
        assert text(graph, product, expand) == "w2·h1"
        assert latex(graph, product, expand) == r"w_{2} \cdot h_{1}"


def test_an_input_stays_its_name_and_a_named_number_is_expanded_to_its_number():
    graph = parse("c = 3 \n y = c*x")
    assert text(graph, graph.find("x"), expand=True) == "x"
    assert latex(graph, graph.find("x"), expand=True) == "x"
    assert (text(graph, graph.find("c")), text(graph, graph.find("c"), expand=True)) == ("c", "3")
    assert text(graph, graph.find("y"), expand=True) == "c·x"


def test_a_partial_derivative_puts_nameless_nodes_in_parentheses():
    graph = parse(LECTURE)
    L, w1, product = graph.find("L"), graph.find("w1"), graph.nodes[graph.find("z2")].args[0]
    assert partial_text(graph, L, w1) == "∂L/∂w1"
    assert partial_text(graph, L, product) == "∂L/∂(w2·h1)"
    assert partial_text(graph, product, w1) == "∂(w2·h1)/∂w1"
    assert partial_latex(graph, L, w1) == r"\frac{\partial L}{\partial w_{1}}"
    assert partial_latex(graph, L, product) == r"\frac{\partial L}{\partial \left(w_{2} \cdot h_{1}\right)}"


def test_a_sum_as_a_factor_has_parentheses_and_a_product_has_none():
    graph = parse("y = sin(a + b) + sin(a*b) + sin(-a)")
    inner = [graph.nodes[i].args[0] for i, node in enumerate(graph) if node.operation is OPS["sin"]]
    assert [factor_latex(graph, i) for i in inner] == [r"\left(a + b\right)", r"a \cdot b", r"\left(-a\right)"]


# Parentheses.

TEXTS = [
    ("a*(b + c)", "a·(b + c)"),
    ("(b + c)*a", "(b + c)·a"),
    ("a*b + c", "a·b + c"),
    ("(a + b)**2", "(a + b)²"),
    ("(a*b)**2", "(a·b)²"),
    ("(a**2)**3", "(a²)³"),
    ("-(a + b)", "−(a + b)"),
    ("(-a)**2", "(−a)²"),
    ("-a**2", "−a²"),
    ("a + (b + c)", "a + (b + c)"),
    ("a + b + c", "a + b + c"),
    ("a - (b - c)", "a − (b − c)"),
    ("a - b - c", "a − b − c"),
    ("a - (b + c)", "a − (b + c)"),
    ("a - -b", "a − (−b)"),
    ("a*-b", "a·(−b)"),
    ("a*-2", "a·(−2)"),
    ("a/(b*c)", "a / (b·c)"),
    ("a/(b/c)", "a / (b / c)"),
    ("a/b/c", "a / b / c"),
    ("(a + b)/(c - d)", "(a + b) / (c − d)"),
    ("a**-1", "a⁻¹"),
    ("a**12", "a¹²"),
    ("a**0.5", "a**0.5"),
    ("a**-0.5", "a**−0.5"),
    ("maximum(a + b, 0)", "maximum(a + b, 0)"),
    ("leaky_relu(a)", "leaky_relu(a, 0.01)"),
    ("where(a - b, a, b)", "(a if a − b > 0 else b)"),
    ("a @ b + c", "a @ b + c"),
    ("(a + b) @ c", "(a + b) @ c"),
    ("a @ (b @ c)", "a @ (b @ c)"),
    ("a @ (b*c)", "a @ (b·c)"),
    ("transpose(a + b)", "(a + b)ᵀ"),
]

LATEXES = [
    ("a*(b + c)", r"a \cdot \left(b + c\right)"),
    ("(a + b)**2", r"\left(a + b\right)^{2}"),
    ("-(a + b)", r"-\left(a + b\right)"),
    ("a - (b - c)", r"a - \left(b - c\right)"),
    ("a/(b*c)", r"\frac{a}{b \cdot c}"),
    ("(a + b)/(c - d)", r"\frac{a + b}{c - d}"),
    ("(a/b)**2", r"\left(\frac{a}{b}\right)^{2}"),
    ("a*(b/c)", r"a \cdot \frac{b}{c}"),
    ("-(a/b)", r"-\frac{a}{b}"),
    ("exp(a + b)", "e^{a + b}"),
    ("exp(a)**2", r"\left(e^{a}\right)^{2}"),
    ("exp(a)*b", r"e^{a} \cdot b"),
    ("sqrt(a + b)*c", r"\sqrt{a + b} \cdot c"),
    ("abs(a - b)**2", r"\left|a - b\right|^{2}"),
    ("tanh(a)**2", r"\tanh\left(a\right)^{2}"),
    ("a**-0.5", "a^{-0.5}"),
    ("where(a, 1, 0)", "[a > 0]"),
    ("where(a, b, 0)", r"\begin{cases} b & a > 0 \\ 0 & \text{else} \end{cases}"),
    ("leaky_relu(a, 0.2)", r"\mathrm{leaky}_{0.2}\left(a\right)"),
    ("a @ b", r"a \, b"),
    ("transpose(a + b)", r"\left(a + b\right)^{\top}"),
]


@pytest.mark.parametrize(("expression", "expected"), TEXTS)
def test_the_text_of_an_expression(expression, expected):
    assert written(f"y = {expression}", text) == expected


@pytest.mark.parametrize(("expression", "expected"), LATEXES)
def test_the_latex_of_an_expression(expression, expected):
    assert written(f"y = {expression}", latex) == expected


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("sum(a)*b", "sum(a*b)"),
        ("sum(a)/b", "sum(a/b)"),
        ("a*(b @ c)", "(a*b) @ c"),
        ("(a @ b)*c", "a @ (b*c)"),
        ("transpose(a) @ b", "transpose(a @ b)"),
        ("broadcast_like(a + b, c)*d", "broadcast_like(a, c) + broadcast_like(b, c)*d"),
        ("(a + b) - c*d", "a + (b - c*d)"),
        ("a - (b - c)", "(a - b) - c"),
        ("a/(b*c)", "(a/b)*c"),
    ],
)
@pytest.mark.parametrize("writer", [text, latex])
def test_what_is_computed_differently_is_written_differently(writer, one, other):
    assert written(f"y = {one}", writer) != written(f"y = {other}", writer)


def test_a_power_of_a_small_number_is_no_double_superscript():
    """10^{-5}^{2} is an error in TeX, and 1e−5² reads as 10⁻²⁵."""
    graph = Graph()
    graph.let(y=graph.constant(1e-5) ** 2)
    assert written_out(graph) == ("(1e−5)²", r"\left(10^{-5}\right)^{2}")


def written_out(graph):
    loss = graph.find(None)
    return text(graph, loss, expand=True), latex(graph, loss, expand=True)


# Every row.


def row_on_inputs(row, static=()):
    """(graph, node): the row applied to one input per argument."""
    graph = Graph()
    numbers = static or tuple(2.0 for _ in row.static)
    handle = row(*(graph.input(f"x{i}") for i in range(row.arity)), *numbers)
    return graph, handle.node


@pytest.mark.parametrize("row", OPS.values(), ids=OPS)
def test_every_row_writes_its_first_argument_and_has_balanced_braces(row):
    graph, node = row_on_inputs(row)
    assert "x0" in text(graph, node)
    assert "x_{0}" in latex(graph, node)
    refuse_unbalanced(text(graph, node))
    refuse_unbalanced(latex(graph, node))


COMPOSITE = (lambda a, b: a - b, lambda a, b: -(b - a), lambda a, b: a * b, lambda a, b: a / b)
AROUND = (
    *(lambda h, a: h + a, lambda h, a: a + h, lambda h, a: h - a, lambda h, a: a - h, lambda h, a: -h),
    *(lambda h, a: h * a, lambda h, a: a * h, lambda h, a: h / a, lambda h, a: a / h, lambda h, a: h**2),
    *(lambda h, a: 2 * h, lambda h, a: h * -2, lambda h, a: OPS["exp"](h), lambda h, a: OPS["maximum"](a, h)),
)


@pytest.mark.parametrize("row", [row for row in OPS.values() if row.javascript], ids=lambda row: row.name)
def test_every_row_on_sums_and_products_and_inside_every_other_reads_back(row):
    graph = Graph()
    pairs = [(graph.input(f"a{i}"), graph.input(f"b{i}")) for i in range(3)]
    for turn in range(len(COMPOSITE)):
        shapes = [COMPOSITE[(turn + slot) % len(COMPOSITE)] for slot in range(row.arity)]
        args = [shape(*pair) for shape, pair in zip(shapes, pairs, strict=False)]
        handle = row(*args, *(0.5 for _ in row.static))
        for around in AROUND:
            around(handle, pairs[0][0])
    check_reads_back(graph, forward(graph, a0=1.7, b0=0.6, a1=0.9, b1=0.5, a2=0.7, b2=0.3))


@pytest.mark.parametrize(
    "expression",
    [
        *("a*(b @ c)", "(a*b) @ c", "(a @ b)*c", "a @ (b*c)", "a/(b @ c)", "(a @ b)/c", "a @ (b/c)", "a @ b @ c"),
        *("-(a @ b)", "(-a) @ b", "a @ -b", "(a @ b)**2", "a @ b**2", "(a + b) @ c", "a - b @ c", "a @ (b - c)"),
        *("transpose(a @ b)", "transpose(a) @ b", "a @ transpose(b)", "transpose(a + b)*c", "transpose(a)**2"),
    ],
)
def test_the_text_of_matrices_reads_back(expression):
    graph = parse(f"y = {expression}")
    values = forward(graph, **{name: np.random.default_rng(i).normal(size=(2, 2)) for name, i in graph.inputs.items()})
    formula = text(graph, graph.find("y"), expand=True)
    np.testing.assert_allclose(eval(python_of_text(formula), dict(values)), values["y"], err_msg=formula)


def check_reads_back(graph, values):
    """Every node of the graph, as text and as LaTeX, gives its own value back."""
    for i, node in enumerate(graph):
        formula, in_latex = text(graph, i, expand=True), latex(graph, i, expand=True)
        refuse_unbalanced(in_latex)
        if node.operation is None or "…" in formula or "ldots" in in_latex:
            continue
        for python, functions in ((python_of_text(formula), FUNCTIONS), (python_of_latex(in_latex), LATEX_FUNCTIONS)):
            found = eval(python, {**functions, **values})
            assert found == pytest.approx(values.of_node[i], rel=1e-9, abs=1e-9), (formula, in_latex, python)


@settings(max_examples=150)
@given(evaluated_graphs())
def test_a_random_graph_reads_back(example):
    graph, inputs = example
    rounded = with_rounded_numbers(graph)
    check_reads_back(rounded, forward(rounded, **inputs))


@settings(max_examples=150)
@given(statement_texts())
def test_a_students_text_reads_back(program):
    graph = parse(program)
    rounded = with_rounded_numbers(graph)
    inputs = {name: 0.3 + 0.4 * i for i, name in enumerate(graph.inputs)}
    try:
        values = forward(rounded, **inputs)
    except DomainError:
        assume(False)
    assume(all(math.isfinite(value) and abs(value) < 1e9 for value in values.of_node))
    check_reads_back(rounded, values)


# Long formulas.


@pytest.mark.parametrize("writer", [text, latex])
@pytest.mark.parametrize("doublings", [14, 60])
def test_a_shared_nameless_chain_stays_short(writer, doublings):
    """Written out it has 2^60 factors: too many for any page, and for any memory."""
    graph = Graph()
    u = graph.input("u")
    for _ in range(doublings):
        u = u * u
    graph.let(y=u)
    assert len(writer(graph, u.node, expand=True)) <= LONGEST
    assert "u" in writer(graph, graph.nodes[1].args[0])
    assert len(partial_text(graph, u.node, u.node - 1)) <= LONGEST + 10


def test_what_is_left_out_is_marked():
    graph = Graph()
    u = graph.input("u")
    for _ in range(14):
        u = u * u
    assert "…" in text(graph, u.node)
    assert r"\ldots" in latex(graph, u.node)


def test_a_long_sum_of_names_is_cut_at_a_part_and_nothing_else_is_lost():
    names = [f"long_name_{i}" for i in range(25)]
    formula = written(f"y = {' + '.join(names)}", text)
    assert len(formula) <= LONGEST
    assert formula.startswith("… + long_name_")
    assert formula.endswith(" + long_name_24")


# Cards.


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("2*x", "2 ×"),
        ("x*2", "× 2"),
        ("1 - x", "1 −"),
        ("x - 1", "− 1"),
        ("x/2", "÷ 2"),
        ("2/x", "2 ÷"),
        ("x + -3", "+ −3"),
        ("x**2", "(·)²"),
        ("x**-1", "(·)⁻¹"),
        ("x**0.5", "(·)**0.5"),
        ("maximum(0, x)", "max(0, ·)"),
        ("minimum(x, 1)", "min(·, 1)"),
        ("x*w", "×"),
        ("x - w", "−"),
        ("-x", "−"),
        ("sigmoid(x)", "σ"),
        ("abs(x)", "|·|"),
        ("sum(x)", "Σ"),
    ],
)
def test_a_card_shows_the_operation_with_its_constants_folded_in(expression, expected):
    graph = parse(f"y = {expression}")
    assert card_symbol(graph, graph.find("y")) == expected


def test_a_leafs_card_has_no_symbol_and_a_named_number_is_not_folded():
    graph = parse("c = 2 \n y = c*x")
    assert [card_symbol(graph, graph.find(name)) for name in ("c", "x", "y")] == ["", "", "×"]


@pytest.mark.parametrize("row", OPS.values(), ids=OPS)
def test_every_rows_card_has_a_symbol(row):
    graph, node = row_on_inputs(row)
    assert card_symbol(graph, node).strip()
