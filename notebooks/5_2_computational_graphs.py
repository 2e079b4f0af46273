# /// script
# [tool.marimo.opengraph]
# title = "5.2 Computational graphs"
# description = "A network as a list of nodes: sweep it in both directions, count its paths, write one of your own."
# ///

import marimo

__generated_with = "0.25.2"
app = marimo.App(
    width="medium",
    app_title="5.2 Computational graphs",
)

with app.setup(hide_code=True):
    import marimo as mo

    from course_lib import Graph, ParseError, backward, forward, parse
    from course_lib.drawing.live import OPERATIONS, STATEMENTS, LiveGraph, graph_box
    from course_lib.engine.forward_mode import forward_mode
    from course_lib.engine.passes import local_number
    from course_lib.errors import CycleError
    from course_lib.exercises import prediction
    from course_lib.page import notebook
    from course_lib.sections.graphs import said
    from course_lib.sections.graphs.cycle import cycle_svg
    from course_lib.sections.graphs.diamonds import diamonds_svg
    from course_lib.sections.graphs.node_list import ListedGraph
    from course_lib.sections.graphs.passes import backward_pass_picture, forward_pass_picture


@app.cell(hide_code=True)
def title():
    notebook.header(
        "5.2",
        minutes=40,
        able_to=[
            "list the nodes of a graph in topological order, and name each node's arguments and users",
            "run the forward pass down that list, and the backward pass back up",
            "say why backpropagation is reverse-mode automatic differentiation, and what forward mode would cost",
            "find the gradient of a value or a weight that is used more than once",
            "write a network of your own, read its graph, and say why it has no cycle",
        ],
    )
    return


@app.cell(hide_code=True)
def answers():
    sheet = notebook.worksheet("5.2")
    sheet.note()
    return (sheet,)


@app.cell(hide_code=True)
def list_prose():
    mo.md(r"""
    ## A computation is a list of small steps

    Take $L = (a + b) \cdot c + \sin(a + b)$. You compute $s = a + b$ first, then $p = s \cdot c$ and
    $q = \sin s$, then their sum. Each step is a **node**: an input, or one operation. Where a node uses the value of
    another node, there is an **edge**. The nodes it uses are its **args** (arguments). The nodes that use it are its
    **users**.

    For the engine, a graph is a list with one rule: **every argument comes before its user.** Such a list is in
    **topological order**.

    Below, `parse` makes the list from a text. The second function reads an order from left to right and
    keeps the names it has seen in `known`. It looks up each node's arguments, `.args`, and stops at the first node
    that comes before one of its arguments.
    """)
    return


@app.function
def small_graph():
    return parse("""
        s = a + b
        p = s*c
        q = sin(s)
        L = p + q
    """)


@app.function
def first_too_early(graph, order):
    known = set()
    for name in order:
        missing = [arg for arg in graph.nodes[graph.find(name)].args if arg not in known]
        if missing:
            return name, graph.name[missing[0]]  # this one stands before its argument
        known.add(graph.find(name))
    # to the end: a topological order
    return None


@app.cell(hide_code=True)
def list_code():
    notebook.source(small_graph, first_too_early)
    return


@app.cell(hide_code=True)
def list_settings():
    graph = small_graph()
    START = {"a": 1.5, "b": -0.7, "c": 2.0}
    ORDERS = ("a b c s p q L", "a b s q c p L", "a b c p s q L", "c b a s q p L")
    live = ListedGraph(graph, forward(graph, **START))
    return ORDERS, START, graph, live


@app.cell(hide_code=True)
def order_prediction(ORDERS, graph, sheet):
    _broken = {order: first_too_early(graph, order.split()) for order in ORDERS}
    _outcome, (_node, _arg) = next((order, found) for order, found in _broken.items() if found)
    sheet.predict(
        1,
        prediction.choice(
            "Three of these orders are topological. Which one is not?",
            ORDERS,
            _outcome,
            f"{_node} comes before {_arg}",
            f"{_node} is computed from {_arg}. In the other three orders, every argument comes before its user. "
            "A graph can have more than one topological order, and any of them will do.",
            replies={order: f"Go through {order}: every argument is there before it is used." for order in ORDERS},
        ),
    )
    return


