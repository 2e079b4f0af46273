# /// script
# [tool.marimo.opengraph]
# title = "5.5 Gradient checking"
# description = "Check a gradient, or find the line that is wrong: step size, dtype, kinks, and a lab of planted bugs."
# ///

import marimo

__generated_with = "0.25.2"
app = marimo.App(
    width="medium",
    app_title="5.5 Gradient checking",
)

with app.setup(hide_code=True):
    import marimo as mo
    import numpy as np

    from course_lib.differences import AGREE, best_step, difference, relative_error
    from course_lib.errors import ShapeError
    from course_lib.exercises import prediction
    from course_lib.layers.check import check_layers, difference_quotients, verdict_on
    from course_lib.layers.layer import sigmoid
    from course_lib.layers.losses import MSELoss
    from course_lib.numerals import in_words, numeral
    from course_lib.page import notebook
    from course_lib.sections.checking import said
    from course_lib.sections.checking.choice_questions import worth_of_a_row, wrong_line
    from course_lib.sections.checking.examples import (
        CASES,
        CHECKED,
        EXAMPLES,
        HIDDEN,
        INPUTS,
        NETWORKS,
        NegativeBias,
        SpreadMSE,
        curve_of,
        gated,
        regression,
        relu_network,
        with_a_negative_bias,
    )
    from course_lib.sections.checking.lab import (
        PLANTED,
        Measure,
        Sizes,
        examine,
        failures,
        listed,
        said_of_report,
        said_of_step,
    )
    from course_lib.sections.checking.number_questions import difference_quotient, relative_error_of_two
    from course_lib.sections.checking.report import report_table, verdict_mark
    from course_lib.sections.checking.secant import secant_plot
    from course_lib.sections.checking.steps import KINK_STEPS, kink_step, said_of_kink, step_on_curve
    from course_lib.sections.checking.v_curve import Line, v_curve_plot


@app.cell(hide_code=True)
def title():
    notebook.header(
        "5.5",
        minutes=35,
        able_to=[
            "compute a gradient from function values alone, and say how wrong it is",
            "choose the step size, neither too long nor too short, and say why",
            "define a relative error that has an answer at 0/0, and report it for each parameter",
            "tell a wrong gradient from a kink, from rounding and from too long a step",
            "find the wrong line of a backward pass from its report",
        ],
    )
    return


@app.cell(hide_code=True)
def answers():
    sheet = notebook.worksheet("5.5")
    sheet.note()
    return (sheet,)


@app.cell(hide_code=True)
def difference_prose():
    mo.md(r"""
    ## A gradient without calculus

    You have derived a gradient by hand. Is it right? There is a check that does not use the chain rule: **evaluate the
    loss twice, and divide.**

    $$\text{forward: } \frac{L(\theta + h) - L(\theta)}{h} \qquad
    \text{central: } \frac{L(\theta + h) - L(\theta - h)}{2h}$$

    It costs two passes per number, so nobody trains with it. But it does not need to know how $L$ is computed,
    so it cannot repeat your mistake. The lecture uses the central difference. Its error is proportional to $h^2$ for
    small $h$; for $u^3$ it is exactly $h^2$. The error of the forward difference is proportional to $h$.
    """)
    return


@app.cell(hide_code=True)
def difference_code():
    notebook.source(difference)
    return


@app.cell(hide_code=True)
def difference_question(sheet):
    sheet.ask(1, difference_quotient)
    return


@app.cell(hide_code=True)
def step_prose():
    mo.md(r"""
    ## How short a step?

    In mathematics $h$ goes to 0. In a computer it must not. A computer stores a number with a relative precision
    $\varepsilon$: about $2 \cdot 10^{-16}$ in float64, $10^{-7}$ in float32. Two errors pull in opposite directions:

    - **truncation**: the function bends within the step. This error shrinks with $h$ (forward) or $h^2$ (central).
    - **rounding**: $L(\theta + h)$ and $L(\theta - h)$ agree in nearly all digits. Their difference has few correct
      digits left, and it is divided by $h$. This error grows as $\varepsilon / h$.

    In theory, the best step is where the two errors are equal: about $\varepsilon^{1/2}$ for the forward difference and
    $\varepsilon^{1/3}$ for the central one.
    """)
    return


