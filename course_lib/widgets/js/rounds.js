import { known } from "./known_answers.js";

// Without Python: the rounds that the page took along, and what question_item.py's QuestionItem does with an answer.

const MISSES = 3; // as there

export function alone(model) {
  let [at, misses, seen, isRight, last] = [0, 0, 0, false, ""];
  const round = () => model.get("rounds")[at];
  const show = (verdict) => {
    const { hints, labels } = round();
    model.set("verdict", verdict);
    model.set("hints", hints.slice(0, seen));
    model.set("help", isRight ? labels.at(-1) : misses >= MISSES ? labels[seen] : "");
  };
  const acts = {
    answer({ texts }) {
      const verdict = known(round().answers, texts);
      const said = texts.join("; ");
      if (verdict.rung !== "nothing" && said !== last) {
        [last, isRight] = [said, verdict.rung === "right"];
        misses += ["wrong", "mistaken", "elsewhere"].includes(verdict.rung);
      }
      show(verdict);
    },
    help() {
      if (model.get("help") !== round().labels.at(-1)) {
        seen += 1;
        return show(model.get("verdict"));
      }
      [at, misses, seen, isRight, last] = [at + 1, 0, 0, false, ""];
      for (const [name, value] of Object.entries(round().face)) model.set(name, value);
      model.set("texts", []);
      model.set("asked", at);
      show(round().first);
    },
  };
  return (act, sent = {}) => acts[act](sent);
}
