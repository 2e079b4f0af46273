"""Protects the export: the last good site stays whatever happens, and a page finds its framework beside it."""

import re
import signal
import subprocess
import sys
import time

import pytest

from course_lib.page.chapters import START, Chapter
from course_lib.publish import deck, export
from course_lib.publish.deck import DeckError
from course_lib.publish.export import DATA, MARK, ExportError, localised, shared

BASE = "https://example.org/npm/@marimo-team/frontend@1.2.3/dist"
PAGE = f"""<html><head><link rel="icon" href="{BASE}/favicon.ico" />
<title>5.3</title>
<script type="module" crossorigin src="{BASE}/assets/index.js"></script>
<link rel="stylesheet" href="{BASE}/assets/index.css">
</head><body>{{"url": "{BASE}/files"}}</body></html>"""


@pytest.fixture
def good(tmp_path):
    """A site that was exported before."""
    site = tmp_path / "site"
    site.mkdir()
    (site / MARK).touch()
    (site / "index.html").write_text("the last good one", encoding="utf-8")
    return site


@pytest.fixture
def broken(tmp_path, monkeypatch):
    """A notebook whose only cell fails."""
    folder = tmp_path / "notebooks"
    (folder / "slides").mkdir(parents=True)
    (folder / "x.py").write_text(
        "import marimo\napp = marimo.App()\n\n@app.cell\ndef fails():\n    raise ValueError('on purpose')\n",
        encoding="utf-8",
    )
    (folder / "slides" / "x.toml").write_text("", encoding="utf-8")
    for module in (deck, export):
        monkeypatch.setattr(module, "NOTEBOOKS", folder, raising=False)
    monkeypatch.setattr("course_lib.page.chapters.NOTEBOOKS", folder)
    monkeypatch.setattr(export, "built", lambda: [Chapter("9.9", "x", "Broken")])


def written(chapter, building):
    """In place of marimo's export: a page that says which one it is."""
    (building / f"{chapter.number}.html").write_text(chapter.number, encoding="utf-8")


def left(tmp_path):
    return sorted(path.name for path in tmp_path.iterdir() if path.name != "notebooks")


def test_a_failing_notebook_is_named_with_its_reason_and_the_last_good_site_stays(good, broken, tmp_path):
    with pytest.raises(ExportError) as failed:
        export.export(good)
    assert "9.9" in str(failed.value)
    assert "on purpose" in str(failed.value)
    assert (good / "index.html").read_text(encoding="utf-8") == "the last good one"
    assert left(tmp_path) == ["site"]


def test_notes_that_do_not_fit_are_told_before_any_notebook_runs(good, broken, tmp_path, monkeypatch):
    (tmp_path / "notebooks" / "slides" / "x.toml").write_text("[gone]", encoding="utf-8")
    monkeypatch.setattr(export, "_build", None)
    with pytest.raises(DeckError, match="gone"):
        export.export(good)
    assert (good / "index.html").read_text(encoding="utf-8") == "the last good one"
    assert left(tmp_path) == ["site"]


def test_an_interruption_leaves_the_last_good_site_and_nothing_else(good, tmp_path, monkeypatch):
    def interrupted(chapter, building):
        raise KeyboardInterrupt

    monkeypatch.setattr(export, "_build", interrupted)
    with pytest.raises(KeyboardInterrupt):
        export.export(good)
    assert (good / "index.html").read_text(encoding="utf-8") == "the last good one"
    assert left(tmp_path) == ["site"]


@pytest.mark.parametrize("end", [signal.SIGINT, signal.SIGTERM])
def test_a_program_that_is_ended_leaves_the_last_good_site_and_nothing_else(good, tmp_path, end):
    process = subprocess.Popen(
        [sys.executable, "-m", "course_lib.publish.program", "export", str(good)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        until = time.monotonic() + 120
        while left(tmp_path) == ["site"] and time.monotonic() < until:
            time.sleep(0.05)
        assert left(tmp_path) != ["site"]  # it is at work
        process.send_signal(end)
        assert process.wait(timeout=60) != 0
    finally:
        process.kill()
    assert (good / "index.html").read_text(encoding="utf-8") == "the last good one"
    assert left(tmp_path) == ["site"]


def test_a_whole_site_takes_the_old_ones_place(good, tmp_path, monkeypatch):
    (good / "old.html").touch()
    told = []
    monkeypatch.setattr(export, "_build", written)
    export.export(good, lambda done, of, name: told.append((done, of)))
    assert not (good / "old.html").exists()
    assert (good / "index.html").read_text(encoding="utf-8") == START.number
    assert (good / export.FRAMEWORK / "assets").is_dir()
    assert told == [(i + 1, len(told)) for i in range(len(told))]
    assert left(tmp_path) == ["site"]


def test_a_folder_of_something_else_and_a_file_are_refused(tmp_path):
    (tmp_path / "precious.txt").touch()
    for target in (tmp_path, tmp_path / "precious.txt"):
        with pytest.raises(ExportError, match=re.escape(str(target))):
            export.export(target)
    assert left(tmp_path) == ["precious.txt"]


@pytest.mark.parametrize(("up", "local"), [("./", "./_marimo"), ("../", "../_marimo")])
def test_a_page_loads_its_framework_from_beside_it_and_from_the_network_only_on_a_disk(up, local):
    page = localised(PAGE, up)
    loader = page[page.index("<script data-") :].partition(">")[0]
    assert loader == f'<script data-network="{BASE}" data-local="{local}"'
    assert BASE not in page.replace(loader, "")
    assert page.index("BASE/assets/index.js") < page.index("<script data-")
    assert f'"url": "{local}/files"' in page
    assert not re.search(r'<script type="module"[^>]*></script>', page.split("</template>")[1])


def test_a_page_of_another_form_is_refused():
    with pytest.raises(ExportError, match="has changed"):
        localised("<html><title>x</title></html>", "./")


def test_a_long_text_that_a_page_repeats_is_written_once_and_stands_for_itself():
    script, once = '"' + "x = 1;\\n" * 100 + '"', '"' + "y" * 600 + '"'
    data = f'{{"a": {script}, "b": "short", "c": {once}, "d": {script}}}'
    page = f"<p>{script}</p>{DATA}, {{value: {data}}})</script>"
    made = shared(page)
    assert made.count(script) == 2  # in the text before, which is left alone, and once for all
    assert made.count(once) == 1
    assert made.count("courseTexts[0]") == 2
    assert shared("<p>no data</p>") == "<p>no data</p>"
