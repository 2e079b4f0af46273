# /// script
# [tool.marimo.opengraph]
# title = "5.6 Vanishing gradients"
# description = "Thirty layers deep: what reaches the first one? A lab of activations, starts, skips and normalisation."
# ///

import marimo

__generated_with = "0.25.2"
app = marimo.App(
    width="medium",
    app_title="5.6 Vanishing gradients",
)

with app.setup(hide_code=True):
    from functools import partial

    import marimo as mo
    import numpy as np

    from course_lib import parse
    from course_lib.differences import difference
    from course_lib.drawing.matrices import matrices_row
    from course_lib.exercises import prediction
    from course_lib.layers.layer import Sequential
    from course_lib.layers.spread import spread
    from course_lib.numerals import about, numeral
    from course_lib.page import notebook
    from course_lib.sections.depth import said, words
    from course_lib.sections.depth.blocks import (
        ACTIVATIONS,
        BATCH,
        DEPTH,
        PRESETS,
        SEEDS,
        SKIPS,
        STARTS,
        WIDTH,
        Setting,
        block,
        factors,
        measure,
        measured,
        products,
        singular_values,
        through,
        unfold,
    )
    from course_lib.sections.depth.layer_plot import Track, gradients, lab_names, layer_plot, names, spreads
    from course_lib.sections.depth.questions import left_question, which_network
    from course_lib.sections.depth.words import (
        CURES,
        HE,
        RELU,
        SCALE,
        SIGMOID,
        made_worse,
        row,
        rows,
        said_of_depth,
        verdict,
    )
    from course_lib.widgets.run import Frame


@app.cell(hide_code=True)
def title():
    notebook.header(
        "5.6",
        minutes=45,
        able_to=[
            "say what makes a gradient vanish or explode: the factor a layer",
            "write the first weights' gradient as a product, ordered and complete",
            "read what thirty layers do to a gradient, and to the examples",
            "say what each of the four cures helps, and where it fails",
        ],
    )
    return


@app.cell(hide_code=True)
def answers():
    sheet = notebook.worksheet("5.6")
    sheet.note()
    return (sheet,)


@app.cell(hide_code=True)
def number_prose():
    mo.md(r"""
    ## One number a layer

    A gradient that goes back through a layer is multiplied. Here is the narrowest network there is: one unit a layer,
    $h \leftarrow \mathrm{act}(w \cdot h)$, the same $w$ everywhere. Its local derivative is
    $w \cdot \mathrm{act}'(w h)$: **one number a layer**. Thirty layers multiply thirty of them.

    Below 1, each takes away a share of what is left: after enough layers the gradient has **vanished**. Above 1, it
    grows until it **explodes**: an exploding gradient. Without an activation the number is $w$ itself. For the sigmoid
    it is $w$ times at most $\tfrac14$, since $\sigma' = \sigma (1 - \sigma)$ is largest where $\sigma = \tfrac12$.

    The gradient starts at $h_{30}$, behind the last layer. At $h_0$, in front of the first, it has passed all thirty:
    that is what *reaches the first layer*.
    """)
    return


@app.cell(hide_code=True)
def number_code():
    notebook.source(factors, products)
    return


@app.cell(hide_code=True)
def number_prediction(sheet):
    _small, _large = (products(factors("sigmoid", weight, 30))[0] for weight in (1, 4))
    _options = ("becomes about 1", "grows, but stays far below 1", "becomes even smaller")
    sheet.predict(
        1,
        prediction.choice(
            "Thirty sigmoid layers of one unit each. The weight goes from 1 to 4, so that 4 · ¼ = 1. "
            "What reaches the first layer …",
            _options,
            said.what_becomes(_small, _large, _options),
            f"{numeral(_small, 2)} → {numeral(_large, 2)}",
            "σ′ is ¼ at z = 0 only. With the larger weight z is far from 0, the sigmoid saturates, and 4 · σ′(z) is "
            f"{numeral(factors('sigmoid', 4, 30)[-1], 2)} in the last layers.",
        ),
    )
    return


