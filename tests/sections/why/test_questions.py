"""Protects the questions about cost: right answers are right, every named mistake is recognised, over many students."""

from random import Random

import pytest

from course_lib.exercises import judging
from course_lib.exercises.count_question import WHOLE, Wrong
from course_lib.exercises.known_answers import known_answers
from course_lib.sections.why.questions import (
    LARGEST,
    memory_question,
    modes_question,
    off_by_one,
    passes_question,
    waiting_question,
)
from tests.meaning import says

MAKERS = (passes_question, waiting_question, memory_question, modes_question)
SEEDS = range(60)

every_maker = pytest.mark.parametrize("make", MAKERS, ids=lambda make: make.__name__)


def questions(make):
    return [make(Random(seed), seed) for seed in SEEDS]


def said(question, number):
    return judging.judge(question, [repr(number)])


@every_maker
def test_the_truth_is_right_and_nothing_else_is_a_miss_without_a_name(make):
    for question in questions(make):
        assert said(question, question.truth[0]).rung == judging.RIGHT
        for mistake in question.mistakes:
            verdict = said(question, mistake.wrong(question.points[0].values))
            assert verdict.rung == judging.MISTAKEN
            assert mistake.kind in verdict.mistakes


@every_maker
def test_a_whole_number_is_right_only_if_it_is_the_number(make):
    for question in questions(make):
        if question.typing == WHOLE:
            truth = question.truth[0]
            assert truth == int(truth) <= LARGEST
            assert all(said(question, truth + step).rung != judging.RIGHT for step in (-2, -1, 1, 2))
            assert all("digits" not in said(question, truth + step).sentence for step in (-3, -2, 2, 3))


@every_maker
def test_students_get_different_numbers_and_the_same_student_the_same(make):
    assert len({(question.prompt, question.truth) for question in questions(make)}) > 5
    assert make(Random(3), 0).prompt == make(Random(3), 0).prompt


@every_maker
def test_the_last_hint_holds_the_answer_and_the_first_does_not(make):
    for question in questions(make):
        first, _, last = question.hints
        answer = f"{question.truth[0]:g}"
        assert answer in last
        assert f" {answer}." not in first


@every_maker
def test_an_answer_may_be_calculated_from_the_numbers_shown(make):
    question = make(Random(1), 0)
    shown = question.points[0].values
    assert set(question.names) == set(shown)
    formula = {
        "passes_question": "2*((inputs + 1)*hidden + (hidden + 1)*outputs)",
        "waiting_question": "before*times**2",
        "memory_question": "5*examples",
        "modes_question": "outputs",
    }[make.__name__]
    assert judging.judge(question, [formula]).rung == judging.RIGHT


@every_maker
def test_a_page_without_python_knows_the_answer_and_every_mistake(make):
    question = make(Random(1), 0)
    rungs = [answer["verdict"]["rung"] for answer in known_answers(question)]
    assert rungs[0] == judging.RIGHT
    assert set(rungs[1:]) == {judging.MISTAKEN}


def test_no_answer_about_passes_stands_on_the_page_already():
    for seed in range(300):
        question = passes_question(Random(seed), seed)
        shown = dict(question.points[0].values)
        assert (shown["inputs"], shown["outputs"]) != (2, 1)
        assert question.truth[0] not in (14, 26)  # of 2-3-1, which the page counts at first


def test_the_passes_of_3_3_1():
    question = next(q for q in (passes_question(Random(seed), 0) for seed in range(600)) if "3-3-1" in q.prompt)
    assert question.truth == (32.0,)
    kinds = {mistake.kind: mistake.wrong(question.points[0].values) for mistake in question.mistakes}
    assert kinds["forgot the biases"] == 24
    assert kinds["n + 1 for 2n"] == 17
    assert kinds["counted neurons"] == 8


def test_the_question_about_memory_speaks_of_this_engine_and_knows_its_near_misses():
    question = next(q for q in (memory_question(Random(seed), 0) for seed in SEEDS) if "11 examples" in q.prompt)
    assert says(question.prompt, "engine", "11 examples")
    assert "must" not in question.prompt
    assert question.truth == (55.0,)
    kinds = {mistake.kind: mistake.wrong(question.points[0].values) for mistake in question.mistakes}
    assert kinds["last result left out"] == 44
    assert kinds["lines of one example"] == 3
    assert kinds["forgot the batch"] == 5


def test_off_by_one_is_said_only_where_nothing_better_is_known():
    known = [Wrong("n + 1 for 2n", "", "", 25)]
    assert [wrong.number for wrong in off_by_one(26, known, "")] == [27]
    assert [wrong.number for wrong in off_by_one(26, [], "")] == [27, 25]
    assert {wrong.sentence for wrong in off_by_one(26, [], "Count the outputs.")} == {"Count the outputs."}


def test_off_by_one_is_told_in_the_questions_own_words():
    for fresh, starts in ((0, "outputs"), (1, "inputs")):
        question = modes_question(Random(1), fresh)
        (told,) = {m.sentence for m in question.mistakes if m.kind == "off by one"}
        assert [says(told, each) for each in ("outputs", "inputs")] == [
            each == starts for each in ("outputs", "inputs")
        ]


def test_fresh_questions_take_turns():
    assert "central" in passes_question(Random(1), 0).prompt
    assert "forward" in passes_question(Random(1), 1).prompt
    assert "reverse" in modes_question(Random(1), 0).prompt
    assert "reverse" in waiting_question(Random(1), 1).prompt
    assert len({memory_question(Random(1), fresh).given for fresh in range(3)}) == 3


@pytest.mark.parametrize("answer", ["", "many", "2n", "1/0", "26 passes", "é" * 600])
@every_maker
def test_whatever_is_typed_gets_an_answer(make, answer):
    assert judging.judge(make(Random(2), 0), [answer]).rung in (judging.NOTHING, judging.UNREADABLE)
