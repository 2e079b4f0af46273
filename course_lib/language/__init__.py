"""A student's text, read safely and turned into a graph."""
