# /// script
# [tool.marimo.opengraph]
# title = "5.3 The chain rule in action"
# description = "Step through a network: values forward, gradients back, the arithmetic on every edge."
# ///

import marimo

__generated_with = "0.25.2"
app = marimo.App(
    width="medium",
    app_title="5.3 The chain rule in action",
)

with app.setup(hide_code=True):
    import marimo as mo
    import numpy as np

    from course_lib import backward, forward, grad, parse
    from course_lib.drawing.live import STATEMENTS, LiveGraph
    from course_lib.drawing.plots import tangent_plot
    from course_lib.engine.check import compare
    from course_lib.engine.graph import Node
    from course_lib.engine.passes import evaluate, sweep
    from course_lib.exercises import prediction
    from course_lib.numerals import numeral
    from course_lib.page import notebook
    from course_lib.sections.chain_rule import said
    from course_lib.sections.chain_rule.row_source import row_source


@app.cell(hide_code=True)
def title():
    notebook.header(
        "5.3",
        minutes=50,
        able_to=[
            "differentiate a composition, with each factor taken at its own point",
            "read any edge of a computational graph: upstream gradient × local derivative = contribution",
            "say what a gradient predicts, and how far to trust it",
            "add the contributions where a value is used more than once",
            "differentiate the lecture's network by hand, and read the engine that does it, line by line",
        ],
    )
    return


@app.cell(hide_code=True)
def answers():
    sheet = notebook.worksheet("5.3")
    sheet.note()
    return (sheet,)


@app.cell(hide_code=True)
def chain_prose():
    mo.md(r"""
    ## Three functions in a row

    Let $L = f(g(h(x)))$. The number $x$ goes into $h$, its result into $g$, its result into $f$.
    Move $x$ a little, and the change passes through all three. Each one stretches it by its own derivative:

    $$\frac{dL}{dx} = f'(g) \cdot g'(h) \cdot h'(x)$$

    Look at the parentheses. **Every derivative is taken at the number that went into its own function.**
    Choose three functions, move $x$, and watch these points move with it.
    ($\sigma$ is the sigmoid, $\sigma(u) = 1 / (1 + e^{-u})$.)
    """)
    return


@app.cell(hide_code=True)
def chain_choices():
    STAGES = {
        "u²": "{}**2",
        "3u + 1": "3*{} + 1",
        "sin u": "sin({})",
        "e^u": "exp({})",
        "tanh u": "tanh({})",
        "σ(u)": "sigmoid({})",
    }
    inner = notebook.choose(STAGES, "sin u", "h(u) =")
    middle = notebook.choose(STAGES, "u²", "g(u) =")
    outer = notebook.choose(STAGES, "e^u", "f(u) =")
    chain_setting = notebook.sliders({"x": (-2, 2)}, {"x": 0.8})
    chain_place = notebook.place(chain_setting)
    return chain_place, chain_setting, inner, middle, outer


@app.function(hide_code=True)
def in_a_row(h, g, f):
    """The text of L = f(g(h(x)))."""
    return "\n".join((f"h = {h.format('x')}", f"g = {g.format('h')}", f"L = {f.format('g')}"))


@app.function(hide_code=True)
def live_chain(h, g, f):
    chain = parse(in_a_row(h, g, f))
    return LiveGraph(chain, forward(chain, x=0.5))


@app.function(hide_code=True)
def chain_code(h, g, f):
    return notebook.code(in_a_row(h, g, f))


@app.cell(hide_code=True)
def chain_program(inner, middle, outer):
    chain = notebook.chosen(live_chain, h=inner, g=middle, f=outer)
    return (chain,)


@app.cell(hide_code=True)
def chain_picture(chain, chain_place, inner, middle, outer):
    notebook.stack(
        notebook.beside(notebook.row(inner, middle, outer), notebook.follows(chain_code, h=inner, g=middle, f=outer)),
        notebook.chain_graph(chain, chain_place),
    )
    return


