"""The lecture's own classes, line by line and with their mistakes: 5.4 quotes them and runs them.

The lecture's ``grad_output`` is called dZ in ``layers``. Nothing here is checked, seeded
or corrected, and nothing else in the library uses it.
"""

import numpy as np


class Linear:
    """Z = X W + b, with both parameters' gradients divided by the number of examples."""

    def __init__(self, in_features, out_features):
        # He initialization
        self.W = np.random.randn(in_features, out_features) * np.sqrt(2.0 / in_features)
        self.b = np.zeros(out_features)
        self.grad_W = None
        self.grad_b = None

    def forward(self, x):
        self.x = x  # Cache for backward
        return x @ self.W + self.b

    def backward(self, grad_output):
        batch_size = self.x.shape[0]
        self.grad_W = self.x.T @ grad_output / batch_size
        self.grad_b = np.mean(grad_output, axis=0)
        return grad_output @ self.W.T


class ReLU:
    """H = max(0, Z), by a mask."""

    def forward(self, x):
        self.mask = x > 0
        return x * self.mask

    def backward(self, grad_output):
        return grad_output * self.mask


class Sigmoid:
    """H = σ(Z), clipped."""

    def forward(self, x):
        self.output = 1 / (1 + np.exp(-np.clip(x, -500, 500)))
        return self.output

    def backward(self, grad_output):
        return grad_output * self.output * (1 - self.output)


class MSELoss:
    """The mean over N · D entries, its gradient divided by N."""

    def forward(self, pred, target):
        self.pred = pred
        self.target = target
        return np.mean((pred - target) ** 2)

    def backward(self):
        return 2 * (self.pred - self.target) / self.pred.shape[0]