@app.cell(hide_code=True)
def number_controls():
    ZOOMS = {"1e±2": 2, "1e±8": 8, "1e±24": 24}
    bare = notebook.choose({"none": "none", "tanh": "tanh", "sigmoid": "sigmoid"}, "none", "activation")
    layers = notebook.choose({"10": 10, "20": 20, "30": 30, "40": 40}, "30", "layers", kept=("30",))
    number_zoom = notebook.choose(ZOOMS, "1e±8", "axis")
    WEIGHTS = [k / 20 for k in range(101)]  # every position of the slider
    weight = notebook.sliders(
        {"w": (WEIGHTS[0], WEIGHTS[-1])},
        {"w": 0.9},
        {f"w = {w}": {"w": w} for w in (0.9, 1, 1.1, 4)},
        slider_step=WEIGHTS[1],
        positions=51,
    )
    return WEIGHTS, ZOOMS, bare, layers, number_zoom, weight


@app.function(hide_code=True)
def show_number(activation, weight, depth, decades):
    found = factors(activation, weight["w"], depth)
    name = f"w = {numeral(weight['w'])}" + ("" if activation == "none" else f", {activation}")
    tracks = [Track(name, products(found), "backward")]
    return notebook.stack(
        notebook.beside(
            mo.Html(layer_plot(tracks, decades, "gradient, last layer = 1") + names(tracks, decades)),
            notebook.numbers_table(
                ("at", "multiplied by", "gradient"), said.factor_rows(found), "The gradient on its way back"
            ),
        ),
        notebook.says(said.said_of_factors(found), "backward"),
    )


@app.cell(hide_code=True)
def number_picture(bare, layers, number_zoom, weight):
    notebook.stack(
        notebook.row(bare, layers, number_zoom),
        weight,
        notebook.follows(show_number, activation=bare, weight=weight, depth=layers, decades=number_zoom),
    )
    return


@app.cell(hide_code=True)
def number_after(WEIGHTS):
    _most, _at = said.most_that_is_left("sigmoid", WEIGHTS)
    _analytic = products(factors("sigmoid", 1, 30))[0]
    _numerical = difference(partial(through, "sigmoid", 1, 30), 1.0, 1e-5)
    mo.md(f"""
    Read off: $0.9^{{30}}$ = {numeral(0.9**30, 2)} and $1.1^{{30}}$ = {numeral(1.1**30, 3)}. A tenth more or less a
    layer is a factor of {about(1.1**30 / 0.9**30)} at the other end. Thirty factors of
    {numeral(words.VANISHING, 3)} leave a hundredth, thirty of {numeral(words.EXPLODING, 3)} make a hundred
    times as much.

    The sigmoid with w = 1 hands on at the very most ¼ a layer: less than {numeral(0.25**30, 2)} of the gradient is
    left. A larger w helps a little, until the sigmoid saturates. **No w on this slider leaves more than
    {about(_most)}**, at w = {numeral(_at)}.

    **A gradient that vanishes is not wrong.** It is only too small to learn from. And a gradient check no longer sees
    it: with w = 1 the gradient is {numeral(_analytic, 2)}, and the numerical one is {numeral(_numerical, 2)}, since
    what a step of 1e−5 changes is lost in rounding.

    From here on a gradient has many entries, and its size is its norm, the root of the sum of their squares. So where
    a layer multiplies the entries' *variance* by 2, it multiplies the norm by √2.
    """)
    return


@app.cell(hide_code=True)
def number_question(sheet):
    sheet.ask(1, left_question)
    return


@app.cell(hide_code=True)
def formula_prose():
    mo.md(r"""
    ## The lecture's formula, and what it leaves out

    A layer of many units has a matrix in place of the number: its *Jacobian* $\partial h^{(l)} / \partial h^{(l-1)}$,
    one local derivative for each pair of units. The lecture writes

    $$\frac{\partial L}{\partial W^{(1)}} = \frac{\partial L}{\partial h^{(L)}}
    \prod_{l=1}^{L} \frac{\partial h^{(l)}}{\partial h^{(l-1)}}$$

    Its idea is right: one factor a layer. But three things in it are not. Can you find them?
    """)
    return


