const DIGITS = 4;

/**
 * A number as text, as `numeral` in course_lib/numerals.py writes it: so many significant digits, half to even, a real
 * minus sign.
 *
 * @param {number} number
 * @param {number} [places]
 */
export function numeral(number, places = DIGITS) {
  if (Number.isNaN(number)) return "NaN";
  if (!Number.isFinite(number)) return number > 0 ? "∞" : "−∞";
  if (number === 0) return "0";
  const { digits, exponent } = rounded(Math.abs(number), places);
  const trimmed = digits.replace(/0+$/, "");
  const sign = number < 0 ? "−" : "";
  if (exponent < -4 || exponent >= places) {
    return `${sign}${withPoint(trimmed, 1)}e${exponent < 0 ? "−" : ""}${Math.abs(exponent)}`;
  }
  if (exponent < 0) return `${sign}0.${"0".repeat(-exponent - 1)}${trimmed}`;
  return sign + withPoint(trimmed.padEnd(exponent + 1, "0"), exponent + 1);
}

/**
 * @param {string} digits
 * @param {number} at
 */
const withPoint = (digits, at) => (digits.length > at ? `${digits.slice(0, at)}.${digits.slice(at)}` : digits);

/**
 * A positive number's first digits, and the power of ten of the first one.
 *
 * @param {number} number
 * @param {number} places
 */
function rounded(number, places) {
  const [mantissa, power] = number.toExponential(60).split("e"); // every digit a double has in its first places
  const all = mantissa.replace(".", "");
  let first = Number(all.slice(0, places));
  const rest = all.slice(places);
  const half = /^50*$/.test(rest);
  if (half ? first % 2 === 1 : rest[0] >= "5") first += 1;
  const digits = String(first); // one more where 9999 became 10000
  return { digits: digits.slice(0, places), exponent: Number(power) + digits.length - places };
}
