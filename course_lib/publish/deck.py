"""A notebook's deck, to be served: a copy of the notebook with a slide layout, made from its notes.

The notes are in ``notebooks/slides``, in one small file per notebook, by the names of
the cells. Positions are generated, so a cell can move and its notes stay with it.
"""

import ast
import json
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from course_lib.errors import CourseError
from course_lib.page.chapters import NOTEBOOKS, Chapter
from course_lib.resources import folder

ASSETS = folder("assets")
KINDS = ("slide", "sub-slide", "fragment", "skip")
TRANSITIONS = ("none", "fade", "slide", "convex", "concave", "zoom")
MINUTES = re.compile(r"\bminutes=\d+")
NOTES = {"say": "Say", "ask": "Ask first", "expect": "Expect"}


class DeckError(CourseError):
    """Notes that do not fit their notebook."""


@dataclass(frozen=True)
class Cell:
    """One cell of a notebook: its name (the setup cell's is ``setup``) and whether it shows something."""

    name: str
    shows: bool


def cells_of(notebook: Path) -> list[Cell]:
    """The notebook's cells in the order of its file."""
    cells = []
    for node in ast.parse(notebook.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.With):
            cells.append(Cell("setup", shows=False))
        elif isinstance(node, ast.FunctionDef | ast.ClassDef) and node.decorator_list:
            body = [statement for statement in node.body if not isinstance(statement, ast.Return)]
            is_cell = "app.cell" in ast.unparse(node.decorator_list[0])
            cells.append(Cell(node.name, shows=is_cell and bool(body) and isinstance(body[-1], ast.Expr)))
    return cells


def slides_file(chapter: Chapter) -> Path:
    """The file with a chapter's notes."""
    return NOTEBOOKS / "slides" / f"{chapter.stem}.toml"


def read_notes(chapter: Chapter) -> tuple[str, dict[str, Mapping[str, Any]]]:
    """The deck's transition and, by the cells' names, each cell's kind, minutes and notes.

    Raises:
        DeckError: a cell, kind or key is unknown, or a cell that shows something has no entry.
    """
    path = slides_file(chapter)
    if not path.exists():
        raise DeckError(f"{path.name} is missing.", "Write an entry for each cell that shows something.")
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise DeckError(f"{path.name} cannot be read: {error}.", "It is a TOML file.") from None
    transition = content.pop("transition", "none")
    if transition not in TRANSITIONS:
        raise DeckError(f"{path.name}: {transition!r} is not a transition.", f"Use one of {', '.join(TRANSITIONS)}.")
    cells = {cell.name: cell for cell in cells_of(chapter.path)}
    for name, entry in content.items():
        if name not in cells:
            raise DeckError(f"{path.name} has an entry for the cell {name}, which {chapter.path.name} does not have.")
        _check_entry(path, name, entry)
    for cell in cells.values():
        if cell.shows and cell.name not in content:
            raise DeckError(f"{path.name} has no entry for the cell {cell.name}.", 'To skip it, write kind = "skip".')
    return transition, content


def _check_entry(path: Path, name: str, entry: Any) -> None:
    if not isinstance(entry, dict) or entry.get("kind") not in KINDS:
        raise DeckError(f"{path.name}, {name}: a kind is missing.", f"Use one of {', '.join(KINDS)}.")
    known = {"kind", "headline", "minutes", *NOTES}
    unknown = entry.keys() - known
    if unknown:
        raise DeckError(
            f"{path.name}, {name}: unknown {', '.join(sorted(unknown))}.", f"There are {', '.join(sorted(known))}."
        )


def layout_of(chapter: Chapter, with_notes: bool) -> dict[str, Any]:
    """marimo's slide layout for a chapter, with one entry per cell in file order."""
    transition, notes = read_notes(chapter)
    entries = []
    for cell in cells_of(chapter.path):
        entry = notes.get(cell.name, {"kind": "skip"})
        slide = {"type": entry["kind"]}
        if with_notes and spoken(entry):
            slide["speakerNotes"] = spoken(entry)
        entries.append(slide)
    deck = {"transition": transition, "verticalAlign": "top"}
    return {"type": "slides", "data": {"deck": deck, "cells": entries}}


def spoken(entry: Mapping[str, Any]) -> str:
    """An entry's notes as the speaker view shows them, minutes first."""
    minutes = [f"{entry['minutes']:g} min"] if entry.get("minutes") else []
    return "\n\n".join(minutes + [f"{label}: {entry[key].strip()}" for key, label in NOTES.items() if entry.get(key)])


def headlines_of(notes: Mapping[str, Mapping[str, Any]]) -> dict[str, str]:
    """The headlines that a deck's notes put above cells, by the cells' names."""
    return {name: entry["headline"] for name, entry in notes.items() if entry.get("headline")}


def minutes_of(notes: Mapping[str, Mapping[str, Any]]) -> int:
    """How long it takes to present the deck; its page says how long it takes to read."""
    return round(sum(entry.get("minutes", 0) for entry in notes.values()))


def with_headlines(source: str, headlines: Mapping[str, str]) -> str:
    """The notebook's source, in which each of these cells shows a headline above its output."""
    lines = source.encode().splitlines(keepends=True)  # ast counts columns in bytes
    for node in reversed(ast.parse(source).body):
        if isinstance(node, ast.FunctionDef) and node.name in headlines:
            shown = [statement for statement in node.body if isinstance(statement, ast.Expr)][-1]
            first, last = shown.lineno - 1, (shown.end_lineno or shown.lineno) - 1
            lines[last] = lines[last][: shown.end_col_offset] + b")" + lines[last][shown.end_col_offset :]
            opened = f"notebook.slide({headlines[node.name]!r}, ".encode()
            lines[first] = lines[first][: shown.col_offset] + opened + lines[first][shown.col_offset :]
    return b"".join(lines).decode()


def write_deck(chapter: Chapter, folder: Path, with_notes: bool) -> Path:
    """Write the chapter's deck to ``folder`` and return its notebook.

    Raises:
        DeckError: the notes do not fit the notebook.
    """
    layout = folder / f"{chapter.stem}.slides.json"
    layout.write_text(json.dumps(layout_of(chapter, with_notes)), encoding="utf-8")
    _, notes = read_notes(chapter)
    source = with_headlines(chapter.path.read_text(encoding="utf-8"), headlines_of(notes))
    source = MINUTES.sub(f"minutes={minutes_of(notes)}", source, count=1)
    options = {"layout_file": layout, "css_file": ASSETS / "deck.css", "html_head_file": ASSETS / "deck_head.html"}
    added = "".join(f"\n    {name}={str(path.resolve())!r}," for name, path in options.items())
    copy = folder / chapter.path.name
    copy.write_text(source.replace("marimo.App(", f"marimo.App({added}", 1), encoding="utf-8")
    return copy
