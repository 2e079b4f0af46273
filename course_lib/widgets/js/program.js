/**
 * A program as a function: from the inputs' numbers to the number of each slot. Its expressions come from the symbolic
 * gradient, and never from a visitor.
 *
 * @param {import("./types").Program} program
 * @returns {(numbers: import("./types").Numbers) => import("./types").Numbers}
 */
export function compiled({ inputs, expressions, slots }) {
  const names = Object.keys(inputs);
  const lines = expressions.map(([variable, expression]) => `const ${variable} = ${expression};`);
  const results = Object.entries(slots).map(([slot, variable]) => `${slot}: ${variable}`);
  const body = `const { abs, cos, exp, log, max, min, pow, sin, sqrt } = Math; ${lines.join(" ")} return { ${results} };`;
  const run = new Function(...names.map((name) => inputs[name]), body);
  return (numbers) => run(...names.map((name) => numbers[name]));
}
