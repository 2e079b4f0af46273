"""The drill's card: a small graph with a box for each blank, and a fresh graph whenever the visitor asks.

As with a question, the answers are judged here and no cell runs again.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

import traitlets

from course_lib.drawing.picture import picture_of
from course_lib.drawing.still import still
from course_lib.exercises import judging
from course_lib.exercises.drill import LEVELS, Blank, Drill, draw_drill
from course_lib.exercises.judging import Verdict
from course_lib.exercises.known_answers import known_answers
from course_lib.reading.explain import show
from course_lib.widgets.cards import CLOSE, Card, clean_texts
from course_lib.widgets.scripts import script, styles
from course_lib.widgets.worksheet import Worksheet

UNKNOWN = "?"
LONGEST = 100  # characters of a blank
MOST_FRESH = 1000  # drills per level
IN_THE_BANK = 3  # drills per level that a page without Python includes
ALWAYS = "Drawn from your seed. There is always another."
START = "Fill in what you can, and press Enter. A blank left empty is not judged."


class DrillCard(Card):
    """Levels, a graph with blanks, a box for each, marks and a verdict.

    ``shown`` is the drill on the page, and ``marks`` has the state of each box. ``bank``
    is for a page without Python: some drills of each level, with replies to their answers.
    """

    _esm = script("drill")
    _css = f"{styles('controls')}{Card._css}{styles('drill')}"
    levels: Any = traitlets.List(list(LEVELS)).tag(sync=True)
    level = traitlets.Unicode(LEVELS[0]).tag(sync=True)
    shown = traitlets.Dict().tag(sync=True)
    marks: Any = traitlets.List().tag(sync=True)
    bank = traitlets.Dict().tag(sync=True)
    note = traitlets.Unicode().tag(sync=True)
    longest = traitlets.Int(LONGEST).tag(sync=True)
    tolerance: Any = traitlets.Dict(CLOSE).tag(sync=True)


class DrillItem:
    """The drills of one visitor: which one is shown, and what was answered."""

    def __init__(self, sheet: Worksheet) -> None:
        self.sheet = sheet
        self.fresh = dict.fromkeys(LEVELS, 0)  # how many drills of each level came before
        bank = {level: self._bank(level) for level in LEVELS} if sheet.offline else {}
        note = f"This page has {IN_THE_BANK} of each level. The live course always has another." if bank else ALWAYS
        self.card = DrillCard(self._heard, heading="Drill", bank=bank, note=note)
        self._start(LEVELS[0])

    def _bank(self, level: str) -> list[dict[str, Any]]:
        drills = [self._draw(level, fresh) for fresh in range(IN_THE_BANK)]
        return [shown_of(drill, answers=True) for drill in drills]

    def _draw(self, level: str, fresh: int) -> Drill:
        return draw_drill(self.sheet.random(f"drill, {level}", fresh), level)

    def _start(self, level: str) -> None:
        self.drill = self._draw(level, self.fresh[level])
        verdict = Verdict(
            judging.NOTHING, START if self.drill.blanks else "Read every line, and find it in the picture."
        )
        self.card.show(level=level, marks=[], verdict=asdict(verdict), shown=shown_of(self.drill))

    def _heard(self, act: str, sent: Mapping[str, Any]) -> None:
        if act == "level" and sent.get("level") in LEVELS:
            self._start(sent["level"])
        elif act == "fresh":
            level = self.drill.level
            self.fresh[level] = (self.fresh[level] + 1) % MOST_FRESH
            self._start(level)
        elif act == "answer":
            verdict, marks = judge_drill(self.drill, clean_texts(sent))
            self.card.show(marks=marks, verdict=asdict(verdict))


def judge_drill(drill: Drill, texts: tuple[str, ...]) -> tuple[Verdict, list[dict[str, str]]]:
    """The verdict on all boxes of a drill, and for each box its rung, with its number if it is right."""
    given = [*texts, *[""] * len(drill.blanks)][: len(drill.blanks)]
    verdicts = [judging.judge(asked, (text,)) for asked, text in zip(drill.questions, given, strict=True)]
    follows = _following(drill, given, verdicts)
    marks = [
        {
            "rung": judging.PARTLY if blank in follows else verdict.rung,
            "number": show(drill.number(blank)) if verdict.rung == judging.RIGHT else "",
        }
        for verdict, blank in zip(verdicts, drill.blanks, strict=True)
    ]
    right = sum(verdict.rung == judging.RIGHT for verdict in verdicts)
    counted = f"{right} of {len(verdicts)} right."
    wrong = [i for i, verdict in enumerate(verdicts) if verdict.rung not in (judging.RIGHT, judging.NOTHING)]
    wrong = [i for i in wrong if drill.blanks[i] not in follows] or wrong  # what follows from it is not the cause
    if wrong:
        first, topic = verdicts[wrong[0]], drill.questions[wrong[0]].topic
        sentence = first.sentence
        if first.rung == judging.WRONG:
            known = [
                blank for blank, verdict in zip(drill.blanks, verdicts, strict=True) if verdict.rung == judging.RIGHT
            ]
            sentence = drill.place(drill.blanks[wrong[0]], known)
        said = f"{topic}: {first.title} {sentence}".strip()
        if follows:
            topics = [
                asked.topic for asked, blank in zip(drill.questions, drill.blanks, strict=True) if blank in follows
            ]
            steps = "that step is" if len(topics) == 1 else "those steps are"
            said += f" What you wrote for {' and '.join(topics)} follows from it: {steps} right."
        return Verdict(first.rung, counted, said, source=first.source, column=first.column), marks
    if right == len(verdicts):
        return Verdict(judging.RIGHT, counted, "Now try a fresh one, or the next level."), marks
    if right:
        return Verdict(judging.PARTLY, counted, "Go on."), marks
    return Verdict(judging.NOTHING, START), marks


def _following(drill: Drill, given: Sequence[str], verdicts: Sequence[Verdict]) -> set[Blank]:
    """The blanks whose wrong number follows correctly from an earlier wrong one."""
    read = {
        blank: judging.number_typed(asked, text)
        for blank, asked, text in zip(drill.blanks, drill.questions, given, strict=True)
        if text.strip()
    }
    typed = {blank: number for blank, number in read.items() if number is not None}
    return {
        blank
        for blank, verdict in zip(drill.blanks, verdicts, strict=True)
        if verdict.is_miss and blank in typed and drill.follows(blank, typed)
    }


def shown_of(drill: Drill, answers: bool = False) -> dict[str, Any]:
    """The parts of a drill that the page gets; ``answers`` adds the known answers, for a page without Python."""
    shown: dict[str, Any] = {
        "given": drill.given,
        "picture": drill_picture(drill),
        "fields": [
            {
                "topic": asked.topic,
                "node": blank.name,
                "kind": "gradient" if blank.is_gradient else "value",
                "place": drill.place(blank),
            }
            for asked, blank in zip(drill.questions, drill.blanks, strict=True)
        ],
        "worked": drill.worked(),
    }
    if answers:
        shown["answers"] = [known_answers(asked) for asked in drill.questions]
        shown["numbers"] = [show(drill.number(blank)) for blank in drill.blanks]
    return shown


def drill_picture(drill: Drill) -> str:
    """The graph with its numbers as HTML, with ? for each number that is to be filled in."""
    picture, blanks = picture_of(drill.graph), set(drill.blanks)
    nodes = picture.layout.boxes
    name = drill.graph.name

    def text(i: int, is_gradient: bool) -> str:
        blank = Blank(name.get(i, ""), is_gradient)
        if blank in blanks:
            return UNKNOWN
        return show(drill.trace.gradient_of_node[i] if is_gradient else drill.values.of_node[i])

    of = name[drill.trace.of]
    caption = f"each card: its value, and under it ∂{of}/∂(card)"
    values, gradients = ({i: text(i, is_gradient) for i in nodes} for is_gradient in (False, True))
    return still(picture, values, gradients, caption=caption)
