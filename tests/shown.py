"""The words that a reader sees in the cells of a notebook, including those of their widgets.

A notebook runs once. Then its cells can be read by name: as they are at first, or with
controls moved; runs have run to their end, predictions are revealed, a question is answered.
A live graph is computed by the browser. Here Python shows it: ``tests/browser`` compares the two.
"""

import html
import importlib.util
import json
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from unittest.mock import patch

from ipywidgets import Widget
from ipywidgets.widgets.widget import _instances as WIDGETS  # every widget by its id; there is no public way

from course_lib import forward
from course_lib.drawing import program
from course_lib.drawing.live import LiveGraph
from course_lib.page import graphs
from course_lib.page import live as live_page
from course_lib.reading.steps import Steps
from course_lib.widgets import own_network
from course_lib.widgets.cards import PredictionCard, QuestionCard
from course_lib.widgets.graph_view import GraphView
from course_lib.widgets.own_network import NetworkBox
from course_lib.widgets.player import Player
from course_lib.widgets.run import Run
from tests.drawn import table_of, words_of
from tests.tables import unpacked
from tests.test_notebooks import cells

ID = re.compile(r'"model_id":\s*"(\w+)"')
STYLE = re.compile(r"<style>.*?</style>", re.DOTALL)
LINK = re.compile(r'<a\b[^>]*\bhref="([^"]*)"[^>]*>')
TAG = re.compile(r"<[^>]*>")
ROW = re.compile(r"<tr\b.*?</tr>", re.DOTALL)
ENTRY = re.compile(r"<t[hd]\b.*?</t[hd]>", re.DOTALL)

Place = str | Mapping[str, Any]  # where a control stands: a choice's name, sliders' numbers
WALK = "walk"  # among moved controls: the zoom, step and arithmetic of the cell's live graph
LIVES: dict[str, LiveGraph] = {}  # by its program, the graph that a program was made of


def recorded(make: Callable[..., str]) -> Callable[..., str]:
    """The function ``make``, which makes a graph's program, with a record of the graph."""

    def made(live: LiveGraph, *arguments: Any, **options: Any) -> str:
        program = make(live, *arguments, **options)
        LIVES[program] = live
        return program

    return made


class Page:
    """One notebook that has been run; ``names`` are its cells."""

    def __init__(self, path: Path) -> None:
        spec = importlib.util.spec_from_file_location(path.stem, path)
        self._module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(self._module)
        with (
            patch.object(graphs, "graph_program", recorded(program.graph_program)),
            patch.object(own_network, "graph_program", recorded(program.graph_program)),
            patch.object(live_page, "chain_program", recorded(program.chain_program)),
        ):
            outputs, self.defined = self._module.app.run()
        self.names = [name for name, _, _ in cells(path) if name != "setup"]
        self._outputs = dict(zip(self.names, outputs, strict=True))  # both in the file's order

    def function(self, name: str) -> Callable[..., Any]:
        """A function that the notebook defines at its top."""
        return getattr(self._module, name)

    def text(self, cell: str, moved: Mapping[str, Place] | None = None, answer: str = "") -> str:
        """The words that the cell shows, with its controls ``moved`` and its question answered, in one line."""
        return plain(self._markup(cell, moved, answer))

    def rows(self, cell: str, moved: Mapping[str, Place] | None = None) -> dict[str, list[str]]:
        """The rows of the cell's tables, by their first entries, with its controls ``moved``."""
        found = [[plain(entry) for entry in ENTRY.findall(row)] for row in ROW.findall(self._markup(cell, moved))]
        return {row[0]: row for row in found}

    def _markup(self, cell: str, moved: Mapping[str, Place] | None = None, answer: str = "") -> str:
        if not moved or WALK in moved:
            return markup_of(self._outputs[cell], answer, moved[WALK] if moved else {})
        with self._moved(moved):
            body = getattr(self._module, cell)
            output, _ = body.run(**{name: self.defined[name] for name in body.refs if name in self.defined})
            return markup_of(output, answer)

    @contextmanager
    def _moved(self, moved: Mapping[str, Place]) -> Iterator[None]:
        """The controls of these names elsewhere, and then back where they were."""
        before = {name: place(self.defined[name].widget, to) for name, to in moved.items()}
        try:
            yield
        finally:
            for name, at in before.items():
                place(self.defined[name].widget, at)


