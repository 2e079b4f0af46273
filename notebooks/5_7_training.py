# /// script
# [tool.marimo.opengraph]
# title = "5.7 Training a network"
# description = "What gradients are for: watch a network learn, choose first weights, plant a bug, rebuild the sweep."
# ///

import marimo

__generated_with = "0.25.2"
app = marimo.App(
    width="medium",
    app_title="5.7 Training a network",
)

with app.setup(hide_code=True):
    from functools import partial

    import marimo as mo
    import numpy as np

    from course_lib import forward, parse
    from course_lib.drawing.live import LiveGraph
    from course_lib.engine.passes import shaped_like  # noqa: F401 - for my_sweep
    from course_lib.exercises import prediction
    from course_lib.layers.train import SGD, Adam, Momentum, after_each_epoch, gradients_at
    from course_lib.numerals import in_words, numeral
    from course_lib.page import notebook
    from course_lib.sections.training import own_sweep
    from course_lib.sections.training.choice_questions import (
        all_gradients,
        two_paths,
        unguarded,
        what_moves,
        what_saves_it,
    )
    from course_lib.sections.training.datasets import CLASSES, GROUND
    from course_lib.sections.training.findings import findings_table, said_of_findings
    from course_lib.sections.training.first_values import (
        FIRST_VALUES,
        WHAT_MOVES,
        said_of_output,
        said_of_output_gradients,
        said_of_start,
        start_rows,
        started,
    )
    from course_lib.sections.training.networks import fitted
    from course_lib.sections.training.one_step import (
        STEP_RATES,
        norm_of,
        picture_of_step,
        said_of_epoch,
        said_of_step,
        step_of,
    )
    from course_lib.sections.training.pictures import Losses, cell_centres, decision_plot, fit_plot, loss_plot
    from course_lib.sections.training.rebuild import checked
    from course_lib.sections.training.regression import FIT_RATE, regression, said_of_fit
    from course_lib.sections.training.regression_question import regression_gradient
    from course_lib.sections.training.sweep_lines import JOINS, ORDERS, SHARES, UPSTREAMS, WRONG, Lines
    from course_lib.sections.training.update_question import after_a_step
    from course_lib.sections.training.watched_run import BATCH, EPOCHS, POINTS, RULES, adam_steps, epochs_until, watch
    from course_lib.sections.training.wrong_gradients import (
        STEPS,
        said_of_wrong,
        train_wrong,
        trainable,
        what_the_loss_does,
        without_training,
    )
    from course_lib.widgets.run import Frame


@app.cell(hide_code=True)
def title():
    notebook.header(
        "5.7",
        minutes=40,
        able_to=[
            "tell a gradient from an update, and say which of them depends on the learning rate",
            "take a step of SGD, of momentum and of Adam by hand",
            "watch a network learn, and say why a run fails",
            "explain why first weights must differ, and why a falling loss does not prove a gradient right",
            "put the backward sweep together, and fit linear and logistic regressions",
        ],
    )
    return


@app.cell(hide_code=True)
def answers():
    sheet = notebook.worksheet("5.7")
    sheet.note()
    return (sheet,)


@app.cell(hide_code=True)
def step_prose():
    mo.md(r"""
    ## A gradient is not yet a step

    Backpropagation answers one question: how does $L$ change if a weight grows a little? It moves no weight.
    A **learning rule** decides what to do with the answer. The simplest rule steps against the gradient:

    $$\theta \leftarrow \theta - \eta \, \frac{\partial L}{\partial \theta}$$

    Here $\theta$ is any parameter and $g = \partial L/\partial\theta$ its gradient.
    $\eta$ is the **learning rate**, in code `rate`.
    """)
    return


@app.cell(hide_code=True)
def step_code():
    notebook.source(gradients_at, SGD.step)
    return


