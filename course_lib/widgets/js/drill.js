import { make } from "./elements.js";
import { known } from "./known_answers.js";
import { sender } from "./messages.js";
import { answer, statusRegion } from "./verdict.js";

// A drill: a graph with blanks, a box for each. What is right moves into the picture. Without Python the drills and
// what is said to their answers come from `bank`; `known` (of the question's card) finds it there.

function render({ model, el }) {
  const send = sender(model);
  const bank = model.get("bank");
  const offline = Object.keys(bank).length > 0;
  const at = {}; // without Python: which drill of a level is shown
  const region = statusRegion();
  const levels = model
    .get("levels")
    .map((level) =>
      make("button", { type: "button", onclick: () => (offline ? take(level, 0) : send("level", { level })) }, level),
    );
  const fresh = make("button", { type: "button" }, "A fresh one");
  const given = make("p", { className: "given" });
  const picture = make("div", { className: "drawn" });
  const form = make("form", {});
  const check = make("button", { type: "submit" }, "Check");
  const lines = make("ol", { className: "hints" });
  const worked = make("details", {}, make("summary", {}, "How every number comes about"), lines);
  let drill = model.get("shown");

  const boxes = () => [...form.querySelectorAll("input")];
  const shownTexts = (field) => picture.querySelector(`[data-node="${CSS.escape(field.node)}"] .${field.kind}`);

  fresh.addEventListener("click", () => (offline ? take(model.get("level"), 1) : send("fresh")));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const texts = boxes().map((box) => box.value);
    if (offline) judgeHere(texts);
    else send("answer", { texts });
  });

  function take(level, step) {
    at[level] = ((at[level] ?? 0) + step) % bank[level].length;
    const start = bank[level][at[level]].fields.length
      ? "Fill in what you can, and press Enter."
      : "Read every line, and find it in the picture.";
    for (const [name, value] of Object.entries({
      level,
      shown: bank[level][at[level]],
      marks: [],
      verdict: { rung: "nothing", title: start },
    }))
      model.set(name, value);
  }

  function judgeHere(texts) {
    const verdicts = texts.map((text, i) => known(drill.answers[i], [text]));
    const isRight = (verdict) => verdict.rung === "right";
    const right = verdicts.filter(isRight).length;
    const wrong = verdicts.findIndex((verdict) => !["right", "nothing"].includes(verdict.rung));
    const counted = `${right} of ${verdicts.length} right.`;
    let verdict = {
      rung: right ? "partly" : "nothing",
      title: right ? counted : "Fill in what you can, and press Enter.",
      sentence: right ? "Go on." : "",
    };
    if (right === verdicts.length)
      verdict = { rung: "right", title: counted, sentence: "Now a fresh one, or the next level." };
    if (wrong >= 0)
      verdict = {
        ...verdicts[wrong],
        title: counted,
        sentence: `${drill.fields[wrong].topic}: ${verdicts[wrong].title} ${verdicts[wrong].rung === "wrong" ? drill.fields[wrong].place : (verdicts[wrong].sentence ?? "")}`,
      };
    model.set(
      "marks",
      verdicts.map((each, i) => ({ rung: each.rung, number: isRight(each) ? drill.numbers[i] : "" })),
    );
    model.set("verdict", verdict);
  }

  function showDrill() {
    const hadFocus = form.contains(el.getRootNode().activeElement);
    drill = model.get("shown");
    given.replaceChildren(...drill.given.flatMap((line) => [make("span", {}, line), " "]));
    picture.innerHTML = drill.picture;
    form.replaceChildren(
      ...drill.fields.map((field) => {
        const box = make("input", {
          type: "text",
          autocomplete: "off",
          autocapitalize: "off",
          spellcheck: false,
          maxLength: 100,
        });
        return make(
          "label",
          { className: `field ${field.kind}` },
          make("span", {}, `${field.topic} =`),
          box,
          make("span", { className: "mark" }),
        );
      }),
      ...(drill.fields.length ? [check] : []),
    );
    lines.replaceChildren(
      ...drill.worked.map((line) => make("li", {}, line.replaceAll(" [through ", "\u00a0[through\u00a0"))),
    );
    worked.open = drill.fields.length === 0;
    for (const button of levels) button.setAttribute("aria-pressed", button.textContent === model.get("level"));
    showMarks();
    if (hadFocus) boxes()[0]?.focus();
  }

  function showMarks() {
    const marks = model.get("marks");
    boxes().forEach((box, i) => {
      const { rung = "nothing", number = "" } = marks[i] ?? {};
      const mark = box.nextElementSibling;
      mark.textContent = rung === "right" ? "✓" : rung === "nothing" ? "" : rung === "unreadable" ? "?" : "✗";
      mark.dataset.rung = rung;
      if (rung === "nothing" || rung === "right") box.removeAttribute("aria-invalid");
      else box.setAttribute("aria-invalid", "true");
      const place = shownTexts(drill.fields[i]);
      if (place) place.textContent = rung === "right" ? number : "?";
    });
  }

  const segments = make("div", { className: "segments", role: "group", label: "level" }, ...levels);
  el.append(
    make(
      "div",
      { className: "card" },
      make("div", { className: "row" }, segments, fresh, make("span", { className: "given" }, model.get("note"))),
      given,
      picture,
      form,
      region,
      worked,
    ),
  );
  const showAnswer = () => answer(region, model.get("verdict"));
  showDrill();
  showAnswer();
  for (const trait of ["shown", "level"]) model.on(`change:${trait}`, showDrill);
  model.on("change:marks", showMarks);
  model.on("change:verdict", showAnswer);
}

export default { render };