@app.cell(hide_code=True)
def list_picture(START, live):
    setting = notebook.sliders(dict.fromkeys(START, (-3, 3)), START)
    notebook.live_graph(live, setting, zooms=(OPERATIONS,), step=0)
    return


@app.cell(hide_code=True)
def list_reading():
    mo.md(r"""
    Press **next ▶** until the end. The forward pass goes through the list **from top to bottom**. When it reaches a
    node, the node's arguments already have their values. The backward pass goes through the list **from bottom to
    top**. At each row it adds to the rows of that node's *arguments*: the row of $L$ adds to $p$ and $q$, the row of
    $q$ adds to $s$. So when it reaches a node, all users of that node have added their contributions. There is one
    list, read in two directions, and nothing has to be sorted. Going through the whole list once, in either direction,
    is a **sweep**.
    """)
    return


@app.cell(hide_code=True)
def fan_out_prose():
    mo.md(rf"""
    ### A value with two users

    $s$ has two users, $p$ and $q$. This is a **fan-out**. In the backward pass $s$ gets a first contribution, waits
    ("+ …"), and gets a second one. Its gradient is their sum. This is the chain rule for a value with several users:
    ∂L/∂s is the sum of ∂L/∂user × ∂user/∂s over all users of s. Here:

    $$\frac{{\partial L}}{{\partial s}} =
    \frac{{\partial L}}{{\partial p}} \cdot \frac{{\partial p}}{{\partial s}} +
    \frac{{\partial L}}{{\partial q}} \cdot \frac{{\partial q}}{{\partial s}}$$

    {notebook.link("5.3")} does this arithmetic edge by edge. This notebook is about the whole graph.

    The question below contains a **relu**: relu(u) = u if u > 0, else 0. If u is positive, the **gate** is open and
    u passes unchanged. Otherwise the gate is closed.
    """)
    return


@app.cell(hide_code=True)
def value_question(sheet):
    sheet.question(
        1,
        parse("""
            u = a - b
            v = u*c
            L = v + relu(u)
        """),
        of="L",
        asks="number",
    )
    return


@app.cell(hide_code=True)
def modes_prose():
    mo.md(r"""
    ## Two ways to sweep

    The chain rule does not say in which direction to multiply. A program can work in either direction, and both ways
    are called **automatic differentiation**.

    - **Forward mode** starts at one *input*, say $a$, with $\partial a/\partial a = 1$. It walks down the list and
      computes $\partial(\text{node})/\partial a$ for every node: its **tangent**. Here a tangent is not a line. It says
      how fast the node's value changes when the input changes. At the end of the list you find $\partial L/\partial a$.
    - **Reverse mode** starts at the *loss* with $\partial L/\partial L = 1$. It walks up the list and computes
      $\partial L/\partial(\text{node})$, the **gradient**, for every node. At the top of the list you find
      $\partial L/\partial a$, $\partial L/\partial b$ and $\partial L/\partial c$.

    **Backpropagation is reverse mode, started at a loss.**
    """)
    return


@app.cell(hide_code=True)
def modes_code():
    _reading = mo.md("""
    This is the whole of forward mode. It goes through the list, and through each node's arguments. Each argument
    contributes its tangent times the node's local derivative. A node's tangent is the sum of these contributions.
    """)
    notebook.stack(_reading, notebook.source(forward_mode))
    return


@app.function
def count_both(values):
    ahead = {name: forward_mode(values, wrt=name) for name in values.graph.inputs}  # one pass per input
    back = backward(values, of="L")  # one pass
    return ahead, back


