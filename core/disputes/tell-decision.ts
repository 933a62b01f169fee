import type { PoolClient } from "pg";
import { enqueueMessages } from "../telegram/outbox.js";

/** Kind of the outbox message that tells a person in private how his case was decided. */
export const CASE_NOTICE_KIND = "case_notice";

/** What a {@link CASE_NOTICE_KIND} message carries. */
export interface CaseNoticePayload {
  race: { id: string; title: string };
  isAccepted: boolean;
  /** The administrator's words. */
  answer: string;
}

/** Tells who opened a case, in the transaction of its decision. Who never started the bot cannot be written to. */
export async function tellDecision(client: PoolClient, dispute: string): Promise<void> {
  const { rows } = await client.query<{
    now: Date;
    user: string;
    race: string;
    title: string;
    state: string;
    answer: string;
  }>(
    `select clock_timestamp() as now, d.user_id::text as user, r.id as race, r.title, d.state, d.answer
     from disputes d join races r on r.id = d.race_id join telegram_users u on u.id = d.user_id
     where d.id::text = $1 and u.can_be_messaged`,
    [dispute],
  );
  const [decided] = rows;
  if (decided === undefined) return;
  const payload: CaseNoticePayload = {
    race: { id: decided.race, title: decided.title },
    isAccepted: decided.state === "accepted",
    answer: decided.answer,
  };
  await enqueueMessages(client, decided.now, [
    { dedupeKey: `case:${dispute}`, chatId: Number(decided.user), kind: CASE_NOTICE_KIND, payload, priority: 2 },
  ]);
}
