import { known } from "./known_answers.js";
import { lookUp, unpacked } from "./lookup.js";
import { setAll } from "./messages.js";

// Without Python: the questions that the page includes, and what QuestionItem in course_lib/widgets/question_item.py
// does with an answer.

const MISSED = ["wrong", "mistaken", "elsewhere"]; // rungs

/**
 * Handles a visitor's acts in place of Python.
 *
 * @param {import("./types").Model<import("./types").Question>} model
 */
export function alone(model) {
  const start = { misses: 0, seen: 0, isRight: false, last: "" };
  let at = 0;
  let { misses, seen, isRight, last } = start;
  const round = () => model.get("rounds")[at];
  const afterwards = () => round().labels[round().labels.length - 1]; // what the button says when hints are over

  function show(/** @type {import("./types").Verdict} */ verdict) {
    const offered = misses >= model.get("misses") ? round().labels[seen] : "";
    const both = round().answers.find((each) => each.verdict === verdict)?.compared;
    setAll(model, {
      verdict,
      compared: {},
      hints: round().hints.slice(0, seen),
      help: isRight ? afterwards() : offered,
    });
    if (both) compare(both, verdict);
  }

  async function compare(
    /** @type {import("./types").KnownCompared} */ both,
    /** @type {import("./types").Verdict} */ verdict,
  ) {
    const fresh = afterwards();
    const table = await unpacked(model.get("pictures"));
    const [right, yours] = [both.right, both.yours].map((place) => lookUp(table, [place]));
    if (model.get("verdict") === verdict) setAll(model, { compared: { ...both, right, yours, fresh } });
  }

  function judge(/** @type {string[]} */ texts) {
    const verdict = known(round().answers, texts, model.get("tolerance"));
    const said = texts.join("; ");
    if (verdict.rung !== "nothing" && said !== last) {
      [last, isRight] = [said, isRight || verdict.rung === "right"];
      if (MISSED.includes(verdict.rung)) misses += 1;
    }
    show(verdict);
  }

  function help() {
    if (model.get("help") !== afterwards()) {
      seen += 1;
      return show(model.get("verdict"));
    }
    fresh();
  }

  function fresh() {
    if (at + 1 >= model.get("rounds").length) return;
    at += 1;
    ({ misses, seen, isRight, last } = start);
    setAll(model, { ...round().face, texts: [], asked: at });
    show(round().first);
  }

  return (/** @type {string} */ act, /** @type {{ texts?: string[] }} */ { texts = [] } = {}) =>
    act === "answer" ? judge(texts) : act === "fresh" ? fresh() : help();
}
