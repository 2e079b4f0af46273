"""Protects the picture of a cycle: cards, names, and arrows in the direction of the values."""

import re

from course_lib.sections.graphs.cycle import cycle_svg


def label(html):
    """The picture in words."""
    return re.search('role="img" aria-label="([^"]*)"', html)[1]


def way_told(html):
    """The names along the arrows, as the text alternative has them."""
    return re.findall(r"\b[a-z]\d?\b", label(html).split(":")[-1])


def test_a_cycle_has_a_card_a_name_and_an_arrow_each_and_its_arrows_go_with_the_values():
    html = cycle_svg(("u", "v", "w", "u"))  # u needs v needs w needs u
    assert re.findall(r'class="name"[^>]*>([^<]*)<', html) == ["u", "w", "v"]
    assert html.count('class="edge now"') == html.count('class="tip now"') == 3
    assert way_told(html) == ["u", "w", "v", "u"]


def test_a_line_that_needs_itself_is_a_loop():
    html = cycle_svg(("h", "h"))
    assert html.count('class="edge now"') == 1
    assert way_told(html) == ["h", "h"]


def test_long_and_hostile_names_fit_their_card():
    html = cycle_svg(("<b>" * 20, "v", "<b>" * 20))
    assert "<b>" not in html
    assert "…" in html