@app.cell(hide_code=True)
def composing_prose():
    mo.md(r"""
    ### Composing is not multiplying

    The chain rule multiplies *derivatives*. It does not multiply the *functions*, and it does not take all the
    derivatives at $x$. Here are the same three functions, once composed and once multiplied. The last row
    is the product of the three derivatives, all taken at $x$. That is a common mistake.
    """)
    return


@app.function
def three_slopes(composed, multiplied, x):
    composed_slope = grad(forward(composed, x=x), of="L")["x"]
    apart = forward(multiplied, x=x)
    multiplied_slope = grad(apart, of="M")["x"]
    all_at_x = grad(apart, of="p")["x"] * grad(apart, of="q")["x"] * grad(apart, of="r")["x"]
    return composed_slope, multiplied_slope, all_at_x


@app.cell(hide_code=True)
def composing_code():
    notebook.source(three_slopes)
    return


@app.function(hide_code=True)
def show_slopes(h, g, f, setting):
    composed = parse(in_a_row(h, g, f))
    multiplied = parse(f"p = {h.format('x')}\nq = {g.format('x')}\nr = {f.format('x')}\nM = p*q*r")
    slopes = three_slopes(composed, multiplied, **setting)
    inside, apart = forward(composed, **setting), forward(multiplied, **setting)
    return notebook.stack(
        notebook.numbers_table(
            ("", "value", "with respect to x", "numerical"),
            said.slope_rows(inside, apart, slopes),
            "Composing and multiplying, compared",
        ),
        notebook.says(said.said_of_slopes(inside, slopes)),
    )


@app.cell(hide_code=True)
def composing_picture(chain_setting, inner, middle, outer):
    notebook.follows(show_slopes, h=inner, g=middle, f=outer, setting=chain_setting)
    return


@app.cell(hide_code=True)
def chain_question(sheet):
    sheet.question(
        1,
        parse("""
            h = x**2
            g = sin(h)
            L = exp(g)
        """),
        wrt="x",
        then=[(parse("h = sin(x)\ng = tanh(h)\nL = g**2"), "x"), (parse("h = exp(x)\ng = sin(h)\nL = g**3"), "x")],
    )
    return


@app.cell(hide_code=True)
def network_prose():
    mo.md(r"""
    ## The lecture's network, forward and backward

    $$y = \sigma(w_2 \cdot \mathrm{relu}(w_1 x + b_1) + b_2)$$

    $$L = (y - \mathrm{target})^2$$

    Here $\sigma(z) = 1 / (1 + e^{-z})$. Values flow right, in blue. Gradients flow left, in red italics. In the
    backward pass every node does the same thing. It takes **what arrives** from the side of the loss, the *upstream
    gradient*. For each of its arguments it multiplies this by its **local derivative** (the lecture calls it the *local
    gradient*) and passes the product, its *contribution*, to that argument. What $w_1$ collects is the gradient of the
    loss with respect to $w_1$, $\partial L / \partial w_1$. It is not the gradient of $w_1$ with respect to the loss.
    """)
    return


@app.function
def lecture_network():
    return parse("""
        z1 = w1*x + b1
        h1 = relu(z1)
        z2 = w2*h1 + b2
        y  = sigmoid(z2)
        L  = (y - target)**2
    """)


@app.function
def run(network, setting):
    values = forward(network, **setting)  # one forward pass, which keeps every value
    gradients = backward(values, of="L").grad  # one backward pass, which finds every gradient
    return values, gradients


@app.cell(hide_code=True)
def network_code():
    notebook.source(lecture_network, run)
    return


