"""A small notebook with notes for its deck."""

import pytest

from course_lib.page.chapters import Chapter
from course_lib.publish import deck

NOTEBOOK = """
import marimo
app = marimo.App(width="medium")

with app.setup:
    import marimo as mo

@app.cell
def title():
    mo.md("# Title")
    return

@app.function
def helper(x):
    return x

@app.cell
def numbers():
    n = 3
    return (n,)

@app.cell
def picture(n):
    m = n
    mo.md(str(m))
    return
"""
NOTES = """
transition = "fade"

[title]
kind = "slide"
minutes = 2
say = "Welcome."
ask = "Why?"
expect = "Because."

[picture]
kind = "fragment"
headline = "Drei — π"
"""


@pytest.fixture
def chapter(tmp_path, monkeypatch):
    monkeypatch.setattr(deck, "NOTEBOOKS", tmp_path)
    monkeypatch.setattr("course_lib.page.chapters.NOTEBOOKS", tmp_path)
    (tmp_path / "slides").mkdir()
    (tmp_path / "x.py").write_text(NOTEBOOK, encoding="utf-8")
    (tmp_path / "slides" / "x.toml").write_text(NOTES, encoding="utf-8")
    return Chapter("9.9", "x", "A chapter")
