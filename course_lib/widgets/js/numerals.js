// Python's numbers, in the browser: four significant digits, half to even, a real minus sign.

export function numeral(number) {
  if (Number.isNaN(number)) return "NaN";
  if (!Number.isFinite(number)) return number > 0 ? "∞" : "−∞";
  if (number === 0) return "0";
  const [digits, exponent] = rounded(Math.abs(number));
  const trimmed = digits.replace(/0+$/, "");
  let text;
  if (exponent < -4 || exponent >= 4) text = `${withPoint(trimmed, 1)}e${exponent < 0 ? "−" : ""}${Math.abs(exponent)}`;
  else if (exponent < 0) text = `0.${"0".repeat(-exponent - 1)}${trimmed}`;
  else text = withPoint(trimmed.padEnd(exponent + 1, "0"), exponent + 1);
  return number < 0 ? `−${text}` : text;
}

const withPoint = (digits, at) => (digits.length > at ? `${digits.slice(0, at)}.${digits.slice(at)}` : digits);

function rounded(number) {
  const [mantissa, power] = number.toExponential(60).split("e"); // every digit a double has in its first places
  const all = mantissa.replace(".", "");
  let four = Number(all.slice(0, 4));
  const rest = all.slice(4);
  const half = /^50*$/.test(rest);
  if (half ? four % 2 === 1 : rest[0] >= "5") four += 1;
  return four === 10000 ? ["1000", Number(power) + 1] : [String(four), Number(power)];
}
