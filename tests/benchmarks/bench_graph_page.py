"""The live graph of 5.3 from slider to picture: ``python tests/benchmarks/bench_graph_page.py [--against CHECKOUT]``.

A bare notebook, with one slider and one cell that shows its value, runs beside it. With ``--against`` the same is
measured in another checkout that has its own .venv, by turns, and all limits are judged; without it only those that
need no other checkout. Exits 1 if a limit is broken.
"""

import argparse
import contextlib
import os
import signal
import statistics
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Browser, Locator, Page, expect, sync_playwright

sys.path.insert(0, str(Path(__file__).parent.parent.parent))

from course_lib import forward, parse
from course_lib.drawing.live import LiveGraph
from course_lib.drawing.program import graph_program
from tests.benchmarks.bench_pages import QUIET, SAMPLE, open_page, press_to_last_change, visitor
from tests.serving import CHROMIUM, FLAGS, PATIENCE, ROOT, running

BARE = Path(__file__).parent / "notebooks" / "bare.py"
PROBES = {"5.3": "[data-node=z1] .value", "5.2": "[data-node=L]"}
LIMITS = {
    "slider to graph, × bare": 0.4,
    "ms after release": 20.0,
    "updates a second": 55.0,
    "ms for a program of 60 nodes": 150.0,
    "server CPU of a move, × other": 0.3,
    "5.3 ready, × other": 0.9,
    "5.2 ready, × other": 0.9,
    "server CPU to open 5.3, × other": 0.25,
}
AT_LEAST = {"updates a second"}
MOVES = 60
REPEATS = 15
DRAGS = 5
OPENINGS = 4
LAYERS = 11
SETTLED = 2.0  # s in which a server must do nothing before its CPU is read

WATCH_GRAPH = """box => {
  window.lastGraph = 0;
  new MutationObserver(() => { window.lastGraph = performance.now(); })
    .observe(box, {subtree: true, childList: true, characterData: true, attributes: true});
}"""


@dataclass
class Server:
    """A process that serves one checkout's course, or the bare notebook, and what was measured of it."""

    address: str
    pid: int
    figures: dict[str, list[float]] = field(default_factory=dict)

    def add(self, name: str, figure: float) -> None:
        """One more measurement."""
        self.figures.setdefault(name, []).append(figure)

    def median(self, name: str) -> float:
        """The median of what was measured under this name."""
        return statistics.median(self.figures[name])

    def cpu(self) -> float:
        """Seconds of CPU that the process has used, read when it has come to rest."""
        before = -1.0
        while (now := _cpu(self.pid)) - before > 0.02:
            before = now
            time.sleep(SETTLED)
        return now


