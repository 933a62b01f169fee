import type { CoreContext } from "../context.js";
import type { BotStatus, ChatKind } from "./chats.js";

/** A group or channel the bot was in, with what was chosen for it. */
export interface GroupOverview {
  id: string;
  kind: ChatKind;
  title: string;
  botStatus: BotStatus;
  canPin: boolean;
  isForum: boolean;
  language: string | null;
  threadId: number | null;
  liveBoard: boolean;
  announcements: boolean;
  /** Messages that wait, and those of which nobody knows whether they arrived. */
  waiting: number;
  ambiguous: number;
  updatedAt: Date;
}

/** Groups where the bot is, then those it has left. */
export async function listGroups({ pool }: Pick<CoreContext, "pool">): Promise<GroupOverview[]> {
  const { rows } = await pool.query<GroupOverview>(
    `select c.id::text, c.kind, coalesce(c.title, '') as title, c.bot_status as "botStatus", c.can_pin as "canPin",
       c.is_forum as "isForum", c.language, c.thread_id as "threadId", coalesce(g.live_board, false) as "liveBoard",
       coalesce(g.announcements, true) as announcements, o.waiting, o.ambiguous, c.updated_at as "updatedAt"
     from telegram_chats c left join telegram_group_settings g on g.chat_id = c.id
     cross join lateral (
       select count(*) filter (where state = 'ready')::int as waiting, count(*) filter (where state = 'ambiguous')::int as ambiguous
       from telegram_outbox where chat_id = c.id and state in ('ready', 'ambiguous')
     ) o
     where c.kind <> 'private' order by c.bot_status in ('left', 'kicked'), c.updated_at desc limit 1000`,
  );
  return rows;
}
