/**
 * An element. Of its properties `role` and those with a hyphen become attributes, such as `aria-label`.
 *
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Record<string, unknown>} properties
 * @param {...(Node | string)} children
 */
export function make(tag, properties = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name === "role" || name.includes("-")) made.setAttribute(name, String(value));
    else Object.assign(made, { [name]: value });
  }
  made.append(...children);
  return made;
}

/**
 * A text in pieces that keep each word on one line, such as ∂L/∂w1.
 *
 * @param {string} text
 */
export const unbroken = (text) =>
  text.split(/( )/).map((word) => (word.includes("/∂") ? make("span", {}, word) : word));

/**
 * The focused element of the page or, if the given element is in a shadow tree, of that tree.
 *
 * @param {HTMLElement} el
 */
export const focused = (el) => /** @type {Document | ShadowRoot} */ (el.getRootNode()).activeElement;
