import { arrive } from "./arrive.js";

function render({ model, el }) {
  el.style.scrollMarginTop = "8rem"; // with the heading above it
  const show = () => location.hash === `#${model.get("name")}` && arrive(el);
  show();
  addEventListener("hashchange", show);
  return () => removeEventListener("hashchange", show);
}

export default { render };
