import { screen } from "./screen.js";

// Play, pause, one step, stop, a bar and a picture. While it plays, the page asks for a frame, shows it, waits a
// moment and asks for the next one: whatever else was asked meanwhile gets its turn.

const PAUSE_BETWEEN = 40; // ms

function render({ model, el }) {
  const make = (tag, properties) => Object.assign(document.createElement(tag), properties);
  const send = (act) => {
    model.set("sent", { act, run: model.get("run"), count: (model.get("sent").count ?? 0) + 1 });
    model.save_changes();
  };
  const playing = () => model.get("state") === "playing";
  let goesOn = playing(); // what was clicked last: until its answer comes, no more frames are asked for
  let timer = null;
  const act = (what) => {
    clearTimeout(timer);
    goesOn = what === "play";
    send(what);
  };
  const play = make("button", { type: "button", className: "play", onclick: () => act(playing() ? "pause" : "play") });
  const step = make("button", { type: "button", textContent: "Step", onclick: () => act("step") });
  const stop = make("button", { type: "button", textContent: "Stop", onclick: () => act("stop") });
  const bar = make("progress", { max: 1, value: 0 });
  bar.setAttribute("aria-label", "progress of the run");
  const where = make("span", { className: "where", role: "status" });
  const row = make("div", { className: "walk" });
  row.append(play, step, stop, bar, where);

  function show() {
    const state = model.get("state");
    play.textContent = { ready: "Play", playing: "Pause", paused: "Play", done: "Play again" }[state];
    step.disabled = state === "done";
    stop.disabled = state === "ready";
    bar.value = model.get("share");
    where.textContent = model.get("where");
    where.setAttribute("aria-live", playing() ? "off" : "polite"); // the end is told, not every frame
  }
  function ask() {
    clearTimeout(timer);
    timer = setTimeout(() => goesOn && playing() && send("next"), PAUSE_BETWEEN);
  }
  show();
  for (const name of ["state", "share", "where"]) model.on(`change:${name}`, show);
  model.on("change:piece", ask);
  el.append(row, screen(model, "shown"));
  return () => {
    clearTimeout(timer);
    if (playing()) send("pause"); // a page that is left computes no more
  };
}

export default { render };
