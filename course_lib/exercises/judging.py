"""The verdict on an answer. It is read, evaluated at the question's points, and compared with truth and mistakes.

The rungs of the ladder: nothing yet · cannot be read · right at one point but not at
another · wrong, with a recognised mistake · wrong, without one · right.
"""

import math
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from course_lib.engine.graph import Graph
from course_lib.engine.passes import Values
from course_lib.errors import CourseError, ParseError
from course_lib.exercises.choice import ChoiceQuestion
from course_lib.exercises.closeness import ROUNDED, SAME, TOLD_APART, close
from course_lib.exercises.derivative import Derivative
from course_lib.exercises.explanations import bits_of
from course_lib.exercises.mistakes import SKIPPED, Mistake, likely
from course_lib.exercises.parting import where_it_parts
from course_lib.exercises.points import Point, evaluated
from course_lib.exercises.question import EXPRESSION, NUMBER, TOLERANCE, Question
from course_lib.exercises.signs import sign_mistakes
from course_lib.exercises.targets import holds_where_targets_sum_to_one
from course_lib.exercises.telling import as_one, together
from course_lib.language.parse import parse_expression
from course_lib.numerals import numeral

NOTHING, UNREADABLE, PARTLY, ELSEWHERE, MISTAKEN, WRONG, RIGHT = (
    *("nothing", "unreadable", "partly", "elsewhere", "mistaken", "wrong", "right"),
)
LONGEST = 500  # characters of an answer
MOST_SAID = 2  # up to so many mistakes with the same number are all named; of more, the likely ones
VISIBLE = 0.02  # relative: two numbers that differ by more are shown side by side
CLOSE = 0.03  # relative: a number this close is badly rounded rather than wrong
# As the pages and phones write them.
TYPED = str.maketrans({"·": "*", "×": "*", "−": "-", "–": "-", "÷": "/", "^": "**"})
LEFT_SIDE = re.compile(r"\s*[∂d]\w+\s*/\s*[∂d]\w+\s*=(?![=<>])")  # "∂L/∂w1 =" may stand before the answer
DIFFERENTIALS = re.compile(r"\bd(?:[A-Za-z]\w*)?\s*/\s*d[A-Za-z]\w*")
SUPERSCRIPT = re.compile("[⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+")  # as the hints write powers
LOWERED = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")


@dataclass(frozen=True)
class Verdict:
    """The reply to an answer: the rung of the ladder, a title, a sentence.

    ``numbers`` compares the answer's number with the right one. ``mistakes`` has the
    kinds of mistake that were recognised. If the answer cannot be read, ``source`` is
    its text, and ``column`` (from 1) is where it goes wrong.
    """

    rung: str
    title: str
    sentence: str = ""
    numbers: str = ""
    mistakes: tuple[str, ...] = ()
    source: str = ""
    column: int = 0

    @property
    def is_miss(self) -> bool:
        """Whether this counts as a failed attempt."""
        return self.rung in (ELSEWHERE, MISTAKEN, WRONG)


def read_answer(text: str, names: Sequence[str], numbers: Mapping[str, float] | None = None) -> Graph:
    """The text of an answer as a graph in these names; the names in ``numbers`` stand for fixed numbers.

    Raises:
        ParseError: the text cannot be read; ``column`` says where.
    """
    source = text[: LONGEST + 1].translate(TYPED)
    source = SUPERSCRIPT.sub(lambda found: "**" + found.group().translate(LOWERED), source)
    asked = LEFT_SIDE.match(source)
    source = " " * asked.end() + source[asked.end() :] if asked else source
    written = DIFFERENTIALS.search(source)
    if written and written[0].partition("/")[0].strip() not in names:
        hint = "Write a formula for it, with the names of the graph."
        raise ParseError(f"{written[0]} is a derivative itself.", 1, written.start() + 1, source, hint)
    with_unit = re.fullmatch(r"\s*([-+]?\d+\.?\d*(?:e[-+]?\d+)?)\s*([^\W\d]+|%)\s*", source, re.IGNORECASE)
    if with_unit and with_unit[2] not in names:
        raise ParseError(
            "A number has no unit here.", 1, with_unit.start(2) + 1, source, f"Write {with_unit[1]} alone."
        )
    comma = re.fullmatch(r"\s*-?\d+(,)\d+\s*", source)
    if comma:
        hint = "Write a decimal number with a point."
        raise ParseError("A comma is not allowed here.", 1, comma.start(1) + 1, source, hint)
    if "=" in source and not any(sign in source for sign in (">=", "<=", "!=", "==")):
        column = source.index("=") + 1
        raise ParseError("An answer has no =.", 1, column, source, "Write only the part to the right of it.")
    if "@" in source:
        raise ParseError("@ multiplies matrices, and these are numbers.", 1, source.index("@") + 1, source, "Write *.")
    return parse_expression(source, names, numbers)


