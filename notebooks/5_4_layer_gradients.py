# /// script
# [tool.marimo.opengraph]
# title = "5.4 Layer gradients"
# description = "Where the transpose comes from, why the bias sums, what a gate lets through, where to divide by N."
# ///

import marimo

__generated_with = "0.25.2"
app = marimo.App(
    width="medium",
    app_title="5.4 Layer gradients",
)

with app.setup(hide_code=True):
    from functools import partial

    import marimo as mo
    import numpy as np

    from course_lib import forward, grad, parse
    from course_lib.drawing.matrices import matrices_row
    from course_lib.exercises import prediction
    from course_lib.layers.initialise import xavier
    from course_lib.layers.layer import LayerNorm, LeakyReLU, Linear, ReLU, Residual, Sequential, Sigmoid, Tanh
    from course_lib.layers.losses import BCELoss, CrossEntropyLoss, MSELoss
    from course_lib.numerals import numeral
    from course_lib.page import notebook
    from course_lib.sections.layer_gradients import lecture_layers, matrix_question, said, start_lab
    from course_lib.sections.layer_gradients.curves import Curve, curves_plot
    from course_lib.sections.layer_gradients.products import Products
    from course_lib.sections.layer_gradients.proof import proof
    from course_lib.sections.layer_gradients.weight_sum import longest_sum, weight_sum


@app.cell(hide_code=True)
def title():
    notebook.header(
        "5.4",
        minutes=50,
        able_to=[
            "derive a linear layer's gradients entry by entry, and find a wrong transpose that has the right shape",
            "explain why a bias gradient sums over the batch, and where to divide by the batch size",
            "say what ReLU, sigmoid and tanh pass back, and where almost nothing",
            "choose a loss that still learns behind a saturated sigmoid",
            "build a network from layers, and compare its gradients with the graph's",
        ],
    )
    return


@app.cell(hide_code=True)
def answers():
    sheet = notebook.worksheet("5.4")
    sheet.note()
    return (sheet,)


@app.cell(hide_code=True)
def linear_prose():
    mo.md(r"""
    ## One layer, a whole batch

    In 5.3 every node was one number. A layer repeats the same graph for $N$ examples, $D$ inputs and $H$ units.
    We write it with matrices, and every row is an example:

    $$\underbrace{Z}_{N \times H} = \underbrace{X}_{N \times D} \, \underbrace{W}_{D \times H} + \underbrace{b}_{H}$$

    The layer receives $\partial L/\partial Z$ from the side of the loss, one number for each entry of $Z$. From it, the
    layer computes three gradients: one for its weights, one for its biases, and one for its input, which goes to the
    previous layer. Here are all three.
    """)
    return


@app.cell(hide_code=True)
def linear_code():
    notebook.source(Linear.forward, Linear.backward)
    return


@app.cell(hide_code=True)
def batch():
    _random = np.random.default_rng(9)
    X = _random.integers(-15, 16, (4, 4)) / 10  # 4 examples, 4 inputs
    dZ = _random.integers(-9, 10, (4, 4)) / 10  # what arrives from the loss
    W = _random.integers(-9, 10, (4, 4)) / 10
    return W, X, dZ


@app.cell(hide_code=True)
def sum_prediction(X, dZ, sheet):
    _options = {2: "2, one for each unit", 3: "3, one for each input", 4: "4, one for each example", 12: "12, all of X"}
    _added = len(X[:, 0] * dZ[:, 0])
    sheet.predict(
        1,
        prediction.choice(
            "There are 4 examples, 3 inputs and 2 units. How many products are added up in one entry of ∂L/∂W?",
            list(_options.values()),
            outcome=_options[_added],
            happened=f"{_added} products, one for each row of X.",
            why="Every example uses the weight once. Where a value is used more than once, its contributions add.",
            replies={
                _options[2]: "One weight leads to one unit only. So no sum goes over the units.",
                _options[3]: "Forward, a unit adds up over its inputs. But one weight belongs to one input.",
                _options[12]: "One weight multiplies one column of X only. The column has 4 numbers.",
            },
        ),
    )
    return


@app.cell(hide_code=True)
def transpose_prose():
    _derived = mo.md(r"""
    Take one weight, $W_{di}$: it joins input $d$ to unit $i$. Example $n$ used it once, in
    $Z_{ni} = \dots + X_{nd} W_{di} + \dots$, with local derivative $X_{nd}$. So example $n$ contributes
    $X_{nd} \cdot \partial L/\partial Z_{ni}$, and the contributions of all examples add:

    $$\frac{\partial L}{\partial W_{di}} = \sum_n X_{nd} \, \frac{\partial L}{\partial Z_{ni}}$$

    That is the whole derivation. Choose a weight, and follow its sum down two columns.
    """)
    notebook.stack(
        mo.md("## Where does the transpose come from?"), notebook.after_prediction(1, _derived, what="the derivation")
    )
    return


@app.cell(hide_code=True)
def transpose_controls():
    sizes = notebook.sliders(
        {"examples": (1, 4), "inputs": (1, 3), "units": (1, 3), "from input": (1, 3), "to unit": (1, 3)},
        {"examples": 4, "inputs": 3, "units": 2, "from input": 2, "to unit": 1},
        slider_step=1,
        positions=4,
    )
    layout = notebook.choose({"rows are examples": False, "columns are examples": True}, "rows are examples", "layout")
    return layout, sizes


