"""Protects the commands that need a browser: each runs to its end in a short form, and its limits are not judged."""

import re
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest
from playwright.sync_api import Browser

from tests import shake, take_pictures
from tests.benchmarks import bench_depth_page, bench_graph_page, bench_pages, bench_training_page
from tests.browser import shown_numbers


@pytest.fixture
def run(browser: Browser, monkeypatch):
    """Call a command with arguments in a thread of its own: it starts its own browser, and one thread has only one."""

    def called(command, *arguments: str):
        monkeypatch.setattr(sys, "argv", [command.__module__, *arguments])
        with ThreadPoolExecutor(max_workers=1) as pool:
            return pool.submit(command).result()

    return called


def test_controls_are_shaken(run, capsys):
    assert run(shake.main, "5.0", "--settings", "2") == 0
    assert re.search(r"5\.0: [1-9]\d* controls, 0 complaints", capsys.readouterr().out)


def test_a_picture_is_taken(run, monkeypatch, tmp_path):
    monkeypatch.setattr(take_pictures, "FOLDER", tmp_path)
    run(take_pictures.main, "5.0")
    (picture,) = tmp_path.iterdir()
    assert picture.name == "5_0_start_here.png"
    assert picture.stat().st_size > 10_000


def test_the_pages_are_measured(run, monkeypatch, capsys):
    few = ("bare", "5.3")
    monkeypatch.setattr(bench_pages, "PAGES", {name: bench_pages.PAGES[name] for name in few})
    monkeypatch.setattr(bench_pages, "LIMITS", {"5.3": bench_pages.LIMITS["5.3"]})
    monkeypatch.setattr(bench_pages, "DRAGGED", few)
    for name in ("OPENINGS", "DRAGS"):
        monkeypatch.setattr(bench_pages, name, 1)
    monkeypatch.setattr(bench_pages, "REPEATS", 2)
    assert run(bench_pages.main) in (0, 1)
    assert "5.3: ms after release" in capsys.readouterr().out


def test_the_graph_is_measured(run, monkeypatch, capsys):
    for name, short in (("DRAGS", 1), ("REPEATS", 2), ("SETTLED", 0.1)):
        monkeypatch.setattr(bench_graph_page, name, short)
    assert run(bench_graph_page.main) in (0, 1)
    assert "with its server stopped the graph follows" in capsys.readouterr().out


def test_every_browser_shows_the_engines_numbers(run, capsys):
    assert run(shown_numbers.main, "--settings", "8", "--chains", "12") == 0
    assert re.search(r"Chromium: 2\d graphs, .*'equal'", capsys.readouterr().out)


def test_the_depth_lab_is_measured(run, monkeypatch, capsys):
    few = {name: places[:2] if name == "norm" else places[:1] for name, places in bench_depth_page.CONTROLS.items()}
    monkeypatch.setattr(bench_depth_page, "CONTROLS", {**few, "activation": ("relu", "tanh")})
    assert run(bench_depth_page.main) in (0, 1)
    assert "3 clicks" in capsys.readouterr().out


def test_the_training_page_is_measured(run, monkeypatch, capsys):
    monkeypatch.setattr(bench_training_page, "RUNS", 1)
    monkeypatch.setattr(bench_training_page, "REPEATS", 2)
    assert run(bench_training_page.main) in (0, 1)
    assert "× bare" in capsys.readouterr().out
