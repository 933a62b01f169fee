/** Millionths of a share of at most 6 decimals between 0 and 1, such as `"0.5"`; the wire schema has checked the form. */
export function parseShare(text: string): number {
  const [whole = "0", fraction = ""] = text.split(".");
  return Number(whole) * 1_000_000 + Number(fraction.padEnd(6, "0"));
}
