"""All of backpropagation: a table of operations, a graph made of them, and the two sweeps through it."""
