"""Protects what the course promised of the lecture: every part of it, every correction, every number can be pointed at.

The lists below say where. A notebook is run, its controls are moved, its questions are answered, and what is listed is
looked for in what the cell shows then; what is only written in its source does not count. A part that goes missing,
or moves to another cell, fails by name. Formulas, lines of code and rows of tables are listed as they stand; of a
sentence only the names, key words and numbers, so that it may be worded better.
"""

import fnmatch
import functools
import re
from collections.abc import Mapping
from dataclasses import dataclass

import pytest

from course_lib.page.chapters import SERVED, chapter_of
from course_lib.page.site import PRESENTER, SITE
from tests.meaning import CLAUSE_END, SENTENCE_END, says
from tests.shown import Page, Place

LINK = re.compile(r"\[\.\./([\d.]+)/\]")  # as the page's words have it


@dataclass(frozen=True)
class Measured:
    """A number that is measured: about ``number``, to a factor of ``within``, right behind these words."""

    words: str
    number: float
    within: float = 1.5

    def stands_in(self, text: str) -> bool:
        """Whether it is found."""
        found = re.search(rf"{re.escape(self.words)} (−?[\d.]+(?:e−?\d+)?)(?=\W|$)", text)
        return bool(found) and 1 / self.within < float(found[1].replace("−", "-")) / self.number < self.within

    def __str__(self) -> str:
        return f"{self.words} {self.number:g}, to a factor of {self.within:g}"


@dataclass(frozen=True)
class Said:
    """Names, key words and numbers that stand together as whole words, in one part of the text, in any order.

    The part is a sentence, or less of it: what stands between commas and full stops.
    """

    parts: tuple[str | float, ...]
    end: re.Pattern[str] = SENTENCE_END

    def stands_in(self, text: str) -> bool:
        """Whether some part of the text says them all."""
        return any(says(part, *self.parts) for part in self.end.split(text))

    def __str__(self) -> str:
        return f"{', '.join(map(str, self.parts))}, in one {'sentence' if self.end is SENTENCE_END else 'clause'}"


@dataclass(frozen=True)
class Linked:
    """A link to a notebook, and names and key words around it: behind the link before it, before the one behind it."""

    notebook: str
    parts: tuple[str, ...]

    def stands_in(self, text: str) -> bool:
        """Whether some link to the notebook has them around it."""
        around = LINK.split(text)
        return any(
            to == self.notebook and says(f"{before} {after}", *self.parts)
            for before, to, after in zip(around[::2], around[1::2], around[2::2], strict=False)
        )

    def __str__(self) -> str:
        return f"{', '.join(self.parts)}, beside a link to {self.notebook}"


Words = str | Measured | Said | Linked


def said(*parts: str | float) -> Said:
    """These stand in one sentence."""
    return Said(parts)


def paired(*parts: str | float) -> Said:
    """These stand in one part of a sentence, between commas and full stops: a number with its own name."""
    return Said(parts, CLAUSE_END)


def linked(notebook: str, *parts: str) -> Linked:
    """These stand beside a link to the notebook."""
    return Linked(notebook, parts)


@dataclass(frozen=True)
class Seen:
    """What must be seen in one cell, with some of its controls moved and its question answered.

    A name that ends in * stands for the cells that begin so: the words may move among them.
    """

    notebook: str
    cell: str
    words: tuple[Words, ...]
    moved: Mapping[str, Place]
    answer: str

    def __str__(self) -> str:
        how = f" with {dict(self.moved)}" if self.moved else ""
        return f"{self.notebook} {self.cell}{how}{f', answered {self.answer!r}' if self.answer else ''}"


def seen(where: str, *words: Words, moved: Mapping[str, Place] | None = None, answer: str = "") -> Seen:
    """In the cell ``where``, "5.4 bias_picture", these words are seen."""
    notebook, cell = where.split()
    return Seen(notebook, cell, words, moved or {}, answer)


TURNED = {"inputs": 1, "outputs": 12}
END = {"step": 1000}  # of a stepper: everything is known

# The lecture from its title to its last line, and where the course shows it.

