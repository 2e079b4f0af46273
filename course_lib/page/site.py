"""The surroundings of a page: which site it is part of, whether it has Python, and who reads it.

The program ``course`` sets them through environment variables.
"""

import os

import marimo as mo

from course_lib.page.chapters import ALONE, EXPORTED, GALLERY

PRESENTER = "COURSE_PRESENTER"  # the environment variable of a page that may reveal predictions at once
SITE = "COURSE_SITE"  # the environment variable that says which site this notebook is part of


def site() -> str:
    """The site that this page is part of, which decides where links lead."""
    named = os.environ.get(SITE, "")
    return named or (GALLERY if "file" in mo.query_params() else ALONE)


def is_offline() -> bool:
    """Whether this notebook becomes a page without Python."""
    return os.environ.get(SITE) == EXPORTED


def in_editor() -> bool:
    """Whether the reader can change this notebook, so that its code is the reader's own and may be run."""
    return mo.app_meta().mode == "edit" and not is_offline()


def is_presenter() -> bool:
    """Whether predictions may be revealed before they are locked."""
    return os.environ.get(PRESENTER) == "1"
