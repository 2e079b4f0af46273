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

    from course_lib import cost, notebook
    from course_lib.draw.cost_plots import Passes, growth_plot, memory_plot, passes_picture
    from course_lib.draw.table import table
    from course_lib.exercises import cost_questions, prediction
    from course_lib.neurons import neurons, numbers_for, parameters_of
    from course_lib.numerals import byte_size, duration, numeral
    from course_lib.widgets.run import State


@app.cell(hide_code=True)
def title():
    notebook.header(
        "5.1",
        minutes=25,
        able_to=[
            "say how many passes a gradient costs: by differences, by forward mode, by reverse mode",
            "say why twice the parameters take a numerical gradient four times as long",
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

    You could get them without any calculus: move one parameter, run the network again, see what the loss did.

    $$\frac{L(\theta_i + h) - L(\theta_i)}{h}
    \qquad\text{or better}\qquad
    \frac{L(\theta_i + h) - L(\theta_i - h)}{2h}$$

    The lecture says that this takes $2n$ forward passes. That is the *central* difference, on the right.
    The *forward* difference, on the left, shares one pass among all parameters and takes $n + 1$.
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

    Every operation knows its own local derivative. So a change can be followed through the network exactly,
    without $h$. There are two directions.

    **Forward mode** starts at one parameter. Beside each value it computes how that value changes with this parameter.
    When it arrives at $L$ it has one derivative. The next parameter needs a pass of its own.

    **Reverse mode** starts at $L$ and walks back. It meets every parameter on the way. For neural networks it is called
    **backpropagation**.
    """)
    return


@app.cell(hide_code=True)
def modes_code():
    notebook.source(cost.forward_mode, cost.reverse_mode)
    return


@app.cell(hide_code=True)
def pushed_code():
    mo.accordion({"How a change is pushed forward, operation by operation": notebook.source(cost.pushed)})
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
            f"A 2-3-1 network has {_n} parameters. Reverse mode gives all {_n} gradients. Counting its forward pass "
            "too, how many operations does it take, compared with a forward pass alone?",
            {"about as many": 1, "about 3 times": 3, f"{_n} times": _n, f"{2 * _n} times": 2 * _n},
            before=_bill.evaluations,
            after=_bill.operations,
            why="An operation with two arguments has two local derivatives: the way back costs about twice the way "
            "there. However many parameters there are, it stays at about 3.",
        ),
    )
    return


@app.cell(hide_code=True)
def counter_prose():
    mo.md(r"""
    ## Count them

    Here is a network with 2 inputs, one hidden layer and 1 output, with biases. All four methods compute all of its
    gradients, really, each time you move the slider. A counter sits on every operation of the graph and on every local
    derivative. Seconds would tell you about a machine; counts tell you about the method.

    Each arrow is one pass over the network. **→** evaluates it, **←** hands gradients back. A dot means that the pass
    carries one derivative along.
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
    reverse, central = bill["reverse mode"], bill["central difference"]
    picture = passes_picture(
        [
            Passes("forward difference", bill["forward difference"].passes, most=50),
            Passes("central difference", central.passes, most=100),
            Passes("forward mode", bill["forward mode"].passes, carry=True, most=50),
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
            notebook.numbers_table(
                ("counted", "evaluations", "local derivatives", "together"), rows, "Operations, counted"
            ),
        ),
        notebook.says(
            f"The 2-{hidden}-1 network has **{n} parameters**. The central difference evaluates it {central.passes} "
            "times. Reverse mode takes one pass each way, "
            f"{numeral(reverse.operations / reverse.evaluations, 3)} times the operations of a forward pass. "
            "The central difference takes "
            f"**{numeral(central.operations / reverse.operations, 3)} times** as many as reverse mode."
        ),
    )


@app.cell(hide_code=True)
def counter_picture(size):
    notebook.stack(size, notebook.follows(show_bills, size=size))
    return


@app.cell(hide_code=True)
def passes_question(sheet):
    sheet.ask(1, cost_questions.passes_question)
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
    mo.md(r"""
    ### A pass gets longer, too

    $2n$ passes sounds like work in proportion to $n$. It is more. Each of the passes goes through the whole network,
    and a larger network takes longer: in wide layers about $2n$ operations, one product and one addition for each
    weight.

    $$\underbrace{2n}_{\text{passes}} \times \underbrace{2n}_{\text{operations in each}} = 4n^2$$

    So a fixed rate of passes misleads. A tiny network is through in no time, and the rate that you measure there is not
    the rate of a large one. What a machine keeps is its rate of *operations*.
    """)
    return


@app.cell(hide_code=True)
def growth_controls():
    RATES = {"1e9, one core": 1e9, "1e12, a graphics card": 1e12, "1e15, a large machine": 1e15}
    power = notebook.sliders({"n = 10 to the": (1, 12)}, {"n = 10 to the": 9}, slider_step=1, positions=12)
    rate = notebook.choose(RATES, "1e12, a graphics card", "operations a second")
    return power, rate


@app.function(hide_code=True)
def show_growth(power, rate):
    LAW = f"By formula: {cost.FORWARD} operations a parameter for a pass, {cost.BACKWARD} for its local derivatives."
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
            f"gradient, reverse mode **{duration(reverse.seconds(rate))}**. Measure the rate of passes on the 2-3-1 "
            f"network instead, and you would promise {duration(naive)}."
        ),
    )


@app.cell(hide_code=True)
def growth_picture(power, rate):
    notebook.stack(rate, power, notebook.follows(show_growth, power=power, rate=rate))
    return


@app.cell(hide_code=True)
def waiting_question(sheet):
    sheet.ask(2, cost_questions.waiting_question)
    return


