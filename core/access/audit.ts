import { desc, gt, sql } from "drizzle-orm";
import { createHash } from "node:crypto";
import { auditLog } from "../../db/schema/access.js";
import type { CoreContext } from "../context.js";
import { occasionId } from "../occasion.js";

/** One act of somebody with rights. */
export interface AuditEntry {
  /** `user:<telegram id>`, `key:<api key id>`, `cli` or `system`. */
  actor: string;
  /** What was done, such as `race.create`. */
  action: string;
  /** What it was done to, such as `race:<id>`. */
  subject: string;
  /** Plain JSON; no secrets and no personal data beyond ids. */
  detail?: unknown;
  /** Left out, it is the occasion on which this happens. */
  requestId?: string | null | undefined;
}

/** A database or an open transaction of it. */
export type AuditTarget = Pick<CoreContext["db"], "execute" | "select" | "insert">;

interface HashedFields {
  id: number;
  at: Date;
  actor: string;
  action: string;
  subject: string;
  detail: unknown;
  requestId: string | null;
  prevHash: Buffer;
}

/** Any constant works; all processes of the product must use the same. */
const AUDIT_LOCK = 7_211_003;
const FIRST_HASH = Buffer.alloc(32);

/**
 * Adds a row to the audit log, chained to the row before it. It holds an advisory lock until the transaction ends,
 * because two writers that read the same predecessor would fork the chain; pass a transaction, and end it soon.
 */
export async function appendAudit(target: AuditTarget, at: Date, entry: AuditEntry): Promise<void> {
  await target.execute(sql`select pg_advisory_xact_lock(${AUDIT_LOCK})`);
  const [last] = await target
    .select({ id: auditLog.id, hash: auditLog.hash })
    .from(auditLog)
    .orderBy(desc(auditLog.id))
    .limit(1);
  const row: HashedFields = {
    id: (last?.id ?? 0) + 1,
    at,
    actor: entry.actor,
    action: entry.action,
    subject: entry.subject,
    detail: toPlainJson(entry.detail ?? {}),
    requestId: entry.requestId ?? occasionId() ?? null,
    prevHash: last?.hash ?? FIRST_HASH,
  };
  await target.insert(auditLog).values({ ...row, hash: hashOf(row) });
}

/**
 * Recomputes the whole chain, 1,000 rows at a time.
 * @returns the id of the first row that does not fit, or `null` when all of them do
 */
export async function findBrokenAuditRow({ db }: Pick<CoreContext, "db">): Promise<number | null> {
  let previous: { id: number; hash: Buffer } = { id: 0, hash: FIRST_HASH };
  for (;;) {
    const rows = await db.select().from(auditLog).where(gt(auditLog.id, previous.id)).orderBy(auditLog.id).limit(1000);
    for (const row of rows) {
      const fits = row.id === previous.id + 1 && row.prevHash.equals(previous.hash) && row.hash.equals(hashOf(row));
      if (!fits) return row.id;
      previous = row;
    }
    if (rows.length === 0) return null;
  }
}

function hashOf(row: HashedFields): Buffer {
  const fields = [
    row.id,
    row.at.toISOString(),
    row.actor,
    row.action,
    row.subject,
    sortKeys(row.detail),
    row.requestId,
    row.prevHash.toString("hex"),
  ];
  return createHash("sha256").update(JSON.stringify(fields)).digest();
}

function toPlainJson(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value));
}

/** `jsonb` gives keys back in an order of its own, so the hash is taken over sorted keys. */
function sortKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortKeys);
  if (value === null || typeof value !== "object") return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return entries.map(([key, inner]) => [key, sortKeys(inner)]);
}
