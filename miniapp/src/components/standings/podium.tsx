import { useRef, type ReactElement } from "react";
import type { StandingsRow } from "../../../../wire/race.js";
import { Adjusted } from "./adjusted.js";
import { Avatar } from "../avatar.js";
import { formatCount, formatPrize, formatWager, isZero } from "../../lib/money-format.js";
import { useGlide } from "../../lib/motion.js";
import { useServices } from "../../lib/services.js";

export const PODIUM_PLACES = 3;

/** Medal of a rank: tied players share the better one. */
function medalOf(rank: number): string {
  return ["gold", "silver", "bronze"][rank - 1] ?? "plain";
}

function Crown(): ReactElement {
  return (
    <svg className="podium__crown" viewBox="0 0 32 20" aria-hidden="true" focusable="false">
      <path d="M2 5l6.500 5.500L16 1l7.500 9.500L30 5l-2.800 14H4.800z" />
    </svg>
  );
}

function Person({ row, isMe }: { row: StandingsRow; isMe: boolean }): ReactElement {
  const { texts, locale } = useServices();
  return (
    <div className="podium__person" data-key={row.player.id}>
      {row.rank === 1 ? <Crown /> : null}
      <Avatar id={row.player.id} name={row.player.name} className="podium__avatar" />
      <span className="podium__rank">
        <span className="hidden">{texts.race.place(formatCount(row.rank, locale))}</span>
        <span aria-hidden="true">{formatCount(row.rank, locale)}</span>
      </span>
      <bdi className="podium__name">{row.player.name}</bdi>
      {isMe ? <span className="you">{texts.race.you}</span> : null}
      <span className="podium__wagered">
        {formatWager(row.wagered, locale)}
        <Adjusted adjusted={row.adjusted} />
      </span>
    </div>
  );
}

function OpenPlace({ place }: { place: number }): ReactElement {
  const { texts, locale } = useServices();
  return (
    <div className="podium__person podium__person--open">
      <span className="podium__avatar podium__avatar--open" aria-hidden="true">
        {formatCount(place, locale)}
      </span>
      <span className="podium__name">{texts.race.open}</span>
    </div>
  );
}

export interface PodiumProps {
  /** The first rows of the board, best first. */
  rows: readonly StandingsRow[];
  /** Prize of rank 1, 2, 3 …, shown on places that nobody holds yet. */
  prizes: readonly string[];
  me: string | undefined;
}

/** The three best on steps; read out in rank order, seen with the first in the middle. */
export function Podium({ rows, prizes, me }: PodiumProps): ReactElement {
  const { texts, locale } = useServices();
  const container = useRef<HTMLOListElement>(null);
  useGlide(container);
  const places = Array.from({ length: PODIUM_PLACES }, (_, index) => index + 1);
  return (
    <section className="card podium" aria-label={texts.race.podium}>
      <ol className="podium__places" ref={container}>
        {places.map((place) => {
          const row = rows[place - 1];
          const prize = row?.prize ?? prizes[place - 1] ?? "0.00";
          return (
            <li key={place} className={`podium__place podium__place--${place} medal--${medalOf(row?.rank ?? place)}`}>
              {row === undefined ? <OpenPlace place={place} /> : <Person row={row} isMe={row.player.id === me} />}
              <div className="podium__step">
                {isZero(prize) ? null : <span className="podium__prize">{formatPrize(prize, locale)}</span>}
              </div>
            </li>
          );
        })}
      </ol>
    </section>
  );
}
