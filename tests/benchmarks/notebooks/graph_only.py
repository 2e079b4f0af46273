import marimo

app = marimo.App(width="medium", css_file="../../../course_lib/draw/theme.css")

with app.setup:
    import marimo as mo

    from course_lib import forward, notebook, parse
    from course_lib.draw.live import LiveGraph

    LECTURE = {"x": 2.0, "w1": 0.5, "b1": 0.1, "w2": 0.8, "b2": -0.2, "target": 0.7}


@app.cell
def model():
    network = parse("""
        z1 = w1*x + b1
        h1 = relu(z1)
        z2 = w2*h1 + b2
        y  = sigmoid(z2)
        L  = (y - target)**2
    """)
    live = LiveGraph(network, forward(network, **LECTURE), parameters=("w1", "b1", "w2", "b2"))
    return live, network


@app.cell
def controls():
    sliders = mo.ui.dictionary(
        {name: mo.ui.slider(-3, 3, 0.01, value=value, label=name) for name, value in LECTURE.items()}
    )
    return (sliders,)


@app.cell
def picture(live, network, sliders):
    notebook.stack(
        notebook.row(*sliders.values()),
        notebook.graph_picture(live.svg(forward(network, **sliders.value), "operations", 17)),
    )
    return


if __name__ == "__main__":
    app.run()
