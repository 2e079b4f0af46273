"""Protects the texts of a page: texts stay text, and shown code has its owner's name."""

import pytest

from course_lib.page import notebook


class Layer:
    def forward(self):
        return 1

    def backward(self):
        return 2


def alone():
    return 3


def test_a_hostile_text_stays_text():
    assert "<script>" not in notebook.verbatim("<script>&").text
    assert "<b>" not in notebook.numbers_table(("<b>",), [("<b>",)], "<b>").text


@pytest.mark.parametrize("kind", ["", "forward", "backward"])
def test_a_conclusion_is_announced_when_it_changes(kind):
    said = notebook.says("**so**", kind).text
    assert f'class="bp-says {kind}" role="status" aria-live="polite"' in said
    assert "<strong>so</strong>" in said


def test_above_methods_stands_once_whose_they_are():
    shown = notebook.source(Layer.forward, Layer.backward).text
    assert shown.count("# Layer") == 1
    assert shown.count("def") == 2
    assert "#" not in notebook.source(alone).text.replace("&#", "")
