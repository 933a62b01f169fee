const FRACTION = /\.(\d+)/;

/** Digits below the millisecond, which `Date` drops. Offsets are whole minutes, so they never touch these. */
function belowMillisecond(text: string): string {
  return (FRACTION.exec(text)?.[1] ?? "").slice(3, 6).padEnd(3, "0");
}

/** Whether two ISO texts name the same microsecond, however they write zone and decimals. */
export function sameInstant(one: string, other: string): boolean {
  return Date.parse(one) === Date.parse(other) && belowMillisecond(one) === belowMillisecond(other);
}
