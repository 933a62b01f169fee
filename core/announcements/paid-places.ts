import { inTransaction } from "../../db/transaction.js";
import { formatPlayerId, type PlayerId, type RaceId } from "../../wire/ids.js";
import type { CoreContext } from "../context.js";
import { NOT_ON_A_BREAK, REACHABLE } from "./people-to-tell.js";
import { FOLLOWING_GROUPS } from "./race-news.js";

/** Kinds of the outbox messages that tell of paid places: to groups who moved up, to a person that he is out of them. */
export const PLACES_DIGEST_KIND = "places_digest";
export const OVERTAKEN_KIND = "overtaken";

const MINUTE_MS = 60_000;
/** A digest is told at most this often, and more often only in the last hour. */
const PAUSE_MS = 120 * MINUTE_MS;
const LAST_HOUR_PAUSE_MS = 15 * MINUTE_MS;

/** What groups and people are told of: more than this is a list nobody reads. */
export const MAX_PLACES = 10;

/** Players whose place became better, by their public ids; whoever was not among the holders has moved up too. */
export function movedUp(before: readonly string[], after: readonly string[]): string[] {
  return after.filter((player, place) => {
    const old = before.indexOf(player);
    return old === -1 || old > place;
  });
}

/** Pause between two digests of a race at a moment. */
export function digestPauseMs(endsAt: Date, now: Date): number {
  return endsAt.getTime() - now.getTime() <= 60 * MINUTE_MS ? LAST_HOUR_PAUSE_MS : PAUSE_MS;
}

interface ToldRow {
  holders: string[];
  digests: number;
  told_at: Date;
}

/**
 * Compares the holders of a race's paid places with those that people were last told of, and tells the difference once:
 * one digest for each group that wants it, one word to each person who fell out and asked to be told. The first look
 * only remembers, so neither a start nor a restart tells anything.
 * @param race.holders best first
 * @returns how many messages are new
 */
export async function tellPaidPlaces(
  { pool, clock }: Pick<CoreContext, "pool" | "clock">,
  race: { id: RaceId; endsAt: Date; holders: readonly PlayerId[] },
): Promise<number> {
  const now = clock.now();
  const holders = race.holders.slice(0, MAX_PLACES).map(formatPlayerId);
  return inTransaction(pool, "read committed", async (client) => {
    const first = await client.query(
      "insert into told_places (race_id, holders, told_at) values ($1, $2, $3) on conflict (race_id) do nothing",
      [race.id, JSON.stringify(holders), now],
    );
    if (first.rowCount === 1) return 0;
    const { rows } = await client.query<ToldRow>(
      "select holders, digests, told_at from told_places where race_id = $1 for update",
      [race.id],
    );
    const [told] = rows;
    if (told === undefined || now.getTime() - told.told_at.getTime() < digestPauseMs(race.endsAt, now)) return 0;
    const moved = movedUp(told.holders, holders);
    if (moved.length === 0) return 0;
    await client.query("update told_places set holders = $2, told_at = $3, digests = digests + 1 where race_id = $1", [
      race.id,
      JSON.stringify(holders),
      now,
    ]);
    const out = told.holders.filter((player) => !holders.includes(player));
    const key = `${race.id}:${told.digests + 1}`;
    const groups = await client.query(TELL_GROUPS, [
      key,
      PLACES_DIGEST_KIND,
      JSON.stringify({ race: race.id, moved }),
      now,
      new Date(now.getTime() + LAST_HOUR_PAUSE_MS),
    ]);
    const people = await client.query(TELL_OVERTAKEN, [key, OVERTAKEN_KIND, race.id, now, race.endsAt, out]);
    return (groups.rowCount ?? 0) + (people.rowCount ?? 0);
  });
}

const TELL_GROUPS = `
  insert into telegram_outbox (dedupe_key, chat_id, thread_id, kind, payload, priority, send_after, expires_at, created_at)
  select 'places:' || $1 || ':' || c.id, c.id, c.thread_id, $2, $3::jsonb, 6, $4::timestamptz, $5::timestamptz, $4::timestamptz
  from ${FOLLOWING_GROUPS} and coalesce(s.digests, true)
  on conflict (dedupe_key) do nothing`;

const TELL_OVERTAKEN = `
  insert into telegram_outbox (dedupe_key, chat_id, kind, payload, priority, send_after, expires_at, created_at)
  select 'overtaken:' || $1 || ':' || u.id, u.id, $2, jsonb_build_object('race', $3::text, 'player', 'p' || l.player_id), 6,
         $4::timestamptz, $5::timestamptz, $4::timestamptz
  from links l join telegram_users u on u.id = l.user_id and ${REACHABLE} and ${NOT_ON_A_BREAK}
  where l.state = 'approved' and 'p' || l.player_id = any($6::text[])
  on conflict (dedupe_key) do nothing`;
