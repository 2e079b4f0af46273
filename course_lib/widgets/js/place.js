import { arrive } from "./arrive.js";

// An invisible place to which an address can lead.

/** @param {import("./types").Widget<{ name: string }>} widget */
function render({ model, el }) {
  el.style.scrollMarginTop = "8rem"; // with the heading above it
  function show() {
    if (location.hash === `#${model.get("name")}`) arrive(el);
  }
  show();
  addEventListener("hashchange", show);
  return () => removeEventListener("hashchange", show);
}

export default { render };
