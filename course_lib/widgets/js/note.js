import { make } from "./elements.js";

// A line of text that may change.

/** @param {import("./types").Widget<{ text: string }>} widget */
function render({ model, el }) {
  const line = make("p", { className: "note" });
  function show() {
    line.textContent = model.get("text");
  }
  show();
  model.on("change:text", show);
  el.append(line);
}

export default { render };
