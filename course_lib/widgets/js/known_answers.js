// Without Python: the verdict on a number is that of the right answer or of the mistake with these numbers.

/**
 * A number, or a calculation with + - * / ** and parentheses; NaN for anything else.
 *
 * @param {string} text
 */
export function calculated(text) {
  const spelled = text.replaceAll("−", "-").replaceAll("·", "*").replaceAll("^", "**");
  const tokens = spelled.match(/\*\*|[-+*/()]|(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?|\S/gi) ?? [];
  let at = 0;

  /** The next token where it is one of these, and past it; else nothing. */
  function take(/** @type {string[]} */ ...wanted) {
    if (!wanted.includes(tokens[at])) return "";
    at += 1;
    return tokens[at - 1];
  }

  function sum() {
    let found = product();
    for (let sign = take("+", "-"); sign; sign = take("+", "-")) found += sign === "+" ? product() : -product();
    return found;
  }

  function product() {
    let found = signed();
    for (let sign = take("*", "/"); sign; sign = take("*", "/"))
      found = sign === "*" ? found * signed() : found / signed();
    return found;
  }

  /** @returns {number} */
  function signed() {
    if (take("-")) return -signed();
    return take("+") ? signed() : power();
  }

  function power() {
    const base = atom();
    return take("**") ? base ** signed() : base;
  }

  function atom() {
    if (take("(")) {
      const inside = sum();
      return take(")") ? inside : Number.NaN;
    }
    at += 1;
    return Number(tokens[at - 1] ?? Number.NaN);
  }

  const found = sum();
  return at === tokens.length ? found : Number.NaN;
}

/**
 * Whether two numbers count as the same: as `close` in course_lib/exercises/closeness.py.
 *
 * @param {number} number
 * @param {number} other
 * @param {{ relative: number; both_zero: number }} tolerance
 */
export function close(number, other, { relative, both_zero }) {
  const larger = Math.max(Math.abs(number), Math.abs(other));
  return larger <= both_zero || Math.abs(number - other) <= relative * larger;
}

/**
 * The verdict on the texts of a question's fields, from the answers that are known: the right one first.
 *
 * @param {import("./types").KnownAnswer[]} answers
 * @param {string[]} texts
 * @param {import("./types").Tolerance} tolerance
 * @returns {import("./types").Verdict}
 */
export function known(answers, texts, tolerance) {
  const [right] = answers;
  if (right?.said !== undefined) {
    const chosen = answers.find((each) => each.said === texts[0]);
    return chosen?.verdict ?? { rung: "nothing", title: "Choose an answer first." };
  }
  const typed = texts.map((text, i) => ({ i, text })).filter(({ text }) => text.trim() !== "");
  if (typed.length === 0) return { rung: "nothing", title: "Type an answer and press Enter." };
  const filled = typed.map(({ i, text }) => ({ i, number: calculated(text) }));
  if (!filled.every(({ number }) => Number.isFinite(number))) {
    return {
      rung: "unreadable",
      title: "Type a number, with a point: 0.123.",
      sentence: "Or a calculation: 3*0.5**2. Names and functions are read in the live course.",
    };
  }
  const isRight = filled.map(({ i, number }) => close(number, right.numbers[i], tolerance));
  if (isRight.every(Boolean) && filled.length < texts.length) {
    return { rung: "partly", title: "Right so far.", sentence: "Now do the other one." };
  }
  const match = answers.find(({ numbers }) => filled.every(({ i, number }) => close(number, numbers[i], tolerance)));
  if (match === right && right.near) {
    const rounded = { ...tolerance, relative: tolerance.rounded };
    return filled.every(({ i, number }) => close(number, right.numbers[i], rounded)) ? right.verdict : right.near;
  }
  if (match) return match.verdict;
  const sentence = isRight.some(Boolean) ? "One of the two is right." : "Take it step by step.";
  return { rung: "wrong", title: "Not right, and I do not recognise the mistake.", sentence };
}
