import { screen } from "./screen.js";

// A button, a bar and what is known so far. The page asks for one piece of the run after the other, and never waits:
// a slider that is moved meanwhile gets its turn between two pieces.

function render({ model, el }) {
  const make = (tag, properties) => Object.assign(document.createElement(tag), properties);
  const button = make("button", { type: "button", className: "start" });
  const bar = make("progress", { max: 1, value: 0 });
  bar.setAttribute("aria-label", "progress of the run");
  const where = make("span", { className: "where", role: "status" });
  where.setAttribute("aria-live", "off");
  const row = make("div", { className: "walk" });
  if (model.get("by_itself")) row.classList.add("slim");
  else row.append(button);
  row.append(bar);
  if (!model.get("by_itself")) row.append(where);
  const send = (act) => {
    model.set("sent", { act, run: model.get("run"), count: (model.get("sent").count ?? 0) + 1 });
    model.save_changes();
  };
  const running = () => model.get("state") === "running";
  let goesOn = running(); // after a click on Stop no more pieces are asked for: its message would be overtaken
  button.addEventListener("click", () => {
    goesOn = !running();
    send(goesOn ? "start" : "stop");
  });
  for (const name of ["state", "run"]) model.on(`change:${name}`, () => (goesOn = running()));

  function show() {
    const state = model.get("state");
    button.textContent = { ready: "Start", running: "Stop", stopped: "Start again", done: "Start again" }[state];
    bar.value = model.get("share");
    where.textContent = model.get("where");
    where.setAttribute("aria-live", running() ? "off" : "polite"); // the end is told, not every step
  }
  show();
  for (const name of ["state", "share", "where"]) model.on(`change:${name}`, show);
  model.on("change:piece", () => goesOn && running() && send("next"));
  if (model.get("by_itself")) el.append(screen(model, "shown"), row);
  else el.append(row, screen(model, "shown"));
  if (running()) send("next"); // it was started before there was a page
  return () => running() && send("stop"); // a page that is left computes no more
}

export default { render };
