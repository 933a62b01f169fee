/** Ten thousand steps are finer than any screen. */
const STEPS = 10_000n;

function micro(amount: string): bigint {
  const [whole = "0", fraction = ""] = amount.split(".");
  return BigInt(whole + fraction.slice(0, 6).padEnd(6, "0"));
}

/** How far an amount has come from one to another, 0 to 1, for drawing only. Amounts are decimal texts of the wire. */
export function shareOf(amount: string, from: string, to: string): number {
  const span = micro(to) - micro(from);
  if (span <= 0n) return 1;
  const done = micro(amount) - micro(from);
  if (done <= 0n) return 0;
  return done >= span ? 1 : Number((done * STEPS) / span) / Number(STEPS);
}

/** The largest of some amounts, "0" when there is none above. */
export function largestOf(amounts: readonly string[]): string {
  return amounts.reduce((largest, amount) => (micro(amount) > micro(largest) ? amount : largest), "0");
}
