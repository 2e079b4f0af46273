"""Protects matrices in a row: each has its name and its numbers."""

import re

import numpy as np

from course_lib.drawing.matrices import matrices_row

X = np.arange(12.0).reshape(4, 3)
DZ = -X


def test_matrices_in_a_row_have_their_names_and_numbers():
    html = matrices_row([("X", X[:2, :2]), ("∂L/∂Z", DZ[:1, :2])])
    assert re.findall(r"<caption>(.*?)</caption>", html) == ["X", "∂L/∂Z"]
    assert len(re.findall("<td>", html)) == 6
    assert 'class="bp-matrix backward"' in html
