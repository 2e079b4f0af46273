"""How far apart the examples of a batch lie. If a layer shrinks this, later layers can hardly tell them apart."""

import numpy as np

from course_lib.layers.guards import Array


def spread(h: Array) -> float:
    """How far apart the examples (rows) lie: the root mean square, over units, of each unit's standard deviation."""
    return float(np.sqrt(h.var(axis=0).mean()))
