"""The sentences of the depth lab: what a setting does to a gradient, why, and the four cures one at a time."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from course_lib.numerals import about, in_words, numeral
from course_lib.sections.depth.blocks import DEPTH, SEEDS, WIDTH, Measured, Setting, measured
from course_lib.sections.depth.reasons import why

KEPT, SHRINKS, VANISHES = "keeps its size", "shrinks", "vanishes"  # what happens to a gradient in the backward pass
GROWS, EXPLODES = "grows", "explodes"
LEVEL = 10.0  # a gradient keeps its size if it becomes at most so many times larger or smaller
LOST = 100.0  # beyond this factor it has exploded or vanished
VANISHING, EXPLODING = LOST ** (-1 / DEPTH), LOST ** (1 / DEPTH)  # the factor of each of DEPTH layers that leads there
ROUNDING = 1e-14  # examples that are no further apart differ by rounding only
SPREAD = 2.0  # examples stay about as far apart if their distance changes by less than this factor
UNEVEN = 2.0  # one factor per layer is misleading if the first layer's is this many times the others'


@dataclass(frozen=True)
class Cure:
    """One of the lecture's cures: the settings that show it, and sentences on what it cures and where it fails."""

    settings: tuple[Setting, ...]
    helps: str
    fails: str


SIGMOID, TANH, RELU = (Setting(activation, "Xavier") for activation in ("sigmoid", "tanh", "relu"))
HE, TANH_HE = Setting(), Setting("tanh")
SCALE = (
    f"A gradient **{KEPT}** if at the first layer it is at most {LEVEL:g} times larger or smaller than at the "
    f"last one. More than {LOST:g} times larger, it **{EXPLODES}**; more than {LOST:g} times smaller, it "
    f"**{VANISHES}**."
)
PLAIN_SCALE = SCALE.replace("**", "")  # for small print, which is not Markdown
HEADINGS = (  # of ``row``
    f"{in_words(DEPTH)} layers of",
    "first ÷ last layer",
    f"{in_words(len(SEEDS))} random starts",
    "per layer",
    "the gradient",
)

CURES = {
    "ReLU": Cure(
        (SIGMOID, TANH, RELU, Setting(start="N(0, 1)"), HE),
        "Its slope is 1 where the gate is open, at any size; tanh′ is 1 only at 0, and σ′ is never more than ¼.",
        "Half of the gates are closed. He's weights make up for that. With others the gradient vanishes or explodes.",
    ),
    "initialisation": Cure(
        (
            Setting(start="N(0, 1)"),
            RELU,
            HE,
            Setting("tanh", "N(0, 1)"),
            TANH,
            TANH_HE,
            Setting("sigmoid"),
            Setting("sigmoid", "N(0, 1)"),
            Setting("sigmoid", "N(0, 1)", width=128),
        ),
        f"2/n suits relu. With tanh, both 1/n and 2/n work for {in_words(DEPTH)} layers; N(0, 1) explodes.",
        "Neither 1/n nor 2/n suits sigmoid. N(0, 1) does at one width, by chance.",
    ),
    "skip": Cure(
        (SIGMOID, Setting("sigmoid", "Xavier", "plain"), HE, Setting(skip="plain"), Setting(skip="1/√depth")),
        "It adds a path around each layer with slope 1. The gradient along this path cannot vanish.",
        "The branch adds to it. With relu and He it adds a lot: it explodes, unless the branch is made small.",
    ),
    "normalisation": Cure(
        (
            SIGMOID,
            Setting("sigmoid", "Xavier", normalise=True),
            Setting("sigmoid", "N(0, 1)"),
            Setting("sigmoid", "N(0, 1)", normalise=True),
            HE,
            Setting(normalise=True),
            Setting(start="N(0, 1)"),
            Setting(start="N(0, 1)", normalise=True),
        ),
        "It divides by the spread of the layer's output. With sigmoid and Xavier's or He's weights, this makes up for "
        "the small σ′.",
        "With sigmoid and N(0, 1) it does too much: the gradient explodes. With relu it always explodes, since the "
        "mean is subtracted first.",
    ),
    "together": Cure(
        (
            Setting(skip="plain", normalise=True),
            Setting(skip="1/√depth"),
            Setting(skip="1/√depth", normalise=True),
            Setting(start="N(0, 1)", skip="1/√depth"),
            Setting(start="N(0, 1)", skip="1/√depth", normalise=True),
            Setting(start="N(0, 1)", skip="plain", normalise=True),
        ),
        "A skip keeps a path open, and a normalisation keeps its branch from growing. With a small branch even N(0, 1) "
        "does little harm.",
        "Without normalisation, the small branch still needs suitable weights. Without a small branch, N(0, 1) makes "
        "the gradient grow.",
    ),
}