@app.cell(hide_code=True)
def formula_prediction(sheet):
    _back, _down, _ = both_orders(4)
    _options = ("∂L/∂W⁽¹⁾, as it says", "∂L/∂h⁽⁰⁾", "∂L/∂h⁽¹⁾")
    sheet.predict(
        2,
        prediction.choice(
            "Multiplied out, the lecture's product equals …",
            _options,
            _options[1] if np.allclose(_down, _back) else _options[0],
            f"as many numbers as units come in: with 3 units a layer {_down.size}, not {_down.size**2}",
            "Its last factor is ∂h⁽¹⁾/∂h⁽⁰⁾, which goes on to what comes in. The way to the weights ends with "
            "∂h⁽¹⁾/∂W⁽¹⁾.",
        ),
    )
    return


@app.cell(hide_code=True)
def formula_right():
    _three = mo.md(r"""
    ### Three things

    - **L is two things**, the loss and the number of layers. We write $K$ for the layers.
    - **The product is $\partial L / \partial h^{(0)}$.** A weight is no $h$: the last factor must be
      $\partial h^{(1)} / \partial W^{(1)}$, and the product of Jacobians stops at $l = 2$.
    - **Matrices have an order**: from the last layer down. $\prod_{l=1}^{L}$ reads from the first one up.

    $$\frac{\partial L}{\partial W^{(1)}} = \frac{\partial L}{\partial h^{(K)}} \,
    \frac{\partial h^{(K)}}{\partial h^{(K-1)}} \cdots \frac{\partial h^{(2)}}{\partial h^{(1)}} \,
    \frac{\partial h^{(1)}}{\partial W^{(1)}}$$
    """)
    notebook.after_prediction(2, _three, what="three things in the formula that are not right")
    return


@app.function
def small_network(depth):
    random = np.random.default_rng(775)
    layers = [block(Setting("tanh", "Xavier", width=3), random) for _ in range(depth)]
    return layers, random.normal(size=(1, 3)), random.normal(size=(1, 3))  # and an example, and ∂L/∂h⁽ᴷ⁾


@app.function
def jacobian(layer, h):
    width = h.shape[1]
    layer.forward(np.repeat(h, width, axis=0))  # the same example once for each output
    return layer.backward(np.eye(width))  # row i: the local derivatives of output i


@app.function
def jacobians(layers, h):
    found = []
    for layer in layers:
        found.append(jacobian(layer, h))
        h = layer.forward(h)
    return found


@app.function
def both_orders(depth):
    layers, x, upstream = small_network(depth)
    down = up = back = upstream
    for J in reversed(jacobians(layers, x)):
        down = down @ J  # from the last layer down
    for J in jacobians(layers, x):
        up = up @ J  # from the first layer up
    for layer in reversed(layers):
        back = layer.backward(back)  # what a backward pass does: no Jacobian is ever built
    return back, down, up


@app.cell(hide_code=True)
def formula_code():
    notebook.source(small_network, jacobian, jacobians, both_orders)
    return


@app.cell(hide_code=True)
def formula_controls():
    stacked = notebook.choose({"1": 1, "2": 2, "4": 4, "8": 8}, "4", "layers K =")
    return (stacked,)


@app.function(hide_code=True)
def show_orders(depth):
    back, down, up = both_orders(depth)
    named = {"backward pass": back, "from the last layer down": down, "from the first layer up": up}
    return notebook.stack(
        notebook.numbers_table(
            ("∂L/∂h⁽⁰⁾", "entry 1", "entry 2", "entry 3"),
            [(name, *(numeral(float(entry)) for entry in numbers[0])) for name, numbers in named.items()],
            "The product of Jacobians in two orders, beside the backward pass",
        ),
        notebook.says(said.said_of_orders(depth, back, up), "backward"),
    )


@app.cell(hide_code=True)
def formula_picture(stacked):
    notebook.stack(stacked, notebook.follows(show_orders, depth=stacked))
    return


@app.cell(hide_code=True)
def factor_prose():
    mo.md("""
    ### The factor that was missing

    The product above has 3 numbers, and ∂L/∂W⁽¹⁾ has 9. Stop one layer earlier, at ∂L/∂h⁽¹⁾, and multiply by
    ∂h⁽¹⁾/∂W⁽¹⁾: for each of the 3 outputs its 9 local derivatives.
    """)
    return