@app.function(hide_code=True)
def show_weight(X, dZ, size, columns):
    examples, inputs, units, source, unit = (int(number) for number in size.values())
    place, limit = (min(source, inputs) - 1, min(unit, units) - 1), longest_sum(X, dZ, 3, 3)
    X, dZ = X[:examples, :inputs], dZ[:examples, :units]
    return notebook.stack(
        mo.Html(weight_sum(X, dZ, place, columns, limit)),
        notebook.says(said.said_of_weight(X, dZ, place, columns), "backward"),
    )


@app.cell(hide_code=True)
def transpose_picture(X, dZ, layout, sizes):
    _shown = notebook.follows(show_weight, X=X, dZ=dZ, size=sizes, columns=layout)
    notebook.after_prediction(1, layout, sizes, _shown, what="one weight's sum")
    return


@app.cell(hide_code=True)
def weight_question(sheet):
    sheet.ask(1, partial(matrix_question.entry, matrix_question.WEIGHT_GRADIENT))
    return


@app.cell(hide_code=True)
def layouts_prose():
    mo.md(r"""
    ### Two layouts, and a lecture that mixes them

    The lecture's text writes $z = Wx + b$. There an example is a *column*. Its code computes `x @ W + b`. There an
    example is a *row*. Both are fine. Their gradients are mirror images:

    | | rows are examples | columns are examples |
    |---|---|---|
    | forward | $Z = XW + b$ | $Z = WX + b$ |
    | for the weights | $X^T \, \partial L/\partial Z$ | $\partial L/\partial Z \; X^T$ |
    | for the input | $\partial L/\partial Z \; W^T$ | $W^T \, \partial L/\partial Z$ |

    The lecture's slide takes $x^T \delta$ from the left column and $W^T \delta$ from the right one. If you put both
    into one program, one of them is wrong. Would you notice?
    """)
    return


@app.cell(hide_code=True)
def shapes_prediction(X, W, dZ, sheet):
    _square = [product for product in products_for_weights(X[:3, :3], dZ[:3, :3]).values() if product is not None]
    sheet.predict(
        2,
        prediction.choice(
            "There are 3 examples, 3 inputs and 3 units. X and ∂L/∂Z have six products, with and without transposes. "
            "How many of them have the shape of W?",
            ["only the right one", "two", "three", "all six"],
            outcome={1: "only the right one", 2: "two", 3: "three", 6: "all six"}[len(_square)],
            happened=f"{len(_square)} of 6 have shape 3 × 3.",
            why="All products of square matrices have the same shape, so all of them pass a shape check.",
            replies={
                "only the right one": "That is so where all three sizes differ. Here they are equal.",
                "two": "Turning a 3 × 3 matrix on its side changes no shape. So the shapes rule nothing out.",
                "three": "The order of the two factors changes no shape either: 3 × 3 times 3 × 3 is 3 × 3.",
            },
        ),
    )
    return


@app.function
def products_for_weights(X, dZ):
    pairs = {
        "Xᵀ · ∂L/∂Z": (X.T, dZ),
        "(∂L/∂Z)ᵀ · X": (dZ.T, X),
        "X · ∂L/∂Z": (X, dZ),
        "∂L/∂Z · X": (dZ, X),
        "X · (∂L/∂Z)ᵀ": (X, dZ.T),
        "∂L/∂Z · Xᵀ": (dZ, X.T),
    }
    return {name: a @ b if a.shape[1] == b.shape[0] else None for name, (a, b) in pairs.items()}


@app.function
def products_for_input(W, dZ):
    pairs = {
        "∂L/∂Z · Wᵀ": (dZ, W.T),
        "∂L/∂Z · W": (dZ, W),
        "W · ∂L/∂Z": (W, dZ),
        "Wᵀ · ∂L/∂Z": (W.T, dZ),
        "W · (∂L/∂Z)ᵀ": (W, dZ.T),
        "(∂L/∂Z)ᵀ · W": (dZ.T, W),
    }
    return {name: a @ b if a.shape[1] == b.shape[0] else None for name, (a, b) in pairs.items()}


@app.cell(hide_code=True)
def shapes_code():
    notebook.source(products_for_weights)
    return


@app.cell(hide_code=True)
def shapes_controls():
    shape = notebook.sliders(
        {"examples N": (2, 4), "inputs D": (2, 4), "units H": (2, 4)},
        {"examples N": 4, "inputs D": 3, "units H": 2},
        {
            "all different": {"examples N": 4, "inputs D": 3, "units H": 2},
            "N = D": {"examples N": 3, "inputs D": 3, "units H": 2},
            "all square": {"examples N": 3, "inputs D": 3, "units H": 3},
        },
        slider_step=1,
        positions=3,
    )
    target = notebook.choose({"W": "W", "X": "X"}, "W", "gradient of")
    return shape, target


@app.function(hide_code=True)
def show_products(X, W, dZ, size, target):
    examples, inputs, units = (int(number) for number in size.values())
    X, W, dZ = X[:examples, :inputs], W[:inputs, :units], dZ[:examples, :units]
    truth = grad(forward(parse("Z = X @ W\nL = sum(Z*dZ)"), X=X, W=W, dZ=dZ), of="L")[target]
    found = Products(target, truth, products_for_weights(X, dZ) if target == "W" else products_for_input(W, dZ))
    return notebook.stack(
        notebook.numbers_table(
            ("product", "shape", f"{target} is {found.shape}", "largest difference from the engine", ""),
            found.rows,
            f"Six products for the gradient of {target}",
        ),
        notebook.says(found.said, "backward"),
    )


@app.cell(hide_code=True)
def shapes_picture(W, X, dZ, shape, target):
    notebook.stack(target, shape, notebook.follows(show_products, X=X, W=W, dZ=dZ, size=shape, target=target))
    return


