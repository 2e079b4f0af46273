"""Protects the products that could be a gradient: which fit, and which of these are wrong."""

import numpy as np

from course_lib.sections.layer_gradients.products import Products
from tests.meaning import says

TRUTH = np.array([[1.0, 2.0], [3.0, 4.0]])


def test_a_wrong_product_that_fits_is_told():
    found = Products("W", TRUTH, {"right": TRUTH, "mirrored": TRUTH.T, "longer": np.ones((3, 2)), "impossible": None})
    assert list(found.fitting) == ["right", "mirrored"]
    assert found.wrong == ["mirrored"]
    assert [row[-1] for row in found.rows] == ["right", "wrong", "wrong", "wrong"]
    assert [row[2] for row in found.rows] == ["fits", "fits", "does not fit", "does not fit"]
    assert says(found.said, "2 of 4", "1 of them is wrong")


def test_where_only_the_right_one_fits_the_shapes_protect():
    found = Products("X", TRUTH, {"right": TRUTH, "longer": np.ones((3, 2))})
    assert found.wrong == []
    assert says(found.said, "only one", "2 × 2")
