"""What the notebooks are made of: controls, callouts, and one call a picture.

The only module that imports marimo.
"""

import inspect
import json
import os
import secrets
import textwrap
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache, partial
from html import escape
from itertools import count
from typing import Any

import marimo as mo

from course_lib.drawing.live import OPERATIONS, STATEMENTS, LiveGraph
from course_lib.drawing.table import table as html_table
from course_lib.drawing.theme import STYLESHEET
from course_lib.engine.passes import Values, forward
from course_lib.errors import BuildError
from course_lib.exercises.log import is_seed
from course_lib.page import start_page
from course_lib.page.chapters import ALONE, EXPORTED, GALLERY, START, Chapter, chapter_of, neighbours, start_address
from course_lib.page.chapters import link as chapter_link
from course_lib.page.course_map import course_map as course_map_svg
from course_lib.reading.explain import derivation, overflow_note
from course_lib.sections.training.changed_sweeps import Sweep
from course_lib.sections.training.findings import findings_table, said_of_findings
from course_lib.sections.training.rebuild import NAMES, checked
from course_lib.widgets.controls import Choice, Sliders, Stepper
from course_lib.widgets.drill import DrillCard, DrillItem
from course_lib.widgets.grid import Grid, coarse
from course_lib.widgets.lookup import lookup_table, remembered
from course_lib.widgets.offline import LookupTable, OfflineGraph
from course_lib.widgets.own_network import PARAMETER, OwnGraph
from course_lib.widgets.pins import Pins
from course_lib.widgets.place import Place
from course_lib.widgets.player import Player
from course_lib.widgets.run import Run, State
from course_lib.widgets.worksheet import Worksheet

PRESENTER = "COURSE_PRESENTER"  # the environment variable of a page that may reveal predictions at once
NEW_SEEDS = 10_000  # short enough to be typed again
SITE = "COURSE_SITE"  # the environment variable that says which site this notebook is part of
TABLES = "COURSE_TABLES"  # the environment variable that says where a page leaves what its deck looks up as well
FOLLOWERS = count(1)  # one for each thing that follows controls on a page without Python
CHANNELS = count(1)  # one for each control of a page without Python
IN_THE_FOLDER = "python3 -m venv .venv && .venv/bin/pip install -q uv && .venv/bin/uv run --no-dev"  # as README.md says
SAME_FOR_ALL = 775  # the seed where there is no student: in a script, an export, the editor


@dataclass(frozen=True)
class OfflineStepper:
    """The stepper of a live graph on a page without Python: the graph shows it."""

    places: Mapping[str, list[str]]
    same: Mapping[str, list[int]]
    zoom: str
    step: int


@dataclass
class Chosen:
    """A graph that follows choices: what makes it from them."""

    make: Callable[..., LiveGraph]
    choices: Mapping[str, Any]

    @cached_property
    def live(self) -> LiveGraph:
        """The graph of the choices as they are."""
        return self.make(**_settings(self.choices))


def is_offline() -> bool:
    """Whether this notebook becomes a page that lives without Python."""
    return os.environ.get(SITE) == EXPORTED


# Pages.


def header(number: str, minutes: int, able_to: Sequence[str]) -> mo.Html:
    """The top of a notebook: where it stands, title, time, goals; and the page's stylesheet."""
    chapter = chapter_of(number)
    goals = "\n".join(f"- {goal}" for goal in able_to)
    words = mo.md(
        f"""
        {_way(chapter)}

        # {chapter.number} · {chapter.title}

        <p class="bp-meta">IME775 · Week 5 · Backpropagation · about {minutes} minutes</p>

        **After this notebook you can**

        {textwrap.indent(goals, " " * 8).strip()}
        """
    )
    return mo.Html(f"<style>{STYLESHEET}</style>{words.text}")


def link(number: str, text: str = "") -> str:
    """A Markdown link to another notebook, by its number; plain text while it is not built."""
    return chapter_link(chapter_of(number), _site(), text)


