"""Lines that a visitor keeps in a picture while the controls move on."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import traitlets

from course_lib.widgets.scripts import script, styles
from course_lib.widgets.widget import Widget

MOST = 3  # with more, the oldest is removed


class Pins(Widget):
    """A button that pins the controls' present setting, and one button per pinned setting that removes it.

    ``current`` returns what would be pinned now. ``now`` has the pinned settings, the oldest first.
    """

    _esm = script("pins")
    _css = styles("controls", "pins")
    names: Any = traitlets.List().tag(sync=True)
    sent: Any = traitlets.Dict().tag(sync=True)

    def __init__(self, current: Callable[[], Any], start: Sequence[Any] = ()) -> None:
        self._current = current
        self.now: list[Any] = list(start)
        super().__init__(names=[str(thing) for thing in self.now])

    @traitlets.observe("sent")
    def _heard(self, change: Mapping[str, Any]) -> None:
        sent = change["new"]
        if sent.get("act") == "pin":
            thing = self._current()
            self.now = [*(other for other in self.now if other != thing), thing][-MOST:]
        elif sent.get("act") == "take off":
            self.now = [thing for thing in self.now if str(thing) != sent.get("name")]
        self.names = [str(thing) for thing in self.now]