PARTS: dict[str, list[Seen]] = {
    "title, course, reference": [
        seen("5.0 title", "IME775", "Week 5", "Backpropagation"),
        seen("5.0 welcome", "Backpropagation – The Engine of Deep Learning", "Data Driven Modeling and Optimization"),
        seen("5.0 map_picture", "5.1", "5.2", "5.3", "5.4", "5.5", "5.6", "5.7"),
        seen("5.0 sources", "Math and Architectures of Deep Learning", said("chapter 6", "lecture's")),
    ],
    "four objectives, each with a link to where it is met": [
        seen(
            "5.0 goals",
            linked("5.1", "reverse-mode", "automatic differentiation"),
            linked("5.4", "gradients", "layers"),
            said("implement", "from scratch"),
            linked("5.2", "reverse mode"),
            linked("5.7", "layers"),
            said("sweep", "yourself", "checked"),
            linked("5.5", "gradients", "numerically"),
        )
    ],
    "objective: backpropagation is reverse mode, both modes counted on one graph": [
        seen("5.1 counter_picture", Measured("forward mode", 13.5, within=1.1), "reverse mode 2 passes"),
        seen("5.1 turned_picture", said("12 inputs", "1 output", 197), paired("reverse mode", "fewer")),
        seen(
            "5.1 turned_picture",
            said("1 input", "12 outputs", 186),
            paired("forward mode", "fewer"),
            moved={"ends": TURNED},
        ),
        seen("5.2 modes_prose", said("backpropagation", "reverse mode", "loss")),
        seen("5.2 modes_code", "def forward_mode"),
        seen("5.2 modes_prediction", "3 and 1", paired("forward mode", 12, "edges"), paired("reverse mode", 7)),
        seen("5.2 modes_picture", paired("3 passes", "12 edges", "forwards"), paired("1 pass", "7 edges", "reverse")),
    ],
    "objective: gradients of common layers, derived": [
        seen("5.4 transpose_prose", "derivation", r"\frac{\partial L}{\partial W_{di}} = \sum_n X_{nd}"),
        seen("5.4 input_prose", said("input's gradient", "adds", "units")),
        seen("5.4 bias_prose", paired("N", "contributions", "add")),
        seen("5.4 gate_code", "# ReLU", "def backward"),
        seen("5.4 squash_derived", r"1 \cdot (-e^{-z})", r"h \, (1 - h)", r"\frac{v^2 - u^2}{v^2}", "1 - h^2"),
        seen("5.4 stall_derived", r"\frac{p - t}{p(1-p)} \cdot p(1-p) = p - t"),
        seen("5.4 divide_derived", r"\frac{2 \, (Y_{ni} - T_{ni})}{N D}"),
        seen("5.4 proof_entropy", "p_c - [c = k]", "# CrossEntropyLoss", "def backward"),
        seen("5.4 proof_others", "# Residual", "# LayerNorm", r"g_d - \overline{g} - \hat x_d"),
        *(
            seen("5.4 squash_code", f"# {layer}", "def backward", moved={"activation": name})
            for name, layer in {"leaky ReLU": "LeakyReLU", "sigmoid": "Sigmoid", "tanh": "Tanh"}.items()
        ),
        seen("5.4 stall_code", "# BCELoss", "def backward"),
    ],
    "objective: from scratch, the engine's own source": [
        seen("5.1 modes_code", "reverse_mode ( graph"),
        seen("5.2 paths_code", "trace = backward ( values , of )"),
        seen("5.3 node_source", "class Node", "operation : Operation", "5 h1 relu ( z1 )"),
        seen(
            "5.3 rows_source",
            "upstream * b",
            "where ( x , upstream , 0.0 )",
            "output * ( 1.0 - output )",
            "kink = Kink (",
        ),
        seen("5.3 evaluate_source", "def evaluate", "values [ i ] = operation . forward ( * args , * node . static )"),
        seen("5.3 sweep_source", "def sweep", "gradient [ arg ] = gradient [ arg ] + contribution"),
        seen("5.4 linear_code", "self . dW = self . X . T @ dZ"),
    ],
    "objective: from scratch, training with it": [
        seen("5.7 step_code", "def gradients_at"),
        seen("5.7 film_code", "for epoch in range", "parameters , memory = rule . step ( before , gradients"),
        seen("5.7 film_picture", said("250 epochs", "loss", 0.04829, 0.6632)),
    ],
    "objective: from scratch, the student's own sweep is checked": [
        seen("5.7 rebuild_code", "def my_sweep", "gradient[node.args[slot]] = ..."),
        seen("5.7 rebuild_checks", "9 checks", "uv run --no-dev marimo edit notebooks/5_7_training.py"),
        seen("5.7 lines_program", "def my_sweep", "gradient [ arg ] = share"),
        seen("5.7 lines_checks", said(2, 9, "pass"), "used twice", "gate closed", "bias"),
        seen(
            "5.7 lines_checks",
            said("9 of 9"),
            "∂L/∂w1 = −0.0259",
            moved={
                "order": "range(max(gradient), -1, -1)",
                "upstream": "gradient[user]",
                "share": "shaped_like(args[slot], contribution)",
                "join": "gradient.get(arg, 0.0) + share",
            },
        ),
    ],
    "objective: gradients verified numerically": [
        seen("5.5 difference_code", "def difference"),
        seen("5.5 source_quotients", "def difference_quotients"),
        seen("5.5 lab_picture", "Caught in W2"),
        seen("5.3 check_picture", "∂L/∂w1 −0.0259 −0.0259 <"),
    ],
    "5.1 the naive approach and its price, counted": [
        seen(
            "5.1 differences_*",
            said("lecture", "2n", "passes"),
            "central difference",
        ),
        seen("5.1 differences_code", "def forward_differences", "def central_differences"),
        seen(
            "5.1 counter_picture",
            said("2-3-1", "13 parameters"),
            "central difference 26 passes",
            "forward difference 14 passes",
            "reverse mode 2 passes",
        ),
        seen(
            "5.1 counter_picture",
            "49 parameters",
            said("central difference", 98),
            moved={"size": {"hidden neurons": 12}},
        ),
        seen("5.1 race_picture", said("numerical", 250)),
    ],
    "5.1 extrapolated to 10⁹ parameters, in operations, and labelled so": [
        seen("5.1 growth_law", r"\underbrace{2n}_{\text{passes}} \times \underbrace{2n}_{\text{operations in each}}"),
        seen("5.1 growth_picture", "counted extrapolated", "central difference 2e9 4e18", "reverse mode 2 6e9"),
        seen("5.1 growth_prediction", said("100 times", "4 → 400")),
    ],
    "5.1 the activations that must be kept": [
        seen("5.1 memory_code", "def forgetting", "def keeping"),
        seen("5.1 memory_picture", said("reverse mode", "keeps", 23, "results"), said("forgets", 5)),
    ],
    "5.2 a directed acyclic graph: nodes, edges": [
        seen("5.2 list_prose", said("step", "node"), said("node", "uses", "edge"), "topological order"),
        seen("5.2 cycle_prose", "directed", "acyclic", "DAG"),
    ],
    "5.2 forward to the right, backward to the left": [
        seen("5.2 list_picture", "forward →", "← backward"),
        seen("5.3 network_prose", said("values", "right"), said("gradients", "left")),
        seen("5.3 network_picture", "forward →", "← backward"),
    ],
    "5.2 fan-out: a value used twice, gradients add": [
        seen("5.2 list_picture", "s + 0.8 2.697", moved={"walk": {"step": 12}}),
        seen("5.2 shared_picture", "∂L/∂w1 = −0.1209", "∂L/∂w2 = −0.2101", said("∂L/∂w = −0.331", "sum")),
        seen("5.3 paths_sum", "b = w·a 0.4176", "tanh(w·x) 0.1834", "added 0.601 overwritten 0.1834 numerical 0.601"),
    ],
    "5.2 a cycle is refused by name, in the student's own network too": [
        seen("5.2 cycle_picture", said("u → v → u"), said("graph", "no cycles")),
        seen(
            "5.2 own_text",
            said("h", "itself"),
            said("graph", "no cycles"),
            answer="h = tanh(w*h + x)\nL = h**2",
        ),
        seen("5.2 own_text", said("p → q → p"), answer="p = q + x\nq = sin(p)\nL = p*q"),
    ],
    "5.3 L = f(g(h(x))): each derivative at its own point": [
        seen("5.3 chain_prose", "L = f(g(h(x)))", said("derivative", "at the number", "own function")),
        seen("5.3 chain_picture", "u² 3u + 1 sin u e^u tanh u σ(u)", "∂g/∂h 2·h h = 0.7174 1.435"),
        seen("5.3 chain_picture", "∂L/∂x = ∂L/∂g · ∂g/∂h · ∂h/∂x = 1.673 × 1.435 × 0.6967 = 1.672"),
    ],
    "5.3 composing is not multiplying": [
        seen("5.3 composing_picture", "composed: f(g(h(x))) 1.673 1.672 1.672", "at x 2.481"),
    ],
    "5.3 local gradient × upstream gradient, on every edge": [
        seen("5.3 network_prose", "upstream gradient", said("multiplies", "local derivative")),
        seen("5.3 network_prose", said("lecture", "local gradient")),
        seen(
            "5.3 network_picture",
            "1 × (−0.07252) = −0.07252",
            "−0.07252 × 0.2232 = −0.01619",
            "−0.01619 × 1.1 = −0.0178",
            "−0.01619 × 0.8 = −0.01295",
            "−0.01295 × 2 = −0.0259",
            "−0.01295 × 0.5 = −0.006475",
            moved={"walk": {"every_edge": True, **END}},
        ),
        seen("5.3 call_picture", "it returns multiply.vjps[1](−0.01619, 0.88, 0.8, 1.1) −0.01295"),
        seen("5.3 call_picture", said("lecture's", "−0.01619 × 0.8 = −0.01295")),
        seen(
            "5.3 call_picture",
            "upstream ∂L/∂h1",
            "−0.01295 × 1 = −0.01295",
            moved={"called": "relu → z1"},
        ),
    ],
    "5.3 the traced network, and three more settings": [
        seen(
            "5.3 network_prose",
            r"y = \sigma(w_2 \cdot \mathrm{relu}(w_1 x + b_1) + b_2)",
            r"L = (y - \mathrm{target})^2",
        ),
        seen("5.3 network_code", "def lecture_network", "z1 = w1*x + b1"),
        seen("5.3 network_picture", "gate closed", "saturated", "far from the target"),
        seen("5.3 check_picture", "∂L/∂w1 0 0 0", moved={"checked": "gate closed"}),
    ],
    "5.3 the picture: values and gradients, parameters too": [
        seen("5.3 network_prose", said("values", "right", "blue"), said("gradients", "left", "red")),
        seen("5.3 network_picture", "w1 w1 0.5 –", "y σ 0.6637 –", moved={"walk": {"step": 8}}),
        seen(
            "5.3 network_picture",
            *("w1 w1 0.5 −0.0259", "b1 b1 0.1 −0.01295", "y σ 0.6637 −0.07252"),
            moved={"walk": END},
        ),
    ],
    "5.3 the printed gradients: a table": [
        seen("5.3 hand_code", "dL_dz2 = dL_dy * y * ( 1 - y )", "dL_dw2 = dL_dz2 * h1", "dL_dw1 = dL_dz1 * x"),
        seen(
            "5.3 hand_picture",
            "lecture prints by hand",
            "∂L/∂y −0.072523 −0.072523 = −0.072523",
            "∂L/∂w1 −0.025898 −0.025898 = −0.025898",
            "∂L/∂x not in the lecture −0.006475 = −0.006475",
            "y = 0.663739",
        ),
        seen("5.3 network_picture", "name is value upstream local gradient numerical relative error"),
        seen(
            "5.3 network_picture",
            "w2 parameter 0.8 −0.01619 1.1 −0.0178 −0.0178 <",
            moved={"walk": END},
        ),
    ],
    "5.4 the formulas of Linear and ReLU": [
        seen("5.4 linear_prose", r"\underbrace{X}_{N \times D} \, \underbrace{W}_{D \times H} + \underbrace{b}_{H}"),
        seen("5.4 layouts_prose", r"||(X^T \, \partial L/\partial Z||)", r"||(W^T \, \partial L/\partial Z||)"),
        seen("5.4 bias_prose", r"\frac{\partial L}{\partial b_i} = \sum_n \frac{\partial L}{\partial Z_{ni}}"),
        seen("5.4 gate_prose", r"H = \max(0, Z)"),
        seen("5.4 gate_mask", said("local derivative", 1, "Z > 0", 0)),
    ],
    "5.4 the transpose, entry by entry": [
        seen("5.4 transpose_picture", "= 1.1·(−0.9) + 0.3·0.5 + 0.7·0.3 + 1.1·(−0.4) = −1.07"),
        seen("5.4 transpose_picture", said("weights", "Xᵀ · ∂L/∂Z")),
        seen("5.4 transpose_picture", said("weights", "∂L/∂Z · Xᵀ"), moved={"layout": "columns are examples"}),
    ],
    "5.4 the classes: Linear, ReLU, Sigmoid, MSELoss, each checked": [
        seen("5.4 linear_code", "# Linear", "return X @ self . W + self . b"),
        seen("5.4 gate_code", "# ReLU"),
        seen("5.4 squash_code", "# Sigmoid", "return dH * self . H * ( 1 - self . H )"),
        seen("5.4 divide_ours", "# MSELoss", "np . mean ( self . error ** 2 )", "self . error . size"),
        seen("5.4 start_init", "np . random . randn ( in_features , out_features ) * np . sqrt ( 2.0 / in_features )"),
        seen("5.4 start_ours", "self . W = initialise ( inputs"),
        seen("5.4 shapes_picture", "largest difference from the engine Xᵀ · ∂L/∂Z 3 × 2 fits 0 right"),
        seen("5.4 bias_picture", "Linear: dZ.sum(axis=0) −0.1 −1.8 the engine's graph −0.1 −1.8"),
        seen("5.4 proof_picture", "Linear W, b, X", "Sigmoid X", said("19 of 19", "agree")),
        seen("5.4 proof_picture", "engine", Measured("engine's by", 4e-16, within=10)),
    ],
    "5.4 the network built from the classes, and its gradients": [
        seen("5.4 whole_sequential", "for layer in self . parts", "for layer in reversed ( self . parts )"),
        seen(
            "5.4 whole_layers",
            "Sequential ( Linear ( 1 , 1 , seeded ()), ReLU (), Linear ( 1 , 1 , seeded ()), Sigmoid ())",
        ),
        seen("5.4 whole_classes", "class Linear", "class ReLU", "class Sigmoid", "class MSELoss", "class Sequential"),
        seen("5.4 whole_picture", "L 0.001315 0.001315 0 0.001315", "∂L/∂W1 −0.025898 −0.025898"),
        seen("5.4 whole_picture", "∂L/∂b1 −0.012949 −0.012949", "∂L/∂W2 −0.017805 −0.017805"),
        seen("5.4 whole_picture", "∂L/∂b2 −0.016186 −0.016186", "∂L/∂x −0.006475 −0.006475"),
        seen(
            "5.4 whole_picture",
            "∂L/∂W1 0.000000 0.000000 0 0.000000",
            said("closed", "W1", "b1", "x", 0),
            moved={"point": "gate closed: W1 = −0.5"},
        ),
    ],
    "5.5 the central difference": [
        seen("5.5 difference_prose", r"\frac{L(\theta + h) - L(\theta - h)}{2h}"),
        seen("5.5 step_picture", "difference quotient 0.168298362 derivative 0.168298362", "relative error 1.6e−9"),
        seen("5.5 step_picture", "truncation slope 1", moved={"scheme": "forward"}),
    ],
    "5.5 the lab: step, scheme, dtype, planted bugs, worst entry": [
        seen("5.5 step_picture", "rounding slope −1 truncation slope 2", "theory: 7.9e−6"),
        seen(
            "5.5 lab_picture",
            "W2 ✗ differs [2, 2] of 4×4 0.001415 0.007075 0.8",
            "central forward",
            "float64 float32",
            "Sigmoid: upstream forgotten",
        ),
        seen("5.5 lab_picture", said("nothing", "wrong"), moved={"planted": "ReLU: correct"}),
        seen("5.5 kink_picture", said("step", "crosses", "corner")),
        seen("5.5 game", said("one line", "backward", "wrong")),
    ],
    "5.6 vanishing and exploding": [
        seen("5.6 number_picture", said(30, 0.042, "gradient"), said("first layer", "24 times")),
        seen("5.6 number_picture", said("first layer", "17 times"), moved={"weight": {"w": 1.1}}),
        seen("5.6 formula_prose", r"\prod_{l=1}^{L} \frac{\partial h^{(l)}}{\partial h^{(l-1)}}"),
    ],
    "5.6 four cures in a lab, the gradient layer by layer": [
        seen("5.6 lab_picture", "gradient norm", "sigmoid tanh relu", "N(0, 1) Xavier He"),
        seen("5.6 lab_picture", "none plain 1/√depth", "10 20 30 40"),
        seen(
            "5.6 lab_picture",
            said("sigmoid + Xavier", "gradient", "vanishes"),
            moved={"activation": "sigmoid", "start": "Xavier"},
        ),
        *(
            seen("5.6 alone_picture", said("helps"), said("fails"), moved={"cure": cure})
            for cure in ("ReLU", "initialisation", "skip", "normalisation")
        ),
    ],
    "summary: backpropagation": [
        seen(
            "5.7 summary",
            linked("5.1", "all gradients", "one backward pass", "one forward pass", "one loss"),
        ),
        seen("5.7 passes_question", "Right. ", answer="one forward and one backward"),
    ],
    "summary: the chain rule": [
        seen("5.7 summary", linked("5.3", "local gradient", "upstream gradient", "multiply", "add", "paths")),
        seen("5.7 chain_question", said("b", "missing", 1.5), answer="∂L/∂w = 0.75"),
    ],
    "summary: gradient checking": [
        seen("5.7 summary", linked("5.5", "analytical", "numerical", "per parameter", "kink")),
        seen("5.7 checking_question", said("caught", "W1", "b1", "X"), answer="where the gate is closed"),
    ],
    "summary: vanishing gradients": [
        seen("5.7 summary", linked("5.6", "ReLU", "init", "skip connections", "He")),
        seen(
            "5.7 depth_question",
            said("still", "vanishes"),
            Measured("first layer:", 2.5e-5),
            answer="ReLU in place of sigmoid, the start unchanged",
        ),
        seen("5.7 depth_question", "Right. ", answer="a normalisation before each layer"),
    ],
    "references": [
        seen("5.0 sources", "Rumelhart, G. E. Hinton, R. J. Williams (1986)", "back-propagating errors"),
        seen("5.7 sources", "K. Chaudhury", said("chapter 6", "lecture's"), "Rumelhart"),
    ],
    "connection to ML Refined": [
        seen(
            "5.0 curriculum",
            said("weeks 2–3", "gradient descent"),
            said("weeks 4–8", "supervised learning"),
            "[../5.7/]",
        ),
        seen("5.0 sources", "Machine Learning Refined"),
        seen("5.7 regression_prose", "weeks 2–3", "weeks 4–8"),
        seen("5.7 descent_prose", r"\frac{2}{N} \, X^\top (Xw - t)", r"X^\top dZ", "weeks 2–3"),
        seen("5.7 descent_picture", "w 1.045 −0.006725 −0.006725", "w ← 1.045 − 0.3 ·", moved={"steps": "20"}),
        seen(
            "5.7 descent_picture",
            said("probability", "class 1"),
            "w 0.3116",
            moved={"model": "logistic", "steps": "5"},
        ),
        seen("5.7 linear_picture", "y = w·x + b y + 0.8 −0.4"),
        seen("5.7 logistic_picture", "y = σ(z) y σ 0.69 −1.449"),
        seen("5.7 step_prose", r"\theta \leftarrow \theta - \eta \, \frac{\partial L}{\partial \theta}"),
    ],
}


