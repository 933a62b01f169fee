import type { ReactElement } from "react";
import type { Race } from "../../../../wire/race.js";
import { formatAge } from "../../lib/duration.js";
import { useServices } from "../../lib/services.js";
import { useValue } from "../../lib/store.js";
import { useNow } from "../../lib/use-now.js";
import { useOnline } from "../../lib/use-online.js";
import { freshness } from "./freshness.js";

export interface LiveBadgeProps {
  race: Race;
  savedAtMs: number | undefined;
}

/** While a race runs: how fresh the figures are. Before and after it: what has become of it. */
export function LiveBadge({ race, savedAtMs }: LiveBadgeProps): ReactElement {
  const { texts } = useServices();
  if (race.status === "live") return <RunningBadge race={race} savedAtMs={savedAtMs} />;
  return <span className={`badge badge--${race.status}`}>{texts.shared.status[race.status]}</span>;
}

function RunningBadge({ race, savedAtMs }: LiveBadgeProps): ReactElement {
  const { texts, feed, timers } = useServices();
  const nowMs = useNow();
  const link = useValue(feed.link);
  const isOnline = useOnline();
  const heardAtMs = feed.heardAtMs();
  const silenceMs = heardAtMs === undefined ? undefined : timers.now() - heardAtMs;
  const { kind, ageMs } = freshness({ race, link, isOnline, silenceMs, nowMs, savedAtMs });
  const label = texts.fresh[kind];
  return (
    <span className={`badge badge--is-${kind}`}>
      <span className="badge__dot" aria-hidden="true" />
      {ageMs === undefined ? label : texts.fresh.withAge(label, formatAge(ageMs, texts.age))}
    </span>
  );
}
