"""Protects the proof of 5.4: right layers agree, a wrong one is counted and named."""

import numpy as np

from course_lib.layers.layer import Linear, ReLU
from course_lib.layers.losses import MSELoss
from course_lib.numerals import numeral
from course_lib.sections.layer_gradients.proof import proof
from tests.meaning import says

RANDOM = np.random.default_rng(1)
X, T = RANDOM.normal(size=(5, 3)), RANDOM.normal(size=(5, 4))


class Doubled(Linear):
    """A layer whose backward pass is wrong."""

    def backward(self, dZ):
        return 2 * super().backward(dZ)


def test_layers_that_are_right_agree_and_one_that_is_not_is_seen():
    found = proof({"Linear": (Linear(3, 4, RANDOM), MSELoss(), X, T), "ReLU": (ReLU(), MSELoss(), X, X + 1)}.items())
    assert says(found.said, "4 gradients", "4 of 4 agree", numeral(max(found.apart.values()), 1))
    assert [row[0] for row in found.rows] == ["Linear", "ReLU"]
    wrong = proof([("Doubled", (Doubled(3, 4, RANDOM), MSELoss(), X, T))])
    assert says(wrong.said, "2 of 3 agree")
    assert " and " in wrong.rows[0][3]
