"""One notebook as a page that runs its Python in the browser, by WebAssembly.

marimo packs the Python files of a notebook's own modules and nothing else, so our scripts, styles and notebooks would
be missing. But it copies a whole wheel if the notebook's header names it. So the course's wheel is built, and a copy
of the notebook names it.
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from course_lib.page.chapters import Chapter
from course_lib.publish.export import ExportError, put, reason, refuse_foreign, workshop
from course_lib.resources import LIBRARY

HEADER = "# /// script\n"
REPOSITORY = LIBRARY.parent


def wasm(folder: Path, chapter: Chapter) -> Path:
    """Write the chapter's page, the framework and the course's wheel to ``folder`` and return it.

    Raises:
        ExportError: the folder holds something else, there is no source to build from, or a tool failed.
    """
    folder = folder.resolve()
    refuse_foreign(folder)
    if not (REPOSITORY / "pyproject.toml").exists():
        raise ExportError("The course's wheel can only be built in a copy of its repository.")
    # Not beside the folder: in the repository marimo would find the library, and pack its Python files once more.
    with workshop(folder) as building, tempfile.TemporaryDirectory(prefix="course-wasm-") as elsewhere:
        copy = Path(elsewhere, chapter.path.name)
        wheel = build_wheel(Path(elsewhere, "wheels"))
        copy.write_text(naming(wheel, chapter.path.read_text(encoding="utf-8")), encoding="utf-8")
        options = ["--no-sandbox", "--mode", "run", "--output", str(building / "index.html")]
        _run(sys.executable, "-m", "marimo", "export", "html-wasm", *options, str(copy))
        put(building, folder)
    return folder


def build_wheel(folder: Path) -> Path:
    """Build the course's wheel into the folder and return it."""
    _run("uv", "build", "--quiet", "--wheel", "--out-dir", str(folder), str(REPOSITORY))
    (wheel,) = folder.glob("*.whl")
    return wheel


def naming(wheel: Path, source: str) -> str:
    """The notebook's source with a header that names the wheel, which lies in the folder ``wheels`` beside it."""
    if not source.startswith(HEADER):
        raise ExportError("The notebook does not begin with a header.", "Begin it with # /// script.")
    name = wheel.name.split("-")[0].replace("_", "-")
    return source.replace(HEADER, f'{HEADER}# dependencies = ["{name} @ ./wheels/{wheel.name}"]\n', 1)


def _run(*command: str) -> None:
    """Run one of the tools, which stand beside this Python."""
    environment = {**os.environ, "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', '')}"}
    try:
        result = subprocess.run(
            command, env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
        )
    except FileNotFoundError:
        raise ExportError(f"{command[0]} is missing.", "Install it with: python -m pip install uv") from None
    if result.returncode != 0:
        raise ExportError(f"{Path(command[0]).stem} failed: {reason(result.stderr + result.stdout)}")
