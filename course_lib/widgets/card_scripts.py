"""The cards' JavaScript and CSS: a prediction, a question, the log, a note.

Text in a Python file, since a notebook built for the browser packs Python files only.
All that comes from a student is shown with textContent: it stays text.
"""

PARTS = """
// What the cards share. A message to Python is one value of `sent`; `count` makes the same one again a new one.

function make(tag, properties = {}, ...children) {
  const { role, label, ...others } = properties;
  const made = Object.assign(document.createElement(tag), others);
  if (role) made.setAttribute("role", role);
  if (label) made.setAttribute("aria-label", label);
  made.append(...children);
  return made;
}

const sender = (model) => (act, more = {}) => {
  model.set("sent", { act, ...more, count: (model.get("sent").count ?? 0) + 1 });
  model.save_changes();
};

const MARKS = { right: "✓ ", mistaken: "✗ ", elsewhere: "✗ ", wrong: "✗ ", unreadable: "? ", partly: "✓ " };

// The one place of a card where it answers; it stays, so that a screen reader tells every change.
function statusRegion() {
  const region = make("div", { className: "verdict", role: "status" });
  region.setAttribute("aria-live", "polite");
  return region;
}

function answer(region, { rung, title, sentence, numbers, source, column }) {
  region.dataset.rung = rung;
  const parts = [make("strong", {}, `${MARKS[rung] ?? ""}${title}`)];
  if (sentence) parts.push(` ${sentence}`);
  if (source) parts.push(make("pre", {}, `${source}\\n${" ".repeat(Math.max(column - 1, 0))}`, make("span", {}, "▲")));
  if (numbers) parts.push(make("span", { className: "numbers" }, numbers));
  region.replaceChildren(...parts);
  const place = region.querySelector("pre span");
  if (place) place.parentElement.scrollLeft = place.offsetLeft - place.parentElement.clientWidth / 2;
}

// A text whose words never break inside: ∂L/∂w1 stays on one line.
const unbroken = (text) => text.split(/( )/).map((word) => (word.includes("/∂") ? make("span", {}, word) : word));
"""

PREDICTION = """
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

  el.append(make("div", { className: "card" },
    make("p", { className: "ask" }, make("strong", {}, `${model.get("heading")}. `), ...unbroken(model.get("prompt"))), form, region));

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
  function unfold() { // what waits for this prediction
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
"""

QUESTION_KNOWN = """
// Without Python: a number's verdict is that of the right answer or of the mistake that gives these numbers.

const CLOSE = 0.01; // as TOLERANCE in course_lib/exercises/question.py

// A number, or a calculation with + - * / ** and parentheses; NaN for anything else.
function calculated(text) {
  const spelled = text.replaceAll("−", "-").replaceAll("·", "*").replaceAll("^", "**");
  const tokens = spelled.match(/\\*\\*|[-+*/()]|(?:\\d+\\.?\\d*|\\.\\d+)(?:e[-+]?\\d+)?|\\S/gi) ?? [];
  let at = 0;
  const take = (...wanted) => (wanted.includes(tokens[at]) ? tokens[at++] : "");
  const chain = (part, signs, apply) => {
    let found = part();
    for (let sign; (sign = take(...signs)); ) found = apply(found, sign, part());
    return found;
  };
  const sum = () => chain(product, ["+", "-"], (a, sign, b) => (sign === "+" ? a + b : a - b));
  const product = () => chain(signed, ["*", "/"], (a, sign, b) => (sign === "*" ? a * b : a / b));
  const signed = () => (take("-") ? -signed() : take("+") ? signed() : power());
  const power = () => {
    const base = atom();
    return take("**") ? base ** signed() : base;
  };
  const atom = () => {
    if (!take("(")) return Number(tokens[at++] ?? NaN);
    const inside = sum();
    return take(")") ? inside : NaN;
  };
  const found = sum();
  return at === tokens.length ? found : NaN;
}

function known(answers, texts) {
  if (answers[0]?.said !== undefined) {
    const chosen = answers.find((each) => each.said === texts[0]);
    return chosen?.verdict ?? { rung: "nothing", title: "Choose an answer first." };
  }
  const near = (one, other) => Math.abs(one - other) <= Math.max(CLOSE * Math.max(Math.abs(one), Math.abs(other)), 1e-9);
  const numbers = texts.map((text) => (text.trim() === "" ? null : calculated(text)));
  const filled = numbers.flatMap((number, i) => (number === null ? [] : [i]));
  if (filled.length === 0) return { rung: "nothing", title: "Type an answer and press Enter." };
  if (filled.some((i) => !Number.isFinite(numbers[i]))) {
    return { rung: "unreadable", title: "Type a number, with a point: 0.123.", sentence: "Or a calculation: 3*0.5**2. Names and functions are read in the live course." };
  }
  const [right] = answers;
  const isRight = filled.map((i) => near(numbers[i], right.numbers[i]));
  if (isRight.every(Boolean) && filled.length < numbers.length) return { rung: "partly", title: "Right so far.", sentence: "Now the other one." };
  const match = answers.find((each) => filled.every((i) => near(numbers[i], each.numbers[i])));
  if (match) return match.verdict;
  const sentence = isRight.some(Boolean) ? "One of the two is right." : "Take it apart, one part after the other.";
  return { rung: "wrong", title: "Not right, and I do not recognise the mistake.", sentence };
}
"""

