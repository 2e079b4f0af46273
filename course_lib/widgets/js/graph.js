import { channel } from "./channels.js";
import { numericalGradients } from "./check.js";
import { make } from "./elements.js";
import { fit } from "./fit.js";
import { follower, lookUp, placeOf, unpacked } from "./lookup.js";
import { compiled, evaluation } from "./program.js";
import { patched } from "./screen.js";
import { filled, slotsIn } from "./slots.js";
import { stepper } from "./stepper.js";
import { textAt } from "./timeline.js";

// A live graph: picture, stepper, words and table. Python wrote the program and every text, once for the network;
// the browser computes the numbers and puts them into the texts' slots.

/**
 * @typedef {object} Graph
 * @property {string} table packed: at each setting of the choices along `axes`, a GraphProgram as JSON
 * @property {import("./types").Axis[]} axes
 * @property {string} channel of the sliders
 * @property {import("./types").Numbers} numbers where the sliders start
 * @property {{ zoom: string, step: number }} start
 * @property {import("./stepper.js").Walk} walk
 * @property {import("./fit.js").Widths} widths
 * @property {import("./types").Limits} limits of the numerical check
 */

const NO_STEP = -1;

/** @typedef {"picture" | "words" | "table"} Screen */

/** @param {import("./types").Widget<Graph>} widget */
async function render({ model, el }) {
  let stop = () => {};

  async function load(isAnother = false) {
    if (model.get("table") === "") return; // the graph comes later
    const table = await unpacked(model.get("table"));
    stop();
    el.replaceChildren();
    if (isAnother) model.set("walk", { ...model.get("walk"), ...model.get("start") });
    stop = show(model, el, table);
    el.dataset.ready = "";
  }

  await load();
  model.on("change:table", () => load(true)); // it is another network now
  return () => stop();
}

/**
 * Shows one network. Returns the function that ends it.
 *
 * @param {import("./types").Model<Graph>} model
 * @param {HTMLElement} el
 * @param {import("./types").Table} table
 */
function show(model, el, table) {
  const axes = model.get("axes");
  const moved = channel(model.get("channel"));

  /** The graph at the choices' setting, and its programs as functions. */
  function choose() {
    /** @type {import("./types").GraphProgram} */
    const graph = JSON.parse(lookUp(table, axes.map(placeOf)));
    const evaluate = evaluation(graph.evaluation);
    const zooms = Object.entries(graph.zooms);
    return {
      ...graph,
      evaluate,
      check: graph.check && numericalGradients(graph.check, evaluate, model.get("limits")),
      programs: Object.fromEntries(zooms.map(([zoom, { program }]) => [zoom, compiled(program)])),
    };
  }

  let graph = choose();
  const screens = {
    picture: make("div", { className: "screen picture" }),
    words: make("div", { className: "screen words" }),
    table: make("div", { className: "screen table" }),
  };
  /** @type {Record<Screen, { text: string, slots: import("./slots").Place[] }>} */
  const showing = {
    picture: { text: "", slots: [] },
    words: { text: "", slots: [] },
    table: { text: "", slots: [] },
  };
  let step = NO_STEP;
  /** @type {import("./types").Numbers} */
  let last = model.get("numbers"); // the last numbers at which every value exists

  /** The sliders' numbers. A slider that is not there yet counts as where it starts. */
  function numbers() {
    const setting = typeof moved.setting === "object" ? moved.setting : {};
    return { ...model.get("numbers"), ...setting };
  }

  /** Puts a text with slots on a screen, unless it is there. @param {Screen} name @param {string} text */
  function put(name, text) {
    if (showing[name].text === text) return;
    patched(screens[name], text);
    showing[name] = { text, slots: slotsIn(screens[name]) };
  }

  function compute() {
    const { zoom, step: asked, every_edge } = model.get("walk");
    const { picture, wide, words, table, places } = graph.zooms[zoom];
    const before = step;
    step = Math.min(asked, places.length - 1);
    const given = numbers();
    const { values, outside } = graph.evaluate(given);
    if (outside < 0) last = given;
    put("picture", textAt(every_edge ? wide : picture, step));
    put("table", textAt(table, step));
    put("words", outside < 0 ? textAt(words, step) : graph.evaluation.outside[outside].said);
    const found = { ...graph.programs[zoom](last), ...graph.check?.(last), overflow: overflow(values) };
    fill("picture", found);
    fill("table", found);
    fill("words", outside < 0 ? found : Object.fromEntries(values.map((value, i) => [`v${i}`, value])));
    fit(screens.picture, model.get("widths"));
    if (step !== before) followStep();
  }

  /** @param {number[]} values */
  function overflow(values) {
    const infinite = graph.overflow.find(([node]) => Math.abs(values[node]) === Number.POSITIVE_INFINITY);
    return infinite?.[1] ?? "";
  }

  /** @param {Screen} name @param {import("./types").Slots} found */
  function fill(name, found) {
    for (const { node, template } of showing[name].slots) {
      const text = filled(template, found);
      if (node.nodeValue !== text) node.nodeValue = text;
    }
  }

  // A graph that is wider than the page scrolls to the cards of the step shown.
  function followStep() {
    const box = screens.picture.querySelector(".bp-graph");
    const cards = [...screens.picture.querySelectorAll(":is(.receiving, .handing, .computing) .card, .tag")];
    if (box === null || cards.length === 0) return;
    const seen = box.getBoundingClientRect();
    const boxes = cards.map((card) => card.getBoundingClientRect());
    const left = Math.min(...boxes.map((card) => card.left));
    const right = Math.max(...boxes.map((card) => card.right));
    if (left < seen.left || right > seen.right) box.scrollLeft += (left + right - seen.left - seen.right) / 2;
  }

  const walk = stepper(model, graph.zooms);
  el.append(screens.picture, ...walk.elements, screens.words, screens.table);
  compute();
  moved.listeners.add(compute);
  const unfollow = follower(axes, () => {
    graph = choose();
    compute();
  });
  model.on("change:walk", compute);
  return () => {
    model.off("change:walk", compute);
    walk.stop();
    unfollow();
    moved.listeners.delete(compute);
  };
}

export default { render };
