import { make } from "./elements.js";

/**
 * Shows HTML that follows a control.
 *
 * @template {string} Name
 * @param {import("./types").Model<Record<Name, string>>} model
 * @param {Name} trait
 */
export function screen(model, trait) {
  const shown = make("div", { className: `screen ${trait}` });
  const show = () => patched(shown, model.get(trait));
  show();
  model.on(`change:${trait}`, show);
  return shown;
}

/**
 * Makes an element show this HTML. Only what differs from the last time is touched, so a drag costs little, and focus,
 * selection and scroll position survive.
 *
 * @param {Element} element
 * @param {string} html
 */
export function patched(element, html) {
  const fresh = make("template");
  fresh.innerHTML = html;
  patch(element, fresh.content);
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
