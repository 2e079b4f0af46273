"""Protects a run with a button: one piece at a time, it stops at once, and ignores requests for another run."""

import itertools
from functools import partial

import pytest

from course_lib.widgets import run as run_module
from course_lib.widgets.run import Frame, Run

MADE = []  # the states whose HTML was made
_counts = itertools.count(1)


def states(steps=5):
    for i in range(steps + 1):
        yield Frame(i / steps, f"{i} of {steps}", partial(paragraph, i))


def paragraph(i):
    MADE.append(i)
    return f"<p>{i}</p>"


def send(widget, act, run=None):
    widget.set_state({"sent": {"act": act, "run": widget.run if run is None else run, "count": next(_counts)}})


@pytest.fixture
def slow(monkeypatch):
    """Every piece is one state long."""
    monkeypatch.setattr(run_module, "PIECE", 0.0)


def test_nothing_runs_before_it_is_started():
    begun = []
    widget = Run(lambda: begun.append(1) or states())
    assert (widget.state, widget.where, begun) == ("ready", "not started", [])
    send(widget, "next")
    send(widget, "stop")
    assert (widget.state, begun) == ("ready", [])


def test_a_piece_for_each_message_until_it_is_done(slow):
    widget = Run(states)
    send(widget, "start")
    seen = [widget.where]
    while widget.state == "running":
        send(widget, "next")
        seen.append(widget.where)
    assert seen == [f"{i} of 5" for i in range(6)]
    assert (widget.state, widget.share, widget.shown) == ("done", 1.0, "<p>5</p>")
    pieces = widget.piece
    send(widget, "next")
    assert widget.piece == pieces


def test_a_piece_holds_as_many_states_as_there_is_time_for_and_only_the_last_is_made_html():
    MADE.clear()
    widget = Run(states)
    send(widget, "start")
    assert widget.state == "done"
    assert widget.piece == 1
    assert MADE == [5]


def test_a_second_start_while_it_runs_is_ignored(slow):
    begun = []
    widget = Run(lambda: begun.append(1) or states())
    send(widget, "start")
    send(widget, "next")
    send(widget, "start")
    assert (len(begun), widget.where, widget.run) == (1, "1 of 5", 1)


def test_stopped_it_stays_where_it_is_and_a_late_message_wakes_nothing(slow):
    widget = Run(states)
    send(widget, "start")
    send(widget, "next")
    send(widget, "stop")
    send(widget, "next")
    assert (widget.state, widget.where) == ("stopped", "1 of 5")


def test_it_starts_again_from_the_beginning_and_what_belongs_to_the_run_before_is_ignored(slow):
    widget = Run(states)
    send(widget, "start")
    send(widget, "next")
    send(widget, "stop")
    send(widget, "start")
    assert (widget.where, widget.run) == ("0 of 5", 2)
    send(widget, "next", run=1)
    assert widget.where == "0 of 5"
    send(widget, "next")
    assert widget.where == "1 of 5"


def test_a_run_without_a_state_is_over_at_once():
    widget = Run(lambda: iter(()))
    send(widget, "start")
    assert widget.state == "done"


@pytest.mark.parametrize("sent", [{}, {"act": None}, {"act": ["start"]}, {"act": "drop", "run": "x"}])
def test_what_is_no_message_is_ignored(sent):
    widget = Run(states)
    widget.set_state({"sent": sent})
    assert widget.state == "ready"


def test_a_restart_leaves_the_run_there_is_and_shows_its_first_piece_at_once(slow):
    widget = Run()
    assert widget.by_itself
    widget.restart(lambda: states(3))
    assert (widget.state, widget.shown, widget.run) == ("running", "<p>0</p>", 1)
    send(widget, "next")
    widget.restart(lambda: states(2))
    assert (widget.state, widget.shown, widget.where, widget.run) == ("running", "<p>0</p>", "0 of 2", 2)
    send(widget, "next", run=1)  # what a page asks of the run that was left
    assert widget.where == "0 of 2"
    for _ in range(2):
        send(widget, "next")
    assert (widget.state, widget.where) == ("done", "2 of 2")


def test_a_states_words_stand_under_what_it_shows():
    assert Frame(1, "", lambda: "<p>a</p>").html == "<p>a</p>"
    assert "<p>a</p><p>b</p>" in Frame(1, "", lambda: "<p>a</p>", lambda: "<p>b</p>").html
