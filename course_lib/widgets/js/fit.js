/**
 * Widths in px: of a character of the tag, beside the tag's text, from the tag to the picture's edge, of a character of a
 * label.
 *
 * @typedef {{ character: number, padding: number, margin: number, label: number }} Widths
 */

/**
 * Gives the boxes under a picture's texts the width of their numbers: they were laid out around slots.
 *
 * @param {Element} picture
 * @param {Widths} widths
 */
export function fit(picture, { character, padding, margin, label }) {
  const svg = picture.querySelector("svg");
  if (svg === null) return;
  const [text, box, leader] = [".tag-text", "rect.tag", ".leader"].map((part) => svg.querySelector(part));
  if (text && box && leader) {
    const pieces = [...text.children];
    const room = Number(svg.getAttribute("viewBox")?.split(" ")[2]) - 2 * margin;
    const whole = lengthOf(text) * character + padding;
    const fits = whole <= room;
    for (const piece of pieces.slice(0, -1)) piece.setAttribute("display", fits ? "inline" : "none");
    const width = fits ? whole : lengthOf(pieces[pieces.length - 1]) * character + padding; // the sentence has the rest
    const x = Number(leader.getAttribute("x1"));
    const left = Math.min(Math.max(x - width / 2, margin), margin + room - width);
    box.setAttribute("width", String(width));
    box.setAttribute("x", String(left));
    text.setAttribute("x", String(left + width / 2));
  }
  for (const ground of svg.querySelectorAll("rect.ground")) {
    const lines = ground.nextElementSibling;
    const second = lines?.querySelector("tspan[x]");
    if (!lines || !second) continue;
    const whole = lengthOf(lines);
    const user = lengthOf(second.nextElementSibling);
    const below = lengthOf(second) + (user && user + 1);
    ground.setAttribute("width", String(Math.max(whole - below, below) * label));
  }
}

/** @param {Element | null | undefined} element */
const lengthOf = (element) => element?.textContent?.length ?? 0;
