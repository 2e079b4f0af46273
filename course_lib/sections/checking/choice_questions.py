"""Questions about gradient checks that ask for a choice: what a row tells you, and which line of a network is wrong.

Both show what a real check found on a real network, drawn for one student; every
reply is computed from it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from random import Random
from typing import NamedTuple

import numpy as np

from course_lib.differences import AGREE, DIFFER, relative_error
from course_lib.errors import BuildError
from course_lib.exercises.choice import ChoiceQuestion, Option
from course_lib.layers.check import INPUT, Entry, Report, check_layers
from course_lib.layers.guards import Array
from course_lib.layers.initialise import xavier
from course_lib.layers.layer import Layer, LayerNorm, LeakyReLU, Linear, ReLU, Sequential, Sigmoid, Tanh
from course_lib.layers.losses import Loss, MSELoss
from course_lib.numerals import numeral
from course_lib.sections.checking.bench import Bench
from course_lib.sections.checking.lab import bounds, listed
from course_lib.sections.checking.planted import LAYER_MISTAKES, LayerMistake, plant
from course_lib.sections.checking.report import report_table

TRIES = 200
CANDIDATES = 5  # options for the wrong line

# What does one row of a report say?

WORTH = {
    "agrees": "The gradient is right.",
    "differs": "The gradient is wrong.",
    "kink": "It cannot tell: a corner lies between.",
    "rounding": "It cannot tell: the step is too short.",
    "truncation": "It cannot tell: the step is too long.",
}


class Way(NamedTuple):
    """How to make a row with a certain verdict: the step, the dtype, and whether a mistake is planted."""

    step: float
    dtype: type[np.floating] = np.float64
    wrong: bool = False


WAYS = {
    "kink": (Way(1e-3), Way(1e-2)),
    "rounding": (Way(1e-11), Way(1e-5, np.float32), Way(1e-12)),
    "differs": (Way(1e-5, wrong=True), Way(1e-4, wrong=True)),
    "truncation": (Way(1e-1), Way(0.05)),
    "agrees": (Way(1e-5), Way(1e-6)),
}


def worth_of_a_row(random: Random, fresh: int) -> ChoiceQuestion:
    """One entry of a real check: what does it say about the gradient by hand, if anything?"""
    wanted = random.choice([*WAYS])
    way = random.choice(WAYS[wanted])
    report, name, entry, size = _row_with(wanted, way, random)
    rounding, truncation = bounds(report, name, size)
    gap = abs(entry.gradient - entry.numerical)
    facts = (
        ("by hand", numeral(entry.gradient)),
        ("numerical", numeral(entry.numerical)),
        ("relative error", numeral(entry.error, 2)),
        ("kinks crossed", str(entry.kinks)),
        ("h", numeral(way.step)),
        ("dtype", report.dtype),
        ("rounding up to", numeral(rounding, 2)),
        ("truncation up to", numeral(truncation, 2)),
    )
    reasons = _reasons(entry, gap, rounding, truncation)
    options = tuple(
        Option(text, verdict == wanted, "Right." if verdict == wanted else "Not that.", reasons[verdict])
        for verdict, text in WORTH.items()
    )
    hints = (
        "First look at the relative error: up to 1e−5 the row agrees. Then look at kinks, rounding and truncation.",
        f"The two numbers differ by {numeral(gap, 2)}; kinks crossed: {entry.kinks}.",
        f"{WORTH[wanted]} {reasons[wanted]}",
    )
    prompt = (
        "This is a central difference of a loss, from a real check. Rounding and truncation may each explain a "
        "difference up to the number given. What does this row say about the gradient by hand?"
    )
    return ChoiceQuestion("what a row is worth", prompt, (), options, hints, facts=facts)


def _row_with(wanted: str, way: Way, random: Random) -> tuple[Report, str, Entry, float]:
    """A report, one of its blocks, an entry there with this verdict, and the loss."""
    for _ in range(TRIES):
        generator = np.random.default_rng(random.randrange(2**32))
        gate: Layer = ReLU() if wanted == "kink" else Tanh()
        network = Sequential(Linear(3, 6, generator), gate, Linear(6, 2, generator, xavier))
        setup = Bench(network, MSELoss(), generator.normal(size=(8, 3)), generator.normal(size=(8, 2)))
        if way.wrong:
            setup = setup._replace(network=plant(_by_name("dW divided again"), network, setup.loss)[0])
        report = check_layers(*setup, step=way.step, dtype=way.dtype)
        found = [
            (block.name, entry)
            for block in report.blocks.values()
            for entry in block.entries
            if entry.verdict == wanted and _is_plain(entry)
        ]
        if found:
            size = abs(setup.loss.forward(setup.network.forward(setup.X), setup.T))
            return report, *random.choice(found), size
    raise BuildError(f"No row with the verdict {wanted} was found.", "Give it another step.")


def _is_plain(entry: Entry) -> bool:
    """Whether the relative error is clearly on one side of 1e−5, and both numbers can be shown."""
    return not AGREE / 3 < entry.error < 3 * AGREE and min(abs(entry.gradient), abs(entry.numerical)) > DIFFER * AGREE


def _reasons(entry: Entry, gap: float, rounding: float, truncation: float) -> Mapping[str, str]:
    """The reply to each verdict, with this row's numbers."""
    error, apart = numeral(entry.error, 2), numeral(gap, 2)
    agrees = f"The relative error is {error}: {'at most' if entry.error <= AGREE else 'above'} 1e−5."
    if entry.error <= AGREE:
        no_doubt = "The row agrees, so there is nothing to explain."
        return {**dict.fromkeys(WORTH, f"{agrees} {no_doubt}"), "agrees": agrees}
    kink = (
        f"{_inputs(entry.kinks)} on different sides of its corner in the two evaluations, "
        "so the quotient is not a derivative there. It does not prove a bug."
        if entry.kinks
        else "No kink was crossed."
    )
    small = f"Rounding may explain {numeral(rounding, 2)}, and the two differ by {apart}"
    long = f"truncation may explain {numeral(truncation, 2)}, and they differ by {apart}"
    short_step = f"{small}: {'that is enough' if gap <= rounding else 'that is not enough'}."
    long_step = f"{long[0].upper()}{long[1:]}: {'that is enough' if gap <= truncation else 'that is not enough'}."
    if entry.kinks:
        differs = f"Look at the kinks before you call it wrong. {kink}"
    elif gap <= rounding or gap <= truncation:
        differs = f"The quotient itself may be that far off. {short_step if gap <= rounding else long_step}"
    else:
        differs = f"Nothing else explains it. There is no kink; {small[0].lower()}{small[1:]}; {long}."
    return {"agrees": agrees, "differs": differs, "kink": kink, "rounding": short_step, "truncation": long_step}