@app.function
def last_factor(layer, x):
    rows = []
    for output in np.eye(x.shape[1]):
        layer.forward(x)
        layer.backward(output[None])  # one output at a time
        rows.append(layer.gradients["W1"].ravel())
    return np.array(rows)  # row i: the local derivatives of output i, one for each weight


@app.function
def three_ways(depth):
    layers, x, upstream = small_network(depth)
    down = upstream
    for J in reversed(jacobians(layers, x)[1:]):
        down = down @ J  # stops at l = 2: this is ∂L/∂h⁽¹⁾
    product = (down @ last_factor(layers[0], x)).reshape(3, 3)

    network = Sequential(*layers)
    network.forward(x)
    network.backward(upstream)
    W, dW = network.parameters["W1"], network.gradients["W1"]

    def loss_with(place, number):
        kept, W[place] = W[place], number
        loss = np.sum(upstream * network.forward(x))
        W[place] = kept
        return loss

    numerical = [difference(partial(loss_with, place), W[place], 1e-5) for place in np.ndindex(3, 3)]
    return product, dW, np.reshape(numerical, (3, 3))


@app.cell(hide_code=True)
def factor_code():
    notebook.source(last_factor, three_ways)
    return


@app.function(hide_code=True)
def show_factor(depth):
    product, dW, numerical = three_ways(depth)
    apart = said.furthest_apart(dW, product, numerical)
    return notebook.stack(
        mo.Html(
            matrices_row(
                [
                    ("∂L/∂h⁽¹⁾ · ∂h⁽¹⁾/∂W⁽¹⁾", product),
                    ("∂L/∂W⁽¹⁾, backward pass", dW),
                    ("∂L/∂W⁽¹⁾, numerical", numerical),
                ]
            )
        ),
        notebook.says(
            f"K = {depth}. **All three are the same**: no two entries are further apart than {numeral(apart, 1)}.",
            "backward",
        ),
    )


@app.cell(hide_code=True)
def factor_picture(stacked):
    notebook.follows(show_factor, depth=stacked)
    return


@app.cell(hide_code=True)
def formula_question(sheet):
    sheet.question(
        2,
        parse("""
            h1 = tanh(w1*x)
            h2 = tanh(w2*h1)
            L = (h2 - target)**2
        """),
        wrt="w1",
        then=["x", "w2"],
    )
    return


@app.cell(hide_code=True)
def lab_prose():
    mo.md(rf"""
    ## Thirty layers deep: what reaches the first one?

    Now with many units and random weights, as a network is before it has learned anything. Thirty layers of 64 units,
    $h \leftarrow \mathrm{{act}}(h W)$, a batch of 64 random examples. At the last layer a random gradient starts.
    We watch two things, layer by layer:

    - **back**: the gradient's norm, relative to the last layer.
    - **forward**: how far apart the examples are, relative to the input. Where they come together, the later layers
      cannot tell them apart.

    {SCALE}
    """)
    return


@app.cell(hide_code=True)
def lab_cures():
    mo.md(r"""
    ### What you can change

    The lecture names four cures. Each is a control.

    - **activation**: sigmoid, tanh, or relu.
    - **start**: how the weights are drawn. Their mean is 0, their variance 1 for N(0, 1), $1/n$ for Xavier's start
      (here, with $n$ units on both sides), $2/n$ for He's.
    - **skip**: a *skip connection* adds $h$ to what the layer makes of it. What the layer makes of it is then called
      the *branch*. 1/√depth makes the branch smaller.
    - **norm**: *layer normalisation*, before each layer. It takes each example by itself, subtracts the mean over its
      units and divides by their deviation (here without a learned gain and shift). Batch normalisation does the same
      to each unit by itself, over the examples of a batch.
    """)
    return


@app.cell(hide_code=True)
def skip_prose():
    mo.md(r"""
    ### What a skip connection does to the Jacobian

    With $h^{(l)} = h^{(l-1)} + \mathrm{branch}(h^{(l-1)})$ the Jacobian of a layer is
    $I + J_l$, where $J_l = \partial\, \mathrm{branch} / \partial h^{(l-1)}$ is the branch's. So thirty layers are

    $$(I + J_{30}) \cdots (I + J_2) \, (I + J_1)$$

    The $I$ is there whatever the branch does: however small all $J_l$ are, the whole gradient comes down. That is why
    a skip connection helps. It promises nothing where $J_l$ is not small: that adds to the $I$, or takes away from it.
    """)
    return


