import { make } from "./elements.js";

/** @type {Partial<Record<import("./types").Rung, string>>} */
const MARKS = { right: "✓ ", mistaken: "✗ ", elsewhere: "✗ ", wrong: "✗ ", unreadable: "? ", partly: "✓ " };

/** The part of a card that shows its reply. It stays in the page, so that a screen reader announces every change. */
export const statusRegion = () => make("div", { className: "verdict", role: "status", "aria-live": "polite" });

/**
 * Show a verdict. All that comes from a student stays text.
 *
 * @param {HTMLElement} region
 * @param {import("./types").Verdict} verdict
 */
export function answer(region, { rung, title, sentence, numbers, source, column = 0 }) {
  region.dataset.rung = rung;
  /** @type {(Node | string)[]} */
  const parts = [make("strong", {}, `${MARKS[rung] ?? ""}${title}`)];
  if (sentence) parts.push(` ${sentence}`);
  const place = make("span", {}, "▲");
  const line = make("pre", {}, `${source}\n${" ".repeat(Math.max(column - 1, 0))}`, place);
  if (source) parts.push(line);
  if (numbers) parts.push(make("span", { className: "numbers" }, numbers));
  region.replaceChildren(...parts);
  if (source) line.scrollLeft = place.offsetLeft - line.clientWidth / 2;
}
