# /// script
# [tool.marimo.opengraph]
# title = "5.6 Vanishing gradients"
# description = "Thirty layers deep: what reaches the first one? A lab of activations, weights, skips and norms."
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
    from course_lib.numerals import about, in_words, numeral
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
            "say what makes a gradient vanish or explode: the factor per layer",
            "write the first weights' gradient as a product, complete and in the right order",
            "read what thirty layers do to a gradient, and to the examples",
            "say when each of the four cures helps, and where it fails",
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
    ## One number per layer

    A gradient that goes back through a layer is multiplied. Here is the narrowest network there is. It has one unit per
    layer, $h \leftarrow \mathrm{act}(w \cdot h)$, with the same $w$ in every layer. The local derivative of a layer is
    $w \cdot \mathrm{act}'(w h)$: **one number per layer**. Thirty layers multiply thirty of these numbers.

    If the numbers are below 1, the gradient shrinks in every layer. After enough layers it has **vanished**. If they
    are above 1, it grows in every layer: an **exploding gradient**. Without an activation the number is $w$ itself. For
    the sigmoid it is at most $w \cdot \tfrac14$, since $\sigma' = \sigma (1 - \sigma)$ is largest where
    $\sigma = \tfrac12$.

    The gradient starts at $h_{30}$, the output of the last layer. At $h_0$, the input of the first layer, it has passed
    through all thirty: this is *what reaches the first layer*.
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
            "There are thirty sigmoid layers of one unit each. The weight goes from 1 to 4, so that 4 · ¼ = 1. "
            "What happens to the gradient that reaches the first layer? It …",
            _options,
            said.what_becomes(_small, _large, _options),
            f"{numeral(_small, 2)} → {numeral(_large, 2)}",
            "σ′ is ¼ only at z = 0. With the larger weight, z is far from 0 and the sigmoid saturates. In the last "
            f"layers 4 · σ′(z) is {numeral(factors('sigmoid', 4, 30)[-1], 2)}.",
            replies={
                "becomes about 1": "4 · ¼ = 1 needs z = 0 in every layer. There z is not 0.",
                "grows, but stays far below 1": "The larger weight also drives z away from 0, where σ′ is far below ¼.",
            },
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
    _analytic = products(factors("sigmoid", 1, DEPTH))[0]
    _numerical = difference(partial(through, "sigmoid", 1, DEPTH), 1.0, 1e-5)
    _less, _more, _quarter = (products(factors("none", factor, DEPTH))[0] for factor in (0.9, 1.1, 0.25))
    mo.md(f"""
    $0.9^{{{DEPTH}}}$ = {numeral(_less, 2)} and $1.1^{{{DEPTH}}}$ = {numeral(_more, 3)}. So 0.9 or 1.1 per layer makes a
    difference of a factor of {about(_more / _less)} at the first layer. Thirty factors of
    {numeral(words.VANISHING, 3)} leave a hundredth of the gradient; thirty factors of {numeral(words.EXPLODING, 3)}
    make it a hundred times as large.

    The sigmoid with w = 1 passes back at most ¼ per layer, so less than {numeral(_quarter, 2)} of the gradient is
    left. A larger w helps a little, until the sigmoid saturates. **No w on this slider leaves more than
    {about(_most)}**, at w = {numeral(_at)}.

    **A gradient that vanishes is not wrong.** It is only too small to learn from. And a gradient check cannot see it
    any more: with w = 1 the gradient is {numeral(_analytic, 2)}, but the numerical gradient is {
        numeral(_numerical, 2)
    }. A step of 1e−5 changes the output so little that the change is lost in rounding.

    From here on a gradient has many entries. Its size is its norm, the root of the sum of their squares. If
    a layer multiplies the *variance* of the entries by 2, it multiplies the norm by √2.
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

    For a layer of many units, a matrix takes the place of the number: its *Jacobian*
    $\partial h^{(l)} / \partial h^{(l-1)}$, with one local derivative per pair of units. The lecture writes

    $$\frac{\partial L}{\partial W^{(1)}} = \frac{\partial L}{\partial h^{(L)}}
    \prod_{l=1}^{L} \frac{\partial h^{(l)}}{\partial h^{(l-1)}}$$

    The idea is right: one factor per layer. But three things in the formula are wrong. Can you find them?
    """)
    return


@app.cell(hide_code=True)
def formula_prediction(sheet):
    _back, _down, _ = both_orders(4)
    _options = ("∂L/∂W⁽¹⁾, as it says", "∂L/∂h⁽⁰⁾", "∂L/∂h⁽¹⁾")
    sheet.predict(
        2,
        prediction.choice(
            "If you multiply it out, what does the lecture's product equal?",
            _options,
            said.what_the_product_is(_down, _back, _options),
            f"as many numbers as the network has inputs: with 3 units per layer {_down.size}, not {_down.size**2}",
            "Its last factor is ∂h⁽¹⁾/∂h⁽⁰⁾, which leads to the network's input. The path to the weights ends with "
            "∂h⁽¹⁾/∂W⁽¹⁾ instead.",
            replies={
                "∂L/∂W⁽¹⁾, as it says": "For that, the last factor would have to be ∂h⁽¹⁾/∂W⁽¹⁾.",
                "∂L/∂h⁽¹⁾": "The product goes one layer further: it has the factor ∂h⁽¹⁾/∂h⁽⁰⁾ as well.",
            },
        ),
    )
    return


