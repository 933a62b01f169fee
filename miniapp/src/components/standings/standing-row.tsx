import { memo, type CSSProperties, type ReactElement } from "react";
import type { StandingsRow } from "../../../../wire/race.js";
import { Adjusted } from "./adjusted.js";
import { Avatar } from "../avatar.js";
import { Icon } from "../icons.js";
import { formatCount, formatPrize, formatWager, isZero } from "../../lib/money-format.js";
import { useServices } from "../../lib/services.js";

export interface StandingRowProps {
  row: StandingsRow;
  isMe: boolean;
  /** The first row below the paid places carries the line between them. */
  isFirstUnpaid: boolean;
  style?: CSSProperties;
  /** Place in the whole list for screen readers, when not all of it is in the page. */
  position?: number;
  size?: number;
}

/** Rows keep their identity while nothing about them changes, so most of them are not rendered again on a delta. */
export const StandingRow = memo(function StandingRow({
  row,
  isMe,
  isFirstUnpaid,
  style,
  position,
  size,
}: StandingRowProps): ReactElement {
  const { texts, locale } = useServices();
  return (
    <li
      className={`row ${isMe ? "row--me" : ""} ${isFirstUnpaid ? "row--first-unpaid" : ""}`}
      data-key={row.player.id}
      style={style}
      aria-posinset={position}
      aria-setsize={size}
      aria-current={isMe ? "true" : undefined}
    >
      {isFirstUnpaid ? <span className="row__cut">{texts.race.paidPlacesEnd}</span> : null}
      <span className="row__rank">{formatCount(row.rank, locale)}</span>
      <Avatar id={row.player.id} name={row.player.name} />
      <span className="row__who">
        <span className="row__line">
          <bdi className="row__name">{row.player.name}</bdi>
          {isMe ? <span className="you">{texts.race.you}</span> : null}
        </span>
        {isZero(row.prize) ? null : (
          <span className="row__prize">
            <Icon name="cup" />
            <span className="hidden">{texts.shared.prize} </span>
            {formatPrize(row.prize, locale)}
          </span>
        )}
      </span>
      <span className="row__wagered">
        {formatWager(row.wagered, locale)}
        <Adjusted adjusted={row.adjusted} />
      </span>
    </li>
  );
});

/** A paid place that nobody holds yet. */
export function OpenRow({ rank, prize }: { rank: number; prize: string }): ReactElement {
  const { texts, locale } = useServices();
  return (
    <li className="row row--open">
      <span className="row__rank">{formatCount(rank, locale)}</span>
      <span className="avatar avatar--open" aria-hidden="true" />
      <span className="row__who">{texts.race.open}</span>
      <span className="row__prize">
        <Icon name="cup" />
        <span className="hidden">{texts.shared.prize} </span>
        {formatPrize(prize, locale)}
      </span>
    </li>
  );
}
