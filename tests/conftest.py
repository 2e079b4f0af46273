"""For all tests: a Hypothesis profile without a time limit, since shared machines pause; compiled modules are kept."""

import os

from hypothesis import settings

settings.register_profile("course", deadline=None, print_blob=True)
settings.load_profile("course")


def pytest_configure(config):
    """Let Python keep what it compiles, in pytest's folder, where the environment says that it must write none.

    The tests start dozens of servers and exports. Compiling marimo takes each of them 2 s.
    """
    if os.environ.pop("PYTHONDONTWRITEBYTECODE", ""):
        os.environ["PYTHONPYCACHEPREFIX"] = str(config.rootpath / ".pytest_cache" / "bytecode")
