"""A table of operations, a graph of them, and the two sweeps through it: the whole of backpropagation."""
