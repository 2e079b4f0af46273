"""A notebook's predictions and questions: cards that answer, one seed, one log.

Everything a card shows is decided here, in the same call that hears what a visitor
did: no cell runs again, so an answer costs the page nothing else.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, replace
from random import Random
from typing import Any

from course_lib.drawing.matrices import matrices_row
from course_lib.drawing.table import table
from course_lib.engine.graph import Graph
from course_lib.errors import BuildError
from course_lib.exercises import judging, question
from course_lib.exercises.choice import ChoiceQuestion
from course_lib.exercises.judging import Verdict
from course_lib.exercises.log import MOST_ATTEMPTS, MOST_ROUNDS, Entry, Log, LogError, Round, read_log, write_log
from course_lib.exercises.prediction import Prediction
from course_lib.exercises.question import EXPRESSION, NUMBER, Question
from course_lib.numerals import numeral
from course_lib.sections.checking.report import report_table
from course_lib.sections.layer_gradients import matrix_question
from course_lib.widgets.cards import LogCard, NoteCard, PredictionCard, QuestionCard, clean_texts

MISSES = 3  # after so many the hints are offered
HINTS = ("A hint: the formula", "Another: the factors", "Show the worked answer")
CHOICE_HINTS = ("A hint", "Another hint", "Show the answer and its reason")
FRESH = "A fresh question of this kind"
ROUNDS_ALONE = 3  # so many of each question a page without Python takes along
OTHER_NUMBERS = "tried at other numbers than your sliders': "
SHORTEN = (
    "Try fewer functions inside each other: what exp or a power makes too large, or a log cannot take, is left out."
)

Asked = Question | ChoiceQuestion
Make = Callable[[Random, int], Asked]  # (random, how many fresh questions came before) → question


class Worksheet:
    """The predictions and questions of one notebook.

    ``seed`` decides everything that is drawn for this student. ``presenter`` puts a
    button on each prediction that reveals it at once. ``offline`` is for a page
    without Python: the cards take along what they need to answer by themselves.
    """

    def __init__(self, notebook: str, seed: int, presenter: bool = False, offline: bool = False) -> None:
        self.notebook, self.seed, self.presenter, self.offline = notebook, seed, presenter, offline
        self.items: dict[str, PredictionItem | QuestionItem] = {}
        self._saved = ""
        self._warned = ""  # the file as it was when the page asked whether it may be replaced
        self._note = NoteCard(text=self._greeting())
        self._log = LogCard(self._heard, filename="", verdict=_nothing("The file stays on your computer."))
        self.changed()

    # What a notebook calls.

    def note(self) -> NoteCard:
        """Says before the start which numbers are this student's and that a reload forgets."""
        return self._note

    def predict(self, number: int, prediction: Prediction) -> PredictionCard:
        """Prediction ``number`` of this notebook, as a card."""
        item = PredictionItem(self, f"Prediction {number}", prediction)
        return self._add(item).card

    @property
    def asks(self) -> str:
        """What a derivative is asked for as: an expression; on a page without Python a number."""
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
        """Question ``number``: ∂of/∂wrt of a graph, or without ``wrt`` the value of ``of``; as a card.

        ``asks`` is "number" or "expression"; a page without Python asks for numbers.
        ``ranges`` limits the inputs that are drawn. Fresh questions take turns with those in ``then``: other names, or
        other graphs with a name each.
        """

        asks = self.asks if asks == EXPRESSION else asks
        turns = [(graph, wrt), *((graph, turn) if isinstance(turn, str) else turn for turn in then)]
        for about, name in turns:
            about.find(name)  # an unknown name is told now, not when a student gets there
            about.find(of)

        def make(random: Random, fresh: int) -> Question:
            about, name = turns[fresh % len(turns)]
            if name is None:
                return question.value(about, of or about.name[about.find(None)], random, asks, ranges)
            return question.derivative(about, name, random, asks, ranges, of)

        return self.ask(number, make)

    def entry(self, number: int, asked: matrix_question.Asked) -> QuestionCard:
        """Question ``number``: one entry of a layer's gradient, from small matrices; as a card."""
        return self.ask(number, lambda random, fresh: matrix_question.entry(asked, random))

    def ask(self, number: int, make: Make) -> QuestionCard:
        """Question ``number``, made by ``make`` from a random generator; as a card."""
        return self._add(QuestionItem(self, f"Question {number}", make)).card

    def practice(
        self,
        name: str,
        graph: Graph,
        names: Sequence[str],
        ranges: Mapping[str, tuple[float, float]] | None = None,
    ) -> QuestionCard | NoteCard:
        """A question about a graph that the page does not know beforehand, of the visitor's own; as a card.

        Fresh questions take turns with ``names``. The log does not keep it, since it
        does not keep the graph. Where nothing can be asked, a note says why.
        """
        made: list[Question] = []

        def make(random: Random, fresh: int) -> Question:
            refused = BuildError("There is no name on the way to its last line.", "Give a part of it a name.")
            for k in range(len(names)):
                try:
                    asked = question.derivative(graph, names[(fresh + k) % len(names)], random, EXPRESSION, ranges)
                    made.append(replace(asked, tried_at=OTHER_NUMBERS))
                except BuildError as error:
                    refused = error
                else:
                    return made[-1]
            if made:
                return made[-1]  # once it went well: rather the same again than none
            raise refused

        try:
            return QuestionItem(self, name, make).card
        except BuildError as error:
            return NoteCard(text=f"No question can be asked about this network. {error.problem} {SHORTEN}")

    def log(self) -> LogCard | NoteCard:
        """Everything said so far, to save and to read back in; without Python there is none to keep."""
        return (
            NoteCard(text="The live course keeps a log here, to save and to read back in.")
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
            return "This page asks you things, and answers by itself. In the live course expressions are judged too."
        return (
            f"This page asks you things. Your numbers are drawn from seed {self.seed}; ?seed={self.seed} in the "
            "address draws them again. A reload forgets what you said: the log at the end saves it as a file "
            "and reads it back in."
        )

    def _heard(self, act: str, sent: Mapping[str, Any]) -> None:
        if act == "saved":
            self._saved = self.file()
            self._log.verdict = _told("right", "Saved.", "The file goes where your browser keeps its downloads.")
        elif act == "read":
            self._log.verdict = self._read(sent.get("text", ""))
        self.changed()

    def _read(self, text: Any) -> dict[str, Any]:
        """Go on from a saved log; says what became of it."""
        try:
            log = read_log(text, self.notebook)
        except LogError as error:
            return _told("unreadable", error.problem, f"{error.hint} What is on this page stays.")
        if self._log.unsaved and self._warned != self.file():
            self._warned = self.file()
            sentence = "Save it first. Or choose the file once more: then it takes the place of what is here."
            return _told("unreadable", "This page holds something that is not saved.", sentence)
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
        return _told("right", "Read.", sentence)


class PredictionItem:
    """One prediction: what was said, once."""

    def __init__(self, sheet: Worksheet, name: str, prediction: Prediction) -> None:
        self.sheet, self.name, self.prediction = sheet, name, prediction
        self.said = ""
        self.card = PredictionCard(
            self._heard,
            heading=name,
            prompt=prediction.prompt,
            options=list(prediction.options),
            presenter=sheet.presenter,
            replies={said: self._reply(said) for said in prediction.options} if sheet.offline else {},
            verdict=_nothing("Commit first. What happens is shown when you have locked your prediction."),
        )

    @property
    def title(self) -> str:
        """What the log calls it."""
        return self.name

    @property
    def standing(self) -> str:
        """How it stands, for the log."""
        if not self.said:
            return "open"
        return "came true" if self.prediction.is_right(self.said) else f"it was: {self.prediction.outcome}"

    def entry(self) -> Entry:
        """What was said, for the log's file."""
        return Entry(self.name, (Round(((self.said,),) if self.said else ()),))

    def restore(self, entry: Entry) -> None:
        """Say again what a log says."""
        self.said = ""
        self.card.show(locked=False, said="", verdict=_nothing("Commit first."))
        for attempt in entry.rounds[0].attempts[:1]:
            self._lock(attempt)

    def _heard(self, act: str, sent: Mapping[str, Any]) -> None:
        if act == "lock":
            self._lock(clean_texts(sent))
            self.sheet.changed()
        elif act == "reveal" and self.sheet.presenter and not self.said:
            prediction = self.prediction
            self.card.verdict = _told("revealed", prediction.revealed(), prediction.why)

    def _lock(self, texts: Sequence[str]) -> None:
        """Keep what was said; nothing changes it afterwards."""
        said = texts[0].strip() if texts else ""
        if self.said:
            return
        if not self.prediction.accepts(said):
            wanted = "Choose one of the answers first." if self.prediction.options else "Type a number first."
            self.card.verdict = _told("unreadable", wanted, "")
            return
        self.said = said
        self.card.show(said=said, locked=True, verdict=self._reply(said))

    def _reply(self, said: str) -> dict[str, Any]:
        title, why = self.prediction.reply(said)
        return _told("right" if self.prediction.is_right(said) else "wrong", title, why)


class QuestionItem:
    """One question: every attempt at it, the hints shown, and how many fresh ones there were."""

    def __init__(self, sheet: Worksheet, name: str, make: Make) -> None:
        self.sheet, self.name, self.make = sheet, name, make
        self.before: list[tuple[Round, str]] = []  # the rounds before a fresh question, and how each ended
        self.attempts: list[tuple[str, ...]] = []
        self.solved: tuple[str, ...] = ()  # the attempt that was right, whatever was tried after it
        self.card = QuestionCard(self._heard, heading=name)
        self._start(0)
        if sheet.offline:
            first = self._alone(0)
            if first["answers"]:
                self.card.show(rounds=[first, *map(self._alone, range(1, ROUNDS_ALONE))])
            else:
                self.card.show(judged=False, hints=first["hints"])

    @property
    def title(self) -> str:
        """What the log calls it."""
        return f"{self.name}: {self.question.topic}"

    @property
    def is_right(self) -> bool:
        """Whether the last attempt was right; an empty one is none."""
        return bool(self.solved) and self.attempts[-1] == self.solved

    @property
    def said(self) -> str:
        """The attempt that was right, or else the last one."""
        attempt = self.solved or (self.attempts[-1] if self.attempts else ())
        return "; ".join(text for text in attempt if text.strip())

    @property
    def standing(self) -> str:
        """How it stands, for the log: this round, and those before it."""
        now = standing_of(self._round(), bool(self.solved))
        return "; then ".join([*(stood for _, stood in self.before), now])

    def entry(self) -> Entry:
        """What was said, for the log's file."""
        return Entry(self.name, (*(one for one, _ in self.before), self._round()))

    def restore(self, entry: Entry) -> None:
        """Say again what a log says; it is judged again."""
        self.before = []
        for fresh, one in enumerate(entry.rounds):
            self._start(fresh)
            for attempt in one.attempts:
                self._answer(attempt)
            self.hints_shown = min(one.hints, len(self.question.hints))
        self.card.show(texts=list(self.attempts[-1]) if self.attempts else [], **self._shown())

    def _round(self) -> Round:
        return Round(tuple(self.attempts[-MOST_ATTEMPTS:]), self.hints_shown)

    def _start(self, fresh: int) -> None:
        """A question nobody has answered yet; ``fresh`` counts those before it."""
        if fresh:
            self.before.append((self._round(), standing_of(self._round(), bool(self.solved))))
        self.fresh = fresh
        self.question = self._fresh(fresh)
        self.attempts = []
        self.misses = self.hints_shown = 0
        self.solved = ()
        self.verdict = first_verdict(self.question)
        self.card.show(**face_of(self.question), texts=[], asked=self.card.asked + 1, **self._shown())

    def _fresh(self, fresh: int) -> Asked:
        return self.make(self.sheet.random(self.name, fresh), fresh)

    def _alone(self, fresh: int) -> dict[str, Any]:
        """A round for a page without Python: the question, its known answers, its hints and what the button says."""
        asked = self._fresh(fresh)
        return {
            "face": face_of(asked),
            "first": asdict(first_verdict(asked)),
            "answers": known_answers(asked),
            "hints": list(asked.hints),
            "labels": [*hint_labels(asked), FRESH if fresh + 1 < ROUNDS_ALONE else ""],
        }

    def _heard(self, act: str, sent: Mapping[str, Any]) -> None:
        if act == "answer":
            self._answer(clean_texts(sent))
            self.card.show(**self._shown())
        elif act == "help" and self._help_there_is():
            self._help()
        self.sheet.changed()

    def _answer(self, texts: tuple[str, ...]) -> None:
        self.verdict = judging.judge(self.question, texts)
        if self.verdict.rung == judging.NOTHING or self.attempts[-1:] == [texts]:
            return
        self.attempts.append(texts)
        self.misses += self.verdict.is_miss
        if self.verdict.rung == judging.RIGHT:
            self.solved = texts

    def _help(self) -> None:
        """The next hint; behind the last one, or a right answer, a fresh question."""
        if self._help_there_is() == FRESH:
            self._start(self.fresh + 1)
        else:
            self.hints_shown += 1
            self.card.show(**self._shown())

    def _help_there_is(self) -> str:
        """What the help button says; empty where there is none."""
        fresh = FRESH if self.fresh + 1 < MOST_ROUNDS else ""  # a log holds so many and no more
        if self.is_right:
            return fresh
        return [*hint_labels(self.question), fresh][self.hints_shown] if self.misses >= MISSES else ""

    def _shown(self) -> dict[str, Any]:
        """The verdict and what help there is."""
        hints = list(self.question.hints[: self.hints_shown])
        return {"verdict": asdict(self.verdict), "hints": hints, "help": self._help_there_is()}


def face_of(asked: Asked) -> dict[str, Any]:
    """What a card shows of a question before anything is said to it."""
    return {
        "asks": asked.asks,
        "prompt": asked.prompt,
        "given": list(asked.given),
        "typing": asked.typing,
        "numbers": numbers_of(asked),
        "fields": list(asked.fields),
    }


def first_verdict(asked: Asked) -> Verdict:
    """What stands where the verdict will be."""
    first = "Choose an answer." if isinstance(asked, ChoiceQuestion) else "Type an answer and press Enter."
    return Verdict(judging.NOTHING, first)


def hint_labels(asked: Asked) -> tuple[str, ...]:
    """What the button says before each hint."""
    return (CHOICE_HINTS if isinstance(asked, ChoiceQuestion) else HINTS)[: len(asked.hints)]


def standing_of(one: Round, right: bool) -> str:
    """How one round of a question stands: ``right, 2 tries, worked answer seen``."""
    if not one.attempts:
        return "open"
    tries = f"{len(one.attempts)} {'try' if len(one.attempts) == 1 else 'tries'}"
    help_seen = ("", ", 1 hint", ", 2 hints", ", worked answer seen")[min(one.hints, 3)]
    return f"{'right' if right else 'not yet'}, {tries}{help_seen}"


def known_answers(asked: Asked) -> list[dict[str, Any]]:
    """For a page without Python: each option, or the numbers of the right answer and of each mistake, and the reply."""
    if isinstance(asked, ChoiceQuestion):
        return [{"said": text, "verdict": asdict(judging.judge(asked, [text]))} for text in asked.fields]
    if asked.asks != NUMBER:
        return []
    numbers = [asked.truth, *([mistake.wrong(point.values) for point in asked.points] for mistake in asked.mistakes)]
    return [
        {"numbers": list(each), "verdict": asdict(judging.judge(asked, [repr(number) for number in each]))}
        for each in numbers
    ]


def numbers_of(asked: Asked) -> str:
    """The table of what a question is asked about; empty for an expression, which holds at any numbers."""
    if isinstance(asked, ChoiceQuestion):
        report = report_table(asked.report, captioned=False) if asked.report else ""
        return report + (_facts(asked) if asked.facts else "")
    if asked.asks != NUMBER:
        return ""
    if isinstance(asked.points[0], matrix_question.MatrixPoint):
        return matrices_row(asked.points[0].shown)
    names = [name for name in asked.names if name != asked.topic]
    rows = [(point.label or "your numbers", *(numeral(point.values[name]) for name in names)) for point in asked.points]
    return table(("", *names), rows, "The numbers of this question")


def _facts(asked: ChoiceQuestion) -> str:
    """What is known, in one row."""
    return table([name for name, _ in asked.facts], [[found for _, found in asked.facts]], "What was found")


def _told(rung: str, title: str, sentence: str) -> dict[str, Any]:
    return asdict(Verdict(rung, title, sentence))


def _nothing(title: str) -> dict[str, Any]:
    return _told(judging.NOTHING, title, "")
