"""A second judge of answers, and random answers; nothing here calls the library.

A network's text is run as Python over autograd's functions, an answer likewise. In a random answer a condition is
written ``condition(a > b)``, which Python can compute with as well; ``typed`` is what a student would type.
"""

import re
from dataclasses import replace

import numpy as np
from autograd import make_vjp

from tests.networks import CHAIN, LECTURE, SHARED, TWO_GATES
from tests.oracle import ORACLE

FUNCTIONS = {**ORACLE, "σ": ORACLE["sigmoid"], "condition": lambda holds: 1.0 * holds}
TOKEN = re.compile(r"\*\*|[^\W\d]\w*|[\d.]+|\S")
CALLED = ["exp", "sin", "cos", "tanh", "sigmoid", "relu", "abs"]

ERROR = "2*(y - target)*y*(1 - y)"
GATED = f"{ERROR}*w2*condition(z1 > 0)"
RIGHT = {
    LECTURE: {
        **{"y": "2*(y - target)", "target": "-2*(y - target)", "z2": ERROR, "b2": ERROR, "w2": f"{ERROR}*h1"},
        **{"h1": f"{ERROR}*w2", "z1": GATED, "b1": GATED, "w1": f"{GATED}*x", "x": f"{GATED}*w1"},
    },
    SHARED: {"w": "2*(b - 1)*(a + w*(1 - a**2)*x)", "x": "2*(b - 1)*w*(1 - a**2)*w", "a": "2*(b - 1)*w"},
    CHAIN: {"x": "exp(g)*2*h*cos(x)", "h": "L*2*h", "g": "L"},
    TWO_GATES: {
        "w1": "2*(h2 - target)*condition(h2 > 0)*w2*condition(h1 > 0)*x",
        "w2": "2*(h2 - target)*condition(h2 > 0)*h1",
        "b2": "2*(h2 - target)*condition(h2 > 0)",
    },
}


def values_of(network, inputs):
    """The value of every name; a name that ``inputs`` has a value for keeps it, also where a line assigns it."""
    values = dict(inputs)
    for line in network.strip().splitlines():
        name, _, expression = (part.strip() for part in line.partition("="))
        if name not in values:
            values[name] = eval(expression, {"__builtins__": {}, **FUNCTIONS}, values)
    return values


def derivative_of(network, inputs, wrt, of="L"):
    """∂of/∂wrt by autograd, for any name: at each point where the inputs are arrays."""
    there = values_of(network, inputs)[wrt]
    vjp, _ = make_vjp(lambda value: values_of(network, {**inputs, wrt: value})[of], 0)(there)
    return vjp(np.ones_like(there))


def worth(answer, values):
    """An answer's number at each point; NaN where it has none."""
    first = next(iter(values.values()))
    try:
        with np.errstate(all="ignore"):
            number = eval(answer, {"__builtins__": {}, **FUNCTIONS}, values)
    except (SyntaxError, ZeroDivisionError, OverflowError):
        number = np.nan
    return np.broadcast_to(np.asarray(number, dtype=float), np.shape(first))


def agree(numbers, others, tolerance):
    """Whether they are the same finite numbers at every point, up to a relative tolerance."""
    if not np.all(np.isfinite(numbers)):
        return False
    return bool(np.all(np.abs(numbers - others) <= tolerance * np.maximum(np.abs(numbers), np.abs(others)) + 1e-9))


def remembered(asked):
    """The question, each number of its mistakes computed once: many answers are compared with them."""

    def known(mistake):
        find = mistake.wrong
        numbers = {}

        def wrong(values):
            if id(values) not in numbers:
                numbers[id(values)] = values, find(values)  # with the values, or another's could have their id
            return numbers[id(values)][1]

        return replace(mistake, wrong=wrong)

    return replace(asked, mistakes=tuple(map(known, asked.mistakes)))


def typed(answer):
    """The answer as a student types it."""
    return answer.replace("condition(", "(")


def random_answer(random, names, depth=3):
    """Any expression in these names."""
    kind = random.random()
    if depth == 0 or kind < 0.3:
        return random.choice(names) if random.random() < 0.75 else random.choice(["1", "2", "0.5", "3", "4"])
    one, two = random_answer(random, names, depth - 1), random_answer(random, names, depth - 1)
    if kind < 0.6:
        return f"{one}{random.choice([' + ', ' - ', '*'])}{two}"
    if kind < 0.7:
        return f"({one})*{two}"
    if kind < 0.75:
        return f"{random.choice(names)}/({one})"
    if kind < 0.8:
        return f"-({one})"
    if kind < 0.88:
        return f"{random.choice(names)}**{random.choice(['2', '3', '-1'])}"
    if kind < 0.95:
        return f"{random.choice(CALLED)}({one})"
    return f"condition({one} > {random.choice(['0', two])})"


def nearly(random, answer, names):
    """The answer with one or two of its words exchanged: other names, numbers, signs, functions, conditions."""
    words = TOKEN.findall(answer)
    for at in random.sample(range(len(words)), min(len(words), random.choice([1, 1, 2]))):
        word, name = words[at], random.choice(names)
        if word in names:
            larger = [f"{random.choice(CALLED)}({word})", f"(1 - {word})", f"({word}*{name})", f"({name} - {word})"]
            words[at] = random.choice([name, name, "1", f"({random_answer(random, names, 1)})", *larger])
        elif word in ("+", "-", "*"):
            words[at] = random.choice("+-*/")
        elif word in ("**", ">"):
            words[at] = random.choice(["*", "+"]) if word == "**" else random.choice("<>")
        elif word in CALLED:
            words[at] = random.choice(CALLED)
        elif word == "condition":
            words[at] = random.choice(["1*condition", "1 - condition", "1 + 0*condition"])
        elif word[0].isdigit():
            words[at] = random.choice(["1", "2", "3", "0.5", name])
    return "".join(words)
