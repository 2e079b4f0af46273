import { make } from "./elements.js";
import { sender } from "./messages.js";
import { screen } from "./screen.js";

// Play, pause, one step, stop, a bar and a picture. While it plays, the page asks for a frame, shows it, waits a
// moment and asks for the next one, so that other requests are answered in between.

/**
 * @typedef {object} Player
 * @property {"ready" | "playing" | "paused" | "done"} state
 * @property {number} share how much of the run is done, 0 to 1
 * @property {string} where
 * @property {string} shown HTML
 * @property {number} run counts the beginnings
 * @property {number} piece changes with every answer
 * @property {import("./types").Message} sent
 */

const PAUSE_BETWEEN = 40; // ms

/** @param {import("./types").Widget<Player>} widget */
function render({ model, el }) {
  const tell = sender(model);
  const send = (/** @type {string} */ act) => tell(act, { run: model.get("run") });
  const playing = () => model.get("state") === "playing";
  let goesOn = playing(); // what was clicked last: until its answer comes, no more frames are asked for
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;

  function act(/** @type {"play" | "pause" | "step" | "stop"} */ what) {
    clearTimeout(timer);
    goesOn = what === "play";
    send(what);
  }
  const play = make("button", { type: "button", className: "play", onclick: () => act(playing() ? "pause" : "play") });
  const step = make("button", { type: "button", onclick: () => act("step") }, "Step");
  const stop = make("button", { type: "button", onclick: () => act("stop") }, "Stop");
  const bar = make("progress", { max: 1, value: 0, "aria-label": "progress of the run" });
  const where = make("span", { className: "where", role: "status" });
  const row = make("div", { className: "walk" }, play, step, stop, bar, where);

  function show() {
    const state = model.get("state");
    play.textContent = { ready: "Play", playing: "Pause", paused: "Play", done: "Play again" }[state];
    step.disabled = state === "done";
    stop.disabled = state === "ready";
    bar.value = model.get("share");
    where.textContent = model.get("where");
    where.setAttribute("aria-live", playing() ? "off" : "polite"); // the end is told, not every frame
  }
  function next() {
    if (goesOn && playing()) send("next");
  }
  function ask() {
    clearTimeout(timer);
    timer = setTimeout(next, PAUSE_BETWEEN);
  }
  show();
  model.on("change:state", show);
  model.on("change:share", show);
  model.on("change:where", show);
  model.on("change:piece", ask);
  el.append(row, screen(model, "shown"));
  return () => {
    clearTimeout(timer);
    if (playing()) send("pause"); // a page that is left computes no more
  };
}

export default { render };
