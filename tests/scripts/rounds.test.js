import assert from "node:assert/strict";
import { test } from "node:test";
import { alone } from "../../course_lib/widgets/js/rounds.js";
import { cases } from "./read_cases.js";

/** A question's card without a page: its traits, and what handles the visitor's acts. */
function card() {
  const traits = { ...cases.rounds, help: "", hints: [], verdict: cases.rounds.rounds[0].first, asked: 0, texts: [] };
  const model = {
    get: (name) => traits[name],
    set(name, value) {
      traits[name] = value;
    },
  };
  return { traits, send: alone(model) };
}

test("hints are offered after so many misses, the same answer again being none", () => {
  const { traits, send } = card();
  for (let miss = 1; miss <= cases.rounds.misses; miss += 1) {
    assert.equal(traits.help, "");
    send("answer", { texts: [`${1e5 + miss}`] });
    send("answer", { texts: [`${1e5 + miss}`] });
  }
  assert.equal(traits.help, "hint 0");
  send("help");
  assert.equal(traits.hints.length, 1);
  assert.equal(traits.help, "hint 1");
});

test("behind a right answer there is a fresh question", () => {
  const { traits, send } = card();
  const [right] = cases.rounds.rounds[0].answers;
  send("answer", { texts: right.numbers.map(String) });
  assert.equal(traits.verdict.rung, "right");
  assert.equal(traits.help, "a fresh one");
  send("help");
  assert.equal(traits.asked, 1);
  assert.deepEqual(traits.texts, []);
  assert.equal(traits.prompt, cases.rounds.rounds[1].face.prompt);
  assert.equal(traits.help, "");
});

test("nothing typed is no miss", () => {
  const { traits, send } = card();
  for (let i = 0; i < 5; i += 1) send("answer", { texts: [" "] });
  assert.equal(traits.verdict.rung, "nothing");
  assert.equal(traits.help, "");
});

test("behind an explained answer there are both passes, from the table of pictures", async () => {
  const { traits, send } = card();
  const explained = cases.rounds.rounds[0].answers.filter((each) => each.compared);
  assert.ok(explained.length > 5);
  for (const [i, { numbers }] of explained.slice(0, 6).entries()) {
    send("answer", { texts: numbers.map(String) });
    assert.deepEqual(traits.compared, {}); // until they are unpacked
    for (let wait = 0; wait < 100 && !traits.compared.yours; wait += 1)
      await new Promise((done) => setTimeout(done, 5));
    assert.equal(traits.compared.yours, cases.rounds.yours[i]);
    assert.notEqual(traits.compared.right, traits.compared.yours);
    assert.equal(traits.compared.fresh, "a fresh one");
  }
});
