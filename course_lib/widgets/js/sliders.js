import { channel, publish } from "./channels.js";
import { focused, make } from "./elements.js";

// A slider and a number box for each name, and presets. Both show the same value at once, here in the browser, and so
// does a graph that listens to their channel; then the numbers are sent to Python. An emptied box keeps the last value.

const FOLLOWED = 50; // ms between two messages to Python while the browser itself draws what is dragged

/**
 * @typedef {object} Sliders
 * @property {[name: string, range: [low: number, high: number, step: number]][]} ranges
 * @property {[name: string, numbers: import("./types").Numbers][]} presets
 * @property {import("./types").Numbers} numbers
 * @property {string} channel
 * @property {boolean} snap whether a typed number becomes the slider's nearest
 */

/** @param {import("./types").Widget<Sliders>} widget */
function render({ model, el }) {
  /** @type {Record<string, { slider: HTMLInputElement, box: HTMLInputElement }>} */
  let inputs = Object.create(null); // a student's input may have any name, also __proto__
  let waiting = false;

  const numbers = () => model.get("numbers");

  function send(/** @type {import("./types").Numbers} */ changes) {
    model.set("numbers", { ...numbers(), ...changes }); // which shows them
    if (waiting) return; // the last message is never lost, since it has the numbers of the moment when it is sent
    waiting = true;
    const now = () => {
      waiting = false;
      model.save_changes();
    };
    if (channel(model.get("channel")).listeners.size > 0) setTimeout(now, FOLLOWED);
    else requestAnimationFrame(now);
  }

  const presets = model.get("presets").map(([name, preset]) => {
    const button = make("button", { type: "button" }, name);
    button.addEventListener("click", () => send(preset));
    return { preset, button };
  });

  function show() {
    for (const [name, { slider, box }] of Object.entries(inputs)) {
      const value = numbers()[name];
      if (value === undefined) continue; // a new slider, whose number comes next
      if (slider.valueAsNumber !== value) slider.value = String(value); // an untouched input costs no repainting
      if (box !== focused(el) && box.valueAsNumber !== value) box.value = String(value);
    }
    for (const { preset, button } of presets) {
      const active = String(Object.keys(preset).every((name) => preset[name] === numbers()[name]));
      if (button.ariaPressed !== active) button.ariaPressed = active;
    }
    publish(model.get("channel"), numbers());
  }

  const grid = make("div", { className: "grid" });

  /** @param {[name: string, range: [low: number, high: number, step: number]]} range */
  function control([name, [min, max, step]]) {
    const slider = make("input", { type: "range", min, max, step, "aria-label": name });
    slider.addEventListener("input", () => send({ [name]: slider.valueAsNumber }));

    const box = make("input", { type: "number", min, max, step, "aria-label": `${name}, number` });
    box.addEventListener("input", () => {
      const typed = box.valueAsNumber;
      if (!Number.isFinite(typed)) return;
      slider.value = String(typed); // as near as its step allows
      send({ [name]: model.get("snap") ? slider.valueAsNumber : Math.min(Math.max(typed, min), max) });
    });
    box.addEventListener("change", () => {
      box.value = String(numbers()[name]); // it was emptied, or outside the range
    });

    inputs[name] = { slider, box };
    const label = make("span", { className: "name", "aria-hidden": "true" }, name);
    return make("div", { className: "control" }, label, slider, box);
  }

  function build() {
    inputs = Object.create(null);
    grid.replaceChildren(...model.get("ranges").map(control));
    show();
  }

  if (presets.length > 0) {
    const segments = make("div", { className: "segments" }, ...presets.map(({ button }) => button));
    const row = { className: "choices", role: "group", "aria-label": "start from" };
    el.append(make("div", row, make("span", {}, "start from"), segments));
  }
  el.append(grid);
  build();
  model.on("change:numbers", show);
  model.on("change:ranges", build); // another network
}

export default { render };
