import { follower, lookUp, placeOf, unpacked } from "./lookup.js";
import { screen } from "./screen.js";

async function lookupTable({ model, el }) {
  const table = await unpacked(model.get("table"));
  const axes = model.get("axes");
  const listeners = [];
  const shim = {
    get: () => lookUp(table, axes.map(placeOf)),
    on: (_, listener) => listeners.push(listener),
  };
  el.append(screen(shim, "shown"));
  follower(axes, () => listeners.forEach((listener) => listener()));
}

export default { render: lookupTable };
