"""Protects the layout of pieces: each once, in order, and whatever is folded away says what it is."""

import re

from course_lib.page import notebook


def test_pieces_stand_in_their_order():
    shown = notebook.stack(notebook.says("one"), notebook.beside(notebook.says("two"), notebook.says("three"))).text
    assert shown.index("one") < shown.index("two") < shown.index("three")


def test_what_waits_for_a_prediction_says_which_and_what_and_stays_text():
    shown = notebook.after_prediction(2, notebook.says("the answer"), what="<b>").text
    assert re.search(r"<summary>[^<]*\b2\b[^<]*&lt;b&gt;[^<]*</summary>", shown)
    assert shown.startswith("<details")
    assert " open" not in shown


def test_a_slide_has_its_headline_above_what_it_shows():
    shown = notebook.slide("Three", notebook.says("three things")).text
    assert shown.index("<h3") < shown.index("three things")
