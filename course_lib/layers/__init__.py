"""The lecture's layers and losses in NumPy, derived by hand, with their training and their check."""
