import { publish } from "./channels.js";

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

export default { render: sliders };