@app.cell(hide_code=True)
def step_prediction(sheet):
    _short = curve_of(CASES["σ(u) at 1.3"], "central", np.float64, (1e-6, 1e-12))
    sheet.predict(
        1,
        prediction.ratio(
            "Take σ at 1.3, the central difference and float64. The step h goes from 1e−6 to 1e−12, so it becomes a "
            "million times shorter. What happens to the relative error? It becomes …",
            {
                "a millionth": 1e-6,
                "about the same": 1,
                "some thousand times as large": 1e3,
                "hundreds of thousands of times as large": 3e5,
            },
            before=_short.errors[0],
            after=_short.errors[1],
            formerly={"some million times as large": "hundreds of thousands of times as large"},
            why="At 1e−6 there is hardly any truncation left. From there on, rounding, ε/h, grows as the step shrinks.",
            replies={
                "a millionth": "Truncation shrinks with h. But at 1e−6 almost all of the error is rounding.",
                "about the same": "Truncation would have to shrink as much as rounding grows. Little of it is left.",
                "some thousand times as large": "Rounding grows about as much as h shrinks. A thousand is its root.",
            },
        ),
    )
    return


@app.cell(hide_code=True)
def step_controls():
    SCHEMES = {"central": "central", "forward": "forward"}
    DTYPES = {"float64": np.float64, "float32": np.float32}
    case = notebook.choose(CASES, "σ(u) at 1.3", "function")
    scheme = notebook.choose(SCHEMES, "central", "difference")
    dtype = notebook.choose(DTYPES, "float64", "numbers")
    step = notebook.sliders({"log₁₀ h": (-15, -1)}, {"log₁₀ h": -3}, slider_step=0.5, positions=29)
    return DTYPES, SCHEMES, case, dtype, scheme, step


@app.function(hide_code=True)
def show_step(case, scheme, dtype, step):
    found = step_on_curve(case, scheme, dtype, step["log₁₀ h"])
    curve = found.curve
    lines = (Line("rounding", -1, curve.rounding), Line("truncation", curve.order, curve.truncation))
    best = (curve.best, f"theory: {numeral(curve.best, 2)}")
    return notebook.stack(
        notebook.beside(
            mo.Html(v_curve_plot(curve.steps, curve.errors, lines, found.step, best)),
            notebook.numbers_table(("", "number"), found.rows, "The quotient at this step"),
        ),
        notebook.says(said_of_step(curve, found.place, found.is_lost)),
    )


@app.cell(hide_code=True)
def step_picture(case, dtype, scheme, step):
    notebook.after_prediction(
        1,
        notebook.row(case, scheme, dtype),
        step,
        notebook.follows(show_step, case=case, scheme=scheme, dtype=dtype, step=step),
    )
    return


@app.cell(hide_code=True)
def step_after():
    mo.md(r"""
    Try each of these once. **forward**: one side of the valley is less steep, and the bottom is higher. **float32**:
    the valley has moved to the right, and its bottom is above the lecture's $10^{-5}$ or barely below it. **u²**: its
    central difference has no truncation at all. **tanh at 8**: the derivative is so small compared with the value that
    rounding dominates nearly everywhere.
    """)
    return


@app.cell(hide_code=True)
def error_prose():
    mo.md(r"""
    ## What does "relative error < 1e−5" mean?

    The lecture says: accept if the relative error is below $10^{-5}$. Relative to what? And what if both numbers are 0,
    as behind a closed gate? Without a definition, two people may check the same gradient and disagree. Our definition
    is:

    $$\frac{|a - n|}{\max(|a|, |n|)}, \quad \text{and } 0 \text{ where both are under } 10^{-9}$$

    where $a$ is derived by hand and $n$ is numerical. You may swap $a$ and $n$. The value 1 means that one of them is 0
    or negligible. It is 2 if only the sign is wrong, and ½ if one is twice the other.
    """)
    return


