import { comparison } from "./compared.js";
import { focused, make, unbroken } from "./elements.js";
import { sender } from "./messages.js";
import { alone } from "./rounds.js";
import { answer, statusRegion } from "./verdict.js";

// A question: type an answer, press Enter, and read the verdict. After a few misses there are hints.

let choices = 0; // radio buttons of one question share a name

/** @param {import("./types").Widget<import("./types").Question>} widget */
function render({ model, el }) {
  const send = model.get("rounds").length ? alone(model) : sender(model);
  const region = statusRegion();
  const ask = make("p", { className: "ask" });
  const given = make("p", { className: "given" });
  const numbers = make("div");
  const typing = make("p", { className: "given typing" });
  const form = make("form");
  const check = make("button", { type: "submit" }, "Check");
  const hints = make("ol", { className: "hints", "aria-live": "polite" });
  const help = make("button", { type: "button" });
  const both = comparison(model, send);
  choices += 1;
  const group = `question-${choices}`;
  const boxes = () => [...form.querySelectorAll("input")];
  const isChoice = () => model.get("asks") === "choice";
  const said = () => (isChoice() ? [boxes().find((box) => box.checked)?.value ?? ""] : boxes().map((box) => box.value));

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    send("answer", { texts: said() });
  });
  help.addEventListener("click", () => send("help"));

  function field(/** @type {string} */ text) {
    if (isChoice())
      return make("label", {}, make("input", { type: "radio", name: group, value: text }), make("span", {}, text));
    const typed = { type: "text", autocomplete: "off", autocapitalize: "off", spellcheck: false };
    const box = make("input", { ...typed, maxLength: model.get("longest") });
    return make("label", { className: "field" }, make("span", {}, text), box);
  }

  function showQuestion() {
    ask.replaceChildren(make("strong", {}, `${model.get("heading")}. `), ...unbroken(model.get("prompt")));
    given.replaceChildren(...model.get("given").flatMap((line) => [make("span", {}, line), " "]));
    typing.textContent = model.get("typing");
    typing.hidden = typing.textContent === "";
    numbers.innerHTML = model.get("numbers");
    const fields = model.get("fields").map(field);
    const hadFocus = form.contains(focused(el)) || focused(el) === help;
    const options = make("div", { className: "options", role: "radiogroup", "aria-label": "Your answer" }, ...fields);
    form.replaceChildren(...(isChoice() ? [options] : fields), check);
    form.className = model.get("asks");
    showTexts();
    if (hadFocus) boxes()[0].focus(); // a fresh question: go on typing
  }

  function showTexts() {
    const texts = model.get("texts");
    boxes().forEach((box, i) => {
      if (isChoice()) box.checked = box.value === texts[0];
      else box.value = texts[i] ?? "";
    });
  }

  function showAnswer() {
    const hadFocus = focused(el) === help; // asked before it is hidden
    answer(region, model.get("verdict"));
    hints.replaceChildren(...model.get("hints").map((hint) => make("li", {}, hint)));
    hints.hidden = model.get("hints").length === 0;
    help.textContent = model.get("help");
    help.hidden = model.get("help") === "";
    if (help.hidden && hadFocus) boxes()[0].focus();
  }

  const worked = make("details", {}, make("summary", {}, "Hints and the worked answer"), hints);
  const elsewhere = make("p", { className: "given" }, "Answers to this one are judged in the live course.");
  const parts = model.get("judged") ? [form, typing, region, both.element, hints, help] : [elsewhere, worked];
  el.append(make("div", { className: "card" }, ask, given, numbers, ...parts));
  showQuestion();
  showAnswer();
  both.update();
  // marimo sets a message's traits one after the other, in any order: the last one must show the whole question.
  const questions = /** @type {const} */ (["asked", "asks", "prompt", "given", "typing", "numbers", "fields"]);
  for (const trait of questions) model.on(`change:${trait}`, showQuestion);
  model.on("change:texts", showTexts);
  const answers = /** @type {const} */ (["verdict", "hints", "help"]);
  for (const trait of answers) model.on(`change:${trait}`, showAnswer);
  model.on("change:compared", both.update);
}

export default { render };
