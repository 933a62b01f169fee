import type { ReactElement } from "react";
import { Link } from "wouter";
import { raceList, type Race } from "../../../../../wire/race.js";
import { countdownParts } from "../../../lib/duration.js";
import { formatCount, formatPrize, formatSum } from "../../../lib/money-format.js";
import { useServices } from "../../../lib/services.js";
import { useNow } from "../../../lib/use-now.js";
import { useAdminTexts } from "../parts/admin-texts.js";
import { DataAge } from "../parts/data-age.js";
import { DeskPanel } from "../parts/desk-panel.js";
import { useDesk, useEvery } from "../parts/use-desk.js";

const LOOK_AGAIN_MS = 15_000;

function TimeLeft({ until }: { until: string }): ReactElement {
  const { desk } = useAdminTexts();
  const { days, hours, minutes, seconds } = countdownParts(Date.parse(until) - useNow());
  const clock = [hours, minutes, seconds].map((part) => String(part).padStart(2, "0")).join(":");
  return <span className="live-race__left">{desk.races.left(days, clock)}</span>;
}

/** How much of the race is over, 0 to 1. */
function passed({ startsAt, endsAt }: Race, nowMs: number): number {
  const start = Date.parse(startsAt);
  return Math.min(1, Math.max(0, (nowMs - start) / (Date.parse(endsAt) - start)));
}

function LiveRace({ race }: { race: Race }): ReactElement {
  const { texts, locale, host } = useServices();
  const share = passed(race, useNow());
  return (
    <li className="list__item">
      <Link href={`/admin/races/${race.id}`} className="live-race" onClick={() => host?.haptic("tap")}>
        <span className="live-race__head">
          <bdi className="live-race__title">{race.title}</bdi>
          <TimeLeft until={race.endsAt} />
        </span>
        <span className="live-race__track" aria-hidden="true">
          <span className="live-race__fill" style={{ transform: `scaleX(${share})` }} />
        </span>
        <span className="live-race__figures">
          <span>
            {formatSum(race.totalWagered, locale)} · {texts.shared.players(race.players)} ·{" "}
            {formatPrize(race.prizePool, locale)}
          </span>
          <DataAge asOf={race.asOf} isStale={race.stale} />
        </span>
      </Link>
    </li>
  );
}

/** Races that run, with how far they are and how old their figures are. */
export function LiveRaces(): ReactElement {
  const { locale } = useServices();
  const { desk } = useAdminTexts();
  const races = useDesk("/races?status=live&limit=20", raceList);
  useEvery(LOOK_AGAIN_MS, races.refresh);
  return (
    <DeskPanel
      title={desk.overview.live}
      note={races.loaded.phase === "ready" ? formatCount(races.loaded.value.races.length, locale) : undefined}
      desk={races}
      empty={{ when: (value) => value.races.length === 0, text: desk.overview.noneLive, icon: "cup" }}
    >
      {(value) => (
        <ul className="card list">
          {value.races.map((race) => (
            <LiveRace key={race.id} race={race} />
          ))}
        </ul>
      )}
    </DeskPanel>
  );
}
