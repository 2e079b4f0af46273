import assert from "node:assert/strict";
import { test } from "node:test";
import { channel, publish } from "../../course_lib/widgets/js/channels.js";
import { follower, lookUp, placeOf, unpacked } from "../../course_lib/widgets/js/lookup.js";
import { cases } from "./read_cases.js";

test("every place has the text that Python put there", async () => {
  for (const { packed, texts } of cases.tables) {
    const table = await unpacked(packed);
    for (const [place, text] of texts) assert.equal(lookUp(table, place), text);
  }
});

test("a slider stands at the nearest position, a choice at its own", () => {
  const slider = { channel: "sliders", name: "w", positions: [-1, 0, 0.5, 2], start: 0.5 };
  assert.equal(placeOf(slider), 2); // nobody has moved it
  for (const [w, place] of [
    [-9, 0],
    [0.2, 1],
    [0.3, 2],
    [1.9, 3],
  ]) {
    publish("sliders", { w });
    assert.equal(placeOf(slider), place, `${w}`);
  }
  const choice = { channel: "choice", name: "", positions: ["relu", "tanh"], start: "tanh" };
  assert.equal(placeOf(choice), 1);
  publish("choice", "relu");
  assert.equal(placeOf(choice), 0);
  publish("choice", "unknown");
  assert.equal(placeOf(choice), 0);
});

test("whatever follows a control hears of each move, once for each control", () => {
  let heard = 0;
  const axis = { channel: "followed", positions: [0, 1], start: 0 };
  follower(
    [
      { ...axis, name: "a" },
      { ...axis, name: "b" },
    ],
    () => {
      heard += 1;
    },
  );
  publish("followed", { a: 1, b: 0 });
  publish("", { a: 0, b: 0 }); // a control without a channel is heard by nobody
  assert.equal(heard, 1);
  assert.deepEqual(channel("followed").setting, { a: 1, b: 0 });
});