@app.cell(hide_code=True)
def network_settings():
    network = lecture_network()
    LECTURE = {"x": 2.0, "w1": 0.5, "b1": 0.1, "w2": 0.8, "b2": -0.2, "target": 0.7}
    FAR = {**LECTURE, "w2": 2.0, "target": 0.05}
    PRESETS = {
        "lecture": LECTURE,
        "gate closed": {**LECTURE, "w1": -0.5},
        "saturated": {**LECTURE, "w2": 3.0, "b2": 2.7},
        "far from the target": FAR,
    }
    RANGES = {
        "x": (-3, 3),
        "w1": (-3, 3),
        "b1": (-3, 3),
        "target": (0, 1),
        "w2": (-3, 3),
        "b2": (-3, 3),
    }
    UNIT_TARGET = {"target": (0.05, 0.95)}  # a question's own range; y lies between 0 and 1 too
    live = LiveGraph(network, forward(network, **LECTURE), parameters=("w1", "b1", "w2", "b2"))
    return FAR, LECTURE, PRESETS, RANGES, UNIT_TARGET, live, network


@app.cell(hide_code=True)
def gate_prediction(LECTURE, PRESETS, network, sheet):
    _, _gradients = run(network, LECTURE)
    _, _closed = run(network, PRESETS["gate closed"])
    sheet.predict(
        1,
        prediction.change(
            "w1 goes from 0.5 to −0.5, so that z1 = w1·x + b1 becomes negative. What happens to ∂L/∂w1?",
            before=_gradients["w1"],
            after=_closed["w1"],
            why=f"relu's local derivative is 0 here, so no gradient passes: ∂L/∂z1 = {numeral(_closed['h1'])} × 0 = 0. "
            "w1 cannot learn from this example.",
            replies={
                "grows": "A local derivative of relu is 1 or 0. Neither makes a gradient larger.",
                "shrinks, not to 0": "Leaky ReLU has a small slope on the left. relu has none: its slope there is 0.",
                "changes sign": "The sign of w1 changes. But w1 is no factor of ∂L/∂w1 = ∂L/∂z1 · x.",
                "stays": "It would pass relu as before only if z1 were still positive.",
            },
        ),
    )
    return


@app.cell(hide_code=True)
def walk_prose():
    mo.md("""
    The picture opens after the forward pass: every value is known, and no gradient yet. Press **next** or **play** to
    see the backward pass. At its end, **play** starts again from the beginning. A dash means *not computed yet*. That
    is not 0.
    """)
    return


@app.cell(hide_code=True)
def network_picture(LECTURE, PRESETS, RANGES, live):
    setting = notebook.sliders(RANGES, LECTURE, PRESETS)
    notebook.live_graph(live, setting, step=live.forward_steps(), table=True)
    return


@app.cell(hide_code=True)
def w2_question(UNIT_TARGET, network, sheet):
    sheet.question(2, network, wrt="w2", ranges=UNIT_TARGET, then=["b2", "h1"])
    return


@app.cell(hide_code=True)
def hand_prose():
    mo.md(r"""
    ## By hand, line by line

    The lecture differentiates this network in plain Python. Here are its lines, in its order. Each line of the backward
    pass multiplies a gradient that is already known by one local derivative.

    One of these local derivatives is the gate: `1 if z1 > 0 else 0`. At the lecture's numbers $z_1$ is positive, so
    this factor is 1. **The lecture's own numbers hide a forgotten gate**: even without it, every number is right. Turn
    on *gate forgotten* below, then close the gate.
    """)
    return


@app.function
def by_hand(x, w1, b1, w2, b2, target, gate_forgotten=False):
    z1 = w1 * x + b1
    h1 = max(0, z1)
    y = 1 / (1 + np.exp(-(w2 * h1 + b2)))

    dL_dy = 2 * (y - target)
    dL_dz2 = dL_dy * y * (1 - y)
    dL_dw2 = dL_dz2 * h1
    dL_db2 = dL_dz2
    dL_dh1 = dL_dz2 * w2
    dL_dz1 = dL_dh1 if gate_forgotten else dL_dh1 * (1 if z1 > 0 else 0)
    dL_dw1 = dL_dz1 * x
    dL_db1 = dL_dz1
    dL_dx = dL_dz1 * w1  # not in the lecture
    return dL_dy, dL_dz2, dL_dw2, dL_db2, dL_dh1, dL_dz1, dL_dw1, dL_db1, dL_dx


