"""A compact table of many texts that differ in a few places: the pieces that they share, and the words between them.

It is for a page without Python: a picture is computed beforehand at every setting of
its controls, and the page looks it up.
"""

import base64
import gzip
import json
import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from itertools import product
from typing import Any

import traitlets

from course_lib.drawing.theme import STYLESHEET
from course_lib.widgets.scripts import script, styles
from course_lib.widgets.widget import Widget

BREAKS = re.compile(r'([ \t\r\n<>"\\,;]+)')  # between words, tags and strings, of HTML and JSON; not at a hard space
Place = tuple[int, ...]


@dataclass(frozen=True)
class ControlAxis:
    """One control's positions, along which a lookup table was computed.

    ``name`` is the slider's name, or empty for a choice. ``start`` is the control's first position.
    """

    channel: str
    name: str
    positions: Sequence[Any]
    start: Any


class LookupTable(Widget):
    """HTML that follows controls on a page without Python: ``table`` holds it at each of their positions."""

    _esm = script("lookup_table")
    _css = STYLESHEET + styles("controls")
    table = traitlets.Unicode().tag(sync=True)
    axes: Any = traitlets.List().tag(sync=True)

    def __init__(self, table: Mapping[str, Any], axes: Sequence[ControlAxis]) -> None:
        super().__init__(table=packed(table), axes=[asdict(axis) for axis in axes])


def lookup_table(texts: Sequence[str], shape: Sequence[int]) -> dict[str, Any]:
    """The texts at every place of a grid of this shape (the last axis varies fastest), each written once.

    Texts with the same breaks between their words form a group, in which ``pieces`` and
    ``columns`` alternate. A column has one word per place along the axes that it depends
    on. ``which`` has the group of each text.

    Raises:
        ValueError: the number of texts is not the number of places in the grid.
    """
    if len(texts) != math.prod(shape):
        raise ValueError(f"{len(texts)} texts do not fill a grid of {tuple(shape)}")
    if len(set(texts)) == 1:
        return {"shape": list(shape), "groups": [{"pieces": [texts[0]], "columns": []}], "which": []}
    groups: dict[str, dict[Place, list[str]]] = {}
    which = []
    for place, text in zip(_grid(shape), texts, strict=True):
        parts = BREAKS.split(text)
        breaks = "\0".join(parts[1::2])
        groups.setdefault(breaks, {})[place] = parts
        which.append(breaks)
    index = {breaks: i for i, breaks in enumerate(groups)}
    return {
        "shape": list(shape),
        "groups": [_group(members, len(shape)) for members in groups.values()],
        "which": [index[breaks] for breaks in which] if len(groups) > 1 else [],
    }


def packed(table: Mapping[str, Any]) -> str:
    """A table as a short text, for a page to unpack."""
    return base64.b64encode(gzip.compress(json.dumps(table, ensure_ascii=False).encode(), mtime=0)).decode()


def _group(members: Mapping[Place, list[str]], axes: int) -> dict[str, Any]:
    """A group of texts with the same breaks: what all share becomes a piece, what differs becomes a column."""
    pieces: list[list[str]] = [[]]
    columns = []
    for words in zip(*members.values(), strict=True):
        if words.count(words[0]) == len(words):
            pieces[-1].append(words[0])
        else:
            columns.append(_column(dict(zip(members, words, strict=True)), axes))
            pieces.append([])
    return {"pieces": ["".join(piece) for piece in pieces], "columns": columns}


def _column(word_at: Mapping[Place, str], axes: int) -> dict[str, Any]:
    """The words along the axes that they depend on, in the grid's order; empty where there is no word."""
    kept = list(range(axes))
    for axis in range(axes):
        smaller = _without(word_at, kept.index(axis))
        if smaller is not None:
            word_at = smaller
            kept.remove(axis)
    lengths = [1 + max(place[k] for place in word_at) for k in range(len(kept))]
    return {"axes": kept, "lengths": lengths, "words": [word_at.get(place, "") for place in _grid(lengths)]}


def _without(word_at: Mapping[Place, str], k: int) -> dict[Place, str] | None:
    """The same without the k-th axis, or None where the word depends on it."""
    smaller: dict[Place, str] = {}
    for place, word in word_at.items():
        if smaller.setdefault(place[:k] + place[k + 1 :], word) != word:
            return None
    return smaller


def _grid(lengths: Sequence[int]) -> Iterator[Place]:
    return product(*(range(length) for length in lengths))