@app.cell(hide_code=True)
def modes_prediction(START, graph, sheet):
    _ahead, _back = count_both(forward(graph, **START))
    _counted = f"{len(_ahead)} and 1"
    sheet.predict(
        2,
        prediction.choice(
            "The graph has three inputs and one loss, and you want the gradient with respect to every input. "
            "How many passes does forward mode need, and how many reverse mode?",
            ("1 and 1", "1 and 3", "3 and 1", "3 and 3"),
            _counted,
            f"forward mode walks {sum(one.edges for one in _ahead.values())} edges, reverse mode {len(_back.edges)}",
            "A pass of forward mode starts at one input. The pass of reverse mode starts at the one loss, "
            "and reaches every input.",
            replies={
                "1 and 1": "One pass of forward mode gives the derivative with respect to one input. There are three.",
                "1 and 3": "It is the other way round: forward mode starts at the inputs, reverse mode at the loss.",
                "3 and 3": "Reverse mode needs no pass for each input. One pass from the loss reaches all three.",
            },
        ),
    )
    return


@app.cell(hide_code=True)
def modes_controls(START):
    BACK = "reverse, from L"
    chosen_pass = notebook.choose({**{f"forward, from {name}": name for name in START}, BACK: BACK}, BACK, "one pass")
    return (chosen_pass,)


@app.function(hide_code=True)
def show_pass(live, start, chosen):
    values = forward(live.graph, **start)
    ahead, back = count_both(values)
    picture = live.pictures[OPERATIONS]
    drawn = backward_pass_picture(picture, back)
    if chosen in ahead:
        drawn = forward_pass_picture(picture, back, chosen, ahead[chosen])
    return notebook.stack(
        notebook.beside(
            mo.Html(drawn),
            notebook.numbers_table(
                ("pass", "what it finds", "edges"), said.pass_rows(ahead, back), "Four passes over one graph"
            ),
        ),
        notebook.says(said.said_of_passes(start, ahead, back)),
    )


@app.cell(hide_code=True)
def modes_picture(START, chosen_pass, live):
    _shown = notebook.follows(show_pass, live=live, start=START, chosen=chosen_pass)
    notebook.after_prediction(2, chosen_pass, _shown)
    return


@app.cell(hide_code=True)
def modes_reading():
    _reading = mo.md(f"""
    A network has millions of inputs (its weights) and one loss. Forward mode would need one pass per weight.
    Reverse mode needs a single pass. In return it must keep every value of the forward pass until the backward pass
    has used it. With one input and many outputs it is the other way round, and forward mode wins.
    {notebook.link("5.1")} works out both costs for a network of realistic size.
    """)
    notebook.after_prediction(2, _reading, what="why networks use reverse mode")
    return


@app.cell(hide_code=True)
def shared_prose():
    mo.md(r"""
    ## One weight, used twice

    A **shared parameter** is one node with more than one user. A recurrent network has them: it repeats the same
    step again and again, with the same weight. Here are two steps:

    $$\begin{aligned} h_1 &= \tanh(w\,x) \\ h_2 &= \tanh(w\,h_1) \\ L &= (h_2 - 1)^2 \end{aligned}$$

    To see what sharing does, give each use **its own weight**, $w_1$ and $w_2$. Set both to the
    same number, and differentiate. Then tie them together again. The function `tie` does both and returns both traces.
    In the pictures, a thick blue bar on the left of a card marks a **parameter**, a number that is learned.
    """)
    return


@app.function
def tied():
    return parse("""
        h1 = tanh(w*x)
        h2 = tanh(w*h1)
        L = (h2 - 1)**2
    """)


@app.function
def untied():
    return parse("""
        h1 = tanh(w1*x)
        h2 = tanh(w2*h1)
        L = (h2 - 1)**2
    """)


@app.function
def tie(w, x=0.8):
    together = backward(forward(tied(), w=w, x=x))
    apart = backward(forward(untied(), w1=w, w2=w, x=x))
    return together, apart


@app.cell(hide_code=True)
def shared_code():
    notebook.source(tied, untied, tie)
    return