@app.cell(hide_code=True)
def hand_code():
    notebook.source(by_hand)
    return


@app.cell(hide_code=True)
def hand_controls(LECTURE, PRESETS):
    PRINTED = {  # what the lecture prints, in its order
        **{"y": "−0.072523", "z2": "−0.016186", "w2": "−0.017805", "b2": "−0.016186"},
        **{"h1": "−0.012949", "z1": "−0.012949", "w1": "−0.025898", "b1": "−0.012949", "x": "not in the lecture"},
    }
    GATES = {"lecture": LECTURE, "gate closed": PRESETS["gate closed"]}
    hand_at = notebook.choose(GATES, "lecture", "at")
    forgotten = notebook.choose({"off": False, "on": True}, "off", "gate forgotten")
    return GATES, PRINTED, forgotten, hand_at


@app.function(hide_code=True)
def show_by_hand(network, printed, lecture, setting, gate_forgotten):
    values, gradients = run(network, setting)
    hand = dict(zip(printed, by_hand(**setting, gate_forgotten=gate_forgotten), strict=True))
    found = said.ByHand(hand, gradients, printed if setting == lecture else None, gate_forgotten)
    return notebook.stack(
        notebook.numbers_table(found.headings, found.rows, "Every gradient, by hand and by the engine"),
        notebook.says(found.said(values["z1"], values["y"]), "backward"),
    )


@app.cell(hide_code=True)
def hand_picture(LECTURE, PRINTED, forgotten, hand_at, network):
    notebook.stack(
        notebook.row(hand_at, forgotten),
        notebook.follows(
            show_by_hand,
            network=network,
            printed=PRINTED,
            lecture=LECTURE,
            setting=hand_at,
            gate_forgotten=forgotten,
        ),
    )
    return


@app.cell(hide_code=True)
def whole_way(LECTURE, live, network):
    at_lecture, _gradients = run(network, LECTURE)
    notebook.stack(
        mo.md(f"""
        Here is the whole derivation from L to each input, at the lecture's numbers. The lecture draws x, but computes
        no gradient for it: ∂L/∂x = {numeral(_gradients["x"])}. The lecture calls the last edge *MSE*, a mean of squared
        errors. Here we have one example with one output, so there is only one squared error: L =
        ({numeral(at_lecture["y"])} − {numeral(LECTURE["target"])})² = {numeral(at_lecture["L"])}.
        """),
        mo.accordion(
            {
                f"∂L/∂{name}": notebook.derivation_of(live, at_lecture, name)
                for name in ("w1", "b1", "w2", "b2", "x", "target")
            },
            expanded=True,  # the first one
        ),
    )
    return


@app.cell(hide_code=True)
def check_prose():
    mo.md(r"""
    ### Should you believe it?

    You can check a gradient without the chain rule. Move one number by a tiny $\delta$, up and down,
    and compute the loss again:

    $$\frac{L(\theta + \delta) - L(\theta - \delta)}{2\delta}$$

    This *numerical gradient* and backpropagation agree to many digits. The relative error says to how many. Rounding
    makes the last digits of the difference random, so the table shows only digits that are certain. **< 4e−9** says
    that the two agree at least so well: rounding alone could make a difference of that size. The table says
    **rounding** if rounding could make all of the difference. It says **kink** if relu's corner lies between the two
    points.
    """)
    return


@app.cell(hide_code=True)
def check_controls(PRESETS):
    checked = notebook.choose(PRESETS, "lecture", "at")
    return (checked,)