def _cpu(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


@contextlib.contextmanager
def serving(checkout: Path) -> Iterator[Server]:
    """``course serve`` of a checkout."""
    python = checkout / ".venv" / "bin" / "python"
    used = str(python) if python.exists() else sys.executable
    with running("course_lib.publish.program", "serve", "--headless", python=used, cwd=checkout) as (address, pid):
        yield Server(address, pid)


@contextlib.contextmanager
def serving_bare() -> Iterator[Server]:
    """``marimo run`` of the bare notebook."""
    with running("marimo", "run", str(BARE), "--headless", "--host", "127.0.0.1") as (address, pid):
        yield Server(address, pid)


def graph_of(page: Page) -> Locator:
    """The stack with the lecture's network: sliders and graph."""
    return page.locator(".bp-stack", has=page.locator("[data-node=z1]")).first


def watch(page: Page) -> None:
    """Note the last change of the graph and of the whole page from now on."""
    graph_of(page).locator(".screen.picture").evaluate(WATCH_GRAPH)


def press(page: Page, key: str) -> float:
    """ms from a key on the slider w1 to the last change of the graph."""
    graph_of(page).get_by_role("slider", name="w1", exact=True).focus()
    page.keyboard.press(key)
    page.wait_for_function(f"performance.now() - Math.max(window.lastChange, window.pressed) > {QUIET}", polling=50)
    return page.evaluate("window.lastGraph - window.pressed")


def drag(page: Page) -> tuple[float, float]:
    """Updates of the graph in a second of a drag of 60 moves 16 ms apart, and ms from release to its last change.

    The page moves the slider itself: a driver outside it could not keep the time.
    """
    slider = graph_of(page).get_by_role("slider", name="w1", exact=True)
    slider.scroll_into_view_if_needed()
    page.evaluate(SAMPLE, PROBES["5.3"])
    seconds = slider.evaluate(
        """async (slider, moves) => {
          const start = performance.now();
          for (let i = 1; i <= moves; i++) {
            slider.value = -1 + 2 * i / moves;
            slider.dispatchEvent(new Event('input', {bubbles: true}));
            await new Promise(done => setTimeout(done, Math.max(0, start + 16 * i - performance.now())));
          }
          window.released = performance.now();
          return (window.released - start) / 1000;
        }""",
        MOVES,
    )
    time.sleep(0.6)
    updates, late = page.evaluate("[window.updates, window.lastGraph - window.released]")
    page.evaluate("window.sampling = false")
    return updates / seconds, max(late, 0.0)


def follows_without_its_server(page: Page, server: Server) -> bool:
    """Whether graph, step and table follow while the server is stopped, and the page is alive when it goes on."""
    graph = graph_of(page)
    value, table = graph.locator("[data-node=w1] .value"), graph.locator(".screen.table tr", has_text="w1").first
    os.kill(server.pid, signal.SIGSTOP)
    try:
        graph.get_by_role("slider", name="w1", exact=True).press("Home")
        graph.get_by_role("slider", name="step", exact=True).press("End")
        page.wait_for_timeout(500)
        followed = value.text_content() == "−3" and "−3" in (table.text_content() or "")
    finally:
        os.kill(server.pid, signal.SIGCONT)
    chain = page.locator(".bp-stack", has=page.get_by_label("h(u) ="))  # another network, which Python makes
    chain.get_by_label("h(u) =").select_option("3u + 1")
    try:
        expect(chain.locator("[data-node=h] .value")).to_have_text("3.4", timeout=PATIENCE)
    except AssertionError:
        return False
    return followed


def visit(browser: Browser, server: Server, chapter: str, seed: int) -> None:
    """Open a page twice: without the framework in the cache, for the time, and with it, for the server's CPU."""
    one = visitor(browser)
    page, seconds = open_page(one, f"{server.address}/{chapter}/?seed={seed}", PROBES[chapter])
    page.close()
    server.add(f"{chapter} ready", seconds)
    before = server.cpu()
    open_page(one, f"{server.address}/{chapter}/?seed={seed + OPENINGS}", PROBES[chapter])
    server.add(f"CPU of {chapter}", server.cpu() - before)
    one.close()


def program_of_many_nodes() -> float:
    """ms that the program of a network of about 60 nodes takes to make, all its texts at all its steps."""
    lines = [f"h{i} = tanh(w{i}*{f'h{i - 1}' if i else 'x'} + b{i})" for i in range(LAYERS)]
    graph = parse("\n".join([*lines, f"L = (h{LAYERS - 1} - 1)**2"]))
    live = LiveGraph(graph, forward(graph, **dict.fromkeys(graph.inputs, 0.5)))
    start = time.perf_counter()
    graph_program(live, has_table=True)
    return 1000 * (time.perf_counter() - start)


def measure_openings(browser: Browser, courses: list[Server]) -> None:
    """How long pages take to open, and what that costs the servers."""
    for seed in range(OPENINGS + 1):
        for course in courses:
            for chapter in PROBES:
                visit(browser, course, chapter, seed)
            if seed == 0:
                course.figures.clear()  # the first visitor pays for what all share


def measure(browser: Browser, bare: Server, courses: list[Server]) -> None:
    """Everything, in all servers by turns."""
    if len(courses) > 1:
        measure_openings(browser, courses)
    bare_page, _ = open_page(visitor(browser), bare.address, "[data-probe=value]")
    pages = [open_page(visitor(browser), f"{course.address}/5.3/", PROBES["5.3"])[0] for course in courses]
    for page in pages:
        watch(page)
    for repeat in range(REPEATS):
        key = "ArrowRight" if repeat % 2 == 0 else "ArrowLeft"
        bare_page.bring_to_front()
        bare_page.get_by_role("slider").first.focus()
        bare.add("slider", press_to_last_change(bare_page, key))
        for course, page in zip(courses, pages, strict=True):
            page.bring_to_front()
            course.add("slider", press(page, key))
    for _ in range(DRAGS):
        for course, page in zip(courses, pages, strict=True):
            page.bring_to_front()
            before = course.cpu()
            rate, late = drag(page)
            course.add("rate", rate)
            course.add("late", late)
            course.add("CPU of a move", (course.cpu() - before) / MOVES)
    course, page = courses[0], pages[0]
    page.bring_to_front()
    course.add("alone", follows_without_its_server(page, course))


def report(bare: Server, courses: list[Server]) -> int:
    """Print every figure with its limit; 1 if one is broken."""
    mine = courses[0]
    for server in courses:
        print({name: round(statistics.median(figures), 4) for name, figures in server.figures.items()})
    figures = {
        "slider to graph, × bare": mine.median("slider") / bare.median("slider"),
        "ms after release": mine.median("late"),
        "updates a second": mine.median("rate"),
        "ms for a program of 60 nodes": program_of_many_nodes(),
    }
    if len(courses) > 1:
        other = courses[1]
        figures |= {
            "server CPU of a move, × other": mine.median("CPU of a move") / other.median("CPU of a move"),
            **{
                f"{name} ready, × other": mine.median(f"{name} ready") / other.median(f"{name} ready")
                for name in PROBES
            },
            "server CPU to open 5.3, × other": mine.median("CPU of 5.3") / other.median("CPU of 5.3"),
        }
    broken = 0
    print(f"bare: {bare.median('slider'):.0f} ms from key to page")
    for name, figure in figures.items():
        good = figure >= LIMITS[name] if name in AT_LEAST else figure <= LIMITS[name]
        broken += not good
        sign = ">=" if name in AT_LEAST else "<="
        print(f"{name} {figure:.2f} (limit {sign} {LIMITS[name]}){'' if good else '  BROKEN'}")
    alone = all(mine.figures["alone"])
    print(f"with its server stopped the graph {'follows' if alone else 'does not follow  BROKEN'}")
    return 1 if broken or not alone else 0


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--against", type=Path, help="another checkout with a .venv of its own")
    against = options.parse_args().against
    with contextlib.ExitStack() as stack:
        bare = stack.enter_context(serving_bare())
        courses = [stack.enter_context(serving(checkout)) for checkout in (ROOT, against) if checkout]
        playwright = stack.enter_context(sync_playwright())
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        browser.new_context().set_default_timeout(PATIENCE)
        measure(browser, bare, courses)
        browser.close()
    return report(bare, courses)


if __name__ == "__main__":
    sys.exit(main())
