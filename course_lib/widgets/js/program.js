// What the table's expressions call (`javascript` in course_lib/engine/ops.py): functions of Math, and these.
const FUNCTIONS = {
  /** 1 / (1 + e^−x), which overflows neither for large nor for very negative x. @param {number} x */
  sigmoid: (x) => (x >= 0 ? 1 / (1 + Math.exp(-x)) : Math.exp(x) / (1 + Math.exp(x))),
  /** @param {number} x @param {number} exponent */
  power: (x, exponent) => (exponent === 2 ? x * x : x ** exponent),
  /** @param {number} x */
  softplus: (x) => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x))),
  /** @param {number} x @param {number} slope */
  leaky_relu: (x, slope) => (x > 0 ? x : slope * x),
  /** @param {number} x @param {number} positive @param {number} otherwise */
  where: (x, positive, otherwise) => (x > 0 ? positive : otherwise),
};
const MATH = "const { abs, cos, exp, log, max, min, sign, sin, sqrt, tanh } = Math;";
const OWN = `const { ${Object.keys(FUNCTIONS).join(", ")} } = functions;`;

/**
 * A function with these parameters and this body, which may call the table's functions. Bodies come from the table and
 * the symbolic gradient, and never from a visitor.
 *
 * @param {string[]} parameters
 * @param {string} body
 */
function made(parameters, body) {
  const run = new Function("functions", ...parameters, `${MATH} ${OWN} ${body}`);
  return run.bind(undefined, FUNCTIONS);
}

/**
 * A program as a function: from the inputs' numbers to the number of each slot.
 *
 * @param {import("./types").Program} program
 * @returns {(numbers: import("./types").Numbers) => import("./types").Numbers}
 */
export function compiled({ inputs, expressions, slots }) {
  const names = Object.keys(inputs);
  const lines = expressions.map(([variable, expression]) => `const ${variable} = ${expression};`);
  const results = Object.entries(slots).map(([slot, variable]) => `${slot}: ${variable}`);
  const run = made(
    names.map((name) => inputs[name]),
    `${lines.join(" ")} return { ${results} };`,
  );
  return (numbers) => run(...names.map((name) => numbers[name]));
}

/**
 * A network's forward pass as a function of its inputs' numbers, in which one node may be moved to another number.
 *
 * @param {import("./types").Evaluation} evaluation
 * @returns {(numbers: import("./types").Numbers, moved?: number, to?: number) => import("./types").Run}
 */
export function evaluation({ inputs, nodes, outside, corners }) {
  const lines = nodes.map((expression, i) => `const v${i} = moved === ${i} ? to : ${expression};`);
  const results = `values: [${nodes.map((_, i) => `v${i}`)}], corners: [${corners}]`;
  const body = `${lines.join(" ")} return { ${results}, outside: [${outside.map(({ when }) => when)}].indexOf(true) };`;
  const run = made(["given", "moved", "to"], body);
  return (numbers, moved = -1, to = 0) =>
    run(
      inputs.map((name) => numbers[name]),
      moved,
      to,
    );
}