@app.function(hide_code=True)
def show_check(network, setting):
    trace = backward(forward(network, **setting))
    comparisons = {name: compare(trace, network.find(name)) for name in setting}
    return notebook.numbers_table(
        ("", "backpropagation", "numerical", "relative error"),
        [
            (f"∂L/∂{name}", numeral(found.gradient), numeral(found.numerical), str(found))
            for name, found in comparisons.items()
        ],
        "Every gradient beside its numerical one",
    )


@app.cell(hide_code=True)
def check_picture(checked, network):
    notebook.stack(checked, notebook.follows(show_check, network=network, setting=checked))
    return


@app.cell(hide_code=True)
def gate_prose():
    mo.md(r"""
    ### The gate

    relu is a gate. Where $z_1 > 0$ it is open: $z_1$ passes, and the derivative is 1. Where $z_1 < 0$ it is closed:
    its value is 0, and so is its derivative, so no gradient passes back. At $z_1 = 0$ there is no derivative; this
    course takes 0. Try *gate closed* in the network above, at its last step. Which gradients are 0, and why?
    """)
    return


@app.cell(hide_code=True)
def b1_question(UNIT_TARGET, network, sheet):
    sheet.question(3, network, wrt="b1", asks="number", ranges=UNIT_TARGET)
    return


@app.cell(hide_code=True)
def w1_question(UNIT_TARGET, network, sheet):
    sheet.question(4, network, wrt="w1", ranges=UNIT_TARGET, then=["x", "b1"])
    return


@app.cell(hide_code=True)
def zero_prose():
    mo.md(r"""
    ### 0 is a number

    A closed gate gives 0, and 0 is a result. The lecture's `ComputeNode` prints its numbers `if self.output`. Python
    treats 0.0 as false, so a node that computed 0 looks like one that has not computed yet. Test for `None` instead.
    """)
    return


@app.function
def as_the_lecture_asks(name, output):
    return f"{name}: out={output:.4f}" if output else name


@app.function
def asked_for_none(name, output):
    return f"{name}: out={output:.4f}" if output is not None else name


@app.cell(hide_code=True)
def zero_code():
    notebook.source(as_the_lecture_asks, asked_for_none)
    return


@app.cell(hide_code=True)
def zero_table(LECTURE, PRESETS, network):
    _outputs = {
        "open": run(network, LECTURE)[0]["h1"],
        "closed": run(network, PRESETS["gate closed"])[0]["h1"],
        "not yet": None,
    }
    notebook.numbers_table(
        ("gate", "if output", "is not None", "here"),
        [
            (gate, as_the_lecture_asks("h1", output), asked_for_none("h1", output), numeral(output))
            for gate, output in _outputs.items()
        ],
        "A node that computed 0 beside one that has not computed yet",
    )
    return


@app.cell(hide_code=True)
def nudge_prose():
    mo.md(r"""
    ## What a gradient means: a prediction

    $\partial L / \partial w_1$ answers one question: *if $w_1$ grows by a small $\varepsilon$,
    by how much does $L$ change?* The answer is:

    $$\Delta L \approx \frac{\partial L}{\partial w_1} \cdot \varepsilon$$

    This follows the tangent instead of the curve. Choose one number of the network (the others have the values of
    *far from the target*), move it, and nudge it by $\varepsilon$. The short bar between the curve and the tangent is
    the error of the prediction.
    """)
    return


@app.cell(hide_code=True)
def nudge_controls(FAR, RANGES):
    leaf = notebook.choose({name: name for name in RANGES if name != "target"}, "w1", "nudge")
    nudged = notebook.sliders(
        {"its value": (-3, 3), "ε": (-0.5, 0.5)}, {"its value": FAR["w1"], "ε": 0.2}, positions=25
    )
    return leaf, nudged


@app.function
def nudge(network, setting, leaf, epsilon):
    here = forward(network, **setting)
    moved = forward(network, **{**setting, leaf: setting[leaf] + epsilon})
    slope = grad(here, of="L")[leaf]
    return here["L"], moved["L"], slope, slope * epsilon


