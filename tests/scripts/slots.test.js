import assert from "node:assert/strict";
import { test } from "node:test";
import { compiled } from "../../course_lib/widgets/js/program.js";
import { filled } from "../../course_lib/widgets/js/slots.js";
import { cases } from "./read_cases.js";

test("a step's words, filled with the program's numbers, are those of Python", () => {
  for (const { program, numbers, words } of cases.graphs) {
    const found = compiled(program)(numbers);
    for (const [template, text] of words) assert.equal(filled(template, found), text);
  }
});

test("parentheses stay around a negative number only", () => {
  assert.equal(filled("2 · (−⟦a⟧) + (−⟦b⟧)", { a: -0.5, b: 3 }), "2 · (−0.5) + 3");
  assert.equal(filled("f(−⟦a⟧)", { a: 2 }), "f(2)"); // a function keeps its own
});

test("a slot may be a sum, or choose between two texts", () => {
  assert.equal(filled("−⟦a+b⟧", { a: 1, b: 0.25 }), "1.25");
  assert.equal(filled("⟦a?open|closed⟧ ⟦b?open|closed⟧", { a: 0, b: 1 }), "closed open");
});
