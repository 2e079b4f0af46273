import { channel } from "./channels.js";
import { follower, lookUp, placeOf, unpacked } from "./lookup.js";
import { compiled } from "./program.js";
import { filled, slotsIn } from "./slots.js";
import { stepper } from "./stepper.js";

// Stepper and picture as in the live course, with a model of their own in place of Python.

/**
 * @typedef {object} Graph what a zoom shows: its program, and for each step its templates
 * @property {import("./types").Program} program
 * @property {string[]} pictures
 * @property {string[]} wide_pictures
 * @property {string[]} words
 * @property {string[]} tables
 */

/**
 * @typedef {object} Offline
 * @property {string} table packed: at each setting of the choices along `axes`, a Graph for each zoom, as JSON
 * @property {import("./types").Axis[]} axes
 * @property {string} channel of the sliders; empty where there are none
 * @property {import("./types").Numbers} numbers
 * @property {[zoom: string, places: string[]][]} places
 * @property {Record<string, number[]>} same
 * @property {string} zoom
 * @property {number} step
 * @property {{ character: number, padding: number, margin: number }} tag how wide the tag is drawn, in px
 */

const SCREENS = /** @type {const} */ (["picture", "words", "table"]);

/** @param {import("./types").Widget<Offline>} widget */
async function render({ model, el }) {
  const table = await unpacked(model.get("table"));
  const axes = model.get("axes");
  const from = model.get("channel");
  const state = {
    places: Object.fromEntries(model.get("places")),
    same: model.get("same"),
    zoom: model.get("zoom"),
    step: model.get("step"),
    every_edge: false,
    picture: "",
    words: "",
    table: "",
  };
  /** @type {Record<string, (() => void)[]>} */
  const listeners = {};

  /** @type {import("./types").Model<typeof state>} */
  const own = {
    get: (name) => state[name],
    set(name, value) {
      if (state[name] === value) return;
      state[name] = value;
      if (!SCREENS.some((screen) => screen === name)) compute();
      for (const listener of listeners[`change:${name}`] ?? []) listener();
    },
    on(event, listener) {
      listeners[event] ??= [];
      listeners[event].push(listener);
    },
    save_changes() {},
  };

  /** @type {Record<string, { graph: Graph, run: ReturnType<typeof compiled> }>} */
  let zooms = {};
  function choose() {
    /** @type {Record<string, Graph>} */
    const graphs = JSON.parse(lookUp(table, axes.map(placeOf)));
    zooms = Object.fromEntries(
      Object.entries(graphs).map(([zoom, graph]) => [zoom, { graph, run: compiled(graph.program) }]),
    );
  }

  // A step's templates are shown with their slots, which are then found and filled; a slider only fills them again.
  /** @type {Record<"picture" | "words" | "table", import("./slots").Place[]>} */
  const places = { picture: [], words: [], table: [] };
  function compute() {
    const { graph, run } = zooms[state.zoom];
    const step = Math.min(state.step, graph.words.length - 1);
    const templates = {
      picture: (state.every_edge ? graph.wide_pictures : graph.pictures)[step],
      words: graph.words[step],
      table: graph.tables[step] ?? "",
    };
    for (const screen of SCREENS) {
      if (state[screen] === templates[screen]) continue;
      own.set(screen, templates[screen]);
      const shown = el.querySelector(`.${screen}`);
      if (shown) places[screen] = slotsIn(shown);
    }
    const setting = channel(from).setting;
    const numbers = run(typeof setting === "object" ? setting : model.get("numbers"));
    for (const { node, template } of Object.values(places).flat()) {
      const text = filled(template, numbers);
      if (node.nodeValue !== text) node.nodeValue = text;
    }
    fitTag();
  }

  // The tag was laid out around its slots: give it the width of its numbers.
  const { character, padding, margin } = model.get("tag");
  function fitTag() {
    const picture = el.querySelector(".picture svg");
    const [text, box, leader] = [".tag-text", "rect.tag", ".leader"].map((part) => picture?.querySelector(part));
    if (!picture || !text || !box || !leader) return;
    const width = (text.textContent ?? "").length * character + padding;
    const room = Number(picture.getAttribute("viewBox")?.split(" ")[2]);
    const x = Number(leader.getAttribute("x1"));
    const left = Math.min(Math.max(x - width / 2, margin), room - width - margin);
    box.setAttribute("width", String(width));
    box.setAttribute("x", String(left));
    text.setAttribute("x", String(left + width / 2));
  }

  choose();
  const stop = stepper({ model: own, el });
  compute();
  channel(from).listeners.add(compute);
  follower(axes, () => {
    choose();
    compute();
  });
  el.dataset.ready = "";
  return stop;
}

export default { render };