QUESTION_ALONE = """
// Without Python: the rounds that the page took along, and what worksheet.py's QuestionItem does with an answer.

const MISSES = 3; // as there

function alone(model) {
  let [at, misses, seen, isRight, last] = [0, 0, 0, false, ""];
  const round = () => model.get("rounds")[at];
  const show = (verdict) => {
    const { hints, labels } = round();
    model.set("verdict", verdict);
    model.set("hints", hints.slice(0, seen));
    model.set("help", isRight ? labels.at(-1) : misses >= MISSES ? labels[seen] : "");
  };
  const acts = {
    answer({ texts }) {
      const verdict = known(round().answers, texts);
      const said = texts.join("; ");
      if (verdict.rung !== "nothing" && said !== last) {
        [last, isRight] = [said, verdict.rung === "right"];
        misses += ["wrong", "mistaken", "elsewhere"].includes(verdict.rung);
      }
      show(verdict);
    },
    help() {
      if (model.get("help") !== round().labels.at(-1)) {
        seen += 1;
        return show(model.get("verdict"));
      }
      [at, misses, seen, isRight, last] = [at + 1, 0, 0, false, ""];
      for (const [name, value] of Object.entries(round().face)) model.set(name, value);
      model.set("texts", []);
      model.set("asked", at);
      show(round().first);
    },
  };
  return (act, sent = {}) => acts[act](sent);
}
"""