@app.cell(hide_code=True)
def formula_right():
    _three = mo.md(r"""
    ### Three things

    - **L means two things**: the loss and the number of layers. We write $K$ for the number of layers.
    - **The product is $\partial L / \partial h^{(0)}$.** A weight is not an $h$. So the last factor must be
      $\partial h^{(1)} / \partial W^{(1)}$, and the product of Jacobians stops at $l = 2$.
    - **The order of matrices matters.** It is from the last layer down, but $\prod_{l=1}^{L}$ reads from the first one
      up.

    $$\frac{\partial L}{\partial W^{(1)}} = \frac{\partial L}{\partial h^{(K)}} \,
    \frac{\partial h^{(K)}}{\partial h^{(K-1)}} \cdots \frac{\partial h^{(2)}}{\partial h^{(1)}} \,
    \frac{\partial h^{(1)}}{\partial W^{(1)}}$$
    """)
    notebook.after_prediction(2, _three, what="three things in the formula that are wrong")
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
        back = layer.backward(back)  # a backward pass never builds a Jacobian
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
    ### The missing factor

    The product above has 3 numbers, and ∂L/∂W⁽¹⁾ has 9. Stop one layer earlier, at ∂L/∂h⁽¹⁾, and multiply by
    ∂h⁽¹⁾/∂W⁽¹⁾. It has 9 local derivatives for each of the 3 outputs.
    """)
    return


@app.function
def last_factor(layer, x):
    rows = []
    for output in np.eye(x.shape[1]):
        layer.forward(x)
        layer.backward(output[None])  # one output at a time
        rows.append(layer.gradients["W1"].ravel())
    return np.array(rows)  # row i: the local derivatives of output i, one per weight


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

    Now take many units and random weights, as in a network that has not learned anything yet. There are
    {in_words(DEPTH)} layers of {WIDTH} units, $h \leftarrow \mathrm{{act}}(h W)$, and a batch of {BATCH} random
    examples. A random gradient starts at the last layer. We watch two things, layer by layer:

    - **backward**: the gradient's norm, relative to the last layer.
    - **forward**: how far apart the examples are, relative to the input. Once they have come together, the later layers
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
    - **weights**: the weight initialisation. The mean of the weights is 0. Their variance is 1 for N(0, 1), $1/n$ for
      Xavier (here, with $n$ units on both sides), and $2/n$ for He.
    - **skip**: a *skip connection* adds the layer's input $h$ to its output. That output is then called
      the *branch*. 1/√depth multiplies the branch by a small factor.
    - **norm**: *layer normalisation*, before each layer. For each example it subtracts the mean over the
      units and divides by their standard deviation (here without a learned gain and shift). Batch normalisation does
      the same for each unit, over the examples of a batch.
    """)
    return