@app.cell(hide_code=True)
def input_prose():
    mo.md(r"""
    ### The input's gradient adds over units

    An input $X_{nd}$ goes into every unit. It has $H$ users, and the local derivative of unit $i$ is $W_{di}$:

    $$\frac{\partial L}{\partial X_{nd}} = \sum_i \frac{\partial L}{\partial Z_{ni}} \, W_{di}$$

    For a weight we add over *examples*, for an input we add over *units*. We sum over the index that does not
    appear on the left. To write the sum as a matrix product, one of the two matrices must be transposed.
    """)
    return


@app.cell(hide_code=True)
def input_question(sheet):
    sheet.ask(2, partial(matrix_question.entry, matrix_question.INPUT_GRADIENT))
    return


@app.cell(hide_code=True)
def bias_prose():
    mo.md(r"""
    ## The bias gradient sums over rows

    The lecture says $\partial L/\partial b = \partial L/\partial z$. For one example that is right. In a batch the same
    $b$ is added to every row. So it is used $N$ times, and $N$ contributions add:

    $$\frac{\partial L}{\partial b_i} = \sum_n \frac{\partial L}{\partial Z_{ni}}$$
    """)
    return


@app.cell(hide_code=True)
def bias_controls():
    rows = notebook.sliders({"examples": (1, 4)}, {"examples": 3}, slider_step=1, positions=4)
    return (rows,)


@app.function(hide_code=True)
def show_bias(X, W, dZ, size):
    examples = int(size["examples"])
    X, W, dZ = X[:examples, :3], W[:3, :2], dZ[:examples, :2]
    layer = Linear(3, 2, np.random.default_rng(0))
    layer.forward(X)
    layer.backward(dZ)
    engine = grad(forward(parse("Z = X @ W + b\nL = sum(Z*dZ)"), X=X, W=W, b=layer.b, dZ=dZ), of="L")["b"]
    return notebook.stack(
        notebook.numbers_table(
            ("", "unit 1", "unit 2"), said.bias_rows(dZ, layer.db, engine), "The gradient of the bias"
        ),
        notebook.says(said.said_of_bias(dZ, engine), "backward"),
    )


@app.cell(hide_code=True)
def bias_picture(W, X, dZ, rows):
    notebook.stack(rows, notebook.follows(show_bias, X=X, W=W, dZ=dZ, size=rows))
    return


@app.cell(hide_code=True)
def bias_question(sheet):
    sheet.ask(3, partial(matrix_question.entry, matrix_question.BIAS_GRADIENT))
    return


@app.cell(hide_code=True)
def gate_prose():
    mo.md(r"""
    ## ReLU: a mask

    A layer of ReLUs, $H = \max(0, Z)$, works entry by entry. What does it pass back to $Z$? Answer before you look.
    """)
    return


@app.cell(hide_code=True)
def gate_prediction(sheet):
    _layer = ReLU()
    _layer.forward(np.array([2.0, -1.0]))
    _options = {"(−3, 0)": (-3, 0), "(0, 5)": (0, 5), "(−3, 5)": (-3, 5), "(0, 0)": (0, 0), "(−6, −5)": (-6, -5)}
    _back = tuple(_layer.backward(np.array([-3.0, 5.0])))
    sheet.predict(
        3,
        prediction.choice(
            "Z = (2, −1). The upstream gradient is ∂L/∂H = (−3, 5). What is ∂L/∂Z?",
            list(_options),
            outcome=next(name for name, numbers in _options.items() if numbers == _back),
            happened="as the layer below computes it",
            why="The gate depends on Z. It let 2 through, so it lets that gradient through, whatever its sign. It "
            "did not let −1 through.",
            replies={
                "(0, 5)": "That looks at the signs of the gradient. The gate looks at the signs of Z.",
                "(−3, 5)": "That passes both on. The second gate is closed, since Z is −1 there.",
                "(0, 0)": "That passes nothing on. The first gate is open, since Z is 2 there.",
                "(−6, −5)": "That multiplies by Z. ReLU's derivative is 1 or 0, not its input.",
            },
        ),
    )
    return


@app.cell(hide_code=True)
def gate_mask():
    _mask = mo.md(r"""
    The local derivative is 1 where $Z > 0$ and 0 elsewhere. In the backward pass, the layer keeps the upstream gradient
    where the gate is open, and replaces it by 0 elsewhere. The mask was made in the forward pass. It depends on $Z$,
    never on the upstream gradient.

    At $Z = 0$ there is no derivative. This course takes 0; other libraries take ½ or 1. Move an entry through 0.
    """)
    notebook.after_prediction(3, _mask, what="the mask")
    return


@app.cell(hide_code=True)
def gate_code():
    notebook.after_prediction(3, notebook.source(ReLU.forward, ReLU.backward), what="the layer")
    return


@app.cell(hide_code=True)
def gate_controls():
    shift = notebook.sliders({"added to Z": (-2, 2)}, {"added to Z": 0.3}, slider_step=0.1, positions=41)
    return (shift,)


@app.function(hide_code=True)
def show_gate(X, dZ, shift):
    Z = np.round(X[:3, :3] + shift["added to Z"], 1)
    layer = ReLU()
    H = layer.forward(Z)
    dH = dZ[:3, :3]
    matrices = [("Z", Z), ("H = relu(Z)", H), ("Z > 0", (Z > 0) * 1), ("∂L/∂H", dH), ("∂L/∂Z", layer.backward(dH))]
    return notebook.stack(mo.Html(matrices_row(matrices)), notebook.says(said.said_of_gates(Z), "backward"))