# Where the lecture is wrong or loose: what it says is said, what is right is seen.


@dataclass(frozen=True)
class Correction:
    """One of the lecture's slips: where the course says what the lecture says, and where it shows what is right."""

    about: str
    lecture: list[Seen]
    right: list[Seen]


CORRECTIONS = [
    Correction(
        "two divisions by the batch size",
        [
            seen("5.4 divide_lecture", "self . grad_W = self . x . T @ grad_output / batch_size"),
            seen("5.4 divide_lecture", "self . grad_b = np . mean ( grad_output , axis = 0 )"),
            seen("5.4 divide_prediction", said("quarter", "1.343 → 0.3358")),
            seen("5.4 divide_picture", "∂L/∂W 0.713 0.1782 0.25 D/N = 0.25", "∂L/∂X −0.08826 −0.1765 2 D = 2"),
            seen(
                "5.4 divide_picture",
                said("parameters'", "right", "accident"),
                said("input's", "4 times", "large"),
                moved={"batch_size": {"examples N": 4, "outputs D": 4}},
            ),
            seen(
                "5.4 divide_picture",
                said("N = D = 1", "parameters'", "right", "accident"),
                said("input's", "right"),
                moved={"batch_size": {"examples N": 1, "outputs D": 1}},
            ),
            seen("5.5 lab_prediction", paired("only", "X"), paired("caught", "X")),
            seen(
                "5.7 wrong_picture",
                said("loss", "falls", 0.2034, 0.01418),
                moved={"mistake": "the lecture's two divisions"},
            ),
        ],
        [
            seen("5.4 divide_rule", said("loss averages", "loss divides", "once")),
            seen("5.4 divide_ours", "Ours: # MSELoss", "self . error . size", "self . dW = self . X . T @ dZ #"),
        ],
    ),
    Correction(
        "forward averages N·D entries, backward divides by N",
        [
            seen("5.4 divide_rule", said("averages", "entries", r"N \cdot D"), said("divides", "shape[0]")),
            seen("5.4 divide_lecture", "return np . mean (( pred - target ) ** 2 )"),
            seen("5.4 divide_lecture", "return 2 * ( self . pred - self . target ) / self . pred . shape [ 0 ]"),
            seen("5.4 divide_picture", said("lecture's", 16, "divides by 8", "∂L/∂Y", "2 times")),
            seen("5.4 divide_picture", "∂L/∂Y −0.319 −0.638 2 D = 2"),
        ],
        [
            seen(
                "5.4 divide_ours", said("divided by", "forward", "averaged"), "2 * self . error / self . error . size"
            ),
            seen(
                "5.5 lab_picture",
                said("every gradient", "D times", "numerical"),
                moved={"planted": "MSELoss: divided by the rows only"},
            ),
        ],
    ),
    Correction(
        "rows or columns: Wx + b in the text, x @ W + b in the code",
        [
            seen("5.4 layouts_prose", said("lecture's text", "z = Wx + b"), said("code", "x @ W + b")),
            seen("5.4 layouts_prose", r"x^T \delta", r"W^T \delta"),
        ],
        [
            seen("5.4 shapes_picture", said("one product", "shape of W", "3 × 2")),
            *(
                seen(
                    "5.4 shapes_picture",
                    f"{wrong} 3 × 3 fits",
                    said("6 of 6", f"shape of {of}", "3 × 3", "5 of them", "wrong"),
                    moved={"shape": {"examples N": 3, "inputs D": 3, "units H": 3}, "target": of},
                )
                for of, wrong in {"W": "∂L/∂Z · Xᵀ", "X": "Wᵀ · ∂L/∂Z"}.items()
            ),
        ],
    ),
    Correction(
        "∂L/∂b = ∂L/∂z is for one example",
        [
            seen("5.4 bias_prose", said("lecture", r"\partial L/\partial b = \partial L/\partial z")),
            seen("5.4 bias_picture", said("one example", "lecture's rule", "right"), moved={"rows": {"examples": 1}}),
        ],
        [
            seen("5.4 bias_picture", "the engine's graph −0.1 −1.8 one example's rule, ∂L/∂b = ∂L/∂z −0.9 −0.9"),
            seen("5.4 bias_picture", said("3 rows", "3 contributions")),
        ],
    ),
    Correction(
        "the product of Jacobians: a factor too few, no order, L twice",
        [
            seen("5.6 formula_prose", r"\frac{\partial L}{\partial W^{(1)}} = \frac{\partial L}{\partial h^{(L)}}"),
            seen("5.6 formula_picture", "from the first layer up 0.02737", said("other order", "80 %")),
            seen("5.6 formula_picture", said("other order", "170 %"), moved={"stacked": "2"}),
            seen("5.6 formula_picture", said("other order", "100 %"), moved={"stacked": "8"}),
            seen("5.6 formula_prediction", "∂L/∂W⁽¹⁾", "title ∂L/∂h⁽⁰⁾"),
        ],
        [
            seen(
                "5.6 formula_right",
                said("L", "two", "loss", "layers"),
                said("product", r"\partial L / \partial h^{(0)}"),
                said("Jacobians", "l = 2"),
                said("last layer", "down"),
                r"\frac{\partial h^{(2)}}{\partial h^{(1)}} \, \frac{\partial h^{(1)}}{\partial W^{(1)}}",
            ),
            seen(
                "5.6 formula_picture",
                "backward pass −0.04012 0.4067 0.03112 from the last layer down −0.04012 0.4067 0.03112",
            ),
            seen("5.6 factor_prose", paired("product", "3 numbers"), paired("∂L/∂W⁽¹⁾", 9)),
            seen(
                "5.6 factor_picture",
                "∂L/∂h⁽¹⁾ · ∂h⁽¹⁾/∂W⁽¹⁾ −0.2431 0.01005 −0.6561",
                "backward pass −0.2431 0.01005 −0.6561",
                "numerical −0.2431 0.01005 −0.6561",
                said("three", "same"),
                Measured("further apart than", 7e-11, within=10),
            ),
        ],
    ),
    Correction(
        "one backward pass needs a forward pass and what it kept; 2n is the central difference",
        [
            seen("5.1 memory_prose", said("lecture", "all gradients", "one backward pass")),
            seen("5.1 differences_*", said("lecture", "2n", "passes")),
            seen("5.7 passes_question", said("lecture", "pass", "out"), answer="one backward"),
        ],
        [
            seen("5.1 memory_prose", said("must", "one forward pass")),
            seen("5.1 memory_picture", said("reverse mode", "keeps", 23, "results")),
            seen("5.1 differences_*", said("forward difference", "n + 1")),
            seen("5.1 counter_picture", "forward difference 14 passes central difference 26 passes"),
        ],
    ),
    Correction(
        "z1 > 0 hides a forgotten gate",
        [
            seen("5.5 point_prose", said("lecture", "one point", "z_1 = 1.1", "gate", "open")),
            seen("5.5 point_picture", said("gate", "open"), said("not caught")),
            seen("5.4 gate_picture", said("lecture's", "z1 = 1.1"), moved={"shift": {"added to Z": 2.0}}),
        ],
        [
            seen(
                "5.5 point_picture",
                said("gate", "closed"),
                said("caught", "W1", "b1", "X"),
                moved={"weight": {"w1": -0.5}},
            ),
            seen("5.3 hand_prose", said("lecture's", "hide", "forgotten gate")),
            seen(
                "5.3 hand_picture",
                *("∂L/∂h1 −0.098941 = −0.098941", "∂L/∂w1 0.000000 = 0.000000"),
                moved={"hand_at": "gate closed"},
            ),
            seen("5.3 hand_picture", said("no number", "z1 = 1.1"), moved={"forgotten": "on"}),
            seen(
                "5.3 hand_picture",
                *("∂L/∂w1 −0.197882 ≠ 0.000000", said("wrong", "∂L/∂z1", "∂L/∂w1", "∂L/∂b1", "∂L/∂x")),
                moved={"forgotten": "on", "hand_at": "gate closed"},
            ),
            seen("5.3 b1_question", "gate open", "gate closed"),
            seen(
                "5.3 w1_question",
                paired("right", "gate", "open"),
                paired("wrong", "gate", "closed"),
                answer="2*(y - target)*y*(1 - y)*w2*x",
            ),
            seen("5.3 w1_question", "Right", answer="2*(y - target)*y*(1 - y)*w2*(z1 > 0)*x"),
        ],
    ),
    Correction(
        "0.0 is not missing",
        [
            seen("5.3 zero_prose", said("lecture's", "if self.output")),
            seen("5.3 zero_table", "gate if output is not None", "closed h1 h1: out=0.0000"),
        ],
        [
            seen("5.3 zero_table", "closed h1 h1: out=0.0000 0", "not yet h1 h1 –"),
            seen("5.2 list_picture", "s = a + b s + – –", said("not", "same", 0), moved={"walk": {"step": 0}}),
        ],
    ),
    Correction(
        "relu′(0) is a convention",
        [seen("5.5 kink_picture", paired("by hand", 0), paired("quotient", 0.4993), moved={"corner_at": "0"})],
        [
            seen("5.3 gate_prose", said("z_1 = 0", "no derivative", "takes 0")),
            seen("5.4 gate_mask", said("this course", 0, "other libraries", "½", "1")),
            seen(
                "5.4 gate_picture",
                said(1, "exactly", 0),
                moved={"shift": {"added to Z": 0.2}},
            ),
            seen("5.5 kink_prose", said("relu′(0) = 0", "other libraries", "½", "1")),
            seen("5.5 kink_picture", said("corner", "quotient", "another convention"), moved={"corner_at": "0"}),
        ],
    ),
    Correction(
        "a relative error below 1e−5: of what, at 0/0, at a kink, in which dtype",
        [
            seen("5.5 error_prose", said("lecture", "relative error", "below", "10^{-5}")),
            seen("5.5 norm_picture", said("one norm", "1.5e−8", "passes"), moved={"smaller": "1e−8"}),
            seen("5.5 network_table", "178 of 800 178", said("178 right entries", "178 of them", "kink")),
            seen("5.5 single_table", "float32 1e−5 41 of 41 0.38"),
        ],
        [
            seen("5.5 error_prose", r"\frac{|a - n|}{\max(|a|, |n|)}"),
            seen("5.5 error_table", "0/0 0 0 0 ÷ 0 ÷ 0 0"),
            seen("5.5 norm_picture", said("own row", 2, "wrong sign"), "worst entry", moved={"smaller": "1e−8"}),
            seen("5.5 source_verdict", "kink", "rounding", "truncation"),
            seen("5.5 single_table", "float64 1e−5 0 of 41", said("float64", "dtype", "report")),
        ],
    ),
    Correction(
        "clip at 500 overflows in float32; x · mask gives nan and −0.0",
        [
            seen("5.5 edge_code", "np . exp ( - np . clip ( z , - 500 , 500 ))", "return z * ( z > 0 )"),
            seen("5.5 edge_prose", said("lecture's", "sigmoid", "relu")),
        ],
        [
            seen(
                "5.5 edge_picture",
                "σ(z), float32 0.0 3.8e-44",
                "log σ(z), float32 -inf -99.98",
                "relu(z), float64 -0.0 0.0",
            ),
            seen("5.5 edge_picture", "relu(z), float64 nan 0.0", moved={"edge": "-inf"}),
        ],
    ),
    Correction(
        "(N, 1) against (N,) spreads to (N, N)",
        [
            seen("5.5 blind_prose", said("NumPy", "(N, N)")),
            seen("5.5 blind_picture", said("every row", "agrees"), said("Y − T", "(4, 4)", "loss", 0.8083)),
        ],
        [
            seen(
                "5.5 blind_picture",
                said("meant", 0.6992),
                said("MSELoss"),
                said("predictions", "(4, 1)"),
                said("targets", "(4,)"),
            )
        ],
    ),
    Correction(
        "weights without a seed",
        [
            seen("5.4 start_prose", said("lecture", "np.random.randn")),
            seen("5.4 seed_table", "np.random.default_rng()"),
        ],
        [
            seen("5.4 start_prose", said("random generator", "argument")),
            seen("5.4 seed_table", "seeded() 0.1544 0.1544"),
        ],
    ),
    Correction(
        "He is for ReLU, Xavier comes before a sigmoid",
        [
            seen("5.4 start_init", "# He initialization"),
            seen("5.4 start_rules", said("He", "lecture's rule")),
        ],
        [
            # A mean derivative says nothing of a start: at zeros it is the largest. What a layer lets through does.
            seen(
                "5.4 start_rules",
                said("He before ReLU", "Xavier before tanh"),
                said("before", "sigmoid", "Xavier"),
                said("σ", "¼"),
            ),
            seen("5.4 start_picture", "He 0.942 0.972 –", "Xavier 0.666 0.688 –", "zeros 0 0 –"),
            seen("5.4 start_picture", "He 0.319 0.32 0 %", "Xavier 0.236 0.237 0 %", moved={"before": "sigmoid"}),
            seen("5.4 start_picture", "N(0, 1) 0.833 0.838 51 %", "zeros 0 0 0 %", moved={"before": "sigmoid"}),
            seen("5.4 start_picture", "Xavier 0.945 0.956 0 %", "N(0, 1) 1 2.1 81 %", moved={"before": "tanh"}),
            seen("5.4 start_limits", said("average", "wide layers", "approximately")),
            seen(
                "5.6 alone_picture",
                said("2/n", "relu"),
                said("neither", "1/n", "2/n", "sigmoid"),
                moved={"cure": "initialisation"},
            ),
        ],
    ),
    Correction(
        "four cures are not four switches",
        [seen("5.6 cures_prose", said("lecture", "ReLU", "initialization", "skip connections", "normalization"))],
        [
            seen(
                "5.6 cures_run",
                Measured("sigmoid + Xavier", 1e-19),
                Measured("relu + He", 0.7),
                Measured("relu + Xavier", 2e-5),
                Measured("relu + N(0, 1)", 3e22),
                Measured("relu + He + skip", 1.6e6),
                Measured("relu + Xavier + skip", 2e4),
                Measured("tanh + Xavier + skip", 15),
                Measured("sigmoid + Xavier + skip", 1.2, within=1.1),
                Measured("relu + He + skip/√depth", 2.8, within=1.2),
                Measured("relu + He + skip + norm", 9, within=1.2),
                Measured("relu + He + norm", 390),
                said("ten", "starts"),
            ),
            seen("5.6 cures_run", "relu + He 0.8 → relu + He + skip 1.5e6; relu + He 0.8 → relu + He + norm 390"),
            seen("5.6 lab_prose", said("thirty layers", "64 units"), said("batch", "64")),
            seen("5.6 lab_prediction", "a million times"),
        ],
    ),
    Correction(
        "the edge named MSE is one squared error, and ∂L/∂x is missing",
        [seen("5.3 whole_way", said("lecture", "x", "no gradient"), said("last edge", "MSE"))],
        [
            seen("5.3 whole_way", "∂L/∂x = −0.006475", said("one squared error", "L = (0.6637 − 0.7)² = 0.001315")),
            seen("5.3 network_picture", "x x 2 −0.006475", "L = (y − target)² L (·)² 0.001315 1", moved={"walk": END}),
            seen("5.3 hand_picture", "∂L/∂x not in the lecture −0.006475"),
        ],
    ),
    Correction(
        "backpropagation is not the learning rule",
        [
            seen(
                "5.0 curriculum",
                said("lecture", "all", "gradient descent", "any", "supervised learning"),
            )
        ],
        [
            seen("5.0 curriculum", said("gradient", "two steps")),
            seen("5.1 closing", said("backpropagation", "gradients", "nothing else")),
            seen("5.3 closing", said("weight", "another step", "not", "backpropagation")),
            seen("5.7 rate_prose", said("learning rate", "backpropagation", "nothing")),
            seen("5.7 step_prediction", said("stays", "0.6835 → 0.6835")),
            seen("5.7 step_picture", "gradient 0.6835", "update 0.3418"),
            seen(
                "5.7 step_picture",
                "gradient 0.6835",
                "update 1.367",
                moved={"rate": {"η": 2.0}},
            ),
        ],
    ),
    Correction(
        "the book's passes are in chapter 8",
        [seen("5.7 sources", said("chapter 6", "lecture's"))],
        [
            seen("5.7 sources", said("backward passes", "8.4"), said("chapter 6", "another topic")),
            seen("5.0 sources", said("backward passes", "8.4"), said("chapter 6", "another topic")),
        ],
    ),
]


