"""Layers and losses with one wrong line each; ``planted`` says what is wrong and what a check shows."""

import numpy as np

from course_lib.layers.guards import Array
from course_lib.layers.layer import LayerNorm, LeakyReLU, Linear, ReLU, Residual, Sigmoid, Tanh
from course_lib.layers.losses import BCELoss, CrossEntropyLoss, MSELoss


class TransposedWeightGradient(Linear):
    """dW transposed."""

    def backward(self, dZ: Array) -> Array | None:
        dX = super().backward(dZ)
        self.dW = dZ.T @ self.X
        return dX


class UntransposedInputGradient(Linear):
    """dX with W in place of its transpose."""

    def backward(self, dZ: Array) -> Array | None:
        super().backward(dZ)
        return dZ @ self.W


class FirstRowBias(Linear):
    """db of the first example only."""

    def backward(self, dZ: Array) -> Array | None:
        dX = super().backward(dZ)
        self.db = dZ[0]
        return dX


class MeanBias(Linear):
    """db averaged over the rows."""

    def backward(self, dZ: Array) -> Array | None:
        dX = super().backward(dZ)
        self.db = dZ.mean(axis=0)
        return dX


class DividedWeightGradient(Linear):
    """dW divided by the number of examples, which the loss has done already."""

    def backward(self, dZ: Array) -> Array | None:
        dX = super().backward(dZ)
        self.dW = self.X.T @ dZ / len(self.X)
        return dX


class LectureLinear(Linear):
    """The lecture's Linear: both parameters' gradients divided by the number of examples."""

    def backward(self, dZ: Array) -> Array | None:
        self.dW = self.X.T @ dZ / self.X.shape[0]
        self.db = dZ.mean(axis=0)
        return dZ @ self.W.T


class AddedTwice(Linear):
    """dW added to itself, as by ``+=`` in a second backward pass that nobody reset."""

    def backward(self, dZ: Array) -> Array | None:
        dX = super().backward(dZ)
        self.dW = self.dW + self.X.T @ dZ
        return dX


class ForgottenGate(ReLU):
    """Everything passes, even where Z ≤ 0."""

    def backward(self, dH: Array) -> Array:
        return dH


class InvertedGate(ReLU):
    """Open where it should be closed."""

    def backward(self, dH: Array) -> Array:
        return np.where(self.open, 0, dH)


class UpstreamGate(ReLU):
    """Gated by the sign of the upstream gradient, not of Z."""

    def backward(self, dH: Array) -> Array:
        return np.where(dH > 0, dH, 0)


class ForgottenSlope(LeakyReLU):
    """Closed on the negative side, like a ReLU."""

    def backward(self, dH: Array) -> Array:
        return np.where(self.open, dH, 0)


class DerivativeOfInput(Sigmoid):
    """Z (1 − Z) instead of H (1 − H)."""

    def forward(self, Z: Array) -> Array:
        self.Z = Z
        return super().forward(Z)

    def backward(self, dH: Array) -> Array:
        return dH * self.Z * (1 - self.Z)


class ForgottenUpstream(Sigmoid):
    """The local derivative alone."""

    def backward(self, dH: Array) -> Array:
        return self.H * (1 - self.H)


class ForgottenSquare(Tanh):
    """1 − H instead of 1 − H²."""

    def backward(self, dH: Array) -> Array:
        return dH * (1 - self.H)


class ConstantStatistics(LayerNorm):
    """Mean and deviation treated as constants."""

    def backward(self, dY: Array) -> Array:
        super().backward(dY)
        return dY * self.gain / self.deviation


class ForgottenSkip(Residual):
    """The branch's path only."""

    def backward(self, dY: Array) -> Array | None:
        return self.branch.backward(self.scale * dY)


class DividedByRows(MSELoss):
    """The lecture's MSELoss: the mean over N · D entries, its gradient divided by N."""

    def backward(self) -> Array:
        return 2 * self.error / self.error.shape[0]


class NeverDivided(MSELoss):
    """The gradient of the sum, not of the mean."""

    def backward(self) -> Array:
        return 2 * self.error


class ForgottenTwo(MSELoss):
    """The exponent's 2 forgotten."""

    def backward(self) -> Array:
        return self.error / self.error.size


class SigmoidTwice(BCELoss):
    """Multiplied by σ', which has cancelled already in the form with logits."""

    def backward(self) -> Array:
        return (self.P - self.T) * self.P * (1 - self.P) / self.P.size


class SummedCrossEntropy(CrossEntropyLoss):
    """The gradient of the sum over examples, not of the mean."""

    def backward(self) -> Array:
        return super().backward() * len(self.log_P)
