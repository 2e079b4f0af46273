"""Named mistakes in layers and losses, which a gradient check should find.

A mistake is data: the classes that it replaces (by classes from ``wrong_layers``), what
is wrong, and what the report shows. ``plant`` puts a mistake into a correct network.
"""

from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass

from course_lib.errors import SettingError
from course_lib.layers.layer import Layer, LayerNorm, LeakyReLU, Linear, ReLU, Residual, Sigmoid, Tanh
from course_lib.layers.losses import BCELoss, CrossEntropyLoss, Loss, MSELoss
from course_lib.sections.checking import wrong_layers


@dataclass(frozen=True, eq=False)  # each is itself alone, so that a report can be kept for it
class LayerMistake:
    """One named mistake.

    ``name`` is short, ``what`` says which line is wrong, and ``shows`` what the report
    shows. ``variants`` maps each class that it replaces to the wrong class. ``square`` is
    true if W must be square, since other shapes raise an error even without a check.
    """

    name: str
    what: str
    shows: str
    variants: Mapping[type, type]
    square: bool = False

    def fits(self, part: Layer | Loss) -> bool:
        """Whether it can be planted in this layer or loss."""
        if self.square and isinstance(part, Linear) and part.W.shape[0] != part.W.shape[1]:
            return False
        return type(part) in self.variants


