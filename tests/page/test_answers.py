"""Protects the worksheet's seed: it comes from the address, or is the same for all if there is no student."""

import marimo
import pytest

from course_lib.page import notebook
from course_lib.page.answers import SAME_FOR_ALL
from course_lib.page.site import PRESENTER


@pytest.fixture(autouse=True)
def address(monkeypatch):
    """The part of the address after its question mark."""
    asked = {}
    monkeypatch.setattr(marimo, "query_params", lambda: asked)
    return asked


@pytest.mark.parametrize(
    ("asked", "seed"),
    [({"seed": "7"}, 7), ({"seed": "0"}, 0), ({}, SAME_FOR_ALL)]
    + [({"seed": wrong}, SAME_FOR_ALL) for wrong in ("-1", "", "x", "1e3", "7.0", "²", "٧", "9" * 20, ["7", "8"])],
)
def test_the_seed_is_that_of_the_address(address, asked, seed):
    address.update(asked)
    assert notebook.worksheet("5.3").seed == seed


@pytest.mark.parametrize(("said", "presents"), [("1", True), ("", False), ("0", False)])
def test_only_a_presenter_may_reveal_at_once(monkeypatch, said, presents):
    monkeypatch.setenv(PRESENTER, said)
    assert notebook.worksheet("5.3").presenter is presents


def test_the_end_of_a_notebook_has_its_log_and_what_is_said_besides():
    shown = notebook.what_you_said(notebook.worksheet("5.3"), "Drills are not kept.").text
    assert "Drills are not kept." in shown
    assert "<h" in shown  # its heading
    assert "<marimo-anywidget" in shown  # the log
