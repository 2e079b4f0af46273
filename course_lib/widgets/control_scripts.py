"""The widgets' JavaScript and CSS.

Text in a Python file, since a notebook built for the browser packs Python files only.
"""

SCREEN = """
// Shows HTML that follows a slider. Only what differs from the last time is touched, so a drag costs little,
// and focus, selection and scroll position survive.

function screen(model, trait) {
  const shown = Object.assign(document.createElement("div"), { className: `screen ${trait}` });
  const show = () => {
    const fresh = document.createElement("template");
    fresh.innerHTML = model.get(trait);
    patch(shown, fresh.content);
  };
  show();
  model.on(`change:${trait}`, show);
  return shown;
}

function patch(old, fresh) {
  const [was, is] = [[...old.childNodes], [...fresh.childNodes]];
  if (was.length !== is.length) return old.replaceChildren(...is);
  was.forEach((node, i) => {
    if (node.nodeName !== is[i].nodeName) old.replaceChild(is[i], node);
    else if (node.nodeType === Node.TEXT_NODE) node.data === is[i].data || (node.data = is[i].data);
    else patchElement(node, is[i]);
  });
}

function patchElement(old, fresh) {
  for (const name of old.getAttributeNames()) if (!fresh.hasAttribute(name)) old.removeAttribute(name);
  for (const { name, value } of fresh.attributes) if (old.getAttribute(name) !== value) old.setAttribute(name, value);
  patch(old, fresh);
}
"""

CHANNELS = """
// On a page without Python the widgets hear of each other through the page: what a control is set to, by its channel.

const channels = (globalThis.courseChannels ??= new Map());

function channel(name) {
  if (!channels.has(name)) channels.set(name, { setting: undefined, listeners: new Set() });
  return channels.get(name);
}

function publish(name, setting) {
  if (name === "") return;
  channel(name).setting = setting;
  for (const listener of channel(name).listeners) listener();
}
"""

SLIDERS = """
// A slider and a number box for each name, and presets. Both show the same value at once, here in the
// browser; Python hears of every change. An emptied box keeps the last value.

function sliders({ model, el }) {
  const ranges = model.get("ranges");
  const presets = Object.fromEntries(model.get("presets"));
  const inputs = {};
  const buttons = [];
  let waiting = false;

  const numbers = () => model.get("numbers");

  function send(changes) {
    model.set("numbers", { ...numbers(), ...changes }); // which shows them
    if (waiting) return; // at most one message a frame, and the last one is never lost
    waiting = true;
    requestAnimationFrame(() => {
      waiting = false;
      model.save_changes();
    });
  }

  function show() {
    for (const [name, { slider, box }] of Object.entries(inputs)) {
      const value = numbers()[name];
      if (slider.valueAsNumber !== value) slider.value = value; // an untouched input costs no repainting
      if (box !== focusedBox() && box.valueAsNumber !== value) box.value = value;
    }
    for (const button of buttons) {
      const preset = presets[button.textContent];
      const active = String(Object.keys(preset).every((name) => preset[name] === numbers()[name]));
      if (button.ariaPressed !== active) button.ariaPressed = active;
    }
    publish(model.get("channel"), numbers());
  }

  const focusedBox = () => el.getRootNode().activeElement;

  function control(name, [low, high, step]) {
    const slider = Object.assign(document.createElement("input"), { type: "range", min: low, max: high, step });
    slider.setAttribute("aria-label", name);
    slider.addEventListener("input", () => send({ [name]: slider.valueAsNumber }));

    const box = Object.assign(document.createElement("input"), { type: "number", min: low, max: high, step });
    box.setAttribute("aria-label", `${name}, number`);
    box.addEventListener("input", () => {
      const typed = box.valueAsNumber;
      if (!Number.isFinite(typed)) return;
      slider.value = typed; // as near as its step allows
      send({ [name]: model.get("snap") ? slider.valueAsNumber : Math.min(Math.max(typed, low), high) });
    });
    box.addEventListener("change", () => (box.value = numbers()[name])); // emptied, or outside the range

    inputs[name] = { slider, box };
    const label = Object.assign(document.createElement("span"), { className: "name", textContent: name });
    label.setAttribute("aria-hidden", "true");
    const row = Object.assign(document.createElement("div"), { className: "control" });
    row.append(label, slider, box);
    return row;
  }

  if (Object.keys(presets).length > 0) {
    const row = Object.assign(document.createElement("div"), { className: "choices" });
    row.setAttribute("role", "group");
    row.setAttribute("aria-label", "start from");
    row.append(Object.assign(document.createElement("span"), { textContent: "start from" }));
    const segments = Object.assign(document.createElement("div"), { className: "segments" });
    for (const name of Object.keys(presets)) {
      const button = Object.assign(document.createElement("button"), { type: "button", textContent: name });
      button.addEventListener("click", () => send(presets[name]));
      segments.append(button);
      buttons.push(button);
    }
    row.append(segments);
    el.append(row);
  }
  const grid = Object.assign(document.createElement("div"), { className: "grid" });
  grid.append(...ranges.map(([name, range]) => control(name, range)));
  el.append(grid);
  show();
  model.on("change:numbers", () => show());
}
"""

