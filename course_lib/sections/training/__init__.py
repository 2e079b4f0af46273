"""5.7, training a network: experiments, films, a sweep to rebuild, and their questions."""
