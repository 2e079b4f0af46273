import { make } from "./elements.js";

const MARKS = { right: "✓ ", mistaken: "✗ ", elsewhere: "✗ ", wrong: "✗ ", unreadable: "? ", partly: "✓ " };

// The one place of a card where it answers; it stays, so that a screen reader tells every change.
export function statusRegion() {
  const region = make("div", { className: "verdict", role: "status" });
  region.setAttribute("aria-live", "polite");
  return region;
}

export function answer(region, { rung, title, sentence, numbers, source, column }) {
  region.dataset.rung = rung;
  const parts = [make("strong", {}, `${MARKS[rung] ?? ""}${title}`)];
  if (sentence) parts.push(` ${sentence}`);
  if (source) parts.push(make("pre", {}, `${source}\n${" ".repeat(Math.max(column - 1, 0))}`, make("span", {}, "▲")));
  if (numbers) parts.push(make("span", { className: "numbers" }, numbers));
  region.replaceChildren(...parts);
  const place = region.querySelector("pre span");
  if (place) place.parentElement.scrollLeft = place.offsetLeft - place.parentElement.clientWidth / 2;
}
