const NUMBER = /^(\d{1,25})(?:\.(\d{1,40}))?(?:[eE]([+-]?\d{1,3}))?$/;
const MAX_DECIMALS = 40;
const MAX_DIGITS = 11;

/**
 * The plain form of a non-negative decimal in the digits of its sender: `1.25e-7` becomes `0.000000125`, nothing is
 * rounded and nothing goes through a float.
 * @param scale digits after the point of a sender who writes whole numbers: with 2, `1234` is `12.34`
 * @returns `undefined` for anything else: a sign, blanks, more than 11 digits before the point or 40 after it
 */
export function plainDecimal(text: string, scale = 0): string | undefined {
  const match = NUMBER.exec(text);
  if (match?.[1] === undefined) return undefined;
  const fraction = match[2] ?? "";
  const digits = match[1] + fraction;
  const decimals = fraction.length - Number(match[3] ?? "0") + scale;
  if (Math.abs(decimals) > 2 * MAX_DECIMALS) return undefined;
  const padded = decimals >= 0 ? digits.padStart(decimals + 1, "0") : digits + "0".repeat(-decimals);
  const whole = (decimals > 0 ? padded.slice(0, -decimals) : padded).replace(/^0+(?=\d)/, "");
  const rest = decimals > 0 ? padded.slice(-decimals) : "";
  // An exponent may leave zeros that say nothing; what the sender wrote himself stays.
  const kept = match[3] === undefined ? rest : rest.replace(/0+$/, "");
  if (whole.length > MAX_DIGITS || kept.length > MAX_DECIMALS) return undefined;
  return kept === "" ? whole : `${whole}.${kept}`;
}

/** A plain decimal as an integer of 10^-40, so that two of them can be compared and added exactly. */
export function scaledDecimal(text: string): bigint {
  const [whole = "0", fraction = ""] = text.split(".");
  return BigInt(whole + fraction.padEnd(MAX_DECIMALS, "0"));
}

/** Whether two plain decimals differ by less than 1e-6: idle rows wobble by 1e-13. */
export function isJitter(one: string, other: string): boolean {
  if (one === other) return true;
  const difference = scaledDecimal(one) - scaledDecimal(other);
  return (difference < 0n ? -difference : difference) < 10n ** BigInt(MAX_DECIMALS - 6);
}

/** The sum of plain decimals, exact. */
export function sumDecimals(texts: Iterable<string>): string {
  let sum = 0n;
  for (const text of texts) sum += scaledDecimal(text);
  const digits = sum.toString().padStart(MAX_DECIMALS + 1, "0");
  const fraction = digits.slice(-MAX_DECIMALS).replace(/0+$/, "");
  const whole = digits.slice(0, -MAX_DECIMALS);
  return fraction === "" ? whole : `${whole}.${fraction}`;
}
