"""Protects the map of packages: who may import whom, and that ``import course_lib`` loads nothing heavy."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import course_lib
from tests.serving import ROOT

LIBRARY = Path(course_lib.__file__).parent
SECTIONS = ("why", "graphs", "chain_rule", "layer_gradients", "checking", "depth", "training")

# Which packages of ours a package may import, from the lowest up. Nothing may be listed that is not used.
MAY_IMPORT = {
    "errors": "",
    "numerals": "",
    "resources": "",
    "differences": "errors",
    "engine": "errors numerals differences",
    "language": "errors engine",
    "reading": "errors numerals engine",
    "layers": "errors numerals differences",
    "drawing": "numerals resources engine reading",
    "exercises": "errors numerals differences engine language reading drawing",
    "sections": "errors numerals differences engine language reading layers drawing exercises",
    "widgets": "errors numerals resources differences engine language reading drawing exercises",
    "page": "errors resources engine reading drawing exercises widgets",
    "publish": "errors resources page widgets",
    "course_lib": "errors engine language drawing",
}
# A section uses no other section, but for these.
ALSO = {"sections.training": "sections.checking sections.depth"}

# What may come from outside, besides the standard library.
MAY_REQUIRE = {
    **dict.fromkeys(("numerals", "differences", "engine", "reading", "layers", "drawing", "exercises"), "numpy"),
    "sections": "numpy",
    "widgets": "anywidget traitlets",
    "page": "marimo numpy",
    "publish": "marimo uvicorn",
}


def name_of(path, library=LIBRARY):
    """``drawing.layout`` for course_lib/drawing/layout.py, ``course_lib`` for the library itself."""
    parts = list(path.relative_to(library).with_suffix("").parts)
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts) or "course_lib"


def package_of(name):
    """``drawing`` for drawing.layout, and ``sections.depth`` for sections.depth.blocks: a section is one by itself."""
    parts = name.split(".")
    return ".".join(parts[:2]) if parts[0] == "sections" else parts[0]


def allowed(package):
    """What a package may import besides itself."""
    group = "sections" if package.startswith("sections") else package
    return {package, *MAY_IMPORT[group].split(), *ALSO.get(package, "").split()}


def imported(path):
    """The absolute names of all modules that a file imports, anywhere in the file."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: imports are absolute"
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
        elif isinstance(node, ast.Call) and getattr(node.func, "id", "") == "__import__":
            raise AssertionError(f"{path}: __import__ hides what is imported")
    assert not found & {"importlib.import_module", "importlib"}, f"{path}: importlib hides what is imported"
    return found


def packages_used(library=LIBRARY):
    """(module, package) for every import of ours: who uses what."""
    for path in sorted(library.rglob("*.py")):
        for name in imported(path):
            if name.split(".")[0] == "course_lib":
                yield name_of(path, library), package_of(name.removeprefix("course_lib."))


def complaints(library=LIBRARY):
    """Imports that the map does not allow, as sentences."""
    return [
        f"{module} must not import {used}"
        for module, used in packages_used(library)
        if used not in allowed(package_of(module))
    ]


def modules():
    return sorted(LIBRARY.rglob("*.py"))


def test_every_module_has_its_place_on_the_map():
    places = {name_of(path) for path in modules()}
    assert {name.split(".")[0] for name in places} == MAY_IMPORT.keys()
    assert {package_of(name) for name in places if name.startswith("sections.")} == {f"sections.{s}" for s in SECTIONS}


def test_a_module_imports_only_what_stands_below_it():
    assert complaints() == []


@pytest.mark.parametrize(
    ("module", "wrong"),
    [
        ("engine/graph.py", "course_lib.layers.layer"),
        ("layers/layer.py", "course_lib.engine.graph"),
        ("exercises/points.py", "course_lib.widgets.cards"),
        ("sections/depth/blocks.py", "course_lib.sections.training.watched_run"),
        ("sections/why/cost.py", "course_lib.page.notebook"),
    ],
)
def test_a_planted_wrong_import_is_found(tmp_path, module, wrong):
    planted = tmp_path / module
    planted.parent.mkdir(parents=True)
    planted.write_text(f"from {wrong} import something\n", encoding="utf-8")
    assert len(complaints(tmp_path)) == 1


def test_nothing_is_allowed_that_is_not_used():
    used = {}
    for module, package in packages_used():
        group = "sections" if module.startswith("sections") else package_of(module)
        used.setdefault(group, set()).add(package)
        used.setdefault(package_of(module), set()).add(package)
    for package, packages in [*MAY_IMPORT.items(), *ALSO.items()]:
        assert set(packages.split()) <= used.get(package, set()), package


def test_every_arrow_runs_down():
    order = list(MAY_IMPORT)
    for package, packages in MAY_IMPORT.items():
        if package != "course_lib":
            below = [other.split(".")[0] for other in packages.split()]
            assert all(order.index(other) < order.index(package) for other in below), package
    for package, others in ALSO.items():
        assert all(other not in ALSO for other in others.split()), f"{package}: two sections must not form a circle"


def test_a_module_requires_only_what_it_is_for():
    for path in modules():
        others = {name.split(".")[0] for name in imported(path)} - sys.stdlib_module_names - {"course_lib"}
        assert others <= set(MAY_REQUIRE.get(name_of(path).split(".")[0], "").split()), path


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


def test_a_function_of_the_library_hides_no_module_of_it():
    program = "import course_lib.drawing.layout as one, course_lib.exercises.judging as two; print(one, two)"
    subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, check=True)


def test_no_two_modules_of_a_package_import_each_other():
    users = {
        name_of(path): {
            name.removeprefix("course_lib.")
            for full in imported(path)
            for name in (full, full.rpartition(".")[0])
            if name.startswith("course_lib.")
        }
        for path in modules()
        if path.name != "__init__.py"
    }
    left = dict(users)
    while left:
        free = [name for name, needs in left.items() if not needs - {name} & left.keys()]
        assert free, f"a circle among {sorted(left)}"
        for name in free:
            del left[name]
