import { channel } from "./channels.js";

// The text at the controls' setting, from a table made and packed by course_lib/widgets/lookup.py.

/**
 * A table, unpacked from the text that the page holds.
 *
 * @param {string} text
 * @returns {Promise<import("./types").Table>}
 */
export async function unpacked(text) {
  const bytes = Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
  const plain = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return JSON.parse(await new Response(plain).text());
}

/**
 * Act whenever one of the axes' controls moves. Returns the function that ends this.
 *
 * @param {import("./types").Axis[]} axes
 * @param {() => void} act
 */
export function follower(axes, act) {
  const heard = [...new Set(axes.map((axis) => axis.channel))].map(channel);
  for (const { listeners } of heard) listeners.add(act);
  return () => {
    for (const { listeners } of heard) listeners.delete(act);
  };
}

/**
 * Where on its axis a control stands: the place of the nearest position.
 *
 * @param {import("./types").Axis} axis
 * @returns {number}
 */
export function placeOf({ channel: from, name, positions, start }) {
  const setting = channel(from).setting;
  const wanted = (typeof setting === "object" ? setting[name] : setting) ?? start;
  if (typeof wanted !== "number") return Math.max(positions.indexOf(wanted), 0);
  const distance = (/** @type {number} */ k) => Math.abs(Number(positions[k]) - wanted);
  return positions.reduce((/** @type {number} */ best, _, k) => (distance(k) < distance(best) ? k : best), 0);
}

/**
 * A place's number in the grid's order: the last axis varies fastest.
 *
 * @param {number[]} place
 * @param {number[]} lengths
 */
const rank = (place, lengths) => lengths.reduce((sum, length, k) => sum * length + place[k], 0);

/**
 * The text at a place: one number for each axis.
 *
 * @param {import("./types").Table} table
 * @param {number[]} place
 */
export function lookUp({ shape, groups, which }, place) {
  const { pieces, columns } = groups[which.length ? which[rank(place, shape)] : 0];
  const words = columns.map(
    ({ axes, lengths, words }) =>
      words[
        rank(
          axes.map((axis) => place[axis]),
          lengths,
        )
      ],
  );
  return pieces.reduce((text, piece, k) => text + words[k - 1] + piece);
}
