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
            "find the notebook you need",
            "use a page: move a slider, step, predict, answer, save",
            "look up every term the course uses",
        ],
    )
    return


@app.cell(hide_code=True)
def welcome():
    mo.md(r"""
    ## Week 5: Backpropagation – The Engine of Deep Learning

    That is the title of the lecture in IME775, *Data Driven Modeling and Optimization*.

    A network learns from gradients. Each weight has one: a number that says how the loss changes when the weight
    changes. **Backpropagation** finds all of them in one sweep, from the end of the network to its beginning. It is the
    chain rule, applied again and again, and nothing more.

    Here you watch it happen. Every number on these pages is computed while you look, by a small engine or by layers
    whose source you can read. Move a slider: the values flow forward, and the gradients flow back.
    """)
    return


@app.cell(hide_code=True)
def map_prose():
    mo.md(r"""
    ## The map

    Each notebook answers one question, and you can read it on its own. Read in this order, they cover the whole
    lecture.
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

    The lecture has four learning objectives. Here is where you meet each one:

    - **Understand backpropagation as reverse-mode automatic differentiation.** {notebook.link("5.1", "5.1")} counts
      what reverse mode saves, {notebook.link("5.2", "5.2")} counts forward and reverse passes on the same graph, and
      {notebook.link("5.3", "5.3")} walks it step by step.
    - **Derive gradients for common layers.** {notebook.link("5.4", "5.4")} does it, entry by entry.
    - **Implement backpropagation from scratch.** {notebook.link("5.3", "5.3")} ends with the engine's own sweep.
      {notebook.link("5.4", "5.4")} has the layers, and {notebook.link("5.7", "5.7")} trains with them. There you write
      the sweep yourself, and it is checked.
    - **Verify gradients numerically.** {notebook.link("5.5", "5.5")}; also the tables of {notebook.link("5.3", "5.3")}.

    {notebook.link("5.6", "5.6")} asks what happens to a gradient in a deep network.
    """)
    return


@app.cell(hide_code=True)
def try_prose():
    mo.md(r"""
    ## Try every control

    The smallest network there is: one weight, one input, one target.

    $$y = w \cdot x \qquad\qquad L = (y - \mathrm{target})^2$$

    1. **Drag** a slider, or type into its box. On the keyboard, use the arrow keys, Home and End. Values are blue.
       Gradients are red and slanted.
    2. Press **◀ back** until no number is known. Then press **next ▶**. A dash means *not computed yet*.
       **play** presses it for you.
    3. Switch from **operations** to **statements** to see the same network in less detail.
    4. Tick **the arithmetic on every edge**. Each edge then shows upstream gradient × local derivative = contribution.
    """)
    return


@app.function
def smallest_network():
    return parse("""
        y = w*x
        L = (y - target)**2
    """)


@app.cell(hide_code=True)
def try_picture():
    network = smallest_network()
    START = {"w": 0.5, "x": 1.5, "target": 0.3}
    live = LiveGraph(network, forward(network, **START), parameters=("w",))
    setting = notebook.sliders({"w": (-2, 2), "x": (-2, 2), "target": (-2, 2)}, START)
    notebook.live_graph(live, setting)
    return


@app.cell(hide_code=True)
def pages_prose():
    mo.md(r"""
    ## How the pages work

    - **Predict.** Before a page shows a result, it asks you what will happen. Choose, then press **Lock it in**. You
      cannot change a locked prediction. The result is folded away below. You may open it at once, but you learn more
      if you commit to an answer first.
    - **Answer.** Type a number or an expression and press Enter. If your answer is wrong, the page says what went
      wrong. After three wrong answers you can ask for hints. After a right answer you can ask for a new question.
    - **Your own numbers.** Each student gets different numbers. Add `?seed=7` to the address to give everyone the same
      ones.
    """)
    return


@app.cell(hide_code=True)
def pages_more():
    mo.md(f"""
    ### What else you can do

    - **Write your own network.** In {notebook.link("5.2")} you type one, and it becomes a graph like the one above.
    - **Save your answers.** Reloading the page loses them. The log at the end of each notebook saves them as a file,
      and can read that file again.
    - **Present.** Every notebook is also a deck of slides. `course present 5_3` opens one with notes for the
      speaker. Add `?theme=dark` to an address for a dark page.
    """)
    return


@app.cell(hide_code=True)
def curriculum():
    mo.md(f"""
    ## Where this fits in the curriculum

    Backpropagation does one thing: it computes gradients. The weeks before and after it use them.

    - **Weeks 2–3, gradient descent:** take a gradient and move the weights.
    - **Week 5, backpropagation:** compute all gradients of a network of any shape.
    - **Weeks 4–8, supervised learning:** linear regression is a graph with one layer. Logistic regression adds a
      sigmoid, σ(z) = 1/(1 + e⁻ᶻ). Both get their gradients in the same way.

    The lecture says that backpropagation enables *all gradient descent methods* for *any supervised learning model*.
    Computing the gradient and updating the weights stay two steps. {notebook.link("5.7", "5.7")} does both.
    """)
    return


@app.cell(hide_code=True)
def words_prose():
    mo.md(r"""
    ## Glossary

    Each term below has one meaning in this course, and each idea has one term.
    """)
    return


@app.cell(hide_code=True)
def words():
    notebook.glossary()
    return


@app.cell(hide_code=True)
def closing():
    mo.md(f"""
    **Next:** {notebook.link("5.1")}, which counts what a gradient costs. If you are in a hurry, start with
    {notebook.link("5.3")}.
    """)
    return


@app.cell(hide_code=True)
def sources():
    mo.md(r"""
    **Sources**

    - K. Chaudhury, *Math and Architectures of Deep Learning*, Manning, chapter 6: the lecture's reference. The book
      itself has code for forward and backward passes in chapter 8 (8.4); its chapter 6 is about another topic.
    - D. E. Rumelhart, G. E. Hinton, R. J. Williams (1986), "Learning representations by back-propagating errors",
      *Nature* 323, 533–536.
    - J. Watt, R. Borhani, A. K. Katsaggelos (2020), *Machine Learning Refined*, 2nd edition, Cambridge University
      Press: the book for the weeks before and after this one.
    - C. Crouch, A. P. Fagen, J. P. Callan, E. Mazur (2004), "Classroom demonstrations: learning tools or
      entertainment?", *American Journal of Physics* 72, 835–838: why you predict first.
    """)
    return


if __name__ == "__main__":
    app.run()