def course_map(here: str) -> mo.Html:
    """The map of the course; each notebook that is built is a link. ``here`` is the number of this one."""
    return mo.Html(course_map_svg(start_page.stops(_site(), here)))


def ways_in() -> mo.Html:
    """A line for each notebook that is built: its page and its slides. For a page only: a deck stands elsewhere."""
    return mo.md(start_page.ways_in(_site()))


def glossary() -> mo.Html:
    """Every word of the course with its meaning and where it is met; a link to ``#glossary`` leads here."""
    return stack(mo.ui.anywidget(Place(start_page.GLOSSARY_PLACE)), mo.md(start_page.glossary(_site())))


def _site() -> str:
    """What this page is part of: it decides where a link leads."""
    named = os.environ.get(SITE, "")
    return named or (GALLERY if "file" in mo.query_params() else ALONE)


def _way(chapter: Chapter) -> str:
    """The notebook before and the one behind, the way back to the start, and to the glossary."""
    site = _site()
    before, behind = neighbours(chapter)
    parts = [f"← {chapter_link(before, site)}" if before else ""]
    start = start_address(site) if chapter is not START else ""
    parts.append(f"[all notebooks]({start})" if start else "")
    parts.append(start_page.glossary_link(chapter, site))
    parts.append(f"{chapter_link(behind, site)} →" if behind else "")
    return " · ".join(part for part in parts if part)


def stack(*parts: Any) -> mo.Html:
    """Pieces one under the other, as one cell's output."""
    return mo.Html(f'<div class="bp-stack">{"".join(mo.as_html(part).text for part in parts)}</div>')


def slide(headline: str, shown: Any) -> mo.Html:
    """What a cell shows under a headline: decks are made with it."""
    return stack(mo.md(f"### {headline}"), shown)


def after_prediction(number: int, *shown: Any, what: str = "what happens") -> mo.Html:
    """What a prediction asks about, folded away until it is locked or the reader opens it. A deck folds nothing.

    ``what`` says in plain text what is in there.
    """
    summary = f"<summary>After prediction {number}: {escape(what)}</summary>"
    return mo.Html(f'<details class="bp-after">{summary}{stack(*shown).text}</details>')


def row(*parts: Any) -> mo.Html:
    """Controls that choose, side by side; they wrap where there is no room."""
    return mo.Html(f'<div class="bp-choices">{"".join(mo.as_html(part).text for part in parts)}</div>')


def beside(left: Any, right: Any) -> mo.Html:
    """Two pieces side by side; one under the other on a phone."""
    halves = "".join(f"<div>{mo.as_html(part).text}</div>" for part in (left, right))
    return mo.Html(f'<div class="bp-beside">{halves}</div>')


def says(text: str, kind: str = "") -> mo.Html:
    """A conclusion under a picture, in Markdown; announced when it changes. ``kind``: forward, backward, or neither."""
    return mo.Html(f'<div class="bp-says {kind}" role="status" aria-live="polite">{mo.md(text).text}</div>')


def numbers_table(
    headings: Sequence[str], rows: Sequence[Sequence[str]], label: str, kind: str = "", caption: str = ""
) -> mo.Html:
    """A small table; the first cell of a row names it. ``kind`` "paired": every second row is a gradient."""
    return mo.Html(html_table(headings, rows, label, kind, caption))


def code(program: str, language: str = "python") -> mo.Html:
    """A program's text, as code."""
    return mo.Html(_highlighted(program.strip(), language))


@lru_cache(maxsize=256)
def _highlighted(program: str, language: str) -> str:
    # Every student's page shows the same programs.
    return mo.md(f"```{language}\n{program}\n```").text


def verbatim(text: str) -> mo.Html:
    """A text as it is, in the type of code: what a program says."""
    return mo.Html(f'<pre class="bp-verbatim" role="status" aria-live="polite">{escape(text)}</pre>')