@app.cell(hide_code=True)
def shared_settings():
    _together, _apart = tie(1.2)
    tied_live = LiveGraph(tied(), _together.values, parameters=("w",))
    untied_live = LiveGraph(untied(), _apart.values, parameters=("w1", "w2"))
    shared_weight = notebook.sliders({"w": (-2, 2)}, {"w": 1.2}, positions=41)
    return shared_weight, tied_live, untied_live


@app.function(hide_code=True)
def show_sharing(tied_live, untied_live, setting):
    together, apart = tie(setting["w"])
    return notebook.stack(
        notebook.beside(
            mo.Html(graph_box(tied_live.svg(together.values, STATEMENTS))),
            mo.Html(graph_box(untied_live.svg(apart.values, STATEMENTS))),
        ),
        notebook.says(said.said_of_sharing(together, apart), "backward"),
    )


@app.cell(hide_code=True)
def shared_picture(shared_weight, tied_live, untied_live):
    notebook.stack(
        shared_weight,
        notebook.follows(show_sharing, tied_live=tied_live, untied_live=untied_live, setting=shared_weight),
    )
    return


@app.cell(hide_code=True)
def shared_question(sheet):
    sheet.question(
        2,
        parse("""
            h = w*x + b
            y = w*h + b
            L = y**2
        """),
        wrt="w",
        then=["b", (parse("h = sin(w)\ny = w*h\nL = y + w"), "w")],
    )
    return


@app.cell(hide_code=True)
def square_prose():
    mo.md(r"""
    ### One value in both places

    The shortest way to use a value twice is $L = x \cdot x$. There is only one user, the product, but it has **two
    arguments**, and $x$ is both of them. So there are two edges. Each one passes back 1 times the other factor, $x$.
    The sum is $2x$, as for $x^2$. A sweep that counts users instead of edges gets only half of it.
    """)
    return


@app.cell(hide_code=True)
def square_picture():
    square = parse("L = x*x")
    square_live = LiveGraph(square, forward(square, x=3.0))
    square_setting = notebook.sliders({"x": (-4, 4)}, {"x": 3.0})
    notebook.live_graph(square_live, square_setting, zooms=(OPERATIONS,))
    return


@app.cell(hide_code=True)
def again_prose():
    mo.md(r"""
    ### Calling backward twice

    Where is a gradient stored? Here, in the *trace* that `backward` returns. Call it twice, and you get two traces with
    the same numbers. Many libraries store the gradient in the node and **add** to it, since contributions add where
    paths meet. Then a second call starts from what the first one left, and passes that back as well. So clear the
    gradients between the two calls.
    """)
    return


@app.function
def hand_back(values, gradient):
    graph = values.graph
    gradient[graph.find("L")] = 1.0
    for user in reversed(range(len(graph))):
        for slot, arg in enumerate(graph.nodes[user].args):
            gradient[arg] += gradient[user] * local_number(values, user, slot)


@app.function
def call_twice(clear):
    values = forward(parse("h = x*x\nL = 2*h"), x=3.0)
    gradient, found = [0.0] * len(values.graph), []
    for _ in range(2):
        if clear:
            gradient = [0.0] * len(values.graph)
        hand_back(values, gradient)
        found.append({name: gradient[values.graph.find(name)] for name in ("h", "x")})
    return found


@app.cell(hide_code=True)
def again_code():
    notebook.source(hand_back, call_twice)
    return


@app.cell(hide_code=True)
def again_controls():
    cleared = notebook.choose({"left as it is": False, "cleared": True}, "left as it is", "between the calls")
    return (cleared,)


@app.function(hide_code=True)
def show_calls(cleared):
    once, twice = call_twice(cleared)
    return notebook.stack(
        notebook.numbers_table(
            ("h = x·x, L = 2·h, x = 3", "∂L/∂h", "∂L/∂x"),
            said.call_rows(once, twice),
            "The gradients stored in the nodes after each call",
        ),
        notebook.says(said.said_of_calls(once, twice), "backward"),
    )


@app.cell(hide_code=True)
def again_picture(cleared):
    notebook.stack(cleared, notebook.follows(show_calls, cleared=cleared))
    return


