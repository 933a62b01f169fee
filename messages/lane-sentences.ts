import type { RaceLane } from "../wire/race-lanes.js";
import type { lanes } from "./en/lanes.js";

/** Who takes part in a lane and what counts in it; nothing where everybody does and everything counts. */
export function laneSentences(
  { lastMonth, counts, cap, squads }: RaceLane,
  words: typeof lanes,
  money: (amount: string) => string,
): string[] {
  const who: string[] = [];
  if (lastMonth !== null) {
    const { from, below } = lastMonth;
    const isFromZero = /^0(\.0*)?$/.test(from);
    if (below === null) who.push(words.from(money(from)));
    else who.push(isFromZero ? words.below(money(below)) : words.between(money(from), money(below)));
  }
  return [
    ...(squads === undefined ? [] : [words.squads.rule(squads.most)]),
    ...who,
    ...(counts === "improvement" ? [words.improvement] : []),
    ...(cap === null ? [] : [words.cap(money(cap))]),
  ];
}
