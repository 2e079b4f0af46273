"""What a page is part of: which site, whether Python stands behind it, and who sits in front of it.

The program ``course`` says so through the environment.
"""

import os

import marimo as mo

from course_lib.page.chapters import ALONE, EXPORTED, GALLERY

PRESENTER = "COURSE_PRESENTER"  # the environment variable of a page that may reveal predictions at once
SITE = "COURSE_SITE"  # the environment variable that says which site this notebook is part of
TABLES = "COURSE_TABLES"  # the environment variable that says where a page leaves what its deck looks up as well


def site() -> str:
    """What this page is part of: it decides where a link leads."""
    named = os.environ.get(SITE, "")
    return named or (GALLERY if "file" in mo.query_params() else ALONE)


def is_offline() -> bool:
    """Whether this notebook becomes a page that lives without Python."""
    return os.environ.get(SITE) == EXPORTED


def in_editor() -> bool:
    """Whether the reader may change this notebook: its code is the reader's own, and may be run."""
    return mo.app_meta().mode == "edit" and not is_offline()


def is_presenter() -> bool:
    """Whether predictions may be revealed before they are locked."""
    return os.environ.get(PRESENTER) == "1"


def tables_folder() -> str:
    """The folder where a page leaves what its deck looks up as well; empty where there is none."""
    return os.environ.get(TABLES, "")
