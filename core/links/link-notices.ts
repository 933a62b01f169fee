import type { PoolClient } from "pg";
import { formatPlayerId } from "../../wire/ids.js";
import { enqueueMessages } from "../telegram/outbox.js";
import type { Link } from "./link-record.js";

/** Kind of the outbox messages that tell a person in private what became of a link. */
export const LINK_NOTICE_KIND = "link_notice";

/**
 * `linked`: the account is his from now on. `cooling`: proven, his after the cooling-off time. `contested`: to the present
 * owner, somebody else has proven control and takes over unless he objects. `taken`: to the owner before. `rejected` and
 * `expired`: no link came of it. `under_review`: his proven transfer waits for an administrator.
 */
export type LinkNotice = "linked" | "cooling" | "contested" | "taken" | "rejected" | "expired" | "under_review";

/** What a {@link LINK_NOTICE_KIND} message carries; the names are for its reader, who owns or claims the account. */
export interface LinkNoticePayload {
  notice: LinkNotice;
  link: string;
  player: { id: string; name: string };
  source: string;
  /** Why it was rejected. */
  reason: string | null;
  /** ISO 8601: when a transfer takes effect. */
  effectiveAt: string | null;
}

/** Tells the person of a link, in the transaction of what happened. Who never started the bot cannot be written to. */
export async function tellOwner(client: PoolClient, link: Link, notice: LinkNotice): Promise<void> {
  const { rows } = await client.query<{ now: Date; can_be_messaged: boolean }>(
    "select clock_timestamp() as now, can_be_messaged from telegram_users where id = $1",
    [link.user],
  );
  const [person] = rows;
  if (person?.can_be_messaged !== true) return;
  const payload: LinkNoticePayload = {
    notice,
    link: link.id,
    player: { id: formatPlayerId(link.player.id), name: link.player.name ?? link.player.externalId },
    source: link.source.name,
    reason: notice === "rejected" ? link.reason : null,
    effectiveAt: notice === "cooling" || notice === "contested" ? (link.effectiveAt?.toISOString() ?? null) : null,
  };
  const dedupeKey = `link:${link.id}:${notice}:${link.effectiveAt?.getTime() ?? 0}`;
  await enqueueMessages(client, person.now, [
    { dedupeKey, chatId: link.user, kind: LINK_NOTICE_KIND, payload, priority: 2 },
  ]);
}
