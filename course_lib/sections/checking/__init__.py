"""5.5, gradient checking: planted mistakes, the lab, the V-curve, and their questions."""
