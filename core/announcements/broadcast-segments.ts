import { NOT_ON_A_BREAK, REACHABLE } from "./people-to-tell.js";
import { FOLLOWING_GROUPS } from "./race-news.js";

/** News are on for those who switched them on; see NOTIFIED_BY_DEFAULT of people's settings. */
const WANTS_NEWS = "u.settings -> 'notifications' -> 'news' = 'true'::jsonb";

const GROUPS = `
  select c.id as chat_id, c.thread_id from ${FOLLOWING_GROUPS} and coalesce(s.announcements, true)`;

const people = (condition: string): string => `
  select u.id as chat_id, null::int as thread_id from telegram_users u
  where ${REACHABLE} and ${WANTS_NEWS} and ${NOT_ON_A_BREAK} and ${condition}`;

/** Who owns an account with an entry in the race. */
const TOOK_PART = `
  exists (select from links l join races r on r.id = (select id from of_race)
    where l.user_id = u.id and l.state = 'approved'
      and (not exists (select from race_sources c where c.race_id = r.id)
        or exists (select from race_sources c where c.race_id = r.id and c.source_id = l.source_id))
      and exists (select from ledger e
        where e.player_id = l.player_id and e.occurred_at >= r.starts_at and e.occurred_at < r.ends_at))`;

/**
 * Recipients of each segment as SQL with the columns `chat_id` and `thread_id`; it stands behind
 * `with of_race as (select … as id)`, which names the race of participants.
 */
export const SEGMENT_RECIPIENTS = {
  everybody: `${GROUPS} union all ${people("true")}`,
  groups: GROUPS,
  linked: people("exists (select from links l where l.user_id = u.id and l.state = 'approved')"),
  participants: people(TOOK_PART),
} as const;
