"""The questions about cost: how many passes, how long, how many values, which mode.

Wherever possible, the right answer is counted while the method really runs
(``course_lib.sections.why.cost``). The mistakes are the results of other ways of
counting. Each maker takes a random generator and how many fresh questions came before.
"""

from collections.abc import Callable, Sequence
from random import Random

from course_lib.engine.graph import Graph
from course_lib.exercises.count_question import Wrong, counting
from course_lib.exercises.question import Question
from course_lib.language.parse import parse
from course_lib.numerals import numeral
from course_lib.sections.why.cost import METHODS, count, extrapolated, results_of
from course_lib.sections.why.neurons import neurons, numbers_for, parameters_of

TRIES = 200
LARGEST = 60  # so that an answer off by one is further off than the 1% that any number may be
ANY = "A number to 1 %, or a calculation: 3*0.5**2"

NEEDED: dict[str, Callable[[int], int]] = {  # parameters → passes
    "central difference": lambda n: 2 * n,
    "forward difference": lambda n: n + 1,
}
SHOWN_ENDS = (2, 1)  # 5.1 counts any 2-hidden-1 network with a slider, at first 2-3-1
SHOWN_ANSWERS = [needed(13) for needed in NEEDED.values()]


def passes_question(random: Random, fresh: int) -> Question:
    """How many passes do the two differences take for a network of three layers? They take turns."""
    method = tuple(NEEDED)[fresh % 2]
    inputs, hidden, outputs = _sizes(random, NEEDED[method])
    graph = neurons((inputs, hidden, outputs))
    names = parameters_of(graph)
    tally, _ = count(METHODS[method], graph, numbers_for(graph), names, ["L"])
    n, needed = len(names), NEEDED[method]
    wrong = [*_wrong_parameters(needed, inputs, hidden, outputs), *_wrong_formula(method, n)]
    formula = "2n" if method == "central difference" else "n + 1"
    return counting(
        "passes",
        f"A {inputs}-{hidden}-{outputs} network has biases in both layers. How many times does the {method} "
        "evaluate it to find all gradients?",
        (),
        {"inputs": inputs, "hidden": hidden, "outputs": outputs},
        tally.passes,
        [*wrong, *off_by_one(tally.passes, wrong, f"Count the parameters n again, then compute {formula}.")],
        (
            "Count the parameters n first: each neuron has a weight for each of its inputs, and a bias. "
            f"Then {formula}.",
            f"Hidden layer: {hidden} · ({inputs} + 1) = {hidden * (inputs + 1)}. "
            f"Output layer: {outputs} · ({hidden} + 1) = {outputs * (hidden + 1)}.",
            f"n = {n}, so {formula} = {tally.passes}.",
        ),
    )


def _wrong_parameters(needed: Callable[[int], int], inputs: int, hidden: int, outputs: int) -> list[Wrong]:
    """Mistakes with the wrong number of parameters, but the right number of passes for it."""
    weights, neurons_in_all = hidden * (inputs + outputs), hidden + outputs
    n = weights + neurons_in_all
    return [
        Wrong(
            "forgot the biases",
            "You forgot the biases.",
            f"Each of the {neurons_in_all} neurons has one, and it is a parameter too.",
            needed(weights),
        ),
        Wrong(
            "last bias forgotten",
            "You forgot the output biases.",
            "The output neurons have biases as well.",
            needed(n - outputs),
        ),
        Wrong(
            "one layer only",
            "You counted the first layer only.",
            "The second one has parameters too.",
            needed((inputs + 1) * hidden),
        ),
        Wrong(
            "counted neurons",
            "You counted neurons.",
            "A parameter is a weight or a bias. A neuron has one weight for each of its inputs.",
            needed(neurons_in_all),
        ),
        Wrong(
            "counted inputs",
            "You counted the inputs x as parameters.",
            "Inputs are not learned, so the method does not move them.",
            needed(n + inputs),
        ),
    ]


def _wrong_formula(method: str, n: int) -> list[Wrong]:
    """Mistakes with the right number of parameters, but the wrong number of passes for it."""
    if method == "central difference":
        twice = "The central difference moves each parameter twice, up and down, and compares the results."
        return [
            Wrong("one pass each", "You took one pass per parameter.", twice, n),
            Wrong("n + 1 for 2n", "That is the forward difference: n + 1.", twice, n + 1),
        ]
    once = "The forward difference moves each parameter once, and needs one more pass in which nothing is moved."
    return [
        Wrong("pass at rest left out", "You left out the pass in which nothing is moved.", once, n),
        Wrong("2n for n + 1", "That is the central difference: 2n.", once, 2 * n),
    ]


