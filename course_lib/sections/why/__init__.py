"""5.1, why backpropagation: the cost of four ways to a gradient."""
