"""Protects "show me": the student's own backward pass beside the right one, and the step where they part."""

from random import Random

from course_lib import parse
from course_lib.exercises import judging, question
from course_lib.exercises.compared import MOST_NODES, compared
from tests.meaning import numbers_in
from tests.networks import CHAIN, LECTURE, SHARED


def both_for(network, name, answer, **options):
    asked = question.derivative(parse(network), name, Random(3), question.EXPRESSION)
    found = judging.judged(asked, [answer])
    point = found.point or asked.points[0]
    return compared(found.mistakes, point.values, **options), found.mistakes, point


def test_both_passes_are_drawn_and_part_at_the_edited_edge():
    both, made, point = both_for(LECTURE, "w2", "2*(y - target)*z2*(1 - z2)*h1")
    assert both.where == "from y to z2"
    assert both.right.count("data-node") == both.yours.count("data-node") > 5
    assert both.right != both.yours
    right, yours = (f"{2 * (point.values['y'] - point.values['target']) * slope:.3g}" for slope in slopes(point.values))
    assert {right, yours} <= {f"{number:.3g}" for step in both.steps for number in numbers_in(step.text)}
    assert made[0].wrong(point.values) != 0


def slopes(values):
    return values["y"] * (1 - values["y"]), values["z2"] * (1 - values["z2"])


def test_exactly_one_step_is_the_students():
    for network, name, answer in [
        (LECTURE, "w1", "2*(y - target)*y*(1 - y)*w2*x"),
        (SHARED, "w", "2*(b - 1)*a"),
        (CHAIN, "x", "exp(g)*h*cos(x)"),
    ]:
        both, *_ = both_for(network, name, answer)
        assert [step.reply.startswith("Yes") for step in both.steps].count(True) == 1
        assert [step.text for step in both.steps] == sorted(step.text for step in both.steps)


def test_without_room_for_pictures_the_steps_are_told():
    both, *_ = both_for(LECTURE, "w2", "2*(y - target)*z2*(1 - z2)*h1", has_pictures=False)
    assert (both.right, both.yours) == ("", "")
    assert len(both.steps) == 2


def test_a_large_graph_has_no_pictures():
    lines = "\n".join(f"h{i} = tanh(w{i}*{f'h{i - 1}' if i else 'x'} + b{i})" for i in range(8))
    both, *_ = both_for(f"{lines}\nL = (h7 - 1)*(h7 - 1)", "b7", "2*(h7 - 1)*h7")
    assert len(parse(lines)) > MOST_NODES
    assert both is None or both.right == "" or both.right.count("data-node") <= 2 * MOST_NODES


def test_where_the_mistake_is_not_an_edges_or_not_certain_nothing_is_shown():
    assert both_for(LECTURE, "w1", "w1")[0] is None  # a value, not a derivative
    assert both_for(LECTURE, "w1", "17")[0] is None
    assert compared([], None) is None


def test_the_two_steps_differ_also_where_the_mistake_shows_at_some_points_only():
    """A forgotten gate changes nothing where it is open."""
    for asks, answer in [
        (question.EXPRESSION, "2*(y - target)*y*(1 - y)*w2*x"),
        (question.NUMBER, None),
    ]:
        asked = question.derivative(parse(LECTURE), "w1", Random(3), asks)
        skipped = next((made for made in asked.mistakes if made.kind == "gate skipped"), None)
        texts = [answer] if answer else [repr(skipped.wrong(point.values)) for point in asked.points]
        found = judging.judged(asked, texts)
        both = compared(found.mistakes, found.point.values)
        assert len({step.text for step in both.steps}) == 2


def test_another_loss_than_the_last_line_is_compared_too():
    graph = parse("h = w*x \n E = h**2 \n L = E + h")
    asked = question.derivative(graph, "w", Random(1), question.EXPRESSION, of="E")
    found = judging.judged(asked, ["h*x"])
    both = compared(found.mistakes, found.point.values)
    assert all("∂E" in step.text for step in both.steps)
