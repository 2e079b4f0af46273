"""Protects the course outside its repository: the wheel has everything it needs, and runs by itself."""

import os
import subprocess
import sys
import urllib.request
import zipfile
from pathlib import Path

import pytest

from course_lib.page.chapters import built, chapter_of
from course_lib.publish import wasm
from course_lib.publish.export import ExportError
from tests.serving import ROOT, course

UV = Path(sys.executable).with_name("uv")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    return wasm.build_wheel(tmp_path_factory.mktemp("wheel"))


def held(wheel):
    with zipfile.ZipFile(wheel) as archive:
        return set(archive.namelist())


def needed():
    """What the library reads besides Python, as the wheel should hold it."""
    library = [path for ending in ("js", "css") for path in ROOT.joinpath("course_lib").rglob(f"*.{ending}")]
    notebooks = [path for ending in ("py", "toml") for path in ROOT.joinpath("notebooks").rglob(f"*.{ending}")]
    assets = [ROOT / "assets" / name for name in ("deck.css", "deck_head.html")]
    return {
        *(path.relative_to(ROOT).as_posix() for path in library),
        *(f"course_lib/{path.relative_to(ROOT).as_posix()}" for path in [*notebooks, *assets]),
    }


def test_the_wheel_holds_every_script_style_notebook_and_slide(wheel):
    assert len(needed()) > 60
    assert needed() <= held(wheel)


def test_the_wheel_holds_nothing_of_the_repository_besides(wheel):
    assert {name.split("/")[0] for name in held(wheel)} == {"course_lib", wheel.name.rsplit("-", 3)[0] + ".dist-info"}
    assert not [name for name in held(wheel) if "__pycache__" in name or name.endswith(".png")]


@pytest.fixture(scope="module")
def installed(wheel, tmp_path_factory):
    """A Python with nothing but the wheel and what it requires, in the versions of this one."""
    folder = tmp_path_factory.mktemp("elsewhere")
    frozen = tool(folder, UV, "pip", "freeze", "--python", sys.executable)
    versions = [line for line in frozen.splitlines() if "==" in line and not line.startswith("-e")]
    (folder / "versions.txt").write_text("\n".join(versions), encoding="utf-8")
    tool(folder, UV, "venv", "--quiet", "--python", sys.executable, "environment")
    python = next(path for path in folder.glob("environment/*/python*") if path.stem == "python")
    tool(folder, UV, "pip", "install", "--quiet", "--python", python, "--constraint", "versions.txt", wheel)
    return python


def tool(folder, *command):
    """What a program says that runs in this folder and knows nothing of the repository."""
    away = {name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "VIRTUAL_ENV")}
    result = subprocess.run([*map(str, command)], cwd=folder, env=away, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout + result.stderr
    return result.stdout


def test_an_installed_course_exports_a_notebook(installed, tmp_path):
    tool(tmp_path, installed.with_name("course"), "export", "site", "5_0")
    pages = sorted(path.relative_to(tmp_path / "site").as_posix() for path in (tmp_path / "site").rglob("5.*.html"))
    assert pages == ["5.0.html", "slides/5.0.html"]
    page = (tmp_path / "site" / "index.html").read_text(encoding="utf-8")
    assert "Start here" in page
    assert "--bp-forward" in page  # its styles came along


def test_an_installed_course_is_served(installed, tmp_path):
    with course("serve", python=str(installed), cwd=tmp_path) as address:
        for chapter in built():
            with urllib.request.urlopen(f"{address}/{chapter.number}/", timeout=60) as page:
                assert chapter.title in page.read().decode()


def test_a_page_for_the_browser_brings_the_whole_wheel(tmp_path):
    folder = wasm.wasm(tmp_path / "page", chapter_of("5_3"))
    (beside,) = (folder / "public" / "wheels").glob("*.whl")
    assert needed() <= held(beside)
    assert f"public/wheels/{beside.name}" in (folder / "index.html").read_text(encoding="utf-8")
    wasm.wasm(folder, chapter_of("5_0"))  # its own folder may be replaced
    assert "5.0 Start here" in (folder / "index.html").read_text(encoding="utf-8")


def test_a_foreign_folder_is_refused(tmp_path):
    (tmp_path / "mine.txt").touch()
    with pytest.raises(ExportError, match="exported course"):
        wasm.wasm(tmp_path, chapter_of("5_3"))


def test_without_the_repository_no_wheel_is_built(tmp_path, monkeypatch):
    monkeypatch.setattr(wasm, "REPOSITORY", tmp_path)
    with pytest.raises(ExportError, match="repository"):
        wasm.wasm(tmp_path / "page", chapter_of("5_3"))
    assert not (tmp_path / "page").exists()


def test_a_notebook_without_a_header_is_refused(tmp_path):
    with pytest.raises(ExportError, match="header"):
        wasm.naming(tmp_path / "some_name-1-py3-none-any.whl", "import marimo\n")
