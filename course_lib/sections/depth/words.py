"""The depth lab in words: what a setting does to a gradient, why, and the four cures one at a time."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from course_lib.numerals import about, numeral
from course_lib.sections.depth.blocks import DEPTH, WIDTH, Measured, Setting, measured
from course_lib.sections.depth.reasons import why

KEPT, SHRINKS, VANISHES = "keeps its size", "shrinks", "vanishes"  # what a gradient does on its way back
GROWS, EXPLODES = "grows", "explodes"
LEVEL = 10.0  # a gradient keeps its size that is at most so many times larger or smaller
LOST = 100.0  # and beyond this it has exploded or vanished
VANISHING, EXPLODING = LOST ** (-1 / DEPTH), LOST ** (1 / DEPTH)  # what each of DEPTH layers does, for that
ROUNDING = 1e-14  # examples that are no further apart are the same to a computer
SPREAD = 2.0  # examples stay about as far apart to this factor
UNEVEN = 2.0  # one factor a layer says nothing where the first layer's is so many times the others'


@dataclass(frozen=True)
class Cure:
    """One of the lecture's cures: the settings that show it, and in words what it cures and where it fails."""

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
PLAIN_SCALE = SCALE.replace("**", "")  # for small print, which is no Markdown
HEADINGS = ("thirty layers of", "first ÷ last layer", "ten random starts", "a layer", "the gradient")  # of ``row``

CURES = {
    "ReLU": Cure(
        (SIGMOID, TANH, RELU, Setting(start="N(0, 1)"), HE),
        "Its slope is 1 where the gate is open, at any size; tanh′ is 1 only at 0, and σ′ is never more than ¼.",
        "Half of the gates are closed. Without He's start, which makes up for that, it vanishes as well, or explodes.",
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
        "2/n suits relu. tanh explodes with N(0, 1). With 1/n it loses a little at each layer, with 2/n it gains a "
        "little: thirty layers bear either.",
        "Neither 1/n nor 2/n suits sigmoid. N(0, 1) does at one width, by chance.",
    ),
    "skip": Cure(
        (SIGMOID, Setting("sigmoid", "Xavier", "plain"), HE, Setting(skip="plain"), Setting(skip="1/√depth")),
        "A path around each layer whose slope is 1: what comes down it cannot vanish.",
        "The branch comes on top of it. With relu and He that is much: it explodes, unless the branch is made small.",
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
        "It divides by what the layer's output has shrunk to, and so gives sigmoid back what σ′ took: after Xavier's "
        "start and He's.",
        "After N(0, 1) sigmoid gets back more than was taken: it explodes. So does relu after any start, since its "
        "mean is taken off first.",
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
        "A skip keeps a path open, a normalisation keeps its branch from growing. With the small branch even N(0, 1) "
        "does little harm.",
        "Without normalisation the small branch still needs a good start. Without the small branch, N(0, 1) makes the "
        "gradient grow.",
    ),
}


def pace(found: Measured) -> tuple[float, float]:
    """What the first layer multiplies the gradient by, and each of the others, were they all alike."""
    whole, behind = found.gradient.median[:2]
    return whole / behind, behind ** (1 / max(found.setting.depth - 1, 1))


def is_even(found: Measured) -> bool:
    """Whether the first layer does about what the others do, so that one factor a layer says it all."""
    first, others = pace(found)
    return 1 / UNEVEN < first / others < UNEVEN


def verdict(ratio: float) -> str:
    """What a gradient of this size at the first layer does; at the last layer it is 1."""
    if 1 / LEVEL <= ratio <= LEVEL:
        return KEPT
    if ratio < 1:
        return VANISHES if ratio < 1 / LOST else SHRINKS
    return EXPLODES if ratio > LOST else GROWS


def row(found: Measured) -> tuple[str, ...]:
    """A setting's line in a table: its name, the ratio, its reach over the starts, the factor a layer, the verdict."""
    low, high = map(about, found.reach)
    reach = low if low == high else f"{low} to {high}"
    first, others = (numeral(factor, 3) for factor in pace(found))
    factor = numeral(found.layer_factor, 3) if is_even(found) else f"{others}, first {first}"
    return str(found.setting), about(found.ratio), reach, factor, verdict(found.ratio)


def rows(settings: tuple[Setting, ...]) -> list[tuple[str, ...]]:
    """A table of settings, each measured with ten random starts."""
    return [row(measured(setting)) for setting in settings]


def made_worse(settings: Iterable[Setting]) -> str:
    """Which pairs of these differ by one skip or one normalisation, and are no better for it. Markdown."""
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
        f"**One cure more, and the gradient explodes:** {'; '.join(spoilt)}. "
        f"**One cure more, and vanishing becomes exploding:** {'; '.join(turned)}."
    )


def said_of_depth(found: Measured) -> str:
    """The figure in words: what reaches the first layer, what that is a layer, and why. Markdown."""
    setting, ratio = found.setting, found.ratio
    first, others = (numeral(factor, 3) for factor in pace(found))
    factor = (
        f"{numeral(found.layer_factor, 3)} a layer"
        if is_even(found)
        else f"{first} in the first layer, {others} in the others"
    )
    return (
        f"**{setting}: the gradient {verdict(ratio)}.** At the first layer it is {about(ratio)} times the last one's "
        f"(median of {found.seeds}): {factor}. {why(found)} {_examples(found)}"
    )


def _examples(found: Measured) -> str:
    """What becomes of the examples on the way forward."""
    last = found.spread.median[-1]
    if last < ROUNDING:
        return "Forwards nothing but rounding tells the examples apart any more."
    if last < 1 / SPREAD:
        return f"Forwards the examples come {about(1 / last)} times closer."
    if last > SPREAD:
        return f"Forwards the examples come {about(last)} times further apart."
    return "Forwards the examples keep their distance."


def heard(counted: int, largest: float) -> str:
    """From how many of WIDTH directions something reaches the first layer; ``largest`` is what the best one brings."""
    if verdict(largest) == VANISHES:
        return "Not even the best direction brings anything to the first layer."
    if counted > 3 * WIDTH // 4:
        return "The first layer hears from most directions."
    few = "few " * (counted < WIDTH // 4)
    return f"The first layer hears from these {few}directions, and from the others next to nothing."