@dataclass(frozen=True)
class Judged:
    """A verdict, and what it rests on if a wrong answer is explained.

    ``mistakes`` explain it; there are several where it may be any of them. At ``point``
    it differs visibly from the right one.
    """

    verdict: Verdict
    mistakes: tuple[Mistake, ...] = ()
    point: Point | None = None


def judge(question: Question | ChoiceQuestion, texts: Sequence[str]) -> Verdict:
    """The verdict on the texts of a question's fields. It never raises, whatever they contain."""
    return judged(question, texts).verdict


def judged(question: Question | ChoiceQuestion, texts: Sequence[str]) -> Judged:
    """The verdict with the mistakes that explain a wrong answer. It never raises, as ``judge``."""
    if isinstance(question, ChoiceQuestion):
        return Judged(judge_choice(question, texts))
    given = [text if isinstance(text, str) else "" for text in texts][: len(question.fields)]
    given += [""] * (len(question.fields) - len(given))
    filled = [i for i, text in enumerate(given) if text.strip()]
    if not filled:
        return Judged(Verdict(NOTHING, "Nothing to judge yet.", "Type an answer and press Enter."))
    try:
        answers = {i: read_answer(given[i], question.names, question.numbers) for i in filled}
    except ParseError as error:
        where = f" (column {error.column})" if error.source else ""
        title = "This can't be read" + where + "."
        sentence = f"{error.problem} {error.hint}".strip()
        return Judged(Verdict(UNREADABLE, title, sentence, source=error.source, column=error.column))
    at = range(len(question.points)) if question.asks == EXPRESSION else filled
    numbers = {}
    for i in at:
        number = _number(answers[0 if question.asks == EXPRESSION else i], question.points[i])
        if isinstance(number, str):
            return Judged(Verdict(UNREADABLE, "This has no value here.", f"At {question.points[i]}: {number}"))
        numbers[i] = number
    return _compare(question, numbers, answers if question.asks == NUMBER else dict.fromkeys(at, answers[0]))


def number_typed(question: Question, text: str) -> float | None:
    """The number that a text stands for at the question's first point; None if it stands for none."""
    try:
        number = _number(read_answer(text, question.names, question.numbers), question.points[0])
    except ParseError:
        return None
    return None if isinstance(number, str) else number


def judge_choice(question: ChoiceQuestion, texts: Sequence[str]) -> Verdict:
    """The reply to the chosen option, whose text is the first of ``texts``."""
    said = next((text for text in texts[:1] if isinstance(text, str)), "")
    chosen = next((option for option in question.options if option.text == said), None)
    if not said.strip():
        return Verdict(NOTHING, "Nothing to judge yet.", "Choose an answer, then press Check.")
    if chosen is None:
        return Verdict(UNREADABLE, "That is not one of the answers.", "Choose one of them.")
    if chosen.is_right:
        return Verdict(RIGHT, chosen.title, chosen.sentence)
    return Verdict(MISTAKEN, chosen.title, chosen.sentence, mistakes=(chosen.text,))


def _number(answer: Graph, point: Point) -> float | str:
    """The answer's number at a point, or the reason why it has none."""
    try:
        number = evaluated(answer, point.values).of_node[answer.find(None)]
    except CourseError as error:
        return error.problem
    return number if math.isfinite(number) else "the result is not a finite number."


