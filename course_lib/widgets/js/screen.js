import { make } from "./elements.js";

/**
 * Shows HTML that follows a slider. Only what differs from the last time is touched, so a drag costs little, and focus,
 * selection and scroll position survive.
 *
 * @template {string} Name
 * @param {import("./types").Model<Record<Name, string>>} model
 * @param {Name} trait
 */
export function screen(model, trait) {
  const shown = make("div", { className: `screen ${trait}` });
  function show() {
    const fresh = make("template");
    fresh.innerHTML = model.get(trait);
    patch(shown, fresh.content);
  }
  show();
  model.on(`change:${trait}`, show);
  return shown;
}

/**
 * @param {Element} old
 * @param {Element | DocumentFragment} fresh
 */
function patch(old, fresh) {
  const [was, is] = [[...old.childNodes], [...fresh.childNodes]];
  if (was.length !== is.length) return old.replaceChildren(...is);
  was.forEach((node, i) => {
    const next = is[i];
    if (node.nodeName !== next.nodeName) old.replaceChild(next, node);
    else if (node instanceof Element) patchElement(node, /** @type {Element} */ (next));
    else if (node.nodeValue !== next.nodeValue) node.nodeValue = next.nodeValue;
  });
}

/**
 * @param {Element} old
 * @param {Element} fresh
 */
function patchElement(old, fresh) {
  for (const name of old.getAttributeNames()) if (!fresh.hasAttribute(name)) old.removeAttribute(name);
  for (const { name, value } of fresh.attributes) if (old.getAttribute(name) !== value) old.setAttribute(name, value);
  patch(old, fresh);
}