@app.cell(hide_code=True)
def error_code():
    notebook.source(relative_error)
    return


@app.function
def measures(a, n):
    gap = abs(a - n)
    over_a = gap / abs(a) if a else None
    over_sum = gap / (abs(a) + abs(n)) if a or n else None
    return gap, over_a, over_sum, relative_error(a, n)


@app.function(hide_code=True)
def measured_row(what, a, n):
    return (what, numeral(a, 7), numeral(n, 7), *("÷ 0" if m is None else numeral(m, 2) for m in measures(a, n)))


@app.cell(hide_code=True)
def error_table():
    notebook.stack(
        notebook.numbers_table(
            ("", "a", "n", "|a − n|", "over |a|", "over |a| + |n|", "ours"),
            [
                measured_row("right", 0.5, 0.500001),
                measured_row("twice too large", 0.5, 0.25),
                measured_row("twice too small", 0.25, 0.5),
                measured_row("wrong sign", 0.5, -0.5),
                measured_row("wrong, and small", 2e-6, 1e-6),
                measured_row("0 against not 0", 0.0, 0.001),
                measured_row("0/0", 0.0, 0.0),
                measured_row("noise about 0", 3e-12, -1e-12),
            ],
            "Four ways to measure an error",
        ),
        notebook.says(
            "|a − n| alone accepts the small wrong gradient. Dividing by |a| fails behind a closed gate, where a is 0. "
            "Our definition gives a number in every row, and 0 where both numbers are noise."
        ),
    )
    return


@app.cell(hide_code=True)
def error_question(sheet):
    sheet.ask(2, relative_error_of_two)
    return


@app.cell(hide_code=True)
def norm_prose():
    mo.md(r"""
    ### One number for everything hides a bug

    Many checks put all gradients into one vector, and use lengths of vectors:

    $$\frac{\|a - n\|}{\max(\|a\|, \|n\|)}$$

    In this network of Linear, Tanh and Linear, the first layer has a wrong sign in **db**. Make the last layer's
    weights smaller, so that a smaller gradient reaches the first layer.
    """)
    return


@app.cell(hide_code=True)
def norm_code():
    notebook.source(NegativeBias)
    return


@app.cell(hide_code=True)
def norm_controls():
    smaller = notebook.choose({"1": 1.0, "1e−4": 1e-4, "1e−6": 1e-6, "1e−8": 1e-8}, "1", "last layer's weights ×")
    return (smaller,)


@app.function(hide_code=True)
def show_norm(smaller):
    report = check_layers(*with_a_negative_bias(smaller))
    return notebook.stack(mo.Html(report_table(report)), notebook.says(said.said_of_norm(report)))


@app.cell(hide_code=True)
def norm_picture(smaller):
    notebook.stack(smaller, notebook.follows(show_norm, smaller=smaller))
    return


@app.cell(hide_code=True)
def kink_prose():
    mo.md(r"""
    ## A corner between the two evaluations

    relu has a corner. If $u - h$ lies on one side and $u + h$ on the other, the difference quotient is the slope of a
    line across the corner. **That is not a derivative of anything.** The gradient by hand is right, but the check
    rejects it.

    At the corner itself there is no derivative. This course takes relu′(0) = 0; other libraries take ½ or 1.
    Choose $u = 0$ and see what each of the two differences gives, at every step.
    """)
    return


@app.cell(hide_code=True)
def kink_controls(SCHEMES):
    corner_at = notebook.choose({"0.03": 0.03, "0": 0.0, "−0.03": -0.03}, "0.03", "u =")
    corner_scheme = notebook.choose(SCHEMES, "central", "difference")
    corner_step = notebook.sliders({"log₁₀ h": (-4, -1)}, {"log₁₀ h": -1.2}, slider_step=0.1, positions=31)
    return corner_at, corner_scheme, corner_step