# The numbers of the traced network, as the lecture prints them: value, then ∂L/∂ it.

NUMBERS = {
    "x": (2, -0.006475),
    "w1": (0.5, -0.025898),
    "b1": (0.1, -0.012949),
    "z1": (1.1, -0.012949),
    "h1": (1.1, -0.012949),
    "w2": (0.8, -0.017805),
    "b2": (-0.2, -0.016186),
    "z2": (0.68, -0.016186),
    "y": (0.663739, -0.072523),
    "L": (0.001315, 1),
}


@pytest.fixture(scope="module")
def page():
    """A notebook by its number, run when it is first asked for, as on a served page that a presenter shows."""
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv(SITE, SERVED)
        environment.setenv(PRESENTER, "1")
        yield functools.cache(lambda number: Page(chapter_of(number).path))


def missing(page, *wanted: Seen) -> list[str]:
    """What is not seen, and where it should be."""
    found = []
    for one in wanted:
        here = page(one.notebook)
        at = fnmatch.filter(here.names, one.cell)
        if not at:
            found.append(f"{one.notebook} has no cell {one.cell}")
            continue
        text = " ".join(here.text(cell, one.moved, one.answer) for cell in at)
        found += [
            f"{one} does not show: {word}"
            for word in one.words
            if not (word.strip() in text if isinstance(word, str) else word.stands_in(text))
        ]
    return found


