import { numeral } from "./numerals.js";
import { compiled } from "./program.js";

// A gradient beside its central difference, as course_lib/engine/check.py compares them.

/**
 * A function that finds what the table says of each node: its numerical gradient (slot `n3`) and the relative error
 * (slot `e3`), as texts.
 *
 * @param {import("./types").Check} check
 * @param {ReturnType<typeof import("./program.js").evaluation>} evaluate
 * @param {import("./types").Limits} limits
 * @returns {(numbers: import("./types").Numbers) => Record<string, string>}
 */
export function numericalGradients({ of, nodes, program }, evaluate, limits) {
  const sweep = compiled(program);
  const contributions = Object.keys(program.slots).filter((slot) => slot.startsWith("c"));
  return (numbers) => {
    const found = sweep(numbers);
    const { values } = evaluate(numbers);
    const truncation = limits.truncation * Math.max(0, ...contributions.map((slot) => Math.abs(found[slot])));
    /** @type {Record<string, string>} */
    const texts = {};
    for (const node of nodes) {
      const step = limits.step * Math.max(1, Math.abs(values[node]));
      const above = evaluate(numbers, node, values[node] + step);
      const below = evaluate(numbers, node, values[node] - step);
      const rounding = (limits.rounding * largestMoved(above.values, below.values, node, of)) / step;
      const unsure = node === of ? 0 : Math.max(rounding, truncation);
      const said = compared(found[`g${node}`], { above, below, node, of }, unsure, limits);
      [texts[`n${node}`], texts[`e${node}`]] = said;
    }
    return texts;
  };
}

/**
 * The largest value that changes between two runs, if only by a rounding.
 *
 * @param {number[]} above
 * @param {number[]} below
 * @param {number} node
 * @param {number} of
 */
function largestMoved(above, below, node, of) {
  let largest = 0;
  for (let i = node; i <= of; i++) {
    if (above[i] !== below[i]) largest = Math.max(largest, Math.abs(above[i]), Math.abs(below[i]));
  }
  return largest;
}

/**
 * What is said of a gradient: the numerical one, and the relative error.
 *
 * @param {number} gradient
 * @param {{ above: import("./types").Run, below: import("./types").Run, node: number, of: number }} runs
 * @param {number} unsure how far off rounding and truncation may bring the numerical gradient
 * @param {import("./types").Limits} limits
 * @returns {[numerical: string, error: string]}
 */
function compared(gradient, { above, below, node, of }, unsure, limits) {
  if (above.outside >= 0 || below.outside >= 0) return [numeral(Number.NaN), "domain"];
  const numerical = (above.values[of] - below.values[of]) / (above.values[node] - below.values[node]);
  const shown = certain(numerical, unsure, limits.digits);
  const difference = Math.abs(gradient - numerical);
  const size = Math.max(Math.abs(gradient), Math.abs(numerical));
  if (!Number.isFinite(difference / size) && size !== 0) return [shown, "not finite"];
  if (above.corners.some((side, k) => Math.sign(side) !== Math.sign(below.corners[k]))) return [shown, "kink"];
  if (size < limits.both_zero || (difference === 0 && unsure === 0)) return [shown, "0"];
  if (difference > unsure) return [shown, numeral(difference / size, 1)];
  return [shown, unsure / size < limits.differ ? `< ${numeral(unsure / size, 1)}` : "rounding"];
}

/**
 * A number with those of its digits that rounding cannot change.
 *
 * @param {number} number
 * @param {number} unsure
 * @param {number} most digits
 */
function certain(number, unsure, most) {
  const size = Math.abs(number);
  if (!(size > 0 && size < Number.POSITIVE_INFINITY)) return numeral(number);
  if (size <= unsure) return "≈ 0";
  const digits = unsure === 0 ? most : Math.floor(Math.log10(size / unsure));
  return numeral(number, Math.min(Math.max(digits, 1), most));
}
