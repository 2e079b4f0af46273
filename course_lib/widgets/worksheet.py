"""A notebook's predictions and questions: cards that answer, one seed, one log.

When a visitor does something, the call that receives the message also decides what the
card shows. No cell runs again, so an answer costs the page nothing else.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from random import Random
from typing import Any

from course_lib.drawing.table import table
from course_lib.engine.graph import Graph
from course_lib.errors import BuildError
from course_lib.exercises import question
from course_lib.exercises.log import Entry, Log, LogError, read_log, write_log
from course_lib.exercises.prediction import Prediction
from course_lib.exercises.question import EXPRESSION, NUMBER, Question, Wording
from course_lib.widgets.cards import LogCard, NoteCard, PredictionCard, QuestionCard, nothing, told
from course_lib.widgets.prediction_item import PredictionItem
from course_lib.widgets.question_item import Make, QuestionItem

OTHER_NUMBERS = "tried at other numbers than your sliders': "
SHORTEN = "Nest fewer functions: numbers that exp or a power makes too large, or that a log cannot take, are not asked."


class Worksheet:
    """The predictions and questions of one notebook.

    ``seed`` decides everything that is drawn for this student. ``presenter`` puts a
    button on each prediction that reveals it at once. ``offline`` is for a page
    without Python: the cards include what they need to answer by themselves.
    """

    def __init__(self, notebook: str, seed: int, presenter: bool = False, offline: bool = False) -> None:
        self.notebook, self.seed, self.presenter, self.offline = notebook, seed, presenter, offline
        self.items: dict[str, PredictionItem | QuestionItem] = {}
        self._saved = ""
        self._warned = ""  # the file as it was when the page asked whether it may be replaced
        self._note = NoteCard(text=self._greeting())
        self._log = LogCard(self._heard, filename="", verdict=nothing("The file stays on your computer."))
        self.changed()

    # What a notebook calls.

    def note(self) -> NoteCard:
        """A note at the top: which numbers are this student's, and that a reload forgets the answers."""
        return self._note

    def predict(self, number: int, prediction: Prediction) -> PredictionCard:
        """Prediction ``number`` of this notebook, as a card."""
        name = f"Prediction {number}"
        return self._add(PredictionItem(name, prediction, self.changed, self.presenter, self.offline)).card

    @property
    def asks(self) -> str:
        """The kind of answer for a derivative: an expression, or a number on a page without Python."""
        return NUMBER if self.offline else EXPRESSION

    def question(
        self,
        number: int,
        graph: Graph,
        wrt: str | None = None,
        *,
        asks: str = EXPRESSION,
        of: str | None = None,
        ranges: Mapping[str, tuple[float, float]] | None = None,
        then: Sequence[str | tuple[Graph, str]] = (),
    ) -> QuestionCard:
        """Question ``number`` as a card: ∂of/∂wrt of a graph or, without ``wrt``, the value of ``of``.

        ``asks`` is "number" or "expression"; a page without Python asks for numbers.
        ``ranges`` limits the inputs that are drawn. Fresh questions take turns with those
        in ``then``, which are other names, or other graphs with one name each.
        """

        asks = self.asks if asks == EXPRESSION else asks
        turns = [(graph, wrt), *((graph, turn) if isinstance(turn, str) else turn for turn in then)]
        for about, name in turns:
            about.find(name)  # raise for an unknown name now, and not when a student gets there
            about.find(of)

        def make(random: Random, fresh: int) -> Question:
            about, name = turns[fresh % len(turns)]
            if name is None:
                return question.value(about, of or about.name[about.find(None)], random, asks, ranges)
            return question.derivative(about, name, random, asks, ranges, of)

        def wording(fresh: int) -> Wording:
            about, name = turns[fresh % len(turns)]
            return question.derivative_wording(about, name or "", asks, ranges, of)

        same_for_all = asks == EXPRESSION and all(name is not None for _, name in turns)
        return self.ask(number, make, wording if same_for_all else None)

    def ask(self, number: int, make: Make, wording: Callable[[int], Wording] | None = None) -> QuestionCard:
        """Question ``number``, made by ``make`` from a random generator; as a card.

        ``wording``, if given, makes the texts that are the same for every student.
        """
        return self._add(self._item(f"Question {number}", make, wording)).card

    def _item(self, name: str, make: Make, wording: Callable[[int], Wording] | None = None) -> QuestionItem:
        return QuestionItem(name, make, self.random, self.changed, self.offline, wording)

    def practice(
        self,
        name: str,
        graph: Graph,
        names: Sequence[str],
        ranges: Mapping[str, tuple[float, float]] | None = None,
    ) -> QuestionCard | NoteCard:
        """A question, as a card, about a graph that the visitor wrote and the page does not know beforehand.

        Fresh questions take turns with ``names``. The log does not keep the question,
        since it does not keep the graph. If nothing can be asked, a note says why.
        """
        made: list[Question] = []

        def make(random: Random, fresh: int) -> Question:
            refused = BuildError("It has no name to ask about.", "Give a part of it a name.")
            for k in range(len(names)):
                try:
                    asked = question.derivative(graph, names[(fresh + k) % len(names)], random, EXPRESSION, ranges)
                    made.append(replace(asked, tried_at=OTHER_NUMBERS))
                except BuildError as error:
                    refused = error
                else:
                    return made[-1]
            if made:
                return made[-1]  # it worked once: the same question again is better than none
            raise refused

        try:
            return self._item(name, make).card
        except BuildError as error:
            return NoteCard(text=f"No question can be asked about this network. {error.problem} {SHORTEN}")

    def log(self) -> LogCard | NoteCard:
        """The log of everything said so far, to save and to load again; without Python, a note."""
        return (
            NoteCard(text="In the live course there is a log here, to save and to read back in.")
            if self.offline
            else self._log
        )

    # What the cards call.

    def random(self, name: str, fresh: int) -> Random:
        """This student's random numbers for one question."""
        return Random(f"{self.notebook}/{self.seed}/{name}/{fresh}")

    def changed(self) -> None:
        """Show the log as it is now."""
        rows = [(item.title, item.said, item.standing) for item in self.items.values()]
        file = self.file()
        self._log.show(
            table=table(("", "you said", "how it stands"), rows, "Your predictions and answers", kind="log"),
            file=file,
            filename=f"backpropagation-{self.notebook}-seed-{self.seed}.json",
            unsaved=bool(self._entries()) and file != self._saved,
        )

    def file(self) -> str:
        """The log as it would be saved now."""
        verdicts = {item.name: item.standing for item in self.items.values()}
        return write_log(Log(self.notebook, self.seed, self._entries()), verdicts)

    def _add(self, item: Any) -> Any:
        self.items[item.name] = item  # a cell that runs again replaces its own
        self.changed()
        return item

    def _entries(self) -> tuple[Entry, ...]:
        entries = (item.entry() for item in self.items.values())
        return tuple(entry for entry in entries if len(entry.rounds) > 1 or entry.rounds[0].attempts)

    def _greeting(self) -> str:
        if self.offline:
            return "This page asks you questions and judges your answers. The live course judges expressions too."
        return (
            f"This page asks you questions. Your numbers are drawn from seed {self.seed}; ?seed={self.seed} in the "
            "address draws them again. Reloading forgets your answers: the log at the end saves them as a file "
            "and reads them back in."
        )

    def _heard(self, act: str, sent: Mapping[str, Any]) -> None:
        if act == "saved":
            self._saved = self.file()
            self._log.verdict = told("right", "Saved.", "The file goes where your browser keeps its downloads.")
        elif act == "read":
            self._log.verdict = self._read(sent.get("text", ""))
        self.changed()

    def _read(self, text: Any) -> dict[str, Any]:
        """Continue from a saved log; returns what to say about it."""
        try:
            log = read_log(text, self.notebook)
        except LogError as error:
            return told("unreadable", error.problem, f"{error.hint} What is on this page stays.")
        if self._log.unsaved and self._warned != self.file():
            self._warned = self.file()
            sentence = "Save them first, or choose the file again to replace them."
            return told("unreadable", "This page has unsaved answers.", sentence)
        self.seed = log.seed
        known = {entry.name: entry for entry in log.entries}
        for name, item in self.items.items():
            item.restore(known.get(name, Entry(name)))
        self._note.text = self._greeting()
        self._saved = self.file()
        unknown = len(known.keys() - self.items.keys())
        sentence = f"{len(known) - unknown} predictions and questions are as you left them, with seed {log.seed}."
        if unknown:
            sentence += f" {unknown} in the file are not on this page, and were left out."
        return told("right", "Read.", sentence)