@app.function(hide_code=True)
def show_kink(at, scheme, step):
    found = kink_step(at, scheme, step["log₁₀ h"])
    return notebook.stack(
        notebook.beside(
            mo.Html(secant_plot(gated, found.slope, at, found.ends, (-0.14, 0.14), (-0.05, 0.15), ("u", "f"))),
            mo.Html(v_curve_plot(KINK_STEPS, found.errors, (), found.step, found.corner)),
        ),
        notebook.says(said_of_kink(found)),
    )


@app.cell(hide_code=True)
def kink_picture(corner_at, corner_scheme, corner_step):
    notebook.stack(
        notebook.row(corner_at, corner_scheme),
        corner_step,
        notebook.follows(show_kink, at=corner_at, scheme=corner_scheme, step=corner_step),
    )
    return


@app.cell(hide_code=True)
def network_prose():
    mo.md(rf"""
    ### In a correct network

    In a batch, relu is applied to many numbers, and each can lie close to 0. Here are {in_words(NETWORKS)} correct
    {INPUTS}-{HIDDEN}-1 networks with ReLU, each with {EXAMPLES} examples. We check every entry of the first weight
    matrix: {CHECKED} entries in all, and all are right.
    """)
    return


@app.function
def failing_entries(step):
    failing = across = 0
    for seed in range(NETWORKS):
        network, loss, X, T = relu_network(seed)
        loss.forward(network.forward(X), T)
        network.backward(loss.backward())
        by_hand = network.gradients["W1"]
        numerical, kinks = difference_quotients(network, loss, X, T, network.parameters["W1"], "central", step)
        fails = np.vectorize(relative_error)(by_hand, numerical) > AGREE
        failing += int(fails.sum())
        across += int((fails & (kinks > 0)).sum())
    return failing, across


@app.cell(hide_code=True)
def network_code():
    notebook.source(failing_entries)
    return


@app.cell(hide_code=True)
def network_counts():
    counts = {h: failing_entries(h) for h in (1e-2, 1e-3, 1e-4, 1e-5, 1e-7)}
    return (counts,)


@app.cell(hide_code=True)
def network_prediction(counts, sheet):
    sheet.predict(
        2,
        prediction.ratio(
            f"The step is h = 1e−3, with the central difference and float64. How many of the {CHECKED} right entries "
            "have a relative error above 1e−5?",
            {"none": 0, "about one in forty": 1 / 40, "about half": 1 / 2, "nearly all": 1},
            before=CHECKED,
            after=counts[1e-3][0],
            why="If no corner lies within the step, the quotient is right to many digits. Otherwise it is worthless.",
            replies={
                "none": "That would be so without corners. At some entries, a corner of relu lies within the step.",
                "about half": "A corner does harm only if it lies within the step, and 1e−3 is short.",
                "nearly all": "Truncation alone stays below 1e−5 here. Only corners do harm.",
            },
        ),
    )
    return


@app.cell(hide_code=True)
def network_controls(counts):
    shortest = notebook.choose({numeral(h): h for h in counts}, numeral(max(counts)), "step h, down to")
    return (shortest,)


@app.function(hide_code=True)
def show_failing(counts, shortest):
    return notebook.stack(
        notebook.numbers_table(
            ("step h", "entries that fail", "across a kink"),
            said.failing_rows(counts, shortest, CHECKED),
            "A correct ReLU network, checked with several steps",
        ),
        notebook.says(said.said_of_failing(counts, shortest, CHECKED)),
    )


@app.cell(hide_code=True)
def network_table(counts, shortest):
    notebook.stack(shortest, notebook.follows(show_failing, counts=counts, shortest=shortest))
    return


@app.cell(hide_code=True)
def source_prose():
    mo.md(r"""
    ## The check itself

    Two functions of this course do the work. The first moves every entry up and down and evaluates the loss. It also
    counts the relus whose gate changed. The second gives the verdict on an entry.
    It has more answers than right and wrong. Before it says *wrong*, it looks for a harmless cause: **kink**,
    **rounding** or **truncation**.
    """)
    return


