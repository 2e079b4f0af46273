"""Protects the map of modules: who may import whom, and that ``import course_lib`` loads nothing heavy."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import course_lib
from tests.serving import ROOT

LIBRARY = Path(course_lib.__file__).parent

CORE = {"errors", "numerals", "operation", "ops", "graph", "parse", "engine"}
LAYERS = {"differences", "guards", "initialise", "layers", "losses", "layer_check", "wrong_layers", "layer_mistakes"}
CHECKS = {"check_lab", "check_examples"}
DEEP = {"depth", "depth_lab"}
TRAINING = {"datasets", "train", "training_lab", "time_limit", "rebuild"}
SEEN = {"formulas", "steps", "symbolic", "statements", "check", "explain", "offline", "neurons", "cost", "forward_mode"}
ABOVE = CORE | LAYERS | CHECKS | DEEP | TRAINING | SEEN

# Which modules of ours a module may import. What is not listed may import none.
MAY_IMPORT = {
    "errors": set(),
    "chapters": set(),
    "glossary": set(),
    "pages": {"chapters", "draw", "glossary"},
    "numerals": set(),
    "operation": set(),
    "ops": {"operation"},
    "graph": {"ops", "operation", "errors"},
    "lines": {"errors"},
    "parse": {"graph", "lines", "ops", "operation", "errors"},
    "engine": {"graph", "errors", "numerals", "operation"},
    "rows": {"errors", "ops"},
    "formulas": {"graph", "numerals", "operation", "ops"},
    "steps": {"engine"},
    "symbolic": {"engine", "errors", "graph", "operation", "ops"},
    "statements": {"engine", "formulas", "graph", "operation"},
    "forward_mode": {"engine"},
    "own": {"engine", "errors", "graph", "lines", "ops", "parse"},
    "lookup": set(),
    "offline": {"engine", "graph", "numerals", "symbolic"},
    "differences": {"errors"},
    "check": {"differences", "engine", "errors", "graph", "numerals"},
    # The layers know nothing of the engine, so that each can check the other.
    "guards": {"errors"},
    "initialise": set(),
    "layers": {"errors", "guards", "initialise"},
    "losses": {"errors", "guards", "layers"},
    "layer_check": {"differences", "errors", "guards", "layers", "losses", "numerals"},
    "wrong_layers": {"guards", "layers", "losses"},
    "layer_mistakes": {"errors", "guards", "initialise", "layers", "losses", "wrong_layers"},
    "lecture_layers": set(),
    "layer_graphs": {"engine", "errors", "guards", "layers", "losses", "parse"},
    "start_lab": {"depth", "guards", "initialise", "layers", "numerals"},
    "check_examples": {"differences", "guards", "layer_mistakes", "layers", "losses", "wrong_layers"},
    "check_lab": {"differences", "layer_check", "layer_mistakes", "layers", "losses", "numerals"},
    "depth": {"errors", "guards", "initialise", "layers"},
    "depth_lab": {"depth", "numerals"},
    "datasets": {"guards"},
    "train": {"errors", "guards", "layers", "losses"},
    "training_lab": {
        *("check_lab", "datasets", "guards", "initialise", "layer_check", "layer_mistakes"),
        *("layers", "losses", "numerals", "train"),
    },
    "time_limit": set(),
    "rebuild": {"engine", "formulas", "graph", "numerals", "parse", "time_limit"},
    "explain": {"engine", "formulas", "graph", "numerals", "operation", "ops", "steps", "symbolic"},
    "neurons": {"graph", "ops"},
    "cost": {"engine", "forward_mode", "graph"},
    "exercises": ABOVE,
    "draw": ABOVE | {"chapters"},
    "widgets": ABOVE | {"exercises", "draw", "lines", "lookup", "own"},
    "notebook": ABOVE | {"chapters", "exercises", "draw", "lookup", "pages", "widgets"},
    "publish": {"chapters", "errors", "notebook"},
    "": {"draw", "engine", "errors", "graph", "ops", "parse"},
}

# What may come from outside, besides the standard library.
MAY_REQUIRE = {
    **{"publish": {"marimo", "uvicorn"}, "numerals": {"numpy"}},
    **{"operation": {"numpy"}, "ops": {"numpy"}, "engine": {"numpy"}, "check": {"numpy"}, "explain": {"numpy"}},
    **{name: {"numpy"} for name in ("depth", "differences", "guards", "initialise", "layers", "losses")},
    **{name: {"numpy"} for name in ("layer_check", "wrong_layers", "layer_mistakes", "check_lab", "check_examples")},
    **{name: {"numpy"} for name in ("datasets", "train", "training_lab", "rebuild")},
    **{name: {"numpy"} for name in ("lecture_layers", "layer_graphs", "start_lab")},
    "exercises": {"numpy"},
    **{"draw": {"numpy"}, "widgets": {"anywidget", "traitlets"}, "notebook": {"marimo", "numpy"}},
}


def modules():
    return sorted(LIBRARY.rglob("*.py"))


def name_of(path):
    """``draw.layout`` for course_lib/draw/layout.py, the empty text for the package itself."""
    parts = list(path.relative_to(LIBRARY).with_suffix("").parts)
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def is_module(name):
    path = LIBRARY.joinpath(*name.split("."))
    return path.with_suffix(".py").exists() or (path / "__init__.py").exists()


def imported(path):
    """Every module that a file imports, wherever in it the statement stands: absolute names."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: imports are absolute"
            if node.module == "course_lib":
                found |= {f"course_lib.{alias.name}" for alias in node.names}
            else:
                found.add(str(node.module))
        elif isinstance(node, ast.Call) and getattr(node.func, "id", "") == "__import__":
            raise AssertionError(f"{path}: __import__ hides what is imported")
    assert "importlib" not in found, f"{path}: importlib hides what is imported"
    return found


