"""Protects the drills: small whole numbers, something is always used twice, and every planted mistake is named."""

import math
from dataclasses import replace
from random import Random

import pytest

from course_lib import forward, parse
from course_lib.errors import BuildError
from course_lib.exercises import judging
from course_lib.exercises.drill import (
    BLANK,
    LARGEST_GRADIENT,
    LARGEST_VALUE,
    LEVELS,
    PARTLY,
    WORKED,
    Blank,
    Drill,
    draw_drill,
)
from tests.meaning import says
from tests.oracle import oracle_gradients

SEEDS = range(60)


def drill_of(seed, level=BLANK):
    return draw_drill(Random(seed), level)


@pytest.mark.parametrize("seed", SEEDS)
def test_every_drill_is_small_whole_and_worth_doing(seed):
    drill = drill_of(seed)
    graph, values, gradient = drill.graph, drill.values, drill.trace.grad
    loss = graph.find(None)
    assert graph.name[loss] == "L"
    assert graph.ancestors(loss) == list(range(len(graph)))  # nothing is left over
    assert any(len(users) > 1 for users in graph.users())
    for name in graph.index:
        assert values[name] == round(values[name])
        assert abs(values[name]) <= LARGEST_VALUE
        assert gradient[name] == round(gradient[name])
        assert name == "L" or 0 < abs(gradient[name]) <= LARGEST_GRADIENT
    assert sum(abs(number) != 1 for number in gradient.values()) >= 3


@pytest.mark.parametrize("seed", range(10))
def test_its_gradients_are_autograds(seed):
    drill = drill_of(seed)
    inputs = {name: drill.values[name] for name in drill.graph.inputs}
    expected = oracle_gradients(drill.graph, inputs)
    for name, number in expected.items():
        assert drill.trace.grad[name] == pytest.approx(number)


def test_the_same_seed_draws_the_same_and_others_differ():
    assert drill_of(3).given == drill_of(3).given
    assert len({tuple(drill_of(seed).given) + tuple(drill_of(seed).values.values()) for seed in SEEDS}) > 55


@pytest.mark.parametrize("seed", range(12))
def test_the_levels_leave_out_nothing_some_gradients_and_everything(seed):
    worked, partly, blank = (drill_of(seed, level) for level in LEVELS)
    assert worked.blanks == ()
    assert partly.blanks
    assert all(hole.is_gradient for hole in partly.blanks)
    assert set(partly.blanks) <= set(blank.blanks)
    names = set(blank.graph.index)
    assert {hole.name for hole in blank.blanks if hole.is_gradient} == names - {"L"}
    assert {hole.name for hole in blank.blanks if not hole.is_gradient} == names - set(blank.graph.inputs)


@pytest.mark.parametrize("seed", range(12))
def test_blanks_can_be_filled_in_their_order(seed):
    """A value needs its arguments' values, a gradient its users' gradients."""
    drill = drill_of(seed)
    graph, known = drill.graph, set(drill.graph.inputs)
    backwards = {"L"}
    users = graph.users()
    for hole in drill.blanks:
        node = graph.find(hole.name)
        if hole.is_gradient:
            assert {graph.name[user] for user, _ in users[node]} <= backwards
            backwards.add(hole.name)
        else:
            assert {graph.name[arg] for arg in graph.nodes[node].args} <= known
            known.add(hole.name)


@pytest.mark.parametrize("seed", range(12))
def test_every_right_number_is_right_and_every_mistake_is_recognised(seed):
    """Alone, or among those that give the same number; then none is said for certain, and the likely ones are told."""
    drill = drill_of(seed)
    named = 0
    for hole, asked in zip(drill.blanks, drill.questions, strict=True):
        assert judging.judge(asked, [repr(drill.number(hole))]).rung == judging.RIGHT
        for mistake in asked.mistakes:
            if not mistake.is_kept_apart:
                continue  # its number may be another one's
            number = mistake.wrong(drill.values)
            verdict = judging.judge(asked, [f"{number:.10g}"])
            assert verdict.rung == judging.MISTAKEN, (asked.topic, mistake)
            assert mistake.kind in verdict.mistakes
            assert verdict.sentence.count(" Or: ") < judging.MOST_SAID
            titles = {each.title for each in asked.mistakes}
            assert (verdict.title in titles) == (len(verdict.mistakes) == 1)  # else none is certain
            named += 1
    assert named > 10


def drill_with(text, asked, **numbers):
    graph = parse(text)
    return Drill(BLANK, graph, forward(graph, **numbers), (Blank(asked, True),))


@pytest.mark.parametrize(
    ("text", "numbers", "asked", "number", "kind", "place"),
    [
        ("p = b + a\nq = a + p\nL = q**2", {"a": -3.0, "b": 2.0}, "a", -8, "path left out", ["p = b + a"]),
        ("p = a + b\nq = a*p\nL = q - b", {"a": -3.0, "b": -1.0}, "a", -4, "path left out", ["p = a + b"]),
        ("p = a + b\nq = a*p\nL = q - b", {"a": -3.0, "b": -1.0}, "a", -3, "path left out", ["q = a·p"]),
        ("p = a*b\nq = a - b\nL = p*q", {"a": 3.0, "b": 2.0}, "b", 9, "sign", ["b", "a − b", "−1"]),
    ],
)
def test_the_mistakes_that_a_drill_is_about_are_told_first(text, numbers, asked, number, kind, place):
    (question,) = drill_with(text, asked, **numbers).questions
    verdict = judging.judge(question, [str(number)])
    assert verdict.rung == judging.MISTAKEN
    first, *others = verdict.sentence.split(" Or: ")
    assert kind in verdict.mistakes
    assert any(says(told, *place) for told in (first, *others[:1]))
    assert not others or first.startswith("Perhaps: ")


