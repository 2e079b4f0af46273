"""5.1, why backpropagation: the cost of four methods for computing a gradient."""
