/**
 * A timeline's whole text after a step (course_lib/drawing/parts.py).
 *
 * @param {import("./types").Timeline} parts
 * @param {number} step
 */
export function textAt(parts, step) {
  const texts = parts.map((part) => (typeof part === "string" ? part : part.findLast(([from]) => from <= step)?.[1]));
  return texts.join("");
}
