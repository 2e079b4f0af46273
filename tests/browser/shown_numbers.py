"""Every number that a browser shows of a live graph beside the engine's: ``python tests/browser/shown_numbers.py``.

All graphs of the course are put into an empty page, each at ``--settings`` random settings and steps, in Chromium and,
where it is installed, in Firefox. Picture, words and table must have the same text as Python's, to every digit. A digit
may differ where a change of the number by 1e-12 of its size turns it; these ties are counted. Exits 1 at any other
difference.
"""

import argparse
import contextlib
import html
import json
import math
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import asdict, dataclass
from itertools import product
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any
from unittest.mock import patch

from playwright.sync_api import sync_playwright

sys.path.insert(0, str(Path(__file__).parent.parent.parent))

from course_lib import forward, numerals
from course_lib.drawing.live import LiveGraph
from course_lib.drawing.program import chain, chain_program, graph_program
from course_lib.engine.passes import Values
from course_lib.errors import CourseError, DomainError
from course_lib.language.own import read_own
from course_lib.reading.explain import too_large
from course_lib.reading.steps import Steps
from course_lib.widgets.controls import Sliders
from course_lib.widgets.graph_view import GraphView
from course_lib.widgets.scripts import script
from tests.browser.firefox import FIREFOX, firefox_page
from tests.drawn import table_of, words_of
from tests.serving import CHROMIUM, FLAGS, ROOT, folder
from tests.shown import LIVES, Page

NOTEBOOKS = ROOT / "notebooks"
WITH_GRAPHS = ("5_0_start_here", "5_2_computational_graphs", "5_3_chain_rule", "5_7_training")
TAG = re.compile(r"<[^>]*>")
TIE = 1e-12  # relative: two ways to compute one number may differ by so much
SPACE = re.compile(r"\s+")
ONE_STEP = "all"  # the only place of a chain
CORNERS = (0.0, 3.0, -3.0, 1.0)  # every input there

SHOW = """async ({ esm, state, settings }) => {
  const module = await import('data:text/javascript,' + encodeURIComponent(esm));
  const listeners = { 'change:walk': [] };
  const model = {
    get: name => state[name],
    set: (name, value) => { state[name] = value; for (const each of listeners['change:' + name] ?? []) each(); },
    on: (name, listener) => (listeners[name] ??= []).push(listener),
    off: () => {},
    save_changes: () => {},
  };
  const box = document.createElement('div');
  document.body.append(box);
  const stop = await module.default.render({ model, el: box });
  const channel = globalThis.courseChannels.get(state.channel);
  const shown = settings.map(({ numbers, walk }) => {
    state.walk = walk;
    channel.setting = numbers;
    for (const listener of channel.listeners) listener();
    return ['picture', 'words', 'table'].map(name => box.querySelector(`.screen.${name}`).textContent);
  });
  stop();
  box.remove();
  return shown;
}"""


@dataclass(frozen=True)
class Setting:
    """Numbers of the inputs, and where in the graph's steps the reader stands."""

    numbers: Mapping[str, float]
    walk: Mapping[str, Any]


def graphs(most_chains: int | None = None) -> dict[str, LiveGraph]:
    """Every live graph of the course by its program: those of the notebooks, of all choices and of all examples.

    With ``most_chains``, only so many of 5.3's chains of three functions.
    """
    pages = {name: Page(NOTEBOOKS / f"{name}.py") for name in WITH_GRAPHS}
    found = dict(LIVES)
    networks = pages["5_2_computational_graphs"].defined
    for text in networks["EXAMPLES"].values():
        with contextlib.suppress(CourseError):  # one example cannot be drawn, on purpose
            own = read_own(text, networks["NUMBERS"])
            live = LiveGraph(own.graph, forward(own.graph, **own.start))
            found[graph_program(live, has_table=True)] = live
    chains = pages["5_3_chain_rule"]
    every = list(product(chains.defined["STAGES"].values(), repeat=3))
    for stages in every if most_chains is None else Random(5).sample(every, most_chains):
        live = chains.function("live_chain")(*stages)
        found[chain_program(live)] = live
    return found


def settings_of(live: LiveGraph, zooms: Mapping[str, Any], count: int, chance: Random) -> list[Setting]:
    """The corners of what sliders reach, and as many random settings as are wanted."""
    drawn = []
    for k in range(count):
        zoom = chance.choice(list(zooms))
        walk = {
            "zoom": zoom,
            "step": chance.randrange(len(zooms[zoom]["places"])),
            "every_edge": chance.random() < 0.3 and len(zooms) > 1,
        }
        if k < len(CORNERS):
            numbers = dict.fromkeys(live.graph.inputs, CORNERS[k])
            walk["step"] = len(zooms[zoom]["places"]) - 1
        else:
            numbers = {name: round(chance.uniform(-3, 3), 2) for name in live.graph.inputs}
        drawn.append(Setting(numbers, walk))
    return drawn