def _sizes(random: Random, needed: Callable[[int], int]) -> tuple[int, int, int]:
    """Three sizes that the page does not count, with few passes, at which the mistakes can be told apart."""
    for _ in range(TRIES):
        inputs, hidden, outputs = random.randint(2, 4), random.randint(2, 5), random.randint(1, 2)
        n, weights = (inputs + 1) * hidden + (hidden + 1) * outputs, hidden * (inputs + outputs)
        counts = [n, n + inputs, n - outputs, weights, hidden + outputs]
        on_page = (inputs, outputs) == SHOWN_ENDS or needed(n) in SHOWN_ANSWERS
        if 2 * n <= LARGEST and len(set(counts)) == len(counts) and not on_page:
            return inputs, hidden, outputs
    return 3, 4, 1


def waiting_question(random: Random, fresh: int) -> Question:
    """How long does a central difference take when the network grows? Fresh ones ask about reverse mode in turn."""
    method = ("central difference", "reverse mode")[fresh % 2]
    seconds, times, n = random.choice((0.4, 0.5, 2, 3, 5)), random.choice((3, 5, 10, 20)), 1e6
    truth = seconds * extrapolated(times * n)[method].operations / extrapolated(n)[method].operations
    central = method == "central difference"
    wrong = [*_wrong_growth(central, seconds, times), *_wrong_times(seconds, truth)]
    grows = f"{times}²" if central else f"{times}"
    return counting(
        "seconds",
        f"For one network {'the ' if central else ''}{method} takes {numeral(seconds)} s. Another network has {times} "
        "times as many parameters. How many seconds does it take there, on the same machine?",
        (),
        {"before": seconds, "times": times},
        truth,
        wrong,
        (
            "Time is proportional to operations: the number of passes × the operations in one pass.",
            f"Passes: {f'{times} times as many' if central else 'two, as before'}. "
            f"One pass: {times} times as many operations.",
            f"{numeral(seconds)} · {grows} = {numeral(truth)} s.",
        ),
        ANY,
    )


def _wrong_growth(central: bool, seconds: float, times: int) -> list[Wrong]:
    """Mistakes that use another power of the factor by which the parameters grow."""
    if not central:
        return [
            Wrong(
                "squared",
                "That is how a numerical gradient grows.",
                "Reverse mode needs two passes, however many parameters there are. Each pass only gets longer.",
                seconds * times**2,
            ),
        ]
    return [
        Wrong(
            "passes only",
            "You let only the number of passes grow.",
            "Each pass works through all parameters, so it gets longer as well.",
            seconds * times,
        ),
        Wrong(
            "cubed",
            "One factor too many.",
            "The number of passes grows, and the length of a pass. Nothing else does.",
            seconds * times**3,
        ),
    ]


def _wrong_times(seconds: float, truth: float) -> list[Wrong]:
    """Mistakes that use the growth wrongly on the time before."""
    return [
        Wrong(
            "time before left out",
            "You left out the time it took before.",
            "Multiply the measured time.",
            truth / seconds,
        ),
        Wrong(
            "did not grow", "That is the time before.", "A pass works through all parameters: it gets longer.", seconds
        ),
        Wrong("doubled", "That is twice the right time.", "The 2 in 2n is already in the measured time.", 2 * truth),
    ]


KEPT = (  # networks of one neuron or of two in a row; students easily count the named lines instead of results
    ("z = w*x + b\nh = tanh(z)\nL = (h - t)**2", ("w", "b")),
    ("z1 = w1*x + b1\nh1 = tanh(z1)\ny = w2*h1 + b2\nL = (y - t)**2", ("w1", "b1", "w2", "b2")),
    ("h = tanh(w*x)\ny = v*h\nL = (y - t)**2", ("w", "v")),
)