def assert_seen(page, wanted: list[Seen]) -> None:
    assert wanted
    assert all(one.words for one in wanted)
    found = missing(page, *wanted)
    assert not found, "\n".join(["", *found])


@pytest.mark.parametrize("part", PARTS)
def test_every_part_of_the_lecture_is_shown(page, part):
    assert_seen(page, PARTS[part])


@pytest.mark.parametrize("number", range(1, 19), ids=[f"{n} {one.about}" for n, one in enumerate(CORRECTIONS, start=1)])
def test_every_correction_says_what_the_lecture_says_and_shows_what_is_right(page, number):
    assert_seen(page, CORRECTIONS[number - 1].lecture)
    assert_seen(page, CORRECTIONS[number - 1].right)


@pytest.mark.parametrize("name", NUMBERS)
def test_every_number_of_the_lecture_comes_out(page, name):
    """In the table of 5.3, as many digits as it has: the value, the gradient, beside it the numerical one.

    And to all the digits that the lecture prints in what the table is made from.
    """
    value, gradient = NUMBERS[name]
    _, _, *shown, numerical, _ = page("5.3").rows("network_picture", {"walk": END})[name]
    shown = [float(number.replace("−", "-")) for number in (shown[0], shown[-1], numerical)]
    assert shown == pytest.approx([value, gradient, gradient], rel=5e-4)
    defined = page("5.3").defined
    values, gradients = defined["run"](defined["network"], defined["LECTURE"])
    assert f"{values[name]:.6f}" == f"{value:.6f}"
    assert f"{gradients[name]:.6f}" == f"{gradient:.6f}"


