import { screen } from "./screen.js";

// A live graph and what walks through it: the picture; back, next, play, a step slider and the zoom; the
// step's words; the table. Changing the zoom stays at the same node: `same[zoom][step]` is the step of the
// other zoom that has come as far. `screen` is defined above.

const PLAY_INTERVAL = 900; // ms a step

export function stepper({ model, el }) {
  const places = model.get("places"); // zoom → what to say of each step
  const same = model.get("same");
  const zooms = Object.keys(places);
  let timer = null;

  const last = () => places[model.get("zoom")].length - 1;

  function set(changes) {
    for (const [name, value] of Object.entries(changes)) model.set(name, value); // which shows them
    model.save_changes();
  }

  const go = (step) => set({ step: Math.min(Math.max(step, 0), last()) });

  function play(on) {
    clearInterval(timer);
    timer = on ? setInterval(advance, PLAY_INTERVAL) : null;
    if (on && model.get("step") >= last()) go(0);
    show();
  }

  function advance() {
    go(model.get("step") + 1);
    if (model.get("step") >= last()) play(false);
  }

  const button = (text, act) => {
    const made = Object.assign(document.createElement("button"), { type: "button", textContent: text });
    made.addEventListener("click", act);
    return made;
  };

  const back = button("◀ back", () => go(model.get("step") - 1));
  const next = button("next ▶", () => go(model.get("step") + 1));
  const playing = button("play", () => play(timer === null));
  playing.className = "play";
  const slider = Object.assign(document.createElement("input"), { type: "range", min: 0, step: 1 });
  slider.setAttribute("aria-label", "step");
  slider.addEventListener("input", () => go(slider.valueAsNumber));
  const where = Object.assign(document.createElement("span"), { className: "where" });

  const walk = Object.assign(document.createElement("div"), { className: "walk" });
  walk.append(back, next, playing, slider, where);
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
    const row = Object.assign(document.createElement("div"), { className: "choices" });
    row.setAttribute("role", "group");
    row.setAttribute("aria-label", "show");
    row.append(Object.assign(document.createElement("span"), { textContent: "show" }));
    const segments = Object.assign(document.createElement("div"), { className: "segments" });
    segments.append(...zoomButtons);
    const everyEdge = Object.assign(document.createElement("input"), { type: "checkbox" });
    everyEdge.checked = model.get("every_edge");
    everyEdge.addEventListener("change", () => set({ every_edge: everyEdge.checked }));
    const label = document.createElement("label");
    label.append(everyEdge, " the arithmetic on every edge");
    row.append(segments, label);
    el.append(row);
  }

  function show() {
    const step = model.get("step");
    slider.max = last();
    slider.value = step;
    where.textContent = places[model.get("zoom")][step];
    slider.setAttribute("aria-valuetext", where.textContent);
    playing.textContent = timer === null ? "play" : "pause";
    for (const made of zoomButtons) made.setAttribute("aria-pressed", made.textContent === model.get("zoom"));
  }

  el.append(screen(model, "words"), screen(model, "table"));
  // A graph that is wider than the page scrolls to the cards of the step shown, when they are others than before.
  let followed = null;
  function follow() {
    const graph = picture.querySelector(".bp-graph");
    const cards = [...picture.querySelectorAll(":is(.receiving, .handing, .computing) .card, .tag")];
    const place = `${cards.map((card) => card.parentElement.dataset.node)} of ${graph.scrollWidth}`;
    if (cards.length === 0 || place === followed) return;
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
