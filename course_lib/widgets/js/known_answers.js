// Without Python: a number's verdict is that of the right answer or of the mistake that gives these numbers.

const CLOSE = 0.01; // as TOLERANCE in course_lib/exercises/question.py

// A number, or a calculation with + - * / ** and parentheses; NaN for anything else.
export function calculated(text) {
  const spelled = text.replaceAll("−", "-").replaceAll("·", "*").replaceAll("^", "**");
  const tokens = spelled.match(/\*\*|[-+*/()]|(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?|\S/gi) ?? [];
  let at = 0;
  const take = (...wanted) => (wanted.includes(tokens[at]) ? tokens[at++] : "");
  const chain = (part, signs, apply) => {
    let found = part();
    for (let sign; (sign = take(...signs)); ) found = apply(found, sign, part());
    return found;
  };
  const sum = () => chain(product, ["+", "-"], (a, sign, b) => (sign === "+" ? a + b : a - b));
  const product = () => chain(signed, ["*", "/"], (a, sign, b) => (sign === "*" ? a * b : a / b));
  const signed = () => (take("-") ? -signed() : take("+") ? signed() : power());
  const power = () => {
    const base = atom();
    return take("**") ? base ** signed() : base;
  };
  const atom = () => {
    if (!take("(")) return Number(tokens[at++] ?? NaN);
    const inside = sum();
    return take(")") ? inside : NaN;
  };
  const found = sum();
  return at === tokens.length ? found : NaN;
}

export function known(answers, texts) {
  if (answers[0]?.said !== undefined) {
    const chosen = answers.find((each) => each.said === texts[0]);
    return chosen?.verdict ?? { rung: "nothing", title: "Choose an answer first." };
  }
  const near = (one, other) =>
    Math.abs(one - other) <= Math.max(CLOSE * Math.max(Math.abs(one), Math.abs(other)), 1e-9);
  const numbers = texts.map((text) => (text.trim() === "" ? null : calculated(text)));
  const filled = numbers.flatMap((number, i) => (number === null ? [] : [i]));
  if (filled.length === 0) return { rung: "nothing", title: "Type an answer and press Enter." };
  if (filled.some((i) => !Number.isFinite(numbers[i]))) {
    return {
      rung: "unreadable",
      title: "Type a number, with a point: 0.123.",
      sentence: "Or a calculation: 3*0.5**2. Names and functions are read in the live course.",
    };
  }
  const [right] = answers;
  const isRight = filled.map((i) => near(numbers[i], right.numbers[i]));
  if (isRight.every(Boolean) && filled.length < numbers.length)
    return { rung: "partly", title: "Right so far.", sentence: "Now the other one." };
  const match = answers.find((each) => filled.every((i) => near(numbers[i], each.numbers[i])));
  if (match) return match.verdict;
  const sentence = isRight.some(Boolean) ? "One of the two is right." : "Take it apart, one part after the other.";
  return { rung: "wrong", title: "Not right, and I do not recognise the mistake.", sentence };
}
