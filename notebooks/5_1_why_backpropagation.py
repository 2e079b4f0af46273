# /// script
# [tool.marimo.opengraph]
# title = "5.1 Why backpropagation"
# description = "Four ways to a gradient, every operation of each counted, and what reverse mode pays."
# ///

import marimo

__generated_with = "0.25.2"
app = marimo.App(
    width="medium",
    app_title="5.1 Why backpropagation",
)

with app.setup(hide_code=True):
    import functools

    import marimo as mo

    from course_lib import forward
    from course_lib.drawing.table import table
    from course_lib.engine.forward_mode import forward_mode
    from course_lib.exercises import prediction
    from course_lib.numerals import byte_size, duration, numeral
    from course_lib.page import notebook
    from course_lib.sections.why import cost, questions
    from course_lib.sections.why.neurons import neurons, numbers_for, parameters_of
    from course_lib.sections.why.plots import Passes, growth_plot, memory_plot, network_picture, passes_picture
    from course_lib.widgets.run import Frame


@app.cell(hide_code=True)
def title():
    notebook.header(
        "5.1",
        minutes=25,
        able_to=[
            "say how many passes a gradient costs: by differences, by forward mode, by reverse mode",
            "say how the time for a numerical gradient grows with the network, and why",
            "name the price of backpropagation: one forward pass whose values are kept",
            "choose between forward mode and reverse mode from the number of inputs and outputs",
        ],
    )
    return


@app.cell(hide_code=True)
def answers():
    sheet = notebook.worksheet("5.1")
    sheet.note()
    return (sheet,)


@app.cell(hide_code=True)
def differences_prose():
    mo.md(r"""
    ## Every parameter wants its derivative

    A network learns by moving each of its parameters a little, in the direction that lowers the loss $L$.
    For that it needs $\partial L/\partial\theta_i$ for **every** parameter $\theta_i$. A network with $n$ parameters
    needs $n$ numbers.

    You could get them without any calculus: move one parameter by a small step $h$, run the network again, see what the
    loss did.

    $$\begin{gathered}
    \frac{L(\theta_i + h) - L(\theta_i)}{h} \\[1.5ex]
    \text{or better}\quad \frac{L(\theta_i + h) - L(\theta_i - h)}{2h}
    \end{gathered}$$
    """)
    return


@app.cell(hide_code=True)
def differences_words():
    mo.md(r"""
    The lecture says that this takes $2n$ forward passes. That is the second one, the *central* difference.
    The first one, the *forward* difference, shares one pass among all parameters and takes $n + 1$.

    In the code, `graph` is the network and `at` has a number for each of its names. `wrt` lists the names to
    differentiate with respect to, here all parameters; `of` lists what is differentiated, here only $L$. What stands
    behind a colon only says what kind of thing a name is. A call of `forward` is **one pass**: it runs the network
    once.
    `moved` gives the same numbers with one of them moved. Read the loop: how many calls of `forward` are there for each
    name, and how many before the loop?
    """)
    return


@app.cell(hide_code=True)
def differences_code():
    notebook.source(cost.forward_differences, cost.central_differences)
    return


@app.cell(hide_code=True)
def modes_prose():
    mo.md(r"""
    ### Two ways that use derivatives

    A network is made of small operations: products, sums, a tanh. Each knows its **local derivative**, how its own
    result moves when one of its arguments moves: for $w \cdot v$ and the argument $w$ it is $v$. So a change can be
    followed through the network exactly, without a step $h$. There are two directions, and they ask two questions.
    """)
    return


@app.cell(hide_code=True)
def questions_prose():
    mo.md(r"""
    **Forward mode** asks: *if this one parameter moves, how does everything move?* It starts there, and computes
    for each result behind it the **tangent**: how fast that value changes when the parameter moves. (A number, not a
    line.) At $L$ it has one derivative. The next parameter needs a pass of its own.

    **Reverse mode** asks: *how does $L$ move if anything moves?* It starts at $L$, walks back, and computes for
    each value how $L$ depends on it. For one $L$ and many parameters that is asked **once**, and every parameter has
    its answer when the walk arrives there. For neural networks it is called **backpropagation**.
    """)
    return


@app.cell(hide_code=True)
def modes_words():
    mo.md(r"""
    Both begin with one `forward`. Then look at the loops. Forward mode loops over the inputs in `wrt`: a pass gives the
    tangents of all outputs. Reverse mode loops over the outputs in `of`: a pass, `grad`, gives the derivatives with
    respect to all inputs. For a loss the second loop has one turn.
    """)
    return


