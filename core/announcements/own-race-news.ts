import type { PoolClient } from "pg";
import type { RaceId } from "../../wire/ids.js";
import { NOT_ON_A_BREAK, REACHABLE } from "./people-to-tell.js";

/** Kinds of the outbox messages that tell people in private: a race has begun, and what became of theirs. */
export const RACE_START_KIND = "race_start";
export const OWN_RESULT_KIND = "own_result";

/** What a {@link RACE_START_KIND} message carries. */
export interface RaceStartPayload {
  race: RaceId;
}

/** What an {@link OWN_RESULT_KIND} message carries. */
export interface OwnResultPayload {
  race: RaceId;
  /** Above 1 it tells of a correction. */
  version: number;
}

/** Off by default, so only those who switched it on are written down. Who sleeps through a short race hears nothing. */
const TELL_STARTED = `
  insert into telegram_outbox (dedupe_key, chat_id, kind, payload, priority, send_after, expires_at, created_at)
  select 'started:' || r.id || ':' || u.id, u.id, $2, $3::jsonb, 5, clock_timestamp(),
         least(r.starts_at + interval '1 day', r.ends_at), clock_timestamp()
  from races r, telegram_users u
  where r.id = $1 and least(r.starts_at + interval '1 day', r.ends_at) > clock_timestamp()
    and u.settings -> 'notifications' -> 'races' = 'true'::jsonb and ${REACHABLE} and ${NOT_ON_A_BREAK}
  on conflict (dedupe_key) do nothing`;

/** Tells those who asked for it that a race has begun, in the transaction in which it goes live. */
export async function tellRaceStarted(client: PoolClient, race: RaceId): Promise<void> {
  const payload: RaceStartPayload = { race };
  await client.query(TELL_STARTED, [race, RACE_START_KIND, JSON.stringify(payload)]);
}

/** Of the first version everybody who is in it; of a later one those for whom it says something else than the one before. */
const TELL_RESULT = `
  insert into telegram_outbox (dedupe_key, chat_id, kind, payload, priority, send_after, expires_at, created_at)
  select 'own-result:' || r.race_id || ':' || r.version || ':' || u.id, u.id, $2,
         jsonb_build_object('race', r.race_id::text, 'version', r.version), 4, clock_timestamp(),
         clock_timestamp() + interval '2 days', clock_timestamp()
  from race_results r
  join race_result_rows n on n.result_id = r.id and n.rank is not null
  join links l on l.player_id = n.player_id and l.state = 'approved'
  join telegram_users u on u.id = l.user_id and ${REACHABLE} and ${NOT_ON_A_BREAK}
  left join race_results b on b.race_id = r.race_id and b.version = r.version - 1
  left join race_result_rows o on o.result_id = b.id and o.player_id = n.player_id
  where r.id = $1 and (b.id is null or o.rank is distinct from n.rank or o.prize is distinct from n.prize)
  on conflict (dedupe_key) do nothing`;

/** Tells linked players their own place in a result, in the transaction that stores it; whoever did not play hears nothing. */
export async function tellParticipants(client: PoolClient, resultId: number): Promise<void> {
  await client.query(TELL_RESULT, [resultId, OWN_RESULT_KIND]);
}