@pytest.mark.parametrize(
    ("wanted", "said"),
    [
        (seen("5.4 bias_photo", "3 rows"), "5.4 has no cell bias_photo"),
        (seen("5.4 bias_picture", "3 rows", "5 rows"), "5.4 bias_picture does not show: 5 rows"),
        (
            seen("5.4 bias_picture", "3 rows", moved={"rows": {"examples": 2}}),
            "5.4 bias_picture with {'rows': {'examples': 2}} does not show: 3 rows",
        ),
        (seen("5.3 composing_prose", "def three_slopes"), "5.3 composing_prose does not show: def three_slopes"),
        (
            seen("5.7 chain_question", "The path through a", answer="∂L/∂w = 0.75"),
            "5.7 chain_question, answered '∂L/∂w = 0.75' does not show: The path through a",
        ),
        (
            seen("5.2 modes_prediction", paired("reverse mode", 12)),
            "5.2 modes_prediction does not show: reverse mode, 12, in one clause",
        ),
        (
            seen("5.1 turned_picture", paired("reverse mode", "fewer"), moved={"ends": TURNED}),
            f"5.1 turned_picture with {{'ends': {TURNED}}} does not show: reverse mode, fewer, in one clause",
        ),
        (
            seen("5.0 goals", linked("5.5", "reverse-mode")),
            "5.0 goals does not show: reverse-mode, beside a link to 5.5",
        ),
        (
            seen("5.6 cures_run", Measured("relu + He", 1.5e6)),
            "5.6 cures_run does not show: relu + He 1.5e+06, to a factor of 1.5",
        ),
    ],
)
def test_what_is_not_there_is_said_by_name_and_place(page, wanted, said):
    assert missing(page, wanted) == [said]