@app.cell(hide_code=True)
def paths_prose():
    mo.md(r"""
    ## Counting paths, or factoring

    The gradient is a **sum over all paths** from the input to the loss. Along each path you multiply the local
    derivatives; then you add the paths. That is true, but backpropagation does not compute it this way.

    Below is a chain of $k$ diamonds. In the first one, the value $x_0$ splits into $a_0 = \sin x_0$ and
    $b_0 = \cos x_0$, which join again in $x_1 = a_0 + b_0$. The next diamond begins at $x_1$.

    Two functions compute $\partial x_k/\partial x_0$, and both are right. `path_by_path` keeps a list of unfinished
    paths, each with its product so far, and goes on until every path has reached $x_0$. `edge_by_edge` is the backward
    sweep. Read the code: what does each function walk along?
    """)
    return


@app.function
def diamonds(k):
    return parse("\n".join(f"a{i} = sin(x{i})\nb{i} = cos(x{i})\nx{i + 1} = a{i} + b{i}" for i in range(k)))


@app.function
def path_by_path(values, wrt, of):
    graph, total, paths = values.graph, 0.0, 0
    waiting = [(graph.find(of), 1.0)]
    while waiting:
        node, product = waiting.pop()
        if node == graph.find(wrt):
            total, paths = total + product, paths + 1  # one more path
        for slot, arg in enumerate(graph.nodes[node].args):
            waiting.append((arg, product * local_number(values, node, slot)))
    return total, paths


@app.function
def edge_by_edge(values, wrt, of):
    trace = backward(values, of)  # each node passes its whole gradient back, once
    return trace.grad[wrt], len(trace.edges)


@app.cell(hide_code=True)
def paths_code():
    notebook.source(diamonds, path_by_path, edge_by_edge)
    return


@app.cell(hide_code=True)
def paths_prediction(sheet):
    _five, _ten = forward(diamonds(5), x0=0.3), forward(diamonds(10), x0=0.3)
    sheet.predict(
        3,
        prediction.ratio(
            "From k = 5 to k = 10 the chain becomes twice as long. How much larger does the number of paths become?",
            {"2 times as large": 2, "5 times": 5, "10 times": 10, "32 times": 32},
            before=path_by_path(_five, "x0", "x5")[1],
            after=path_by_path(_ten, "x0", "x10")[1],
            why="Every diamond doubles the number of paths, so there are 2 to the power k. The sweep only walks twice "
            f"as many edges, {edge_by_edge(_five, 'x0', 'x5')[1]} → {edge_by_edge(_ten, 'x0', 'x10')[1]}.",
            replies={
                "2 times as large": "The chain becomes twice as long, and so does the sweep. The paths multiply.",
                "5 times": "Five more diamonds do not add their paths. Each of them doubles the number.",
                "10 times": "Two ways through each of five diamonds are not 2 · 5 paths, but 2 · 2 · 2 · 2 · 2.",
            },
        ),
    )
    return


@app.cell(hide_code=True)
def paths_controls():
    MOST = 10
    length = notebook.sliders({"k": (1, MOST)}, {"k": 1}, slider_step=1, positions=MOST)
    return MOST, length


@app.function(hide_code=True)
def show_paths(most, setting):
    k = round(setting["k"])
    values = forward(diamonds(k), x0=0.3)
    reached = [(path_by_path(values, "x0", f"x{i}"), edge_by_edge(values, "x0", f"x{i}")) for i in range(k + 1)]
    return notebook.stack(
        mo.Html(diamonds_svg([counted[1] for counted, _ in reached], [walked[1] for _, walked in reached], most)),
        notebook.numbers_table(
            (f"∂x{k}/∂x0, at x0 = 0.3", "number", "walked"),
            said.path_rows(values, k, *reached[-1]),
            "Paths and edges, counted",
        ),
        notebook.says(said.said_of_paths(k, *reached[-1])),
    )


@app.cell(hide_code=True)
def paths_picture(MOST, length):
    notebook.stack(length, notebook.follows(show_paths, most=MOST, setting=length))
    return