def source(*functions: Callable[..., Any]) -> mo.Html:
    """The own source of functions, methods or classes, as code; above a method stands whose it is."""
    pieces, owner = [], ""
    for function in functions:
        whose, text = function.__qualname__.rpartition(".")[0], textwrap.dedent(inspect.getsource(function)).strip()
        pieces.append(f"# {whose}\n{text}" if whose not in ("", owner) else text)
        owner = whose
    return code("\n\n".join(pieces))


# Controls.


def sliders(
    ranges: Mapping[str, tuple[float, float]],
    start: Mapping[str, float],
    presets: Mapping[str, Mapping[str, float]] | None = None,
    slider_step: float = 0.01,
    positions: int | None = None,
) -> Any:
    """A slider and a number box for each name; ``.now`` has their values, by name.

    A preset is a button that sets them. An emptied box keeps the last value, a
    number outside its range becomes the nearest one inside. ``positions``: on a page
    without Python, where what ``follows`` them is looked up, a slider has at most so
    many positions (its start is one of them), instead of one at each ``slider_step``.
    """
    limits = {name: (low, high, slider_step) for name, (low, high) in ranges.items()}
    if not is_offline():
        return mo.ui.anywidget(Sliders(limits, start, presets or {}))
    if positions is not None:
        limits = {name: coarse(limit, start[name], positions) for name, limit in limits.items()}
    return mo.ui.anywidget(Sliders(limits, start, presets or {}, _new_channel(), snap=positions is not None))


def choose(options: Mapping[str, Any], value: str, label: str, kept: Sequence[str] = ()) -> Any:
    """A choice of one of the names ``options``; ``.now`` is what the chosen one stands for.

    ``kept``: on a page without Python, where what ``follows`` it is looked up, only
    these names are offered. A choice of one is not shown.
    """
    if is_offline() and kept:
        options = {name: options[name] for name in kept}
    return mo.ui.anywidget(Choice(options, value, label, _new_channel() if is_offline() else ""))


def _new_channel() -> str:
    """Where a control of a page without Python is heard."""
    return f"control-{next(CHANNELS)}"


def stepper(live: LiveGraph, zooms: Sequence[str] = (OPERATIONS, STATEMENTS), step: int | None = None) -> Any:
    """Back, next, play, step and zoom of a live graph; ``.step``, ``.zoom`` and ``.every_edge`` are its values.

    It starts at ``step`` of the first zoom; for None at the end, where everything is known.
    """
    places = {zoom: live.places(zoom) for zoom in zooms}
    same = {
        zoom: [live.same_node(i, zoom, other) for i in range(len(places[zoom]))]
        for zoom, other in zip(zooms, reversed(zooms), strict=True)
    }
    start = len(places[zooms[0]]) - 1 if step is None else step
    if is_offline():
        return OfflineStepper(places, same, zooms[0], start)
    return mo.ui.anywidget(Stepper(places, same, zooms[0], start))


# Predictions and questions.


def worksheet(notebook: str) -> Worksheet:
    """What the notebook's predictions and questions are added to.

    The seed is the address's (``?seed=7``), or a new one for each visitor of a served page.
    """
    asked = str(mo.query_params().get("seed", ""))
    seed = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 10 else -1
    if not is_seed(seed):
        seed = secrets.randbelow(NEW_SEEDS) if mo.app_meta().mode == "run" else SAME_FOR_ALL
    return Worksheet(notebook, seed, presenter=os.environ.get(PRESENTER) == "1", offline=is_offline())


def drills(sheet: Worksheet) -> DrillCard:
    """Small graphs to fill in by hand, as many as are asked for, as a card."""
    return DrillItem(sheet).card


# A network of the student's own.


