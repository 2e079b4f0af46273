"""One Hypothesis profile for all tests: no time limit on a single example, since shared machines pause."""

from hypothesis import settings

settings.register_profile("course", deadline=None, print_blob=True)
settings.load_profile("course")