@app.cell(hide_code=True)
def gate_picture(X, dZ, shift):
    _shown = notebook.follows(show_gate, X=X, dZ=dZ, shift=shift)
    notebook.after_prediction(3, shift, _shown, what="a mask at work")
    return


@app.cell(hide_code=True)
def gate_question(sheet):
    sheet.ask(4, partial(matrix_question.entry, matrix_question.GATED_GRADIENT))
    return


@app.cell(hide_code=True)
def squash_prose():
    mo.md(r"""
    ## What each activation passes back

    An activation has one local derivative per entry, taken at the value of the forward pass. The value is blue. The
    derivative is dashed red. It is the factor that multiplies the upstream gradient.
    Look for the places where it is nearly 0. There a unit is *saturated*: hardly any gradient gets through.

    ReLU and leaky ReLU each consist of two straight lines with two slopes. The derivatives of σ and tanh are derived
    below.
    """)
    return


@app.cell(hide_code=True)
def squash_controls():
    activation = notebook.choose(
        {"ReLU": ReLU, "leaky ReLU": LeakyReLU, "sigmoid": Sigmoid, "tanh": Tanh}, "sigmoid", "layer"
    )
    at = notebook.sliders({"z": (-8, 8)}, {"z": 2}, slider_step=0.1, positions=81)
    return activation, at


@app.function(hide_code=True)
def show_source(activation):
    return notebook.source(activation.forward, activation.backward)


@app.function
def value_and_derivative(layer, z):
    value = layer.forward(z)
    return value, layer.backward(np.ones_like(z))  # an upstream gradient of 1 leaves the local derivative


@app.function(hide_code=True)
def show_activation(activation, at):
    z = at["z"]
    zs = np.linspace(-8, 8, 161)
    values, slopes = value_and_derivative(activation(), zs)
    value, slope = (float(number) for number in value_and_derivative(activation(), np.float64(z)))
    name, kinked = said.NAMES[activation], activation in said.KINKED
    curves = [Curve(f"{name}(z)", "forward", values, value), Curve(f"{name}′(z)", "backward", slopes, slope)]
    return notebook.beside(
        mo.Html(curves_plot(zs, curves, z, "z", (-1.5, 3.0) if kinked else (-1.25, 1.25))),
        notebook.stack(
            notebook.numbers_table(("at z", numeral(z)), said.activation_rows(value, slope), "Value and derivative"),
            notebook.says(said.said_of_activation(activation, z, value, slope)),
        ),
    )


@app.cell(hide_code=True)
def squash_code(activation):
    notebook.stack(notebook.source(value_and_derivative), notebook.follows(show_source, activation=activation))
    return


@app.cell(hide_code=True)
def squash_picture(activation, at):
    notebook.stack(activation, at, notebook.follows(show_activation, activation=activation, at=at))
    return


@app.cell(hide_code=True)
def squash_derived():
    _sigmoid = mo.md(r"""
    First the definition, then the quotient rule, then written with the output:

    $$\begin{aligned}
    h = \sigma(z) &= \frac{1}{1 + e^{-z}} \\[4pt]
    \sigma'(z) &= \frac{0 \cdot (1 + e^{-z}) - 1 \cdot (-e^{-z})}{(1 + e^{-z})^2} \\[4pt]
    &= \frac{1}{1 + e^{-z}} \cdot \frac{e^{-z}}{1 + e^{-z}} = h \, (1 - h)
    \end{aligned}$$

    The last factor is $1 - h$, since $1 - \frac{1}{1 + e^{-z}} = \frac{e^{-z}}{1 + e^{-z}}$.
    """)
    _tanh = mo.md(r"""
    First the definition, then the quotient rule, then written with the output. Let $u = e^z - e^{-z}$ and
    $v = e^z + e^{-z}$, so that $u' = v$ and $v' = u$:

    $$\begin{aligned}
    h = \tanh(z) &= \frac{u}{v} \\[4pt]
    \tanh'(z) &= \frac{u' v - u v'}{v^2} = \frac{v^2 - u^2}{v^2} \\[4pt]
    &= 1 - \left(\frac{u}{v}\right)^2 = 1 - h^2
    \end{aligned}$$
    """)
    mo.accordion({"σ′ = h·(1 − h), derived": _sigmoid, "tanh′ = 1 − h², derived": _tanh})
    return


@app.cell(hide_code=True)
def stall_prose():
    mo.md(r"""
    ## Two losses behind one sigmoid

    A unit is about as wrong as it can be: the target is 1, and $z = -6$, so $p = \sigma(z)$ is nearly 0. It should
    learn fast.
    With squared error, $\partial L/\partial z = 2(p - t) \cdot p(1-p)$. The factor $p(1-p)$ of the saturated sigmoid
    makes it tiny. The derivative of cross-entropy has ${p(1-p)}$ in its *denominator*, so the two cancel:

    $$L = -t \ln p - (1-t) \ln(1-p), \qquad \frac{\partial L}{\partial z} = p - t$$
    """)
    return


@app.cell(hide_code=True)
def stall_derived():
    _lines = mo.md(r"""
    First the loss, with $p(1-p)$ as the common denominator, then the sigmoid, then the chain rule:

    $$\begin{aligned}
    \frac{\partial L}{\partial p} &= -\frac{t}{p} + \frac{1-t}{1-p} \\[4pt]
    &= \frac{-t(1-p) + (1-t)p}{p(1-p)} = \frac{p - t}{p(1-p)} \\[4pt]
    \frac{\partial p}{\partial z} &= p(1-p) \\[4pt]
    \frac{\partial L}{\partial p} \cdot \frac{\partial p}{\partial z}
    &= \frac{p - t}{p(1-p)} \cdot p(1-p) = p - t
    \end{aligned}$$

    That is for one example. The loss of a batch is a mean, so it divides by the number of entries.
    """)
    mo.accordion({"∂L/∂z = p − t, derived": _lines})
    return


