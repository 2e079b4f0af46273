import { publish } from "./channels.js";
import { make } from "./elements.js";

// A choice: buttons side by side or, if there are many options, a list that opens. A single option is not shown.

const MOST_BUTTONS = 4;

/**
 * @typedef {object} Choice
 * @property {string} label
 * @property {string[]} options
 * @property {string} name the chosen one
 * @property {string} channel
 */

/** @param {import("./types").Widget<Choice>} widget */
function render({ model, el }) {
  const options = model.get("options");
  const label = make("span", {}, model.get("label"));

  function set(/** @type {string} */ name) {
    model.set("name", name);
    model.save_changes();
  }

  /** The control, and what shows in it which option is chosen. */
  function list() {
    const select = make("select", {}, ...options.map((name) => make("option", {}, name)));
    select.addEventListener("change", () => set(select.value));
    const mark = (/** @type {string} */ chosen) => {
      select.value = chosen;
    };
    return { control: make("label", { className: "choice" }, label, select), mark };
  }

  function buttons() {
    const made = options.map((name) => make("button", { type: "button", onclick: () => set(name) }, name));
    const group = make("div", { className: "segments", role: "group", "aria-label": model.get("label") }, ...made);
    const mark = (/** @type {string} */ chosen) => {
      for (const button of made) button.setAttribute("aria-pressed", String(button.textContent === chosen));
    };
    return { control: make("div", { className: "choice" }, label, group), mark };
  }

  const { control, mark } = options.length > MOST_BUTTONS ? list() : buttons();
  const root = el.getRootNode();
  const host = root instanceof ShadowRoot ? /** @type {HTMLElement} */ (root.host) : el;
  if (options.length > 1) el.append(control);
  else host.style.display = "none";

  function show() {
    mark(model.get("name"));
    publish(model.get("channel"), model.get("name"));
  }
  show();
  model.on("change:name", show);
}

export default { render };