@app.cell(hide_code=True)
def modes_code():
    notebook.source(cost.by_forward_mode, cost.by_reverse_mode)
    return


@app.cell(hide_code=True)
def pushed_code():
    mo.accordion(
        {
            "One pass of forward mode, operation by operation": notebook.stack(
                mo.md(f"""
                The network is a list of **nodes**: inputs and operations, in the order in which they are computed. The
                outer loop walks along it; `user` is the node whose turn it is, `args` are the nodes that it is computed
                from. An argument without a tangent does not depend on the input and is skipped. For the others
                `local_number` is the local derivative; times the argument's tangent it is a share, and shares add up.
                {notebook.link("5.2")} draws such lists.
                """),
                notebook.source(forward_mode),
            )
        }
    )
    return


@app.cell(hide_code=True)
def network_prose():
    SIZES = (2, 3, 1)
    _inputs, _hidden, _outputs = SIZES
    mo.md(f"""
    ## A network to count on

    A **neuron** multiplies each of its inputs by a **weight**, and adds up the products and its **bias**. The hidden
    ones pass the sum through tanh. Neurons side by side are a **layer**. A "2-3-1 network" has 2 inputs, 3 hidden
    neurons, 1 output neuron. Each neuron has one weight for each of its inputs, and one bias:

    **{_hidden}·({_inputs} + 1) + {_outputs}·({_hidden} + 1) = {len(parameters_of(neurons(SIZES)))} parameters.**
    """)
    return (SIZES,)


@app.cell(hide_code=True)
def network_drawing(SIZES):
    mo.Html(network_picture(SIZES))
    return


@app.function(hide_code=True)
@functools.cache
def bills(hidden):
    """Each method's tally for all parameters of a 2-hidden-1 network, counted while it runs."""
    network = neurons((2, hidden, 1))
    return {
        method: cost.count(run, network, numbers_for(network), parameters_of(network), ["L"])[0]
        for method, run in cost.METHODS.items()
    }


@app.cell(hide_code=True)
def ratio_prediction(sheet):
    _bill, _n = bills(3)["reverse mode"], len(parameters_of(neurons((2, 3, 1))))
    sheet.predict(
        1,
        prediction.ratio(
            f"The 2-3-1 network has {_n} parameters. Reverse mode gives all {_n} gradients. Counting its forward pass "
            "too, how many operations does it take, compared with a forward pass alone?",
            {"about as many": 1, "2 to 3 times": 2.5, f"{_n} times": _n, f"{2 * _n} times": 2 * _n},
            before=_bill.evaluations,
            after=_bill.operations,
            why="An operation has at most two arguments, so at most two local derivatives: the way back costs at most "
            "twice the way there. However many parameters there are, it stays below 3.",
        ),
    )
    return


@app.cell(hide_code=True)
def counter_prose():
    mo.md(r"""
    ## Count them

    All four methods compute all gradients of the network, really, each time you move the slider. A counter sits on
    every node of the graph. What counts as **one operation**: a product, a sum or a tanh that is evaluated, or a local
    derivative that is multiplied by something. *Together* is the sum of both. Seconds would tell you about a machine;
    counts tell you about the method.

    Each arrow is one pass. **→** evaluates the network. **→** with a dot carries the tangents of one input forward.
    **←** hands the gradients of one output back. No method does what it need not: forward mode skips what does not
    depend on its parameter, reverse mode what leads to no parameter.
    """)
    return


@app.cell(hide_code=True)
def counter_controls():
    size = notebook.sliders({"hidden neurons": (1, 12)}, {"hidden neurons": 3}, slider_step=1, positions=12)
    return (size,)


