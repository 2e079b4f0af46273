import { publish } from "./channels.js";

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
  const inside = asList
    ? make("select", { onchange: () => set(inside.value) }, ...parts)
    : make("div", { className: "segments" }, ...parts);
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