@app.cell(hide_code=True)
def source_quotients():
    notebook.source(difference_quotients)
    return


@app.cell(hide_code=True)
def source_verdict():
    notebook.source(verdict_on)
    return


@app.cell(hide_code=True)
def single_prose():
    mo.md(r"""
    ### The same layer in float32

    Take a correct Tanh between two Linear layers, with the lecture's step and threshold. Compute once with 16 digits,
    once with 7.
    """)
    return


@app.function(hide_code=True)
def single_row(name, dtype, step):
    report = examine(PLANTED["Tanh: correct"], measure=Measure("central", step, dtype))
    entries, failing, worst = failures(report)
    found = f"{len(failing)} of {len(entries)}"
    return (name, numeral(step, 2), found, numeral(worst.error, 2), verdict_mark(worst.verdict))


@app.cell(hide_code=True)
def single_table():
    notebook.stack(
        notebook.numbers_table(
            ("numbers", "step h", "entries above 1e−5", "worst error", "its verdict"),
            [
                single_row("float64", np.float64, 1e-5),
                single_row("float32", np.float32, 1e-5),
                single_row("float32, best in theory", np.float32, best_step("central", np.float32)),
                single_row("float32", np.float32, 1e-2),
            ],
            "One correct layer in two dtypes",
        ),
        notebook.says(said.said_of_single(1e-5)),
    )
    return


@app.cell(hide_code=True)
def worth_question(sheet):
    sheet.ask(3, worth_of_a_row)
    return


@app.cell(hide_code=True)
def lab_prose():
    mo.md(r"""
    ## The lab

    Plant one wrong line in a correct network, and read the report. Every parameter has a row with its **worst**
    entry. The network has 3 inputs, 4 hidden units and $D$ outputs, and gets $N$ examples.

    Then try to *hide* the bug: choose the sizes, the step and the dtype. Most people test with a small square case such
    as $N = D = 1$.
    """)
    return


@app.cell(hide_code=True)
def lab_prediction(sheet):
    _square = examine(PLANTED["Linear: the lecture's two divisions"], Sizes(2, 2)).caught
    _options = ("in every row", "only in X", "nowhere")
    sheet.predict(
        3,
        prediction.choice(
            "The lecture's Linear divides by the N examples, and its MSELoss by N where it averaged over N · D. "
            "The check runs with N = D = 2. Where does it find the bug?",
            _options,
            said.where_caught(_square, _options),
            f"caught in {listed(_square)}" if _square else "not caught",
            "The gradient of every parameter is D/N times the right one, and D/N = 1. The input's gradient is D times "
            "the right one. The loss still falls.",
            replies={
                "in every row": "That is so where N and D differ. Here D/N = 1 hides the bug from the parameters.",
                "nowhere": "The parameters pass, but the input's gradient does not. D alone is not 1.",
            },
        ),
    )
    return


@app.cell(hide_code=True)
def lab_controls(DTYPES, SCHEMES):
    planted = notebook.choose(PLANTED, "Linear: dW divided again", "planted")
    examples = notebook.choose({"1": 1, "2": 2, "5": 5}, "5", "N =")
    outputs = notebook.choose({"1": 1, "2": 2, "5": 5}, "2", "D =", kept=("1", "2"))
    lab_scheme = notebook.choose(SCHEMES, "central", "difference", kept=("central",))
    lab_dtype = notebook.choose(DTYPES, "float64", "numbers")
    lab_step = notebook.sliders({"log₁₀ h": (-10, 0)}, {"log₁₀ h": -5}, slider_step=0.5, positions=5)
    return examples, lab_dtype, lab_scheme, lab_step, outputs, planted


