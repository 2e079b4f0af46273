import { arrive } from "./arrive.js";
import { make } from "./elements.js";
import { sender } from "./messages.js";
import { answer, statusRegion } from "./verdict.js";

// A network's text: type, press Ctrl+Enter or the button, read under it what could not be read. `make`, `answer`,
// `arrive` and the others are defined above. Python hears of a text only then, so typing costs nothing and the caret stays.

function render({ model, el }) {
  const send = sender(model);
  const region = statusRegion();
  const text = make("textarea", { spellcheck: false, autocapitalize: "off", autocomplete: "off", rows: 6 });
  text.setAttribute("aria-label", "Your network");
  const draw = make("button", { type: "button", className: "draw" }, "Draw it");
  const hint = make("span", { className: "given" }, "or Ctrl+Enter");
  const examples = model.get("examples").map(([name, program]) =>
    make(
      "button",
      {
        type: "button",
        onclick: () => {
          text.value = program;
          go();
        },
      },
      name,
    ),
  );
  const row = make("div", { className: "row examples", role: "group", label: "start from" }, "start from", ...examples);

  const share = make("button", { type: "button" }, "Copy a link to this text");
  const link = make("input", { type: "text", readOnly: true, className: "link" });
  link.setAttribute("aria-label", "A link to this network");
  const textOnly = make("span", { className: "given" }, "It leads here and carries the text only: no slider's number.");
  const copied = make("span", { className: "given", role: "status" });

  function go() {
    model.set("text", text.value);
    send("draw", { text: text.value });
    grow();
  }
  const grow = () => (text.rows = Math.min(Math.max(text.value.split("\n").length + 1, 6), 14));
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
      row,
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
