import type { ReactElement } from "react";
import { Link } from "wouter";
import type { Race } from "../../../../wire/race.js";
import { Icon } from "../../components/icons.js";
import { formatDays } from "../../lib/duration.js";
import { formatPrize } from "../../lib/money-format.js";
import { useServices } from "../../lib/services.js";

/** A race in a list: what it pays, when it runs, what has become of it. */
export function RaceLink({ race }: { race: Race }): ReactElement {
  const { texts, locale, dateLocale, host } = useServices();
  return (
    <li className="list__item">
      <Link href={`/races/${race.id}`} className="race-link" onClick={() => host?.haptic("tap")}>
        <span className="race-link__what">
          <bdi className="race-link__title">{race.title}</bdi>
          <span className="race-link__when">
            {formatDays(race.startsAt, race.endsAt, dateLocale)} · {texts.shared.players(race.players)}
          </span>
          <span className={`race-link__status race-link__status--${race.status}`}>
            {texts.shared.status[race.status]}
          </span>
        </span>
        <span className="race-link__pool">{formatPrize(race.prizePool, locale)}</span>
        <Icon name="chevron" />
      </Link>
    </li>
  );
}
