"""Questions about training that ask for a choice: which parameters move, and the four rows of the lecture's summary.

The right answer and the numbers of every reply come from a run.
"""

from dataclasses import replace
from random import Random
from typing import NamedTuple

import numpy as np

from course_lib.engine.passes import backward, forward
from course_lib.exercises.choice import ChoiceQuestion, Option
from course_lib.language.parse import parse
from course_lib.layers.check import check_layers
from course_lib.layers.layer import Sequential
from course_lib.numerals import about, numeral
from course_lib.sections.checking.examples import one_neuron
from course_lib.sections.checking.lab import listed
from course_lib.sections.depth.blocks import DEPTH, WIDTH, Setting, measured
from course_lib.sections.depth.words import EXPLODES, KEPT, LEVEL, verdict, why
from course_lib.sections.training.first_values import FIRST_VALUES, Start, started

# Which parameters move?

MOVES = {
    ("b2",): "b2 alone",
    ("W2", "b2"): "W2 and b2",
    ("W1", "b1"): "W1 and b1",
    ("W1", "b1", "W2", "b2"): "all of them",
}
# Sigmoid first: tanh, all 0 is predicted before.
STARTS = (("sigmoid", "all 0"), ("tanh", "all ½"), ("ReLU", "all 0"), ("sigmoid", "all ½"), ("tanh", "all 0"))


def what_moves(random: Random, fresh: int) -> ChoiceQuestion:
    """Which parameters does the first step move in a 1-4-1 network? Initial weights and activations take turns."""
    activation, first = STARTS[fresh % len(STARTS)]
    start = started(activation, FIRST_VALUES[first], 0)
    options = [
        Option(
            text, moving == start.moving, "Right." if moving == start.moving else "Not these.", _reason(start, moving)
        )
        for moving, text in MOVES.items()
    ]
    random.shuffle(options)
    hints = (
        "∂L/∂W2 needs the outputs of the hidden units. ∂L/∂W1 goes back through W2.",
        f"With these weights every hidden unit outputs {_hidden(start)}, and W2 is {numeral(_w2(start))}.",
        f"It moves {MOVES[start.moving]}. {_reason(start, start.moving)}",
    )
    given = (f"1-4-1, {activation}", f"weights {first}, biases 0", "squared error")
    prompt = "Which parameters have a gradient that is not 0, so that the first step moves them?"
    return ChoiceQuestion("what moves", prompt, given, tuple(options), hints)


def _w2(start: Start) -> float:
    return float(start.parameters["W2"][0, 0])


def _hidden(start: Start) -> str:
    """The output of the hidden units: one number, or the range over the examples."""
    H = Sequential(*start.network.parts[:2]).forward(start.data.X)
    low, high = float(H.min()), float(H.max())
    return numeral(low) if high - low < 1e-12 else f"from {numeral(low)} to {numeral(high)}"


def _reason(start: Start, claimed: tuple[str, ...]) -> str:
    """Why just these parameters move or do not, with the run's own gradients."""
    sizes = {name: float(np.max(np.abs(gradient))) for name, gradient in start.gradients.items()}
    if claimed == start.moving:
        still = tuple(name for name in sizes if name not in start.moving)
        words = f"The gradients of {listed(still)} are 0." if still else "No gradient is 0."
        if start.alike:
            words += " The hidden units are all the same, and stay the same."
        return words
    missed = [name for name in start.moving if name not in claimed]
    if missed:
        why = {
            "b2": "b2 is added last, so its gradient is the sum of the output's gradients.",
            "W2": f"The hidden units output {_hidden(start)}, so W2 gets a gradient.",
            "W1": f"W2 is {numeral(_w2(start))}, so a gradient comes back through it.",
            "b1": f"W2 is {numeral(_w2(start))}, so a gradient comes back through it.",
        }
        return f"∂L/∂{missed[-1]} is not 0: its largest entry is {numeral(sizes[missed[-1]])}. {why[missed[-1]]}"
    wrong = next(name for name in claimed if name not in start.moving)
    why = {
        "W1": "The gradient that comes back to W1 is multiplied by W2, which is 0.",
        "W2": f"W2's gradient is multiplied by the outputs of the hidden units: {_hidden(start)}.",
    }
    return f"∂L/∂{wrong} is 0. {why.get(wrong, '')}".strip()


# The lecture's summary, one question per row.


