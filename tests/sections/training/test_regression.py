"""Protects the regression: its gradient is the formula's, and it goes where least squares does."""

import numpy as np
import pytest

from course_lib.numerals import numeral
from course_lib.sections.training.regression import FIT_RATE, regression, said_of_fit
from tests.meaning import says


@pytest.mark.parametrize("kind", ["linear", "logistic"])
@pytest.mark.parametrize("steps", [0, 1, 20])
def test_a_regressions_gradient_is_the_formulas_and_is_fed_into_the_next_step(kind, steps):
    fit, then = regression(kind, steps), regression(kind, steps + 1)
    ones = np.column_stack([fit.data.X, np.ones(10)])
    w = np.array([fit.parameters["W"].item(), fit.parameters["b"].item()])
    if kind == "linear":
        gradient = 2 / 10 * ones.T @ (ones @ w - fit.data.T[:, 0])
    else:
        gradient = 1 / 10 * ones.T @ (1 / (1 + np.exp(-ones @ w)) - fit.data.T[:, 0])
    for place, name in enumerate(("W", "b")):
        assert fit.gradients[name].item() == pytest.approx(gradient[place], abs=1e-14)
        assert fit.by_formula[name].item() == pytest.approx(gradient[place], abs=1e-14)
        assert then.parameters[name].item() == pytest.approx(w[place] - FIT_RATE * gradient[place], abs=1e-14)
    assert then.loss < fit.loss
    (row, _) = then.rows
    assert said_of_fit(fit).endswith(f"= {row[1]}.")


def test_the_line_ends_where_least_squares_puts_it():
    fit = regression("linear", 500)
    slope, height = np.polyfit(fit.data.X[:, 0], fit.data.T[:, 0], 1)
    np.testing.assert_allclose(fit.curve(np.array([0.0, 1.0])), [height, height + slope], atol=1e-9)
    assert fit.rows == [("w", fit.rows[0][1], "0", "0"), ("b", fit.rows[1][1], "0", "0")]


def test_the_two_classes_overlap_so_that_the_curve_comes_to_rest():
    fit = regression("logistic", 500)
    ordered = fit.data.T[np.argsort(fit.data.X[:, 0]), 0]
    assert list(ordered) != sorted(ordered)
    assert 0 < fit.curve(np.array([-1.0])) < 0.2 < 0.8 < fit.curve(np.array([1.0])) < 1
    fit = regression("logistic", 1)
    assert says(said_of_fit(fit), "1 step", numeral(fit.loss))


@pytest.mark.parametrize("kind", ["linear", "logistic"])
def test_the_axis_of_the_curve_holds_its_examples(kind):
    fit = regression(kind, 20)
    _, (low, high) = fit.axis
    assert low < min(fit.data.T.min(), fit.curve(np.array([-1.0]))[0])
    assert max(fit.data.T.max(), fit.curve(np.array([1.0]))[0]) < high