def test_a_control_that_was_moved_is_back_where_it_was(page):
    before = page("5.4").text("bias_picture")
    assert "2 rows" in page("5.4").text("bias_picture", {"rows": {"examples": 2}})
    assert page("5.4").text("bias_picture") == before


def test_a_measured_number_is_the_one_behind_its_words_and_no_other():
    text = "relu + He + skip 1.5e6 relu + He 0.8 relu 1e−19"
    assert Measured("relu + He", 0.7).stands_in(text)
    assert Measured("relu", 1e-19).stands_in(text)
    assert not Measured("relu + He", 1.5e6).stands_in(text)
    assert not Measured("relu + He", 0.5).stands_in(text)
    assert not Measured("tanh", 0.8).stands_in(text)


def test_words_stand_together_in_one_sentence_and_a_number_with_its_own_name():
    text = "Forward mode takes 3 passes, reverse mode takes 1. Their gradients are the same."
    assert said("reverse mode", "passes", 3).stands_in(text)
    assert paired("forward mode", 3).stands_in(text)
    assert not paired("reverse mode", 3).stands_in(text)
    assert not said("reverse mode", "gradients").stands_in(text)
    assert not said("mode", 31).stands_in(text.replace("3", "310"))


def test_a_link_has_its_own_words_beside_it_and_no_others():
    text = "Reverse mode [../5.1/] 5.1 counts, the chain rule [../5.3/] 5.3 walks, a check [../5.5/] 5.5"
    assert linked("5.1", "reverse mode", "counts").stands_in(text)
    assert linked("5.3", "chain rule").stands_in(text)
    assert not linked("5.3", "reverse mode").stands_in(text)
    assert not linked("5.4", "chain rule").stands_in(text)
