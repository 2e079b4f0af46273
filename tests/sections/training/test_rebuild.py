"""Protects the checks of a rebuilt sweep: the right one passes all, each wrong line fails and is named."""

import pytest

from course_lib.engine.passes import backward, shaped_like, sweep
from course_lib.numerals import numeral
from course_lib.sections.training.changed_sweeps import SLIPS
from course_lib.sections.training.findings import findings_table
from course_lib.sections.training.rebuild import NAMES, TASKS, checked
from tests.browser.static import functions_of
from tests.meaning import says

PRODUCT, _, _, _, TWICE, BOTH_SLOTS, BEHIND, BATCH, _ = NAMES


def right(nodes, values, gradient):
    """As a student would write it."""
    for user in range(max(gradient), -1, -1):
        node = nodes[user]
        if user not in gradient or node.operation is None:
            continue
        args = [values[arg] for arg in node.args]
        for slot, vjp in enumerate(node.operation.vjps):
            if vjp is None:
                continue
            share = shaped_like(args[slot], vjp(gradient[user], values[user], *args, *node.static))
            arg = node.args[slot]
            gradient[arg] = gradient.get(arg, 0.0) + share


def recursive(nodes, values, gradient):
    """Right, and too deep for a long chain: each path for itself."""

    def back(user, upstream):
        node = nodes[user]
        if node.operation is None:
            return
        args = [values[arg] for arg in node.args]
        for slot, vjp in enumerate(node.operation.vjps):
            if vjp is not None:
                share = shaped_like(args[slot], vjp(upstream, values[user], *args, *node.static))
                arg = node.args[slot]
                gradient[arg] = gradient.get(arg, 0.0) + share
                back(arg, share)

    back(max(gradient), 1.0)


def unshaped(nodes, values, gradient):
    for user in range(max(gradient), -1, -1):
        node = nodes[user]
        if user not in gradient or node.operation is None:
            continue
        args = [values[arg] for arg in node.args]
        for slot, vjp in enumerate(node.operation.vjps):
            if vjp is not None:
                arg = node.args[slot]
                gradient[arg] = gradient.get(arg, 0.0) + vjp(gradient[user], values[user], *args, *node.static)


def from_the_end(nodes, values, gradient):
    """Starts at the last node of the list, not at the loss."""
    (loss,) = gradient
    gradient[len(nodes) - 1] = gradient.pop(loss)
    right(nodes, values, gradient)


def forwards(nodes, values, gradient):
    for user in range(max(gradient) + 1):
        if user in gradient:
            right(nodes[: user + 1], values, gradient)
            return


def first_slot_only(nodes, values, gradient):
    for user in range(max(gradient), -1, -1):
        node = nodes[user]
        if user in gradient and node.operation is not None and node.operation.vjps[0] is not None:
            args = [values[arg] for arg in node.args]
            share = node.operation.vjps[0](gradient[user], values[user], *args, *node.static)
            gradient[node.args[0]] = gradient.get(node.args[0], 0.0) + shaped_like(args[0], share)


def changes_values(nodes, values, gradient):
    right(nodes, values, gradient)
    values[0] = 0.0


def adds_to_nothing(nodes, values, gradient):
    for user in range(max(gradient), -1, -1):
        node = nodes[user]
        if user in gradient and node.operation is not None:
            args = [values[arg] for arg in node.args]
            for slot, vjp in enumerate(node.operation.vjps):
                gradient[node.args[slot]] += vjp(gradient[user], values[user], *args, *node.static)


def never_ends(nodes, values, gradient):
    while True:
        pass


def failed(findings):
    return {finding.name for finding in findings if finding.passed is False}


@pytest.mark.parametrize("sweep_of_student", [right, sweep], ids=["as a student would", "the engine's own generator"])
def test_the_right_sweep_passes_everything(sweep_of_student):
    findings = checked(sweep_of_student)
    assert [finding.name for finding in findings] == list(NAMES)
    assert all(finding.passed for finding in findings)
    named = next(task for task in TASKS if "w1" in task.inputs)
    truth = backward(named.values()).grad["w1"]
    assert says(findings[TASKS.index(named)].said, f"∂L/∂w1 = {numeral(truth)}")


