"""What the notebooks are made of: controls, callouts, and one call a picture.

The only module that imports marimo. Controls that must agree (a slider and its
number) share one ``mo.state`` and stand in cells of their own: a cell is not run
again by the state it sets itself, so the thumb that is dragged stays in the hand.
"""

import inspect
import textwrap
from collections.abc import Callable, Mapping, Sequence
from html import escape
from typing import Any

import marimo as mo

from course_lib.draw.live import OPERATIONS, STATEMENTS, LiveGraph
from course_lib.draw.table import table as html_table
from course_lib.engine import Trace, Values
from course_lib.explain import stages
from course_lib.steps import State

Setting = dict[str, float]
Update = Callable[[Any], None]  # the setter of a mo.state: takes a value, or a function of the old one

SLIDER_STEP = 0.01
PLAY_INTERVAL = "0.9s"


# Pages.


def header(number: str, title: str, minutes: int, able_to: Sequence[str]) -> mo.Html:
    """The top of a notebook: title, time, and what the student will be able to do."""
    goals = "\n".join(f"- {goal}" for goal in able_to)
    return mo.md(
        f"""
        # {number} · {title}

        <p class="bp-meta">IME775 · Week 5 · Backpropagation · about {minutes} minutes</p>

        **After this notebook you can**

        {textwrap.indent(goals, " " * 8).strip()}
        """
    )


def stack(*parts: Any) -> mo.Html:
    """Pieces one under the other, as one cell's output."""
    return mo.Html(f'<div class="bp-stack">{"".join(mo.as_html(part).text for part in parts)}</div>')


def row(*parts: Any) -> mo.Html:
    """Controls that choose, side by side; they wrap where there is no room."""
    texts = (f"<span>{escape(part)}</span>" if isinstance(part, str) else mo.as_html(part).text for part in parts)
    return mo.Html(f'<div class="bp-choices">{"".join(texts)}</div>')


def beside(left: Any, right: Any) -> mo.Html:
    """Two pieces side by side; one under the other on a phone."""
    halves = "".join(f"<div>{mo.as_html(part).text}</div>" for part in (left, right))
    return mo.Html(f'<div class="bp-beside">{halves}</div>')


def says(text: str, kind: str = "") -> mo.Html:
    """A conclusion under a picture, in Markdown; announced when it changes. ``kind``: forward, backward, or neither."""
    return mo.Html(f'<div class="bp-says {kind}" role="status" aria-live="polite">{mo.md(text).text}</div>')


def numbers_table(headings: Sequence[str], rows: Sequence[Sequence[str]], label: str) -> mo.Html:
    """A small table; the first cell of a row names it."""
    return mo.Html(html_table(headings, rows, label))


def source(function: Callable[..., Any]) -> mo.Html:
    """A function's own source, as code."""
    return mo.md(f"```python\n{inspect.getsource(function)}```")


def stages_table(trace: Trace) -> mo.Html:
    """A chain's derivatives, each with the point it is taken at."""
    return numbers_table(("derivative", "is", "taken at", "number"), stages(trace), "The stages' derivatives")


# Controls.


def value_sliders(ranges: Mapping[str, tuple[float, float]], setting: Setting, update: Update) -> Any:
    """A slider for each name, at its value in ``setting``; moving one updates the setting."""
    return mo.ui.dictionary(
        {
            name: mo.ui.slider(
                low,
                high,
                SLIDER_STEP,
                value=_inside(setting[name], low, high),
                label=name,
                full_width=True,
                on_change=_set_one(name, update),
            )
            for name, (low, high) in ranges.items()
        }
    )


def value_numbers(ranges: Mapping[str, tuple[float, float]], setting: Setting, update: Update) -> Any:
    """A number box for each name, in step with its slider. An emptied box keeps the last value."""
    return mo.ui.dictionary(
        {
            name: mo.ui.number(
                low,
                high,
                SLIDER_STEP,
                value=_inside(setting[name], low, high),
                label=f"{name}, number",
                on_change=_set_one(name, update),
            )
            for name, (low, high) in ranges.items()
        }
    )


def control_grid(sliders: Any, numbers: Any) -> mo.Html:
    """Label · track · number, three a row where there is room."""
    controls = (_control(name, sliders[name], numbers[name]) for name in sliders)
    return mo.Html(f'<div class="bp-controls">{"".join(controls)}</div>')


def slider_row(*sliders: Any) -> mo.Html:
    """Single sliders that show their value, in the same grid."""
    return mo.Html(f'<div class="bp-controls single">{"".join(mo.as_html(slider).text for slider in sliders)}</div>')