def own_network(examples: Mapping[str, str], numbers: Mapping[str, float], tell: Callable[[int], None]) -> OwnGraph:
    """What a student's text becomes: the first example, or what the address carries (``?network=…``).

    Inputs start at ``numbers`` where their name is among them.
    ``tell`` is the setter of a ``mo.state``: it is called with a new number whenever
    another network is drawn, so that the cells that read the state run again.
    """
    asked = None if is_offline() else mo.query_params().get(PARAMETER)
    return OwnGraph(examples, numbers, tell, str(asked) if asked is not None else None)


def own_box(own: OwnGraph) -> mo.Html:
    """The box for the text; on a page without Python the text itself, and where the box is."""
    if not is_offline():
        return mo.as_html(mo.ui.anywidget(own.box))
    note = "In the live course you write this text yourself, and the graph, its sliders and a question follow it."
    return stack(code(own.network.text), _note(note))


def own_graph(own: OwnGraph, setting: Any, stepper: Any) -> mo.Html:
    """The live graph of the student's network; where its numbers have no value, the reason under the last picture."""
    values = own.values(setting.now)
    if not isinstance(values, str):
        return live_graph(own.live, values, stepper, setting, table=True)
    if not stepper.picture:  # nothing to stay: the numbers it starts with have one
        live_graph(own.live, forward(own.graph, **own.network.start), stepper, table=True)
    said = f"<p><strong>No value here.</strong> {escape(values)}</p>"
    stepper.words = f'<div class="bp-step" role="status" aria-live="polite">{said}</div>'
    return stack(setting, stepper)


# What follows controls.


def follows(show: Callable[..., Any], **controls: Any) -> mo.Html:
    """What ``show`` makes of the controls' settings, passed by keyword; what is no control is passed as it is.

    On a page without Python it is computed at every position of the controls
    beforehand, and looked up there. Sliders without ``positions`` have too many for
    that: they are held at their start, and the page says so.
    """
    if not is_offline():
        return mo.as_html(show(**_settings(controls)))
    grid = Grid(controls)
    shown = getattr(show, "__qualname__", type(show).__name__)
    key = f"{next(FOLLOWERS)} {shown} {grid.axes}"  # a deck has its notebook's cells, in the same order
    found = remembered(
        os.environ.get(TABLES, ""),
        key,
        lambda: lookup_table([mo.as_html(show(**settings)).text for settings in grid.settings()], grid.shape),
    )
    table = mo.as_html(mo.ui.anywidget(LookupTable(found, grid.axes)))
    return stack(table, _note(grid.note)) if grid.note else table


def _note(text: str) -> mo.Html:
    """What a page without Python cannot do, under what it can; a deck has no room for it."""
    return mo.Html(f'<p class="bp-meta bp-note">{text}</p>')


def _settings(controls: Mapping[str, Any]) -> dict[str, Any]:
    """Where each control stands now; what is no control, as it is."""
    return {name: getattr(control, "now", control) for name, control in controls.items()}


def run(begin: Callable[..., Iterator[State]], **controls: Any) -> Any:
    """A run that takes a while, with a button that starts and stops it.

    ``begin`` gives its states; it is called at each start, with the controls' settings
    as they are then, by keyword. On a page without Python it was run beforehand, and
    the page says so.
    """
    if is_offline():
        recorded = "Recorded when this page was made. In the live course you start it yourself, and may stop it."
        return stack(follows(partial(_result, begin), **controls), _note(recorded))
    return Run(lambda: begin(**_settings(controls)))


def canvas() -> Any:
    """Where ``unfold`` shows its run; made in a cell that no control runs again. None on a page without Python."""
    return None if is_offline() else Run()


def unfold(canvas: Any, begin: Callable[..., Iterator[State]], /, **controls: Any) -> mo.Html:
    """A run that starts again at each move of the controls: its first states at once, the rest piece by piece.

    ``begin`` is called with the controls' settings by keyword. On a page without Python
    the last state is looked up, as with ``follows``: what it shows and its words each by itself.
    """
    if is_offline():
        return stack(*(follows(partial(_part, begin, part), **controls) for part in ("show", "words")))
    canvas.restart(partial(begin, **_settings(controls)))
    return mo.as_html(canvas)


