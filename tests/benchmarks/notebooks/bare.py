import marimo

app = marimo.App(width="medium")

with app.setup:
    import marimo as mo


@app.cell
def control():
    slider = mo.ui.slider(-3, 3, 0.01, value=0.5, label="w1")
    slider
    return (slider,)


@app.cell
def shown(slider):
    mo.Html(f'<p data-probe="value">{slider.value}</p>')
    return


if __name__ == "__main__":
    app.run()
