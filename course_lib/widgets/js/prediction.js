import { focused, make, unbroken } from "./elements.js";
import { sender, setAll } from "./messages.js";
import { answer, statusRegion } from "./verdict.js";

// A prediction: choose or type, lock, and see what happens.

/**
 * @typedef {object} Prediction
 * @property {string} prompt
 * @property {string[]} options none where a number is asked for
 * @property {string} said
 * @property {boolean} locked
 * @property {boolean} presenter
 * @property {Record<string, import("./types").Verdict>} replies without Python: to each option
 * @property {number} longest characters of a number
 */

let groups = 0; // radio buttons of one card share a name

/** @param {import("./types").Widget<import("./types").Card & Prediction>} widget */
function render({ model, el }) {
  const send = sender(model);
  const options = model.get("options");
  groups += 1;
  const group = `prediction-${groups}`;
  const region = statusRegion();
  const lock = make("button", { type: "submit", className: "lock" }, "Lock it in");
  const choices = make("div", { className: "options", role: "radiogroup", "aria-label": "Your prediction" });
  const box = make("input", {
    type: "text",
    autocomplete: "off",
    maxLength: model.get("longest"),
    className: "number",
    "aria-label": "Your prediction, a number",
  });
  const radios = options.map((option) => make("input", { type: "radio", name: group, value: option }));
  choices.append(...radios.map((radio) => make("label", {}, radio, make("span", {}, radio.value))));

  const said = () => (options.length ? (radios.find((radio) => radio.checked)?.value ?? "") : box.value);

  const form = make("form", {}, options.length ? choices : box, lock);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (model.get("locked")) return;
    const reply = model.get("replies")[said()];
    if (!reply) return send("lock", { texts: [said()] });
    setAll(model, { said: said(), verdict: reply, locked: true });
  });
  const reveal = make("button", { type: "button", className: "uncover" }, "Reveal (presenter)");
  reveal.addEventListener("click", () => send("reveal"));
  if (model.get("presenter")) form.append(reveal);

  const heading = make("strong", {}, `${model.get("heading")}. `);
  const ask = make("p", { className: "ask" }, heading, ...unbroken(model.get("prompt")));
  el.append(make("div", { className: "card" }, ask, form, region));

  function show() {
    const locked = model.get("locked");
    const active = /** @type {HTMLInputElement | null} */ (focused(el));
    if (locked && options.length) for (const radio of radios) radio.checked = radio.value === model.get("said");
    if (locked && !options.length) box.value = model.get("said");
    for (const input of [...radios, box]) input.disabled = locked;
    lock.textContent = locked ? "Locked" : "Lock it in";
    lock.setAttribute("aria-disabled", String(locked)); // it keeps the focus, so a keyboard goes on from here
    reveal.hidden = locked || model.get("verdict").rung === "revealed";
    if (active && form.contains(active) && (active.disabled || active.hidden)) lock.focus();
    answer(region, model.get("verdict"));
  }

  // Open what waits for this prediction.
  function unfold() {
    const waiting = `After ${model.get("heading").toLowerCase()}:`;
    for (const fold of /** @type {NodeListOf<HTMLDetailsElement>} */ (document.querySelectorAll("details.bp-after"))) {
      if (fold.firstElementChild?.textContent?.startsWith(waiting) && model.get("locked")) fold.open = true;
    }
  }
  show();
  model.on("change:locked", show);
  model.on("change:locked", unfold);
  model.on("change:verdict", show);
  model.on("change:said", show);
}

export default { render };