def test_a_forgotten_path_is_recognised_wherever_a_drill_has_one():
    found = 0
    for seed in SEEDS:
        drill = drill_of(seed)
        for hole, asked in zip(drill.blanks, drill.questions, strict=True):
            edges = [edge for edge in drill.trace.edges if drill.graph.name[edge.arg] == hole.name]
            if not hole.is_gradient or len(edges) < 2:
                continue
            for edge in edges:
                forgotten = drill.number(hole) - edge.contribution
                if forgotten:
                    verdict = judging.judge(asked, [repr(forgotten)])
                    assert "path left out" in verdict.mistakes, (drill.given, hole, forgotten)
                    found += 1
    assert found > 60


def test_a_mistake_that_is_not_recognised_gets_a_place_to_look_at():
    drill = drill_with("p = a + b\nq = a*p\nL = q - b", "a", a=-3.0, b=-1.0)
    assert says(drill.place(drill.blanks[0]), "a", "p", "q", "∂L/∂p and ∂L/∂q are right")
    blank = replace(drill, blanks=(Blank("p", True), Blank("a", True), Blank("q", False)))
    assert says(blank.place(Blank("a", True)), "a", "p", "q")
    assert not says(blank.place(Blank("a", True)), "right")  # ∂L/∂p is not known yet
    assert says(blank.place(Blank("a", True), [Blank("p", True)]), "∂L/∂p and ∂L/∂q are right")
    assert says(blank.place(Blank("q", False)), "q = a·p", "a and p are right")


def test_the_mistakes_of_a_fan_out_are_among_them():
    kinds = {mistake.kind for seed in SEEDS for asked in drill_of(seed, PARTLY).questions for mistake in asked.mistakes}
    assert {"path left out", "local derivative only", "sign", "value for gradient", "upstream only"} <= kinds


def test_a_worked_drill_explains_every_number_once():
    for seed in range(8):
        drill = drill_of(seed, WORKED)
        lines = drill.worked()
        assert len(lines) == sum(not drill.graph.is_input(i) for i in drill.graph.name) + len(drill.graph.index)
        for name, number in drill.trace.grad.items():
            (line,) = [line for line in lines if line.startswith(f"∂L/∂{name} = ")]
            assert line.endswith(f"= {number:g}".replace("-", "−"))
        assert not any("…" in line for line in lines)
        assert all(math.isfinite(value) for value in drill.values.values())


def test_a_worked_sum_says_where_each_contribution_comes_from():
    drill = drill_with("p = b + a\nq = p + b\nr = a*q\nL = r**2", "a", a=-3.0, b=2.0)
    assert drill.worked()[5:] == [
        "∂L/∂r = 1·(−6) = −6",
        "∂L/∂q = (−6)·(−3) = 18",
        "∂L/∂p = 18·1 = 18",
        "∂L/∂a = (−6)·1 [through r] + 18·1 [through p] = 12",
        "∂L/∂b = 18·1 [through q] + 18·1 [through p] = 36",
    ]


@pytest.mark.parametrize("seed", range(12))
def test_a_worked_line_needs_nothing_that_stands_below_it_and_adds_up(seed):
    drill = drill_of(seed, WORKED)
    known = {}
    for line in drill.worked():
        left, *_, right = line.split(" = ")
        if left.startswith("∂") and left != "∂L/∂L":
            name = left.removeprefix("∂L/∂")
            products = line.removeprefix(f"{left} = ").removesuffix(f" = {right}").split(" + ")
            users = [drill.graph.name[edge.user] for edge in drill.trace.edges if drill.graph.name[edge.arg] == name]
            assert len(products) == len(users)
            total = 0.0
            for product, user in zip(products, users, strict=True):
                numbers, _, through = product.partition(" [through ")
                assert through in ("", f"{user}]")
                assert bool(through) is (len(users) > 1)
                upstream, local = (float(part.strip("()").replace("−", "-")) for part in numbers.split("·"))
                assert known[user] == upstream
                total += upstream * local
            assert total == float(right.replace("−", "-"))
        known[left.removeprefix("∂L/∂") if left.startswith("∂") else ""] = float(right.replace("−", "-"))


def test_an_unknown_level_is_refused():
    with pytest.raises(BuildError):
        draw_drill(Random(0), "hard")


@pytest.mark.parametrize("seed", range(6))
def test_what_follows_from_a_wrong_number_is_known_and_the_wrong_number_itself_does_not(seed):
    drill = drill_of(seed)
    right = {blank: drill.number(blank) for blank in drill.blanks}
    gradients = [blank for blank in drill.blanks if blank.is_gradient]
    cause = gradients[0]  # the sweep comes here first
    typed = {**right, cause: right[cause] + 5.0}
    assert not drill.follows(cause, typed)
    node = drill.graph.find(cause.name)
    for blank in gradients[1:]:
        into = [edge for edge in drill.trace.edges if edge.arg == drill.graph.find(blank.name)]
        off = sum(5.0 * drill.trace.local(edge) for edge in into if edge.user == node)
        if off:
            assert not drill.follows(blank, typed)
            assert drill.follows(blank, {**typed, blank: right[blank] + off})
