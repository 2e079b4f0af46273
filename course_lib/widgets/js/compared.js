import { make } from "./elements.js";

// After a miss that is explained: the right backward pass beside the student's own, and which step is whose.

/**
 * The button that shows the two passes, and what it shows. `update` follows the model.
 *
 * @param {import("./types").Model<import("./types").Question>} model
 * @param {(act: string) => void} send
 */
export function comparison(model, send) {
  const open = make("button", { type: "button" }, "Show me");
  const figures = make("div", { className: "passes" });
  const ask = make("p", { className: "given typing" });
  const steps = make("div", { className: "row" });
  const reply = make("p", { className: "reply", role: "status" });
  const fresh = make("button", { type: "button" });
  const shown = make("div", { className: "compared" }, figures, ask, steps, reply, fresh);
  const element = make("div", {}, open, shown);

  function figure(/** @type {string} */ html, /** @type {string} */ caption) {
    const picture = make("div");
    picture.innerHTML = html;
    return make("figure", {}, make("figcaption", {}, caption), picture);
  }

  function choice(/** @type {{ text: string, reply: string }} */ step) {
    const button = make("button", { type: "button" }, step.text);
    button.addEventListener("click", () => {
      reply.textContent = step.reply;
      fresh.textContent = model.get("compared").fresh ?? "";
      fresh.hidden = fresh.textContent === "";
    });
    return button;
  }

  open.addEventListener("click", () => {
    const { right = "", yours = "", where = "", steps: both = [] } = model.get("compared");
    figures.replaceChildren(...(right ? [figure(right, "The right backward pass"), figure(yours, "Yours")] : []));
    ask.textContent = `The two part ${where}. Which step is yours?`;
    steps.replaceChildren(...both.map(choice));
    reply.textContent = "";
    fresh.hidden = true;
    open.hidden = true;
    shown.hidden = false;
  });
  fresh.addEventListener("click", () => send("fresh"));

  function update() {
    const hasSteps = (model.get("compared").steps ?? []).length > 0;
    element.hidden = !hasSteps;
    open.hidden = !hasSteps;
    shown.hidden = true;
  }

  return { element, update };
}
