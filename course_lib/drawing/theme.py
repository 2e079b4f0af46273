"""The one theme: colours and the look of every piece, for light and dark pages.

Its parts are the files in ``drawing/css``. Their order matters: of two equally specific rules the later one wins.
"""

from course_lib.resources import text

PARTS = (
    *("colours", "graph", "step", "tables", "diamonds", "page"),
    *("plots", "training", "matrices", "costs", "map", "marimo"),
)
STYLESHEET = "\n".join(text(f"drawing/css/{name}.css") for name in PARTS)
