"""One weight's gradient as a sum over examples: three matrices, and a bar for each example's contribution."""

from collections.abc import Container, Sequence
from html import escape

import numpy as np

from course_lib.numerals import numeral

CELL, ROW = 66.0, 42.0  # px, of an entry
TOP = 66.0  # of every matrix; its title and shape stand above
GAP = 60.0  # between matrices, for a sign
LABELS = 124.0  # room for "example 4"
BARS = 260.0  # room for the bars
ROOM = 74.0  # the part of it, at the right, for a number
MOST = (4, 3, 3)  # the most examples, inputs and units that fit
DIGITS = 3  # digits per entry
WIDTH = LABELS + (2 * MOST[0] + MOST[1]) * CELL + 2 * GAP + 24 + BARS
HEIGHT = TOP + MOST[0] * ROW + 40
BOTTOM = TOP + MOST[2] * ROW + 22  # lower edge of the numbers beneath columns
INPUTS = ("X", "inputs", "forward")
ARRIVES = ("∂L/∂Z", "what arrives", "backward")
WEIGHTS = ("∂L/∂W", "one per weight", "backward")

Place = tuple[int, ...]


def weight_sum(X: np.ndarray, dZ: np.ndarray, place: tuple[int, int], columns: bool, limit: float) -> str:
    """The gradient of one weight as a sum over examples, each with its bar.

    ``place`` is (input, unit), from 0. With ``columns`` the same is drawn in the other
    layout: columns are examples, and Z = W X. ``limit`` is the largest sum for which
    the bars need room, the same for all weights.

    Shapes: X (N, D), dZ (N, H); rows are examples.
    """
    source, unit = place
    shares = [float(share) for share in X[:, source] * dZ[:, unit]]
    parts = [*(_columns if columns else _rows)(X, dZ, source, unit), _bars(shares, limit)]
    words = f"The gradient of the weight from input {source + 1} to unit {unit + 1}: {products_text(shares)}."
    return (
        f'<div class="bp-graph" tabindex="0" role="region" aria-label="One weight\'s gradient">'
        f'<svg class="bp-svg bp-grid-picture" role="img" aria-label="{escape(words)}" '
        f'viewBox="0 0 {WIDTH:g} {HEIGHT:g}" style="width:100%;min-width:52rem;max-width:{WIDTH:g}px" '
        f'xmlns="http://www.w3.org/2000/svg">{"".join(parts)}</svg></div>'
    )


def longest_sum(X: np.ndarray, dZ: np.ndarray, inputs: int, units: int) -> float:
    """The largest sum for which the bars of any of these weights need room; the ``limit`` of ``weight_sum``."""
    return max(float(abs(np.cumsum(X[:, d] * dZ[:, h])).max()) for d in range(inputs) for h in range(units))


def _rows(X: np.ndarray, dZ: np.ndarray, source: int, unit: int) -> list[str]:
    """Xᵀ · ∂L/∂Z = ∂L/∂W: the rows of X (N, D) and dZ (N, H) are examples."""
    second, result = _lefts(MOST[1])
    examples = range(len(X))
    return [
        _matrix(LABELS, X, INPUTS, {(n, source) for n in examples}),
        _matrix(second, dZ, ARRIVES, {(n, unit) for n in examples}),
        _matrix(result, X.T @ dZ, WEIGHTS, {(source, unit)}, "strong"),
        _raised(LABELS + X.shape[1] * CELL),
        _sign(second - GAP / 2 + 6, "·"),
        *(_text(LABELS - 12, TOP + (n + 0.5) * ROW + 6, f"example {n + 1}", "small", "end") for n in examples),
        _sign(result - GAP / 2 + 8, "="),
    ]


def _columns(X: np.ndarray, dZ: np.ndarray, source: int, unit: int) -> list[str]:
    """The same in the other layout, ∂L/∂Z · Xᵀ = ∂L/∂W: examples are columns."""
    second, result = _lefts(MOST[0])
    examples = range(len(X))
    return [
        _matrix(LABELS, dZ.T, ARRIVES, {(unit, n) for n in examples}),
        _matrix(second, X.T, INPUTS, {(source, n) for n in examples}),
        _matrix(result, dZ.T @ X, WEIGHTS, {(unit, source)}, "strong"),
        _sign(second - GAP / 2, "·"),
        _raised(second + X.shape[0] * CELL),
        *(_text(LABELS + (n + 0.5) * CELL, BOTTOM, str(n + 1), "small") for n in examples),
        _text(LABELS - 12, BOTTOM, "example", "small", "end"),
        _sign(result - GAP / 2 + 8, "="),
    ]


