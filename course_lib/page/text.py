"""The words, numbers and code of a page: a conclusion, a note, a small table, a program."""

import inspect
import textwrap
from collections.abc import Callable, Sequence
from functools import lru_cache
from html import escape
from typing import Any
from weakref import WeakKeyDictionary

import marimo as mo

from course_lib.drawing.table import table


def says(text: str, kind: str = "") -> mo.Html:
    """A conclusion under a picture, in Markdown; a screen reader announces it. ``kind``: forward, backward or empty."""
    return mo.Html(f'<div class="bp-says {kind}" role="status" aria-live="polite">{mo.md(text).text}</div>')


def small_print(text: str) -> mo.Html:
    """A note in small type, as HTML; a deck has no room for it."""
    return mo.Html(f'<p class="bp-meta bp-note">{text}</p>')


def not_on_slides(shown: Any) -> mo.Html:
    """Something that a page shows but a deck has no room for."""
    return mo.Html(f'<div class="bp-note">{mo.as_html(shown).text}</div>')


def numbers_table(
    headings: Sequence[str], rows: Sequence[Sequence[str]], label: str, kind: str = "", caption: str = ""
) -> mo.Html:
    """A small table; the first cell of each row names the row. With kind "paired" every second row is a gradient."""
    return mo.Html(table(headings, rows, label, kind, caption))


def code(program: str, language: str = "python") -> mo.Html:
    """A program's text, as code."""
    return mo.Html(_highlighted(program.strip(), language))


@lru_cache(maxsize=256)
def _highlighted(program: str, language: str) -> str:
    # Every student's page shows the same programs.
    return mo.md(f"```{language}\n{program}\n```").text


def verbatim(text: str) -> mo.Html:
    """A text exactly as it is, in the font of code, such as a program's output."""
    return mo.Html(f'<pre class="bp-verbatim" role="status" aria-live="polite">{escape(text)}</pre>')


def source(*functions: Callable[..., Any]) -> mo.Html:
    """The source of functions, methods or classes, as code; a method has the name of its class above it."""
    pieces, owner = [], ""
    for function in functions:
        whose, text = function.__qualname__.rpartition(".")[0], _source_of(function)
        pieces.append(f"# {whose}\n{text}" if whose not in ("", owner) else text)
        owner = whose
    return code("\n\n".join(pieces))


_SOURCES: WeakKeyDictionary[Callable[..., Any], str] = WeakKeyDictionary()


def _source_of(function: Callable[..., Any]) -> str:
    """The source of one function. The library's are found once; a cell that runs again defines other functions."""
    if function not in _SOURCES:
        _SOURCES[function] = textwrap.dedent(inspect.getsource(function)).strip()
    return _SOURCES[function]
