import { make } from "./elements.js";
import { setAll } from "./messages.js";
import { screen } from "./screen.js";

// A live graph and what walks through it: the picture; back, next, play, a step slider and the zoom; the
// step's words; the table. Changing the zoom stays at the same node: `same[zoom][step]` is the step of the
// other zoom that has come as far.

const PLAY_INTERVAL = 900; // ms for each step

/**
 * @typedef {object} Stepper
 * @property {Record<string, string[]>} places zoom → what to say of each step
 * @property {Record<string, number[]>} same
 * @property {string} zoom
 * @property {number} step
 * @property {boolean} every_edge
 * @property {string} picture HTML, as are words and table
 * @property {string} words
 * @property {string} table
 */

/** @param {import("./types").Widget<Stepper>} widget */
export function stepper({ model, el }) {
  const places = model.get("places");
  const same = model.get("same");
  const zooms = Object.keys(places);
  /** @type {ReturnType<typeof setInterval> | undefined} */
  let timer;

  const last = () => places[model.get("zoom")].length - 1;

  function set(/** @type {Partial<Stepper>} */ changes) {
    setAll(model, changes); // which shows them
    model.save_changes();
  }

  const go = (/** @type {number} */ step) => set({ step: Math.min(Math.max(step, 0), last()) });

  function play(/** @type {boolean} */ on) {
    clearInterval(timer);
    timer = on ? setInterval(advance, PLAY_INTERVAL) : undefined;
    if (on && model.get("step") >= last()) go(0);
    show();
  }

  function advance() {
    go(model.get("step") + 1);
    if (model.get("step") >= last()) play(false);
  }

  const button = (/** @type {string} */ text, /** @type {() => void} */ act) =>
    make("button", { type: "button", onclick: act }, text);
  const back = button("◀ back", () => go(model.get("step") - 1));
  const next = button("next ▶", () => go(model.get("step") + 1));
  const playing = button("play", () => play(timer === undefined));
  playing.className = "play";
  const slider = make("input", { type: "range", min: 0, step: 1, "aria-label": "step" });
  slider.addEventListener("input", () => go(slider.valueAsNumber));
  const where = make("span", { className: "where" });

  const walk = make("div", { className: "walk" }, back, next, playing, slider, where);
  const picture = screen(model, "picture");
  walk.hidden = last() === 0; // nothing to step through
  el.append(picture, walk);

  const zoomButtons = zooms.map((zoom) =>
    button(zoom, () => {
      const from = model.get("zoom");
      if (zoom !== from) set({ zoom, step: same[from][model.get("step")] });
    }),
  );
  if (zooms.length > 1) {
    const segments = make("div", { className: "segments" }, ...zoomButtons);
    const everyEdge = make("input", { type: "checkbox", checked: model.get("every_edge") });
    everyEdge.addEventListener("change", () => set({ every_edge: everyEdge.checked }));
    const label = make("label", {}, everyEdge, " the arithmetic on every edge");
    const row = { className: "choices", role: "group", "aria-label": "show" };
    el.append(make("div", row, make("span", {}, "show"), segments, label));
  }

  function show() {
    const step = model.get("step");
    const place = places[model.get("zoom")][step];
    slider.max = String(last());
    slider.value = String(step);
    where.textContent = place;
    slider.setAttribute("aria-valuetext", place);
    playing.textContent = timer === undefined ? "play" : "pause";
    for (const made of zoomButtons) made.setAttribute("aria-pressed", String(made.textContent === model.get("zoom")));
  }

  el.append(screen(model, "words"), screen(model, "table"));

  // A graph that is wider than the page scrolls to the cards of the step shown, when they are others than before.
  let followed = "";
  function follow() {
    const graph = picture.querySelector(".bp-graph");
    const cards = [...picture.querySelectorAll(":is(.receiving, .handing, .computing) .card, .tag")];
    if (graph === null || cards.length === 0) return;
    const nodes = cards.map((card) => card.parentElement?.dataset.node);
    const place = `${nodes} of ${graph.scrollWidth}`;
    if (place === followed) return;
    followed = place;
    const seen = graph.getBoundingClientRect();
    const boxes = cards.map((card) => card.getBoundingClientRect());
    const left = Math.min(...boxes.map((box) => box.left));
    const right = Math.max(...boxes.map((box) => box.right));
    if (left < seen.left || right > seen.right) graph.scrollLeft += (left + right - seen.left - seen.right) / 2;
  }
  model.on("change:picture", follow);

  show();
  model.on("change:step", show);
  model.on("change:zoom", show);
  return () => clearInterval(timer);
}

export default { render: stepper };