def expected(live: LiveGraph, zooms: Mapping[str, Any], at: Setting) -> list[str] | None:
    """The texts of picture, words and table by Python; None where an operation is outside its domain."""
    try:
        values = forward(live.graph, **at.numbers)
    except DomainError:
        return None
    zoom, step = at.walk["zoom"], at.walk["step"]
    trace = live.trace(values, zoom)
    if zooms[zoom]["places"] == [ONE_STEP]:
        return [*map(plain, chain(live, trace, overflow(values))), ""]
    picture = live.picture(trace, zoom, Steps(trace).at(step), at.walk["every_edge"])
    table = table_of(live, values, zoom, step) if zooms[zoom]["table"] else ""
    return [plain(text) for text in (picture, words_of(trace, step), table)]


def overflow(values: Values) -> str:
    """What a chain says of a value that is too large."""
    infinite = (name for name, node in values.graph.index.items() if math.isinf(values.of_node[node]))
    return next((too_large(name) for name in infinite), "")


def plain(markup: str) -> str:
    """The text of HTML, as ``textContent`` has it."""
    return html.unescape(TAG.sub("", markup))


def compare(show: Callable[[str, Any], Any], count: int, found: Mapping[str, LiveGraph]) -> Counter[str]:
    """How often browser and engine agree, differ by a tie, or differ; each difference is printed."""
    counted: Counter[str] = Counter()
    chance = Random(5)
    for program, live in found.items():
        zooms = json.loads(program)["zooms"]
        settings = settings_of(live, zooms, count, chance)
        sliders = Sliders(dict.fromkeys(live.graph.inputs, (-3.0, 3.0, 0.01)), dict(settings[0].numbers), {})
        view = GraphView([program], (), (), sliders, next(iter(zooms)), 0)
        state = {
            name: getattr(view, name) for name in ("table", "axes", "channel", "numbers", "walk", "widths", "limits")
        }
        carried = {"esm": script("graph"), "state": state, "settings": [asdict(at) for at in settings]}
        for at, shown in zip(settings, show(SHOW, carried), strict=True):
            counted[verdict(live, zooms, at, shown)] += 1
    return counted


def verdict(live: LiveGraph, zooms: Mapping[str, Any], at: Setting, shown: list[str]) -> str:
    """Whether the browser shows what Python shows: "equal", "tie", "no value" or "different"."""
    wanted = expected(live, zooms, at)
    if wanted is None:
        return "no value" if "No value here." in shown[1] else "different"
    if shown == wanted:
        return "equal"
    texts = [tokens_of(each) for each in (shown, wanted, near(live, zooms, at, -TIE), near(live, zooms, at, TIE))]
    if len({len(tokens) for tokens in texts}) == 1 and all(
        token in others for token, *others in zip(*texts, strict=True)
    ):
        return "tie"
    print(
        live.graph,
        at,
        *(f"{name}: {text}" for name, text in zip(("browser", "Python"), (shown, wanted), strict=True)),
        sep="\n",
    )
    return "different"


def near(live: LiveGraph, zooms: Mapping[str, Any], at: Setting, nudge: float) -> list[str]:
    """The texts by Python with every number changed by a little, just before it is rounded."""
    with patch.object(numerals, "rounded", lambda number, digits: f"{number * (1 + nudge):.{digits}g}"):
        return expected(live, zooms, at) or []


def tokens_of(texts: list[str]) -> list[str]:
    """The words of all texts."""
    return SPACE.split(" ".join(texts))


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--settings", type=int, default=200, help="of each graph")
    options.add_argument("--chains", type=int, help="so many of the chains of 5.3, instead of all")
    given = options.parse_args()
    found = graphs(given.chains)
    different = 0
    for name, opened in pages():
        with opened as show:
            counted = compare(show, given.settings, found)
        print(f"{name}: {len(found)} graphs, {dict(counted)}")
        different += counted["different"]
    return 1 if different else 0


def pages() -> Iterator[tuple[str, AbstractContextManager[Callable[[str, Any], Any]]]]:
    """The browsers that are here; each as a way to call a function in an empty page."""
    yield "Chromium", chromium()
    if FIREFOX is None:
        print("Firefox is not installed; on Debian: apt-get install firefox-esr")
    else:
        yield "Firefox", firefox()


@contextlib.contextmanager
def chromium() -> Iterator[Callable[[str, Any], Any]]:
    """An empty page of Chromium."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser.new_page().evaluate
        browser.close()


@contextlib.contextmanager
def firefox() -> Iterator[Callable[[str, Any], Any]]:
    """An empty page of Firefox."""
    with TemporaryDirectory() as site, firefox_page() as page:
        Path(site, "index.html").write_text("<!doctype html><title>graphs</title>", encoding="utf-8")
        with folder(Path(site)) as address:
            page.goto(address)
            yield page.evaluate


if __name__ == "__main__":
    sys.exit(main())