LAYER_MISTAKES = (
    LayerMistake(
        "dW transposed",
        "The weights' gradient is dZᵀ X; it should be Xᵀ dZ, which has the shape of W.",
        "This layer's W differs, except on its diagonal; X and b agree. If W is not square, its shape is wrong, too.",
        {Linear: wrong_layers.TransposedWeightGradient},
        square=True,
    ),
    LayerMistake(
        "dX not transposed",
        "The input's gradient is dZ W; it should be dZ Wᵀ.",
        "This layer's W and b agree; everything before it differs. If W is not square, the product raises an error.",
        {Linear: wrong_layers.UntransposedInputGradient},
        square=True,
    ),
    LayerMistake(
        "db of one row",
        "The bias's gradient is the first row of dZ; b was added to every row, so all rows must be added.",
        "Only this layer's b differs. With one example it would agree.",
        {Linear: wrong_layers.FirstRowBias},
    ),
    LayerMistake(
        "db averaged",
        "The bias's gradient is the mean of dZ's rows; it should be their sum, since the loss has divided already.",
        "Only this layer's b differs: its gradient is 1/N of the numerical one.",
        {Linear: wrong_layers.MeanBias},
    ),
    LayerMistake(
        "dW divided again",
        "The weights' gradient is divided by N; the loss has divided already.",
        "Only this layer's W differs: its gradient is 1/N of the numerical one.",
        {Linear: wrong_layers.DividedWeightGradient},
    ),
    LayerMistake(
        "the lecture's two divisions",
        "Linear divides by the N examples, and MSELoss by N, although it averaged over N · D entries.",
        "Each parameter's gradient is D/N times the numerical one, that of X is D times. With N = D only X differs.",
        {Linear: wrong_layers.LectureLinear, MSELoss: wrong_layers.DividedByRows},
    ),
    LayerMistake(
        "dW added twice",
        "The gradient is added to itself, as if a second backward pass added to gradients that were not cleared.",
        "Only this layer's W differs: its gradient is twice the numerical one, a relative error of ½.",
        {Linear: wrong_layers.AddedTwice},
    ),
    LayerMistake(
        "ReLU's gate forgotten",
        "ReLU passes its upstream gradient back even where Z ≤ 0.",
        "Everything before the ReLU differs. With every gate open it would agree.",
        {ReLU: wrong_layers.ForgottenGate},
    ),
    LayerMistake(
        "ReLU's gate inverted",
        "ReLU passes the gradient back where Z ≤ 0 and stops it where Z > 0.",
        "Everything before the ReLU differs, since the wrong entries of its gradient are 0.",
        {ReLU: wrong_layers.InvertedGate},
    ),
    LayerMistake(
        "gated by the upstream's sign",
        "ReLU stops negative gradients; its gate should depend on the sign of Z, not of the gradient.",
        "Everything before the ReLU differs.",
        {ReLU: wrong_layers.UpstreamGate},
    ),
    LayerMistake(
        "leaky slope forgotten",
        "LeakyReLU stops the gradient where Z ≤ 0; it should multiply it by the small slope there.",
        "Everything before it differs, but only a little: with a slope of 0.01 the norm looks almost right.",
        {LeakyReLU: wrong_layers.ForgottenSlope},
    ),
    LayerMistake(
        "σ′ of the input",
        "Sigmoid multiplies by Z (1 − Z); it should be H (1 − H), with its output H.",
        "Everything before the Sigmoid differs, often in sign: Z (1 − Z) is negative outside 0 to 1.",
        {Sigmoid: wrong_layers.DerivativeOfInput},
    ),
    LayerMistake(
        "upstream forgotten",
        "Sigmoid returns its local derivative alone; it must be multiplied by the upstream gradient.",
        "Everything before the Sigmoid differs, and no longer depends on the loss.",
        {Sigmoid: wrong_layers.ForgottenUpstream},
    ),
    LayerMistake(
        "tanh′ without the square",
        "Tanh multiplies by 1 − H; its derivative is 1 − H².",
        "Everything before the Tanh differs, most where H is far from 0.",
        {Tanh: wrong_layers.ForgottenSquare},
    ),
    LayerMistake(
        "statistics taken for constants",
        "LayerNorm only divides by the standard deviation; every entry also changes its row's mean and deviation.",
        "gain and bias agree; everything before the LayerNorm differs.",
        {LayerNorm: wrong_layers.ConstantStatistics},
    ),
    LayerMistake(
        "skip forgotten",
        "Residual passes back the branch's contribution only; the skip is a second path, and paths add.",
        "The branch's parameters agree; everything before the Residual differs.",
        {Residual: wrong_layers.ForgottenSkip},
    ),
    LayerMistake(
        "divided by the rows only",
        "MSELoss averages over N · D entries but divides its gradient by N only.",
        "Every gradient is D times the numerical one. With one output it would agree.",
        {MSELoss: wrong_layers.DividedByRows},
    ),
    LayerMistake(
        "never divided",
        "MSELoss returns the gradient of the sum; the gradient of the mean has a factor 1/(N · D).",
        "Every gradient is N · D times the numerical one.",
        {MSELoss: wrong_layers.NeverDivided},
    ),
    LayerMistake(
        "2 forgotten",
        "MSELoss returns error/size; the square's derivative has a factor 2.",
        "Every gradient is half the numerical one, a relative error of ½.",
        {MSELoss: wrong_layers.ForgottenTwo},
    ),
    LayerMistake(
        "σ′ multiplied in again",
        "BCELoss multiplies by P (1 − P), which has cancelled already, since the loss takes logits.",
        "Every gradient is too small, by a factor between 0 and ¼ that differs from example to example.",
        {BCELoss: wrong_layers.SigmoidTwice},
    ),
    LayerMistake(
        "cross-entropy summed",
        "CrossEntropyLoss returns the gradient of the sum over examples; the gradient of the mean has a factor 1/N.",
        "Every gradient is N times the numerical one.",
        {CrossEntropyLoss: wrong_layers.SummedCrossEntropy},
    ),
)


def plant(mistake: LayerMistake, network: Layer, loss: Loss, place: int | None = None) -> tuple[Layer, Loss]:
    """Copies of a network and its loss with the mistake in them: the same parameters, but one line replaced.

    The mistake is planted wherever it fits, or only in the layer at ``place`` of ``network.walk()``.

    Raises:
        SettingError: the mistake does not fit there, or does not fit anywhere.
    """
    network, loss = deepcopy(network), deepcopy(loss)
    parts: list[Layer | Loss] = [*network.walk(), loss]
    chosen = [part for part in (parts if place is None else parts[place : place + 1]) if mistake.fits(part)]
    if not chosen:
        wanted = " or ".join(kind.__name__ for kind in mistake.variants) + ", W square" * mistake.square
        hint = f"{mistake.name!r} can be planted nowhere else."
        if place is None:
            raise SettingError("network", type(network).__name__, f"one with a {wanted}", hint)
        raise SettingError("place", place, f"that of a {wanted}", hint)
    for part in chosen:
        part.__class__ = mistake.variants[type(part)]
    return network, loss
