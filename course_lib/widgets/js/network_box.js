import { arrive } from "./arrive.js";
import { make } from "./elements.js";
import { sender } from "./messages.js";
import { answer, statusRegion } from "./verdict.js";

// A network's text: type it, press Ctrl+Enter or the button, and read the reply under it. Python gets the text only
// then, so typing costs nothing and the caret stays.

const [FEWEST_ROWS, MOST_ROWS] = [6, 14];

/**
 * @typedef {object} NetworkBox
 * @property {string} text
 * @property {string} drawn the text of the picture
 * @property {[name: string, program: string][]} examples
 * @property {string} parameter of the address, with a text
 * @property {number} longest_link characters
 * @property {boolean} is_asked_for the address has a text: it leads here
 */

/** @param {import("./types").Widget<import("./types").Card & NetworkBox>} widget */
function render({ model, el }) {
  const send = sender(model);
  const region = statusRegion();
  const text = make("textarea", {
    spellcheck: false,
    autocapitalize: "off",
    autocomplete: "off",
    rows: FEWEST_ROWS,
    "aria-label": "Your network",
  });
  const draw = make("button", { type: "button", className: "draw" }, "Draw it");
  const hint = make("span", { className: "given" }, "or Ctrl+Enter");
  const examples = model.get("examples").map(([name, program]) => {
    const button = make("button", { type: "button" }, name);
    button.addEventListener("click", () => {
      text.value = program;
      go();
    });
    return button;
  });
  const start = { className: "row examples", role: "group", "aria-label": "start from" };

  const share = make("button", { type: "button" }, "Copy a link to this text");
  const link = make("input", {
    type: "text",
    readOnly: true,
    className: "link",
    "aria-label": "A link to this network",
  });
  const textOnly = make("span", { className: "given" }, "It carries only the text, not the numbers of the sliders.");
  const copied = make("span", { className: "given", role: "status" });

  function go() {
    model.set("text", text.value);
    send("draw", { text: text.value });
    grow();
  }
  function grow() {
    text.rows = Math.min(Math.max(text.value.split("\n").length + 1, FEWEST_ROWS), MOST_ROWS);
  }
  const fresh = () => draw.classList.toggle("waiting", text.value !== model.get("drawn"));

  function address() {
    const here = new URL(location.href);
    here.searchParams.set(model.get("parameter"), model.get("drawn"));
    here.hash = "";
    return here.href;
  }
  function showLink() {
    const short = address().length <= model.get("longest_link");
    link.value = short ? address() : "This text is too long for a link.";
    share.disabled = !short;
    copied.textContent = "";
  }

  draw.addEventListener("click", go);
  text.addEventListener("input", () => {
    grow();
    fresh();
  });
  text.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      go();
    }
    event.stopPropagation(); // an arrow moves the caret, and turns no slide
  });
  link.addEventListener("focus", () => link.select());
  share.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(link.value);
      copied.textContent = "Copied.";
    } catch {
      link.focus(); // without the right to write: it is marked, and copied by hand
      copied.textContent = "Press Ctrl+C to copy it.";
    }
  });

  text.value = model.get("text");
  grow();
  el.append(
    make(
      "div",
      { className: "card" },
      make("div", start, "start from", ...examples),
      text,
      make("div", { className: "row" }, draw, hint),
      region,
      make("div", { className: "row" }, share, link, copied),
      textOnly,
    ),
  );
  function show() {
    fresh();
    showLink();
    answer(region, model.get("verdict"));
  }
  show();
  if (model.get("is_asked_for")) arrive(el);
  model.on("change:verdict", show);
  model.on("change:drawn", show);
}

export default { render };