def _compare(question: Question, numbers: dict[int, float], answers: dict[int, Graph]) -> Judged:
    """The verdict on an answer's numbers, by point; ``answers`` are the expressions that they come from."""
    near = {i for i, number in numbers.items() if question.is_close(number, question.truth[i])}
    lucky = {i for i in near if _is_by_chance(answers[i], numbers[i], question.truth[i]) and question.probes}
    right = near - lucky
    if right == numbers.keys():
        return Judged(_right(question, numbers))
    if question.explainer is not None:
        targets = holds_where_targets_sum_to_one(question.explainer.asked, answers[min(numbers)], question.points)
        if targets:
            return Judged(_only_for_shares(question, numbers, targets))
    matched = _made(question, numbers, answers) or _explained(question, numbers, answers)
    opened = {i for i in numbers if question.points[i].gate is None}
    only_behind_a_gate = bool(opened) and opened <= right
    if matched:
        verdict = (
            _elsewhere(question, numbers, right, matched)
            if only_behind_a_gate
            else _mistaken(question, numbers, matched)
        )
        point = question.points[_visibly_apart(question, numbers, numbers.keys() - right)]
        return Judged(verdict, tuple(matched), point)
    if lucky:
        sentence = "Your formula is close to the right number here, but it is a different formula."
        return Judged(Verdict(ELSEWHERE, "Right by chance.", sentence))
    if only_behind_a_gate or min(numbers) in right:
        return Judged(_elsewhere(question, numbers, right, []))
    return Judged(_unknown(question, numbers, answers, right))


def _visibly_apart(question: Question, numbers: dict[int, float], among: Collection[int]) -> int:
    """The first of these points at which the answer's number differs visibly from the right one, or else the first."""
    apart = (i for i in sorted(among) if not close(numbers[i], question.truth[i], VISIBLE))
    return next(apart, min(among))


def _only_for_shares(question: Question, numbers: dict[int, float], targets: Sequence[str]) -> Verdict:
    """The verdict on an answer that holds only for targets which sum to 1."""
    title = f"Right where {' + '.join(targets)} = 1, but not here."
    sentence = "The targets of a classifier sum to 1. Here they may be any numbers: which factor does that leave?"
    return Verdict(ELSEWHERE, title, sentence, _both_numbers(question, numbers))


def _unknown(question: Question, numbers: dict[int, float], answers: dict[int, Graph], right: set[int]) -> Verdict:
    """The verdict on a wrong answer that no known mistake explains."""
    if question.asks == EXPRESSION and not answers[min(numbers)].inputs and len(set(question.truth)) > 1:
        sentence = f"{question.topic} depends on the numbers in the graph. Write it with their names."
        return Verdict(WRONG, "That is one number, but the question asks for an expression.", sentence)
    parts = ""
    if question.explainer is not None:
        parts = where_it_parts(question.explainer.asked, answers[min(numbers)], question.points)
    sentence, compared = _how_far(question, numbers, right)
    return Verdict(WRONG, "Not right, and I do not recognise the mistake.", parts or sentence, compared)


def _is_by_chance(answer: Graph, number: float, truth: float) -> bool:
    """Whether a formula that contains no rounded number is close to the right number but not equal to it."""
    exact = all(node.constant is None or node.constant.is_integer() for node in answer)
    return bool(answer.inputs) and exact and not close(number, truth, TOLERANCE[EXPRESSION])


def _explained(question: Question, numbers: dict[int, float], answers: dict[int, Graph]) -> list[Mistake]:
    """The cheapest explanations of a wrong expression, each as one mistake."""
    if question.explainer is None:
        return []
    explainer, at = question.explainer, sorted(numbers)
    if all(close(-numbers[i], question.truth[i], TOLERANCE[EXPRESSION]) for i in at):
        return sign_mistakes(explainer.asked, answers[at[0]], explainer.single([numbers[i] for i in at]))
    found = explainer.cheapest([numbers[i] for i in at])
    made = []
    for explanation in found:
        mistakes = sorted(explanation.mistakes, key=lambda mistake: mistake.kind == SKIPPED)  # the gates last
        title, sentence = together(mistakes)
        kind = ", ".join(dict.fromkeys(mistake.kind for mistake in mistakes))
        wrong = as_one(explainer.asked, mistakes) or partial(_of_the_answer, question, numbers)
        made.append(Mistake(kind, title, sentence, wrong))
    return made


