import { make } from "./elements.js";

// What walks through a live graph: back, next, play, a step slider and the zoom. Changing the zoom stays at the same
// node: `same[step]` is the step of the other zoom that has come as far.

const PLAY_INTERVAL = 900; // ms for each step

/** @typedef {{ zoom: string, step: number, every_edge: boolean }} Walk what a graph shows */

/**
 * The controls, and a function that ends them. They set the model's `walk`, which only the browser reads.
 *
 * @param {import("./types").Model<{ walk: Walk }>} model
 * @param {Record<string, import("./types").Zoom>} zooms
 */
export function stepper(model, zooms) {
  /** @type {ReturnType<typeof setInterval> | undefined} */
  let timer;

  const walk = () => model.get("walk");
  const last = () => zooms[walk().zoom].places.length - 1;
  const set = (/** @type {Partial<Walk>} */ changes) => model.set("walk", { ...walk(), ...changes }); // which shows it
  const go = (/** @type {number} */ step) => set({ step: Math.min(Math.max(step, 0), last()) });

  function play(/** @type {boolean} */ on) {
    clearInterval(timer);
    timer = on ? setInterval(advance, PLAY_INTERVAL) : undefined;
    if (on && walk().step >= last()) go(0);
    show();
  }

  function advance() {
    go(walk().step + 1);
    if (walk().step >= last()) play(false);
  }

  const button = (/** @type {string} */ text, /** @type {() => void} */ act) =>
    make("button", { type: "button", onclick: act }, text);
  const back = button("◀ back", () => go(walk().step - 1));
  const next = button("next ▶", () => go(walk().step + 1));
  const playing = button("play", () => play(timer === undefined));
  playing.className = "play";
  const slider = make("input", { type: "range", min: 0, step: 1, "aria-label": "step" });
  slider.addEventListener("input", () => go(slider.valueAsNumber));
  const where = make("span", { className: "where" });

  const row = make("div", { className: "walk" }, back, next, playing, slider, where);
  row.hidden = last() === 0; // nothing to step through
  const elements = [row];

  const zoomButtons = Object.keys(zooms).map((zoom) =>
    button(zoom, () => {
      const from = walk();
      if (zoom !== from.zoom) set({ zoom, step: zooms[from.zoom].same[from.step] });
    }),
  );
  if (zoomButtons.length > 1) {
    const segments = make("div", { className: "segments" }, ...zoomButtons);
    const everyEdge = make("input", { type: "checkbox", checked: walk().every_edge });
    everyEdge.addEventListener("change", () => set({ every_edge: everyEdge.checked }));
    const label = make("label", {}, everyEdge, " the arithmetic on every edge");
    const group = { className: "choices", role: "group", "aria-label": "show" };
    elements.push(make("div", group, make("span", {}, "show"), segments, label));
  }

  function show() {
    const { zoom, step } = walk();
    const place = zooms[zoom].places[step];
    slider.max = String(last());
    slider.value = String(step);
    where.textContent = place;
    slider.setAttribute("aria-valuetext", place);
    playing.textContent = timer === undefined ? "play" : "pause";
    for (const made of zoomButtons) made.setAttribute("aria-pressed", String(made.textContent === zoom));
  }

  model.on("change:walk", show);
  show();
  return {
    elements,
    stop() {
      clearInterval(timer);
      model.off("change:walk", show);
    },
  };
}