QUESTION = """
let choices = 0; // radio buttons of one question share a name

// A question: type, press Enter, read what was done right or wrong; after three misses, hints.

function render({ model, el }) {
  const send = model.get("rounds").length ? alone(model) : sender(model);
  const region = statusRegion();
  const ask = make("p", { className: "ask" });
  const given = make("p", { className: "given" });
  const numbers = make("div", {});
  const typing = make("p", { className: "given typing" });
  const form = make("form", {});
  const check = make("button", { type: "submit" }, "Check");
  const hints = make("ol", { className: "hints" });
  const help = make("button", { type: "button" });
  const group = `question-${(choices += 1)}`;
  const boxes = () => [...form.querySelectorAll("input")];
  const isChoice = () => model.get("asks") === "choice";
  const said = () => (isChoice() ? [boxes().find((box) => box.checked)?.value ?? ""] : boxes().map((box) => box.value));

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    send("answer", { texts: said() });
  });
  help.addEventListener("click", () => send("help"));

  function showQuestion() {
    ask.replaceChildren(make("strong", {}, `${model.get("heading")}. `), ...unbroken(model.get("prompt")));
    given.replaceChildren(...model.get("given").flatMap((line) => [make("span", {}, line), " "]));
    typing.textContent = model.get("typing");
    typing.hidden = typing.textContent === "";
    numbers.innerHTML = model.get("numbers");
    const fields = model.get("fields").map((field) => {
      if (isChoice()) return make("label", {}, make("input", { type: "radio", name: group, value: field }), make("span", {}, field));
      const box = make("input", { type: "text", autocomplete: "off", autocapitalize: "off", spellcheck: false, maxLength: 500 });
      return make("label", { className: "field" }, make("span", {}, field), box);
    });
    const hadFocus = form.contains(el.getRootNode().activeElement) || el.getRootNode().activeElement === help;
    const options = make("div", { className: "options", role: "radiogroup", label: "Your answer" }, ...fields);
    form.replaceChildren(...(isChoice() ? [options] : fields), check);
    form.className = model.get("asks");
    showTexts();
    if (hadFocus) boxes()[0].focus(); // a fresh question: go on typing
  }

  function showTexts() {
    if (isChoice()) boxes().forEach((box) => (box.checked = box.value === model.get("texts")[0]));
    else boxes().forEach((box, i) => (box.value = model.get("texts")[i] ?? ""));
  }

  function showAnswer() {
    const hadFocus = el.getRootNode().activeElement === help; // asked before it is hidden
    answer(region, model.get("verdict"));
    hints.replaceChildren(...model.get("hints").map((hint) => make("li", {}, hint)));
    hints.hidden = model.get("hints").length === 0;
    help.textContent = model.get("help");
    help.hidden = model.get("help") === "";
    if (help.hidden && hadFocus) boxes()[0].focus();
  }

  const worked = make("details", {}, make("summary", {}, "Hints and the worked answer"), hints);
  const elsewhere = make("p", { className: "given" }, "Answers to this one are judged in the live course.");
  const parts = model.get("judged") ? [form, typing, region, hints, help] : [elsewhere, worked];
  el.append(make("div", { className: "card" }, ask, given, numbers, ...parts));
  hints.setAttribute("aria-live", "polite");
  showQuestion();
  showAnswer();
  // marimo sets a message's traits one after the other, in any order: the last one must show the whole question.
  for (const trait of ["asked", "asks", "prompt", "given", "typing", "numbers", "fields"]) model.on(`change:${trait}`, showQuestion);
  model.on("change:texts", showTexts);
  for (const trait of ["verdict", "hints", "help"]) model.on(`change:${trait}`, showAnswer);
}

export default { render };
"""

NOTE = """
// A line of text that may change.

function render({ model, el }) {
  const line = make("p", { className: "note" });
  const show = () => (line.textContent = model.get("text"));
  show();
  model.on("change:text", show);
  el.append(line);
}

export default { render };
"""

LOG = """
// What was predicted and answered: a table, a file to save, a file to read back in.

function render({ model, el }) {
  const send = sender(model);
  const region = statusRegion();
  const table = make("div", {});
  const save = make("button", { type: "button" }, "Save as a file");
  const file = make("input", { type: "file", accept: ".json,application/json" });
  const read = make("label", { className: "file" }, make("span", {}, "Go on from a saved file"), file);

  save.addEventListener("click", () => {
    const address = URL.createObjectURL(new Blob([model.get("file")], { type: "application/json" }));
    make("a", { href: address, download: model.get("filename") }).click();
    setTimeout(() => URL.revokeObjectURL(address), 60_000); // a busy browser begins to save late
    send("saved");
  });
  file.addEventListener("change", async () => {
    const chosen = file.files[0];
    if (!chosen) return;
    const limit = model.get("largest");
    send("read", { text: chosen.size > 4 * limit ? "x".repeat(limit + 1) : await chosen.text() });
    file.value = ""; // so that the same file can be chosen again
  });

  const warn = (event) => model.get("unsaved") && event.preventDefault(); // the browser asks before it leaves
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
"""