@app.function(hide_code=True)
def show_bills(size):
    hidden = round(size["hidden neurons"])
    bill = bills(hidden)
    n = len(parameters_of(neurons((2, hidden, 1))))
    ahead, reverse, central = (bill[name] for name in ("forward mode", "reverse mode", "central difference"))
    picture = passes_picture(
        [
            Passes("forward difference", bill["forward difference"].passes, most=50),
            Passes("central difference", central.passes, most=100),
            Passes("forward mode", ahead.passes, carry=ahead.derivative_passes, most=50),
            Passes("reverse mode", reverse.passes, back=reverse.derivative_passes),
        ]
    )
    rows = [
        (method, numeral(tally.evaluations), numeral(tally.products), numeral(tally.operations, 5))
        for method, tally in bill.items()
    ]
    return notebook.stack(
        notebook.beside(
            mo.Html(picture),
            notebook.numbers_table(("counted", "evaluations", "derivatives", "together"), rows, "Operations, counted"),
        ),
        notebook.says(
            f"The 2-{hidden}-1 network has **{n} parameters**. The central difference evaluates it {central.passes} "
            "times. Reverse mode takes one pass each way, "
            f"{numeral(reverse.operations / reverse.evaluations, 3)} times the operations of a forward pass. "
            "The central difference takes "
            f"**{numeral(central.operations / reverse.operations, 3)} times** as many as reverse mode, forward mode "
            f"{numeral(ahead.operations / reverse.operations, 3)} times."
        ),
    )


@app.cell(hide_code=True)
def counter_picture(size):
    notebook.stack(size, notebook.after_prediction(1, notebook.follows(show_bills, size=size)))
    return


@app.cell(hide_code=True)
def counter_reading():
    mo.md(r"""
    Forward mode takes a pass for each parameter, as differences do, and yet fewer operations. A difference knows
    nothing of the inside: each of its passes runs the whole network. Forward mode evaluates once, and follows a
    parameter only where it leads. In a deep network a parameter of the first layer leads nearly everywhere. There a
    pass carries a tangent through nearly every operation, and costs more than an evaluation. And it is exact.
    """)
    return


@app.cell(hide_code=True)
def passes_question(sheet):
    sheet.ask(1, questions.passes_question)
    return


@app.cell(hide_code=True)
def growth_prose():
    mo.md(r"""
    ## Ten times the parameters

    The lecture speaks of millions of parameters, and today's largest networks have many billions. No counter can run
    there. So take what was counted, find its law, and extrapolate. Commit to an answer first.
    """)
    return


@app.cell(hide_code=True)
def growth_prediction(sheet):
    _rate = 1e12
    _small, _large = cost.extrapolated(1e6), cost.extrapolated(1e7)
    sheet.predict(
        2,
        prediction.ratio(
            "A network grows from one million parameters to ten million. On the same machine, how long does the "
            "central difference take now?",
            {"as long": 1, "10 times as long": 10, "20 times as long": 20, "100 times as long": 100},
            before=_small["central difference"].seconds(_rate),
            after=_large["central difference"].seconds(_rate),
            why=f"Seconds at {numeral(_rate)} operations a second. Ten times as many passes, and each of them "
            "ten times as long.",
        ),
    )
    return


@app.cell(hide_code=True)
def growth_law():
    notebook.after_prediction(
        2,
        mo.md(r"""
        **A pass gets longer, too.** $2n$ passes sounds like work in proportion to $n$. It is more. Each of the passes
        goes through the whole network, and a larger network takes longer: in wide layers about $2n$ operations, one
        product and one addition for each weight.

        $$\underbrace{2n}_{\text{passes}} \times \underbrace{2n}_{\text{operations in each}} = 4n^2$$

        A machine keeps its rate of *operations*. Its rate of *passes* falls when the network grows.
        """),
    )
    return


@app.cell(hide_code=True)
def growth_controls():
    RATES = {"1e9, one core": 1e9, "1e12, a graphics card": 1e12, "1e15, a large machine": 1e15}
    power = notebook.sliders({"n = 10 to the": (1, 12)}, {"n = 10 to the": 9}, slider_step=1, positions=12)
    rate = notebook.choose(RATES, "1e12, a graphics card", "operations a second")
    return power, rate


