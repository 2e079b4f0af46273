"""5.4, layer gradients: the lecture's own classes, layers as graphs, and questions about matrices."""