@app.function(hide_code=True)
def show_lab(planted, examples, outputs, scheme, dtype, step):
    sizes, measure = Sizes(examples, outputs), Measure(scheme, 10.0 ** step["log₁₀ h"], dtype)
    report = examine(planted, sizes, measure)
    return notebook.stack(mo.Html(report_table(report)), notebook.says(said_of_report(planted, sizes, measure, report)))


@app.cell(hide_code=True)
def lab_picture(examples, lab_dtype, lab_scheme, lab_step, outputs, planted):
    notebook.stack(
        notebook.row(planted, examples, outputs, lab_scheme, lab_dtype),
        lab_step,
        notebook.follows(
            show_lab,
            planted=planted,
            examples=examples,
            outputs=outputs,
            scheme=lab_scheme,
            dtype=lab_dtype,
            step=lab_step,
        ),
    )
    return


@app.function(hide_code=True)
def show_line(planted):
    wrong = planted.mistake.variants[planted.part] if planted.mistake else planted.part
    heading = "The wrong one" if planted.mistake else "Nothing is planted"
    return notebook.stack(
        mo.md("**The right backward**"),
        notebook.source(planted.part.backward),
        mo.md(f"**{heading}**"),
        notebook.source(wrong.backward),
    )


@app.cell(hide_code=True)
def lab_line(planted):
    notebook.follows(show_line, planted=planted)
    return


@app.cell(hide_code=True)
def point_prose():
    mo.md(r"""
    ## Where you look matters

    The lecture checks its network at one point: $x = 2$, $w_1 = 0.5$, so $z_1 = 1.1$ and the gate is open.
    **There, a relu whose backward has no gate gives the right gradient.** Move $w_1$ until the gate closes.
    At $w_1 = -0.05$ you are exactly on the corner, where the check can only say *kink*.
    """)
    return


@app.cell(hide_code=True)
def point_controls():
    gate = notebook.choose({"in place": False, "forgotten": True}, "forgotten", "relu's gate")
    weight = notebook.sliders({"w1": (-1, 1)}, {"w1": 0.5}, slider_step=0.05, positions=41)
    return gate, weight


@app.function(hide_code=True)
def show_point(gate, weight):
    report, words = said.check_at(weight["w1"], gate)
    return notebook.stack(mo.Html(report_table(report)), notebook.says(words))


@app.cell(hide_code=True)
def point_picture(gate, weight):
    notebook.stack(gate, weight, notebook.follows(show_point, gate=gate, weight=weight))
    return


@app.cell(hide_code=True)
def blind_prose():
    mo.md(r"""
    ## What no gradient check can find

    A check compares the gradient with **the loss you wrote**, not with the loss you meant. Suppose the predictions have
    shape $(N, 1)$ and the targets $(N,)$. NumPy broadcasts both to $(N, N)$ without a warning, and compares every
    prediction with every target. The gradient of that loss is right, but the network learns the mean.
    """)
    return


@app.function
def refused(Y, T):
    try:
        return f"{MSELoss().forward(Y, T):.4f}"
    except ShapeError as error:
        return str(error)


@app.cell(hide_code=True)
def blind_code():
    notebook.source(SpreadMSE.forward, SpreadMSE.backward, refused)
    return


@app.cell(hide_code=True)
def blind_picture():
    _network, _loss, _X, _T = regression()
    _Y, _flat, _spread = _network.forward(_X), _T[:, 0], SpreadMSE()
    _meant, _written = numeral(_loss.forward(_Y, _T)), numeral(_spread.forward(_Y, _flat))
    notebook.stack(
        mo.Html(report_table(check_layers(_network, _spread, _X, _flat))),
        notebook.says(
            f"Every row agrees. But Y − T has shape {_spread.error.shape}, and the loss is {_written}. "
            f"The loss you meant is {_meant}. This course's MSELoss raises an error: *{refused(_Y, _flat)}*"
        ),
    )
    return


@app.cell(hide_code=True)
def edge_prose():
    mo.md(r"""
    ### Two lines that look harmless

    These are the lecture's sigmoid and relu: `1/(1 + exp(-clip(z, -500, 500)))` and `z * mask`. At ordinary numbers
    they are right, and a check at ordinary numbers agrees. Here you see them beside this course's versions. Our sigmoid
    only takes e to negative powers, and our relu is a maximum. Try extreme numbers.
    """)
    return


