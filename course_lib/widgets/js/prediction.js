import { make, unbroken } from "./elements.js";
import { sender } from "./messages.js";
import { answer, statusRegion } from "./verdict.js";

// A prediction: choose or type, lock, and see what happens. `answer` and the others are defined above.

let groups = 0; // radio buttons of one card share a name

function render({ model, el }) {
  const send = sender(model);
  const options = model.get("options");
  const group = `prediction-${(groups += 1)}`;
  const region = statusRegion();
  const lock = make("button", { type: "submit", className: "lock" }, "Lock it in");
  const choices = make("div", { className: "options", role: "radiogroup", label: "Your prediction" });
  const box = make("input", { type: "text", autocomplete: "off", maxLength: 40, className: "number" });
  box.setAttribute("aria-label", "Your prediction, a number");
  const radios = options.map((option) => make("input", { type: "radio", name: group, value: option }));
  choices.append(...radios.map((radio) => make("label", {}, radio, make("span", {}, radio.value))));

  const said = () => (options.length ? (radios.find((radio) => radio.checked)?.value ?? "") : box.value);

  const form = make("form", {}, options.length ? choices : box, lock);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (model.get("locked")) return;
    const reply = model.get("replies")[said()];
    if (!reply) return send("lock", { texts: [said()] });
    for (const [name, value] of Object.entries({ said: said(), verdict: reply, locked: true })) model.set(name, value);
  });
  const reveal = make("button", { type: "button", className: "uncover" }, "Reveal (presenter)");
  reveal.addEventListener("click", () => send("reveal"));
  if (model.get("presenter")) form.append(reveal);

  el.append(
    make(
      "div",
      { className: "card" },
      make(
        "p",
        { className: "ask" },
        make("strong", {}, `${model.get("heading")}. `),
        ...unbroken(model.get("prompt")),
      ),
      form,
      region,
    ),
  );

  function show() {
    const locked = model.get("locked");
    const active = el.getRootNode().activeElement;
    if (locked && options.length) for (const radio of radios) radio.checked = radio.value === model.get("said");
    if (locked && !options.length) box.value = model.get("said");
    for (const input of [...radios, box]) input.disabled = locked;
    lock.textContent = locked ? "Locked" : "Lock it in";
    lock.setAttribute("aria-disabled", locked); // it keeps the focus, so a keyboard goes on from here
    reveal.hidden = locked || model.get("verdict").rung === "revealed";
    if (form.contains(active) && (active.disabled || active.hidden)) lock.focus();
    answer(region, model.get("verdict"));
  }
  function unfold() {
    // what waits for this prediction
    for (const fold of document.querySelectorAll("details.bp-after")) {
      const waits = fold.firstElementChild.textContent.startsWith(`After ${model.get("heading").toLowerCase()}:`);
      if (waits && model.get("locked")) fold.open = true;
    }
  }
  show();
  model.on("change:locked", show);
  model.on("change:locked", unfold);
  model.on("change:verdict", show);
  model.on("change:said", show);
}

export default { render };