@app.cell(hide_code=True)
def lab_block():
    notebook.source(block)
    return


@app.cell(hide_code=True)
def lab_code():
    notebook.source(measure, spread)
    return


@app.cell(hide_code=True)
def lab_prediction(sheet):
    _skipped = measured(Setting(skip="plain"))
    sheet.predict(
        3,
        prediction.ratio(
            "relu + He keeps the gradient's size through thirty layers. Add a plain skip to every layer and change "
            "nothing else. At the first layer the gradient becomes …",
            {
                "about the same": 1,
                "a few times as large": 5,
                "some thirty times as large": 30,
                "more than a million times as large": 1.9e6,
            },
            before=measured(HE).ratio,
            after=_skipped.ratio,
            why="The skip hands the whole gradient on, and the branch adds a part about as large. At right angles the "
            f"two would make √2 a layer, {about(2 ** (DEPTH / 2))} in all. They are closer than that, since relu's "
            f"outputs are all ≥ 0: it is {numeral(_skipped.layer_factor, 3)} a layer.",
        ),
    )
    return


@app.cell(hide_code=True)
def norm_prediction(sheet):
    _bare, _normed = measured(SIGMOID).ratio, measured(Setting("sigmoid", "Xavier", normalise=True)).ratio
    sheet.predict(
        4,
        prediction.choice(
            f"sigmoid + Xavier leaves {about(_bare)} of the gradient. Normalise before every layer, and change nothing "
            "else: no relu, no skip. The gradient …",
            (words.VANISHES, words.KEPT, words.EXPLODES),
            verdict(_normed),
            f"{about(_bare)} → {about(_normed)}",
            "The sigmoid makes what comes in smaller by about as much as it makes the gradient smaller. Dividing by "
            "the deviation gives both back.",
        ),
    )
    return


@app.cell(hide_code=True)
def lab_controls(ZOOMS):
    activation = notebook.choose({name: name for name in ACTIVATIONS}, "relu", "activation")
    start = notebook.choose({name: name for name in STARTS}, "He", "start")
    skip = notebook.choose({name: name for name in SKIPS}, "none", "skip")
    normalise = notebook.choose({"off": False, "on": True}, "off", "norm")
    depth = notebook.choose({"10": 10, "20": 20, "30": 30, "40": 40}, "30", "layers", kept=("30",))
    width = notebook.choose({"16": 16, "64": 64, "128": 128}, "64", "units", kept=("64",))
    zoom = notebook.choose(ZOOMS, "1e±8", "axis")
    _tanh = Setting("tanh", "Xavier"), Setting("tanh", "He")
    pinned = notebook.pins(
        Setting,
        [*(preset for preset in PRESETS.values() if preset.start != "N(0, 1)"), *_tanh],
        RELU,
        activation=activation,
        start=start,
        skip=skip,
        normalise=normalise,
        depth=depth,
        width=width,
    )
    lab = notebook.canvas()
    return activation, depth, lab, normalise, pinned, skip, start, width, zoom


@app.function(hide_code=True)
def grow_lab(pinned, decades, **settings):
    setting = Setting(**settings)
    others = [measured(other) for other in pinned if other != setting]
    return (
        Frame(
            found.seeds / len(SEEDS),
            f"{found.seeds} of {len(SEEDS)} starts",
            partial(show_lab, found, others, decades),
            partial(say_lab, found),
        )
        for found in unfold(setting)
    )


@app.function(hide_code=True)
def show_lab(found, others, decades):
    return notebook.stack(
        notebook.beside(mo.Html(gradients(found, others, decades)), mo.Html(spreads(found, others, decades))),
        mo.Html(lab_names(found, others, decades)),
    ).text


@app.function(hide_code=True)
def say_lab(found):
    return notebook.says(said_of_depth(found), "backward").text


@app.cell(hide_code=True)
def lab_picture(activation, depth, lab, normalise, pinned, skip, start, width, zoom):
    notebook.stack(
        notebook.row(activation, start, skip, normalise, depth, width, zoom, pinned),
        notebook.unfold(
            lab,
            grow_lab,
            pinned=pinned,
            decades=zoom,
            activation=activation,
            start=start,
            skip=skip,
            normalise=normalise,
            depth=depth,
            width=width,
        ),
    )
    return


