import { make } from "./elements.js";

// A line of text that may change.

function render({ model, el }) {
  const line = make("p", { className: "note" });
  const show = () => (line.textContent = model.get("text"));
  show();
  model.on("change:text", show);
  el.append(line);
}

export default { render };
