import marimo

app = marimo.App(width="medium")

with app.setup:
    from course_lib import forward, parse
    from course_lib.drawing.live import LiveGraph
    from course_lib.page import notebook

    LECTURE = {"x": 2.0, "w1": 0.5, "b1": 0.1, "w2": 0.8, "b2": -0.2, "target": 0.7}
    RANGES = {name: (0, 1) if name == "target" else (-3, 3) for name in LECTURE}


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
    return (live,)


@app.cell
def picture(live):
    setting = notebook.sliders(RANGES, LECTURE)
    notebook.live_graph(live, setting)
    return


if __name__ == "__main__":
    app.run()