def _inputs(count: int) -> str:
    return "One input of ReLU lies" if count == 1 else f"{count} inputs of ReLU lie"


def _by_name(name: str) -> LayerMistake:
    return next(mistake for mistake in LAYER_MISTAKES if mistake.name == name)


# Which line is wrong?


class Suspect(NamedTuple):
    """A mistake in one place of a network, the gradients that it gives, and the blocks in which they are wrong."""

    text: str
    mistake: LayerMistake
    gradients: dict[str, Array]
    wrong_in: tuple[str, ...]


@dataclass(frozen=True)
class ReportQuestion(ChoiceQuestion):
    """A choice that shows a check's report."""

    report: Report | None = None

    @property
    def about(self) -> str:
        """The report as an HTML table."""
        return report_table(self.report, captioned=False) if self.report else ""


def wrong_line(random: Random, fresh: int) -> ReportQuestion:
    """A network with one wrong line, its report, and a few suspects. No two of them make the same rows wrong."""
    for _ in range(TRIES):
        setup, names = _network(random)
        suspects = _suspects(setup, names)
        random.shuffle(suspects)
        if not suspects:
            continue
        guilty, chosen = suspects[0], suspects[:1]
        for other in suspects[1:]:
            if len(chosen) < CANDIDATES and all(other.wrong_in != one.wrong_in for one in chosen):
                chosen.append(other)
        if len(chosen) == CANDIDATES:
            break
    else:
        raise BuildError("No network with enough suspects was found.", "Draw from more layers.")
    places = dict(zip(names.values(), names, strict=True))
    place = places[guilty.text.split(":")[0]]
    network, loss = plant(guilty.mistake, setup.network, setup.loss, place)
    report = check_layers(network, loss, setup.X, setup.T)
    random.shuffle(chosen)
    options = tuple(_option(suspect, guilty) for suspect in chosen)
    hints = (
        "Start at the loss: everything between the loss and the wrong line agrees, everything further back differs. "
        "If only one parameter differs, its own line is wrong.",
        f"Wrong here: {listed(guilty.wrong_in)}. Which line has all of these behind it, and no other?",
        f"{guilty.text}. {guilty.mistake.what} {guilty.mistake.shows}",
    )
    given = (" → ".join(names.values()), f"N = {len(setup.X)}, D = {setup.T.shape[1]}")
    prompt = "One line of this network's backward pass is wrong. Read the report: which line is it?"
    return ReportQuestion("the wrong line", prompt, given, options, hints, report=report)


