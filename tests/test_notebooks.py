"""Protects the notebooks: each passes marimo's own check, runs from top to bottom, and keeps to the house style."""

import ast
import importlib.util
import re
import subprocess
import sys
from functools import lru_cache

import pytest

from course_lib.widgets.prediction_item import PredictionItem
from tests.serving import ROOT

NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.py"))
LONGEST_CELL = 40  # lines
LOGIC = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda, ast.For, ast.AsyncFor, ast.While, ast.Try)

every_notebook = pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)


def decorator_of(node):
    """(kind, options) of a cell: ``cell``, ``function``, …; None for what is no cell."""
    for decorator in getattr(node, "decorator_list", []):
        call = decorator if isinstance(decorator, ast.Call) else None
        target = call.func if call else decorator
        if isinstance(target, ast.Attribute) and getattr(target.value, "id", "") == "app":
            return target.attr, {
                option.arg: ast.literal_eval(option.value) for option in (call.keywords if call else [])
            }
    return None


def cells(path):
    """Each cell as (name, is hidden, statement)."""
    found = []
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        decorated = decorator_of(node)
        if decorated is not None:
            found.append((node.name, decorated[1].get("hide_code", False), node))
        elif isinstance(node, ast.With):
            found.append(("setup", True, node))
    return found


def run(*command):
    return subprocess.run([sys.executable, *command], cwd=ROOT, capture_output=True, text=True, check=False)


def test_there_are_notebooks():
    assert NOTEBOOKS
    assert all(len(cells(path)) >= 5 for path in NOTEBOOKS)


def test_they_pass_marimos_check():
    result = run("-m", "marimo", "check", "--strict", *map(str, NOTEBOOKS))
    assert result.returncode == 0, result.stdout + result.stderr


@every_notebook
def test_it_runs_as_a_script_without_a_word_of_complaint(path):
    result = run("-W", "error::RuntimeWarning", str(path))
    assert result.returncode == 0, result.stderr
    assert "Traceback" not in result.stderr
    assert "Warning" not in result.stderr


@lru_cache
def outputs_and_definitions(path):
    """What the notebook shows and defines when it runs; the tests of this file share it."""
    spec = importlib.util.spec_from_file_location(path.stem, path)
    notebook = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(notebook)
    return notebook.app.run()


@every_notebook
def test_every_cell_runs_and_shows_something_or_defines_something(path):
    outputs, definitions = outputs_and_definitions(path)
    assert len(outputs) >= len([name for name, _, node in cells(path) if decorator_of(node) == "cell"])
    assert any(output is not None for output in outputs)
    assert definitions
    shown = [
        re.sub(r"<pre>.*?</pre>", "", str(getattr(output, "text", output)), flags=re.DOTALL)  # code may speak of NaN
        for output in outputs
        if output is not None
    ]
    assert not [text for text in shown if "NaN" in text or "Traceback" in text or "marimo-error" in text]


@every_notebook
def test_every_wrong_option_of_a_prediction_has_a_sentence_of_its_own(path):
    _, definitions = outputs_and_definitions(path)
    for item in definitions["sheet"].items.values() if "sheet" in definitions else []:
        if isinstance(item, PredictionItem):
            asked = item.prediction
            replies = [asked.reply(option)[1] for option in asked.options if not asked.is_right(option)]
            assert len(set(replies)) == len(replies)
            assert all(reply != asked.why for reply in replies)


@every_notebook
def test_every_cell_has_a_name_of_its_own(path):
    names = [name for name, _, _ in cells(path)]
    assert not [name for name in names if name.startswith("_")]
    assert len(set(names)) == len(names)


@every_notebook
def test_no_cell_is_longer_than_a_slide(path):
    # The setup cell only imports, and shows nothing.
    long = {name: node.end_lineno - node.lineno for name, _, node in cells(path) if name != "setup"}
    assert not {name: lines for name, lines in long.items() if lines > LONGEST_CELL}


@every_notebook
def test_hidden_cells_hold_no_logic(path):
    """Comprehensions may stand there; a loop, a function or a try belongs to course_lib, or to where it is read."""
    found = {
        name: type(inner).__name__
        for name, hidden, node in cells(path)
        if hidden
        for inner in ast.walk(node)
        if inner is not node and isinstance(inner, LOGIC)
    }
    assert not found


@every_notebook
def test_only_the_setup_cell_imports(path):
    for name, _, node in cells(path):
        inner = [type(inner) for inner in ast.walk(node)]
        assert (ast.Import in inner or ast.ImportFrom in inner) == (name == "setup"), name


@every_notebook
def test_the_first_cell_says_what_it_is_for_and_the_last_ones_name_sources_and_what_comes_next(path):
    first, last = cells(path)[1][2], ast.Module([node for _, _, node in cells(path)[-2:]], [])
    assert "minutes" in ast.unparse(first)
    assert "able_to" in ast.unparse(first)
    assert "Sources" in ast.unparse(last)
    assert "Next" in ast.unparse(last)
