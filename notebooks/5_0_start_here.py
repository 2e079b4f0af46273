# /// script
# [tool.marimo.opengraph]
# title = "5.0 Start here"
# description = "Backpropagation, live: what this course is, how its pages work, and where everything is."
# ///

import marimo

__generated_with = "0.25.2"
app = marimo.App(
    width="medium",
    app_title="5.0 Start here",
)

with app.setup(hide_code=True):
    import marimo as mo

    from course_lib import forward, parse
    from course_lib.drawing.live import LiveGraph
    from course_lib.page import notebook


@app.cell(hide_code=True)
def title():
    notebook.header(
        "5.0",
        minutes=10,
        able_to=[
            "find every part of the course, and the part that you need",
            "use its pages: move, step, predict, answer, save",
            "look up each of its words",
        ],
    )
    return


@app.cell(hide_code=True)
def welcome():
    mo.md(r"""
    ## Week 5: Backpropagation – The Engine of Deep Learning

    So the lecture is called, in IME775, *Data Driven Modeling and Optimization*.

    A network learns from gradients: one number for each weight, which says how the loss changes when that weight does.
    **Backpropagation** finds all of them in one sweep, one walk from the end of the network to its beginning. It is the
    chain rule, applied again and again, and nothing more.

    Here you watch it happen. Every number on these pages is computed while you look, by a small engine whose source you
    can read. Move something, and the values flow forward and the gradients flow back.
    """)
    return


@app.cell(hide_code=True)
def map_prose():
    mo.md(r"""
    ## The map

    Each notebook stands alone, and each answers one question. In this order they are the lecture.
    """)
    return


@app.cell(hide_code=True)
def map_picture():
    notebook.course_map(here="5.0")
    return


@app.cell(hide_code=True)
def ways_in():
    notebook.ways_in()
    return


@app.cell(hide_code=True)
def goals():
    mo.md(f"""
    ## What the lecture promises

    Four learning objectives, and where each is met:

    - **Understand backpropagation as reverse-mode automatic differentiation.** {notebook.link("5.1", "5.1")} counts
      what reverse mode saves, {notebook.link("5.2", "5.2")} counts forward and reverse passes on the same graph, and
      {notebook.link("5.3", "5.3")} walks it step by step.
    - **Derive gradients for common layers.** {notebook.link("5.4", "5.4")}, with the shapes, entry by entry.
    - **Implement backpropagation from scratch.** The engine's own sweep ends {notebook.link("5.3", "5.3")};
      {notebook.link("5.4", "5.4")} has the layers, and {notebook.link("5.7", "5.7")} trains with them. There you write
      the sweep yourself, and it is checked.
    - **Verify gradients numerically.** {notebook.link("5.5", "5.5")}; also every table of numbers in
      {notebook.link("5.3", "5.3")}.

    {notebook.link("5.6", "5.6")} asks what becomes of a gradient in a deep network.
    """)
    return


@app.cell(hide_code=True)
def try_prose():
    mo.md(r"""
    ## Try every control

    The smallest network there is: one weight, one input, one target.

    $$y = w \cdot x \qquad\qquad L = (y - \mathrm{target})^2$$

    1. **Drag** a slider, or type into its box. With the keyboard: arrow keys, Home, End. Values are blue.
       Gradients are red and slanted.
    2. Press **◀ back** until nothing is known, then **next ▶**. A dash means *not computed yet*.
       **play** does it for you.
    3. Switch from **operations** to **statements**: the same network from further away.
    4. Tick **the arithmetic on every edge**: what arrives × the local derivative = what is handed on.
    """)
    return


@app.function
def smallest_network():
    return parse("""
        y = w*x
        L = (y - target)**2
    """)


@app.cell(hide_code=True)
def try_controls():
    network = smallest_network()
    START = {"w": 0.5, "x": 1.5, "target": 0.3}
    live = LiveGraph(network, forward(network, **START), parameters=("w",))
    setting = notebook.sliders({"w": (-2, 2), "x": (-2, 2), "target": (-2, 2)}, START)
    walk = notebook.stepper(live)
    return live, network, setting, walk


@app.cell(hide_code=True)
def try_picture(live, network, setting, walk):
    notebook.live_graph(live, forward(network, **setting.now), walk, setting)
    return


@app.cell(hide_code=True)
def pages_prose():
    mo.md(r"""
    ## How the pages work

    - **Predict.** Before something is shown, you are asked what will happen. Choose, then **Lock it in**. A prediction
      that is locked stays, right or wrong. What it asks about waits folded below. You may open it at once, but
      committing yourself is what makes you see.
    - **Answer.** Type a number or an expression and press Enter. A wrong answer is told what was done wrong, not only
      that it is wrong. After three misses there are hints; after a right answer there is a fresh question.
    - **Your own numbers.** Each student gets different ones. `?seed=7` behind the address draws the same for everybody.
    """)
    return


@app.cell(hide_code=True)
def pages_more():
    mo.md(f"""
    ### And besides

    - **Your own network.** In {notebook.link("5.2")} you type one, and it becomes a graph like the one above.
    - **Save.** A reload forgets what you said. The log at a notebook's end saves it as a file, and reads it back in.
    - **Present.** Every notebook is a deck of slides as well. `course present 5_3` opens one with notes for the
      speaker. `?theme=dark` behind an address makes a page dark.
    """)
    return


@app.cell(hide_code=True)
def curriculum():
    mo.md(f"""
    ## Where it stands in the curriculum

    Backpropagation does one thing: it computes gradients. The weeks before and after it use them.

    - **Weeks 2–3, gradient descent:** take a gradient, move the weights. Here that gradient is made.
    - **Week 5, backpropagation:** all gradients of a network of any shape.
    - **Weeks 4–8, supervised learning:** linear regression is a graph of one layer, logistic regression adds a
      sigmoid, σ(z) = 1/(1 + e⁻ᶻ). Both get their gradients the same way.

    It enables, says the lecture, *all gradient descent methods* for *any supervised learning model*. Gradient and
    update stay two steps: {notebook.link("5.7", "5.7")}.
    """)
    return


@app.cell(hide_code=True)
def words_prose():
    mo.md(r"""
    ## Glossary

    Every word below means one thing in this course, and it is always the same word.
    """)
    return


@app.cell(hide_code=True)
def words():
    notebook.glossary()
    return


@app.cell(hide_code=True)
def closing():
    mo.md(f"""
    **Next:** {notebook.link("5.1")}, where a gradient gets its price. In a hurry, begin with {notebook.link("5.3")}.
    """)
    return


@app.cell(hide_code=True)
def sources():
    mo.md(r"""
    **Sources**

    - K. Chaudhury, *Math and Architectures of Deep Learning*, Manning, chapter 6: the lecture's reference. The book's
      own code has forward and backward passes in chapter 8 (8.4); its chapter 6 is about another topic.
    - D. E. Rumelhart, G. E. Hinton, R. J. Williams (1986), "Learning representations by back-propagating errors",
      *Nature* 323, 533–536.
    - J. Watt, R. Borhani, A. K. Katsaggelos (2020), *Machine Learning Refined*, 2nd edition, Cambridge University
      Press: the book of the weeks before and after.
    - C. Crouch, A. P. Fagen, J. P. Callan, E. Mazur (2004), "Classroom demonstrations: learning tools or
      entertainment?", *American Journal of Physics* 72, 835–838: why you predict first.
    """)
    return


if __name__ == "__main__":
    app.run()