@app.cell(hide_code=True)
def memory_prose():
    mo.md(r"""
    ## What reverse mode pays

    The lecture says: *backpropagation computes all gradients in one backward pass*. That is right, and two things
    belong to it. There must have been **one forward pass**. And its results must still be there, since every local
    derivative is taken at them: the derivative of $w \cdot h$ with respect to $w$ is $h$.

    Differences and forward mode may forget: a result can be dropped as soon as its last user has it.
    Reverse mode keeps every result until the way back has passed it, for each example of a batch.

    An engine may save something here. The local derivatives of a sum need no result at all. And a result can be dropped
    and computed again on the way back: more operations, less memory.
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
    largest = len(cost.results_of(neurons((2, 12, 1))))
    n = len(parameters_of(network))
    rows = [
        ("forget: differences, forward mode", numeral(dropped), byte_size(dropped * batch * cost.BYTES)),
        ("keep: reverse mode", numeral(kept), byte_size(kept * batch * cost.BYTES)),
        ("the parameters, for all methods", numeral(n), byte_size(n * cost.BYTES)),
    ]
    return notebook.stack(
        notebook.beside(
            mo.Html(memory_plot(cost.keeping(network), cost.forgetting(network), largest)),
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
    sheet.ask(3, cost_questions.memory_question)
    return


@app.cell(hide_code=True)
def turned_prose():
    mo.md(r"""
    ## When forward mode wins

    One forward-mode pass starts at **one input** and reaches all outputs. One backward pass starts at **one output**
    and reaches all inputs. Training is the extreme case: millions of inputs, the parameters, and one output, the loss.

    Turn the network round: one input, many outputs. Now forward mode needs a single pass. Both methods compute the same
    table here, the derivative of every output with respect to every input.
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
    ahead, pushed = cost.count(cost.forward_mode, network, numbers_for(network), wrt, of)
    back, pulled = cost.count(cost.reverse_mode, network, numbers_for(network), wrt, of)
    return ahead, back, max(abs(pushed[entry] - pulled[entry]) for entry in pulled)


@app.function(hide_code=True)
def show_ends(ends):
    inputs, outputs = round(ends["inputs"]), round(ends["outputs"])
    ahead, back, difference = both_modes(inputs, outputs)
    fewer = {True: "forward mode", False: "reverse mode"}[ahead.operations < back.operations]
    verdict = "both take the same" if ahead.operations == back.operations else f"**{fewer}** takes fewer"
    rows = [
        ("forward mode", numeral(ahead.evaluations), numeral(ahead.products), numeral(ahead.operations)),
        ("reverse mode", numeral(back.evaluations), numeral(back.products), numeral(back.operations)),
    ]
    picture = passes_picture(
        [
            Passes("forward mode", ahead.passes, carry=True),
            Passes("reverse mode", back.passes, back=back.derivative_passes),
        ]
    )
    return notebook.stack(
        notebook.beside(
            mo.Html(picture),
            notebook.numbers_table(
                ("counted", "evaluations", "local derivatives", "together"), rows, "Both modes, counted"
            ),
        ),
        notebook.says(
            f"{inputs} {'input' if inputs == 1 else 'inputs'}, {outputs} {'output' if outputs == 1 else 'outputs'}: "
            f"{verdict}, {numeral(min(ahead.operations, back.operations))} operations. The two tables differ by "
            f"{numeral(difference, 1)} at most."
        ),
    )


@app.cell(hide_code=True)
def turned_picture(ends):
    notebook.stack(ends, notebook.follows(show_ends, ends=ends))
    return


@app.cell(hide_code=True)
def modes_question(sheet):
    sheet.ask(4, cost_questions.modes_question)
    return


@app.cell(hide_code=True)
def race_prose():
    mo.md(r"""
    ## Let it run

    Now a network with a few hundred parameters. Backpropagation gives every gradient first. Then the central
    difference goes through the parameters one by one, and each result is compared. Stop it when you have seen enough.
    Then take a network twice as large. What happens to the number of operations?
    """)
    return


@app.function
def race(hidden):
    network = neurons((2, hidden, 1))
    at, names = numbers_for(network), parameters_of(network)
    tally, slopes = cost.count(cost.reverse_mode, network, at, names, ["L"])
    exact = {name: slope for (_, name), slope in slopes.items()}
    for progress in cost.against(network, at, names, "L", exact):
        where = f"pass {progress.passes} of {progress.of}"
        yield State(progress.passes / progress.of, where, functools.partial(race_table, tally, progress))


@app.function(hide_code=True)
def race_table(tally, progress):
    rows = [
        ("backpropagation", "all", "2", numeral(tally.operations, 8)),
        ("central difference", f"{progress.passes // 2}", f"{progress.passes}", numeral(progress.operations, 8)),
    ]
    return notebook.stack(
        notebook.numbers_table(("counted", "gradients", "passes", "operations"), rows, "The run in numbers"),
        notebook.says(
            f"{progress.passes // 2} of {progress.of // 2} numerical gradients. They differ from backpropagation's by "
            f"{numeral(progress.worst, 1)} at most, after "
            f"**{numeral(progress.operations / tally.operations, 3)} times** its operations."
        ),
    ).text


@app.cell(hide_code=True)
def race_code():
    notebook.source(race)
    return


@app.cell(hide_code=True)
def race_controls():
    width = notebook.choose({"50 hidden": 50, "100 hidden": 100, "200 hidden": 200}, "50 hidden", "network")
    return (width,)


@app.cell(hide_code=True)
def race_picture(width):
    notebook.stack(width, notebook.run(race, hidden=width))
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
    - Forward mode: one pass for each input. Reverse mode: one for each output, after one forward pass.
    - A loss is one output. Its whole gradient costs about three forward passes, for any n.
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
