"""Protects the two kinds of page: both have the same functions, and only one place chooses."""

import inspect

import pytest

from course_lib.page import exported, live
from course_lib.page.chapters import ALONE, EXPORTED, GALLERY, SERVED
from course_lib.page.kinds import on_this_page, this_page
from course_lib.page.site import SITE


def calls(module):
    """The module's own public functions, each with the names of its arguments."""
    return {
        name: list(inspect.signature(function).parameters)
        for name, function in inspect.getmembers(module, inspect.isfunction)
        if function.__module__ == module.__name__ and not name.startswith("_")
    }


def test_both_kinds_know_the_same_calls_with_the_same_arguments():
    assert calls(live) == calls(exported)
    assert len(calls(live)) >= 10
    assert isinstance(live.ABOUT_THE_LOG, str)
    assert isinstance(exported.ABOUT_THE_LOG, str)


@pytest.mark.parametrize(
    ("site", "kind"), [("", live), (ALONE, live), (GALLERY, live), (SERVED, live), (EXPORTED, exported)]
)
def test_a_page_is_of_the_kind_that_its_site_says(monkeypatch, site, kind):
    monkeypatch.setenv(SITE, site)
    assert this_page() is kind
    assert on_this_page(live="live", exported="exported") == kind.__name__.rpartition(".")[2]
