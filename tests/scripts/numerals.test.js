import assert from "node:assert/strict";
import { test } from "node:test";
import { numeral } from "../../course_lib/widgets/js/numerals.js";
import { cases } from "./read_cases.js";

test("a number has the text that Python gives it", () => {
  assert.ok(cases.numerals.length > 2000);
  for (const [number, text] of cases.numerals) assert.equal(numeral(Number(number)), text, number);
});
