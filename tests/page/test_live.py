"""Protects a page with Python: controls have every position, and followers are made when they are needed."""

import pytest

from course_lib.page import notebook
from course_lib.page.site import SITE
from course_lib.widgets.pins import Pins
from course_lib.widgets.player import Player
from course_lib.widgets.run import Frame, Run


@pytest.fixture(autouse=True)
def with_python(monkeypatch):
    monkeypatch.delenv(SITE, raising=False)


def film(size):
    return (Frame(i / size, f"epoch {i}", f"<p>{i} of {size}</p>".format) for i in range(size + 1))


def test_what_follows_is_made_of_the_settings_as_they_are():
    size, at = notebook.choose({"ten": 10, "two": 2}, "ten", "size"), notebook.sliders({"x": (0, 1)}, {"x": 0.5})

    def show(size, at, fixed):
        return notebook.says(f"{size} {at['x']} {fixed}")

    assert "10 0.5 as it is" in notebook.follows(show, size=size, at=at, fixed="as it is").text
    size.name = "two"
    assert "2 0.5 as it is" in notebook.follows(show, size=size, at=at, fixed="as it is").text


def test_controls_have_every_position_and_every_option():
    assert notebook.sliders({"x": (0, 1)}, {"x": 0.5}, positions=3).limits == {"x": (0, 1, 0.01)}
    assert list(notebook.choose({"a": 1, "b": 2}, "a", "letter", kept=("a",)).meanings) == ["a", "b"]


def test_a_run_begins_with_the_settings_of_its_start():
    size = notebook.choose({"three": 3, "two": 2}, "three", "size")
    run = notebook.run(film, size=size)
    assert isinstance(run, Run)
    size.name = "two"
    run.set_state({"sent": {"act": "start", "run": run.run}})
    assert "of 2" in run.shown


def test_a_canvas_shows_the_run_of_the_settings_at_once():
    canvas = notebook.canvas()
    notebook.unfold(canvas, film, size=2)
    assert "of 2" in canvas.shown
    notebook.unfold(canvas, film, size=3)
    assert "of 3" in canvas.shown


def test_a_film_is_a_player_and_what_is_pinned_a_button():
    assert isinstance(notebook.player(film, "epoch", 2, size=2), Player)
    size = notebook.choose({"two": 2, "three": 3}, "two", "size")
    pins = notebook.pins(lambda size: f"size {size}", ["size 3"], "size 2", size=size)
    assert isinstance(pins.widget, Pins)
    size.name = "three"
    pins.widget.set_state({"sent": {"act": "pin"}})
    assert pins.widget.now == ["size 2", "size 3"]
