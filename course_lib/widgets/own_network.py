"""The text box for a student's own network, and the object that reads its text.

A text comes from a visitor or from the address. Whatever it contains, ``hear`` shows a
reply under the box and never raises. The last good network stays.
"""

from collections.abc import Callable, Mapping
from dataclasses import asdict
from typing import Any

import traitlets

from course_lib.drawing.live import OPERATIONS, LiveGraph
from course_lib.drawing.program import graph_program
from course_lib.engine.graph import Graph
from course_lib.engine.passes import forward
from course_lib.errors import CourseError, ParseError
from course_lib.exercises.judging import RIGHT, UNREADABLE, Verdict
from course_lib.language.lines import MAX_LINE, MAX_LINES
from course_lib.language.own import HIGH, LOW, OwnNetwork, read_own
from course_lib.widgets.cards import Card
from course_lib.widgets.controls import Range, Sliders, pairs
from course_lib.widgets.graph_view import GraphView
from course_lib.widgets.scripts import script, styles

PARAMETER = "network"  # in the address
LONGEST_LINK = 4000  # characters; browsers and servers accept this many
SLIDER_STEP = 0.01
STAYS = "The picture below still shows the last text that could be read."


class NetworkBox(Card):
    """A text area, buttons for examples, the verdict under it, a link that carries the text."""

    _esm = script("network_box")
    _css = f"{Card._css}{styles('network_box')}"
    text = traitlets.Unicode().tag(sync=True)
    drawn = traitlets.Unicode().tag(sync=True)  # the text of the picture
    examples: Any = traitlets.List().tag(sync=True)
    parameter = traitlets.Unicode(PARAMETER).tag(sync=True)
    longest_link = traitlets.Int(LONGEST_LINK).tag(sync=True)
    is_asked_for = traitlets.Bool().tag(sync=True)  # the address has a text: it leads here


class OwnGraph:
    """The last good network of one visitor: its sliders, its graph, and the box that changes all of them.

    A new text's sliders and graph reach the browser with its verdict. ``tell`` is called
    with how many networks were drawn whenever there is a new one.
    """

    def __init__(
        self,
        examples: Mapping[str, str],
        numbers: Mapping[str, float],
        tell: Callable[[int], None],
        asked: str | None = None,
    ) -> None:
        first = next(iter(examples.values())).strip()
        self._tell = tell
        self.numbers = dict(numbers)  # the last number of every name, even of names that are gone
        self.network = read_own(first, self.numbers)
        self.count = 0
        self.sliders = Sliders(self._ranges(), self.network.start, {})
        self.view = GraphView([self._program()], (), (), self.sliders, OPERATIONS, 0)
        self.box = NetworkBox(
            self._heard,
            text=first,
            drawn=first,
            examples=pairs({name: text.strip() for name, text in examples.items()}),
            verdict=asdict(Verdict(RIGHT, *said_of_network(self.network))),
            is_asked_for=asked is not None,
        )
        if asked is not None:
            self.box.text = clean_text(asked)
            self.hear(asked)

    @property
    def graph(self) -> Graph:
        """The graph of the last good text."""
        return self.network.graph

    def _ranges(self) -> dict[str, Range]:
        return dict.fromkeys(self.graph.inputs, (LOW, HIGH, SLIDER_STEP))

    def _program(self) -> str:
        values = forward(self.graph, **self.network.start)
        return graph_program(LiveGraph(self.graph, values), has_table=True)

    def hear(self, text: object) -> None:
        """Draw this text, or say why not; then the last good network stays."""
        self.numbers.update(self.sliders.now)
        try:
            network = read_own(clean_text(text), self.numbers)
        except ParseError as error:
            self.box.verdict = asdict(
                Verdict(
                    UNREADABLE,
                    f"Line {error.line}, column {error.column}: {error.problem}",
                    f"{error.hint} {STAYS}".strip(),
                    source=error.source,
                    column=error.column,
                )
            )
            return
        except CourseError as error:
            self.box.verdict = asdict(Verdict(UNREADABLE, error.problem, f"{error.hint} {STAYS}".strip()))
            return
        self.network = network
        self.count += 1
        self.view.show(self._program(), network.start, OPERATIONS, 0)
        self.sliders.replace(self._ranges(), network.start)
        self.box.show(drawn=network.text, verdict=asdict(Verdict(RIGHT, *said_of_network(network))))
        self._tell(self.count)

    def _heard(self, act: str, sent: Mapping[str, Any]) -> None:
        if act == "draw":
            self.hear(sent.get("text"))


def clean_text(text: object) -> str:
    """A visitor's text with a � for each character that cannot be shown; empty if it is not a text."""
    if not isinstance(text, str):
        return ""
    bounded = text[: MAX_LINES * MAX_LINE + 1]  # one more, so that it is still refused as too long
    return "".join(letter if letter.isprintable() or letter in "\n\r\t" else "�" for letter in bounded)


def said_of_network(network: OwnNetwork) -> tuple[str, str]:
    """The reply to a text that is drawn: a title and a sentence."""
    graph = network.graph
    operations = sum(node.operation is not None for node in graph)
    named = f"{'Input' if len(graph.inputs) == 1 else 'Inputs'}: {', '.join(graph.inputs)}."
    sentences = [f"{named} {operations} {_operations(operations)}."]
    for name, product in network.run_together.items():
        sentences.append(f"{name} is one name here. Did you mean {product}?")
    left_out = network.left_out
    if left_out:
        one = len(left_out) == 1
        sentences.append(
            f"{', '.join(left_out)} {'is' if one else 'are'} not in the picture: the last line, "
            f"{graph.name[graph.find(None)]}, does not depend on {'it' if one else 'them'}."
        )
    return "Drawn.", " ".join(sentences)


def _operations(count: int) -> str:
    return "operation" if count == 1 else "operations"
