import assert from "node:assert/strict";
import { test } from "node:test";
import { calculated, close, known } from "../../course_lib/widgets/js/known_answers.js";
import { cases } from "./read_cases.js";

test("a calculation has Python's number, and what Python cannot read has none", () => {
  for (const [text, number] of cases.calculations) {
    if (number === null) assert.ok(Number.isNaN(calculated(text)), text);
    else assert.ok(Math.abs(calculated(text) - number) <= 1e-15 * Math.abs(number), text);
  }
});

test("a plus may stand before a number, which Python does not take", () => {
  assert.equal(calculated("+2"), 2);
});

test("numbers are close where they are close in Python", () => {
  for (const [number, other, isClose] of cases.close) {
    assert.equal(close(number, other, cases.tolerance), isClose, `${number}, ${other}`);
  }
});

test("an answer gets the verdict that Python gives it", () => {
  for (const { answers, given } of cases.questions) {
    for (const [texts, rung, title] of given) {
      const verdict = known(answers, texts, cases.tolerance);
      assert.equal(verdict.rung, rung, texts.join("; "));
      if (rung === "right") assert.equal(verdict.title, title, texts.join("; "));
    }
  }
});

test("of two fields one may be right", () => {
  const verdict = { rung: "right", title: "Right." };
  const answers = [{ numbers: [1, 2], verdict }];
  assert.equal(known(answers, ["1", "2"], cases.tolerance), verdict);
  assert.equal(known(answers, ["1", " "], cases.tolerance).rung, "partly");
  assert.equal(known(answers, ["1", "7"], cases.tolerance).sentence, "One of the two is right.");
});

test("a choice gets the reply to its option", () => {
  const answers = [
    { said: "a", numbers: [], verdict: { rung: "right", title: "Yes." } },
    { said: "b", numbers: [], verdict: { rung: "mistaken", title: "No." } },
  ];
  assert.equal(known(answers, ["b"], cases.tolerance).title, "No.");
  assert.equal(known(answers, [""], cases.tolerance).rung, "nothing");
});
