import { make } from "./elements.js";
import { sender } from "./messages.js";
import { answer, statusRegion } from "./verdict.js";

// What was predicted and answered: a table, a file to save, a file to read back in.

const SAVING = 60_000; // ms: a busy browser begins to save late
const BYTES = 4; // of one character, at most

/**
 * @typedef {object} Log
 * @property {string} table HTML
 * @property {string} file what is saved
 * @property {string} filename
 * @property {boolean} unsaved
 * @property {number} largest characters of a file that is read
 */

/** @param {import("./types").Widget<import("./types").Card & Log>} widget */
function render({ model, el }) {
  const send = sender(model);
  const region = statusRegion();
  const table = make("div");
  const save = make("button", { type: "button" }, "Save as a file");
  const file = make("input", { type: "file", accept: ".json,application/json" });
  const read = make("label", { className: "file" }, make("span", {}, "Go on from a saved file"), file);

  save.addEventListener("click", () => {
    const address = URL.createObjectURL(new Blob([model.get("file")], { type: "application/json" }));
    make("a", { href: address, download: model.get("filename") }).click();
    setTimeout(() => URL.revokeObjectURL(address), SAVING);
    send("saved");
  });
  file.addEventListener("change", async () => {
    const chosen = file.files?.[0];
    if (!chosen) return;
    const limit = model.get("largest"); // a larger file is not read: Python refuses so long a text
    send("read", { text: chosen.size > BYTES * limit ? "x".repeat(limit + 1) : await chosen.text() });
    file.value = ""; // so that the same file can be chosen again
  });

  // The browser asks before it leaves.
  function warn(/** @type {Event} */ event) {
    if (model.get("unsaved")) event.preventDefault();
  }
  window.addEventListener("beforeunload", warn);

  function show() {
    table.innerHTML = model.get("table");
    answer(region, model.get("verdict"));
  }
  el.append(make("div", { className: "card" }, table, make("div", { className: "row" }, save, read), region));
  show();
  model.on("change:table", show);
  model.on("change:verdict", show);
  return () => window.removeEventListener("beforeunload", warn);
}

export default { render };
