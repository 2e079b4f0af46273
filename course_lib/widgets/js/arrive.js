const [GROWING, LOOK] = [4000, 100]; // ms

/**
 * Shows an element at the top of the window. While the page is still growing above it, shows it again, until the reader
 * does something. A deck has slides of its own to show.
 *
 * @param {HTMLElement} el
 */
export function arrive(el) {
  if (document.querySelector(".reveal")) return;
  const until = Date.now() + GROWING;
  const acts = ["wheel", "touchstart", "pointerdown", "keydown"];
  /** @type {number | undefined} */
  let stood;
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