def pace(found: Measured) -> tuple[float, float]:
    """The factor of the first layer on the gradient, and the factor of each other layer if those were all alike."""
    whole, behind = found.gradient.median[:2]
    return whole / behind, behind ** (1 / max(found.setting.depth - 1, 1))


def is_even(found: Measured) -> bool:
    """Whether the first layer has about the same factor as the others, so that one factor per layer is enough."""
    first, others = pace(found)
    return 1 / UNEVEN < first / others < UNEVEN


def verdict(ratio: float) -> str:
    """What has happened to a gradient that is 1 at the last layer and has this size at the first."""
    if 1 / LEVEL <= ratio <= LEVEL:
        return KEPT
    if ratio < 1:
        return VANISHES if ratio < 1 / LOST else SHRINKS
    return EXPLODES if ratio > LOST else GROWS


def row(found: Measured) -> tuple[str, ...]:
    """A row of a table: the setting, the ratio, its range over the starts, the factor per layer, the verdict."""
    low, high = map(about, found.reach)
    reach = low if low == high else f"{low} to {high}"
    first, others = (numeral(factor, 3) for factor in pace(found))
    factor = numeral(found.layer_factor, 3) if is_even(found) else f"{others}, first {first}"
    return str(found.setting), about(found.ratio), reach, factor, verdict(found.ratio)


def rows(settings: tuple[Setting, ...]) -> list[tuple[str, ...]]:
    """A table of settings, each measured with all of ``SEEDS``."""
    return [row(measured(setting)) for setting in settings]


def made_worse(settings: Iterable[Setting]) -> str:
    """The pairs of settings that differ by one skip or one normalisation but are no better with it. Markdown."""
    known = list(settings)
    pairs = [
        (bare, cured)
        for bare in known
        for cured in (replace(bare, skip="plain"), replace(bare, skip="1/√depth"), replace(bare, normalise=True))
        if cured in known and cured != bare and bare.skip in ("none", cured.skip)
    ]
    spoilt, turned = [], []
    for bare, cured in pairs:
        before, after = measured(bare).ratio, measured(cured).ratio
        if verdict(after) not in (EXPLODES, VANISHES):
            continue
        pair = f"{bare} {about(before)} → {cured} {about(after)}"
        if verdict(before) == KEPT:
            spoilt.append(pair)
        elif verdict(before) != verdict(after):
            turned.append(pair)
    return (
        f"**One more cure, and the gradient explodes:** {'; '.join(spoilt)}. "
        f"**One more cure, and vanishing becomes exploding:** {'; '.join(turned)}."
    )


def said_of_depth(found: Measured) -> str:
    """The figure in words: what reaches the first layer, what that is per layer, and why. Markdown."""
    setting, ratio = found.setting, found.ratio
    first, others = (numeral(factor, 3) for factor in pace(found))
    factor = (
        f"{numeral(found.layer_factor, 3)} per layer"
        if is_even(found)
        else f"{first} in the first layer, {others} in the others"
    )
    return (
        f"**{setting}: the gradient {verdict(ratio)}.** At the first layer it is {about(ratio)} times the last layer's "
        f"(median of {found.seeds}): {factor}. {why(found)} {_examples(found)}"
    )


def _examples(found: Measured) -> str:
    """What happens to the examples in the forward pass."""
    last = found.spread.median[-1]
    if last < ROUNDING:
        return "Forward, only rounding still tells the examples apart."
    if last < 1 / SPREAD:
        return f"Forward, the examples come {about(1 / last)} times closer together."
    if last > SPREAD:
        return f"Forward, the examples move {about(last)} times further apart."
    return "Forward, the examples keep their distance."


def heard(counted: int, largest: float) -> str:
    """From how many of WIDTH directions something reaches the first layer; ``largest`` is what the best one brings."""
    if verdict(largest) == VANISHES:
        return "Not even from the best direction does anything reach the first layer."
    if counted > 3 * WIDTH // 4:
        return "Gradients from most directions reach the first layer."
    few = "few " * (counted < WIDTH // 4)
    return f"The first layer gets a gradient from these {few}directions, and next to nothing from the others."