@app.cell(hide_code=True)
def nudge_code():
    notebook.source(nudge)
    return


@app.cell(hide_code=True)
def nudge_prediction(FAR, network, sheet):
    _here, _wide, _, _wide_predicted = nudge(network, FAR, "w1", 0.2)
    _, _narrow, _, _narrow_predicted = nudge(network, FAR, "w1", 0.1)
    sheet.predict(
        2,
        prediction.ratio(
            f"At w1 = {numeral(FAR['w1'])} the nudge ε goes from 0.2 to 0.1. What happens to the difference between "
            "the tangent's prediction and the real change? It becomes …",
            {"the same": 1, "half": 1 / 2, "a quarter": 1 / 4, "an eighth": 1 / 8},
            before=_wide - _here - _wide_predicted,
            after=_narrow - _here - _narrow_predicted,
            why="The tangent is straight, but the curve bends. The error from the bend grows with ε²: half the nudge "
            "gives a quarter of the error.",
            replies={
                "the same": "Without a nudge there is no error at all. So the error depends on ε.",
                "half": "The predicted change becomes half, since the tangent is straight. The error shrinks faster.",
                "an eighth": "An eighth would mean ε³. That is so where the curve has no bend, and here it bends.",
            },
        ),
    )
    return


@app.function(hide_code=True)
def show_nudge(network, setting, leaf, moved):
    point, epsilon = moved.values()
    setting = {**setting, leaf: point}
    before, after, slope, predicted = nudge(network, setting, leaf, epsilon)
    found = said.Nudge(leaf, point, epsilon, before, after, predicted)
    xs = np.linspace(-3.7, 3.7, 149)
    ys = forward(network, **{**setting, leaf: xs})["L"]
    return notebook.stack(
        notebook.beside(
            mo.Html(tangent_plot(xs, ys, (point, before), slope, epsilon, (leaf, "L"))),
            notebook.numbers_table(("", "number"), found.rows, "The nudge in numbers"),
        ),
        notebook.says(found.said),
    )


@app.cell(hide_code=True)
def nudge_picture(FAR, leaf, network, nudged):
    notebook.stack(
        leaf,
        nudged,
        notebook.follows(show_nudge, network=network, setting=FAR, leaf=leaf, moved=nudged),
    )
    return


@app.cell(hide_code=True)
def paths_prose():
    mo.md(r"""
    ## Where paths meet

    Here one weight $w$ is used twice, as in a recurrent network. If you move $w$, the loss changes along **two** paths:
    directly through $b$, and through $a$ and then $b$. Each path brings a contribution back to $w$.
    """)
    return


@app.function
def shared_weight():
    return parse("""
        a = tanh(w*x)
        b = w*a
        L = (b - 1)**2
    """)


@app.cell(hide_code=True)
def paths_code():
    notebook.source(shared_weight)
    return


@app.cell(hide_code=True)
def paths_settings():
    shared = shared_weight()
    START = {"w": 1.5, "x": 0.8}
    return START, shared


@app.function
def collect(values, name):
    contributions = [edge.contribution for edge in backward(values).into(name)]
    added = sum(contributions)  # as the engine does
    overwritten = contributions[-1]  # with a plain assignment the last one wins
    return contributions, added, overwritten


@app.cell(hide_code=True)
def paths_prediction(START, shared, sheet):
    _contributions, _added, _overwritten = collect(forward(shared, **START), "w")
    _first, _second = (numeral(contribution) for contribution in _contributions)
    sheet.predict(
        3,
        prediction.choice(
            f"Through b = w·a the weight w gets {_first}, then {_second} arrives through a = tanh(w·x). "
            "The gradient of w becomes …",
            [numeral(np.prod(_contributions)), numeral(_overwritten), numeral(_added)],
            outcome=numeral(_added),
            happened=f"{_first} + {_second}",
            why="Both changes happen at once, so the loss changes by both. That is why contributions add.",
            replies={
                numeral(
                    np.prod(_contributions)
                ): "We multiply along one path. These contributions come from two paths.",
                numeral(_overwritten): "That keeps only what arrives last. In code, it is = where += belongs.",
            },
        ),
    )
    return


