"""A run that is watched like a film: play, pause, one step, stop.

As with a run (``widgets.run``), the browser asks for one short turn after the other, so
that a slider that is moved meanwhile gets its answer in between.
"""

import time
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import traitlets

from course_lib.drawing.theme import STYLESHEET
from course_lib.widgets.run import Frame
from course_lib.widgets.scripts import script, styles
from course_lib.widgets.widget import Widget

TURN = 0.015  # seconds of work per turn: short enough that nobody notices a slider waiting
PACE = 2  # frames per turn, in the whole run: so what changes faster in the picture is learned faster


class Player(Widget):
    """Four buttons, a bar, and what the run shows where it stands.

    ``begin`` returns a new iterator over the run's frames; the first frame is shown at
    once. ``run`` counts the starts, so that a request for a run that is over is ignored.
    """

    _esm = script("player")
    _css = STYLESHEET + styles("controls", "progress", "player")
    state = traitlets.Unicode("ready").tag(sync=True)  # ready, playing, paused, done
    share = traitlets.Float(0.0).tag(sync=True)
    where = traitlets.Unicode().tag(sync=True)
    shown = traitlets.Unicode().tag(sync=True)
    run = traitlets.Int(0).tag(sync=True)
    piece = traitlets.Int(0).tag(sync=True)
    sent = traitlets.Dict().tag(sync=True)

    def __init__(self, begin: Callable[[], Iterator[Frame]]) -> None:
        self._begin = begin
        super().__init__()
        self._rewind()

    @traitlets.observe("sent")
    def _heard(self, change: Mapping[str, Any]) -> None:
        sent = change["new"]
        act, is_this_run = sent.get("act"), sent.get("run") == self.run
        with self.hold_sync():
            if act == "play" and self.state != "playing":
                if self.state == "done":
                    self._rewind()
                self.state = "playing"
                self._advance(PACE)
            elif act == "next" and self.state == "playing" and is_this_run:
                self._advance(PACE)
            elif act == "step" and self.state != "done":
                self.state = "paused"
                self._advance(1)
            elif act == "pause" and self.state == "playing":
                self.state = "paused"
            elif act == "stop":
                self._rewind()

    def _rewind(self) -> None:
        """Start a new run, at its first frame."""
        self._frames = self._begin()
        self.run += 1
        self.state = "ready"
        self._show(next(self._frames))

    def _advance(self, most: int) -> None:
        """Go on by at most ``most`` frames, as far as there is time."""
        until = time.perf_counter() + TURN
        reached = None
        for _ in range(most):
            further = next(self._frames, None)
            if further is None:
                self.state = "done"
                break
            reached = further
            if time.perf_counter() > until:
                break
        if reached is not None:
            self._show(reached)
            if reached.share >= 1:
                self.state = "done"
        self.piece += 1

    def _show(self, reached: Frame) -> None:
        self.share, self.where, self.shown = reached.share, reached.where, reached.html