@app.function
def lecture_sigmoid(z):
    return 1 / (1 + np.exp(-np.clip(z, -500, 500)))


@app.function
def lecture_relu(z):
    return z * (z > 0)


@app.cell(hide_code=True)
def edge_code():
    notebook.source(lecture_sigmoid, lecture_relu, sigmoid)
    return


@app.cell(hide_code=True)
def edge_controls():
    _numbers = (1.3, -1.0, -40.0, -100.0, -800.0, -np.inf)
    edge = notebook.choose({str(z): z for z in _numbers}, "-100.0", "z =")
    return (edge,)


@app.function(hide_code=True)
def at_the_edge(z):
    with np.errstate(all="ignore"):
        single = [function(np.float32(z))[()] for function in (lecture_sigmoid, sigmoid)]
        return {
            "σ(z), float64": [function(np.float64(z))[()] for function in (lecture_sigmoid, sigmoid)],
            "σ(z), float32": single,
            "log σ(z), float32": [np.log(number) for number in single],
            "relu(z), float64": [lecture_relu(np.float64(z)), np.maximum(np.float64(z), 0)],
        }


@app.function(hide_code=True)
def show_edge(z):
    found = at_the_edge(z)
    return notebook.stack(
        notebook.numbers_table(
            ("", "the lecture's", "this course's"),
            [(name, *map(str, numbers)) for name, numbers in found.items()],
            "Numbers as Python prints them",
        ),
        notebook.says(said.said_of_edge(z, found["log σ(z), float32"], found["relu(z), float64"])),
    )


@app.cell(hide_code=True)
def edge_picture(edge):
    notebook.stack(edge, notebook.follows(show_edge, z=edge))
    return


@app.cell(hide_code=True)
def game_prose():
    mo.md(r"""
    ## Which line is wrong?

    One line of this network's backward pass is wrong. You see only the report, as you would at your desk.
    Start at the loss: everything between the loss and the wrong line agrees. If only one parameter differs, its own
    line is wrong. If two suspects would make the same rows differ, compare the numbers.
    When you are right, ask for another one.
    """)
    return


@app.cell(hide_code=True)
def game(sheet):
    sheet.ask(4, wrong_line)
    return


@app.cell(hide_code=True)
def log(sheet):
    notebook.what_you_said(sheet)
    return


@app.cell(hide_code=True)
def closing():
    mo.md(f"""
    ## Take with you

    - Evaluate twice and divide. This check cannot repeat your mistake. Use the central difference, float64, h about
      1e−5.
    - A long step has a truncation error, a short one a rounding error.
    - Say which relative error and which dtype you use, and report the worst entry of every parameter.
    - Before you call a gradient wrong, rule out kinks, rounding and truncation.
    - Check with N ≠ D > 1, and with gates open and closed. What the check does not reach, it does not test.
    - The check compares with the loss you wrote, not with the loss you meant.

    **Next:** {notebook.link("5.6")}, where right gradients become too small to learn from.
    """)
    return


@app.cell(hide_code=True)
def sources():
    mo.md(r"""
    **Sources**

    - K. Chaudhury, *Math and Architectures of Deep Learning*, Manning: the lecture's reference.
    - W. H. Press, S. A. Teukolsky, W. T. Vetterling, B. P. Flannery (2007), *Numerical Recipes*, 3rd edition,
      section 5.7: the best step.
    - N. J. Higham (2002), *Accuracy and Stability of Numerical Algorithms*, 2nd edition, SIAM, chapter 1.
    - I. Goodfellow, Y. Bengio, A. Courville (2016), *Deep Learning*, MIT Press, section 11.5.
    - Stanford CS231n, course notes, "Gradient checks".
    """)
    return


if __name__ == "__main__":
    app.run()
