"""The course as a folder for any web host, with pages and decks that need no Python.

The folder is built beside its final place and moved there when it is complete, so that
a failure or an interruption leaves the last good site as it was.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
import threading
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import contextmanager
from pathlib import Path

import marimo

from course_lib.errors import CourseError
from course_lib.page.chapters import EXPORTED, NOTEBOOKS, Chapter, built
from course_lib.page.site import PRESENTER, SITE
from course_lib.publish.deck import read_notes
from course_lib.publish.exported_deck import deck_of
from course_lib.resources import text

MARK = ".course-site"  # a file in every exported folder: a folder that has it may be replaced
FRAMEWORK = "_marimo"
FROM_NETWORK = re.compile(r"https://[^\"'\s]+/@marimo-team/frontend@[^/\"'\s]+/dist")
ASSET_TAG = re.compile(r'<(?:script|link)\b[^>]*(?:src|href)="BASE/[^"]*"[^>]*>(?:</script>)?')
WAY_BACK = """<!doctype html>
<html lang="en"><meta charset="utf-8"><meta http-equiv="refresh" content="0; url=../index.html">
<title>Backpropagation, live</title><a href="../index.html">all notebooks</a></html>
"""  # a deck's way back is written like a page's, and leads to the decks' own folder
DATA = '<script data-marimo="true">\n    Object.defineProperty(window, "__MARIMO_STATIC__"'
LONG_TEXT = re.compile(r'"(?:[^"\\\n]|\\.){500,}"')
AT_WORK: set[subprocess.Popen[str]] = set()  # the running exports of marimo, one per notebook
ENDED = threading.Event()  # set when nobody waits for them any more

Tell = Callable[[int, int, str], None]  # (how many notebooks are done, of how many, which one)


class ExportError(CourseError):
    """A site that could not be built; the previous site is unchanged."""


def export(site: Path, tell: Tell = lambda done, of, name: None, chapters: Sequence[Chapter] = ()) -> Path:
    """Build the site in the folder ``site`` and return that folder: all notebooks, or only these ``chapters``.

    Raises:
        ExportError: a notebook failed (the error has its name and the reason), or the folder holds something else.
        DeckError: a deck's notes do not fit its notebook.
    """
    site = site.resolve()
    refuse_foreign(site)
    chapters = chapters or built()
    for chapter in chapters:
        read_notes(chapter)  # notes that do not fit are found before any notebook runs
    with workshop(site) as building:
        (building / "slides").mkdir()
        ENDED.clear()
        with ThreadPoolExecutor(max_workers=os.cpu_count() or 1) as pool:
            try:
                running = {pool.submit(_build, chapter, building): chapter for chapter in chapters}
                for done, future in enumerate(as_completed(running), start=1):
                    future.result()
                    tell(done, len(running), running[future].number)
            except BaseException:
                pool.shutdown(wait=False, cancel_futures=True)
                ENDED.set()
                for process in list(AT_WORK):
                    process.terminate()
                raise
        unused = shutil.ignore_patterns("index.html", "*.md")
        shutil.copytree(Path(marimo.__file__).parent / "_static", building / FRAMEWORK, ignore=unused)
        shutil.copyfile(building / f"{chapters[0].number}.html", building / "index.html")
        (building / "slides" / "index.html").write_text(WAY_BACK, encoding="utf-8")
        (building / ".nojekyll").touch()  # some hosts leave out folders that begin with _
        put(building, site)
    return site


def _build(chapter: Chapter, building: Path) -> None:
    """Export one notebook: its page and its deck, both independent of the network."""
    page = building / f"{chapter.number}.html"
    exported = _run(chapter, page)
    page.write_text(shared(localised(exported, "./")), encoding="utf-8")
    deck = building / "slides" / page.name
    deck.write_text(shared(localised(deck_of(exported, chapter), "../")), encoding="utf-8")


def _run(chapter: Chapter, target: Path) -> str:
    """The page that marimo exports, which it writes to ``target``."""
    environment = {**os.environ, SITE: EXPORTED, PRESENTER: ""}
    command = [sys.executable, "-m", "marimo", "export", "html", "--no-include-code", "-o"]
    pipe = subprocess.PIPE
    with subprocess.Popen(
        [*command, target, chapter.path], cwd=NOTEBOOKS.parent, env=environment, stdout=pipe, stderr=pipe, text=True
    ) as process:
        AT_WORK.add(process)
        if ENDED.is_set():
            process.terminate()
        output, complaints = process.communicate()
        AT_WORK.discard(process)
    if process.returncode != 0:
        raise ExportError(f"{chapter.number} failed: {reason(complaints + output)}", "The last good site is unchanged.")
    return target.read_text(encoding="utf-8")


def localised(page: str, up: str) -> str:
    """The page with marimo's own files beside it instead of on the network.

    A page that was opened by a double click must not load modules from the disk. Only
    then the framework still comes from the network.
    """
    found = FROM_NETWORK.search(page)
    if found is None:
        raise ExportError("marimo's page has changed: its files were not found in it.", "Use marimo 0.25.")
    tag = re.compile(ASSET_TAG.pattern.replace("BASE", re.escape(found[0])))
    tags = [match[0].replace(found[0], "BASE") for match in tag.finditer(page)]
    page = tag.sub("", page).replace(found[0], f"{up}{FRAMEWORK}")
    parts = {"tags": "\n".join(tags), "network": found[0], "local": f"{up}{FRAMEWORK}"}
    loader = LOADER.format(**parts, script=text("publish/loader.js"))
    return page.replace("</title>", f"</title>\n{loader}", 1)


def shared(page: str) -> str:
    """The page with each long text written only once, since every widget repeats its script and its style.

    marimo's page sets its data in a script, so a text there can be replaced by a variable.
    """
    start = page.find(DATA)
    if start < 0:
        return page
    before, data = page[:start], page[start:]
    often = [text for text, times in Counter(LONG_TEXT.findall(data)).items() if times > 1]
    names = {text: f"courseTexts[{i}]" for i, text in enumerate(often)}
    data = LONG_TEXT.sub(lambda found: names.get(found[0], found[0]), data)
    return f"{before}<script>const courseTexts = [{', '.join(names)}];</script>\n{data}"


LOADER = """<template id="framework">
{tags}
</template>
<script data-network="{network}" data-local="{local}">
{script}</script>"""


def reason(output: str) -> str:
    """The last message of a failed export, without warnings."""
    lines = [line.strip() for line in output.splitlines() if line.strip() and "opengraph" not in line]
    reasons = [line for line in lines if not line.startswith("Error: Export was")]  # that much is known
    return (reasons or lines or ["no reason given"])[-1][:300]


def refuse_foreign(site: Path) -> None:
    """Raise an ExportError where the folder holds anything but a course that was exported before."""
    if site.is_file():
        raise ExportError(f"{site} is a file.", "Give a folder.")
    if site.exists() and any(site.iterdir()) and not (site / MARK).exists():
        raise ExportError(f"{site} holds something that is not an exported course.", "Give a new or empty folder.")


@contextmanager
def workshop(site: Path) -> Iterator[Path]:
    """A folder to build in, beside the site; it is removed afterwards, whatever happened."""
    site.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=f".{site.name}-", dir=site.parent) as folder:
        building = Path(folder, "site")
        building.mkdir()
        yield building


def put(building: Path, site: Path) -> None:
    """Move the finished folder to its place; the old one is removed last."""
    (building / MARK).touch()
    old = building.parent / "old"
    if site.exists():
        site.rename(old)
    try:
        building.rename(site)
    except OSError:
        if old.exists():
            old.rename(site)
        raise
