import { make } from "./elements.js";
import { follower, lookUp, placeOf, unpacked } from "./lookup.js";
import { patched } from "./screen.js";

// HTML that follows controls on a page without Python: it is looked up.

/** @param {import("./types").Widget<{ table: string, axes: import("./types").Axis[] }>} widget */
async function render({ model, el }) {
  const table = await unpacked(model.get("table"));
  const axes = model.get("axes");
  const shown = make("div", { className: "screen shown" });
  const show = () => patched(shown, lookUp(table, axes.map(placeOf)));
  show();
  el.append(shown);
  return follower(axes, show);
}

export default { render };