@app.cell(hide_code=True)
def step_prediction(sheet):
    _half, _ = step_of(SGD(0.5), 0)
    _whole, _ = step_of(SGD(1.0), 0)
    sheet.predict(
        1,
        prediction.change(
            "The learning rate goes from 0.5 to 1. The weights stay the same. What happens to the gradient's length?",
            before=norm_of(_half.gradients),
            after=norm_of(_whole.gradients),
            why="The gradient depends on the weights, not on the learning rate. The update doubles, from length "
            f"{numeral(norm_of(_half.update))} to {numeral(norm_of(_whole.update))}.",
            replies={
                "grows": "The update grows. The gradient is taken before the step, at the same weights.",
                "shrinks, not to 0": "After a longer step it may be shorter. But it is taken before the step.",
                "becomes 0": "It would be 0 at a minimum. But the weights have not moved.",
                "changes sign": "A length is never negative.",
            },
        ),
    )
    return


@app.cell(hide_code=True)
def rate_prose():
    mo.md(rf"""
    The learning rate belongs to the rule; backpropagation knows nothing of it.
    The gradient predicts how much the update changes the loss: gradient · update, which is $-\eta \lVert g \rVert^2$
    here.

    Below, $L$ is the loss of the next section's network on all of its {POINTS} points, and the network takes one step.
    The curve shows $L$ against the length of the step. The dashed line shows what the gradient predicts. Two rings
    show where the step ends on each, and the bar between them is the error of the prediction. The steps taken before
    were SGD steps with $\eta$ = 0.5.
    """)
    return


@app.cell(hide_code=True)
def step_controls():
    taken = notebook.choose({"0": 0, "5": 5, "20": 20}, "0", "steps taken before")
    rate = notebook.sliders({"η": STEP_RATES}, {"η": 0.5}, slider_step=0.2, positions=60)
    return rate, taken


@app.function(hide_code=True)
def show_step(taken, rate):
    eta = rate["η"]
    step, scaled = step_of(SGD(eta), taken)
    return notebook.stack(
        notebook.beside(
            mo.Html(picture_of_step(eta, step, scaled)),
            notebook.numbers_table(("", "number"), step.rows, "The gradient, the update, and the change of the loss"),
        ),
        notebook.says(said_of_step(eta, step)),
    )


@app.cell(hide_code=True)
def step_picture(rate, taken):
    notebook.stack(taken, rate, notebook.follows(show_step, taken=taken, rate=rate))
    return


@app.cell(hide_code=True)
def rules_prose():
    mo.md(r"""
    ### Three rules, one gradient

    **SGD**, stochastic gradient descent, takes the gradient of a few examples, a mini-batch, and steps against it.
    **Momentum** keeps a velocity $v$. It adds up past gradients, and each one loses a tenth of its weight per step.

    $$v \leftarrow 0.9\,v + g \qquad \theta \leftarrow \theta - \eta\,v$$

    If gradients keep their direction, $v$ grows to $1/(1 - 0.9) = 10$ times one of them. If their sign changes back and
    forth, they cancel in $v$.

    **Adam** divides by the usual size of the gradient. None of the three rules differentiates anything.
    """)
    return


@app.cell(hide_code=True)
def adam_prose():
    _rate = 0.1
    _mean, _longest = adam_steps("two moons", _rate)
    mo.md(rf"""
    ### Adam

    Adam keeps running means: $m$ of gradients, $s$ of their squares. Both start at 0. In step $t$ this is corrected by
    $\hat m = m/(1 - 0.9^t)$ and $\hat s = s/(1 - 0.999^t)$.

    $$m \leftarrow 0.9\,m + 0.1\,g \qquad s \leftarrow 0.999\,s + 0.001\,g^2$$

    $$\theta \leftarrow \theta - \eta\,\hat m / (\sqrt{{\hat s}} + \varepsilon)$$

    The tiny $\varepsilon$ prevents 0/0. In the first step, every entry whose gradient is not 0 moves by $\eta$, however
    large its gradient is. Later steps are shorter if gradients shrink or change sign, and longer if one grows
    suddenly. Over {EPOCHS} epochs of two moons with $\eta$ = {numeral(_rate)}, the longest is {
        numeral(_longest, 3)
    } $\eta$, and the mean is {numeral(_mean, 2)} $\eta$. The question below asks for SGD, later ones for momentum and
    Adam.
    """)
    return


@app.cell(hide_code=True)
def rules_code():
    notebook.source(Momentum.step, Adam.step)
    return