def pins(make: Callable[..., Any], offered: Sequence[Any], first: Any, /, **controls: Any) -> Any:
    """A button that keeps what ``make`` makes of the controls' settings; ``.now`` has what was kept, and ``first``.

    On a page without Python it is a choice of one of those ``offered``.
    """
    if is_offline():
        return choose({"nothing": [], **{str(thing): [thing] for thing in offered}}, str(first), "pinned")
    current = partial(_made, make, controls)
    return mo.ui.anywidget(Pins(current, [first]))


def _made(make: Callable[..., Any], controls: Mapping[str, Any]) -> Any:
    return make(**_settings(controls))


def _result(begin: Callable[..., Iterator[State]], **settings: Any) -> mo.Html:
    *_, last = begin(**settings)
    return mo.Html(last.html)


def _part(begin: Callable[..., Iterator[State]], part: str, **settings: Any) -> mo.Html:
    *_, last = begin(**settings)
    make = getattr(last, part)
    return mo.Html(make() if make else "")


def player(begin: Callable[..., Iterator[State]], unit: str, last: int, positions: int = 13, **controls: Any) -> Any:
    """A run that is watched like a film: play, pause, step, stop.

    ``begin`` gives a state for each ``unit`` (an epoch) from 0 to ``last``, with the
    controls' settings as they are. On a page without Python it was run beforehand, and
    a slider with so many positions looks its states up.
    """
    if not is_offline():
        return Player(lambda: begin(**_settings(controls)))
    at = sliders({unit: (0, last)}, {unit: 0}, slider_step=1, positions=positions)
    shown = follows(Recorded(begin, unit), **controls, at=at)
    note = "Recorded when this page was made. In the live course it plays, and you may pause, step and stop it."
    return stack(at, shown, _note(note))


class Recorded:
    """The states of runs, for a lookup that asks for them run by run and in their order."""

    def __init__(self, begin: Callable[..., Iterator[State]], unit: str) -> None:
        self._begin, self._unit = begin, unit
        self._settings: dict[str, Any] = {}
        self._states: Iterator[State] = iter(())
        self._reached, self._html = -1, ""

    def __call__(self, at: Mapping[str, float], **settings: Any) -> mo.Html:
        """The state at this place; the last one there was where the run had ended before."""
        place = round(at[self._unit])
        if settings != self._settings or place < self._reached:
            self._settings, self._states, self._reached = settings, self._begin(**settings), -1
        state = None
        while self._reached < place:
            state = next(self._states, None) or state
            self._reached += 1
        if state is not None:
            self._html = state.html
        return mo.Html(self._html)


def to_write(function: Callable[..., Any]) -> mo.Html:
    """A function that its reader completes: its source, or in the editor, where it stands below, how to run it."""
    if mo.app_meta().mode == "edit" and not is_offline():
        return mo.md("**Ctrl+Enter** (⌘+Enter) runs the cell below. The square at the lower right stops it.")
    return source(function)


def rebuilt(sweep_of_student: Sweep, number: str) -> mo.Html:
    """The checks of a backward sweep that the reader of this notebook, ``number``, has written into it.

    They run in the editor only, where the code is the reader's own. A served page and an
    exported one execute nothing, and say how to open the editor.
    """
    if mo.app_meta().mode == "edit" and not is_offline():
        found = checked(sweep_of_student)
        return stack(mo.Html(findings_table(found, with_tasks=True)), says(said_of_findings(found)))
    how = (
        "**This page runs nobody's code.** Open the notebook in the editor, on your own computer, and fill in the "
        f"cell `{sweep_of_student.__name__}`: whenever you run it, the same {len(NAMES)} checks say what fails. "
        "You need Python and a copy of the course's folder. In that folder:"
    )
    windows = "On Windows take the first command of `README.md`, and let it end as this one does, behind `--no-dev`."
    command = f"{IN_THE_FOLDER} marimo edit notebooks/{chapter_of(number).stem}.py"
    command = command.replace("&& .venv/bin/uv", "&&\n.venv/bin/uv")  # a line of a slide is not longer
    return stack(mo.md(how), code(command, "text"), mo.md(windows))