@app.function(hide_code=True)
def show_growth(power, rate):
    LAW = (
        f"By formula, for many wide layers: an evaluation takes {cost.FORWARD} operations a parameter, the way back "
        f"{cost.BACKWARD}, a pass of forward mode {cost.TANGENT}."
    )
    n = 10.0 ** round(power["n = 10 to the"])
    costs = cost.extrapolated(n)
    central, reverse = costs["central difference"], costs["reverse mode"]
    lines = [(10.0**k, cost.extrapolated(10.0**k)) for k in (0, 12)]
    counted = [
        (4 * hidden + 1, bills(hidden)["central difference"].operations, bills(hidden)["reverse mode"].operations)
        for hidden in (1, 3, 12)
    ]
    small = bills(3)["central difference"]
    naive = central.passes * small.operations / small.passes / rate
    picture = growth_plot(
        counted,
        [(size, each["central difference"].operations) for size, each in lines],
        [(size, each["reverse mode"].operations) for size, each in lines],
        n,
        (central.operations, reverse.operations),
        rate,
    )
    rows = [
        (method, numeral(each.passes), numeral(each.operations), duration(each.seconds(rate)))
        for method, each in costs.items()
    ]
    return notebook.stack(
        notebook.beside(
            mo.Html(picture),
            mo.Html(table(("extrapolated", "passes", "operations", "time"), rows, "Cost at this size", caption=LAW)),
        ),
        notebook.says(
            f"With {numeral(n)} parameters the central difference takes **{duration(central.seconds(rate))}** for one "
            f"gradient, reverse mode **{duration(reverse.seconds(rate))}**. The 2-3-1 network needs "
            f"{small.evaluations // small.passes} operations a pass. Time its passes, assume that every pass takes "
            f"that long, and you predict {duration(naive)} instead of {duration(central.seconds(rate))}."
        ),
    )


@app.cell(hide_code=True)
def growth_picture(power, rate):
    notebook.stack(rate, power, notebook.follows(show_growth, power=power, rate=rate))
    return


@app.cell(hide_code=True)
def waiting_question(sheet):
    sheet.ask(2, questions.waiting_question)
    return


@app.cell(hide_code=True)
def memory_prose():
    mo.md(r"""
    ## What reverse mode pays

    The lecture says: *backpropagation computes all gradients in one backward pass*. That is right, and two things
    belong to it. There must have been **one forward pass**. And its results must still be there, since every local
    derivative is taken at them: the derivative of $w \cdot v$ with respect to $w$ is $v$, the value that came in.

    Differences may forget: a result can be dropped as soon as its last user has it. Reverse mode keeps every result
    until the way back has passed it, for each example of a **batch**, the examples that go through the network
    together. Forward mode has the choice: keep the results for all its passes, as here, or evaluate again in each.
    """)
    return


@app.cell(hide_code=True)
def memory_words():
    mo.md(r"""
    An engine may save something here. The local derivatives of a sum need no result at all. And a result can be dropped
    and computed again on the way back: more operations, less memory.

    `forgetting` walks along the operations. It adds each result to those it holds, notes how many there are, and drops
    those whose last user has had its turn. `keeping` drops nothing on the way there: 1, 2, 3, … up to all, and down
    again on the way back.
    """)
    return


@app.cell(hide_code=True)
def memory_code():
    notebook.source(cost.forgetting, cost.keeping)
    return


@app.cell(hide_code=True)
def memory_controls():
    stored = notebook.sliders({"hidden neurons": (1, 12)}, {"hidden neurons": 3}, slider_step=1, positions=12)
    batch = notebook.choose({"1": 1, "16": 16, "64": 64, "256": 256}, "1", "examples in a batch")
    return batch, stored


@app.function(hide_code=True)
def show_memory(stored, batch):
    hidden = round(stored["hidden neurons"])
    network = neurons((2, hidden, 1))
    kept, dropped = max(cost.keeping(network)), max(cost.forgetting(network))
    n = len(parameters_of(network))
    rows = [
        ("forget: differences", numeral(dropped), byte_size(dropped * batch * cost.BYTES)),
        ("keep: reverse mode", numeral(kept), byte_size(kept * batch * cost.BYTES)),
        ("the parameters, for all methods", numeral(n), byte_size(n * cost.BYTES)),
    ]
    return notebook.stack(
        notebook.beside(
            mo.Html(memory_plot(cost.keeping(network), cost.forgetting(network), batch)),
            notebook.numbers_table(("at most", "an example", f"batch of {batch}"), rows, "Numbers in memory"),
        ),
        notebook.says(
            f"Reverse mode keeps all **{kept}** results of the forward pass, "
            f"{byte_size(kept * batch * cost.BYTES)} for a batch of {batch}, at {cost.BYTES} bytes a number. "
            f"A pass that forgets never holds more than {dropped} an example."
        ),
    )


@app.cell(hide_code=True)
def memory_picture(batch, stored):
    notebook.stack(batch, stored, notebook.follows(show_memory, stored=stored, batch=batch))
    return


@app.cell(hide_code=True)
def memory_question(sheet):
    sheet.ask(3, questions.memory_question)
    return