@app.function
def slope_of_loss(z, target):
    z, target = np.atleast_1d(z), np.atleast_1d(target)
    squash, squared, entropy = Sigmoid(), MSELoss(), BCELoss()
    squared.forward(squash.forward(z), target)
    entropy.forward(z, target)
    return squash.backward(squared.backward()), entropy.backward()


@app.cell(hide_code=True)
def stall_code():
    notebook.source(slope_of_loss, BCELoss.forward, BCELoss.backward)
    return


@app.cell(hide_code=True)
def stall_prediction(sheet):
    _squared, _entropy = (float(slope[0]) for slope in slope_of_loss(-6.0, 1.0))
    sheet.predict(
        4,
        prediction.ratio(
            "The target is 1, and z = −6. How many times as large is ∂L/∂z with cross-entropy as with squared error?",
            {"about the same": 1, "10 times": 10, "50 times": 50, "200 times": 200},
            before=_squared,
            after=_entropy,
            why=f"{numeral(_entropy)} against {numeral(_squared)}: σ′(−6), tiny, scales one and cancels in the other.",
            replies={
                "about the same": "They have p − y in common. Squared error has another factor, 2·σ′(z).",
                "10 times": "Ten times would mean σ′(z) = 0.05. At z = −6 it is much smaller.",
                "50 times": "Fifty times would mean σ′(z) = 0.01. At z = −6 it is smaller still.",
            },
        ),
    )
    return


@app.cell(hide_code=True)
def stall_controls():
    unit = notebook.sliders({"z": (-8, 8)}, {"z": 0}, slider_step=0.1, positions=81)
    wanted = notebook.choose({"1": 1.0, "0": 0.0}, "1", "target")
    return unit, wanted


@app.function(hide_code=True)
def show_losses(unit, target):
    z = unit["z"]
    zs = np.linspace(-8, 8, 161)
    curves = [slopes * len(zs) for slopes in slope_of_loss(zs, np.full_like(zs, target))]  # the mean divided by len
    squared, entropy = (float(slope[0]) for slope in slope_of_loss(z, target))
    named = [
        Curve("squared error", "forward", curves[0], squared),
        Curve("cross-entropy", "backward", curves[1], entropy),
    ]
    p = float(Sigmoid().forward(np.float64(z)))
    return notebook.beside(
        mo.Html(curves_plot(zs, named, z, "z", (-1.15, 1.15))),
        notebook.stack(
            notebook.numbers_table(
                ("∂L/∂z", "number"), said.loss_rows(squared, entropy), "Two losses behind one sigmoid"
            ),
            notebook.says(said.said_of_losses(z, p, target), "backward"),
        ),
    )


@app.cell(hide_code=True)
def stall_picture(unit, wanted):
    notebook.stack(wanted, unit, notebook.follows(show_losses, unit=unit, target=wanted))
    return


@app.cell(hide_code=True)
def divide_prose():
    mo.md(r"""
    ## Who divides by N?

    The loss is a mean over a batch, so something must divide in the backward pass. Below are the lecture's lines: its
    squared error, and the backward pass of its linear layer. Its `grad_output` is our `dZ`, and its `pred` is our `Y`.
    How many entries does forward average over? And what does each backward divide by?
    """)
    return


@app.cell(hide_code=True)
def divide_lecture():
    _loss, _layer = lecture_layers.MSELoss, lecture_layers.Linear
    notebook.stack(mo.md("The lecture's lines:"), notebook.source(_loss.forward, _loss.backward, _layer.backward))
    return


@app.cell(hide_code=True)
def divide_prediction(sheet):
    _options = {"a quarter": 0.25, "half": 0.5, "as large as it should be": 1.0, "twice": 2.0, "eight times": 8.0}
    _right, _lecture = both_gradients(8, 2)
    sheet.predict(
        5,
        prediction.ratio(
            "There are 8 examples and 2 outputs. How large is ∂L/∂W by these lines, compared with the right one?",
            _options,
            before=float(np.linalg.norm(_right["W"])),
            after=float(np.linalg.norm(_lecture["W"])),
            why="Forward averages 8·2 = 16 entries. Backward divides by 8 in the loss, and by 8 again in the layer. "
            "So it divides by 64 instead of 16, and the result is a quarter.",
            replies={
                "half": "Half would mean that backward divides by 32. It divides by 8 twice.",
                "as large as it should be": "That would be so with as many outputs as examples. Here they are 2 and 8.",
                "twice": "Twice would mean one division by 8 and no other. There is another one in the layer.",
                "eight times": "For that, backward would have to divide by 2 only. It divides by 8 twice.",
            },
        ),
    )
    return


@app.cell(hide_code=True)
def divide_rule():
    _rule = mo.md(r"""
    The lecture's squared error averages over all $N \cdot D$ entries. Its backward pass divides by `shape[0]`, which is
    $N$. Its linear layer then divides by $N$ once more. The network still runs, and
    the loss may still fall, since every gradient has the right direction and only the wrong size.

    The rule is: **the loss averages, so the loss divides**, once, by the number of entries it averaged. A layer only
    adds.
    """)
    notebook.after_prediction(5, _rule, what="the rule")
    return


