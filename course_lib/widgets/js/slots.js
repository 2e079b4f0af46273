import { numeral } from "./numerals.js";

// A slot alone in parentheses · a slot · one of two texts, by whether a slot is 0 · a slot that has a text.
const SLOT = /(^|[^\p{L}\p{N}_])\(−⟦([^⟧?]+)⟧\)|−⟦([^⟧?]+)⟧|⟦([^⟧?]+)\?([^|]*)\|([^⟧]*)⟧|⟦([^⟧?]+)⟧/gu;
const DIVIDED_BY = /\/ $/;
const RAISED = /^(\*\*|[⁻⁰¹²³⁴⁵⁶⁷⁸⁹])/;

/**
 * A text with its slots, such as −⟦v3⟧ (`Slot` in course_lib/numerals.py), filled with what was found for them.
 *
 * @param {string} text
 * @param {import("./types").Slots} found
 */
export function filled(text, found) {
  const sumOf = (/** @type {string} */ name) => name.split("+").reduce((sum, slot) => sum + Number(found[slot]), 0);
  return text.replace(SLOT, (match, before, alone, plain, asked, nonzero, zero, said, at) => {
    if (said !== undefined) return String(found[said]);
    if (asked !== undefined) return sumOf(asked) !== 0 ? nonzero : zero;
    if (plain !== undefined) return numeral(sumOf(plain));
    const shown = numeral(sumOf(alone));
    // A negative number needs its parentheses. A power of ten binds like a product, so in a few places it needs them too.
    const isTight = DIVIDED_BY.test(text.slice(0, at) + before) || RAISED.test(text.slice(at + match.length));
    return before + (shown.startsWith("−") || (isTight && shown.includes("e")) ? `(${shown})` : shown);
  });
}

/** @typedef {{ node: Node, template: string }} Place a text or an attribute, and the text it had with its slots */

/**
 * Every text and attribute below an element that has a slot.
 *
 * @param {Element} element
 */
export function slotsIn(element) {
  /** @type {Place[]} */
  const found = [];
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    for (const place of node instanceof Element ? node.attributes : [node]) {
      if (place.nodeValue?.includes("⟦")) found.push({ node: place, template: place.nodeValue });
    }
  }
  return found;
}