CHOICE = """
// One of a few: buttons side by side; of more, a list that opens. Where there is one only, nothing is to be chosen.

const MOST_BUTTONS = 4;

function choice({ model, el }) {
  const options = model.get("options");
  const make = (tag, properties, ...children) => {
    const made = Object.assign(document.createElement(tag), properties);
    made.append(...children);
    return made;
  };
  const set = (name) => {
    model.set("name", name);
    model.save_changes();
  };
  const asList = options.length > MOST_BUTTONS;
  const parts = options.map((name) =>
    asList ? make("option", {}, name) : make("button", { type: "button", onclick: () => set(name) }, name),
  );
  const inside = asList ? make("select", { onchange: () => set(inside.value) }, ...parts) : make("div", { className: "segments" }, ...parts);
  const shown = make(asList ? "label" : "div", { className: "choice" }, make("span", {}, model.get("label")), inside);
  if (!asList) {
    inside.setAttribute("role", "group");
    inside.setAttribute("aria-label", model.get("label"));
  }
  if (options.length > 1) el.append(shown);
  else (el.getRootNode().host ?? el).style.display = "none";
  function show() {
    const name = model.get("name");
    if (asList) inside.value = name;
    else for (const button of parts) button.setAttribute("aria-pressed", button.textContent === name);
    publish(model.get("channel"), name);
  }
  show();
  model.on("change:name", show);
}

export default { render: choice };
"""

STEPPER = """
// A live graph and what walks through it: the picture; back, next, play, a step slider and the zoom; the
// step's words; the table. Changing the zoom stays at the same node: `same[zoom][step]` is the step of the
// other zoom that has come as far. `screen` is defined above.

const PLAY_INTERVAL = 900; // ms a step

function stepper({ model, el }) {
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
"""

STYLE = """
/* The controls' own look; colours come from the page (course_lib/drawing/theme.py). */

.control, .choices, .walk { display: flex; align-items: center; gap: 0.4rem 0.7rem; color: var(--bp-ink); }
.choices, .walk { flex-wrap: wrap; }
.choices { margin: 0.15rem 0 0.45rem; }
.grid { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(var(--bp-control, 18rem), 100%), 1fr)); gap: 0.3rem 2rem; }
.name { flex: none; min-width: 3.4rem; font-weight: 600; }
input[type="range"] { flex: 1; min-width: 6rem; margin: 0; height: 1.4rem; accent-color: var(--bp-accent); cursor: pointer; }
input[type="number"] {
  flex: none; width: 5.2rem; padding: 0.1rem 0.3rem 0.1rem 0.5rem; text-align: right; font: inherit; font-variant-numeric: tabular-nums;
  color: inherit; background: var(--bp-page); border: 1px solid var(--bp-line); border-radius: 5px; color-scheme: inherit;
}
button {
  font: inherit; color: inherit; background: var(--bp-page); border: 1px solid var(--bp-line); border-radius: 7px;
  padding: 0.15rem 0.7rem; cursor: pointer;
}
select {
  font: inherit; color: inherit; background: var(--bp-page); border: 1px solid var(--bp-line); border-radius: 7px;
  padding: 0.2rem 0.5rem; cursor: pointer; color-scheme: inherit;
}
button:hover { background: var(--bp-node); }
button[aria-pressed="true"] { background: var(--bp-accent); border-color: var(--bp-accent); color: var(--bp-on-accent); }
.segments { display: flex; flex-wrap: wrap; }
.segments button { border-radius: 0; margin-left: -1px; }
.segments button:first-child { border-radius: 7px 0 0 7px; margin-left: 0; }
.segments button:last-child { border-radius: 0 7px 7px 0; }
[hidden] { display: none !important; }
.play { min-width: 4.6rem; }
.screen + .screen, .choices + .screen, .walk + .screen { margin-top: 0.7rem; }
.screen.table { display: var(--bp-table, block); } /* a slide has no room for it */
.walk input { min-width: 10rem; }
.where { flex: none; width: 9.5rem; text-align: right; font-variant-numeric: tabular-nums; }
.choices + .walk, .walk + .choices { margin-top: 0.45rem; }
.choice { display: inline-flex; gap: 0.3rem 0.6rem; align-items: center; flex-wrap: wrap; }
.choice > span { font-weight: 600; }
label { display: inline-flex; gap: 0.4rem; align-items: center; cursor: pointer; }
input[type="checkbox"] { accent-color: var(--bp-accent); width: 1.05rem; height: 1.05rem; }
:focus-visible { outline: 2px solid var(--bp-accent); outline-offset: 2px; }
"""
