import { make } from "./elements.js";
import { sender } from "./messages.js";

// A button that pins the controls' present setting, and a button per pinned setting that removes it.

/** @param {import("./types").Widget<{ names: string[], sent: import("./types").Message }>} widget */
function render({ model, el }) {
  const send = sender(model);
  const pin = make("button", { type: "button" }, "pin this line");
  pin.addEventListener("click", () => send("pin", { name: "" }));
  const row = make("div", { className: "pins" });

  function unpin(/** @type {string} */ name) {
    const button = make(
      "button",
      { type: "button", className: "pinned", "aria-label": `take off ${name}` },
      `${name} ×`,
    );
    button.addEventListener("click", () => {
      send("take off", { name });
      pin.focus();
    });
    return button;
  }

  const show = () => row.replaceChildren(pin, ...model.get("names").map(unpin));
  show();
  model.on("change:names", show);
  el.append(row);
}

export default { render };
