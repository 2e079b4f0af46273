"""Protects a picture with given texts on its cards."""

import re
from html import unescape

from course_lib import parse
from course_lib.drawing.picture import picture_of
from course_lib.drawing.still import still

GRAPH = parse("s = a + b\np = s*c\nq = sin(s)\nL = p + q")


def label(html):
    """The picture in words."""
    return re.search('role="img" aria-label="([^"]*)"', html)[1]


def test_given_texts_are_escaped_and_told_in_the_text_alternative():
    picture = picture_of(GRAPH)
    texts = dict.fromkeys(picture.layout.boxes, "<?>")
    html = still(picture, texts, texts, caption="a < b")
    assert "<?>" not in html
    words = unescape(label(html))
    assert re.search(r"\bp: value <\?>, \w+ <\?>", words)
    assert "a &lt; b" in html
