"""Everything that a reader answers: a notebook's predictions and questions, its drills, and the log at its end."""

import secrets

import marimo as mo

from course_lib.exercises.log import is_seed
from course_lib.page.kinds import this_page
from course_lib.page.layout import stack
from course_lib.page.site import is_offline, is_presenter
from course_lib.widgets.drill import DrillCard, DrillItem
from course_lib.widgets.worksheet import Worksheet

NEW_SEEDS = 10_000  # short enough to be typed again
SAME_FOR_ALL = 775  # the seed if there is no student: in a script, an export or the editor


def worksheet(notebook: str) -> Worksheet:
    """The worksheet to which the notebook adds its predictions and questions.

    The seed comes from the address (``?seed=7``), or is new for each visitor of a served page.
    """
    asked = str(mo.query_params().get("seed", ""))
    seed = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 10 else -1
    if not is_seed(seed):
        seed = secrets.randbelow(NEW_SEEDS) if mo.app_meta().mode == "run" else SAME_FOR_ALL
    return Worksheet(notebook, seed, presenter=is_presenter(), offline=is_offline())


def drills(sheet: Worksheet) -> DrillCard:
    """A card with a small graph to fill in by hand, and a fresh one whenever the reader asks."""
    return DrillItem(sheet).card


def what_you_said(sheet: Worksheet, besides: str = "") -> mo.Html:
    """The end of a notebook: everything that was predicted and answered, to save and to load again."""
    return stack(mo.md(f"## What you said\n\n{this_page().ABOUT_THE_LOG} {besides}"), sheet.log())
