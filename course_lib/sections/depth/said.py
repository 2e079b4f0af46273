"""The sentences under the figures of 5.6, except the lab: one number per layer, two orders, singular values."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from course_lib.layers.guards import Array
from course_lib.numerals import about, in_words, numeral, subscripted
from course_lib.sections.depth.blocks import DEPTH, WIDTH, Setting, factors, products, singular_values
from course_lib.sections.depth.layer_plot import Track
from course_lib.sections.depth.words import heard

ABOUT_ONE = 0.1  # compared with a vanishing gradient, one of at least this size has stayed about 1
PLACES = {"largest": 0, "4th": 3, "16th": 15, f"32nd of {WIDTH}": 31}  # which singular values are shown
COUNTED = 0.01  # directions are counted if their singular value is above this part of the largest


# One number per layer.


def factor_rows(found: Sequence[float]) -> list[tuple[str, str, str]]:
    """The backward pass at some layers: the layer, its factor, and the gradient after it."""
    left, depth = products(found), len(found)
    shown = sorted({0, 1, depth // 2, depth - 2, depth - 1}, reverse=True)
    rows = [(subscripted("h", k), numeral(found[k], 3), numeral(left[k], 3)) for k in shown]
    return [(subscripted("h", depth), "–", "1"), *rows]


def said_of_factors(found: Sequence[float]) -> str:
    """How large the factors are, and what is left of the gradient. Markdown."""
    left = products(found)[0]
    first, last = numeral(found[0], 3), numeral(found[-1], 3)
    each = f"Every layer multiplies by {last}" if first == last else f"The layers multiply by {first} to {last}"
    return (
        f"{each}. After {len(found)} layers **{about(left)}** of the gradient is left: at the first layer it is "
        f"{_compared_with_the_last(left)}."
    )


def _compared_with_the_last(left: float) -> str:
    if left == 0:
        return "0"
    if left < 1:
        return f"{about(1 / left)} times smaller than at the last layer"
    if left > 1:
        return f"{about(left)} times larger than at the last layer"
    return "the same as at the last layer"


def what_becomes(small: float, large: float, options: tuple[str, str, str]) -> str:
    """Which option is true if ``small`` becomes ``large``: about 1, larger but still small, or smaller."""
    about_one, grows, smaller = options
    if large > ABOUT_ONE:
        return about_one
    return grows if large > small else smaller


def most_that_is_left(activation: str, weights: Sequence[float]) -> tuple[float, float]:
    """The largest gradient after ``DEPTH`` layers of one unit, over these weights, and the weight that gives it."""
    return max((products(factors(activation, weight, DEPTH))[0], weight) for weight in weights)


# The product of Jacobians.


def what_the_product_is(product: Array, back: Array, options: tuple[str, str, str]) -> str:
    """Which option is true of the lecture's product: it is ∂L/∂W⁽¹⁾, ∂L/∂h⁽⁰⁾ (which is ``back``), or ∂L/∂h⁽¹⁾."""
    as_it_says, of_the_input, _ = options
    return of_the_input if np.allclose(product, back) else as_it_says


def said_of_orders(depth: int, back: Array, up: Array) -> str:
    """The product in the other order, ``up``, compared with the result of the backward pass, ``back``. Markdown."""
    said = "From the last layer down, the product equals the backward pass."
    if depth == 1:
        return f"{said} With one layer there is no order yet."
    off = float(np.linalg.norm(up - back) / np.linalg.norm(back))
    return (
        f"{said} The other order is off by **{about(100 * off)} %** of the gradient's length. Its shape does not "
        "show that, since all matrices here are 3 by 3."
    )


def furthest_apart(reference: Array, *others: Array) -> float:
    """The largest difference between an entry of ``reference`` and the same entry of another array."""
    return float(np.max([np.abs(other - reference) for other in others]))


@dataclass(frozen=True)
class Spectrum:
    """The singular values of a setting's product, row by row as ``singular_values`` gives them."""

    setting: Setting
    values: Array

    @property
    def root_mean_square(self) -> Array:
        """The root mean square over the directions, at each layer, which a norm of the gradient measures."""
        return np.sqrt((self.values**2).mean(axis=1))

    @property
    def counted(self) -> int:
        """How many directions reach the first layer with more than a hundredth of the largest."""
        return int((self.values[0] > COUNTED * self.values[0][0]).sum())

    @property
    def tracks(self) -> list[Track]:
        """Some singular values and their root mean square, from layer to layer."""
        some = [Track(name, self.values[:, place].tolist()) for name, place in PLACES.items()]
        return [*some, Track("root mean square", self.root_mean_square.tolist(), "backward")]

    @property
    def said(self) -> str:
        """From how many directions a gradient reaches the first layer. Markdown."""
        largest = self.values[0][0]
        return (
            f"{in_words(DEPTH).capitalize()} layers of {self.setting}: "
            f"**{self.counted} of {WIDTH}** singular values are above a hundredth of the largest, "
            f"which is {about(largest)}. {heard(self.counted, largest)}"
        )


def spectrum(setting: Setting) -> Spectrum:
    """The singular values of this setting's product."""
    return Spectrum(setting, singular_values(setting))


def spectrum_rows(tracks: Sequence[Track], counts: Sequence[int]) -> list[tuple[str, ...]]:
    """A table's rows: each track after each of these counts of layers, counted from the last layer."""
    return [(track.name, *(about(track.heights[-1 - count]) for count in counts)) for track in tracks]
