"""Functions that arrange pieces of a page: one under the other, side by side, under a headline, or folded away."""

from html import escape
from typing import Any

import marimo as mo


def stack(*parts: Any) -> mo.Html:
    """Pieces one under the other, as one cell's output."""
    return mo.Html(f'<div class="bp-stack">{"".join(mo.as_html(part).text for part in parts)}</div>')


def row(*parts: Any) -> mo.Html:
    """Choices side by side, which wrap if there is not enough room."""
    return mo.Html(f'<div class="bp-choices">{"".join(mo.as_html(part).text for part in parts)}</div>')


def beside(left: Any, right: Any) -> mo.Html:
    """Two pieces side by side; one under the other on a phone."""
    halves = "".join(f"<div>{mo.as_html(part).text}</div>" for part in (left, right))
    return mo.Html(f'<div class="bp-beside">{halves}</div>')


def slide(headline: str, shown: Any) -> mo.Html:
    """A cell's output under a headline, for decks."""
    return stack(mo.md(f"### {headline}"), shown)


def after_prediction(number: int, *shown: Any, what: str = "what happens") -> mo.Html:
    """The answer to a prediction, folded away until it is locked or the reader opens it. A deck folds nothing.

    ``what`` says in plain text what is folded away.
    """
    summary = f"<summary>After prediction {number}: {escape(what)}</summary>"
    return mo.Html(f'<details class="bp-after">{summary}{stack(*shown).text}</details>')
