"""The lecture's losses, with gradients derived by hand.

``forward(predictions, targets)`` returns one number, the mean over N entries or
examples. ``backward()`` returns its gradient with respect to the predictions. The
division by N happens here, once, and nowhere else in a network.
"""

from typing import Any

import numpy as np

from course_lib.errors import ShapeError, TargetError
from course_lib.layers.guards import Array, as_floats, as_numbers, guard_loss, same_shape
from course_lib.layers.layer import sigmoid


class Loss:
    """The base of all losses. As for layers, subclasses write plain mathematics, and the checks are in ``guards``.

    Raises:
        ShapeError: predictions and targets do not fit together, or are empty.
        TargetError: the loss has no meaning for these targets.
        InputValueError: an argument is not an array of numbers.
        NotForwardError: backward was called before forward.
    """

    ready = False  # whether a forward pass has left values to differentiate at

    def forward(self, predictions: Array, targets: Array) -> float:
        """The loss as one number."""
        raise NotImplementedError  # each loss writes its own

    def backward(self) -> Array:
        """The gradient of the loss with respect to the predictions; it has their shape."""
        raise NotImplementedError  # each loss writes its own

    def fitting(self, predictions: Array, targets: Any) -> Array:
        """The targets as an array that fits the predictions."""
        return same_shape("the predictions", predictions, "the targets", as_floats("targets", targets))

    def __init_subclass__(cls) -> None:
        guard_loss(cls)


class MSELoss(Loss):
    """L = mean((Y − T)²), over all N · D entries.

    Shapes: predictions Y and targets T (N, D), or any shape they share.
    """

    def forward(self, Y: Array, T: Array) -> float:
        self.error = Y - T
        return float(np.mean(self.error**2))

    def backward(self) -> Array:
        # divided by what forward averaged over: N · D, not N
        return 2 * self.error / self.error.size


class BCELoss(Loss):
    """L = mean(−T log P − (1 − T) log(1 − P)) with P = σ(Z), computed from the logits Z.

    The log of a saturated P would be lost. −log σ(Z) = max(Z, 0) − Z + log(1 + e^−|Z|) needs no large power.

    Shapes: logits Z and targets T, numbers from 0 to 1, have the same shape.
    Source: Goodfellow, Bengio & Courville, *Deep Learning* (2016), section 6.2.2.2.
    """

    def fitting(self, Z: Array, T: Any) -> Array:
        T = super().fitting(Z, T)
        outside = ~((T >= 0) & (T <= 1))
        if outside.any():
            raise TargetError("numbers from 0 to 1", float(T[outside][0]), "Code the two classes as 0 and 1.")
        return T

    def forward(self, Z: Array, T: Array) -> float:
        self.P, self.T = sigmoid(Z), T
        return float(np.mean(np.maximum(Z, 0) - Z * T + np.log1p(np.exp(-np.abs(Z)))))

    def backward(self) -> Array:
        return (self.P - self.T) / self.P.size  # σ' cancels against the log's 1 / (P (1 − P))


class CrossEntropyLoss(Loss):
    """L = mean over examples of −log P[n, class of n], with P the softmax of each row of the logits Z.

    Each row's largest logit is subtracted first: this does not change P, and no power exceeds 1.

    Shapes: logits Z (N, C), classes (N,) whole numbers from 0 to C − 1.
    Source: Goodfellow, Bengio & Courville, *Deep Learning* (2016), section 6.2.2.3.
    """

    def fitting(self, Z: Array, classes: Any) -> Array:
        classes = as_numbers("targets", classes)
        if Z.ndim != 2 or classes.shape != Z.shape[:1]:
            problem = f"The logits have shape {Z.shape}, the classes {classes.shape}; they must be (N, C) and (N,)."
            raise ShapeError(problem, (Z.shape, classes.shape), "Give one whole number per example, not one-hot rows.")
        if classes.dtype.kind not in "iu":
            raise TargetError("whole numbers", classes[0].item(), "Convert them with classes.astype(int).")
        outside = (classes < 0) | (classes >= Z.shape[1])
        if outside.any():
            found = classes[outside][0].item()
            raise TargetError(f"classes from 0 to {Z.shape[1] - 1}", found, "Give the logits a column for each class.")
        return classes

    def forward(self, Z: Array, classes: Array) -> float:
        shifted = Z - Z.max(axis=1, keepdims=True)
        self.log_P = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))  # (N, C)
        self.of_class = np.arange(len(Z)), classes  # picks one entry per row
        return float(-np.mean(self.log_P[self.of_class]))

    def backward(self) -> Array:
        dZ = np.exp(self.log_P)
        dZ[self.of_class] -= 1  # P minus the one-hot row
        return dZ / len(dZ)  # forward averaged one term per example: N
