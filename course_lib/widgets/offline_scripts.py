"""The JavaScript of a live graph on a page without Python: its numbers are computed in the browser."""

NUMBERS = r"""
// Python's numbers, in the browser: four significant digits, half to even, a real minus sign.

function numeral(number) {
  if (Number.isNaN(number)) return "NaN";
  if (!Number.isFinite(number)) return number > 0 ? "∞" : "−∞";
  if (number === 0) return "0";
  const [digits, exponent] = rounded(Math.abs(number));
  const trimmed = digits.replace(/0+$/, "");
  let text;
  if (exponent < -4 || exponent >= 4) text = `${withPoint(trimmed, 1)}e${exponent < 0 ? "−" : ""}${Math.abs(exponent)}`;
  else if (exponent < 0) text = `0.${"0".repeat(-exponent - 1)}${trimmed}`;
  else text = withPoint(trimmed.padEnd(exponent + 1, "0"), exponent + 1);
  return number < 0 ? `−${text}` : text;
}

const withPoint = (digits, at) => (digits.length > at ? `${digits.slice(0, at)}.${digits.slice(at)}` : digits);

function rounded(number) {
  const [mantissa, power] = number.toExponential(60).split("e"); // every digit a double has in its first places
  const all = mantissa.replace(".", "");
  let four = Number(all.slice(0, 4));
  const rest = all.slice(4);
  const half = /^50*$/.test(rest);
  if (half ? four % 2 === 1 : rest[0] >= "5") four += 1;
  return four === 10000 ? ["1000", Number(power) + 1] : [String(four), Number(power)];
}

// A program: variables in their order, then the number of each slot. The expressions come from the symbolic gradient.

function compiled({ inputs, expressions, slots }) {
  const names = Object.keys(inputs);
  const lines = expressions.map(([variable, expression]) => `const ${variable} = ${expression};`);
  const results = Object.entries(slots).map(([slot, variable]) => `${slot}: ${variable}`);
  const body = `const { abs, cos, exp, log, max, min, pow, sin, sqrt } = Math; ${lines.join(" ")} return { ${results} };`;
  const run = new Function(...names.map((name) => inputs[name]), body);
  return (numbers) => run(...names.map((name) => numbers[name]));
}

// A text with slots, ⟦v3⟧, filled. Parentheses around a slot alone are for a negative number.

const SLOT = /(^|[^\p{L}\p{N}_])\(−⟦([^⟧?]+)⟧\)|−⟦([^⟧?]+)⟧|⟦([^⟧?]+)\?([^|]*)\|([^⟧]*)⟧/gu;

function filled(text, numbers) {
  const valueOf = (name) => name.split("+").reduce((sum, slot) => sum + numbers[slot], 0);
  return text.replace(SLOT, (whole, before, alone, plain, asked, nonzero, zero) => {
    if (asked !== undefined) return valueOf(asked) !== 0 ? nonzero : zero;
    if (plain !== undefined) return numeral(valueOf(plain));
    const shown = numeral(valueOf(alone));
    return before + (shown.startsWith("−") ? `(${shown})` : shown);
  });
}
"""

LOOKUP = """
// The text at the controls' setting, from a table made and packed by course_lib/widgets/lookup.py.

async function unpacked(text) {
  const bytes = Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
  const plain = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return JSON.parse(await new Response(plain).text());
}

function follower(axes, act) {
  for (const name of new Set(axes.map((axis) => axis.channel))) channel(name).listeners.add(act);
}

function placeOf({ channel: from, name, positions, start }) {
  const setting = channel(from).setting;
  const wanted = setting === undefined ? start : name === "" ? setting : setting[name];
  if (typeof wanted !== "number") return Math.max(positions.indexOf(wanted), 0);
  const distance = (k) => Math.abs(positions[k] - wanted);
  return positions.reduce((best, _, k) => (distance(k) < distance(best) ? k : best), 0);
}

const rank = (place, lengths) => lengths.reduce((sum, length, k) => sum * length + place[k], 0);

function lookUp({ shape, groups, which }, place) {
  const { pieces, columns } = groups[which.length ? which[rank(place, shape)] : 0];
  return columns.reduce((text, { axes, lengths, words }, k) => {
    return text + words[rank(axes.map((axis) => place[axis]), lengths)] + pieces[k + 1];
  }, pieces[0]);
}
"""

