"""The depth lab in words: what a setting does to a gradient, why, and the four cures one at a time."""

import math
from dataclasses import dataclass

from course_lib.depth import Measured, Setting, measured
from course_lib.numerals import about, numeral

LEVEL = 10.0  # a gradient keeps its size that is at most so many times larger or smaller
LOST = 100.0  # and beyond this it has exploded or vanished
ROUNDING = 1e-14  # examples that are no further apart are the same to a computer
SPREAD = 2.0  # examples stay about as far apart to this factor


@dataclass(frozen=True)
class Cure:
    """One of the lecture's cures: the settings that show it, and in words what it cures and where it fails."""

    settings: tuple[Setting, ...]
    helps: str
    fails: str


SIGMOID, TANH, RELU = (Setting(activation, "Xavier") for activation in ("sigmoid", "tanh", "relu"))
HE = Setting()

CURES = {
    "ReLU": Cure(
        (SIGMOID, TANH, RELU, Setting(start="N(0, 1)")),
        "Its slope is 1 where the gate is open, and σ′ never more than ¼.",
        "Half of the gates are closed. Without a start that makes up for it, it still vanishes, or explodes.",
    ),
    "initialisation": Cure(
        (
            Setting(start="N(0, 1)"),
            RELU,
            HE,
            TANH,
            Setting("sigmoid"),
            Setting("sigmoid", "N(0, 1)"),
            Setting("sigmoid", "N(0, 1)", width=128),
        ),
        "Each activation has its variance: 2/n for relu, 1/n for tanh.",
        "Neither of these suits sigmoid. N(0, 1) does at one width by chance, with most units saturated.",
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
            Setting(start="N(0, 1)"),
            Setting(start="N(0, 1)", normalise=True),
            Setting(start="Xavier", normalise=True),
            Setting(normalise=True),
        ),
        "It divides by what the layer's output has shrunk to, and so gives sigmoid back what σ′ took.",
        "With relu it gives back more than was taken, since relu's mean is taken off first. It explodes.",
    ),
    "together": Cure(
        (
            Setting(skip="plain", normalise=True),
            Setting(skip="1/√depth"),
            Setting(skip="1/√depth", normalise=True),
            Setting(start="N(0, 1)", skip="1/√depth"),
            Setting(start="N(0, 1)", skip="1/√depth", normalise=True),
        ),
        "A skip keeps a path open, a normalisation keeps its branch small. So even a bad start does little harm.",
        "Without normalisation the small branch still needs a good start.",
    ),
}


def a_layer(found: Measured) -> float:
    """The factor by which each layer would have to multiply the gradient, were they all alike."""
    return found.ratio ** (1 / found.setting.depth)


def verdict(ratio: float) -> str:
    """What a gradient of this size at the first layer does; at the last layer it is 1."""
    if 1 / LEVEL <= ratio <= LEVEL:
        return "keeps its size"
    if ratio < 1:
        return "vanishes" if ratio < 1 / LOST else "shrinks"
    return "explodes" if ratio > LOST else "grows"


def row(found: Measured) -> tuple[str, ...]:
    """A setting's line in a table: its name, the ratio, its reach over the starts, the factor a layer, the verdict."""
    low, high = map(about, found.reach)
    reach = low if low == high else f"{low} to {high}"
    return str(found.setting), about(found.ratio), reach, numeral(a_layer(found), 3), verdict(found.ratio)


def rows(settings: tuple[Setting, ...]) -> list[tuple[str, ...]]:
    """A table of settings, each measured with ten random starts."""
    return [row(measured(setting)) for setting in settings]


def told(found: Measured) -> str:
    """The figure in words: what reaches the first layer, what that is a layer, and why. Markdown."""
    setting, ratio = found.setting, found.ratio
    return (
        f"**{setting}: the gradient {verdict(ratio)}.** At the first layer it is {about(ratio)} times the last one's "
        f"(median of {found.seeds}): {numeral(a_layer(found), 3)} a layer. {why(setting)} {_examples(found)}"
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


def why(setting: Setting) -> str:
    """What in the setting does it: one or two sentences, with its numbers."""
    if setting.skip == "plain":
        return _skip(setting)
    if setting.skip == "1/√depth":
        share = f"The branch counts only 1/√{setting.depth} = {numeral(setting.depth**-0.5, 2)}"
        wild = setting.start == "N(0, 1)" and setting.activation == "relu" and not setting.normalise
        return (
            f"{share}, too little against weights of variance 1." if wild else f"{share}; the skip's 1 does the rest."
        )
    return _normalised(setting) if setting.normalise else _bare(setting)


def _skip(setting: Setting) -> str:
    if setting.normalise:
        large = " With weights of variance 1 the first ones add a lot." if setting.start == "N(0, 1)" else ""
        return f"As h grows, each normalisation divides by more, so that deeper branches add less.{large}"
    if setting.activation == "sigmoid":
        return "The skip hands everything on, and the branch, with its ¼, adds little."
    return "The skip hands everything on, and what the branch passes comes on top of it in every layer."


def _normalised(setting: Setting) -> str:
    if setting.activation == "relu":
        factor = numeral(1 / math.sqrt(1 - 1 / math.pi), 3)
        return (
            "Each normalisation first takes relu's mean off, and then divides by a deviation that is too small for the "
            f"gradient, by 1/√(1 − 1/π) = {factor}. The start hardly matters."
        )
    if setting.start == "N(0, 1)":
        return "Weights of variance 1 saturate most units; the others hand back far more than these lose."
    if setting.activation == "tanh":
        return "The normalisation divides by what tanh made smaller, and gives back more than its slope took."
    return "What σ made smaller the normalisation divides by, and so gives it back."


def _bare(setting: Setting) -> str:
    root = numeral(math.sqrt(setting.width), 3)
    if setting.activation == "relu":
        return {
            "He": "Half of relu's gates are closed; weights of variance 2/n give back what that takes.",
            "Xavier": "Half of relu's gates are closed, so a layer multiplies the norm by 1/√2: nothing gives it back.",
            "N(0, 1)": f"Weights of variance 1 multiply the norm by √{setting.width} = {root}, closed gates by 1/√2.",
        }[setting.start]
    if setting.start == "N(0, 1)":
        slope = "σ′ is ¼ at most and" if setting.activation == "sigmoid" else "tanh′ is"
        return (
            f"Weights of variance 1 multiply by √{setting.width} = {root}, and saturate: {slope} near 0 for many units."
        )
    if setting.activation == "sigmoid":
        made_up = "none" if setting.start == "Xavier" else "little"
        return f"σ′ is ¼ at most, and these weights make up for {made_up} of it."
    return {
        "He": "tanh′ is 1 only at 0; weights of twice the variance it was made for give back more than that.",
        "Xavier": "tanh′ is 1 only at 0: every layer loses a little.",
    }[setting.start]
