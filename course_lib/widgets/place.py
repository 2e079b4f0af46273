"""A place in a page that an address may lead to.

A browser looks for it when the page opens. Then marimo has not put it there yet, so
the place itself asks to be shown.
"""

import anywidget
import traitlets

ARRIVE = r"""
// Shows `el` at the top of the window. While the page is still growing above it, shows it again, until the reader
// does something. A deck has slides of its own to show.

const GROWING = 4000, LOOK = 100; // ms

function arrive(el) {
  if (document.querySelector(".reveal")) return;
  const until = Date.now() + GROWING;
  const acts = ["wheel", "touchstart", "pointerdown", "keydown"];
  let stood = null;
  const looking = setInterval(() => {
    if (Date.now() > until) return leave();
    const top = Math.round(el.getBoundingClientRect().top);
    if (top === stood) return;
    el.scrollIntoView({ block: "start" });
    stood = Math.round(el.getBoundingClientRect().top);
  }, LOOK);
  function leave() {
    clearInterval(looking);
    for (const act of acts) removeEventListener(act, leave, true);
  }
  for (const act of acts) addEventListener(act, leave, { capture: true, passive: true });
}
"""

PLACE = """
function render({ model, el }) {
  el.style.scrollMarginTop = "8rem"; // with the heading above it
  const show = () => location.hash === `#${model.get("name")}` && arrive(el);
  show();
  addEventListener("hashchange", show);
  return () => removeEventListener("hashchange", show);
}

export default { render };
"""


class Place(anywidget.AnyWidget):
    """Nothing to see: where ``#name`` behind the address leads."""

    _esm = ARRIVE + PLACE
    name = traitlets.Unicode().tag(sync=True)

    def __init__(self, name: str) -> None:
        super().__init__(name=name)
