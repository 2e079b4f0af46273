"""Small matrices in a row."""

from collections.abc import Sequence
from html import escape

import numpy as np

from course_lib.numerals import numeral

Shown = tuple[str, np.ndarray]


def matrices_row(shown: Sequence[Shown]) -> str:
    """Matrices side by side, as HTML tables, each under its name."""
    return f'<div class="bp-matrices">{"".join(_html(name, matrix) for name, matrix in shown)}</div>'


def _html(name: str, matrix: np.ndarray) -> str:
    rows = np.atleast_2d(matrix)
    kind = "backward" if name.startswith("∂") else "forward"
    body = "".join(f"<tr>{''.join(f'<td>{numeral(float(n))}</td>' for n in row)}</tr>" for row in rows)
    return f'<table class="bp-matrix {kind}"><caption>{escape(name)}</caption><tbody>{body}</tbody></table>'
