import marimo

__generated_with = "0.25.2"
app = marimo.App(
    width="medium",
    app_title="5.3 The chain rule in action",
    css_file="../course_lib/draw/theme.css",
)

with app.setup(hide_code=True):
    import marimo as mo
    import numpy as np

    from course_lib import backward, forward, grad, notebook, parse
    from course_lib.check import numerical_gradient
    from course_lib.draw.live import STATEMENTS, LiveGraph
    from course_lib.draw.plots import tangent_plot
    from course_lib.engine import sweep
    from course_lib.explain import derivation, overflow_note, product_latex
    from course_lib.numerals import numeral


@app.cell(hide_code=True)
def title():
    notebook.header(
        "5.3",
        "The chain rule in action",
        minutes=25,
        able_to=[
            "differentiate a composition, each factor at its own point",
            "read any edge of a computational graph: what arrives × local derivative = what is handed on",
            "say what a gradient predicts, and how far to trust it",
            "add the contributions where a value is used more than once",
            "read the backward sweep in the engine's own source, line by line",
        ],
    )
    return


@app.cell(hide_code=True)
def chain_prose():
    mo.md(r"""
    ## Three functions in a row

    Let $L = f(g(h(x)))$. The number $x$ goes into $h$, its result into $g$, its result into $f$.
    Move $x$ a little, and the change passes through all three. Each one stretches it by its own derivative:

    $$\frac{dL}{dx} = f'(g) \cdot g'(h) \cdot h'(x)$$

    Look at what stands in the parentheses. **Every derivative is taken at the number that entered its own function.**
    Choose three functions, move $x$, and watch the points move with it.
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
    inner = mo.ui.dropdown(STAGES, value="sin u", label="h(u) =")
    middle = mo.ui.dropdown(STAGES, value="u²", label="g(u) =")
    outer = mo.ui.dropdown(STAGES, value="e^u", label="f(u) =")
    chain_x = mo.ui.slider(-2, 2, 0.01, value=0.8, label="x", show_value=True, full_width=True)
    return chain_x, inner, middle, outer


@app.cell
def chain_model(inner, middle, outer):
    chain = parse(f"""
        h = {inner.value.format("x")}
        g = {middle.value.format("h")}
        L = {outer.value.format("g")}
    """)
    mo.show_code()
    return (chain,)


@app.cell(hide_code=True)
def chain_layout(chain):
    chain_live = LiveGraph(chain, forward(chain, x=0.5))
    return (chain_live,)


@app.cell(hide_code=True)
def chain_picture(chain, chain_live, chain_x, inner, middle, outer):
    chain_values = forward(chain, x=chain_x.value)
    chain_trace = chain_live.trace(chain_values, STATEMENTS)
    notebook.stack(
        notebook.row(inner, middle, outer),
        notebook.slider_row(chain_x),
        notebook.graph_picture(
            chain_live.svg(chain_values, STATEMENTS, chain_live.last_step(STATEMENTS), every_edge=True)
        ),
        notebook.stages_table(chain_trace),
        notebook.says(f"${product_latex(chain_trace)}$" + overflow_note(chain_values), "backward"),
    )
    return (chain_values,)


@app.cell(hide_code=True)
def composing_prose():
    mo.md(r"""
    ### Composing is not multiplying

    The chain rule multiplies *derivatives*. It does not multiply the *functions*, and it does not take all the
    derivatives at $x$. Below are the same three functions, once inside each other and once multiplied,
    and the product of the three derivatives if all of them are taken at $x$.
    """)
    return


@app.cell
def composing_model(chain_values, chain_x, inner, middle, outer):
    multiplied = parse(f"""
        p = {inner.value.format("x")}
        q = {middle.value.format("x")}
        r = {outer.value.format("x")}
        M = p*q*r
    """)
    multiplied_values = forward(multiplied, x=chain_x.value)
    composed_slope = grad(chain_values, of="L")["x"]
    multiplied_slope = grad(multiplied_values, of="M")["x"]
    all_at_x = np.prod([grad(multiplied_values, of=factor)["x"] for factor in ("p", "q", "r")])
    mo.show_code()
    return all_at_x, composed_slope, multiplied_slope, multiplied_values


@app.cell(hide_code=True)
def composing_picture(
    all_at_x,
    chain_values,
    chain_x,
    composed_slope,
    multiplied_slope,
    multiplied_values,
):
    notebook.stack(
        notebook.numbers_table(
            ("", "value", "derivative by x", "numerical"),
            [
                (
                    "composed: f(g(h(x)))",
                    numeral(chain_values["L"]),
                    numeral(composed_slope),
                    numeral(numerical_gradient(chain_values, "x", "L")),
                ),
                (
                    "multiplied: f(x)·g(x)·h(x)",
                    numeral(multiplied_values["M"]),
                    numeral(multiplied_slope),
                    numeral(numerical_gradient(multiplied_values, "x", "M")),
                ),
                ("f′(x)·g′(x)·h′(x), all at x", "", numeral(all_at_x), "derivative of neither"),
            ],
            "Composing and multiplying, compared",
        ),
        notebook.says(
            f"At x = {numeral(chain_x.value)} the composition has slope **{numeral(composed_slope)}**. "
            f"With every derivative taken at x the product would be {numeral(all_at_x)}. "
            "The graph above shows why: only h ever sees x."
        ),
    )
    return


@app.cell(hide_code=True)
def network_prose():
    mo.md(r"""
    ## The lecture's network, forwards and backwards

    $$y = \sigma(w_2 \cdot \mathrm{relu}(w_1 x + b_1) + b_2), \qquad L = (y - \mathrm{target})^2$$

    Values flow right, in blue. Gradients flow left, in red italics. On the way back every node does the same thing:
    it takes **what arrives** from the loss's side, the *upstream gradient*, multiplies it by its own
    **local derivative**, and hands the product, its *contribution*, to its argument.

    Press **next** and follow one number at a time. A dash means *not computed yet*, which is not the same as 0.
    """)
    return


@app.cell
def network_model():
    network = parse("""
        z1 = w1*x + b1
        h1 = relu(z1)
        z2 = w2*h1 + b2
        y  = sigmoid(z2)
        L  = (y - target)**2
    """)
    mo.show_code()
    return (network,)


@app.cell(hide_code=True)
def network_settings(network):
    LECTURE = {"x": 2.0, "w1": 0.5, "b1": 0.1, "w2": 0.8, "b2": -0.2, "target": 0.7}
    PRESETS = {
        "lecture": LECTURE,
        "gate closed": {**LECTURE, "w1": -0.5},
        "saturated": {**LECTURE, "w2": 3.0, "b2": 2.7},
        "far from the target": {**LECTURE, "w2": 2.0, "target": 0.05},
    }
    RANGES = {
        "x": (-3, 3),
        "w1": (-3, 3),
        "b1": (-3, 3),
        "target": (0, 1),
        "w2": (-3, 3),
        "b2": (-3, 3),
    }
    live = LiveGraph(network, forward(network, **LECTURE), parameters=("w1", "b1", "w2", "b2"))
    return LECTURE, PRESETS, RANGES, live


@app.cell(hide_code=True)
def network_state(LECTURE):
    get_setting, set_setting = mo.state(LECTURE)
    get_step, set_step = mo.state(0)
    return get_setting, get_step, set_setting, set_step


@app.cell(hide_code=True)
def network_presets(PRESETS, set_setting):
    presets = notebook.preset_buttons(PRESETS, set_setting)
    return (presets,)


@app.cell(hide_code=True)
def network_sliders(RANGES, get_setting, set_setting):
    sliders = notebook.value_sliders(RANGES, get_setting(), set_setting)
    return (sliders,)


@app.cell(hide_code=True)
def network_numbers(RANGES, get_setting, set_setting):
    numbers = notebook.value_numbers(RANGES, get_setting(), set_setting)
    return (numbers,)


@app.cell(hide_code=True)
def network_zoom(live, set_step):
    zoom = notebook.zoom_control(live, set_step)
    every_edge = mo.ui.switch(label="arithmetic on every edge")
    return every_edge, zoom


@app.cell(hide_code=True)
def network_play(live, set_step, zoom):
    play = notebook.play_switch(live, zoom.value, set_step)
    step_buttons = notebook.step_buttons(live, zoom.value, set_step)
    return play, step_buttons


@app.cell(hide_code=True)
def network_clock(play):
    tick = notebook.clock(play.value)
    return (tick,)


@app.cell(hide_code=True)
def network_tick(live, set_step, tick, zoom):
    notebook.advance(tick, live, zoom.value, set_step)
    return


@app.cell(hide_code=True)
def network_step(get_step, live, set_step, zoom):
    step = notebook.step_slider(live, zoom.value, get_step(), set_step)
    return (step,)


@app.cell
def network_run(get_setting, network):
    values = forward(network, **get_setting())
    gradients = backward(values, of="L").grad
    mo.show_code()
    return gradients, values


@app.cell(hide_code=True)
def network_picture(
    every_edge,
    get_step,
    live,
    numbers,
    play,
    presets,
    sliders,
    step,
    step_buttons,
    tick,
    values,
    zoom,
):
    notebook.live_graph(
        live,
        values,
        zoom.value,
        get_step(),
        controls=(notebook.row("start from", *presets, zoom, every_edge), notebook.control_grid(sliders, numbers)),
        stepping=(step, *step_buttons, play, tick),
        every_edge=every_edge.value,
    )
    return


@app.cell(hide_code=True)
def table_prose():
    mo.md(r"""
    ### The same numbers as a table, and a check

    The last two columns don't trust the chain rule. They move each value by a tiny $h$ up and down and compute the loss
    again: $\frac{L(\theta + h) - L(\theta - h)}{2h}$. Backpropagation and this should agree to many digits.
    The table follows the step above.
    """)
    return


@app.cell(hide_code=True)
def network_table(get_step, live, values, zoom):
    mo.Html(live.table(values, zoom.value, get_step()))
    return


@app.cell(hide_code=True)
def derivation_control():
    derived = mo.ui.dropdown(["w1", "b1", "w2", "b2", "x", "target"], value="w1", label="the whole way to")
    return (derived,)


@app.cell(hide_code=True)
def derivation_picture(derived, live, values):
    notebook.stack(
        notebook.row(derived),
        mo.md(f"$${derivation(live.trace(values, STATEMENTS), derived.value)}$$"),
    )
    return


@app.cell(hide_code=True)
def nudge_prose():
    mo.md(r"""
    ## What a gradient means: a prediction

    $\partial L / \partial w_1$ answers one question: *if $w_1$ grows by a small $\varepsilon$, by how much does $L$ change?*
    The answer it gives is

    $$\Delta L \approx \frac{\partial L}{\partial w_1} \cdot \varepsilon$$

    That is the tangent instead of the curve. Choose a number of the lecture's network, move it, and nudge it:
    the short bar is what the tangent gets wrong.
    """)
    return


@app.cell(hide_code=True)
def nudge_state(LECTURE):
    get_leaf, set_leaf = mo.state("w2")
    return get_leaf, set_leaf


@app.cell(hide_code=True)
def nudge_leaf(RANGES, set_leaf):
    leaf = mo.ui.dropdown(list(RANGES), value="w2", label="nudge", on_change=set_leaf)
    epsilon = mo.ui.slider(-1, 1, 0.01, value=0.5, label="ε", show_value=True, full_width=True)
    return epsilon, leaf


@app.cell(hide_code=True)
def nudge_point(LECTURE, RANGES, get_leaf):
    point = mo.ui.slider(
        *RANGES[get_leaf()], 0.01, value=LECTURE[get_leaf()], label=get_leaf(), show_value=True, full_width=True
    )
    return (point,)


@app.cell
def nudge_model(LECTURE, epsilon, leaf, network, point):
    setting = {**LECTURE, leaf.value: point.value}
    here = forward(network, **setting)
    slope = grad(here, of="L")[leaf.value]
    moved = forward(network, **{**setting, leaf.value: point.value + epsilon.value})
    change = moved["L"] - here["L"]
    predicted = slope * epsilon.value
    mo.show_code()
    return change, here, moved, predicted, setting, slope


@app.cell(hide_code=True)
def nudge_picture(
    RANGES,
    change,
    epsilon,
    here,
    leaf,
    moved,
    network,
    point,
    predicted,
    setting,
    slope,
):
    xs = np.linspace(RANGES[leaf.value][0] - 1, RANGES[leaf.value][1] + 1, 161)
    ys = forward(network, **{**setting, leaf.value: xs})["L"]
    notebook.stack(
        notebook.row(leaf),
        notebook.slider_row(point, epsilon),
        notebook.beside(
            mo.Html(tangent_plot(xs, ys, (point.value, here["L"]), slope, epsilon.value, (leaf.value, "L"))),
            notebook.numbers_table(
                ("", "number"),
                [
                    (f"L at {leaf.value} = {numeral(point.value)}", numeral(here["L"])),
                    (f"L at {leaf.value} + ε", numeral(moved["L"])),
                    ("ΔL, what happened", numeral(change)),
                    (f"∂L/∂{leaf.value} · ε, what was predicted", numeral(predicted)),
                    ("difference", numeral(change - predicted)),
                    ("difference / ε²", numeral((change - predicted) / epsilon.value**2 if epsilon.value else None)),
                ],
                "The nudge in numbers",
            ),
        ),
        notebook.says(
            f"The tangent predicts **{numeral(predicted)}**, the network answers **{numeral(change)}**. "
            "Halve ε and the difference falls to about a quarter: its ratio to ε² hardly changes, "
            "unless a kink lies on the way."
        ),
    )
    return


@app.cell(hide_code=True)
def paths_prose():
    mo.md(r"""
    ## Where paths meet, gradients add

    Here one weight $w$ is used twice, as in a recurrent network. Move $w$ and the loss changes along **two** paths:
    through $a$, and directly through $b$. Each path makes its contribution, and both changes happen at once.
    So the gradient is their **sum**. Step through the graph and watch $w$ collect.
    """)
    return


@app.cell
def paths_network():
    shared = parse("""
        a = w*x
        b = w*a
        L = (b - 1)**2
    """)
    mo.show_code()
    return (shared,)


@app.cell(hide_code=True)
def paths_state(shared):
    shared_live = LiveGraph(shared, forward(shared, w=1.5, x=0.8), parameters=("w",))
    get_shared_step, set_shared_step = mo.state(shared_live.last_step(STATEMENTS))
    return get_shared_step, set_shared_step, shared_live


@app.cell(hide_code=True)
def paths_controls(set_shared_step, shared_live):
    shared_w = mo.ui.slider(-2, 2, 0.01, value=1.5, label="w", show_value=True, full_width=True)
    shared_x = mo.ui.slider(-2, 2, 0.01, value=0.8, label="x", show_value=True, full_width=True)
    shared_buttons = notebook.step_buttons(shared_live, STATEMENTS, set_shared_step)
    return shared_buttons, shared_w, shared_x


@app.cell(hide_code=True)
def paths_step(get_shared_step, set_shared_step, shared_live):
    shared_step = notebook.step_slider(shared_live, STATEMENTS, get_shared_step(), set_shared_step)
    return (shared_step,)


@app.cell
def paths_model(shared, shared_w, shared_x):
    shared_values = forward(shared, w=shared_w.value, x=shared_x.value)
    contributions = [edge.contribution for edge in backward(shared_values).into("w")]
    added = sum(contributions)  # += in the engine
    overwritten = contributions[-1]  # = in its place: the last one wins
    mo.show_code()
    return added, contributions, overwritten, shared_values


@app.cell(hide_code=True)
def paths_picture(
    get_shared_step,
    shared_buttons,
    shared_live,
    shared_step,
    shared_values,
    shared_w,
    shared_x,
):
    notebook.live_graph(
        shared_live,
        shared_values,
        STATEMENTS,
        get_shared_step(),
        controls=(notebook.slider_row(shared_w, shared_x),),
        stepping=(shared_step, *shared_buttons),
    )
    return


@app.cell(hide_code=True)
def paths_sum(added, contributions, overwritten, shared_values):
    notebook.stack(
        notebook.numbers_table(
            ("∂L/∂w", "number"),
            [
                ("contribution of b, where w multiplies a", numeral(contributions[0])),
                ("contribution of a, where w multiplies x", numeral(contributions[1])),
                ("added, with +=", numeral(added)),
                ("overwritten, with =", numeral(overwritten)),
                ("numerical", numeral(numerical_gradient(shared_values, "w"))),
            ],
            "Two contributions, added and overwritten",
        ),
        notebook.says(
            f"The two contributions add to **{numeral(added)}**, and the numerical gradient agrees. "
            f"An engine that writes = instead of += keeps the last one only, {numeral(overwritten)}. "
            "It raises no error, and the loss may still fall. It is just wrong.",
            "backward",
        ),
    )
    return


@app.cell(hide_code=True)
def sweep_prose():
    mo.md(r"""
    ## The whole algorithm

    This is the function that computed every gradient on this page. It is shown from the engine's own source.
    The list of nodes is in topological order, so walking it backwards meets every user of a value before the value itself:
    when a node is reached, its gradient is complete. Find the three lines you have just stepped through:
    the upstream gradient that *arrives*, the *contribution*, and the plus sign.
    """)
    return


@app.cell(hide_code=True)
def sweep_source():
    notebook.source(sweep)
    return


@app.cell(hide_code=True)
def closing():
    mo.md(r"""
    ## Take with you

    - One edge, one rule: *upstream × local derivative = contribution*.
    - Each local derivative is taken at the numbers of the forward pass. That is why they are kept.
    - A closed gate has local derivative 0, and nothing behind it learns from this example. Try the preset.
    - Where a value is used twice, its contributions add.
    - A gradient is a prediction for small changes. The update of a weight is another step, and not part of backpropagation.

    **Next:** 5.4 Layer gradients, where the numbers become matrices.

    **Sources**

    - K. Chaudhury, *Math and Architectures of Deep Learning*, Manning: the lecture's reference.
    - D. E. Rumelhart, G. E. Hinton, R. J. Williams (1986), "Learning representations by back-propagating errors", *Nature* 323, 533–536.
    - A. G. Baydin, B. A. Pearlmutter, A. A. Radul, J. M. Siskind (2018), "Automatic differentiation in machine learning: a survey",
      *Journal of Machine Learning Research* 18(153), section 3.2.
    - I. Goodfellow, Y. Bengio, A. Courville (2016), *Deep Learning*, MIT Press, section 6.5.
    """)
    return


if __name__ == "__main__":
    app.run()