def _network(random: Random) -> tuple[Bench, dict[int, str]]:
    """A correct network of seven layers, and the name of each by its place in ``walk()``; the loss comes last."""
    generator = np.random.default_rng(random.randrange(2**32))
    first: Layer = random.choice((ReLU, lambda: LeakyReLU(0.1), Sigmoid))()
    second: Layer = random.choice((Tanh, Sigmoid, lambda: LayerNorm(4, learned=False)))()
    linear = (Linear(3, 4, generator), Linear(4, 4, generator), Linear(4, 2, generator, xavier))
    network = Sequential(linear[0], first, linear[1], second, linear[2])
    setup = Bench(network, MSELoss(), generator.normal(size=(5, 3)), generator.normal(size=(5, 2)))
    names: dict[int, str] = {}
    for place, part in enumerate([*network.walk(), setup.loss]):
        if part is network:
            continue
        kind = type(part).__name__
        alike = [other for other in network.walk() if type(other) is type(part)]
        names[place] = f"{kind} {[*map(id, alike)].index(id(part)) + 1}" if len(alike) > 1 else kind
    return setup, names


def _suspects(setup: Bench, names: Mapping[int, str]) -> list[Suspect]:
    """Every mistake, in every place where it fits and changes the report."""
    right = _gradients(setup.network, setup.loss, setup)
    parts: list[Layer | Loss] = [*setup.network.walk(), setup.loss]
    found = []
    for place, name in names.items():
        for mistake in LAYER_MISTAKES:
            if len(mistake.variants) > 1 or not mistake.fits(parts[place]):
                continue
            gradients = _gradients(*plant(mistake, setup.network, setup.loss, place), setup)
            wrong = tuple(key for key in right if _differ(gradients[key], right[key]))
            if wrong:
                found.append(Suspect(f"{name}: {mistake.name}", mistake, gradients, wrong))
    return found


def _gradients(network: Layer, loss: Loss, setup: Bench) -> dict[str, Array]:
    loss.forward(network.forward(setup.X), setup.T)
    dX = network.backward(loss.backward())
    return {**network.gradients, INPUT: dX}


def _differ(one: Array, other: Array) -> bool:
    """Whether a report can tell the two apart, in the entry where they differ most."""
    return max(relative_error(float(a), float(b)) for a, b in zip(one.flat, other.flat, strict=True)) > DIFFER


def _option(suspect: Suspect, guilty: Suspect) -> Option:
    if suspect is guilty:
        return Option(suspect.text, True, "Right.", suspect.mistake.what)
    would, does = set(suspect.wrong_in), set(guilty.wrong_in)
    title = "It is not this line."
    missing = tuple(name for name in suspect.wrong_in if name not in does)
    left = tuple(name for name in guilty.wrong_in if name not in would)
    parts = [f"it would make {listed(missing)} wrong, and here {_they(missing)} right"] if missing else []
    parts += [f"it would leave {listed(left)} right, and here {_they(left)} wrong"] if left else []
    sentence = "; ".join(parts)
    return Option(suspect.text, False, title, f"{sentence[0].upper()}{sentence[1:]}.")


def _they(names: tuple[str, ...]) -> str:
    return "it is" if len(names) == 1 else "they are"
