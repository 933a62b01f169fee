import { useEffect, useMemo, useRef, type ReactElement } from "react";
import { Avatar } from "../../../components/avatar.js";
import { countdownParts } from "../../../lib/duration.js";
import { formatCount, formatPrize, formatWager, isZero } from "../../../lib/money-format.js";
import { useGlide } from "../../../lib/motion.js";
import { paint } from "../../../lib/paint.js";
import { useServices } from "../../../lib/services.js";
import { useNow } from "../../../lib/use-now.js";
import type { ReadyBoard } from "../board-view.js";
import { LiveBadge } from "../live-badge.js";
import { useRaceBoard } from "../use-race-board.js";
import { embedOptions, type EmbedOptions } from "./embed-options.js";
import "./embed.css";

const LIGHT_INK = {
  bg_color: "#14171c",
  secondary_bg_color: "#0f1115",
  text_color: "#ffffff",
  hint_color: "#c3cad3",
} as const;

function Head({ view }: { view: ReadyBoard }): ReactElement {
  const { texts, locale } = useServices();
  const { race, savedAtMs } = view;
  const isOpen = race.status === "live" || race.status === "scheduled";
  const until = race.status === "scheduled" ? race.startsAt : race.endsAt;
  const { days, hours, minutes, seconds } = countdownParts(Date.parse(until) - useNow());
  // Nobody in a stream counts 95 hours; the last two days are told in hours alone.
  const whole = days < 2 ? 0 : days;
  const clock = [(days - whole) * 24 + hours, minutes, seconds].map((part) => String(part).padStart(2, "0")).join(":");
  return (
    <header className="embed__head">
      <h1 className="embed__title">
        <bdi>{race.title}</bdi>
      </h1>
      <div className="embed__line">
        <LiveBadge race={race} savedAtMs={savedAtMs} />
        <span className="embed__pool">
          {texts.shared.prizePool} {formatPrize(race.prizePool, locale)}
        </span>
        {isOpen ? (
          <span className="embed__clock" role="timer">
            {whole === 0 ? null : `${whole} ${texts.race.days} `}
            {clock}
          </span>
        ) : null}
      </div>
    </header>
  );
}

function Rows({ view, limit }: { view: ReadyBoard; limit: number }): ReactElement {
  const { texts, locale } = useServices();
  const container = useRef<HTMLOListElement>(null);
  useGlide(container);
  if (view.rows.length === 0) return <p className="embed__empty">{texts.race.emptyTitle}</p>;
  return (
    <ol className="embed__rows" ref={container}>
      {view.rows.slice(0, limit).map((row) => (
        <li key={row.player.id} data-key={row.player.id} className={`embed__row embed__row--${row.rank}`}>
          <span className="embed__rank">{formatCount(row.rank, locale)}</span>
          <Avatar id={row.player.id} name={row.player.name} className="embed__avatar" />
          <bdi className="embed__name">{row.player.name}</bdi>
          <span className="embed__wagered">{formatWager(row.wagered, locale)}</span>
          <span className="embed__prize">{isZero(row.prize) ? "" : formatPrize(row.prize, locale)}</span>
        </li>
      ))}
    </ol>
  );
}

function useTransparentPage({ theme }: EmbedOptions): void {
  useEffect(() => {
    document.documentElement.dataset["embed"] = theme;
    paint(theme === "dark" ? LIGHT_INK : { bg_color: "#ffffff", secondary_bg_color: "#f0f1f5", text_color: "#101418" });
    return () => {
      delete document.documentElement.dataset["embed"];
    };
  }, [theme]);
}

/** A board to lay over a stream or into a page: big letters, nothing behind them, kept up to date by the feed. */
export function EmbedPage({ raceId }: { raceId: string }): ReactElement {
  const { texts } = useServices();
  const options = useMemo(() => embedOptions(location.search), []);
  const [view] = useRaceBoard(raceId);
  useTransparentPage(options);
  if (view.phase === "ready") {
    return (
      <main className="embed">
        {options.hasTitle ? <Head view={view} /> : null}
        <Rows view={view} limit={options.rows} />
      </main>
    );
  }
  // On a stream nothing is better than an error: the board appears as soon as it can be read.
  return (
    <main className="embed" role="status">
      <span className="hidden">{view.phase === "missing" ? texts.state.missingTitle : texts.state.loading}</span>
    </main>
  );
}