@app.cell(hide_code=True)
def paths_reading():
    mo.md(r"""
    Suppose two paths share the factor $u$. One also has the factor $f$, the other the factor $g$. Path by
    path, the sum is $u\,f + u\,g$. The sweep computes $u\,(f + g)$: it adds first and multiplies once.
    **Backpropagation is this distributive law**, $u\,f + u\,g = u\,(f + g)$, applied at every node. That is why a node
    waits for the contributions of all its users.
    """)
    return


@app.cell(hide_code=True)
def paths_count():
    _counted = mo.md(f"""
    A chain of 60 diamonds has {2**60:,} paths and {4 * 60} edges. At a billion paths per second, going path by path
    takes {said.years_by_path(60, 1e9):.0f} years.
    """)
    notebook.after_prediction(3, _counted, what="a chain of 60")
    return


@app.cell(hide_code=True)
def paths_question(sheet):
    sheet.question(
        3,
        parse("""
            a = 3*x
            b = x**2
            u = a + b
            v = a*b
            L = u*v
        """),
        wrt="x",
        asks="number",
        then=["a", "b"],
    )
    return


@app.cell(hide_code=True)
def cycle_prose():
    mo.md(r"""
    ## Cycles are not allowed

    A computational graph is **directed** (edges have a direction) and **acyclic** (no path leads from a node back to
    itself): a DAG. In a cycle nothing could be computed first, so there is no topological order, and no list.
    The course's parser says which lines need each other.

    `read` below passes a text to `parse`. It returns the graph, or the error that `parse` raises. A graph is
    printed as its list, one node per line. In it, *node 2* is the node in line 2, which has no name. Choose a text.
    """)
    return


@app.function
def read(text):
    try:
        return parse(text)  # a graph is printed as its list
    except ParseError as error:  # it says where and why; for a cycle, which names need each other
        return error


@app.cell(hide_code=True)
def cycle_code():
    notebook.source(read)
    return


@app.cell(hide_code=True)
def cycle_controls():
    TEXTS = {
        "two lines in a circle": "u = v + 1\nv = 2*u\nL = v**2",
        "from itself": "h = tanh(w*h)\nL = h**2",
        "only the wrong order": "L = h**2\nh = tanh(w*x)",
        "unrolled": "h1 = tanh(w*h0)\nh2 = tanh(w*h1)\nL = h2**2",
    }
    text = notebook.choose(TEXTS, "two lines in a circle", "text")
    return (text,)


@app.function(hide_code=True)
def show_reading(text):
    found = read(text)
    picture = cycle_svg(found.names) if isinstance(found, CycleError) else ""
    if isinstance(found, Graph):
        values = forward(found, w=1.2, h0=0.8)
        picture = graph_box(LiveGraph(found, values, parameters=("w",)).svg(values, STATEMENTS))
    return notebook.beside(notebook.stack(notebook.code(text), notebook.verbatim(str(found))), mo.Html(picture))


@app.cell(hide_code=True)
def cycle_picture(text):
    notebook.stack(text, notebook.follows(show_reading, text=text))
    return


@app.cell(hide_code=True)
def cycle_reading():
    mo.md(r"""
    A recurrent network looks like a cycle in textbooks: $h$ is computed from $h$. It is not a cycle. The new $h$ is
    a different value from the old one, so it is a different node. Once the network is **unrolled**, each time step has
    its own nodes, and they share the weight $w$. *Only the wrong order* is not a cycle either: the lines can be sorted,
    and the message says how.
    """)
    return


@app.cell(hide_code=True)
def own_prose():
    mo.md(r"""
    ## Your own network

    Write one. A line is `name = expression`, with `+ - * / **`, parentheses and functions such as `relu`, `sigmoid`,
    `tanh`, `exp`, `log`, `sqrt`, `sin`. A name that no line assigns becomes an input and gets a slider. The last line
    is the loss. A network may have up to 60 nodes. If the text has an error, a message appears below it, and the
    previous graph stays.

    Or start from an example. In *a residual block*, one part of the network, the block, computes a correction. The
    correction is added to the block's input. So $x$ goes past the block as well as through it.
    """)
    return


