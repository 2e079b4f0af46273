import { numeral } from "./numerals.js";

// A slot alone in parentheses, which only a negative number needs · a slot · one of two texts, by whether a slot is 0.
const SLOT = /(^|[^\p{L}\p{N}_])\(−⟦([^⟧?]+)⟧\)|−⟦([^⟧?]+)⟧|⟦([^⟧?]+)\?([^|]*)\|([^⟧]*)⟧/gu;

/**
 * A text with its slots, such as −⟦v3⟧ (`Slot` in course_lib/numerals.py), filled with numbers.
 *
 * @param {string} text
 * @param {import("./types").Numbers} numbers
 */
export function filled(text, numbers) {
  const sumOf = (/** @type {string} */ name) => name.split("+").reduce((sum, slot) => sum + numbers[slot], 0);
  return text.replace(SLOT, (_, before, alone, plain, asked, nonzero, zero) => {
    if (asked !== undefined) return sumOf(asked) !== 0 ? nonzero : zero;
    if (plain !== undefined) return numeral(sumOf(plain));
    const shown = numeral(sumOf(alone));
    return before + (shown.startsWith("−") ? `(${shown})` : shown);
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
