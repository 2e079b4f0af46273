"""Protects the scripts and styles: format, lint, types, unit tests under Node, and how a widget's script is joined.

The tools come from npm, in the versions of ``package.json``; where Node is missing their tests are skipped.
"""

import json
import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from course_lib.widgets import cards, controls, drill, graph_view, lookup, own_network, pins, place, player, run
from course_lib.widgets.scripts import dressed, script
from tests.scripts.cases import cases
from tests.serving import ROOT

HERE = Path(__file__).parent
TOOLS = HERE / "node_modules"
SCRIPTS = ROOT / "course_lib" / "widgets" / "js"
WIDGETS = {
    "prediction": cards.PredictionCard,
    "question": cards.QuestionCard,
    "note": cards.NoteCard,
    "log": cards.LogCard,
    "sliders": controls.Sliders,
    "choice": controls.Choice,
    "drill": drill.DrillCard,
    "lookup_table": lookup.LookupTable,
    "graph": graph_view.GraphView,
    "network_box": own_network.NetworkBox,
    "pins": pins.Pins,
    "place": place.Place,
    "player": player.Player,
    "run": run.Run,
}
every_widget = pytest.mark.parametrize("name", WIDGETS)


def ran(*command, **environment):
    """A program's outcome, in the repository's top folder."""
    environment = {**os.environ, **environment}
    return subprocess.run([*map(str, command)], cwd=ROOT, env=environment, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def node():
    """The program ``node``; without it the test is skipped, and in the gate it fails."""
    if not shutil.which("node") or not shutil.which("npm"):
        missing = "Node and npm are missing (apt-get install nodejs npm): the scripts are not checked"
        pytest.fail(missing) if os.environ.get("CI") else pytest.skip(missing)
    return shutil.which("node")


@pytest.fixture(scope="module")
def tools(node):
    """The folder of npm's programs, installed where they are missing or other versions are wanted."""
    wanted = json.loads((HERE / "package.json").read_text(encoding="utf-8"))["devDependencies"]
    installed = {
        name: json.loads(found.read_text(encoding="utf-8"))["version"]
        for name in wanted
        if (found := TOOLS / name / "package.json").exists()
    }
    if installed != wanted:
        quiet = ("--no-package-lock", "--no-audit", "--no-fund", "--ignore-scripts")
        result = ran(shutil.which("npm"), "install", "--prefix", HERE, *quiet)
        assert result.returncode == 0, result.stdout + result.stderr
    return TOOLS / ".bin"


def test_format_and_lint_are_clean(tools):
    folders = ("course_lib", "assets", "tests/scripts")
    config = f"--config-path={HERE / 'lint.jsonc'}"
    result = ran(shutil.which("biome", path=tools), "check", config, "--error-on-warnings", *folders)
    assert result.returncode == 0, result.stdout + result.stderr


def test_types_are_clean(tools):
    result = ran(shutil.which("tsc", path=tools), "--project", HERE)
    assert result.returncode == 0, result.stdout + result.stderr


def test_units_agree_with_python(node, tmp_path):
    said = tmp_path / "cases.json"
    said.write_text(json.dumps(cases()), encoding="utf-8")
    files = sorted(HERE.glob("*.test.js"))
    result = ran(node, "--test", *files, COURSE_CASES=str(said))
    assert result.returncode == 0, result.stdout + result.stderr


def test_each_widgets_script_is_one_module(node, tmp_path):
    for name in WIDGETS:
        (tmp_path / f"{name}.mjs").write_text(dressed(script(name), "a {}"), encoding="utf-8")
        result = ran(node, "--check", tmp_path / f"{name}.mjs")
        assert result.returncode == 0, result.stderr


@every_widget
def test_a_widgets_script_needs_no_other_file_and_exports_one_thing(name):
    left = re.findall(r"^(?:import|export)\b.*", script(name), re.MULTILINE)
    assert len(left) == 1
    assert left[0].startswith("export default { render")
    assert str(WIDGETS[name]._esm) == script(name)


def test_every_script_belongs_to_a_widget():
    used = dressed("".join(script(name) for name in WIDGETS), "a {}")
    for path in SCRIPTS.glob("*.js"):
        names = re.findall(
            r"^export (?:async )?(?:function|const) (\w+)", path.read_text(encoding="utf-8"), re.MULTILINE
        )
        assert path.stem in WIDGETS or names, path
        assert all(re.search(rf"(?:function|const) {name}\b", used) for name in names), path


@every_widget
def test_a_script_asks_for_traits_that_its_widget_sends(name):
    asked = set(re.findall(r'model\s*\.(?:get|set)\("(\w+)"', (SCRIPTS / f"{name}.js").read_text(encoding="utf-8")))
    assert asked
    assert asked <= set(WIDGETS[name].class_traits(sync=True))
