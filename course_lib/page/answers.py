"""What a reader answers: the notebook's worksheet of predictions and questions, drills, and the log at its end."""

import secrets

import marimo as mo

from course_lib.exercises.log import is_seed
from course_lib.page.kinds import this_page
from course_lib.page.layout import stack
from course_lib.page.site import is_offline, is_presenter
from course_lib.widgets.drill import DrillCard, DrillItem
from course_lib.widgets.worksheet import Worksheet

NEW_SEEDS = 10_000  # short enough to be typed again
SAME_FOR_ALL = 775  # the seed where there is no student: in a script, an export, the editor


def worksheet(notebook: str) -> Worksheet:
    """What the notebook's predictions and questions are added to.

    The seed is the address's (``?seed=7``), or a new one for each visitor of a served page.
    """
    asked = str(mo.query_params().get("seed", ""))
    seed = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 10 else -1
    if not is_seed(seed):
        seed = secrets.randbelow(NEW_SEEDS) if mo.app_meta().mode == "run" else SAME_FOR_ALL
    return Worksheet(notebook, seed, presenter=is_presenter(), offline=is_offline())


def drills(sheet: Worksheet) -> DrillCard:
    """Small graphs to fill in by hand, as many as are asked for, as a card."""
    return DrillItem(sheet).card


def what_you_said(sheet: Worksheet, besides: str = "") -> mo.Html:
    """The end of a notebook: everything that was predicted and answered, to save and to read back in."""
    return stack(mo.md(f"## What you said\n\n{this_page().ABOUT_THE_LOG} {besides}"), sheet.log())