def all_gradients(random: Random, fresh: int) -> ChoiceQuestion:
    """Backpropagation: how many passes give every gradient? Cases take turns."""
    n = (1_000, 20_000, 500_000)[fresh % 3]
    options = (
        Option(
            "one forward and one backward",
            True,
            "Right.",
            f"That gives all {n:,} gradients, from the values that the forward pass kept.",
        ),
        Option(
            "one backward",
            False,
            "Where do the values come from?",
            "Every local derivative is taken at a value of the forward pass. The lecture leaves that pass out.",
        ),
        Option(
            f"{2 * n:,} forward",
            False,
            "That is the central difference.",
            f"It takes two passes for each of {n:,} parameters. Backpropagation saves them.",
        ),
        Option(
            f"{n:,} backward",
            False,
            "You took one pass per parameter.",
            "One backward sweep visits every node and computes the gradient of each. That is its advantage.",
        ),
    )
    hints = (
        "What does a node need to pass a contribution back?",
        "It needs its upstream gradient and its local derivative, which is taken at values. What computed those?",
        "One forward pass, which keeps its values, and one backward pass.",
    )
    prompt = "How many passes does backpropagation need for the gradient of L with respect to every parameter?"
    return _shuffled(random, "backpropagation", prompt, (f"{n:,} parameters", "one loss"), options, hints)


USED_TWICE = parse("a = 3*w\nb = w*w\nL = a*b")


def two_paths(random: Random, fresh: int) -> ChoiceQuestion:
    """The chain rule: derivatives are multiplied along a path and added across paths. Cases take turns."""
    w = (0.5, 1.5, 2.0)[fresh % 3]
    trace = backward(forward(USED_TWICE, w=w))
    paths = [edge.contribution for edge in trace.into("w")]
    through_b, through_a = sum(paths[:2]), sum(paths[2:])
    answers = {
        "added": through_a + through_b,
        "multiplied": through_a * through_b,
        "through a alone": through_a,
        "through b alone": through_b,
    }
    said = {
        "added": f"{numeral(through_a)} through a and {numeral(through_b)} through b: "
        "along a path we multiply, across paths we add.",
        "multiplied": "Here the two paths are multiplied. A change in w travels along both at once, so they add.",
        "through a alone": f"The path through b is missing: {numeral(through_b)} more.",
        "through b alone": f"The path through a is missing: {numeral(through_a)} more.",
    }
    options = tuple(
        Option(f"∂L/∂w = {numeral(number)}", kind == "added", "Right." if kind == "added" else "Not that.", said[kind])
        for kind, number in answers.items()
    )
    b, a = trace.grad["b"], trace.grad["a"]
    hints = (
        "Two paths lead from w to L. Multiply upstream × local along each.",
        f"∂L/∂a = {numeral(a)}, and a = 3w. ∂L/∂b = {numeral(b)}, and b = w·w.",
        f"{numeral(through_a)} + {numeral(through_b)} = {numeral(answers['added'])}.",
    )
    given = ("a = 3w", "b = w·w", "L = a·b", f"w = {numeral(w)}")
    return _shuffled(random, "the chain rule", "What is the gradient of L with respect to w?", given, options, hints)


def unguarded(random: Random, fresh: int) -> ChoiceQuestion:
    """Gradient checking: a bug that shows only for some weights. Cases take turns."""
    open_at, closed_at = ((0.5, -0.5), (0.8, -0.3), (0.3, -0.9))[fresh % 3]
    caught = {w1: check_layers(*one_neuron(w1, forgotten=True)).caught for w1 in (open_at, closed_at)}
    found = listed(caught[closed_at])
    options = (
        Option(
            "where the gate is closed",
            True,
            "Right.",
            f"At w1 = {numeral(closed_at)} it is caught in {found}; at w1 = {numeral(open_at)} in "
            f"{listed(caught[open_at]) if caught[open_at] else 'nothing'}.",
        ),
        Option(
            "everywhere",
            False,
            "Not everywhere.",
            f"At w1 = {numeral(open_at)} nothing has to be stopped, so a relu without a gate is right there.",
        ),
        Option("nowhere", False, "It is found somewhere.", f"At w1 = {numeral(closed_at)} it is caught in {found}."),
        Option(
            "where the step is short enough",
            False,
            "The step is not the cause.",
            "A shorter step makes a right gradient agree better. This one is wrong at one w1 and right at another.",
        ),
    )
    hints = (
        "Where does a missing gate change a number?",
        "If relu's input is positive, its derivative is 1, with or without the gate.",
        "Only a closed gate shows the bug, so check with gates open and closed.",
    )
    given = (
        "h1 = relu(w1·x + b1)",
        "x = 2, b1 = 0.1",
        f"tried at w1 = {numeral(open_at)} and at w1 = {numeral(closed_at)}",
    )
    prompt = "The backward of relu has no gate and passes everything back. Where does a gradient check find that?"
    return _shuffled(random, "gradient checking", prompt, given, options, hints)


