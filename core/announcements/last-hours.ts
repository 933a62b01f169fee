import { parseRaceId } from "../../wire/ids.js";
import type { CoreContext } from "../context.js";
import { announceRace, type RaceNews } from "./race-news.js";

interface NearEnd {
  id: string;
  ends_at: Date;
  news: Extract<RaceNews, "last_day" | "last_hour" | "last_minutes">;
}

/**
 * Live races near their end. A race of less than two days needs no word of its last day, nor one of less than three
 * hours of its last hour: its start was told a moment ago. The last call is for the same races as the last hour.
 */
const NEAR_END = `
  select id, ends_at, 'last_day' as news from races
  where status = 'live' and ends_at - interval '24 hours' <= clock_timestamp() and ends_at - interval '12 hours' > clock_timestamp()
    and ends_at - starts_at >= interval '48 hours'
  union all
  select id, ends_at, 'last_hour' from races
  where status = 'live' and ends_at - interval '1 hour' <= clock_timestamp() and ends_at - interval '20 minutes' > clock_timestamp()
    and ends_at - starts_at >= interval '3 hours'
  union all
  select id, ends_at, 'last_minutes' from races
  where status = 'live' and ends_at - interval '10 minutes' <= clock_timestamp() and ends_at - interval '3 minutes' > clock_timestamp()
    and ends_at - starts_at >= interval '3 hours'`;

/**
 * Tells groups of the last day, the last hour and the last ten minutes of races. The end is part of the key: a race that was extended has
 * another last hour, and asking every half minute tells nobody twice.
 * @returns how many messages are new
 */
export async function announceLastHours({ pool }: Pick<CoreContext, "pool">): Promise<number> {
  const { rows } = await pool.query<NearEnd>(NEAR_END);
  let told = 0;
  for (const { id, ends_at: endsAt, news } of rows) {
    const race = parseRaceId(id);
    if (race === undefined) continue;
    told += await announceRace(pool, race, news, { nth: String(endsAt.getTime()), ifEndsAt: endsAt });
  }
  return told;
}
