import { numeral } from "./numerals.js";

// A text with slots, ⟦v3⟧, filled. Parentheses around a slot alone are for a negative number.

const SLOT = /(^|[^\p{L}\p{N}_])\(−⟦([^⟧?]+)⟧\)|−⟦([^⟧?]+)⟧|⟦([^⟧?]+)\?([^|]*)\|([^⟧]*)⟧/gu;

export function filled(text, numbers) {
  const valueOf = (name) => name.split("+").reduce((sum, slot) => sum + numbers[slot], 0);
  return text.replace(SLOT, (whole, before, alone, plain, asked, nonzero, zero) => {
    if (asked !== undefined) return valueOf(asked) !== 0 ? nonzero : zero;
    if (plain !== undefined) return numeral(valueOf(plain));
    const shown = numeral(valueOf(alone));
    return before + (shown.startsWith("−") ? `(${shown})` : shown);
  });
}

// Every text and attribute below an element that has a slot.

export function slotsIn(element) {
  const found = [];
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const nodes = node.nodeType === Node.TEXT_NODE ? [node] : [...node.attributes];
    for (const place of nodes)
      if (place.nodeValue.includes("⟦")) found.push({ node: place, template: place.nodeValue });
  }
  return found;
}