class Patient(NamedTuple):
    """A network whose gradient does not keep its size, and single changes, of which one cures it."""

    setting: Setting
    changes: dict[str, Setting]
    fate_is_asked: bool = False


DEEP_SIGMOID, DEEP_RELU, SKIPPING = (
    Setting("sigmoid", "Xavier"),
    Setting("relu", "Xavier"),
    Setting("relu", "He", "plain"),
)
WITHOUT_HELP = {
    "ReLU in place of sigmoid, the start unchanged": replace(DEEP_SIGMOID, activation="relu"),
    "He's start in place of Xavier's": replace(DEEP_SIGMOID, start="He"),
    "half as many layers": replace(DEEP_SIGMOID, depth=DEPTH // 2),
}
STILL_LOUD = {
    f"it {EXPLODES}: Xavier's start mends it": replace(SKIPPING, start="Xavier"),
    f"it {EXPLODES}: half as many layers mend it": replace(SKIPPING, depth=DEPTH // 2),
    f"it {KEPT}: nothing to mend": SKIPPING,
}
PATIENTS = (
    Patient(DEEP_SIGMOID, {"a normalisation before each layer": replace(DEEP_SIGMOID, normalise=True), **WITHOUT_HELP}),
    Patient(
        SKIPPING,
        {f"it {EXPLODES}: counting the branch 1/√{DEPTH} mends it": replace(SKIPPING, skip="1/√depth"), **STILL_LOUD},
        fate_is_asked=True,
    ),
    Patient(
        DEEP_RELU,
        {
            "He's start in place of Xavier's": replace(DEEP_RELU, start="He"),
            "a skip around each layer": replace(DEEP_RELU, skip="plain"),
            "a normalisation before each layer": replace(DEEP_RELU, normalise=True),
            "half as many layers": replace(DEEP_RELU, depth=DEPTH // 2),
        },
    ),
    Patient(DEEP_SIGMOID, {"a skip around each layer": replace(DEEP_SIGMOID, skip="plain"), **WITHOUT_HELP}),
    Patient(
        SKIPPING,
        {f"it {EXPLODES}: a normalisation in each branch mends it": replace(SKIPPING, normalise=True), **STILL_LOUD},
        fate_is_asked=True,
    ),
)


def what_saves_it(random: Random, fresh: int) -> ChoiceQuestion:
    """Vanishing gradients: which single change keeps a gradient's size? Cases take turns; outcomes are measured."""
    patient = PATIENTS[fresh % len(PATIENTS)]
    ill = measured(patient.setting)
    unhelped = verdict(ill.ratio)
    options = []
    for text, setting in patient.changes.items():
        fate = verdict(measured(setting).ratio)
        saved = fate == KEPT
        how = "It" if setting == patient.setting else "It still" if fate == unhelped else "Then it"
        options.append(Option(text, saved, "Right." if saved else f"{how} {fate}.", _measured(setting)))
    cured = next(option for option in options if option.is_right)
    told = f"It {unhelped}: at the first layer it is {about(ill.ratio)} times the gradient at the last one."
    asked = (
        "What happens to the gradient between the last layer and the first, and which change helps?"
        if patient.fate_is_asked
        else f"The gradient {unhelped}. Which single change saves it?"
    )
    hints = (
        "Each layer multiplies the gradient by the activation's slope and by its weights. A skip adds to that.",
        f"{told} {why(ill)}",
        f"{cured.text[0].upper()}{cured.text[1:]}. {cured.sentence}",
    )
    kept = f"size kept: at most {LEVEL:g} times larger or smaller"
    given = (f"{DEPTH} layers, width {WIDTH}", str(patient.setting), kept)
    return _shuffled(random, "vanishing gradients", asked, given, tuple(options), hints)


def _measured(setting: Setting) -> str:
    """What was measured, and the reason, in words."""
    found = measured(setting)
    return f"Measured at the first layer: {about(found.ratio)} times the last layer's gradient. {why(found)}"


def _shuffled(
    random: Random,
    topic: str,
    prompt: str,
    given: tuple[str, ...],
    options: tuple[Option, ...],
    hints: tuple[str, str, str],
) -> ChoiceQuestion:
    return ChoiceQuestion(topic, prompt, given, tuple(random.sample(options, len(options))), hints)
