function render({ model, el }) {
  const make = (tag, properties) => Object.assign(document.createElement(tag), properties);
  const row = make("div", { className: "pins" });
  const pin = make("button", { type: "button", textContent: "pin this line" });
  const send = (act, name) => {
    model.set("sent", { act, name, count: (model.get("sent").count ?? 0) + 1 });
    model.save_changes();
  };
  pin.addEventListener("click", () => send("pin", ""));
  row.append(pin);
  function show() {
    row.replaceChildren(
      pin,
      ...model.get("names").map((name) => {
        const off = make("button", { type: "button", className: "pinned", textContent: `${name} ×` });
        off.setAttribute("aria-label", `take off ${name}`);
        off.addEventListener("click", () => {
          send("take off", name);
          pin.focus();
        });
        return off;
      }),
    );
  }
  show();
  model.on("change:names", show);
  el.append(row);
}

export default { render };
