/** `"12.340000"` as 12340000n. @returns `undefined` unless the text has exactly that many decimals */
export function parseDecimal(text: string, decimals: number): bigint | undefined {
  const match = /^(-?)(0|[1-9]\d*)\.(\d+)$/.exec(text);
  if (match?.[2] === undefined || match[3]?.length !== decimals) return undefined;
  const value = BigInt(match[2] + match[3]);
  // "-0.00" would be a second way to write one value.
  if (match[1] === "-" && value === 0n) return undefined;
  return match[1] === "-" ? -value : value;
}

/** The whole cents of a score in micro-USD, rounded towards minus infinity: the unit in which ranks compare. */
export function wholeCents(microUsd: bigint): bigint {
  const quotient = microUsd / 10_000n;
  return microUsd < 0n && microUsd % 10_000n !== 0n ? quotient - 1n : quotient;
}

/** `2026-11-22T09:59:58.120000Z` as microseconds since 1970. @returns `undefined` for any other form */
export function parseMicroseconds(text: string): bigint | undefined {
  const match = /^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3})(\d{3})Z$/.exec(text);
  if (match?.[1] === undefined || match[2] === undefined) return undefined;
  const milliseconds = Date.parse(`${match[1]}Z`);
  return Number.isNaN(milliseconds) ? undefined : BigInt(milliseconds) * 1000n + BigInt(match[2]);
}
