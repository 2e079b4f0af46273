"""Protects the chain of diamonds: its frame stays, and it shows its counts."""

import re

import pytest

from course_lib.sections.graphs.diamonds import diamonds_svg


def label(html):
    """The picture in words."""
    return re.search('role="img" aria-label="([^"]*)"', html)[1]


@pytest.mark.parametrize("k", [1, 3, 10])
def test_a_chain_of_diamonds_keeps_its_frame_and_tells_its_counts(k):
    html = diamonds_svg([2**i for i in range(k + 1)], [4 * i for i in range(k + 1)], 10)
    assert (
        re.search(r'viewBox="([^"]*)"', html)[1] == re.search(r'viewBox="([^"]*)"', diamonds_svg([1, 2], [0, 4], 10))[1]
    )
    assert html.count('class="edge now"') == k
    assert html.count('class="edge faint"') == 10 - k
    words = label(html)
    assert f"{2**k} path" in words
    assert f"{4 * k} edge" in words
