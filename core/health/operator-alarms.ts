import type { PoolClient } from "pg";
import { inTransaction } from "../../db/transaction.js";
import type { CoreContext } from "../context.js";
import { enqueueMessages } from "../telegram/outbox.js";
import type { AlarmKind } from "./alarm-kinds.js";

/** Kind of the outbox messages that tell the operators in private what is wrong. */
export const ALARM_KIND = "operator_alarm";

export interface Alarm {
  kind: AlarmKind;
  /** What it is about: a source, a machine, a host name. */
  subject: string;
  /**
   * What was measured, by kind: seconds of silence or delay, micro-USD, bytes left; of a certificate why it fails; of
   * a polled source USD as a decimal, players, or rows and totals before and now.
   */
  measure: string;
}

/** What an {@link ALARM_KIND} message carries. */
export interface AlarmPayload {
  alarm: AlarmKind;
  subject: string;
  /** Null when it is over. */
  measure: string | null;
  state: "begun" | "lasting" | "over";
}

/** What one look at things found. */
export interface Look {
  alarms: readonly Alarm[];
  /** What was looked at, as `kind` or `kind:subject`: only of that can it be said that it is over. */
  judged: readonly string[];
}

/** An operator who did nothing is reminded four times a day, not every minute. */
const REMIND_AFTER = "6 hours";
/** Before everything else: what is said here explains why the rest does not arrive. */
const PRIORITY = 0;

/**
 * Tells owners and administrators in private what has begun to be wrong, what still is, and what is over. Several
 * processes may look at the same things: each change is told once.
 * @returns what was told
 */
export function tellOperators(context: Pick<CoreContext, "pool" | "clock">, look: Look): Promise<AlarmPayload[]> {
  return inTransaction(context.pool, "read committed", async (client) => {
    const told = [...(await begin(client, look.alarms)), ...(await end(client, look))];
    if (told.length === 0) return [];
    const { rows } = await client.query<{ id: string }>(
      `select distinct u.id from telegram_users u join user_roles r on r.user_id = u.id
       where r.role in ('owner', 'admin') and u.can_be_messaged order by u.id`,
    );
    const now = context.clock.now();
    const messages = told.flatMap((payload) =>
      rows.map(({ id }) => ({
        dedupeKey: `alarm:${payload.alarm}:${payload.subject}:${payload.state}:${now.getTime()}:${id}`,
        chatId: Number(id),
        kind: ALARM_KIND,
        payload,
        priority: PRIORITY,
      })),
    );
    await enqueueMessages(client, now, messages);
    return told;
  });
}

async function begin(client: PoolClient, alarms: readonly Alarm[]): Promise<AlarmPayload[]> {
  const told: AlarmPayload[] = [];
  for (const { kind, subject, measure } of alarms) {
    const { rows } = await client.query<{ is_new: boolean }>(
      `insert into operator_alarms as a (key, kind, subject) values ($1 || ':' || $2, $1, $2)
       on conflict (key) do update set told_at = now() where a.told_at < now() - interval '${REMIND_AFTER}'
       returning a.began_at = a.told_at as is_new`,
      [kind, subject],
    );
    const [row] = rows;
    if (row !== undefined) told.push({ alarm: kind, subject, measure, state: row.is_new ? "begun" : "lasting" });
  }
  return told;
}

async function end(client: PoolClient, { alarms, judged }: Look): Promise<AlarmPayload[]> {
  const { rows } = await client.query<{ kind: AlarmKind; subject: string }>(
    "delete from operator_alarms where (kind = any($1) or key = any($1)) and key <> all($2) returning kind, subject",
    [judged, alarms.map(({ kind, subject }) => `${kind}:${subject}`)],
  );
  return rows.map(({ kind, subject }) => ({ alarm: kind, subject, measure: null, state: "over" }));
}
