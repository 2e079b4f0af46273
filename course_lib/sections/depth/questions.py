"""The questions about depth: how much of a gradient is left, and which network a measured gradient belongs to.

Each maker takes a random generator and how many fresh questions came before.
"""

import math
from random import Random
from typing import NamedTuple

from course_lib.errors import BuildError
from course_lib.exercises.choice import ChoiceQuestion, Option
from course_lib.exercises.count_question import Wrong, counting
from course_lib.exercises.question import Question
from course_lib.numerals import about, in_words, numeral, subscripted
from course_lib.sections.depth.blocks import DEPTH, WIDTH, Measured, grid, measured, products
from course_lib.sections.depth.reasons import why
from course_lib.sections.depth.words import KEPT, verdict

TRIES = 200
CANDIDATES = 4
STARTS = range(3)  # the seeds of the random starts whose median is shown
DECADES = 1.5  # the least distance between the candidates' gradients, far more than between random starts
ANY = "A number to 1 %, or a calculation: 0.9**30. The names factor and layers may stand in it."


class Decay(NamedTuple):
    """Some layers, each of which multiplies the norm of the gradient by ``norm``.

    The prompt gives ``factor``: the factor of the norm or, with ``of_variance``, of the variance.
    """

    factor: float
    layers: int
    of_variance: bool

    @property
    def norm(self) -> float:
        """The factor by which each layer multiplies the norm."""
        return math.sqrt(self.factor) if self.of_variance else self.factor

    @property
    def left(self) -> float:
        """The norm at h₀, if it is 1 at the last layer."""
        return products([self.norm] * self.layers)[0]


def left_question(random: Random, fresh: int) -> Question:
    """What is left of a gradient after some layers? The factor is that of the norm and of the variance in turns."""
    decay = Decay(random.choice((0.3, 0.4, 0.5, 0.6, 1.5, 2.0)), random.randint(4, 9), fresh % 2 == 1)
    factor, layers, of_variance = decay
    norm, truth = decay.norm, decay.left
    what = "the variance of the gradient's entries" if of_variance else "the gradient's norm"
    root = f"√{numeral(factor)} = {numeral(norm)}" if of_variance else numeral(norm)
    return counting(
        "the norm at h₀",
        f"In the backward pass each of {layers} layers multiplies {what} by {numeral(factor)}. At the last layer the "
        "norm is 1. What is it at h₀, the input of the first layer?",
        (),
        {"factor": factor, "layers": layers},
        truth,
        [wrong for wrong in _of_powers(decay) + _of_roots(decay) if abs(wrong.number - truth) > 0.05 * abs(truth)],
        (
            "Multiply one factor per layer." + (" The norm's factor is the root of the variance's." * of_variance),
            f"The norm's factor is {root}, and there are {layers} of them.",
            f"{numeral(norm)} to the power {layers} = {numeral(truth)}.",
        ),
        ANY,
    )


def _of_powers(decay: Decay) -> list[Wrong]:
    """Mistakes with the power: the wrong number of factors, or factors that are not multiplied."""
    norm, layers = decay.norm, decay.layers
    return [
        Wrong(
            "multiplied by the layers",
            "You multiplied by the number of layers.",
            "Every layer multiplies what the previous one has left, so take a power.",
            norm * layers,
        ),
        Wrong(
            "one too few",
            "One layer is missing.",
            f"The gradient passes all {layers} layers, the first one too.",
            norm ** (layers - 1),
        ),
        Wrong("one too many", "One layer too many.", f"There are {layers} layers.", norm ** (layers + 1)),
        Wrong(
            "subtracted",
            "You subtracted the same amount at every layer.",
            "A layer multiplies what is left; it does not subtract from what was there at the start.",
            1 - layers * (1 - norm),
        ),
        Wrong(
            "upside down",
            "You turned the ratio upside down.",
            "That says how much larger the last layer's gradient is than the first one's.",
            1 / decay.left,
        ),
        Wrong("one layer", "That is for one layer.", f"There are {layers} layers.", norm),
    ]


def _of_roots(decay: Decay) -> list[Wrong]:
    """Mistakes with the square root: it is missing, or taken where none is needed."""
    if not decay.of_variance:
        sentence = "The factor is the norm's already."
        return [Wrong("variance for norm", "You took a root that is not needed.", sentence, math.sqrt(decay.left))]
    return [
        Wrong(
            "variance for norm",
            "That is the variance.",
            "A norm grows as the root of a variance.",
            decay.factor**decay.layers,
        ),
        Wrong(
            "variance multiplied by the layers",
            "You multiplied by the number of layers.",
            "Layers multiply what is left, so take a power. And the factor for the norm is the root.",
            decay.factor * decay.layers,
        ),
    ]


def which_network(random: Random, fresh: int) -> ChoiceQuestion:
    """A measured gradient, and four settings: which one was measured?"""
    for _ in range(TRIES):
        chosen: list[Measured] = []
        for setting in random.sample(grid(), len(grid())):
            found = measured(setting, STARTS)
            if not chosen and verdict(found.ratio) == KEPT:
                continue
            if all(_apart(found, other) for other in chosen):
                chosen.append(found)
            if len(chosen) == CANDIDATES:
                break
        else:
            continue
        break
    else:
        raise BuildError("No four settings were far enough apart.", "Allow closer settings.")
    guilty = chosen[0]
    random.shuffle(chosen)
    layers = (0, guilty.setting.depth // 3, 2 * guilty.setting.depth // 3, guilty.setting.depth)
    facts = tuple((subscripted("h", layer), about(guilty.gradient.median[layer])) for layer in layers)
    hints = (
        "Does it shrink or grow from the last layer to h₀? And by what factor per layer?",
        f"About {numeral(guilty.layer_factor, 3)} per layer. "
        f"σ′ is at most ¼; relu's gates give 1/√2; a plain skip gives more than 1.",
        f"{guilty.setting}. {why(guilty)}",
    )
    return ChoiceQuestion(
        "which network",
        f"You see the gradient's norm, relative to the last layer, for {in_words(DEPTH)} layers of {WIDTH} units "
        f"({in_words(len(STARTS))} random starts). "
        "Which network was measured?",
        (),
        tuple(_option(found, guilty) for found in chosen),
        hints,
        facts=facts,
    )


def _apart(one: Measured, other: Measured) -> bool:
    return abs(math.log10(one.ratio / other.ratio)) > DECADES


def _option(found: Measured, guilty: Measured) -> Option:
    if found is guilty:
        return Option(str(found.setting), True, "Right.", why(found))
    sentence = f"There the gradient {verdict(found.ratio)}. {why(found)}"
    return Option(str(found.setting), False, f"That would be {about(found.ratio)} at h₀.", sentence)
