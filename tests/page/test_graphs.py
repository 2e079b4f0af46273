"""Protects live graphs on a page: they have sliders of their own inputs, and both kinds of page show every network."""

import json

import pytest

from course_lib.drawing.live import OPERATIONS, STATEMENTS, LiveGraph
from course_lib.errors import BuildError
from course_lib.page import notebook
from course_lib.page.chapters import EXPORTED
from course_lib.page.site import SITE
from course_lib.widgets.graph_view import GraphView
from tests.networks import LECTURE, OPEN, run
from tests.shown import ID, WIDGETS
from tests.tables import unpacked

STAGES = {"3u": "3*{}", "u²": "{}**2"}


@pytest.fixture(params=["", EXPORTED], ids=["live", "exported"], autouse=True)
def kind(request, monkeypatch):
    monkeypatch.setenv(SITE, request.param)
    return request.param


def live_of(text, inputs):
    values = run(text, **inputs)
    return LiveGraph(values.graph, values)


def view_in(shown):
    """The graph's widget in a piece of a page."""
    (view,) = (WIDGETS[found] for found in ID.findall(shown.text.replace("&quot;", '"')) if is_view(WIDGETS[found]))
    return view


def is_view(widget):
    return isinstance(widget, GraphView)


def zooms_in(view):
    return [list(json.loads("".join(group["pieces"]))["zooms"]) for group in unpacked(view.table)["groups"]]


def test_a_live_graph_opens_where_it_is_told_and_else_at_its_end():
    live = live_of(LECTURE, OPEN)
    sliders = notebook.sliders(dict.fromkeys(OPEN, (-3, 3)), OPEN)
    view = view_in(notebook.live_graph(live, sliders))
    assert view.walk == {"zoom": OPERATIONS, "step": live.steps[OPERATIONS].last, "every_edge": False}
    assert (view.channel, view.numbers) == (sliders.channel, OPEN)
    view = view_in(notebook.live_graph(live, sliders, zooms=(STATEMENTS,), step=2))
    assert (view.walk["zoom"], view.walk["step"]) == (STATEMENTS, 2)
    assert zooms_in(view) == [[STATEMENTS]]


def test_a_graph_without_a_slider_for_each_input_is_refused():
    sliders = notebook.sliders({"x": (0, 1)}, {"x": 0})
    with pytest.raises(BuildError, match="slider for each input"):
        notebook.live_graph(live_of(LECTURE, OPEN), sliders)


def test_a_chain_shows_the_network_of_the_choices_and_an_exported_page_has_those_of_all(kind):
    stage = notebook.choose(STAGES, "u²", "h(u) =")
    place = notebook.place(notebook.sliders({"x": (-2, 2)}, {"x": 0.5}))

    def make(h):
        return live_of(f"L = {h.format('x')}", {"x": 0.5})

    view = view_in(notebook.chain_graph(notebook.chosen(make, h=stage), place))
    table = unpacked(view.table)
    programs = ["".join(group["pieces"]) for group in table["groups"]]
    if kind == EXPORTED:
        assert table["shape"] == [2]
        assert [axis["channel"] for axis in view.axes] == [stage.channel]
        assert len(table["which"]) == 2
    else:
        assert len(programs) == 1
        assert "x²" in programs[0]
        stage.name = "3u"
        again = view_in(notebook.chain_graph(notebook.chosen(make, h=stage), place))
        assert again is view  # so the page shows it in place
        assert "3·x" in "".join(unpacked(view.table)["groups"][0]["pieces"])
