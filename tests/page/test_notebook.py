"""Protects the seed of a page: it comes from the address if that holds a usable one."""

import marimo
import pytest

from course_lib.page import notebook
from course_lib.page.answers import SAME_FOR_ALL


def seed_of(monkeypatch, asked):
    monkeypatch.setattr(marimo, "query_params", lambda: asked)
    return notebook.worksheet("5.3").seed


def test_the_addresss_seed_is_taken(monkeypatch):
    assert seed_of(monkeypatch, {"seed": "7"}) == 7
    assert seed_of(monkeypatch, {"seed": "0"}) == 0


@pytest.mark.parametrize("text", [None, "", "abc", "-1", "1e3", "7.0", "²", "9" * 20, ["7", "8"]])
def test_without_a_usable_one_a_page_has_a_seed_of_its_own(monkeypatch, text):
    assert seed_of(monkeypatch, {} if text is None else {"seed": text}) == SAME_FOR_ALL