@app.cell(hide_code=True)
def update_question(sheet):
    sheet.ask(1, after_a_step)
    return


@app.cell(hide_code=True)
def film_prose():
    _how = notebook.on_this_page(
        live="Press **play**, pause, take one epoch with **step**, or press **stop** to go back to the start.",
        exported="The **epoch** slider moves through a run that was recorded when this page was made.",
    )
    _many = in_words(POINTS // BATCH)
    mo.md(rf"""
    ## Watch it learn

    A 2-16-16-1 network with tanh gets two numbers, and its output is the probability of class 1. The shades show the
    output everywhere. On the line it is ½. Circles are class 0, squares class 1. A point on the wrong side has a bold
    outline.

    {_how} An epoch is one pass over the {POINTS} points, in mini-batches of {BATCH}: {_many} gradients, {_many}
    updates. The run ends after {EPOCHS} epochs.
    """)
    return


@app.cell(hide_code=True)
def film_code():
    notebook.source(after_each_epoch)
    return


@app.cell(hide_code=True)
def film_prediction(sheet):
    _slow, _fast = (epochs_until(0.1, "two moons", SGD(_eta)) for _eta in (0.1, 1.0))
    sheet.predict(
        2,
        prediction.ratio(
            "Take two moons and SGD. The learning rate goes from 0.1 to 1. How many epochs does it take until the "
            "loss is below 0.1?",
            {"as many": 1, "half as many": 1 / 2, "about a tenth": 1 / 10, "about a hundredth": 1 / 100},
            before=_slow,
            after=_fast,
            why="As long as steps are short, one step ten times as long does the work of ten. But it may be too long.",
            replies={
                "as many": "Every step is ten times as long, so the loss falls further in each.",
                "half as many": "The rate is ten times as large, and not twice.",
                "about a hundredth": "A step ten times as long does the work of about ten steps, and not of a hundred.",
            },
        ),
    )
    return


@app.cell(hide_code=True)
def film_controls():
    examples = notebook.choose({name: name for name in CLASSES}, "two moons", "examples")
    rule = notebook.choose(RULES, "SGD", "rule")
    film_rate = notebook.choose({"0.01": 0.01, "0.1": 0.1, "1": 1.0, "10": 10.0}, "0.1", "η =", kept=("0.1", "1", "10"))
    return examples, film_rate, rule


@app.function(hide_code=True)
def show_frame(seen):
    return notebook.stack(
        notebook.beside(
            mo.Html(decision_plot(seen.probability(cell_centres(GROUND)), *seen.data, seen.wrong, GROUND)),
            mo.Html(loss_plot([Losses("loss", "forward", seen.losses)], EPOCHS, least=(-2, 0))),
        ),
        notebook.says(said_of_epoch(seen)),
    ).text


@app.function(hide_code=True)
def film(examples, rule, rate):
    return (
        Frame(seen.state.epoch / EPOCHS, f"epoch {seen.state.epoch}", partial(show_frame, seen))
        for seen in watch(examples, rule(rate))
    )


@app.cell(hide_code=True)
def film_picture(examples, film_rate, rule):
    notebook.stack(
        notebook.row(examples, rule, film_rate),
        notebook.player(film, "epoch", EPOCHS, positions=11, examples=examples, rule=rule, rate=film_rate),
    )
    return


@app.cell(hide_code=True)
def film_after():
    mo.md(f"""
    Try each of these once. **XOR** needs a bent line, and is learned quickly. For **spirals** with SGD at 0.1, {EPOCHS}
    epochs are not enough; with Adam they are. **Momentum with η = 10** is too much: look at the loss, then at the
    length of the update. The gradients are still right. And look at **Adam** late in a run: the last gradient may be
    nearly 0, but its update is not, since the rule remembers earlier gradients.
    """)
    return


@app.cell(hide_code=True)
def start_prose():
    mo.md(r"""
    ## The first weights must differ

    Training has to start from some weights. Here is a small 1-4-1 network that fits a curve. Give it random first
    weights, or set them all to 0, or all to ½. The biases start at 0.

    Go back through the network by hand. $\partial L/\partial W_2$ is a sum of products with the outputs of the hidden
    units, and $\partial L/\partial W_1$ comes back through $W_2$. What if the outputs and $W_2$ are 0? And what if they
    are not 0, but all the same?
    """)
    return


@app.cell(hide_code=True)
def start_prediction(sheet):
    _begun = started("tanh", FIRST_VALUES["all 0"], 0)
    sheet.predict(
        3,
        prediction.choice(
            "The activation is tanh, and all weights are 0. Which parameters does training move?",
            list(WHAT_MOVES.values()),
            WHAT_MOVES[_begun.moving],
            said_of_output_gradients(_begun),
            "tanh(0) = 0, so W2 gets no gradient. W2 = 0, so W1 and b1 get none. b2 learns the mean, and nothing else.",
            replies={
                WHAT_MOVES[("W2", "b2")]: "W2's gradient has the factor tanh(0), which is 0.",
                WHAT_MOVES[("W1", "b1", "W2", "b2")]: "What reaches W1 and b1 has passed W2, and W2 is 0.",
                WHAT_MOVES[()]: "The output is 0 for every example, and not every target is. So b2 gets a gradient.",
            },
        ),
    )
    return


@app.cell(hide_code=True)
def start_controls():
    activation = notebook.choose({name: name for name in ("tanh", "ReLU", "sigmoid")}, "tanh", "activation")
    first = notebook.choose(FIRST_VALUES, "random", "first weights")
    after = notebook.choose({"0": 0, "1": 1, "100": 100, "1000": 1000}, "0", "epochs")
    return activation, after, first


@app.function(hide_code=True)
def show_start(activation, first, after):
    start = started(activation, first, after)
    xs = np.linspace(-1, 1, 61)
    return notebook.stack(
        notebook.beside(
            mo.Html(
                fit_plot(xs, [Losses("the network", "forward", fitted(start.network, xs))], *start.data, (-1.4, 2))
            ),
            notebook.numbers_table(
                ("", "unit 1", "unit 2", "unit 3", "unit 4"),
                start_rows(start),
                "Weights and their gradients, unit by unit",
                "paired",
                said_of_output(start),
            ),
        ),
        notebook.says(said_of_start(start, after)),
    )


@app.cell(hide_code=True)
def start_picture(activation, after, first):
    notebook.stack(
        notebook.row(activation, first, after),
        notebook.follows(show_start, activation=activation, first=first, after=after),
    )
    return


@app.cell(hide_code=True)
def moves_question(sheet):
    sheet.ask(2, what_moves)
    return


@app.cell(hide_code=True)
def wrong_prose():
    mo.md(rf"""
    ## Train with a wrong gradient

    "The loss falls, so the gradient is right." Is that true? Plant one wrong line from {notebook.link("5.5")} in the
    backward pass of a 1-16-16-1 ReLU network, and train it beside the right one. Both have the same first weights and
    the same examples, and both take {STEPS} steps of SGD.
    """)
    return


@app.cell(hide_code=True)
def wrong_prediction(sheet):
    _runs = train_wrong(trainable()["dW transposed"])
    _options = ("falls, though not as far", "stays where it is", "grows")
    sheet.predict(
        4,
        prediction.choice(
            "The gradient of the 16 × 16 matrix W2 is transposed: dZᵀ X instead of Xᵀ dZ. What does the loss do?",
            _options,
            what_the_loss_does(_runs, _options),
            f"{numeral(_runs.wrong[0])} → {numeral(_runs.wrong[-1])}; with right gradients {numeral(_runs.right[-1])}",
            f"That is about as good as not training W2 at all ({numeral(without_training('W2'))}). The "
            "other parameters still go downhill. W2 is square, so there is no shape error.",
            replies={
                "stays where it is": "Only W2 has a wrong gradient. The other parameters still learn.",
                "grows": "W2 takes wrong steps, but the right gradients of the other parameters do more.",
            },
        ),
    )
    return


@app.cell(hide_code=True)
def wrong_controls():
    mistake = notebook.choose(trainable(), "ReLU's gate inverted", "wrong line")
    return (mistake,)


@app.function(hide_code=True)
def show_wrong(mistake):
    runs = train_wrong(mistake)
    xs = np.linspace(-1, 1, 61)
    losses = [Losses("right", "forward", runs.right), Losses("wrong", "backward", runs.wrong)]
    fits = [
        Losses("right", "forward", fitted(runs.right_network, xs)),
        Losses("wrong", "backward", fitted(runs.wrong_network, xs)),
    ]
    return notebook.stack(
        notebook.beside(mo.Html(loss_plot(losses, STEPS, "step")), mo.Html(fit_plot(xs, fits, *runs.data, (-1.4, 2)))),
        notebook.says(said_of_wrong(mistake, runs), "backward"),
    )


@app.cell(hide_code=True)
def wrong_picture(mistake):
    notebook.stack(mistake, notebook.follows(show_wrong, mistake=mistake))
    return


@app.cell(hide_code=True)
def wrong_after():
    mo.md(f"""
    **dW added twice** even wins: twice the gradient acts like twice the learning rate. A loss curve cannot tell a bug
    from a setting. A gradient check can, before the first step, for the weights and sizes you check:
    {notebook.link("5.5")}.
    """)
    return


@app.cell(hide_code=True)
def rebuild_prose():
    mo.md(r"""
    ## Rebuild the sweep

    You have read the sweep in 5.3, stepped through it, and trained with its results. Now put it together. The list
    `nodes` is in topological order, `values` holds every node's value, and `gradient` starts as `{loss: 1.0}`. The
    sweep fills it. When it reaches a user, that user's gradient is complete. It adds **upstream × local** to the
    gradient of each argument.

    You choose four lines. At first all four are wrong. The checks below run the sweep you chose, and say what
    fails: an overwritten sum, a forgotten upstream gradient, a bias of the wrong shape.
    """)
    return


@app.cell(hide_code=True)
def lines_controls():
    order = notebook.choose({line: line for line in ORDERS}, WRONG.order, "for user in")
    upstream = notebook.choose({line: line for line in UPSTREAMS}, WRONG.upstream, "upstream =")
    share = notebook.choose({line: line for line in SHARES}, WRONG.share, "share =")
    join = notebook.choose({line: line for line in JOINS}, WRONG.join, "gradient[arg] =")
    return join, order, share, upstream


@app.function(hide_code=True)
def show_program(order, upstream, share, join):
    return notebook.code(Lines(order, upstream, share, join).program)


@app.cell(hide_code=True)
def lines_program(join, order, share, upstream):
    notebook.stack(
        notebook.row(order, upstream, share, join),
        notebook.follows(show_program, order=order, upstream=upstream, share=share, join=join),
    )
    return


@app.function(hide_code=True)
def show_checks(sweep, with_tasks=False):
    found = checked(sweep)
    return notebook.stack(mo.Html(findings_table(found, with_tasks)), notebook.says(said_of_findings(found)))


@app.function(hide_code=True)
def show_findings(order, upstream, share, join):
    return show_checks(Lines(order, upstream, share, join).sweep)


@app.cell(hide_code=True)
def lines_checks(join, order, share, upstream):
    notebook.follows(show_findings, order=order, upstream=upstream, share=share, join=join)
    return


@app.cell(hide_code=True)
def rebuild_code():
    notebook.stack(
        mo.md("### Now write it\n\nWrite the same sweep, with no lines to choose from."),
        mo.md(own_sweep.HOW_TO_RUN) if notebook.in_editor() else notebook.source(my_sweep),
    )
    return


@app.function
def my_sweep(nodes, values, gradient):
    for user in range(max(gradient), -1, -1):
        node = nodes[user]
        # The loss does not depend on this node, or the node is an input:
        if user not in gradient or node.operation is None:
            continue
        # gradient[user] is complete here. For each slot and vjp in
        # enumerate(node.operation.vjps), where vjp is not None:
        #   1. upstream gradient: upstream = ...
        #   2. the contribution:  vjp(upstream, values[user], *args, *node.static),
        #                         where args are the values of the arguments;
        #                         shaped_like(args[slot], contribution) undoes broadcasting
        #   3. pass it back:      gradient[node.args[slot]] = ...
        #                         (think of a value that is used twice)


@app.function(hide_code=True)
def show_the_way():
    return notebook.stack(
        mo.md(own_sweep.open_the_editor("my_sweep")),
        notebook.code(own_sweep.editor_command("5_7_training"), "text"),
        mo.md(own_sweep.ON_WINDOWS),
    )


@app.cell(hide_code=True)
def rebuild_checks():
    show_checks(my_sweep, with_tasks=True) if notebook.in_editor() else show_the_way()
    return


@app.cell(hide_code=True)
def regression_prose():
    mo.md(r"""
    ## One layer is a regression

    The lecture closes with the curriculum of *Machine Learning Refined*. Backpropagation computes the gradients for the
    gradient descent methods of **weeks 2–3** and for the supervised models of **weeks 4–8**. Each of these is a graph
    that ends in one loss. Without a hidden layer you know them already.

    **Linear regression** is $y = wx + b$ with a squared error. **Logistic regression** adds a sigmoid, and its loss is
    the cross-entropy. Both are shown here for one example whose target is 1.
    """)
    return


@app.function
def linear_regression():
    return parse("""
        y = w*x + b
        L = (y - 1)**2
    """)


@app.function
def logistic_regression():
    return parse("""
        z = w*x + b
        y = sigmoid(z)
        L = -log(y)
    """)


@app.cell(hide_code=True)
def regression_code():
    notebook.source(linear_regression, logistic_regression)
    return


@app.cell(hide_code=True)
def regression_settings():
    AT, WIDE = {"x": 1.5, "w": 0.8, "b": -0.4}, {"x": (-3, 3), "w": (-3, 3), "b": (-3, 3)}
    return AT, WIDE


@app.function(hide_code=True)
def live_regression(network, ranges, start):
    live = LiveGraph(network, forward(network, **start), parameters=("w", "b"))
    return notebook.live_graph(live, notebook.sliders(ranges, start), step=live.backward_to("w"))


@app.cell(hide_code=True)
def linear_picture(AT, WIDE):
    live_regression(linear_regression(), WIDE, AT)
    return


@app.cell(hide_code=True)
def logistic_picture(AT, WIDE):
    live_regression(logistic_regression(), WIDE, AT)
    return


@app.cell(hide_code=True)
def regression_after(AT):
    _y = forward(logistic_regression(), **(AT | {"w": -3.0, "b": -3.0}))["y"]
    mo.md(rf"""
    Look at $\partial L/\partial z$ of the second graph: it is $y - 1$. The $-1/y$ of the loss times the $y(1-y)$ of
    the sigmoid is $y - 1$. Leave $x$ at {numeral(AT["x"])} and move $w$ and $b$ to −3. The sigmoid is flat there: its
    slope is {numeral(_y * (1 - _y))}. But $\partial L/\partial z$ is {numeral(_y - 1)}. For any target from 0 to 1 the
    loss is $-\text{{target}} \cdot \log y - (1 - \text{{target}}) \cdot \log(1 - y)$, and $\partial L/\partial z$ is
    $y - \text{{target}}$. New questions below ask for that one.
    """)
    return


@app.cell(hide_code=True)
def regression_question(sheet):
    sheet.ask(3, partial(regression_gradient, asks=sheet.asks))
    return


@app.cell(hide_code=True)
def descent_prose():
    mo.md(rf"""
    ### Ten examples, and the gradient is used

    For a batch, $L$ is the mean over its $N$ examples, and so is the gradient. Let the examples be the rows of $X$, and
    let $t$ be the targets. A column of ones in $X$ makes $b$ the last entry of $w$. The gradient of linear regression
    is

    $$\frac{{\partial L}}{{\partial w}} = \frac{{2}}{{N}} \, X^\top (Xw - t)$$

    This is $X^\top dZ$ from 5.4 with $dZ = \tfrac{{2}}{{N}} (Xw - t)$. Stepping against it again and again is the
    gradient descent of **weeks 2–3**: $w \leftarrow w - \eta \, \partial L / \partial w$, here with
    $\eta = {numeral(FIT_RATE)}$. Logistic regression has $\sigma(Xw)$ in place of $Xw$, and a 1 in place of
    the 2. A single unit may start at 0, since there is no other unit that it must differ from.
    """)
    return


@app.cell(hide_code=True)
def descent_controls():
    model = notebook.choose({name: name for name in ("linear", "logistic")}, "linear", "regression")
    steps = notebook.choose({str(count): count for count in (0, 1, 5, 20, 100, 500)}, "0", "steps")
    return model, steps


@app.function(hide_code=True)
def show_descent(model, steps):
    fit, xs = regression(model, steps), np.linspace(-1, 1, 41)
    name, limits = fit.axis
    return notebook.stack(
        notebook.beside(
            mo.Html(fit_plot(xs, [Losses(name, "forward", fit.curve(xs))], *fit.data, limits)),
            notebook.numbers_table(
                ("", "now", "∂L/∂ by backward", fit.formula), fit.rows, "w and b, their gradients, and the formula"
            ),
        ),
        notebook.says(said_of_fit(fit)),
    )


@app.cell(hide_code=True)
def descent_picture(model, steps):
    notebook.stack(notebook.row(model, steps), notebook.follows(show_descent, model=model, steps=steps))
    return


@app.cell(hide_code=True)
def summary():
    mo.md(f"""
    ## The lecture's summary, and you

    The lecture ends with four rows. Each is short, and leaves something out. Below is one question per row. If you get
    it wrong, the last column says where to read again.

    | | The lecture's row | What it leaves out | Where |
    |:---|:---|:---|:---|
    | **Backpropagation** | *compute all gradients in one backward pass* | … after one forward pass whose values are kept, and for one loss | {notebook.link("5.1")} |
    | **Chain rule** | *multiply local gradient by upstream gradient* | … and add where paths meet | {notebook.link("5.3")} |
    | **Gradient checking** | *verify analytical vs numerical gradients* | … per parameter, with no kink near | {notebook.link("5.5")} |
    | **Vanishing gradients** | *use ReLU, proper init, skip connections* | … each with its partner, such as ReLU with He initialisation | {notebook.link("5.6")} |
    """)  # noqa: E501 - a row of a Markdown table is one line
    return


@app.cell(hide_code=True)
def passes_question(sheet):
    sheet.ask(4, all_gradients)
    return


@app.cell(hide_code=True)
def chain_question(sheet):
    sheet.ask(5, two_paths)
    return


@app.cell(hide_code=True)
def checking_question(sheet):
    sheet.ask(6, unguarded)
    return


@app.cell(hide_code=True)
def depth_question(sheet):
    sheet.ask(7, what_saves_it)
    return


@app.cell(hide_code=True)
def log(sheet):
    notebook.what_you_said(sheet)
    return


@app.cell(hide_code=True)
def closing():
    mo.md(f"""
    ## Take with you

    - Backpropagation computes gradients. A learning rule turns them into updates, and the learning rate belongs to the
      rule.
    - A gradient predicts only the effect of short steps. If a step is too long, the loss grows.
    - First weights must differ: units that start the same stay the same.
    - A falling loss does not prove a gradient right. A gradient check tests it, for the weights and sizes you check.
    - One layer is a regression; a network has more layers. The sweep is the same for both.

    **Next:** this is the last notebook. {notebook.link("5.0")} has the map and the glossary.
    """)
    return


@app.cell(hide_code=True)
def sources():
    mo.md(r"""
    **Sources**

    - K. Chaudhury, *Math and Architectures of Deep Learning*, Manning, chapter 6: the lecture's reference. The book's
      own code repository puts forward and backward passes into chapter 8 (8.4); chapter 6 is about another topic.
    - D. E. Rumelhart, G. E. Hinton, R. J. Williams (1986), "Learning representations by back-propagating errors",
      *Nature* 323, 533–536: it has the momentum term, too.
    - D. P. Kingma, J. Ba (2015), "Adam: a method for stochastic optimization", ICLR, algorithm 1.
    - I. Goodfellow, Y. Bengio, A. Courville (2016), *Deep Learning*, MIT Press, sections 8.3 to 8.5.
    - J. Watt, R. Borhani, A. K. Katsaggelos (2020), *Machine Learning Refined*, 2nd edition, Cambridge University
      Press: gradient descent, linear and logistic regression.
    """)
    return


if __name__ == "__main__":
    app.run()