@app.cell(hide_code=True)
def own_state():
    EXAMPLES = {
        "the lecture's network": "z1 = w1*x + b1\nh1 = relu(z1)\nz2 = w2*h1 + b2\ny = sigmoid(z2)\nL = (y - target)**2",
        "a shared weight": "h1 = tanh(w*x)\nh2 = tanh(w*h1)\nL = (h2 - 1)**2",
        "a residual block": "h = relu(w1*x)\ny = x + w2*h  # past the block, and through it\nL = (y - target)**2",
        "a cycle": "h = tanh(w*h + x)\nL = h**2",
    }
    NUMBERS = {"x": 2.0, "w1": 0.5, "b1": 0.1, "w2": 0.8, "b2": -0.2, "target": 0.7}
    drawn, draw_again = mo.state(0)
    return EXAMPLES, NUMBERS, draw_again, drawn


@app.cell(hide_code=True)
def own_text(EXAMPLES, NUMBERS, draw_again):
    own = notebook.own_network(EXAMPLES, NUMBERS, draw_again)
    notebook.own_box(own)
    return (own,)


@app.cell(hide_code=True)
def own_picture(own):
    notebook.own_graph(own)
    return


@app.cell(hide_code=True)
def own_reading():
    mo.md(r"""
    Press **next ▶**, or **play**. In the table, *upstream* is the gradient of each user of the node:
    ∂L/∂user. *Local* is the user's local derivative with respect to this node: ∂user/∂node. Each pair is multiplied,
    and the products add up to the *gradient*. *Numerical* is the same gradient computed without the chain rule, by
    moving the node's value a little and running again. The *relative error* is the difference between the two, divided
    by the larger one. **<** stands before it where rounding alone could make a difference of that size.
    """)
    return


@app.cell(hide_code=True)
def own_question(drawn, own, sheet):
    drawn()
    sheet.practice("About this network", own.graph, own.network.askable)
    return


@app.cell(hide_code=True)
def drill_prose():
    mo.md(r"""
    ## Drills

    Here are small graphs with whole numbers, to work out by hand. First read a worked example. Then fill in one with
    some gradients missing. Then fill in a blank one: go down the list for the values, and up the list for the
    gradients.
    """)
    return


@app.cell(hide_code=True)
def drill(sheet):
    notebook.drills(sheet)
    return


@app.cell(hide_code=True)
def log(sheet):
    notebook.what_you_said(sheet, "The log does not keep drills or your own network. A link keeps the network.")
    return


@app.cell(hide_code=True)
def closing():
    mo.md(f"""
    ## Take with you

    - A computational graph is a list in which every argument comes before its user.
    - The forward pass reads the list from top to bottom, the backward pass from bottom to top.
    - Forward mode needs one pass per input. Reverse mode needs one pass per loss: that is backpropagation.
    - The gradient of a value that is used more than once is the sum of its contributions. A shared weight is an
      example.
    - There may be 2ᵏ paths, but the sweep visits each edge once.
    - A cycle has no topological order. A recurrent network is not a cycle: unroll it.

    **Next:** {notebook.link("5.3")}, where you see the numbers on every edge.
    """)
    return


@app.cell(hide_code=True)
def sources():
    mo.md(r"""
    **Sources**

    - K. Chaudhury, *Math and Architectures of Deep Learning*, Manning: the lecture's reference.
    - A. G. Baydin, B. A. Pearlmutter, A. A. Radul, J. M. Siskind (2018), "Automatic differentiation in machine
      learning: a survey", *Journal of Machine Learning Research* 18(153), sections 3.1 and 3.2.
    - A. Griewank, A. Walther (2008), *Evaluating Derivatives*, 2nd edition, SIAM, chapter 3.
    - I. Goodfellow, Y. Bengio, A. Courville (2016), *Deep Learning*, MIT Press, section 6.5.
    """)
    return


if __name__ == "__main__":
    app.run()
