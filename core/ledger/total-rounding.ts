import { microUsd, type MicroUsd } from "../../wire/money.js";

const TOTAL = /^(\d+)(?:\.(\d+))?$/;
const SCALE = 6;

/**
 * A cumulative total in micro-USD, rounded half-even. It is the total that is rounded, never a difference: then the
 * differences between recorded totals add up to the recorded total, and rounding cannot drift however often a source
 * is read.
 * @param text digits, and perhaps a point and more digits
 * @throws RangeError for any other text
 */
export function roundTotal(text: string): MicroUsd {
  const match = TOTAL.exec(text);
  if (match?.[1] === undefined) throw new RangeError("a total must be a plain decimal");
  const fraction = match[2] ?? "";
  const whole = BigInt(match[1] + fraction.slice(0, SCALE).padEnd(SCALE, "0"));
  return microUsd(whole + (roundsUp(fraction.slice(SCALE), whole) ? 1n : 0n));
}

function roundsUp(rest: string, whole: bigint): boolean {
  const first = rest.charCodeAt(0) - 48;
  if (!(first >= 5)) return false;
  if (first > 5 || /[1-9]/.test(rest.slice(1))) return true;
  return whole % 2n === 1n;
}
