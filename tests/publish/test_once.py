"""Protects what visitors of a served notebook share: its file, its compiled cells, its typeset texts."""

import inspect
import json
import os
import re
from dataclasses import fields

import marimo
import pytest
from marimo._ast import compiler, load
from marimo._entrypoints import registry
from marimo._output import md
from marimo._runtime import runtime

from course_lib.publish.once import compiling_once, remembering, share_work
from course_lib.widgets.controls import Choice
from course_lib.widgets.widget import Widget


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


NOTEBOOK = "import marimo\n\napp = marimo.App()\n\n\n@app.cell\ndef shown(y):\n    x = y + 1\n    return (x,)\n"


def test_a_cell_is_compiled_once_and_every_session_has_its_own_state(tmp_path):
    file = tmp_path / "notebook.py"
    file.write_text(NOTEBOOK, encoding="utf-8")
    asked = []

    def compile_cell(code, cell_id, **options):
        asked.append(code)
        return compiler.compile_cell(code, cell_id=cell_id, **options)

    compiling = compiling_once(compile_cell)
    one, other = (compiling("x = y + 1", cell_id="a", filename=str(file)) for _ in range(2))
    assert asked == ["x = y + 1"]
    assert one.body is other.body
    assert (other.defs, other.refs) == ({"x"}, {"y"})
    one.configure({"disabled": True})
    one.set_stale(True, broadcast=False)
    one.import_workspace.imported_defs.add("y")
    assert not other.config.disabled
    assert not other.stale
    assert not other.import_workspace.imported_defs
    shared = {"import_workspace", "config"} | {field.name for field in fields(one) if field.name.startswith("_")}
    assert all(getattr(one, name) is not getattr(other, name) for name in shared - {"_test"})


def test_an_edited_cell_and_a_cell_of_no_file_are_compiled_anew():
    asked = []
    compiling = compiling_once(lambda code, **_: asked.append(code) or compiler.compile_cell(code, cell_id="a"))
    for code, filename in (("x = 1", __file__), ("x = 2", __file__), ("x = 1", None), ("x = 1", None)):
        compiling(code, cell_id="a", filename=filename)
    assert asked == ["x = 1", "x = 2", "x = 1", "x = 1"]


@pytest.fixture
def marimo_as_it_was(monkeypatch):
    """Everything that is replaced, put back after the test."""
    for module, name in (
        (load, "load_app"),
        (md, "_render_markdown"),
        (compiler, "_build_source_position_map"),
        (runtime, "_build_source_position_map"),
        (runtime, "compile_cell"),
        (registry, "get_entry_points"),
        (Widget, "styles_in_script"),
    ):
        monkeypatch.setattr(module, name, getattr(module, name))


@pytest.mark.usefixtures("marimo_as_it_was")
def test_marimo_reads_compiles_and_typesets_through_what_remembers(tmp_path, monkeypatch):
    """If this fails, marimo has changed its ways: the course still works, but every visitor costs more."""
    assert runtime.compile_cell is compiler.compile_cell
    share_work()
    remembers, typesets = load.load_app, md._render_markdown
    share_work()
    assert load.load_app is remembers  # a second call changes nothing
    file = tmp_path / "notebook.py"
    file.write_text(NOTEBOOK, encoding="utf-8")
    asked = []
    monkeypatch.setattr(load, "load_app", lambda name: asked.append(name) or remembers(name))
    marimo.create_asgi_app(quiet=True).with_app(path="/page", root=str(file)).build()
    assert str(file) in asked
    hits = typesets.cache_info().hits
    first, second = (marimo.md("*twice*").text for _ in range(2))
    assert first == second
    assert typesets.cache_info().hits == hits + 1
    plugins = registry.EntryPointRegistry("marimo.kernel.lifespan")
    looked = registry.get_entry_points.cache_info()
    assert plugins.names() == plugins.names()
    assert registry.get_entry_points.cache_info().hits > looked.hits
    assert "compile_cell(" in inspect.getsource(runtime.Kernel._try_compiling_cell)


@pytest.mark.usefixtures("marimo_as_it_was")
def test_the_stylesheet_of_a_served_widget_stands_in_its_script():
    before, css = Choice({"a": 1}, "a", "which"), str(Choice._css)
    assert before.get_state()["_css"] == css
    share_work()
    served, other = (Choice({"a": 1}, "a", "which") for _ in range(2))
    assert not served.get_state().get("_css")
    assert json.dumps(css) in served._esm
    assert served._esm is other._esm
    assert len(re.findall(r"^export\b", served._esm, re.MULTILINE)) == 1
