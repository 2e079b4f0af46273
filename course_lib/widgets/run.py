"""A run that takes a while: it can be watched and stopped, and the page keeps reacting meanwhile.

A cell that computes for seconds makes every slider wait. Here the browser asks for
one short piece after the other, so that other requests are answered in between.
"""

import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import traitlets

from course_lib.drawing.theme import STYLESHEET
from course_lib.widgets.scripts import script, styles
from course_lib.widgets.widget import Widget

NOTHING = '<p class="bp-meta">Nothing has run yet.</p>'
PIECE = 0.04  # seconds: short enough that nobody notices a slider waiting


@dataclass(frozen=True)
class Frame:
    """One moment of a run: the share that is done (0 to 1), the place in words, and HTML of what is known.

    ``show`` makes the HTML; it is called only for the last frame of a piece. ``words``
    makes the sentence under it, if a page without Python should look that up separately,
    because its words differ at each setting.
    """

    share: float
    where: str
    show: Callable[[], str]
    words: Callable[[], str] | None = None

    @property
    def html(self) -> str:
        """The whole HTML: what ``show`` makes, and the words under it."""
        return f'<div class="bp-stack">{self.show()}{self.words()}</div>' if self.words else self.show()


class Run(Widget):
    """A start-and-stop button, a bar, and what the run has found so far.

    ``begin`` returns a new iterator over the run's frames. ``run`` counts the starts, so
    that a request for a run that is over is ignored: a second click or a late answer does
    no harm.
    """

    _esm = script("run")
    _css = STYLESHEET + styles("controls", "progress", "run")
    state = traitlets.Unicode("ready").tag(sync=True)  # ready, running, stopped, done
    share = traitlets.Float(0.0).tag(sync=True)
    where = traitlets.Unicode().tag(sync=True)
    shown = traitlets.Unicode().tag(sync=True)
    run = traitlets.Int(0).tag(sync=True)
    piece = traitlets.Int(0).tag(sync=True)
    sent = traitlets.Dict().tag(sync=True)
    by_itself = traitlets.Bool(False).tag(sync=True)  # started by ``restart`` alone: the page shows no button

    def __init__(self, begin: Callable[[], Iterator[Frame]] | None = None, shown: str = NOTHING) -> None:
        self._begin = begin or (lambda: iter(()))
        self._frames: Iterator[Frame] = iter(())
        super().__init__(shown=shown, where="not started", by_itself=begin is None)

    def restart(self, begin: Callable[[], Iterator[Frame]]) -> None:
        """Stop the present run and start another one; its first piece is shown at once."""
        self._begin = begin
        self._start()

    @traitlets.observe("sent")
    def _heard(self, change: Mapping[str, Any]) -> None:
        sent = change["new"]
        act, is_this_run = sent.get("act"), sent.get("run") == self.run
        if act == "start" and self.state != "running":
            self._start()
        elif act == "next" and self.state == "running" and is_this_run:
            self._advance()
        elif act == "stop" and self.state == "running":
            self._frames = iter(())
            self.state = "stopped"

    def _start(self) -> None:
        self._frames = self._begin()
        self.run += 1
        self.state = "running"
        self._advance()

    def _advance(self) -> None:
        """Compute one piece of the run, and send it as one message."""
        until = time.perf_counter() + PIECE
        reached = next(self._frames, None)
        while reached is not None and time.perf_counter() < until:
            further = next(self._frames, None)
            if further is None:
                break
            reached = further
        with self.hold_sync():
            if reached is not None:
                self.share, self.where, self.shown = reached.share, reached.where, reached.html
            if reached is None or reached.share >= 1:
                self.state = "done"
            self.piece += 1
