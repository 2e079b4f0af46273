"""What 5.7 says about the sweep that its reader writes: how to run it, and where.

The texts are Markdown. A served or exported page never runs a reader's code, so the
checks work only in the editor.
"""

from course_lib.sections.training.rebuild import NAMES

IN_THE_FOLDER = "python3 -m venv .venv && .venv/bin/pip install -q uv && .venv/bin/uv run --no-dev"  # as README.md says
HOW_TO_RUN = "**Ctrl+Enter** (⌘+Enter) runs the cell below. The square at the lower right stops it."
ON_WINDOWS = "On Windows, use the first command of `README.md`, but let it end like this one after `--no-dev`."


def open_the_editor(cell: str) -> str:
    """Why nothing is checked on this page, and what to do instead; ``cell`` is the cell that the reader fills in."""
    return (
        "**This page does not run your code.** Open the notebook in the editor, on your own computer, and fill in the "
        f"cell `{cell}`: whenever you run it, the same {len(NAMES)} checks say what fails. "
        "You need Python and a copy of the course's folder. In that folder:"
    )


def editor_command(notebook: str) -> str:
    """The command that opens a notebook of this file name in the editor, in two lines."""
    command = f"{IN_THE_FOLDER} marimo edit notebooks/{notebook}.py"
    return command.replace("&& .venv/bin/uv", "&&\n.venv/bin/uv")  # in two lines, so that it fits a slide
