import { channel } from "./channels.js";

// The text at the controls' setting, from a table made and packed by course_lib/widgets/lookup.py.

export async function unpacked(text) {
  const bytes = Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
  const plain = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return JSON.parse(await new Response(plain).text());
}

export function follower(axes, act) {
  for (const name of new Set(axes.map((axis) => axis.channel))) channel(name).listeners.add(act);
}

export function placeOf({ channel: from, name, positions, start }) {
  const setting = channel(from).setting;
  const wanted = setting === undefined ? start : name === "" ? setting : setting[name];
  if (typeof wanted !== "number") return Math.max(positions.indexOf(wanted), 0);
  const distance = (k) => Math.abs(positions[k] - wanted);
  return positions.reduce((best, _, k) => (distance(k) < distance(best) ? k : best), 0);
}

const rank = (place, lengths) => lengths.reduce((sum, length, k) => sum * length + place[k], 0);

export function lookUp({ shape, groups, which }, place) {
  const { pieces, columns } = groups[which.length ? which[rank(place, shape)] : 0];
  return columns.reduce((text, { axes, lengths, words }, k) => {
    return (
      text +
      words[
        rank(
          axes.map((axis) => place[axis]),
          lengths,
        )
      ] +
      pieces[k + 1]
    );
  }, pieces[0]);
}
