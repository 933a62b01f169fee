import type { ReactElement } from "react";
import type { Race } from "../../../../wire/race.js";
import { RaceStats } from "../../components/race-stats.js";
import { formatInstant } from "../../lib/duration.js";
import { useServices } from "../../lib/services.js";
import { Countdown } from "./countdown.js";
import { LiveBadge } from "./live-badge.js";
import { ShareButton } from "./share/share-button.js";

export interface RaceHeroProps {
  race: Race;
  total: number;
  savedAtMs: number | undefined;
  onTimeUp: () => void;
}

/** What the race is, how long it lasts and what it pays. */
export function RaceHero({ race, total, savedAtMs, onTimeUp }: RaceHeroProps): ReactElement {
  return (
    <header className="card hero">
      <div className="hero__head">
        <LiveBadge race={race} savedAtMs={savedAtMs} />
        <ShareButton what="race" race={race.id} />
      </div>
      <h1 className="hero__title">
        <bdi>{race.title}</bdi>
      </h1>
      <Schedule race={race} onTimeUp={onTimeUp} />
      <RaceStats race={race} players={total} />
    </header>
  );
}

function Schedule({ race, onTimeUp }: { race: Race; onTimeUp: () => void }): ReactElement {
  const { texts, dateLocale } = useServices();
  const { race: words } = texts;
  const { status } = race;
  if (status === "live" || status === "scheduled" || status === "draft") {
    const isLive = status === "live";
    const until = isLive ? race.endsAt : race.startsAt;
    const when = formatInstant(until, dateLocale);
    return (
      <>
        <Countdown until={until} label={isLive ? words.untilEnd : words.untilStart} onTimeUp={onTimeUp} />
        <p className="hero__when">{isLive ? words.endsOn(when) : words.startsOn(when)}</p>
      </>
    );
  }
  const note = status === "settling" || status === "provisional" || status === "void" ? words[status] : undefined;
  return (
    <>
      <p className="hero__when">{words.endedOn(formatInstant(race.endsAt, dateLocale))}</p>
      {note === undefined ? null : <p className="hero__note">{note}</p>}
    </>
  );
}
