"""The house style, held by tools: formatting, lint and types are clean."""

import subprocess
import sys

import pytest

from tests.serving import ROOT


@pytest.mark.parametrize(
    "tool", [("ruff", "format", "--check"), ("ruff", "check"), ("mypy",)], ids=["format", "lint", "types"]
)
def test_it_is_clean(tool: tuple[str, ...]):
    result = subprocess.run([sys.executable, "-m", *tool], cwd=ROOT, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout + result.stderr