def preset_buttons(presets: Mapping[str, Setting], update: Update) -> Any:
    """A button for each preset; pressing it sets every slider, also a second time."""

    def button(name: str, preset: Setting) -> mo.ui.button:
        return mo.ui.button(label=name, on_click=lambda _: update(dict(preset)))

    return mo.ui.array([button(name, preset) for name, preset in presets.items()])


def zoom_control(live: LiveGraph, set_step: Update) -> Any:
    """Operations or statements; changing it stays at the same node."""
    other = {OPERATIONS: STATEMENTS, STATEMENTS: OPERATIONS}
    return mo.ui.radio(
        [OPERATIONS, STATEMENTS],
        value=OPERATIONS,
        inline=True,
        label="a node is one of the",
        on_change=lambda zoom: set_step(lambda step: live.same_node(step, other[zoom], zoom)),
    )


def step_slider(live: LiveGraph, zoom: str, step: int, set_step: Update) -> mo.ui.slider:
    """The step control: 0 is nothing yet, the right end is all done."""
    last = live.last_step(zoom)
    return mo.ui.slider(0, last, 1, value=min(step, last), label="step", full_width=True, on_change=set_step)


def step_buttons(live: LiveGraph, zoom: str, set_step: Update) -> Any:
    """One step back, one step on."""
    last = live.last_step(zoom)

    def button(label: str, by: int) -> mo.ui.button:
        return mo.ui.button(
            label=label, on_click=lambda _: set_step(lambda step: min(max(min(step, last) + by, 0), last))
        )

    return mo.ui.array([button("◀ back", -1), button("next ▶", 1)])


def play_switch(live: LiveGraph, zoom: str, set_step: Update) -> mo.ui.switch:
    """Play and pause. Switched on at the end, it starts again from nothing."""
    last = live.last_step(zoom)

    def on_change(playing: bool) -> None:
        if playing:
            set_step(lambda step: 0 if step >= last else step)

    return mo.ui.switch(label="play", on_change=on_change)


def clock(playing: bool) -> mo.ui.refresh | None:
    """What makes a playing notebook move: ticks while it plays, nothing otherwise."""
    return mo.ui.refresh(default_interval=PLAY_INTERVAL) if playing else None


def advance(tick: mo.ui.refresh | None, live: LiveGraph, zoom: str, set_step: Update) -> None:
    """One step on, if this run was caused by the clock; it stops at the end."""
    if tick is not None and tick.value:
        last = live.last_step(zoom)
        set_step(lambda step: min(step + 1, last))


# Pictures.


def live_graph(
    live: LiveGraph,
    values: Values,
    zoom: str,
    step: int,
    controls: Sequence[Any] = (),
    stepping: Sequence[Any] = (),
    every_edge: bool = False,
) -> mo.Html:
    """The live graph with its controls above it, its step control and the step's sentence beneath.

    ``stepping`` is the step control, then what stands beside it.
    """
    state, explanation = live.explanation(values, zoom, step)
    picture = graph_picture(live.svg(values, zoom, step, every_edge))
    stepper = ""
    if stepping:
        others = "".join(mo.as_html(control).text for control in stepping[1:] if control is not None)
        stepper = (
            f'<div class="bp-stepper">{others}<div class="track">{stepping[0]}</div>'
            f'<span class="where">{_where(state)}</span></div>'
        )
    formula = mo.md(f"${explanation.formula}$").text if explanation.formula else ""
    sentence = (
        f'<div class="bp-step {state.phase}" role="status" aria-live="polite">'
        f"<p><strong>{escape(explanation.title)}</strong> {escape(explanation.sentence)}</p>{formula}</div>"
    )
    return stack(*controls, picture, mo.Html(stepper), mo.Html(sentence))


def graph_picture(svg: str) -> mo.Html:
    """A graph's SVG in its box that scrolls."""
    return mo.Html(f'<div class="bp-graph" tabindex="0" role="region" aria-label="The graph">{svg}</div>')


def _where(state: State) -> str:
    if state.phase == "start":
        return "nothing yet"
    if state.phase == "loss":
        return "turning back"
    return f"{state.phase} {state.position} of {state.phase_length}"


def _control(name: str, slider: Any, number: Any) -> str:
    return f'<div class="bp-control"><span class="name">{escape(name)}</span>{slider}{number}</div>'


def _inside(number: float, low: float, high: float) -> float:
    return min(max(number, low), high)


def _set_one(name: str, update: Update) -> Callable[[float | None], None]:
    def on_change(number: float | None) -> None:
        if number is not None:  # an emptied box
            update(lambda setting: {**setting, name: float(number)})

    return on_change