def test_the_notebooks_skeleton_fails_at_once_with_what_to_do():
    findings = checked(functions_of("5_7_training").my_sweep)
    assert findings[0].passed is False
    assert "gradient[arg]" in findings[0].said
    assert all(finding.passed is None for finding in findings[1:])


@pytest.mark.parametrize("slip", SLIPS)
def test_every_slip_fails_and_is_named(slip):
    findings = checked(SLIPS[slip])
    said = [finding.said for finding in findings if finding.passed is False]
    assert any(slip in text for text in said)
    named = [text for text in said if any(other in text for other in SLIPS)]
    assert all(slip in text or " Or: " in text for text in named[:1])


def test_a_sum_overwritten_fails_only_where_a_value_is_used_twice():
    overwriting = next(run for slip, run in SLIPS.items() if "overwrote" in slip)
    assert failed(checked(overwriting)) == {TWICE, BOTH_SLOTS}


@pytest.mark.parametrize(
    ("wrong", "name", "told"),
    [
        (recursive, NAMES[-1], "RecursionError"),
        (unshaped, BATCH, "shape shaped_like"),
        (from_the_end, BEHIND, "loss 1"),
        (first_slot_only, PRODUCT, "no gradient x"),
        (changes_values, PRODUCT, "values"),
        (adds_to_nothing, PRODUCT, "w no gradient gradient.get(arg, line 7"),
        (lambda nodes, values, gradient: gradient[99], PRODUCT, "KeyError 99"),
        (lambda nodes, values, gradient: gradient.clear(), PRODUCT, "loss 1"),
        (lambda nodes, values: None, PRODUCT, "TypeError"),
        (lambda nodes, values, gradient: gradient.update({0: 2.0}), PRODUCT, "x no gradient"),
        (lambda nodes, values, gradient: gradient.update({0: "two", 1: 3.0}), PRODUCT, "'two' number"),
    ],
)  # fmt: skip
def test_what_fails_is_named(wrong, name, told):
    (finding,) = [finding for finding in checked(wrong) if finding.name == name]
    assert finding.passed is False
    assert says(finding.said, *told.split())


def test_after_one_that_raises_nothing_more_is_run():
    findings = checked(lambda nodes, values, gradient: 1 / 0)
    assert [finding.passed for finding in findings] == [False, *[None] * (len(NAMES) - 1)]
    assert "ZeroDivisionError" in findings[0].said


def test_a_generator_without_end_is_stopped():
    def endless(nodes, values, gradient):
        while True:
            yield 1

    assert checked(endless)[0].passed is False


def test_the_tasks_are_what_they_are_called():
    twice = next(task for task in TASKS if task.name == TWICE).values()
    uses = [node.args.count(twice.graph.find("w")) for node in twice.graph.nodes]
    assert sum(uses) == 2
    behind = next(task for task in TASKS if task.of).values()
    assert behind.graph.find("L") < len(behind.graph.nodes) - 1


def test_a_loop_without_end_is_stopped_and_told(monkeypatch):
    monkeypatch.setattr("course_lib.sections.training.rebuild.SECONDS", 0.2)
    findings = checked(never_ends)
    assert says(findings[0].said, "0.2 seconds")
    assert "3: pass" in findings[0].said or "2: while True:" in findings[0].said
    assert all(finding.passed is None for finding in findings[1:])


def test_what_fails_can_be_gone_through_by_hand():
    """Its lines and its numbers stand in the row, and a node without a name is called by its expression."""
    (finding,) = [one for one in checked(first_slot_only) if one.name == TWICE]
    assert finding.task == "a = tanh(w*x) · b = w*a · L = (b - 1)**2; w = 1.5, x = 0.8"
    assert finding.task in findings_table([finding], with_tasks=True)
    assert finding.task not in findings_table([finding])  # a slide has no room for it
    (finding,) = [one for one in checked(unshaped) if one.name == BATCH]
    assert says(finding.task.split(";")[1], "X = 3 × 2", "W = 2 × 2", "b = 2")
    (finding,) = [one for one in checked(list(SLIPS.values())[4]) if one.name == NAMES[2]]
    assert "∂L/∂(y − target) is" in finding.said or "∂L/∂y is" in finding.said
    assert not any(one.task for one in checked(right))