def chosen(make: Callable[..., LiveGraph], **choices: Any) -> Chosen:
    """The graph that ``make`` makes of the choices, for ``chain_graph``."""
    return Chosen(make, choices)


# Pictures.


def live_graph(live: LiveGraph, values: Values, stepper: Any, *controls: Any, table: bool = False) -> mo.Html:
    """The live graph under its controls: picture, stepper, the step's sentence and formula, and the table if wanted.

    The stepper shows it in place. As the output of a cell the same HTML would be
    parsed five times for each move of a slider.
    """
    if isinstance(stepper, OfflineStepper):
        _refuse_other_numbers(values, controls)
        graphs = {zoom: live.templates(zoom, table) for zoom in stepper.places}
        return stack(*controls, _offline_graph([json.dumps(graphs)], Grid({}), controls, stepper))
    stepper.show(*live.shown(values, stepper.zoom, stepper.step, stepper.every_edge, table))
    return stack(*controls, stepper)


def chain_graph(chain: Chosen, setting: Any) -> mo.Html:
    """A chain of statements under its slider: every edge's arithmetic, each derivative at its point, their product."""
    if is_offline():
        grid = Grid(chain.choices)
        graphs = [{STATEMENTS: chain.make(**settings).chain_templates()} for settings in grid.settings()]
        one_step = OfflineStepper({STATEMENTS: ["all"]}, {STATEMENTS: [0]}, STATEMENTS, 0)
        return stack(setting, _offline_graph([json.dumps(graph) for graph in graphs], grid, [setting], one_step))
    live = chain.live
    values = forward(live.graph, **setting.now)
    picture, words = live.chain(live.trace(values, STATEMENTS), overflow_note(values))
    return stack(setting, mo.Html(picture), mo.Html(words))


def _sliders_among(controls: Sequence[Any]) -> list[Any]:
    return [control for control in controls if hasattr(control, "numbers")]


def _refuse_other_numbers(values: Values, controls: Sequence[Any]) -> None:
    """A page without Python computes the graph from its sliders alone: then nothing else may set its numbers.

    Raises:
        BuildError: there are several groups of sliders, or the values are not those of the one there is.
    """
    groups = [control.now for control in _sliders_among(controls)]
    inputs = {name: values[name] for name in values.graph.inputs}
    if len(groups) > 1 or (groups and inputs != groups[0]):
        raise BuildError("A live graph has the numbers of one group of sliders.", "Give it a slider for each input.")


def _offline_graph(graphs: Sequence[str], grid: Grid, controls: Sequence[Any], stepper: OfflineStepper) -> mo.Html:
    """A live graph without Python; the sliders among its controls set its numbers."""
    moved = _sliders_among(controls)
    heard = {"channel": moved[0].channel if moved else "", "numbers": moved[0].now if moved else {}}
    graph = OfflineGraph(lookup_table(graphs, grid.shape), grid.axes, **vars(stepper), **heard)
    return mo.as_html(mo.ui.anywidget(graph))


def what_you_said(sheet: Worksheet, besides: str = "") -> mo.Html:
    """The end of a notebook: everything that was predicted and answered, to save and to read back in."""
    about = (
        ""
        if is_offline()
        else "Everything you predicted and answered on this page. Save it, and you or your instructor can read it as "
        "text. Read it back in and you go on where you stopped, with the same numbers."
    )
    return stack(mo.md(f"## What you said\n\n{about} {besides}"), sheet.log())


def derivation_of(live: LiveGraph, values: Values, name: str) -> mo.Html:
    """The whole way from the loss to ``name``, one line a node."""
    return mo.md(f"$${derivation(live.trace(values, STATEMENTS), name)}$$")