STYLE = """
.card { border: 1px solid var(--bp-line); border-radius: 9px; padding: 0.7rem 1rem 0.8rem; color: var(--bp-ink); background: var(--bp-page); }
.ask { margin: 0 0 0.5rem; }
.ask span { white-space: nowrap; }
.given { margin: 0 0 0.5rem; color: var(--bp-muted); font-style: italic; font-size: 0.95em; }
.given span { display: inline-block; max-width: 100%; margin-right: 0.8em; }
.typing { margin: 0.35rem 0 0; font-style: normal; font-size: 0.9em; }
form, .row { display: flex; flex-wrap: wrap; gap: 0.5rem 0.9rem; align-items: center; }
.field { display: flex; flex-wrap: wrap; gap: 0.2rem 0.6rem; align-items: center; font-style: italic; }
.expression .field { flex: 1 1 20rem; flex-wrap: nowrap; }
.field span { white-space: nowrap; color: var(--bp-backward); }
input[type="text"] {
  font: inherit; font-style: normal; color: inherit; background: var(--bp-page); border: 1px solid var(--bp-line); border-radius: 6px;
  padding: 0.2rem 0.55rem; width: 9rem; min-width: 0; box-sizing: border-box; font-variant-numeric: tabular-nums;
}
.expression input[type="text"] { flex: 1 1 auto; width: auto; font-family: ui-monospace, "DejaVu Sans Mono", monospace; font-size: 0.95em; }
button, .file {
  font: inherit; color: inherit; background: var(--bp-page); border: 1px solid var(--bp-line); border-radius: 7px;
  padding: 0.18rem 0.8rem; cursor: pointer;
}
button:hover, .file:hover { background: var(--bp-node); }
.lock { min-width: 6.4rem; }
.lock[aria-disabled="true"] { background: var(--bp-ink); border-color: var(--bp-ink); color: var(--bp-page); cursor: default; }
.options { display: flex; flex-wrap: wrap; gap: 0.35rem; }
.choice .options { display: contents; }
.options label { position: relative; }
.options input { position: absolute; opacity: 0; inset: 0; margin: 0; cursor: pointer; }
.options span { display: block; border: 1px solid var(--bp-line); border-radius: 7px; padding: 0.18rem 0.8rem; }
.options input:checked + span { background: var(--bp-accent); border-color: var(--bp-accent); color: var(--bp-on-accent); }
.options span::before { content: "○ "; font-size: 0.75em; vertical-align: 0.1em; }
.options input:checked + span::before { content: "● "; }
.options input:focus-visible + span { outline: 2px solid var(--bp-accent); outline-offset: 2px; }
.options input:disabled { cursor: default; }
.options input:disabled:not(:checked) + span { color: var(--bp-muted); }
.verdict {
  margin-top: 0.6rem; padding: 0.4rem 0.9rem; min-height: 1.5em; border-left: 4px solid var(--bp-line); background: var(--bp-node);
  line-height: 1.5; overflow-wrap: anywhere;
}
.verdict[data-rung="nothing"] { color: var(--bp-muted); }
.verdict[data-rung="nothing"] strong { font-weight: 400; }
.verdict:is([data-rung="right"], [data-rung="partly"]) { border-color: var(--bp-right); background: var(--bp-right-ground); }
.verdict:is([data-rung="mistaken"], [data-rung="elsewhere"], [data-rung="wrong"]) {
  border-color: var(--bp-amiss); background: var(--bp-amiss-ground);
}
.verdict .numbers { display: block; font-variant-numeric: tabular-nums; font-size: 0.93em; }
.verdict[data-rung="unreadable"] { border-color: var(--bp-accent); }
pre { margin: 0.2rem 0; overflow-x: auto; font-family: ui-monospace, "DejaVu Sans Mono", monospace; font-size: 0.93em; line-height: 1.25; }
.hints { margin: 0.6rem 0 0; padding-left: 1.4rem; list-style: decimal; }
.hints + button { margin-top: 0.6rem; }
summary { cursor: pointer; margin-top: 0.6rem; }
.note { margin: 0; max-width: 46rem; color: var(--bp-muted); }
.file { position: relative; }
.file input { position: absolute; inset: 0; opacity: 0; cursor: pointer; width: 100%; }
.file:focus-within { outline: 2px solid var(--bp-accent); outline-offset: 2px; }
.bp-scroll { margin-bottom: 0.6rem; }
[hidden] { display: none; }
:focus-visible { outline: 2px solid var(--bp-accent); outline-offset: 2px; }
"""
