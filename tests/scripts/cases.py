"""Cases for which the scripts must agree with Python: numbers, answers and tables."""

import json
import math
from itertools import product
from random import Random

import numpy as np

from course_lib import forward, parse
from course_lib.drawing.live import LiveGraph
from course_lib.drawing.program import graph_program
from course_lib.errors import CourseError
from course_lib.exercises import closeness, question
from course_lib.exercises.judging import judge, read_answer
from course_lib.exercises.known_answers import known_answers
from course_lib.numerals import numeral
from course_lib.reading.steps import Steps
from course_lib.widgets.cards import CLOSE, MISSES
from course_lib.widgets.graph_view import LIMITS
from course_lib.widgets.lookup import lookup_table, packed
from course_lib.widgets.question_item import face_of, first_verdict, taken_out
from tests.drawn import ZOOMS, table_of, words_of
from tests.networks import CLOSED, LECTURE, OPEN, SATURATED, SHARED, SHARED_INPUTS

SPECIAL = [0.0, -0.0, math.inf, -math.inf, math.nan, 5e-324, 1.7976931348623157e308]
TIES = [1.2345, 0.12345, 12.345, 1234.5, 12345.0, 12355.0, 0.5, 2.5, 1.0005, 9999.5, 99995.0, 9.9995e-5, 1e-4, 9999.0]
GRAPHS = [
    *((LECTURE, numbers) for numbers in (OPEN, CLOSED, SATURATED)),
    (SHARED, SHARED_INPUTS),
    ("h = exp(x) \n g = h*h \n L = g - h", {"x": 400.0}),
    ("L = relu(x) + abs(w)", {"x": 0.0, "w": -0.5}),
    ("L = sqrt(x) + log(w) / x**-1.5", {"x": 1e-7, "w": 0.5}),
    (
        "L = sigmoid(a) + tanh(b) + softplus(c) + leaky_relu(d) + maximum(a, b)",
        {"a": -30.0, "b": 1e-5, "c": -40.0, "d": -2.0},
    ),
]
TYPED = (
    *("1", "-0.5", "--1", ".5", "2e3", "1e-3", "1.5E+2", "2*(0.3 - 0.5)*0.2", "3*0.5**2", "2**3**2", "-2**2"),
    *("2**-1", "(1 + 2)*3", "1/4/2", "7 - 2 - 1", "2−1", "2·3", "2^3", " 4 ", "(((1)))", "2*-3", "1/-4"),
    *("(1 + 2", "1 +", "1 2", "1,5", "w", "2*w", ")", "()", "*", "1)", "0.1.2", "1e", "∞", "0x10", "NaN", "Infinity"),
)


def cases():
    """Everything, by the name of the test that reads it; as JSON can hold it."""
    return {
        "numerals": [[_spelled(number), numeral(number)] for number in _numbers()],
        "calculations": [[text, _number(text)] for text in TYPED],
        "tolerance": CLOSE,
        "close": [[a, b, closeness.close(a, b, CLOSE["relative"])] for a, b in _pairs()],
        "questions": [_question(seed, name) for seed in range(2) for name in ("w1", None)],
        "rounds": _rounds(),
        "tables": [_table(shape) for shape in ((1,), (4,), (3, 2), (2, 3, 4))],
        "graphs": [_graph(text, numbers) for text, numbers in GRAPHS],
        "limits": LIMITS,
    }


def _spelled(number):
    return {"inf": "Infinity", "-inf": "-Infinity", "nan": "NaN"}.get(repr(number), repr(number))


def _numbers():
    random = np.random.default_rng(0)
    drawn = random.choice([-1, 1], 2000) * 10 ** random.uniform(-12, 12, 2000)
    halves = [round(number, 3) + 0.0005 for number in random.uniform(1, 10, 500).tolist()]
    return [*SPECIAL, *TIES, *(-number for number in TIES), *drawn.tolist(), *halves]


def _number(text):
    """What Python takes the text for; None where it cannot be read as a number."""
    try:
        answer = read_answer(text, ())
        return forward(answer).of_node[answer.find(None)]
    except CourseError:
        return None


def _pairs():
    near = [(1.0, 1.0 + nudge) for nudge in (0.0, 0.0099, 0.0101, 0.011, -0.0099, -0.0101)]
    return [*near, (0.0, 0.0), (0.0, 1e-9), (0.0, 2e-9), (1e-10, -1e-10), (1.0, -1.0), (1e9, 1.005e9)]


def _question(seed, name):
    """A question's known answers, and the rung of the verdict on several texts."""
    asked = _asked(Random(seed), name)
    numbers = [answer["numbers"] for answer in known_answers(asked)]
    given = [[f"{number:.6g}" for number in each] for each in numbers]
    given += [[repr(number * near) for number in numbers[0]] for near in (1.0004, 0.9996, 1.0006, 0.991)]
    given += [["" for _ in numbers[0]], ["1e6" for _ in numbers[0]], ["w1*" for _ in numbers[0]]]
    verdicts = [judge(asked, texts) for texts in given]
    said = [[texts, one.rung, one.title] for texts, one in zip(given, verdicts, strict=True)]
    return {"answers": known_answers(asked), "given": said}


def _asked(random, name):
    graph = parse(LECTURE)
    if name is None:
        return question.value(graph, "y", random, question.NUMBER)
    return question.derivative(graph, name, random, question.NUMBER)


def _rounds():
    """The rounds of a card for a page without Python, and the pictures that belong to them."""
    rounds = [_round(fresh) for fresh in range(2)]
    shown = [both["yours"] for each in rounds[0]["answers"] if (both := each.get("compared"))]
    return {"rounds": rounds, "pictures": taken_out(rounds), "yours": shown, "misses": MISSES, "tolerance": CLOSE}


def _round(fresh):
    asked = _asked(Random(fresh), "w1")
    return {
        "face": face_of(asked.wording),
        "first": {"rung": "nothing", "title": first_verdict(asked.wording).title},
        "answers": known_answers(asked, has_pictures=fresh == 0),
        "hints": list(asked.hints),
        "labels": [*(f"hint {i}" for i in range(len(asked.hints))), "a fresh one"],
    }


def _table(shape):
    """A table of texts, packed, and the text at every place."""
    random = Random(str(shape))
    words = [[random.choice("abcd") for _ in range(length)] for length in shape]
    places = list(product(*map(range, shape)))
    texts = [
        " ".join([*(words[axis][k] for axis, k in enumerate(place)), "end" * (sum(place) % 2)]) for place in places
    ]
    return {
        "packed": packed(lookup_table(texts, shape)),
        "texts": [[place, text] for place, text in zip(places, texts, strict=True)],
    }


def _graph(text, numbers):
    """A graph's program, and what Python shows at these numbers: words, table and picture of each zoom and step."""
    graph = parse(text)
    values = forward(graph, **numbers)
    live = LiveGraph(graph, values)
    return {
        "program": json.loads(graph_program(live, has_table=True)),
        "numbers": numbers,
        "zooms": {zoom: [_shown(live, values, zoom, step) for step in _steps(live, zoom)] for zoom in ZOOMS},
    }


def _steps(live, zoom):
    return range(live.steps[zoom].last + 1)


def _shown(live, values, zoom, step):
    trace = live.trace(values, zoom)
    state = Steps(trace).at(step)
    return {
        "words": words_of(trace, step),
        "table": table_of(live, values, zoom, step),
        "texts": [live.picture(trace, zoom, state, wide) for wide in (False, True)],
    }