def _of_the_answer(question: Question, numbers: dict[int, float], values: Values) -> float:
    """The answer's own number at one of the question's points."""
    return next(numbers[i] for i, point in enumerate(question.points) if point.values is values)


def _made(question: Question, numbers: dict[int, float], answers: dict[int, Graph]) -> list[Mistake]:
    """The mistakes that lead to these numbers; if one fits, also the mistakes close to it, which are as likely."""

    def leading(tolerance: float) -> list[Mistake]:
        every = enumerate(question.mistakes)
        return [mistake for k, mistake in every if _leads_to(question, k, numbers, answers, tolerance)]

    matched = _worth_saying(leading(TOLERANCE[question.asks]))
    alone = [mistake for mistake in matched if "," not in mistake.kind]
    if matched and question.asks == NUMBER:
        near = leading(TOLD_APART)
        matched = _worth_saying(near) if any(mistake.is_kept_apart for mistake in matched) else near
    # Rather one mistake than two at once.
    return [mistake for mistake in matched if "," not in mistake.kind] if alone else matched


def _worth_saying(mistakes: Sequence[Mistake]) -> list[Mistake]:
    """Those that the question's numbers were drawn for, and those that are as frequent; all where there are none."""
    kept = [bits_of(mistake) for mistake in mistakes if mistake.is_kept_apart]
    return [mistake for mistake in mistakes if mistake.is_kept_apart or not kept or bits_of(mistake) <= min(kept)]


def _leads_to(
    question: Question, k: int, numbers: dict[int, float], answers: dict[int, Graph], tolerance: float
) -> bool:
    """Whether mistake ``k`` gives the answers' numbers. A formula must match exactly, and at the probes as well."""
    mistake = question.mistakes[k]
    for i, number in numbers.items():
        point, written = question.points[i], bool(answers[i].inputs and question.probes)
        if not close(number, question.wrong_numbers[k, i], TOLERANCE[EXPRESSION] if written else tolerance):
            return False
        for probe in question.probes if written else ():
            if probe.gate != point.gate:
                continue
            found = _number(answers[i], probe)
            if isinstance(found, str) or not close(found, mistake.wrong(probe.values), TOLERANCE[EXPRESSION]):
                return False
    return True


def _right(question: Question, numbers: dict[int, float]) -> Verdict:
    if len(numbers) < len(question.points):
        rest = next(i for i in range(len(question.points)) if i not in numbers)
        return Verdict(PARTLY, "Right so far.", f"Now do the same with the {question.points[rest].label}.")
    near = question.asks == NUMBER and not all(close(numbers[i], question.truth[i], ROUNDED) for i in numbers)
    title = f"Right, to within {numeral(100 * TOLERANCE[NUMBER])} %." if near else "Right."
    return Verdict(RIGHT, title, f"{_right_number(question)} {question.reason}".strip())


def _right_number(question: Question) -> str:
    """The right answer in numbers: at each state of the gates, or for an expression at one point."""
    shown = [(point.label, numeral(truth)) for point, truth in zip(question.points, question.truth, strict=True)]
    if any(label for label, _ in shown):
        by_label = dict(reversed(shown))  # of two open points, the first one
        where = ", ".join(f"{label} {by_label[label]}" for label in dict.fromkeys(label for label, _ in shown))
        return f"{question.topic}: {where}."
    if question.asks == EXPRESSION:
        return f"For example {shown[0][1]} {question.tried_at}{question.points[0]}."
    return f"{question.topic} = {shown[0][1]}."