@app.cell(hide_code=True)
def paths_picture(START, shared):
    shared_live = LiveGraph(shared, forward(shared, **START), parameters=("w",))
    shared_setting = notebook.sliders({"w": (-2, 2), "x": (-2, 2)}, START, positions=41)
    notebook.live_graph(shared_live, shared_setting, zooms=(STATEMENTS,), step=6)
    return (shared_setting,)


@app.cell(hide_code=True)
def collect_code():
    notebook.after_prediction(
        3,
        mo.md("""
        **Where paths meet, gradients add.** *+ …* means that $w$ is still waiting. Then the second contribution is
        added.
        """),
        notebook.source(collect),
        what="what happens to the two contributions",
    )
    return


@app.function(hide_code=True)
def show_sum(shared, setting):
    values = forward(shared, **setting)
    contributions, added, overwritten = collect(values, "w")
    return notebook.stack(
        notebook.numbers_table(
            ("∂L/∂w", "number"),
            said.sum_rows(values, contributions, added, overwritten),
            "Two contributions, added and overwritten",
        ),
        notebook.says(
            f"The two contributions add to **{numeral(added)}**, and the numerical gradient agrees. "
            f"An engine that overwrites where it should add keeps only the last one, {numeral(overwritten)}. "
            "It raises no error, and the loss may still fall. Only a check like the one in the last row finds the bug.",
            "backward",
        ),
    )


@app.cell(hide_code=True)
def paths_sum(shared, shared_setting):
    notebook.after_prediction(
        3, notebook.follows(show_sum, shared=shared, setting=shared_setting), what="added beside overwritten"
    )
    return


@app.cell(hide_code=True)
def paths_question(shared, sheet):
    sheet.question(5, shared, wrt="w", then=[(parse("p = x*w\nq = sin(w)\nL = p*q"), "w")])
    return


@app.cell(hide_code=True)
def engine_prose():
    mo.md(r"""
    ## The whole algorithm

    Every gradient on this page comes from a list of nodes, a table of operations, and two loops over the list. Below is
    the engine's own source.

    A **node** names its operation. It refers to its arguments by their positions in the list. A node without an
    operation is an input or a constant. This is the lecture's network:
    """)
    return


@app.cell(hide_code=True)
def node_source(network):
    notebook.beside(notebook.source(Node), notebook.code(f"# The lecture's network\n{network}"))
    return


@app.cell(hide_code=True)
def rows_prose():
    mo.md(r"""
    ### The table: one row per operation

    - `forward` computes the value. (`scalar_or_array` takes two versions of it, one for a number and one for an array.)
    - `vjps` has one function per argument. The upstream gradient goes in, and the contribution comes out. Such a
      function is a *VJP*, a vector-Jacobian product: upstream × local derivative. It also works for matrices.
    - `kink` says which derivative is used at a corner.

    The gate is in relu's VJP: `where(x, upstream, 0.0)` is `upstream` where x is positive, and 0 elsewhere.
    """)
    return


@app.cell(hide_code=True)
def rows_source():
    notebook.code("\n\n".join(row_source(name) for name in ("multiply", "relu", "sigmoid")))
    return


@app.cell(hide_code=True)
def call_prose():
    mo.md(r"""
    ### One call of a VJP

    It is called with the upstream gradient, the node's own value, and the values of its arguments. (`node.static` holds
    the exponent of a power. For most nodes it is empty.) Choose a row, and compare the call with the arithmetic on that
    edge of the network.
    """)
    return