@app.cell(hide_code=True)
def skip_prose():
    mo.md(r"""
    ### What a skip connection does to the Jacobian

    With $h^{(l)} = h^{(l-1)} + \mathrm{branch}(h^{(l-1)})$ the Jacobian of a layer is
    $I + J_l$, where $J_l = \partial\, \mathrm{branch} / \partial h^{(l-1)}$ belongs to the branch. So thirty layers
    give

    $$(I + J_{30}) \cdots (I + J_2) \, (I + J_1)$$

    The $I$ is always there. However small all the $J_l$ are, the whole gradient reaches the first layer. That is why
    a skip connection helps. It guarantees nothing if $J_l$ is not small, since $J_l$ is added to $I$ and may make the
    gradient larger or smaller.
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
            "nothing else. How large does the gradient at the first layer become?",
            {
                "about the same": 1,
                "a few times as large": 5,
                "some thirty times as large": 30,
                "more than a million times as large": 1.9e6,
            },
            before=measured(HE).ratio,
            after=_skipped.ratio,
            why="The skip passes the whole gradient back, and the branch adds a part about as large. At right "
            f"angles the two would make √2 per layer, {about(2 ** (DEPTH / 2))} in all. They are closer than "
            f"that, since relu's outputs are all ≥ 0: the factor is {numeral(_skipped.layer_factor, 3)} per layer.",
            replies={
                "about the same": "The skip is a second path beside the branch. What comes along both is added.",
                "a few times as large": "That would be a few layers. Here thirty factors above 1 are multiplied.",
                "some thirty times as large": "Thirty layers do not add their factors. They multiply them.",
            },
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
            "else: no relu, no skip. What does the gradient do now? It …",
            (words.VANISHES, words.KEPT, words.EXPLODES),
            verdict(_normed),
            f"{about(_bare)} → {about(_normed)}",
            "The sigmoid shrinks the spread of its inputs by about the same factor as the gradient. Dividing by the "
            "standard deviation undoes both.",
            replies={
                words.VANISHES: "It does without normalisation. Dividing by a small deviation makes it larger again.",
                words.EXPLODES: "Dividing makes it larger, but only by about as much as the sigmoid made it smaller.",
            },
        ),
    )
    return


@app.cell(hide_code=True)
def lab_controls(ZOOMS):
    activation = notebook.choose({name: name for name in ACTIVATIONS}, "relu", "activation")
    start = notebook.choose({name: name for name in STARTS}, "He", "weights")
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
    _keep = notebook.on_this_page(live="*pin this line*: the last three stay", exported="choose it under *pinned*")
    mo.md(f"""
    Keep a line in the picture ({_keep}), change **one thing**, and compare. Try each of these once:

    - *relu* with the three initialisations. Which one suits it?
    - *tanh* with the same three. N(0, 1) does not work. In thirty layers both of the others do. With
      1/n each layer multiplies the gradient by {_factors[0]}, with 2/n by {_factors[1]}. In a hundred layers
      2/n makes the gradient {_left[1]} times as large, so it explodes. With 1/n, {_left[0]} of it is left. (The factor
      changes with depth: over a hundred layers it is {_later[0]} and {_later[1]}. With 1/n every layer makes $h$
      smaller, and near 0 the slope of tanh is nearly 1.)
    - *sigmoid + Xavier*. Choose the wide axis. Look at the right picture too: the differences between examples vanish
      as well.
    - *relu + He* with the three skips.
    - *norm* with each of the three activations, and sigmoid with all three initialisations. Which of them does it save?
    """)
    return


@app.cell(hide_code=True)
def spectrum_prose():
    _normed = Setting(normalise=True)
    _one, _one_normed = (said.spectrum(setting).root_mean_square[0] for setting in (HE, _normed))
    mo.md(rf"""
    ## The norm does not show everything

    The product of thirty Jacobians is a matrix. It stretches some directions and shrinks others. Its *singular values*
    say by how much: here there are {WIDTH} of them, largest first. The lab's norm measures their root mean square, and
    a few large ones are enough to keep that up. **If the others are 0 or nearly 0, the gradient comes from few
    directions only**, whatever its norm.

    This section uses one example and one random start. The lab uses {BATCH} examples and {len(SEEDS)} starts, so its
    numbers differ. For {HE} the norm is {about(measured(HE).ratio)} in the lab and {about(_one)} here. For {_normed} it
    is {about(measured(_normed).ratio)} in the lab and {about(_one_normed)} here.
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
                "Singular values of the product of 1, 10 and 30 Jacobians, from the last layer down",
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

    The lecture lists **solutions**: *ReLU, proper initialization, skip connections, normalization*. It sounds as if
    each one helps, and all together help most. In fact, each of them cures one thing, and each can do harm without a
    suitable partner.
    """)
    return


@app.function
def measure_all():
    table = []
    for count, setting in enumerate(PRESETS.values(), start=1):
        table.append(row(measured(setting)))
        yield Frame(count / len(PRESETS), f"{count} of {len(PRESETS)} networks", partial(show_cures, table))


@app.function(hide_code=True)
def show_cures(table):
    waiting = [(name, "–", "–", "–", "–") for name in [*PRESETS][len(table) :]]
    compared = "Which pairs differ in one cure only, and which get worse?" if waiting else made_worse(PRESETS.values())
    return notebook.stack(
        notebook.numbers_table(
            words.HEADINGS,
            [*table, *waiting],
            "The norm at the first layer divided by the norm at the last: "
            f"the median of {in_words(len(SEEDS))} random starts",
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

    What does each one cure, and where does it fail?
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
    - The product ends with ∂h⁽¹⁾/∂W⁽¹⁾. Its matrices go from the last layer down.
    - Weight initialisation matters: use 2/n for relu. For tanh, both 1/n and 2/n work in thirty layers; in deeper
      networks 2/n explodes.
    - With a skip, a layer's Jacobian is I + the branch's, so one path stays open. With relu the gradient explodes,
      unless the branch is small.
    - Normalisation alone saves the sigmoid, but not after N(0, 1). With relu the gradient explodes.
    - A vanished gradient is right. It is only too small to learn from.

    **Next:** {notebook.link("5.7")}, where you train with gradients that reach every layer.
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
      *AISTATS*: Xavier's initialisation.
    - K. He, X. Zhang, S. Ren, J. Sun (2015), "Delving deep into rectifiers", *ICCV*: He's initialisation; and (2016),
      "Deep residual learning for image recognition", *CVPR*: skip connections.
    - J. L. Ba, J. R. Kiros, G. E. Hinton (2016), "Layer normalization", arXiv:1607.06450.
    - J. Pennington, S. Schoenholz, S. Ganguli (2017), "Resurrecting the sigmoid in deep learning through dynamical
      isometry", *NeurIPS*: singular values of the product of Jacobians.
    """)
    return


if __name__ == "__main__":
    app.run()