def memory_question(random: Random, fresh: int) -> Question:
    """How many results does reverse mode keep, for a batch of examples?"""
    text, parameters = KEPT[fresh % len(KEPT)]
    graph = parse(text)
    results, lines = results_of(graph), text.splitlines()
    batch = random.randint(3, LARGEST // len(results))
    truth = len(results) * batch
    wrong = _wrong_results(graph, lines, parameters, batch)
    return counting(
        "results",
        "The engine of this page keeps the result of every operation until the backward pass. How many results is that "
        f"for {batch} examples? Inputs and parameters do not count: they are stored anyway.",
        lines,
        {"examples": batch},
        truth,
        [*wrong, *off_by_one(truth, wrong, "Count the results of one example again, then multiply.")],
        (
            "Count the operations: every +, −, ·, tanh and square is one, with one result.",
            f"There are {len(results)} operations.",
            f"{len(results)} · {batch} = {truth}.",
        ),
    )


def _wrong_results(graph: Graph, lines: Sequence[str], parameters: Sequence[str], batch: int) -> list[Wrong]:
    """Mistakes: numbers that are easily counted instead of the results of all operations, for all examples."""
    results, nodes = len(results_of(graph)), len(graph.nodes) - len(graph.folded)
    return [
        Wrong(
            "last result left out",
            "You left out the last result, L.",
            "This engine keeps it as well.",
            (results - 1) * batch,
        ),
        Wrong(
            "forgot the batch",
            "That is for one example.",
            f"The batch has {batch}, and each example has its own results.",
            results,
        ),
        Wrong(
            "lines only",
            "You counted the lines.",
            "A line may hold several operations, and each has a result: w·x, and then + b.",
            len(lines) * batch,
        ),
        Wrong(
            "lines of one example",
            "You counted the lines, for one example.",
            f"A line may hold several operations, each with a result. And there are {batch} examples.",
            len(lines),
        ),
        Wrong(
            "counted parameters",
            "You counted the parameters.",
            "They are stored anyway, once for all examples. Count the results of operations.",
            len(parameters),
        ),
        Wrong(
            "inputs too",
            "You also counted inputs and parameters.",
            "They are stored anyway. Count the results of operations.",
            nodes * batch,
        ),
        Wrong(
            "added the batch",
            "You added where you should multiply.",
            "Every example has all the results.",
            results + batch,
        ),
    ]


def modes_question(random: Random, fresh: int) -> Question:
    """How many passes does each mode take for a whole table of derivatives? Forward and reverse take turns."""
    method = ("reverse mode", "forward mode")[fresh % 2]
    inputs = random.randint(2, 5)
    outputs = random.choice([k for k in range(2, 10) if abs(k - inputs) > 1])
    graph = neurons((inputs, 2, outputs), loss=False)
    wrt, of = [f"x{i}" for i in range(1, inputs + 1)], [f"y{i}" for i in range(1, outputs + 1)]
    tally, _ = count(METHODS[method], graph, numbers_for(graph), wrt, of)
    reverse = method == "reverse mode"
    truth = tally.derivative_passes
    what = "backward passes" if reverse else "passes with a derivative"
    starts = "output" if reverse else "input"
    one_each = f"Each {starts} needs one pass, and there are no others: count the {starts}s."
    wrong = _wrong_modes(reverse, inputs, outputs)
    return counting(
        what,
        f"A function has {inputs} inputs and {outputs} outputs. You want the derivative of every output with respect "
        f"to every input. How many {what} does {method} take?",
        (),
        {"inputs": inputs, "outputs": outputs},
        truth,
        [*wrong, *off_by_one(truth, wrong, one_each)],
        (
            f"Where does {method} start, and what does one pass reach?",
            "It starts at one output, with upstream gradient 1, and reaches every input."
            if reverse
            else "It starts at one input, with change 1, and reaches every output.",
            f"One per {'output' if reverse else 'input'}: {truth}.",
        ),
    )


def _wrong_modes(reverse: bool, inputs: int, outputs: int) -> list[Wrong]:
    """Mistakes with numbers that do not decide how many passes a mode takes."""
    right, other = (outputs, inputs) if reverse else (inputs, outputs)
    return [
        Wrong(
            "other mode",
            "That is the other mode.",
            "Reverse mode starts at one output and reaches every input: one pass per output."
            if reverse
            else "Forward mode starts at one input and reaches every output: one pass per input.",
            other,
        ),
        Wrong(
            "one for each entry",
            "That is one pass per derivative in the table.",
            f"One pass gives {'a whole row: all inputs' if reverse else 'a whole column: all outputs'} at once.",
            inputs * outputs,
        ),
        Wrong("added", "You added inputs and outputs.", "Only one of the two matters.", inputs + outputs),
        Wrong(
            "one pass",
            "One pass is enough for one " + ("output." if reverse else "input."),
            f"There are {right} of them here.",
            1,
        ),
    ]


def off_by_one(truth: float, known: Sequence[Wrong], sentence: str) -> list[Wrong]:
    """Mistakes off by one, unless a known mistake explains the number already; ``sentence`` says what to do."""
    explained = {wrong.number for wrong in known}
    numbers = [number for number in (truth + 1, truth - 1) if number not in explained]
    return [Wrong("off by one", "You are off by one.", sentence, number) for number in numbers]