@app.cell(hide_code=True)
def divide_derived():
    _mean = mo.md(r"""
    This is the derivative of a mean. First the definition, then the only term that contains $Y_{ni}$, then the chain
    rule.

    $$\begin{aligned}
    L &= \frac{1}{N D} \sum_{m} \sum_{j} (Y_{mj} - T_{mj})^2 \\[2pt]
    \frac{\partial L}{\partial Y_{ni}} &= \frac{1}{N D} \, \frac{\partial}{\partial Y_{ni}} (Y_{ni} - T_{ni})^2 \\[2pt]
    &= \frac{2 \, (Y_{ni} - T_{ni})}{N D}
    \end{aligned}$$

    The number of averaged entries, $N D$, stays in the denominator.
    """)
    notebook.after_prediction(5, _mean, what="the derivative of a mean")
    return


@app.cell(hide_code=True)
def divide_ours():
    notebook.after_prediction(
        5,
        mo.md("Ours:"),
        notebook.source(MSELoss.forward, MSELoss.backward, Linear.backward),
        what="our lines",
    )
    return


@app.function
def both_gradients(examples, outputs):
    random = np.random.default_rng(4)
    X, T = random.normal(size=(examples, 3)), random.normal(size=(examples, outputs))
    ours, mean = Linear(3, outputs, random, xavier), MSELoss()
    theirs, rows = lecture_layers.Linear(3, outputs), lecture_layers.MSELoss()
    theirs.W = ours.W
    mean.forward(ours.forward(X), T)
    rows.forward(theirs.forward(X), T)
    right, lecture = {"Y": mean.backward()}, {"Y": rows.backward()}
    right["X"], lecture["X"] = ours.backward(right["Y"]), theirs.backward(lecture["Y"])
    return right | ours.gradients, lecture | {"W": theirs.grad_W, "b": theirs.grad_b}


@app.cell(hide_code=True)
def divide_run():
    notebook.after_prediction(5, notebook.source(both_gradients), what="the program that runs both")
    return


@app.cell(hide_code=True)
def divide_controls():
    batch_size = notebook.sliders(
        {"examples N": (1, 8), "outputs D": (1, 8)},
        {"examples N": 8, "outputs D": 2},
        {
            "N = 8, D = 2": {"examples N": 8, "outputs D": 2},
            "N = D = 4": {"examples N": 4, "outputs D": 4},
            "N = D = 1": {"examples N": 1, "outputs D": 1},
        },
        slider_step=1,
        positions=8,
    )
    return (batch_size,)


@app.function(hide_code=True)
def show_division(size):
    examples, outputs = (int(number) for number in size.values())
    right, lecture = both_gradients(examples, outputs)
    return notebook.stack(
        notebook.numbers_table(
            ("", "right, first entry", "lecture's, first entry", "lecture's ÷ right", "expected"),
            said.division_rows(right, lecture),
            "The lecture's gradients beside the right ones",
        ),
        notebook.says(said.said_of_division(examples, outputs), "backward"),
    )


@app.cell(hide_code=True)
def divide_picture(batch_size):
    _shown = notebook.follows(show_division, size=batch_size)
    notebook.after_prediction(5, batch_size, _shown, what="both gradients, for other sizes")
    return


@app.cell(hide_code=True)
def loss_question(sheet):
    sheet.ask(5, partial(matrix_question.entry, matrix_question.LOSS_GRADIENT))
    return


@app.cell(hide_code=True)
def start_prose():
    mo.md(r"""
    ## Weight initialisation

    The lecture fills $W$ with `np.random.randn` and sets no seed, so nobody can repeat the run. Here a layer takes its
    random generator as an argument. A second argument is the rule for the size of $W$; the default is *He*.
    Two runs with the same seed begin with the same weights.
    """)
    return


@app.cell(hide_code=True)
def start_init():
    notebook.stack(mo.md("The lecture's linear layer:"), notebook.source(lecture_layers.Linear.__init__))
    return


@app.cell(hide_code=True)
def start_ours():
    notebook.stack(
        mo.md("Ours. In the first layer of a network, `first=True` leaves out $\\partial L/\\partial X$:"),
        notebook.source(Linear.__init__),
    )
    return


@app.function
def seeded():
    return np.random.default_rng(2)


@app.function
def first_weight(generator):
    return float(Linear(3, 2, generator()).W[0, 0])


@app.cell(hide_code=True)
def seed_code():
    notebook.source(seeded, first_weight)
    return


@app.cell(hide_code=True)
def seed_table():
    _makers = {"np.random.default_rng()": np.random.default_rng, "seeded()": seeded}
    notebook.numbers_table(
        ("W[0, 0] with", "one run", "another run"),
        [(name, *(numeral(first_weight(maker)) for _ in range(2))) for name, maker in _makers.items()],
        "The same layer created twice, without a seed and with one",
    )
    return


@app.cell(hide_code=True)
def start_rules():
    mo.md(rf"""
    ### What weight initialisation is for

    In the forward pass, every layer multiplies the spread of the values by some factor. In the backward pass, it
    multiplies the gradient by another. Ten layers multiply ten factors. So we choose initial weights that keep both
    factors near 1.

    $z$ adds $D$ products, and their variances add. In the forward pass, weights of variance $1/D$ keep the spread. In
    the backward pass, $1/H$ keeps the size of the gradient. *Xavier* takes $2/(D + H)$, in between, for an activation
    with slope 1 around 0, such as tanh. *He*, the lecture's rule for every layer, takes $2/D$. It is made for ReLU,
    which sets half of the values to 0.

    So use He before ReLU, and Xavier before tanh or a sigmoid. But the slope of σ is at most ¼, and neither rule makes
    up for that: see {notebook.link("5.6", "5.6")}.
    """)
    return