@app.cell(hide_code=True)
def lab_after():
    _factors = [numeral(measured(Setting("tanh", start)).layer_factor, 3) for start in ("Xavier", "He")]
    _deep = [measured(Setting("tanh", start, depth=100)) for start in ("Xavier", "He")]
    _left, _later = [about(found.ratio) for found in _deep], [numeral(found.layer_factor, 3) for found in _deep]
    _keep = "choose it under *pinned*" if notebook.is_offline() else "*pin this line*: the last three stay"
    mo.md(f"""
    Keep a line in the picture ({_keep}), change **one thing**, and compare. Try each once:

    - *relu*, and the three starts. Which one suits it?
    - *tanh*, and the same three. One is out of the question. Between the other two thirty layers do not decide: with
      1/n a layer loses a little ({_factors[0]}), with 2/n it gains a little ({_factors[1]}). In a hundred layers
      2/n makes the gradient {_left[1]} times as large: it explodes. With 1/n {_left[0]} is left. (The factor is not
      the same all the way: over a hundred layers it is {_later[0]} and {_later[1]}. With 1/n every layer makes $h$
      smaller, and near 0 the slope of tanh is nearly 1.)
    - *sigmoid + Xavier*: the axis must become wide. Look at the right picture too: the examples vanish as well.
    - *relu + He*, and the three skips.
    - *norm*, with each of the three activations; and sigmoid with all three starts. Which of them does it save?
    """)
    return


@app.cell(hide_code=True)
def spectrum_prose():
    _normed = Setting(normalise=True)
    _one, _one_normed = (said.spectrum(setting).root_mean_square[0] for setting in (HE, _normed))
    mo.md(rf"""
    ## A norm is not everything

    The product of thirty Jacobians is a matrix. It stretches some directions and shrinks others: its *singular values*
    say by how much, here {WIDTH} of them, largest first. Their root mean square is what the lab's norm measures, and
    a few large ones are enough for that. **Where the others are 0, or nearly, the gradient comes from few directions
    only**, whatever its norm.

    This is one example and one random start, and the lab has {BATCH} examples and {len(SEEDS)} starts. So the numbers
    differ: for {HE} {about(measured(HE).ratio)} there and {about(_one)} here, for {_normed}
    {about(measured(_normed).ratio)} there and {about(_one_normed)} here.
    """)
    return


@app.cell(hide_code=True)
def spectrum_code():
    notebook.source(singular_values)
    return


@app.cell(hide_code=True)
def spectrum_controls(ZOOMS):
    _shown = (
        HE,
        RELU,
        Setting("tanh", "Xavier"),
        SIGMOID,
        Setting(normalise=True),
        Setting(skip="1/√depth"),
        Setting(skip="1/√depth", normalise=True),
    )
    product = notebook.choose({str(setting): setting for setting in _shown}, str(HE), "network")
    spectrum_zoom = notebook.choose(ZOOMS, "1e±8", "axis")
    return product, spectrum_zoom


@app.function(hide_code=True)
def show_spectrum(setting, decades):
    found = said.spectrum(setting)
    tracks = found.tracks
    return notebook.stack(
        notebook.beside(
            mo.Html(layer_plot(tracks, decades, "singular values of ∂h₃₀/∂h, layer by layer") + names(tracks, decades)),
            notebook.numbers_table(
                ("singular value", "1 layer", "10 layers", "30 layers"),
                said.spectrum_rows(tracks, (1, 10, 30)),
                "Singular values of the product of so many Jacobians, from the last layer down",
            ),
        ),
        notebook.says(found.said, "backward"),
    )


@app.cell(hide_code=True)
def spectrum_picture(product, spectrum_zoom):
    notebook.stack(
        notebook.row(product, spectrum_zoom),
        notebook.follows(show_spectrum, setting=product, decades=spectrum_zoom),
    )
    return


