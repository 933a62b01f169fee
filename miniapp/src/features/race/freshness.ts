import type { Race } from "../../../../wire/race.js";
import type { Link } from "../../lib/live/feed.js";

export interface Freshness {
  kind: "live" | "saved" | "connecting" | "delayed" | "stale" | "offline";
  /** How old the data is; `undefined` when it does not matter or nobody knows. */
  ageMs: number | undefined;
}

/** Without a word from the server for this long the board may be anything. */
const STALE_MS = 60_000;

export interface FreshnessFacts {
  race: Pick<Race, "stale" | "asOf">;
  link: Link;
  isOnline: boolean;
  /** How long ago the server was last heard; `undefined` before the first word. */
  silenceMs: number | undefined;
  /** Server time. */
  nowMs: number;
  /** Server time at which the figures were kept, as long as nothing newer has been read. */
  savedAtMs: number | undefined;
}

/**
 * What people may believe about the figures. "Live" needs both a live connection and a source that is not behind: a
 * fast line to old data is delayed data.
 */
export function freshness({ race, link, isOnline, silenceMs, nowMs, savedAtMs }: FreshnessFacts): Freshness {
  if (savedAtMs !== undefined) {
    return { kind: isOnline ? "saved" : "offline", ageMs: Math.max(0, nowMs - savedAtMs) };
  }
  const dataAgeMs = race.asOf === null ? undefined : Math.max(0, nowMs - Date.parse(race.asOf));
  if (!isOnline && link !== "live") return { kind: "offline", ageMs: silenceMs ?? dataAgeMs };
  if (link === "live" || (link === "polling" && silenceMs !== undefined && silenceMs < STALE_MS)) {
    if (race.stale) return { kind: "delayed", ageMs: dataAgeMs };
    return { kind: link === "live" ? "live" : "delayed", ageMs: link === "live" ? undefined : silenceMs };
  }
  if (silenceMs === undefined) return { kind: "connecting", ageMs: undefined };
  return { kind: silenceMs < STALE_MS ? "delayed" : "stale", ageMs: silenceMs };
}