@app.cell(hide_code=True)
def turned_prose():
    mo.md(r"""
    ## When forward mode wins

    One pass of forward mode starts at **one input** and reaches all outputs. One backward pass starts at **one output**
    and reaches all inputs. Training is the extreme case: millions of inputs, the parameters, and one output, the loss.

    Turn the network round: one input, many outputs. Now forward mode needs a single pass after the evaluation. Both
    methods compute the same table here: the derivative of every output with respect to every input. There are
    3 hidden neurons between them, and the weights stay as they are.
    """)
    return


@app.cell(hide_code=True)
def turned_controls():
    ends = notebook.sliders(
        {"inputs": (1, 12), "outputs": (1, 12)},
        {"inputs": 12, "outputs": 1},
        {"many inputs": {"inputs": 12, "outputs": 1}, "turned round": {"inputs": 1, "outputs": 12}},
        slider_step=1,
        positions=12,
    )
    return (ends,)


@app.function(hide_code=True)
@functools.cache
def both_modes(inputs, outputs):
    network = neurons((inputs, 3, outputs), loss=False)
    wrt, of = [f"x{i + 1}" for i in range(inputs)], [f"y{i + 1}" for i in range(outputs)]
    ahead, pushed = cost.count(cost.by_forward_mode, network, numbers_for(network), wrt, of)
    back, pulled = cost.count(cost.by_reverse_mode, network, numbers_for(network), wrt, of)
    return ahead, back, max(abs(pushed[entry] - pulled[entry]) for entry in pulled)


@app.function(hide_code=True)
def show_ends(ends):
    inputs, outputs = round(ends["inputs"]), round(ends["outputs"])
    ahead, back, difference = both_modes(inputs, outputs)
    many = inputs * outputs
    fewest, most = sorted((ahead.operations, back.operations))
    mode = "forward mode" if ahead.operations < back.operations else "reverse mode"
    verdict = f"**{mode}** takes fewer, {numeral(fewest)} operations instead of {numeral(most)}."
    if most < 1.1 * fewest:
        verdict = (
            f"**about the same**, {numeral(ahead.operations)} operations and {numeral(back.operations)}. So close to "
            "a square table the layer between decides, not the number of passes."
        )
    rows = [
        ("forward mode", numeral(ahead.evaluations), numeral(ahead.products), numeral(ahead.operations)),
        ("reverse mode", numeral(back.evaluations), numeral(back.products), numeral(back.operations)),
    ]
    picture = passes_picture(
        [
            Passes("forward mode", ahead.passes, carry=ahead.derivative_passes),
            Passes("reverse mode", back.passes, back=back.derivative_passes),
        ]
    )
    return notebook.stack(
        notebook.beside(
            mo.Html(picture),
            notebook.numbers_table(("counted", "evaluations", "derivatives", "together"), rows, "Both modes, counted"),
        ),
        notebook.says(
            f"{inputs} {'input' if inputs == 1 else 'inputs'}, {outputs} {'output' if outputs == 1 else 'outputs'}: "
            f"{verdict} Both find the same {many} {'derivative' if many == 1 else 'derivatives'}"
            f"{f', up to rounding ({numeral(difference, 1)})' if difference else ''}."
        ),
    )


@app.cell(hide_code=True)
def turned_picture(ends):
    notebook.stack(ends, notebook.follows(show_ends, ends=ends))
    return


@app.cell(hide_code=True)
def modes_question(sheet):
    sheet.ask(4, questions.modes_question)
    return


@app.cell(hide_code=True)
def race_prose():
    mo.md(r"""
    ## Let it run

    Now a network with hundreds of parameters. Backpropagation gives every gradient first. Then the central
    difference goes through the parameters one by one, and each result is compared. Run one network, then one twice as
    large: the rows stay. What happens to the number of operations? The largest takes a while; you may stop it.

    `race` counts one run of reverse mode. Then `against` takes the parameters in turn and says, after each, how
    far it is. What it says goes into `ran`, so that every network you run keeps its row.
    """)
    return


@app.function
def race(hidden, ran):
    network = neurons((2, hidden, 1))
    at, names = numbers_for(network), parameters_of(network)
    tally, slopes = cost.count(cost.by_reverse_mode, network, at, names, ["L"])
    exact = {name: slope for (_, name), slope in slopes.items()}
    loss = forward(network, **at)["L"]
    for progress in cost.against(network, at, names, "L", exact):
        ran[hidden] = (tally, progress, loss)
        where = f"pass {progress.passes} of {progress.of}"
        yield Frame(progress.passes / progress.of, where, functools.partial(race_table, ran, hidden))


