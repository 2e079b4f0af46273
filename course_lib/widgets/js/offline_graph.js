import { channel } from "./channels.js";
import { follower, lookUp, placeOf, unpacked } from "./lookup.js";
import { compiled } from "./program.js";
import { filled, slotsIn } from "./slots.js";
import { stepper } from "./stepper.js";

// Stepper and picture as in the live course, with a model of their own in the place of Python.

const CHARACTER = 10.4; // px of the tag's type, as in course_lib/drawing/graph_svg.py
const MARGIN = 4;

async function offline({ model, el }) {
  const table = await unpacked(model.get("table"));
  const axes = model.get("axes");
  const from = model.get("channel"); // of the sliders; empty where there are none
  const state = {
    places: Object.fromEntries(model.get("places")),
    every_edge: false,
    picture: "",
    words: "",
    table: "",
  };
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