@app.cell(hide_code=True)
def start_code():
    notebook.source(start_lab.tenth_layer)
    return


@app.cell(hide_code=True)
def start_controls():
    before = notebook.choose({"ReLU": ReLU, "sigmoid": Sigmoid, "tanh": Tanh}, "ReLU", "before")
    return (before,)


@app.function(hide_code=True)
def show_start(activation):
    found = start_lab.every_start(activation)
    return notebook.stack(
        notebook.numbers_table(
            ("initial W", "spread out ÷ in", "gradient back ÷ in", "saturated"),
            [
                (name, numeral(passed.spread, 3), numeral(passed.gradient, 3), start_lab.percent(passed.saturated))
                for name, passed in found.items()
            ],
            "What one layer lets through, by its initial weights",
        ),
        notebook.says(start_lab.said_of_starts(activation, found)),
    )


@app.cell(hide_code=True)
def start_picture(before):
    notebook.stack(before, notebook.follows(show_start, activation=before))
    return


@app.cell(hide_code=True)
def start_limits():
    mo.md(rf"""
    These are means over {len(start_lab.SEEDS)} random starts, for the last of {start_lab.PLACE} layers with
    {start_lab.WIDTH} units. The rules hold approximately, on average, for wide layers. They assume that the entries of
    $h$ are independent and have mean 0. After ReLU and σ that is not true. *Saturated* is the share of units whose
    derivative is below a tenth of the largest one.
    """)
    return


@app.cell(hide_code=True)
def proof_prose():
    mo.md(r"""
    ## Every layer, checked

    A gradient derived by hand is only a claim. For each row below, every entry of each parameter and of the input is
    moved up and down a little. The change of the loss is compared with the gradient from `backward`. 5.5 is about this
    check: what it proves, and how it can fool you. The sizes are $N = 5$, $D = 3$, $H = 4$. They are all different, so
    that no wrong transpose fits.
    """)
    return


@app.function
def every_layer():
    random = np.random.default_rng(6)
    X, Y, T = (random.normal(size=shape) for shape in ((5, 3), (5, 4), (5, 4)))
    yield "Linear", (Linear(3, 4, random), MSELoss(), X, T)
    for layer in (ReLU(), LeakyReLU(), Sigmoid(), Tanh(), LayerNorm(4), Residual(Linear(4, 4, random))):
        yield type(layer).__name__, (layer, MSELoss(), Y, T)
    yield "BCELoss", (Linear(3, 4, random, xavier), BCELoss(), X, (T > 0) * 1.0)
    yield "CrossEntropyLoss", (Linear(3, 4, random), CrossEntropyLoss(), X, np.array([0, 2, 1, 3, 1]))


@app.cell(hide_code=True)
def proof_code():
    notebook.source(every_layer)
    return


@app.cell(hide_code=True)
def proof_picture():
    _found = proof(every_layer())
    notebook.stack(
        notebook.numbers_table(
            ("layer", "gradients of", "worst relative error", "verdict", "difference from the engine"),
            _found.rows,
            "Every layer checked numerically, and against the engine",
        ),
        notebook.says(_found.said),
    )
    return


@app.cell(hide_code=True)
def proof_entropy():
    _entropy = mo.md(r"""
    Let $k$ be the class of the example, $z$ one row of logits and $p_c = e^{z_c} / \sum_j e^{z_j}$. First the
    definition, then the chain rule, then written with the output. The mean over the batch divides by $N$.

    $$\begin{aligned}
    L = -\ln p_k &= -z_k + \ln \sum_j e^{z_j} \\[2pt]
    \frac{\partial L}{\partial z_c} &= -[c = k] + \frac{e^{z_c}}{\sum_j e^{z_j}} \\[2pt]
    &= p_c - [c = k]
    \end{aligned}$$

    $[c = k]$ is 1 if $c$ is the class of the example, and 0 otherwise.
    """)
    mo.accordion(
        {
            "CrossEntropyLoss: many classes": notebook.stack(
                _entropy, notebook.source(CrossEntropyLoss.forward, CrossEntropyLoss.backward)
            ),
        }
    )
    return


@app.cell(hide_code=True)
def proof_others():
    _residual = mo.md(rf"""
    $Y = X + s \cdot F(X)$. $X$ has two users, the sum and the branch $F$. Their contributions add:
    $\partial L/\partial Y$ itself, and what the branch passes back. {notebook.link("5.6")} shows why deep networks need
    it.
    """)
    _norm = mo.md(r"""
    Take one row of $D$ entries. Its mean $\mu$ and its standard deviation $s$ depend on every entry, with
    $\partial \mu / \partial x_d = 1/D$ and $\partial s / \partial x_d = \hat x_d / D$.
    First the definition, then the quotient rule, then the sum over all entries that depend on $x_d$:

    $$\begin{aligned}
    \hat x_e &= \frac{x_e - \mu}{s} \\[2pt]
    \frac{\partial \hat x_e}{\partial x_d}
    &= \frac{1}{s} \left( [e = d] - \frac{1}{D} - \frac{\hat x_e \hat x_d}{D} \right) \\[2pt]
    \frac{\partial L}{\partial x_d} &= \frac{1}{s} \left( g_d - \overline{g} - \hat x_d \, \overline{g \hat x} \right)
    \end{aligned}$$

    Here $g = \partial L/\partial \hat x$, and a bar is the mean over the row.
    """)
    mo.accordion(
        {
            "Residual: a way around": notebook.stack(_residual, notebook.source(Residual.forward, Residual.backward)),
            "LayerNorm: each row centred and scaled": notebook.stack(
                _norm, notebook.source(LayerNorm.forward, LayerNorm.backward)
            ),
        }
    )
    return