def place(widget: Any, to: Place) -> Place:
    """Put a control there; returns where it was."""
    if isinstance(to, str):
        before, widget.name = widget.name, to
        assert widget.name == to, f"{to} is none of {widget.options}"
    else:
        before, widget.numbers = widget.numbers, {**widget.numbers, **to}
        assert widget.numbers.items() >= to.items(), f"{to} is out of reach"
    return before


def markup_of(output: Any, answer: str = "", walk: Mapping[str, Any] | None = None) -> str:
    """The HTML of an output, followed by the HTML of every widget in it."""
    if isinstance(output, Widget):
        return " ".join(texts_of(output, answer, walk or {}))
    markup = str(getattr(output, "text", output))
    inside = dict.fromkeys(ID.findall(html.unescape(markup)))
    return " ".join([markup, *(text for found in inside for text in texts_of(WIDGETS[found], answer, walk or {}))])


def texts_of(widget: Any, answer: str, walk: Mapping[str, Any]) -> Iterator[str]:
    """Every text a widget shows, once it was used."""
    if isinstance(widget, GraphView):
        yield from texts_of_graph(widget, {**widget.walk, **walk})
        return
    use(widget, answer)
    for name, value in widget.get_state().items():
        if not name.startswith("_") and name not in ("layout", "sent"):
            yield from texts_in(value)


def texts_of_graph(view: GraphView, walk: Mapping[str, Any]) -> Iterator[str]:
    """Picture, words and table of a live graph at its numbers, made by the functions that its program was made of."""
    (group,) = unpacked(view.table)["groups"]
    text = "".join(group["pieces"])
    live, zooms = LIVES[text], json.loads(text)["zooms"]
    values = forward(live.graph, **view.numbers)
    zoom, step = walk["zoom"], min(walk["step"], len(zooms[walk["zoom"]]["places"]) - 1)
    trace = live.trace(values, zoom)
    if len(zooms[zoom]["places"]) == 1:
        yield from program.chain(live, trace, "")
        return
    yield live.picture(trace, zoom, Steps(trace).at(step), walk["every_edge"])
    yield words_of(trace, step)
    if zooms[zoom]["table"]:
        yield table_of(live, values, zoom, step)


def use(widget: Any, answer: str) -> None:
    """Do with a widget what a reader does: reveal, answer, draw, let it run to its end."""
    if isinstance(widget, PredictionCard):
        assert widget.presenter
        widget.sent = {"act": "reveal"}
    if isinstance(widget, QuestionCard) and answer:
        widget.sent = {"act": "answer", "texts": [answer]}
    if isinstance(widget, NetworkBox) and answer:
        widget.sent = {"act": "draw", "text": answer}
    if isinstance(widget, Run | Player) and widget.state == "ready":
        widget.sent = {"act": "start" if isinstance(widget, Run) else "play"}
    while getattr(widget, "state", "") in ("running", "playing"):
        widget.sent = {"act": "next", "run": widget.run, "piece": widget.piece}


def texts_in(value: Any) -> Iterator[str]:
    """Every text in a widget's state."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        yield from texts_in([*value.items()])
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from texts_in(inner)


def plain(markup: str) -> str:
    """HTML without tags and styles, in one line; a link's address stands in brackets before its text."""
    words = TAG.sub(" ", LINK.sub(r" [\1] ", STYLE.sub(" ", markup)))
    return " ".join(html.unescape(words).split())
