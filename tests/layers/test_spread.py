"""Protects the spread of a batch: it measures the distance between examples, not their size."""

import numpy as np
import pytest

from course_lib.layers.spread import spread


def test_spread_is_between_examples_and_not_their_size():
    h = np.full((5, 3), 7.0)
    assert spread(h) == 0
    h[0] += 1
    assert spread(h) == pytest.approx(0.4)