LOOKUP_TABLE = """
async function lookupTable({ model, el }) {
  const table = await unpacked(model.get("table"));
  const axes = model.get("axes");
  const listeners = [];
  const shim = {
    get: () => lookUp(table, axes.map(placeOf)),
    on: (_, listener) => listeners.push(listener),
  };
  el.append(screen(shim, "shown"));
  follower(axes, () => listeners.forEach((listener) => listener()));
}

export default { render: lookupTable };
"""

OFFLINE = r"""
// Every text and attribute below an element that has a slot.

function slotsIn(element) {
  const found = [];
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const nodes = node.nodeType === Node.TEXT_NODE ? [node] : [...node.attributes];
    for (const place of nodes) if (place.nodeValue.includes("⟦")) found.push({ node: place, template: place.nodeValue });
  }
  return found;
}

// Stepper and picture as in the live course, with a model of their own in the place of Python.

const CHARACTER = 10.4; // px of the tag's type, as in course_lib/drawing/graph_svg.py
const MARGIN = 4;

async function offline({ model, el }) {
  const table = await unpacked(model.get("table"));
  const axes = model.get("axes");
  const from = model.get("channel"); // of the sliders; empty where there are none
  const state = { places: Object.fromEntries(model.get("places")), every_edge: false, picture: "", words: "", table: "" };
  for (const trait of ["same", "zoom", "step"]) state[trait] = model.get(trait);
  let graphs, programs; // of each zoom: { program, pictures, wide_pictures, words, tables }, and the program compiled
  const listeners = {};
  const shim = {
    get: (name) => state[name],
    set(name, value) {
      if (state[name] === value) return;
      state[name] = value;
      if (!["picture", "words", "table"].includes(name)) compute();
      for (const listener of listeners[name] ?? []) listener();
    },
    on: (event, listener) => (listeners[event.replace("change:", "")] ??= []).push(listener),
    save_changes() {},
  };

  function choose() {
    graphs = JSON.parse(lookUp(table, axes.map(placeOf)));
    programs = Object.fromEntries(Object.entries(graphs).map(([zoom, graph]) => [zoom, compiled(graph.program)]));
  }

  // A step's templates are shown with their slots, which are then found and filled; a slider only fills them again.
  const places = { picture: [], words: [], table: [] };
  function compute() {
    const graph = graphs[state.zoom];
    const step = Math.min(state.step, graph.words.length - 1);
    const templates = {
      picture: (state.every_edge ? graph.wide_pictures : graph.pictures)[step],
      words: graph.words[step],
      table: graph.tables[step] ?? "",
    };
    for (const [screen, template] of Object.entries(templates)) {
      if (state[screen] === template) continue;
      shim.set(screen, template);
      places[screen] = slotsIn(el.querySelector(`.${screen}`));
    }
    const numbers = programs[state.zoom](channel(from).setting ?? model.get("numbers"));
    for (const place of Object.values(places).flat()) {
      const text = filled(place.template, numbers);
      if (place.node.nodeValue !== text) place.node.nodeValue = text;
    }
    fitTag();
  }

  // The tag was laid out around its slots: give it the width of its numbers.
  function fitTag() {
    const svg = el.querySelector(".picture svg");
    const tag = svg?.querySelector(".tag-text");
    if (!tag) return;
    const width = tag.textContent.length * CHARACTER + 22;
    const room = Number(svg.getAttribute("viewBox").split(" ")[2]);
    const x = Number(svg.querySelector(".leader").getAttribute("x1"));
    const left = Math.min(Math.max(x - width / 2, MARGIN), room - width - MARGIN);
    svg.querySelector("rect.tag").setAttribute("width", width);
    svg.querySelector("rect.tag").setAttribute("x", left);
    tag.setAttribute("x", left + width / 2);
  }

  const stop = stepper({ model: shim, el });
  choose();
  compute();
  channel(from).listeners.add(compute);
  follower(axes, () => {
    choose();
    compute();
  });
  el.dataset.ready = "";
  return stop;
}

export default { render: offline };
"""
