import assert from "node:assert/strict";
import { test } from "node:test";
import { numericalGradients } from "../../course_lib/widgets/js/check.js";
import { compiled, evaluation } from "../../course_lib/widgets/js/program.js";
import { filled } from "../../course_lib/widgets/js/slots.js";
import { textAt } from "../../course_lib/widgets/js/timeline.js";
import { cases } from "./read_cases.js";

const plain = (html) => html.replaceAll("&lt;", "<");
// The tag, and the boxes and lines under texts, are laid out around slots: the browser fits them to their numbers.
const withoutPlaces = (html) =>
  html
    .replaceAll(/<text class="tag-text".*?<\/text>/g, "")
    .replaceAll(/<(rect|line)[^>]*>/g, "")
    .replaceAll(/ (x|y)="[^"]*"/g, "")
    .replaceAll(/<tspan class="[^"]*">/g, "");

test("at every step, words, table and picture have Python's numbers, and the numerical check its verdicts", () => {
  for (const { program, numbers, zooms } of cases.graphs) {
    const evaluate = evaluation(program.evaluation);
    const checks = numericalGradients(program.check, evaluate, cases.limits)(numbers);
    for (const [zoom, steps] of Object.entries(zooms)) {
      const shown = program.zooms[zoom];
      const found = { ...compiled(shown.program)(numbers), ...checks };
      assert.equal(shown.places.length, steps.length);
      steps.forEach(({ words, table, texts }, step) => {
        const at = (timeline) => plain(filled(textAt(timeline, step), found));
        assert.equal(at(shown.words), plain(words));
        assert.equal(at(shown.table), plain(table));
        assert.equal(withoutPlaces(at(shown.picture)), withoutPlaces(plain(texts[0])));
        assert.equal(withoutPlaces(at(shown.wide)), withoutPlaces(plain(texts[1])));
      });
    }
  }
});

test("an operation outside its domain is found, also where a node is moved, and others are not", () => {
  const { program } = cases.graphs.find((graph) => "w" in graph.numbers && graph.program.evaluation.outside.length > 2);
  const evaluate = evaluation(program.evaluation);
  assert.equal(evaluate({ x: 1, w: 1 }).outside, -1);
  const said = (numbers) => program.evaluation.outside[evaluate(numbers).outside].said;
  assert.match(said({ x: 1, w: -1 }), /log/);
  assert.match(said({ x: -1, w: 1 }), /sqrt/);
  assert.ok(evaluate({ x: 1, w: 1 }, program.evaluation.inputs.indexOf("x"), -1).outside >= 0);
});