def _elsewhere(question: Question, numbers: dict[int, float], right: set[int], matched: list[Mistake]) -> Verdict:
    """The verdict on an answer that is right at the first point and wrong at another: a gate was missed, or luck."""
    there = _visibly_apart(question, numbers, numbers.keys() - right)
    here, point = question.points[min(numbers)], question.points[there]
    yours, truth = numeral(numbers[there]), numeral(question.truth[there])
    kinds = tuple(mistake.kind for mistake in matched)
    compared = f", right is {truth}" if question.asks == EXPRESSION else ""
    comparison = f"Yours is {yours}{compared}, at {point.place}"
    if point.label != here.label:
        title = f"Right with the {here.label}, wrong with the {point.label}."
        asks_for_gradient = isinstance(question.asked, Derivative)
        why = (
            "Which gradient comes back through a closed gate?"
            if asks_for_gradient
            else "What does a closed gate pass on?"
        )
        if matched:
            why = _behind_a_gate(matched)
        return Verdict(ELSEWHERE, title, why, f"{comparison}.", kinds)
    return Verdict(ELSEWHERE, "Right for some numbers only.", "It must hold for all numbers.", f"{comparison}.", kinds)


def _behind_a_gate(matched: list[Mistake]) -> str:
    """The mistakes behind an answer that only a closed gate makes wrong: the gate first, then those that coincide."""
    told = sorted(likely(matched), key=lambda mistake: mistake.kind != SKIPPED)[:MOST_SAID]
    said = [mistake.title if mistake.kind == SKIPPED else f"{mistake.title} {mistake.sentence}" for mistake in told]
    if len(told) == 1:
        return said[0]
    if told[0].kind == SKIPPED:  # the gate's question alone would not say what may have been done
        said[0] = f"You passed the gradient through a closed gate. {said[0]}"
    return "Perhaps: " + " Or: ".join(said)


def _mistaken(question: Question, numbers: dict[int, float], matched: list[Mistake]) -> Verdict:
    """The verdict on a wrong answer whose mistake was recognised."""
    kinds = tuple(mistake.kind for mistake in matched)
    title, sentence = matched[0].title, matched[0].sentence
    if len(matched) > 1:
        same = question.asks == EXPRESSION or all(
            close(each.wrong(question.points[i].values), matched[0].wrong(question.points[i].values), SAME)
            for each in matched[1:]
            for i in numbers
        )
        title = f"Not right. More than one mistake gives {'this' if same else 'about this'} {question.asks}."
        told = matched if len(matched) <= MOST_SAID else likely(matched)[:MOST_SAID]
        sentence = "Perhaps: " + " Or: ".join(f"{mistake.title} {mistake.sentence}" for mistake in told)
    return Verdict(MISTAKEN, title, sentence, _both_numbers(question, numbers), kinds)


def _both_numbers(question: Question, numbers: dict[int, float]) -> str:
    """The student's number and the right one at the first point; a number question does not give away its answer."""
    if question.asks == NUMBER:
        return ""
    first = _visibly_apart(question, numbers, numbers)
    point = question.points[first]
    label = f" ({point.label})" if point.label else ""
    yours, truth = numeral(numbers[first]), numeral(question.truth[first])
    return f"Yours is {yours}, right is {truth}, {question.tried_at}{point}{label}."


def _how_far(question: Question, numbers: dict[int, float], right: set[int]) -> tuple[str, str]:
    """How far off a wrong answer is, as a sentence and as numbers."""
    if question.asks == EXPRESSION:
        return "Go step by step: which edges lead there, with which factors?", _both_numbers(question, numbers)
    return _ratio(question, numbers, right), ""


def _ratio(question: Question, numbers: dict[int, float], right: set[int]) -> str:
    wrong = min(numbers.keys() - right)
    number, truth = numbers[wrong], question.truth[wrong]
    where = f"With the {question.points[wrong].label}: " if question.points[wrong].label else ""
    if abs(truth) <= 1e-9 or number == 0:
        again = "Go back along the edges: what does each one pass on?" if question.given else "Take it step by step."
        return f"{where}{numeral(number)} is not right. {again}"
    ratio = number / truth
    if ratio > 0 and abs(ratio - 1) < CLOSE:
        off = f"close, but {numeral(100 * abs(ratio - 1), 2)}% off. At most 1% is allowed: keep four digits throughout."
        return where + (off if where else off.capitalize())
    sign = "the sign is wrong, and " if ratio < 0 else ""
    size = f"{abs(ratio):,.0f}" if abs(ratio) >= 10 else numeral(abs(ratio), 2)
    said = f"{sign}the size is {size} times the right one."
    return where + (said if where else said.capitalize())