@app.cell(hide_code=True)
def cures_prose():
    mo.md(r"""
    ## Four cures are not four switches

    **Solutions**, says the lecture: *ReLU, proper initialization, skip connections, normalization*. It sounds as if
    each helped, and all together helped most. Each of them cures one thing, and each can do harm where its
    partner is missing.
    """)
    return


@app.function
def measure_all():
    table = []
    for count, setting in enumerate(PRESETS.values(), start=1):
        table.append(row(measured(setting)))  # ten random starts each
        yield Frame(count / len(PRESETS), f"{count} of {len(PRESETS)} networks", partial(show_cures, table))


@app.function(hide_code=True)
def show_cures(table):
    waiting = [(name, "–", "–", "–", "–") for name in [*PRESETS][len(table) :]]
    compared = "Which pairs differ by one cure only, and which get worse?" if waiting else made_worse(PRESETS.values())
    return notebook.stack(
        notebook.numbers_table(
            words.HEADINGS,
            [*table, *waiting],
            "The norm at the first layer over that at the last, the median of ten random starts",
        ),
        notebook.small_print(words.PLAIN_SCALE),
        notebook.not_on_slides(notebook.says(compared, "backward")),
    ).text


@app.cell(hide_code=True)
def cures_run():
    notebook.run(measure_all)
    return


@app.cell(hide_code=True)
def alone_prose():
    mo.md(r"""
    ### One cure at a time

    What does it cure, and where does it fail?
    """)
    return


@app.cell(hide_code=True)
def alone_controls():
    cure = notebook.choose(CURES, "ReLU", "cure")
    return (cure,)


@app.function(hide_code=True)
def show_cure(cure):
    return notebook.stack(
        notebook.numbers_table(words.HEADINGS, rows(cure.settings), "What this cure does"),
        notebook.small_print(words.PLAIN_SCALE),
        notebook.says(f"**It helps:** {cure.helps} **It fails:** {cure.fails}", "backward"),
    )


@app.cell(hide_code=True)
def alone_picture(cure):
    notebook.stack(cure, notebook.follows(show_cure, cure=cure))
    return


@app.cell(hide_code=True)
def network_question(sheet):
    sheet.ask(3, which_network)
    return


@app.cell(hide_code=True)
def log(sheet):
    notebook.what_you_said(sheet)
    return


@app.cell(hide_code=True)
def closing():
    mo.md(f"""
    ## Take with you

    - Thirty factors of {numeral(words.VANISHING, 3)} make a gradient vanish, thirty of
      {numeral(words.EXPLODING, 3)} make it explode.
    - The product ends with ∂h⁽¹⁾/∂W⁽¹⁾, and its matrices stand in order, from the last layer down.
    - The start decides: 2/n for relu. tanh bears 1/n and 2/n for thirty layers; deeper, 2/n explodes.
    - A skip's Jacobian is I + the branch's, so a path stays open. With relu it explodes, unless its branch is small.
    - Normalisation alone saves the sigmoid, but not after N(0, 1). It lets relu explode.
    - A vanished gradient is right. It is only too small to learn from.

    **Next:** {notebook.link("5.7")}, where gradients that arrive are put to use.
    """)
    return


@app.cell(hide_code=True)
def sources():
    mo.md(r"""
    **Sources**

    - K. Chaudhury, *Math and Architectures of Deep Learning*, Manning: the lecture's reference.
    - S. Hochreiter (1998), "The vanishing gradient problem during learning recurrent neural nets and problem
      solutions", *International Journal of Uncertainty, Fuzziness and Knowledge-Based Systems* 6(2), 107–116.
    - X. Glorot, Y. Bengio (2010), "Understanding the difficulty of training deep feedforward neural networks",
      *AISTATS*: Xavier's start.
    - K. He, X. Zhang, S. Ren, J. Sun (2015), "Delving deep into rectifiers", *ICCV*: He's start; and (2016), "Deep
      residual learning for image recognition", *CVPR*: skip connections.
    - J. L. Ba, J. R. Kiros, G. E. Hinton (2016), "Layer normalization", arXiv:1607.06450.
    - J. Pennington, S. Schoenholz, S. Ganguli (2017), "Resurrecting the sigmoid in deep learning through dynamical
      isometry", *NeurIPS*: singular values of the product of Jacobians.
    """)
    return


if __name__ == "__main__":
    app.run()
