import type { PoolClient } from "pg";
import type { RaceId } from "../../wire/ids.js";

/** Kind of the outbox messages that tell groups what happened to a race. */
export const RACE_NEWS_KIND = "race_news";

/** What groups are told of a race. */
export const RACE_NEWS = [
  "started",
  "last_day",
  "last_hour",
  "last_minutes",
  "provisional",
  "corrected",
  "final",
  "void",
] as const;
export type RaceNews = (typeof RACE_NEWS)[number];

/** What a {@link RACE_NEWS_KIND} message carries: which news, not how it reads. */
export interface RaceNewsPayload {
  race: RaceId;
  news: RaceNews;
}

/** Results go before everything else that groups did not ask for. */
const PRIORITY: Record<RaceNews, number> = {
  started: 3,
  last_day: 4,
  last_hour: 3,
  last_minutes: 3,
  provisional: 2,
  corrected: 2,
  final: 2,
  void: 2,
};

/**
 * Until when news are any use, as SQL over the race `r`: who comes back after an outage is not told of the past. A
 * result stays news for two days from the moment it is there.
 */
const USEFUL_UNTIL: Record<RaceNews, string> = {
  started: "least(r.starts_at + interval '1 hour', r.ends_at)",
  last_day: "r.ends_at - interval '12 hours'",
  last_hour: "r.ends_at - interval '20 minutes'",
  last_minutes: "r.ends_at - interval '3 minutes'",
  provisional: "clock_timestamp() + interval '2 days'",
  corrected: "clock_timestamp() + interval '2 days'",
  final: "clock_timestamp() + interval '2 days'",
  void: "clock_timestamp() + interval '2 days'",
};

/** Groups that the bot is in and that want announcements; each in the topic its administrators chose. */
export const FOLLOWING_GROUPS = `
  telegram_chats c left join telegram_group_settings s on s.chat_id = c.id
  where c.kind in ('group', 'supergroup') and c.bot_status in ('member', 'administrator')`;

const ANNOUNCE = `
  insert into telegram_outbox (dedupe_key, chat_id, thread_id, kind, payload, priority, send_after, expires_at, created_at)
  select 'race:' || r.id || ':' || $3 || ':' || c.id, c.id, c.thread_id, $4, $5::jsonb, $6, clock_timestamp(), USEFUL_UNTIL,
         clock_timestamp()
  from races r, ${FOLLOWING_GROUPS} and coalesce(s.announcements, true) and r.id = $1 and USEFUL_UNTIL > clock_timestamp()
    and ($2::timestamptz is null or r.ends_at = $2)
  on conflict (dedupe_key) do nothing`;

/**
 * Tells every group that follows, once: the messages are rows of the outbox, written in the transaction of the fact. One
 * statement, because a thousand groups must not hold up a race.
 * @param client in the transaction of the fact
 * @param options.nth tells repeatable news apart, such as the second correction
 * @param options.ifEndsAt only while this is the race's end
 * @returns how many groups will be told
 */
export async function announceRace(
  client: Pick<PoolClient, "query">,
  race: RaceId,
  news: RaceNews,
  options: { nth?: string; ifEndsAt?: Date } = {},
): Promise<number> {
  const payload: RaceNewsPayload = { race, news };
  const { rowCount } = await client.query(ANNOUNCE.replaceAll("USEFUL_UNTIL", USEFUL_UNTIL[news]), [
    race,
    options.ifEndsAt ?? null,
    options.nth === undefined ? news : `${news}:${options.nth}`,
    RACE_NEWS_KIND,
    JSON.stringify(payload),
    PRIORITY[news],
  ]);
  return rowCount ?? 0;
}