def ours(path):
    return {name.removeprefix("course_lib.") for name in imported(path) if name.split(".")[0] == "course_lib"}


def top(name):
    return name.split(".")[0]


every_module = pytest.mark.parametrize("path", modules(), ids=lambda path: name_of(path) or "course_lib")


def test_every_module_has_its_place_on_the_map():
    assert {top(name_of(path)) for path in modules()} == MAY_IMPORT.keys()


@every_module
def test_a_module_imports_only_what_stands_below_it(path):
    name = name_of(path)
    allowed = MAY_IMPORT[top(name)]
    for other in ours(path):
        assert is_module(other), f"{name} takes {other} from the package itself, not from its module"
        assert top(other) in allowed or top(other) == top(name) != "", f"{name} must not import {other}"


@every_module
def test_a_module_requires_only_what_it_is_for(path):
    others = {top(name) for name in imported(path)} - sys.stdlib_module_names - {"course_lib"}
    assert others <= MAY_REQUIRE.get(top(name_of(path)), set())


def test_the_map_has_no_cycle():
    order = []
    left = dict(MAY_IMPORT)
    while left:
        free = [name for name, needs in left.items() if not needs & left.keys()]
        assert free, left
        order += free
        for name in free:
            del left[name]
    assert (
        order.index("ops")
        < order.index("graph")
        < order.index("engine")
        < order.index("draw")
        < order.index("notebook")
    )


@pytest.mark.parametrize("package", ["marimo", "anywidget", "altair", "matplotlib"])
def test_heavy_packages_are_imported_where_they_are_used_and_nowhere_else(package):
    users = {top(name_of(path)) for path in modules() if package in {top(name) for name in imported(path)}}
    assert users <= {"marimo": {"notebook", "publish"}, "anywidget": {"widgets"}}.get(package, {"draw"})
    if package in ("altair", "matplotlib"):
        assert not [path for path in modules() if name_of(path) in ("", "draw") and package in imported(path)]


def test_importing_the_library_loads_numpy_and_nothing_heavier():
    program = "import sys, course_lib; print(*sorted({name.split('.')[0] for name in sys.modules}))"
    result = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    loaded = set(result.stdout.split())
    assert {"course_lib", "numpy"} <= loaded
    heavy = {"marimo", "altair", "matplotlib", "anywidget", "traitlets", "ipywidgets", "pandas", "scipy", "autograd"}
    assert not loaded & heavy
    assert {name for name in loaded - sys.stdlib_module_names if name[0] != "_"} <= {
        "course_lib",
        "numpy",
        "sitecustomize",
    }


def test_the_public_names_are_exactly_these():
    names = {"parse", "Graph", "forward", "backward", "grad", "OPS", "CourseError", "ParseError", "draw"}
    assert set(course_lib.__all__) == names
    assert len(course_lib.__all__) == len(names)
    assert all(callable(getattr(course_lib, name)) for name in names if name != "OPS")
    assert course_lib.draw is not sys.modules["course_lib.draw"]  # the function, not the package of its module
