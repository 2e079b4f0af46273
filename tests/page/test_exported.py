"""Protects a page without Python: runs are recorded once, pins are a choice, a graph uses its own sliders' numbers."""

import pytest

from course_lib.page import notebook
from course_lib.page.chapters import EXPORTED
from course_lib.page.exported import LastFrames, Recorded
from course_lib.page.site import SITE
from course_lib.widgets.run import Frame
from tests.meaning import says, together


@pytest.fixture(autouse=True)
def without_python(monkeypatch):
    monkeypatch.setenv(SITE, EXPORTED)


@pytest.fixture
def begun():
    """What was begun, in this order; ``film`` notes it."""
    return []


@pytest.fixture
def film(begun):
    def film(size):
        begun.append(size)
        return (Frame(i / size, f"epoch {i}", f"<p>{i}</p>".format) for i in range(size + 1))

    return film


def test_a_recorded_run_is_run_once_for_all_its_places(film, begun):
    recorded = Recorded(film, "epoch")
    texts = [recorded(at={"epoch": float(place)}, size=size).text for size in (10, 20) for place in (0, 5, 10)]
    assert texts == ["<p>0</p>", "<p>5</p>", "<p>10</p>"] * 2
    assert begun == [10, 20]
    assert recorded(at={"epoch": 3.0}, size=20).text == "<p>3</p>"  # backwards: it is run again
    assert recorded(at={"epoch": 99.0}, size=20).text == "<p>20</p>"  # beyond its end: the last one


def test_a_run_with_two_tables_runs_once_at_each_setting(film, begun):
    last = LastFrames(film)
    texts = [last.part(part, size=size).text for part in ("show", "words") for size in (2, 3)]
    assert texts == ["<p>2</p>", "<p>3</p>", "", ""]
    assert begun == [2, 3]


def test_a_film_is_recorded_and_says_so(film, begun):
    size = notebook.choose({"ten": 10, "twenty": 20}, "ten", "size")
    shown = notebook.player(film, "epoch", 10, positions=3, size=size)
    assert says(shown.text, "recorded")
    assert together(shown.text, "epoch", "steps", 5)
    assert begun == [10, 20]


def test_of_a_run_the_last_frame_is_there_and_that_it_was_recorded(film):
    shown = notebook.run(film, size=3)
    assert says(shown.text, "recorded")
    assert notebook.canvas() is None


def test_what_is_pinned_is_a_choice_of_what_is_offered():
    pinned = notebook.pins(str, ["one", "two"], "two")
    assert list(pinned.meanings) == ["nothing", "one", "two"]
    assert pinned.now == ["two"]


def test_a_choice_offers_what_is_kept():
    assert list(notebook.choose({"a": 1, "b": 2, "c": 3}, "a", "letter", kept=("a", "c")).meanings) == ["a", "c"]
    assert list(notebook.choose({"a": 1, "b": 2}, "a", "letter").meanings) == ["a", "b"]


def test_each_control_is_heard_at_a_place_of_its_own():
    one, other = (notebook.sliders({"x": (0, 1)}, {"x": 0}) for _ in range(2))
    assert one.channel != other.channel
