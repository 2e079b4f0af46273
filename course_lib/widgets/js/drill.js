import { focused, make } from "./elements.js";
import { known } from "./known_answers.js";
import { sender, setAll } from "./messages.js";
import { answer, statusRegion } from "./verdict.js";

// A drill: a graph with a box for each blank. Right answers appear in the picture. Without Python, the drills and the
// replies to their answers come from `bank`.

/**
 * @typedef {object} Drill
 * @property {string[]} given
 * @property {string} picture HTML
 * @property {{ topic: string, node: string, kind: "value" | "gradient", place: string }[]} fields
 * @property {string[]} worked
 * @property {import("./types").KnownAnswer[][]} answers without Python: of each field
 * @property {string[]} numbers and each right number, as it is shown
 */

/**
 * @typedef {object} DrillCard
 * @property {string[]} levels
 * @property {string} level
 * @property {Drill} shown
 * @property {{ rung: import("./types").Rung, number: string }[]} marks
 * @property {Record<string, Drill[]>} bank
 * @property {string} note
 * @property {number} longest
 * @property {import("./types").Tolerance} tolerance
 */

const START = "Fill in what you can, and press Enter.";
const SIGNS = { right: "✓", nothing: "", unreadable: "?" }; // every other rung has ✗

/** @param {import("./types").Widget<import("./types").Card & DrillCard>} widget */
function render({ model, el }) {
  const send = sender(model);
  const bank = model.get("bank");
  const offline = Object.keys(bank).length > 0;
  /** @type {Record<string, number>} */
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
  const form = make("form");
  const check = make("button", { type: "submit" }, "Check");
  const lines = make("ol", { className: "hints" });
  const worked = make("details", {}, make("summary", {}, "How every number comes about"), lines);
  let drill = model.get("shown");

  const boxes = () => [...form.querySelectorAll("input")];

  fresh.addEventListener("click", () => (offline ? take(model.get("level"), 1) : send("fresh")));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const texts = boxes().map((box) => box.value);
    if (offline) judgeHere(texts);
    else send("answer", { texts });
  });

  /**
   * @param {string} level
   * @param {number} step 1 for the next drill of the level, 0 for the same
   */
  function take(level, step) {
    at[level] = ((at[level] ?? 0) + step) % bank[level].length;
    const shown = bank[level][at[level]];
    const title = shown.fields.length ? START : "Read every line, and find it in the picture.";
    setAll(model, { level, shown, marks: [], verdict: { rung: "nothing", title } });
  }

  function judgeHere(/** @type {string[]} */ texts) {
    const verdicts = texts.map((text, i) => known(drill.answers[i], [text], model.get("tolerance")));
    model.set(
      "marks",
      verdicts.map(({ rung }, i) => ({ rung, number: rung === "right" ? drill.numbers[i] : "" })),
    );
    model.set("verdict", together(verdicts));
  }

  /**
   * @param {import("./types").Verdict[]} verdicts
   * @returns {import("./types").Verdict}
   */
  function together(verdicts) {
    const right = verdicts.filter(({ rung }) => rung === "right").length;
    const counted = `${right} of ${verdicts.length} right.`;
    const wrong = verdicts.findIndex(({ rung }) => rung !== "right" && rung !== "nothing");
    if (wrong >= 0) {
      const { rung, title, sentence = "" } = verdicts[wrong];
      const { topic, place } = drill.fields[wrong];
      return {
        ...verdicts[wrong],
        title: counted,
        sentence: `${topic}: ${title} ${rung === "wrong" ? place : sentence}`,
      };
    }
    if (right === verdicts.length) {
      return { rung: "right", title: counted, sentence: "Now try a fresh one, or the next level." };
    }
    return right ? { rung: "partly", title: counted, sentence: "Go on." } : { rung: "nothing", title: START };
  }

  function showDrill() {
    const hadFocus = form.contains(focused(el));
    drill = model.get("shown");
    given.replaceChildren(...drill.given.flatMap((line) => [make("span", {}, line), " "]));
    picture.innerHTML = drill.picture;
    const typed = { type: "text", autocomplete: "off", autocapitalize: "off", spellcheck: false };
    const fields = drill.fields.map(({ kind, topic }) => {
      const box = make("input", { ...typed, maxLength: model.get("longest") });
      const name = make("span", {}, `${topic} =`);
      return make("label", { className: `field ${kind}` }, name, box, make("span", { className: "mark" }));
    });
    form.replaceChildren(...fields, ...(fields.length ? [check] : []));
    const unbroken = drill.worked.map((line) => line.replaceAll(" [through ", "\u00a0[through\u00a0"));
    lines.replaceChildren(...unbroken.map((line) => make("li", {}, line)));
    worked.open = drill.fields.length === 0;
    for (const button of levels) button.setAttribute("aria-pressed", String(button.textContent === model.get("level")));
    showMarks();
    if (hadFocus) boxes()[0]?.focus();
  }

  function showMarks() {
    const marks = model.get("marks");
    boxes().forEach((box, i) => {
      const { rung, number } = marks[i] ?? { rung: "nothing", number: "" };
      const mark = /** @type {HTMLElement} */ (box.nextElementSibling);
      mark.textContent = /** @type {Record<string, string>} */ (SIGNS)[rung] ?? "✗";
      mark.dataset.rung = rung;
      if (rung === "nothing" || rung === "right") box.removeAttribute("aria-invalid");
      else box.setAttribute("aria-invalid", "true");
      const { node, kind } = drill.fields[i];
      const place = picture.querySelector(`[data-node="${CSS.escape(node)}"] .${kind}`);
      if (place) place.textContent = rung === "right" ? number : "?";
    });
  }

  const segments = make("div", { className: "segments", role: "group", "aria-label": "level" }, ...levels);
  const row = make(
    "div",
    { className: "row" },
    segments,
    fresh,
    make("span", { className: "given" }, model.get("note")),
  );
  el.append(make("div", { className: "card" }, row, given, picture, form, region, worked));
  const showAnswer = () => answer(region, model.get("verdict"));
  showDrill();
  showAnswer();
  model.on("change:shown", showDrill);
  model.on("change:level", showDrill);
  model.on("change:marks", showMarks);
  model.on("change:verdict", showAnswer);
}

export default { render };
