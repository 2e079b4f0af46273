"""The checks around every forward and backward pass, which keep layers and losses free of anything but mathematics.

A base class passes each of its subclasses to ``guard_layer`` or ``guard_loss``. They
replace the methods written there by the same methods with checks around them.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

import numpy as np

from course_lib.errors import InputValueError, NotForwardError, SettingError, ShapeError

Array = np.ndarray

TRANSPOSES = "A gradient has its value's shape: look at the transposes."


def guard_layer(cls: type) -> None:
    """Put the checks around the ``forward`` and ``backward`` that this class of layers defines."""
    replace_methods(cls, forward=guarded_forward, backward=guarded_backward)


def guard_loss(cls: type) -> None:
    """Put the checks around the ``forward`` and ``backward`` that this class of losses defines."""
    replace_methods(cls, forward=guarded_loss, backward=guarded_loss_gradient)


def replace_methods(cls: type, **guards: Callable[..., Any]) -> None:
    """Replace each method that the class itself defines by its guarded form; ``inspect`` still shows the original."""
    for name, guard in guards.items():
        if name in vars(cls):
            setattr(cls, name, guard(vars(cls)[name]))


def guarded_forward(forward: Callable[..., Array]) -> Callable[..., Array]:
    """``forward`` with its input checked, and the shapes remembered for ``backward``."""

    @wraps(forward)
    def checked(layer: Any, X: Any) -> Array:
        layer.shapes = None  # until this pass has succeeded
        for name in layer.names:
            setattr(layer, f"d{name}", None)  # the last pass's gradients belong to other values
        X = as_floats("X", X)
        if layer.columns is not None and (X.ndim != 2 or X.shape[1] != layer.columns):
            raise ShapeError(
                f"X has shape {X.shape}; this {type(layer).__name__} takes (N, {layer.columns}).",
                (X.shape,),
                "Rows are examples, columns are features; one example is X[None, :].",
            )
        Y = forward(layer, X)
        layer.shapes = X.shape, Y.shape
        return Y

    return checked


def guarded_backward(backward: Callable[..., Array | None]) -> Callable[..., Array | None]:
    """``backward`` with its upstream gradient checked, and with a check that each gradient has its value's shape."""

    @wraps(backward)
    def checked(layer: Any, dY: Any) -> Array | None:
        kind = type(layer).__name__
        if layer.shapes is None:
            raise NotForwardError(kind)
        before, after = layer.shapes
        dY = as_floats("dY", dY)
        if dY.shape != after:
            problem = f"The upstream gradient of this {kind} has shape {dY.shape}, but its output has {after}."
            raise ShapeError(problem, (dY.shape, after), "Pass the loss's gradient with respect to the output.")
        try:
            dX = backward(layer, dY)
        except ValueError as error:  # from NumPy: shapes that do not fit together
            shapes = {"dY": after} | {name: getattr(layer, name).shape for name in layer.names}
            listed = " and ".join(f"{name} {shape}" for name, shape in shapes.items())
            problem = f"{kind}.backward: some of these shapes do not fit: {listed}."
            raise ShapeError(problem, shapes.values(), TRANSPOSES) from error
        for name in layer.names:
            has_shape_of(name, getattr(layer, name).shape, getattr(layer, f"d{name}"), kind)
        if dX is not None:
            has_shape_of("X", before, dX, kind)
        return dX

    return checked


def has_shape_of(name: str, expected: tuple[int, ...], gradient: Array | None, kind: str) -> None:
    """Raise ShapeError if a gradient is missing or does not have its value's shape."""
    if gradient is None:
        raise ShapeError(f"{kind}.backward made no d{name}.", (expected,), f"Set self.d{name}, of shape {expected}.")
    found = np.shape(gradient)
    if found != expected:
        problem = f"{kind}.backward made d{name} of shape {found}; {name} has shape {expected}."
        raise ShapeError(problem, (found, expected), TRANSPOSES)


def guarded_loss(forward: Callable[..., float]) -> Callable[..., float]:
    """``forward`` with predictions and targets checked against each other."""

    @wraps(forward)
    def checked(loss: Any, predictions: Any, targets: Any) -> float:
        loss.ready = False  # until this pass has succeeded
        predictions = as_floats("predictions", predictions)
        if predictions.size == 0:
            hint = "Give at least one example."
            raise ShapeError(f"The predictions have shape {predictions.shape}: no entries.", (predictions.shape,), hint)
        value = forward(loss, predictions, loss.fitting(predictions, targets))
        loss.ready = True
        return value

    return checked


def guarded_loss_gradient(backward: Callable[..., Array]) -> Callable[..., Array]:
    """``backward``, which raises NotForwardError before the first forward pass."""

    @wraps(backward)
    def checked(loss: Any) -> Array:
        if not loss.ready:
            raise NotForwardError(type(loss).__name__)
        return backward(loss)

    return checked


def as_floats(name: str, value: Any) -> Array:
    """An array of floats of any width; whole numbers become float64. Raises InputValueError for anything else."""
    if isinstance(value, np.ndarray) and value.dtype.kind == "f":
        return value
    array = as_numbers(name, value)
    return array if array.dtype.kind == "f" else array.astype(np.float64)


def as_numbers(name: str, value: Any) -> Array:
    """An array of whole numbers or floats. Raises InputValueError for anything else."""
    try:
        array = np.asarray(value)
    except ValueError:  # a ragged list
        raise InputValueError(name, value) from None
    if array.dtype.kind not in "fiu":  # no bool, complex, text or object
        raise InputValueError(name, value)
    return array


def same_shape(first: str, A: Array, second: str, B: Array) -> Array:
    """B, if it has A's shape; NumPy would broadcast (N, 1) with (N,) to (N, N). Raises ShapeError."""
    if A.shape != B.shape:
        problem = f"The shape of {first} is {A.shape}, that of {second} {B.shape}."
        raise ShapeError(problem, (A.shape, B.shape), "Give both the same shape: a column is v[:, None], (N, 1).")
    return B


def at_least_one(name: str, count: int) -> int:
    """The count, if it is a whole number of at least 1. Raises SettingError otherwise."""
    if not isinstance(count, int | np.integer) or isinstance(count, bool) or count < 1:
        raise SettingError(name, count, "a whole number of at least 1", "Give the number of columns.")
    return int(count)
