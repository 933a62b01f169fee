import type { ReactElement } from "react";
import type { MyStanding } from "../../../../wire/race.js";
import { formatCount, formatWager } from "../../lib/money-format.js";
import { useServices } from "../../lib/services.js";

export interface DistancesProps {
  mine: MyStanding;
  rank: number;
  nextRank: number | undefined;
}

/** How far it is to the neighbours and to the next prize: facts, and no advice. */
export function Distances({ mine, rank, nextRank }: DistancesProps): ReactElement | null {
  const { texts, locale } = useServices();
  const { mine: words } = texts;
  const facts: [label: string, amount: string][] = [];
  const next = nextRank === undefined ? words.toNext : words.toRank(formatCount(nextRank, locale));
  if (rank > 1 && mine.gapUp !== null) facts.push([next, mine.gapUp]);
  if (mine.gapDown !== null) facts.push([words.ahead, mine.gapDown]);
  // Said once when the next place is the one that pays more.
  if (mine.nextPaidRank !== null && mine.needed !== null && mine.nextPaidRank !== (nextRank ?? rank - 1)) {
    facts.push([words.toPrize(formatCount(mine.nextPaidRank, locale)), mine.needed]);
  }
  if (facts.length === 0 && rank > 1) return null;
  return (
    <dl className="mine__facts">
      {rank === 1 ? <dt className="mine__leading">{words.leading}</dt> : null}
      {facts.map(([label, amount]) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>{formatWager(amount, locale)}</dd>
        </div>
      ))}
    </dl>
  );
}
