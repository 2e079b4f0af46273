# /// script
# [tool.marimo.opengraph]
# title = "5.1 Why backpropagation"
# description = "Four ways to compute a gradient, with every operation counted, and the price of reverse mode."
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
    from course_lib.engine.forward_mode import forward_mode
    from course_lib.exercises import prediction
    from course_lib.numerals import numeral
    from course_lib.page import notebook
    from course_lib.sections.why import cost, growth, memory, questions
    from course_lib.sections.why.bills import bills, both_modes, picture_of_bills, rows_of_bills, said_of_bills
    from course_lib.sections.why.neurons import neurons, numbers_for, parameters_of
    from course_lib.sections.why.plots import memory_plot, network_picture
    from course_lib.sections.why.race import race_rows, said_of_race
    from course_lib.widgets.run import Frame


@app.cell(hide_code=True)
def title():
    notebook.header(
        "5.1",
        minutes=25,
        able_to=[
            "say how many passes a gradient costs by differences, by forward mode and by reverse mode",
            "say how the time for a numerical gradient grows with the network, and why",
            "name the price of backpropagation: one forward pass whose values stay in memory",
            "choose forward or reverse mode from the number of inputs and outputs",
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
    ## Every parameter needs its derivative

    A network learns by moving each of its parameters a little, in the direction that lowers the loss $L$.
    For that it needs $\partial L/\partial\theta_i$ for **every** parameter $\theta_i$. A network with $n$ parameters
    needs $n$ numbers.

    You could get them without any calculus. Move one parameter by a small step $h$, run the network again, and see how
    the loss changed.

    $$\begin{gathered}
    \frac{L(\theta_i + h) - L(\theta_i)}{h} \\[1.5ex]
    \text{or better}\quad \frac{L(\theta_i + h) - L(\theta_i - h)}{2h}
    \end{gathered}$$
    """)
    return


@app.cell(hide_code=True)
def differences_words():
    mo.md(r"""
    The lecture says that this takes $2n$ forward passes. That is the second formula, the *central* difference.
    The first formula, the *forward* difference, shares one pass among all parameters and takes $n + 1$.

    In the code, `graph` is the network, and `at` holds a number for each of its inputs and parameters. `wrt` lists the
    names to differentiate with respect to, here all parameters. `of` lists what is differentiated, here only $L$. You
    may ignore whatever follows a colon inside the parentheses: it names a type. One call of `forward` is **one pass**:
    it runs the network once.
    `moved` returns the same numbers with one of them moved. Read the loop. How many calls of `forward` are there for
    each name, and how many before the loop?
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

    A network is made of small operations: products, sums, a tanh. Each one knows its **local derivative**: how fast its
    result changes when one of its arguments changes. For $w \cdot v$ and the argument $w$, it is $v$. So we can follow
    a change through the network exactly, without a step $h$. There are two directions, and each answers its own
    question.
    """)
    return


@app.cell(hide_code=True)
def questions_prose():
    mo.md(r"""
    **Forward mode** asks: *if this one parameter changes, how does everything else change?* It starts at the parameter.
    For each result that depends on it, it computes the **tangent**: how fast that value changes when the parameter
    changes. (Here a tangent is a number, not a line.) At $L$ it has one derivative. The next parameter needs another
    pass.

    **Reverse mode** asks: *if any value changes, how does $L$ change?* It starts at $L$, walks back, and computes for
    each value how $L$ depends on it. **One** such pass answers the question for all parameters. In neural networks,
    this is called **backpropagation**.
    """)
    return


@app.cell(hide_code=True)
def modes_words():
    mo.md(r"""
    Both begin with one call of `forward`. Now look at the loops. Forward mode loops over the inputs in `wrt`; each pass
    gives the tangents of all outputs. Reverse mode loops over the outputs in `of`; each pass (`grad`) gives the
    derivatives with respect to all inputs. A loss is one output, so the second loop runs once.
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
                outer loop walks along this list. `user` is the current node, and `args` are the nodes from which it is
                computed. An argument that has no tangent does not depend on the input, so it is skipped. For each other
                argument, `local_number` returns the local derivative. The local derivative times the argument's tangent
                is one contribution, and the contributions add up. {notebook.link("5.2")} draws such lists.
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

    A **neuron** multiplies each of its inputs by a **weight**, and adds up the products and its **bias**. A hidden
    neuron then applies tanh to the sum. Neurons that share the same inputs form a **layer**. A "2-3-1 network" has 2
    inputs, 3 hidden neurons and 1 output neuron. Each neuron has one weight per input, and one bias:

    **{_hidden}·({_inputs} + 1) + {_outputs}·({_hidden} + 1) = {len(parameters_of(neurons(SIZES)))} parameters.**
    """)
    return (SIZES,)


@app.cell(hide_code=True)
def network_drawing(SIZES):
    mo.Html(network_picture(SIZES))
    return


@app.cell(hide_code=True)
def ratio_prediction(sheet):
    _bill, _n = bills(3)["reverse mode"], len(parameters_of(neurons((2, 3, 1))))
    sheet.predict(
        1,
        prediction.ratio(
            f"The 2-3-1 network has {_n} parameters. Reverse mode gives all {_n} gradients. It takes one forward and "
            "one backward pass. How many operations is that, compared with a forward pass alone?",
            {"about as many": 1, "2 to 3 times": 2.5, f"{_n} times": _n, f"{2 * _n} times": 2 * _n},
            before=_bill.evaluations,
            after=_bill.operations,
            why="An operation has at most two arguments, so at most two local derivatives. The backward pass therefore "
            "costs at most twice the forward pass. The factor stays below 3, however many parameters there are.",
            replies={
                "about as many": "That is the forward pass alone. The backward pass comes on top of it.",
                f"{_n} times": f"That would be one pass per parameter. One backward pass gives all {_n} gradients.",
                f"{2 * _n} times": "That is the central difference: two forward passes for each parameter.",
            },
        ),
    )
    return


@app.cell(hide_code=True)
def counter_prose():
    mo.md(r"""
    ## Count them

    Each time you move the slider, all four methods really compute all gradients of the network. A counter sits on
    every node of the graph. **One operation** is either an evaluation (of a product, a sum or a tanh) or a
    multiplication by a local derivative. *Together* is the sum of both. Seconds would tell you about the machine.
    Counts tell you about the method.

    Each arrow is one pass. **→** evaluates the network. **→** with a dot carries the tangents of one input forward.
    **←** carries the gradients of one output back. No method does unnecessary work: forward mode skips whatever does
    not depend on its parameter, and reverse mode skips whatever does not depend on any parameter.
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
    return notebook.stack(
        notebook.beside(
            mo.Html(picture_of_bills(bill)),
            notebook.numbers_table(
                ("counted", "evaluations", "derivatives", "together"), rows_of_bills(bill, 5), "Operations, counted"
            ),
        ),
        notebook.says(said_of_bills(hidden)),
    )


@app.cell(hide_code=True)
def counter_picture(size):
    notebook.stack(size, notebook.after_prediction(1, notebook.follows(show_bills, size=size)))
    return


@app.cell(hide_code=True)
def counter_reading():
    mo.md(r"""
    Forward mode takes one pass per parameter, as differences do, but fewer operations. A difference treats the network
    as a black box: each of its passes runs the whole network. Forward mode evaluates once, and follows a parameter only
    to the values that depend on it. In a deep network, nearly every value depends on a parameter of the first layer.
    There a pass carries a tangent through nearly every operation, and costs more than an evaluation. Unlike a
    difference, it is exact.
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

    The lecture speaks of millions of parameters, and today's largest networks have many billions. We cannot count
    operations at that size. Instead we find a formula for the counts above, and extrapolate. Commit to an answer first.
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
            why=f"The numbers are seconds, at {numeral(_rate)} operations per second. There are ten times as many "
            "passes, and each one takes ten times as long.",
            replies={
                "as long": "More parameters need more passes, and every pass has more to compute.",
                "10 times as long": "That counts only one of two changes: more passes, and more work in each.",
                "20 times as long": "Two passes per parameter are needed both times, so the 2 makes no difference.",
            },
        ),
    )
    return


@app.cell(hide_code=True)
def growth_law():
    notebook.after_prediction(
        2,
        mo.md(r"""
        **A pass gets longer, too.** $2n$ passes sounds like work in proportion to $n$. It is more. Each pass goes
        through the whole network, and a larger network takes longer. In wide layers a pass takes about $2n$ operations:
        one product and one addition per weight.

        $$\underbrace{2n}_{\text{passes}} \times \underbrace{2n}_{\text{operations in each}} = 4n^2$$

        A machine always does the same number of *operations* per second. As the network grows, it does fewer *passes*
        per second.
        """),
    )
    return


@app.cell(hide_code=True)
def growth_controls():
    RATES = {"1e9, one core": 1e9, "1e12, a graphics card": 1e12, "1e15, a large machine": 1e15}
    power = notebook.sliders({"n = 10 to the": (1, 12)}, {"n = 10 to the": 9}, slider_step=1, positions=12)
    rate = notebook.choose(RATES, "1e12, a graphics card", "operations per second")
    return power, rate


@app.function(hide_code=True)
def show_growth(power, rate):
    n = 10.0 ** round(power["n = 10 to the"])
    return notebook.stack(
        notebook.beside(
            mo.Html(growth.picture_of_growth(n, rate)),
            notebook.numbers_table(
                ("extrapolated", "passes", "operations", "time"),
                growth.rows_of_growth(cost.extrapolated(n), rate),
                "Cost at this size",
                caption=growth.LAW,
            ),
        ),
        notebook.says(growth.said_of_growth(n, rate)),
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
    ## The price of reverse mode

    The lecture says: *backpropagation computes all gradients in one backward pass*. That is right, with two conditions.
    There must have been **one forward pass**. And its results must still be in memory, since they determine every local
    derivative. For example, the derivative of $w \cdot v$ with respect to $w$ is $v$, the value that came in.

    Differences may forget. They can drop a result once the last operation that needs it has used it. Reverse mode keeps
    every result until the backward pass has gone past it. It does so for each example of a **batch**, the examples that
    go through the network together. Forward mode has a choice: keep the results for all its passes, as here, or
    evaluate again in each pass.
    """)
    return


@app.cell(hide_code=True)
def memory_words():
    mo.md(r"""
    An engine can save some memory here. The local derivatives of a sum need no result at all. An engine can also drop a
    result and compute it again in the backward pass: more operations, less memory.

    `forgetting` walks along the operations. It adds each result to the set it holds, notes the size of the set, and
    drops every result that no later operation needs. `keeping` drops nothing in the forward pass, so its count rises
    1, 2, 3, … to the number of all results. In the backward pass it falls again.
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
    return notebook.stack(
        notebook.beside(
            mo.Html(memory_plot(cost.keeping(network), cost.forgetting(network), batch)),
            notebook.numbers_table(
                ("at most", "per example", f"batch of {batch}"),
                memory.rows_of_memory(hidden, batch),
                "Numbers in memory",
            ),
        ),
        notebook.says(memory.said_of_memory(hidden, batch)),
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

    Now turn the network round: one input, many outputs. After the evaluation, forward mode needs a single pass. Below,
    both methods compute the same table: the derivative of every output with respect to every input. There are always
    3 hidden neurons between inputs and outputs, and the weights stay the same.
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
def show_ends(ends):
    found = both_modes(round(ends["inputs"]), round(ends["outputs"]))
    return notebook.stack(
        notebook.beside(
            mo.Html(found.picture),
            notebook.numbers_table(
                ("counted", "evaluations", "derivatives", "together"), rows_of_bills(found.bill), "Both modes, counted"
            ),
        ),
        notebook.says(found.said),
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

    Now take a network with hundreds of parameters. First, backpropagation computes every gradient. Then the central
    difference goes through the parameters one by one, and each result is compared with the exact gradient. Run one
    network, then one twice as large. What happens to the number of operations? The largest one takes a while; you may
    stop it.

    `race` counts one run of reverse mode. Then `against` takes the parameters in turn, and reports its progress after
    each one. `ran` stores these reports, so that every network you run keeps its row.
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
    head = ("network", "gradients", "operations, differences", "operations, backprop", "L", "they differ by")
    return notebook.stack(
        notebook.numbers_table(head, race_rows(ran), "The runs in numbers"), notebook.says(said_of_race(ran, hidden))
    ).text


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
    The last column is the largest difference between the two gradients. Is it small enough? Yes: it is a rounding
    error, not a bug. A number has about 16 digits, so the relative rounding error of *L* is about 1e−16. The division
    by 2*h*, with *h* = {numeral(cost.STEP)}, multiplies that by {numeral(1 / (2 * cost.STEP))}. So the network with the
    larger loss has the larger difference. {notebook.link("5.5")} is about that.
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

    - Differences need n + 1 or 2n passes for all gradients, and each pass takes longer as n grows.
    - Both modes evaluate once. Then forward mode takes one pass per input, and reverse mode one pass per output.
    - A loss is one output. Its whole gradient costs less than three forward passes, for any n.
    - The price is memory: the results of the forward pass are kept, for every example of the batch.
    - Backpropagation computes gradients, and nothing else. Moving the parameters is another step: gradient descent
      ({notebook.link("5.7", "in 5.7")}).

    **Next:** {notebook.link("5.2")}, where you see the network as a graph.
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
