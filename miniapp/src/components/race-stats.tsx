import type { ReactElement } from "react";
import type { Race } from "../../../wire/race.js";
import { formatCount, formatPrize, formatSum } from "../lib/money-format.js";
import { useServices } from "../lib/services.js";

export interface RaceStatsProps {
  race: Race;
  /** From the board, which may be newer than the race. */
  players: number;
  className?: string;
}

/** What a race pays, how many take part and what they have wagered. */
export function RaceStats({ race, players, className = "" }: RaceStatsProps): ReactElement {
  const { texts, locale } = useServices();
  return (
    <dl className={`stats ${className}`}>
      <div className="stats__item stats__item--main">
        <dt>{texts.shared.prizePool}</dt>
        <dd>{formatPrize(race.prizePool, locale)}</dd>
      </div>
      <div className="stats__item">
        <dt>{texts.race.players}</dt>
        <dd>{formatCount(players, locale)}</dd>
      </div>
      <div className="stats__item">
        <dt>{texts.shared.wagered}</dt>
        <dd>{formatSum(race.totalWagered, locale)}</dd>
      </div>
    </dl>
  );
}
