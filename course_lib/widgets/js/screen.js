// Shows HTML that follows a slider. Only what differs from the last time is touched, so a drag costs little,
// and focus, selection and scroll position survive.

export function screen(model, trait) {
  const shown = Object.assign(document.createElement("div"), { className: `screen ${trait}` });
  const show = () => {
    const fresh = document.createElement("template");
    fresh.innerHTML = model.get(trait);
    patch(shown, fresh.content);
  };
  show();
  model.on(`change:${trait}`, show);
  return shown;
}

function patch(old, fresh) {
  const [was, is] = [[...old.childNodes], [...fresh.childNodes]];
  if (was.length !== is.length) return old.replaceChildren(...is);
  was.forEach((node, i) => {
    if (node.nodeName !== is[i].nodeName) old.replaceChild(is[i], node);
    else if (node.nodeType === Node.TEXT_NODE) node.data === is[i].data || (node.data = is[i].data);
    else patchElement(node, is[i]);
  });
}

function patchElement(old, fresh) {
  for (const name of old.getAttributeNames()) if (!fresh.hasAttribute(name)) old.removeAttribute(name);
  for (const { name, value } of fresh.attributes) if (old.getAttribute(name) !== value) old.setAttribute(name, value);
  patch(old, fresh);
}