@app.function(hide_code=True)
def race_table(ran, hidden):
    rows = [
        (
            f"2-{size}-1",
            f"{progress.passes // 2} of {progress.of // 2}",
            numeral(progress.operations, 8),
            numeral(tally.operations, 8),
            numeral(loss),
            numeral(progress.worst, 1),
        )
        for size, (tally, progress, loss) in sorted(ran.items())
    ]
    head = ("network", "gradients", "operations, differences", "operations, backprop", "L", "they differ by")
    tally, progress, _ = ran[hidden]
    return notebook.stack(
        notebook.numbers_table(head, rows, "The runs in numbers"),
        notebook.says(
            f"{progress.passes // 2} of {progress.of // 2} numerical gradients, after "
            f"**{numeral(progress.operations / tally.operations, 3)} times** the operations of backpropagation. "
            f"{race_growth(ran)}"
        ),
    ).text


@app.function(hide_code=True)
def race_growth(ran):
    done = {size: run for size, run in sorted(ran.items()) if run[1].passes == run[1].of}
    if len(done) < 2:
        return "Run another network to the end to compare the two."
    (small, (tally, progress, _)), (large, (more, further, _)) = list(done.items())[-2:]
    return (
        f"From {small} hidden neurons to {large}: **{numeral(further.of / progress.of, 3)} times** the parameters, "
        f"**{numeral(further.operations / progress.operations, 3)} times** the operations of the central difference, "
        f"{numeral(more.operations / tally.operations, 3)} times those of backpropagation."
    )


@app.cell(hide_code=True)
def race_code():
    notebook.source(race)
    return


@app.cell(hide_code=True)
def race_controls():
    width = notebook.choose(
        {f"{size} hidden": size for size in (80, 160, 320)},
        "80 hidden",
        "network",
        kept=("80 hidden", "160 hidden"),
    )
    runs = notebook.run(race, hidden=width, ran={})
    return runs, width


@app.cell(hide_code=True)
def race_picture(runs, width):
    notebook.stack(width, runs)
    return


@app.cell(hide_code=True)
def race_reading():
    mo.md(f"""
    The last column is the largest difference between the two. Is it good? Yes: it is rounding, not a mistake. A number
    keeps about 16 digits, so *L* is known only to 1e−16 of its size, and the division by 2*h*, with
    *h* = {numeral(cost.STEP)}, makes that {numeral(1 / (2 * cost.STEP))} times as large. So the network with the larger
    loss has the larger difference. {notebook.link("5.5")} is about that.
    """)
    return


@app.cell(hide_code=True)
def log(sheet):
    notebook.what_you_said(sheet)
    return


@app.cell(hide_code=True)
def closing():
    mo.md(f"""
    ## Take with you

    - All gradients by differences: n + 1 or 2n passes, and each pass grows with n.
    - Both modes evaluate once. Then forward mode takes a pass for each input, reverse mode one for each output.
    - A loss is one output. Its whole gradient costs less than three forward passes, for any n.
    - The price is memory: the results of the forward pass are kept, for every example of the batch.
    - Backpropagation computes gradients, and nothing else. Moving the parameters is another step: gradient descent
      ({notebook.link("5.7", "in 5.7")}).

    **Next:** {notebook.link("5.2")}: what the network is, seen as a graph.
    """)
    return


@app.cell(hide_code=True)
def sources():
    mo.md(r"""
    **Sources**

    - K. Chaudhury, *Math and Architectures of Deep Learning*, Manning: the lecture's reference.
    - A. Griewank, A. Walther (2008), *Evaluating Derivatives*, 2nd edition, SIAM, chapters 3 and 4: forward and reverse
      mode, and what each costs in operations and memory.
    - A. G. Baydin, B. A. Pearlmutter, A. A. Radul, J. M. Siskind (2018), "Automatic differentiation in machine
      learning: a survey", *Journal of Machine Learning Research* 18(153), sections 2 and 3.
    - D. E. Rumelhart, G. E. Hinton, R. J. Williams (1986), "Learning representations by back-propagating errors",
      *Nature* 323, 533–536.
    """)
    return


if __name__ == "__main__":
    app.run()
