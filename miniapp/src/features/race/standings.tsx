import { useCallback, useMemo, type ReactElement } from "react";
import type { Race } from "../../../../wire/race.js";
import { Notice } from "../../components/notice.js";
import { More } from "../../components/standings/more.js";
import { PODIUM_PLACES } from "../../components/standings/podium.js";
import { StandingsList } from "../../components/standings/standings-list.js";
import { isZero } from "../../lib/money-format.js";
import { useServices } from "../../lib/services.js";
import type { ReadyBoard } from "./board-view.js";
import { DataAge } from "./data-age.js";
import type { RaceBoard } from "./race-board.js";

/** More open places than this say nothing new. */
const MOST_OPEN_ROWS = 7;

function openPlaces(race: Race, taken: number): { rank: number; prize: string }[] {
  if (race.status !== "live" && race.status !== "scheduled") return [];
  const from = Math.max(taken, PODIUM_PLACES);
  return race.prizes
    .slice(from, from + MOST_OPEN_ROWS)
    .map((prize, index) => ({ rank: from + index + 1, prize }))
    .filter(({ prize }) => !isZero(prize));
}

export interface StandingsProps {
  view: ReadyBoard;
  board: RaceBoard;
  me: string | undefined;
  /** Shows no more rows than these yet. */
  most: number | undefined;
}

/** The board below the podium. */
export function Standings({ view, board, me, most }: StandingsProps): ReactElement {
  const { texts } = useServices();
  const { race, rows, more } = view;
  const rest = useMemo(() => rows.slice(PODIUM_PLACES).slice(0, most), [rows, most]);
  const open = useMemo(() => (most === undefined ? openPlaces(race, rows.length) : []), [race, rows.length, most]);
  const { loadMore, see } = board;
  const onSee = useCallback(
    ({ first, last }: { first: number; last: number }) =>
      see({ first: first + PODIUM_PLACES, last: last + PODIUM_PLACES }),
    [see],
  );
  return (
    <section className="standings" aria-labelledby="standings-title" data-testid="standings">
      <div className="section-head">
        <h2 id="standings-title">{texts.race.standings}</h2>
        {race.asOf !== null && race.status === "live" ? (
          <DataAge asOf={race.asOf} className="section-head__note" />
        ) : null}
      </div>
      <div className="card">
        {rows.length === 0 ? (
          <Notice icon="flag" title={texts.race.emptyTitle}>
            {race.status === "scheduled" ? texts.race.emptyScheduled : texts.race.emptyLive}
          </Notice>
        ) : null}
        {rest.length + open.length > 0 ? <StandingsList rows={rest} me={me} open={open} onSee={onSee} /> : null}
        {most === undefined ? <More more={more} onMore={loadMore} /> : null}
      </div>
    </section>
  );
}
