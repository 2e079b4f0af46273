import assert from "node:assert/strict";
import { test } from "node:test";
import { filled } from "../../course_lib/widgets/js/slots.js";

test("parentheses stay around a negative number only", () => {
  assert.equal(filled("2 · (−⟦a⟧) + (−⟦b⟧)", { a: -0.5, b: 3 }), "2 · (−0.5) + 3");
  assert.equal(filled("f(−⟦a⟧)", { a: 2 }), "f(2)"); // a function keeps its own
  assert.equal(filled("(−⟦a⟧)² / (−⟦a⟧) + (−⟦a⟧)·2", { a: 1e-7 }), "(1e−7)² / (1e−7) + 1e−7·2");
});

test("a slot may be a sum, or choose between two texts", () => {
  assert.equal(filled("−⟦a+b⟧", { a: 1, b: 0.25 }), "1.25");
  assert.equal(filled("⟦a?open|closed⟧ ⟦b?open|closed⟧", { a: 0, b: 1 }), "closed open");
});

test("a slot may have a text of its own", () => {
  assert.equal(filled("error ⟦e3⟧, ⟦n3⟧", { e3: "kink", n3: "≈ 0" }), "error kink, ≈ 0");
});
