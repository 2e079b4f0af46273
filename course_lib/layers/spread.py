"""How far apart the examples of a batch lie: what a layer does to it shows whether later layers can tell them apart."""

import numpy as np

from course_lib.layers.guards import Array


def spread(h: Array) -> float:
    """How far apart the examples (rows) lie: each unit's deviation over the batch, as a root mean square over units."""
    return float(np.sqrt(h.var(axis=0).mean()))
