"""5.2, computational graphs: the printed list, paths, and a cycle that is refused."""
