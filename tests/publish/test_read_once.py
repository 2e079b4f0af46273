"""Protects the reading of a served notebook: once for each version of its file, and marimo still reads it that way."""

import os

import marimo
import pytest
from marimo._ast import load

from course_lib.publish.read_once import read_once, remembering


def test_a_file_is_read_once_until_it_changes(tmp_path):
    file = tmp_path / "notebook.py"
    file.write_text("first", encoding="utf-8")
    read = []
    reading = remembering(lambda name: read.append(name) or file.read_text(encoding="utf-8"))
    assert [reading(str(file)), reading(str(file))] == ["first", "first"]
    assert len(read) == 1
    file.write_text("second", encoding="utf-8")
    os.utime(file, ns=(1, 1))
    assert reading(str(file)) == "second"
    assert len(read) == 2


@pytest.mark.parametrize("name", [None, "there/is/no/such/file.py"])
def test_what_is_no_file_is_left_to_marimo(name):
    read = []
    reading = remembering(read.append)
    reading(name)
    reading(name)
    assert read == [name, name]


def test_marimo_reads_a_served_notebook_through_what_remembers(tmp_path, monkeypatch):
    """If this fails, marimo has changed its ways: the course still works, but every visitor costs more."""
    monkeypatch.setattr(load, "load_app", load.load_app)  # put back afterwards
    read_once()
    remembers = load.load_app
    read_once()
    assert load.load_app is remembers  # a second call changes nothing
    file = tmp_path / "notebook.py"
    file.write_text("import marimo\n\napp = marimo.App()\n\n\n@app.cell\ndef shown():\n    1\n", encoding="utf-8")
    asked = []
    monkeypatch.setattr(load, "load_app", lambda name: asked.append(name) or remembers(name))
    marimo.create_asgi_app(quiet=True).with_app(path="/page", root=str(file)).build()
    assert str(file) in asked
