"""Protects a run that is watched: play, pause, step and stop do what they say, and nothing else moves it."""

import itertools
from functools import partial

from hypothesis import given
from hypothesis import strategies as st

from course_lib.widgets import player as player_module
from course_lib.widgets.player import PACE, Player
from course_lib.widgets.run import Frame

_counts = itertools.count(1)
BEGUN = []


def states(last=30):
    BEGUN.append(last)
    for i in range(last + 1):
        yield Frame(i / last, f"epoch {i}", partial("<p>{}</p>".format, i))


def send(widget, act, run=None):
    widget.set_state({"sent": {"act": act, "run": widget.run if run is None else run, "count": next(_counts)}})


def epoch(widget):
    return int(widget.where.removeprefix("epoch "))


def test_the_start_is_shown_before_anything_is_pressed():
    widget = Player(states)
    assert (widget.state, widget.where, widget.shown, widget.share) == ("ready", "epoch 0", "<p>0</p>", 0.0)


def test_it_plays_to_the_end_at_one_pace(monkeypatch):
    monkeypatch.setattr(player_module, "TURN", 60.0)
    widget = Player(partial(states, 60))
    send(widget, "play")
    seen = [epoch(widget)]
    while widget.state == "playing":
        send(widget, "next")
        seen.append(epoch(widget))
    assert seen == list(range(PACE, 61, PACE))
    assert (widget.state, widget.share, widget.shown) == ("done", 1.0, "<p>60</p>")
    send(widget, "next")
    send(widget, "step")
    assert (widget.state, epoch(widget)) == ("done", 60)


def test_a_frame_ends_when_its_time_is_over(monkeypatch):
    monkeypatch.setattr(player_module, "TURN", -1.0)
    widget = Player(partial(states, 500))
    send(widget, "play")
    for _ in range(100):
        send(widget, "next")
    assert epoch(widget) == 101


def test_a_step_is_one_state_and_pauses():
    widget = Player(states)
    send(widget, "play")
    at = epoch(widget)
    send(widget, "step")
    assert (widget.state, epoch(widget)) == ("paused", at + 1)
    send(widget, "next")
    assert epoch(widget) == at + 1
    send(widget, "play")
    assert (widget.state, epoch(widget)) == ("playing", at + 1 + PACE)


def test_pause_stays_and_stop_is_back_at_the_start():
    widget = Player(states)
    send(widget, "play")
    send(widget, "pause")
    at = epoch(widget)
    send(widget, "next")
    assert (widget.state, epoch(widget)) == ("paused", at)
    run = widget.run
    send(widget, "stop")
    assert (widget.state, widget.where, widget.shown) == ("ready", "epoch 0", "<p>0</p>")
    assert widget.run == run + 1


def test_what_belongs_to_an_older_run_is_ignored():
    widget = Player(states)
    send(widget, "play")
    old = widget.run
    send(widget, "stop")
    send(widget, "play")
    at = epoch(widget)
    send(widget, "next", run=old)
    assert epoch(widget) == at
    send(widget, "play")  # a second click
    assert epoch(widget) == at


def test_play_again_begins_anew():
    widget = Player(partial(states, 5))
    for _ in range(5):
        send(widget, "step")
    assert widget.state == "done"
    send(widget, "play")
    assert epoch(widget) == PACE


def test_a_run_that_ends_early_is_done():
    def short():
        yield Frame(0.0, "epoch 0", lambda: "a")
        yield Frame(0.1, "epoch 1", lambda: "b")

    widget = Player(short)
    send(widget, "step")
    send(widget, "step")
    assert (widget.state, widget.shown) == ("done", "b")


@given(
    st.lists(
        st.dictionaries(
            st.sampled_from(["act", "run", "count"]),
            st.one_of(
                st.sampled_from(["play", "step", "stop", "next", "pause"]), st.integers(-2, 9), st.none(), st.text()
            ),
        ),
        max_size=12,
    )
)
def test_whatever_a_browser_sends_it_stays_in_order(messages):
    widget = Player(partial(states, 5))
    for message in messages:
        widget.set_state({"sent": message})
    assert widget.state in ("ready", "playing", "paused", "done")
    assert 0 <= epoch(widget) <= 5
