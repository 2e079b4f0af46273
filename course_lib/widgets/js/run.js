import { make } from "./elements.js";
import { sender } from "./messages.js";
import { screen } from "./screen.js";

// A button, a bar and the results so far. The page asks for one piece of the run after the other and never waits:
// a slider that is moved meanwhile is answered between two pieces.

/**
 * @typedef {object} Run
 * @property {"ready" | "running" | "stopped" | "done"} state
 * @property {number} share how much of the run is done, 0 to 1
 * @property {string} where
 * @property {string} shown HTML
 * @property {number} run counts the starts
 * @property {number} piece changes with every answer
 * @property {boolean} by_itself started by Python alone: there is no button
 * @property {import("./types").Message} sent
 */

/** @param {import("./types").Widget<Run>} widget */
function render({ model, el }) {
  const tell = sender(model);
  const send = (/** @type {string} */ act) => tell(act, { run: model.get("run") });
  const button = make("button", { type: "button", className: "start" });
  const bar = make("progress", { max: 1, value: 0, "aria-label": "progress of the run" });
  const where = make("span", { className: "where", role: "status", "aria-live": "off" });

  const running = () => model.get("state") === "running";
  let goesOn = running(); // after a click on Stop no more pieces are asked for: its message would be overtaken
  button.addEventListener("click", () => {
    goesOn = !running();
    send(goesOn ? "start" : "stop");
  });
  function decided() {
    goesOn = running();
  }
  model.on("change:state", decided);
  model.on("change:run", decided);

  function show() {
    const state = model.get("state");
    button.textContent = { ready: "Start", running: "Stop", stopped: "Start again", done: "Start again" }[state];
    bar.value = model.get("share");
    where.textContent = model.get("where");
    where.setAttribute("aria-live", running() ? "off" : "polite"); // the end is told, not every step
  }
  show();
  model.on("change:state", show);
  model.on("change:share", show);
  model.on("change:where", show);
  model.on("change:piece", () => {
    if (goesOn && running()) send("next");
  });
  const shown = screen(model, "shown");
  if (model.get("by_itself")) el.append(shown, make("div", { className: "walk slim" }, bar));
  else el.append(make("div", { className: "walk" }, button, bar, where), shown);
  if (running()) send("next"); // it was started before there was a page
  return () => {
    if (running()) send("stop"); // a page that is left computes no more
  };
}

export default { render };
