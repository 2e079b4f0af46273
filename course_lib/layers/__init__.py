"""The lecture's layers and losses in NumPy, with gradients derived by hand, a training loop and a gradient check."""