@app.cell(hide_code=True)
def whole_prose():
    mo.md(r"""
    ## The lecture's network, built from layers

    You know every class now. The network is Linear, ReLU, Linear, Sigmoid in a row, and then the loss.
    `Sequential` consists of two loops: forward in order, and backward from the last layer to the first.
    What one layer passes back is the upstream gradient of the layer before it. That is the sweep of 5.3, one layer at a
    time.
    """)
    return


@app.cell(hide_code=True)
def whole_sequential():
    notebook.source(Sequential.forward, Sequential.backward)
    return


@app.function
def by_layers(at):
    network = Sequential(Linear(1, 1, seeded()), ReLU(), Linear(1, 1, seeded()), Sigmoid())
    loss = MSELoss()
    for name, parameter in network.parameters.items():  # W1, b1, W2, b2
        parameter[...] = at[name]
    L = loss.forward(network.forward([[at["x"]]]), [[at["target"]]])
    dx = network.backward(loss.backward())
    return {"L": L, **network.gradients, "x": dx}


@app.function
def by_graph(at):
    network = parse("""
        z1 = W1*x + b1
        h1 = relu(z1)
        z2 = W2*h1 + b2
        y = sigmoid(z2)
        L = (y - target)**2
    """)
    values = forward(network, **at)
    return {**grad(values, of="L"), "L": values["L"]}


@app.function
def by_the_lectures_classes(at):
    first, second = lecture_layers.Linear(1, 1), lecture_layers.Linear(1, 1)
    first.W[...], first.b[...], second.W[...], second.b[...] = at["W1"], at["b1"], at["W2"], at["b2"]
    layers, loss = [first, lecture_layers.ReLU(), second, lecture_layers.Sigmoid()], lecture_layers.MSELoss()
    h = np.array([[at["x"]]])
    for layer in layers:
        h = layer.forward(h)
    L = loss.forward(h, np.array([[at["target"]]]))
    back = loss.backward()
    for layer in reversed(layers):
        back = layer.backward(back)
    gradients = {"W1": first.grad_W, "b1": first.grad_b, "W2": second.grad_W, "b2": second.grad_b}
    return {"L": L, **gradients, "x": back}


@app.cell(hide_code=True)
def whole_layers():
    notebook.source(by_layers)
    return


@app.cell(hide_code=True)
def whole_graph():
    notebook.stack(mo.md("The same network as a graph, as in 5.3, with the engine's sweep:"), notebook.source(by_graph))
    return


@app.cell(hide_code=True)
def whole_classes():
    mo.accordion(
        {
            "All the classes in one piece": notebook.source(Linear, ReLU, Sigmoid, MSELoss, Sequential),
            "The same network from the lecture's classes": notebook.source(by_the_lectures_classes),
        }
    )
    return


@app.cell(hide_code=True)
def whole_controls():
    LECTURE = {"x": 2.0, "W1": 0.5, "b1": 0.1, "W2": 0.8, "b2": -0.2, "target": 0.7}
    point = notebook.choose(
        {"the lecture's numbers": LECTURE, "gate closed: W1 = −0.5": {**LECTURE, "W1": -0.5}},
        "the lecture's numbers",
        "at",
    )
    return (point,)


@app.function(hide_code=True)
def show_whole(at):
    layers, graph, lecture = (
        {name: float(np.squeeze(number)) for name, number in way(at).items()}
        for way in (by_layers, by_graph, by_the_lectures_classes)
    )
    return notebook.stack(
        notebook.numbers_table(
            ("", "from layers", "from the graph", "difference", "from the lecture's classes"),
            said.whole_rows(layers, graph, lecture),
            "The lecture's network, three ways",
        ),
        notebook.says(said.said_of_whole(layers, graph), "backward"),
    )


@app.cell(hide_code=True)
def whole_picture(point):
    notebook.stack(point, notebook.follows(show_whole, at=point))
    return


@app.cell(hide_code=True)
def log(sheet):
    notebook.what_you_said(sheet)
    return


@app.cell(hide_code=True)
def closing():
    mo.md(f"""
    ## Take with you

    - A transpose is short for a sum. Weight and bias gradients add over examples, input gradients add over units.
    - With square matrices every wrong transpose fits. Test layers with sizes that are all different.
    - A gate depends on what went in. A closed gate always passes back 0.
    - A saturated sigmoid makes the gradient tiny. Cross-entropy from the logits cancels its small factor.
    - The loss averages, so the loss divides, once. Layers only add.
    - A network is a row of layers. Forward goes through them in order, backward in reverse order.

    **Next:** {notebook.link("5.5")}, where you check whether a gradient is right.
    """)
    return


@app.cell(hide_code=True)
def sources():
    mo.md(r"""
    **Sources**

    - K. Chaudhury, *Math and Architectures of Deep Learning*, Manning: the lecture's reference.
    - I. Goodfellow, Y. Bengio, A. Courville (2016), *Deep Learning*, MIT Press, sections 6.2.2 and 6.5.6.
    - X. Glorot, Y. Bengio (2010), "Understanding the difficulty of training deep feedforward neural networks",
      *AISTATS*, 249–256: the Xavier initialisation.
    - K. He, X. Zhang, S. Ren, J. Sun (2015), "Delving deep into rectifiers", *ICCV*, 1026–1034.
    - J. L. Ba, J. R. Kiros, G. E. Hinton (2016), "Layer normalization", arXiv:1607.06450.
    """)
    return


if __name__ == "__main__":
    app.run()
