import { follower, lookUp, placeOf, unpacked } from "./lookup.js";
import { screen } from "./screen.js";

// HTML that follows controls on a page without Python: it is looked up.

/** @param {import("./types").Widget<{ table: string, axes: import("./types").Axis[] }>} widget */
async function render({ model, el }) {
  const table = await unpacked(model.get("table"));
  const axes = model.get("axes");
  /** @type {(() => void)[]} */
  const listeners = [];
  const looked = {
    get: () => lookUp(table, axes.map(placeOf)),
    set() {},
    on: (/** @type {string} */ _, /** @type {() => void} */ listener) => listeners.push(listener),
    save_changes() {},
  };
  el.append(screen(looked, "shown"));
  follower(axes, () => {
    for (const listener of listeners) listener();
  });
}

export default { render };