def _lefts(cells: int) -> tuple[float, float]:
    """The left edges of the second matrix and the result, if the first two have room for this many columns."""
    wide = cells * CELL
    return LABELS + wide + GAP, LABELS + 2 * wide + 2 * GAP


def products_text(shares: Sequence[float]) -> str:
    """``0.3 + (−0.2) = 0.1``."""
    return f"{' + '.join(bracketed(share) for share in shares)} = {numeral(sum(shares), DIGITS)}"


def bracketed(number: float) -> str:
    """The number, in parentheses where it is negative."""
    text = numeral(number, DIGITS)
    return f"({text})" if text.startswith("−") else text


def _matrix(left: float, matrix: np.ndarray, about: Sequence[str], lit: Container[Place], kind: str = "") -> str:
    """Title, shape and entries; those in ``lit`` stand out."""
    title, note, colour = about
    rows, columns = matrix.shape
    middle = left + columns * CELL / 2
    parts = [_text(middle, 24, title, "name"), _text(middle, 48, f"{note}, {rows} × {columns}", "small")]
    entries = list(np.ndindex(matrix.shape))
    for row, column in [e for e in entries if e not in lit] + [e for e in entries if e in lit]:  # lit borders on top
        x, y = left + column * CELL, TOP + row * ROW
        text = numeral(float(matrix[row, column]), DIGITS)
        box = f'<rect class="card" x="{x:g}" y="{y:g}" width="{CELL:g}" height="{ROW:g}"/>'
        number = _text(
            x + CELL / 2, y + ROW / 2 + 6, text, f"of-{colour}{' strong' if kind and (row, column) in lit else ''}"
        )
        parts.append(f'<g class="entry{f" lit {colour}" if (row, column) in lit else ""}">{box}{number}</g>')
    return "".join(parts)


def _bars(shares: Sequence[float], limit: float) -> str:
    """A bar for each example's contribution, which starts where the one before it ended; the sum stands below."""
    left = WIDTH - BARS
    zero = left + (BARS - ROOM) / 2
    scale = (BARS - ROOM) / 2 / limit
    parts = [_text(left + BARS / 2, 24, "each example adds", "name")]
    so_far = 0.0
    for n, share in enumerate(shares):
        y = TOP + n * ROW
        start, end = zero + so_far * scale, zero + (so_far + share) * scale
        parts.append(
            f'<rect class="share {"more" if share >= 0 else "less"}" x="{min(start, end):.1f}" y="{y + 8:g}" '
            f'width="{max(abs(end - start), 1):.1f}" height="{ROW - 16:g}"/>'
        )
        parts.append(_text(WIDTH - 4, y + ROW / 2 + 6, numeral(share, DIGITS), "of-backward", "end"))
        so_far += share
    bottom = TOP + len(shares) * ROW
    parts.append(f'<line class="axis" x1="{zero:g}" x2="{zero:g}" y1="{TOP - 4:g}" y2="{bottom + 4:g}"/>')
    parts.append(f'<line class="axis" x1="{WIDTH - ROOM:g}" x2="{WIDTH:g}" y1="{bottom:g}" y2="{bottom:g}"/>')
    parts.append(_text(WIDTH - 4, bottom + 26, numeral(so_far, DIGITS), "of-backward strong", "end"))
    return "".join(parts)


def _sign(x: float, sign: str) -> str:
    return _text(x, TOP + 1.5 * ROW + 8, sign, "alone")


def _raised(right: float) -> str:
    """The sign for a transposed matrix, at its upper right corner."""
    return _text(right + 12, TOP + 8, "T", "strong")


def _text(x: float, y: float, text: str, kind: str, anchor: str = "") -> str:
    style = f' style="text-anchor:{anchor}"' if anchor else ""
    return f'<text class="{kind}" x="{x:.1f}" y="{y:.1f}"{style}>{escape(text)}</text>'