@app.function
def contribution_to(argument, trace):
    edge = trace.into(argument)[0]
    node, values = trace.values.graph.nodes[edge.user], trace.values.of_node
    args = [values[arg] for arg in node.args]
    vjp = node.operation.vjps[edge.slot]
    return edge, args, vjp(edge.upstream, values[edge.user], *args, *node.static)


@app.cell(hide_code=True)
def call_code():
    notebook.source(contribution_to)
    return


@app.cell(hide_code=True)
def call_controls(GATES):
    CALLS = {"multiply → w2": "w2", "multiply → h1": "h1", "relu → z1": "z1", "sigmoid → z2": "z2"}
    called = notebook.choose(CALLS, "multiply → h1", "row → argument")
    called_at = notebook.choose(GATES, "lecture", "at")
    return called, called_at


@app.function(hide_code=True)
def show_call(network, setting, argument):
    trace = backward(forward(network, **setting))
    edge, args, returned = contribution_to(argument, trace)
    return notebook.stack(
        notebook.numbers_table(
            ("passed in", "is", "number"),
            said.call_rows(trace, edge, args, returned),
            "What the VJP is called with, and what it returns",
        ),
        notebook.says(said.said_of_call(trace, edge), "backward"),
    )


@app.cell(hide_code=True)
def call_picture(called, called_at, network):
    notebook.stack(
        notebook.row(called, called_at),
        notebook.follows(show_call, network=network, setting=called_at, argument=called),
    )
    return


@app.cell(hide_code=True)
def evaluate_prose():
    mo.md(r"""
    ### Forward: evaluate

    Every argument comes before its user. So one walk along the list computes every value, and keeps it. The lines in
    between raise an error where there is no value: for a logarithm of −1, or for shapes that do not match.
    """)
    return


@app.cell(hide_code=True)
def evaluate_source():
    notebook.source(evaluate)
    return


@app.cell(hide_code=True)
def sweep_prose():
    mo.md(r"""
    ### Backward: the sweep

    The list is in topological order: every argument comes before its user. A walk from the end of the list meets all
    users of a value before the value itself. So when it reaches a node, the gradient of that node is complete.

    Find what you have just stepped through: the *upstream* gradient, the *contribution*, and the plus sign.
    (`shaped_like` undoes NumPy's broadcasting, which a single number does not need.)
    """)
    return


@app.cell(hide_code=True)
def sweep_source():
    notebook.source(sweep)
    return


@app.cell(hide_code=True)
def log(sheet):
    notebook.what_you_said(sheet)
    return


@app.cell(hide_code=True)
def closing():
    mo.md(f"""
    ## Take with you

    - Every edge follows one rule: *upstream × local derivative = contribution*.
    - Each local derivative is taken at the values of the forward pass. That is why they are kept.
    - A closed gate has local derivative 0: nothing behind it learns from this example. Try the preset *gate closed*.
    - Where a value is used twice, its contributions add.
    - A gradient predicts the effect of small changes. Updating a weight is another step, not part of backpropagation.

    **Next:** {notebook.link("5.4")}, where the numbers become matrices.
    """)
    return


@app.cell(hide_code=True)
def sources():
    mo.md(r"""
    **Sources**

    - K. Chaudhury, *Math and Architectures of Deep Learning*, Manning: the lecture's reference.
    - D. E. Rumelhart, G. E. Hinton, R. J. Williams (1986), "Learning representations by back-propagating errors",
      *Nature* 323, 533–536.
    - A. G. Baydin, B. A. Pearlmutter, A. A. Radul, J. M. Siskind (2018), "Automatic differentiation in machine
      learning: a survey", *Journal of Machine Learning Research* 18(153), section 3.2.
    - I. Goodfellow, Y. Bengio, A. Courville (2016), *Deep Learning*, MIT Press, section 6.5.
    """)
    return


if __name__ == "__main__":
    app.run()
