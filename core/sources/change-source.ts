import { sql } from "drizzle-orm";
import { appendAudit } from "../access/audit.js";
import type { CoreContext } from "../context.js";
import { InvalidInputError, NotFoundError } from "../errors.js";
import { BY_SYSTEM, type SourceActing } from "./create-source.js";
import { parseDialect } from "./parse-dialect.js";

type Deps = Pick<CoreContext, "db" | "clock">;

export interface SourceChange {
  name?: string | undefined;
  /** Silence longer than this makes its boards "delayed". */
  staleAfterSeconds?: number | undefined;
  /** `null` goes back to our own contract. */
  dialect?: unknown;
}

/**
 * Changes what is named and leaves the rest, with its row in the audit log; receivers act on it within 5 s.
 * @throws NotFoundError, InvalidInputError
 */
export async function changeSource(
  { db, clock }: Deps,
  slug: string,
  change: SourceChange,
  acting: SourceActing = BY_SYSTEM,
): Promise<void> {
  const name = change.name?.trim();
  if (name?.length === 0) throw new InvalidInputError("A source has a name.", [{ path: "name", message: "is empty" }]);
  const hasDialect = change.dialect !== undefined;
  const dialect = hasDialect && change.dialect !== null ? JSON.stringify(parseDialect(change.dialect)) : null;
  await db.transaction(async (tx) => {
    const { rowCount } = await tx.execute(sql`
      update sources set name = coalesce(${name ?? null}, name),
        stale_after_seconds = coalesce(${change.staleAfterSeconds ?? null}::int, stale_after_seconds),
        dialect = case when ${hasDialect} then ${dialect}::jsonb else dialect end
      where slug = ${slug} and removed_at is null`);
    if (rowCount === 0) throw new NotFoundError(`There is no source ${slug}.`);
    const act = { ...acting, action: "source.change", subject: `source:${slug}`, detail: change };
    await appendAudit(tx, clock.now(), act);
  });
}

/** What its sender speaks; null is our own contract. @throws NotFoundError */
export async function readDialectOf({ pool }: Pick<CoreContext, "pool">, slug: string): Promise<unknown> {
  const { rows } = await pool.query<{ dialect: unknown }>(
    "select dialect from sources where slug = $1 and removed_at is null",
    [slug],
  );
  if (rows[0] === undefined) throw new NotFoundError(`There is no source ${slug}.`);
  return rows[0].dialect;
}

/**
 * Takes a source out of service: its posts are answered with 410, new races no longer count it, and what it sent stays.
 * The audit log says who did it.
 * @throws NotFoundError
 */
export async function archiveSource(
  { db, clock }: Deps,
  slug: string,
  acting: SourceActing = BY_SYSTEM,
): Promise<void> {
  await db.transaction(async (tx) => {
    const { rowCount } = await tx.execute(
      sql`update sources set removed_at = clock_timestamp() where slug = ${slug} and removed_at is null`,
    );
    if (rowCount === 0) throw new NotFoundError(`There is no source ${slug}.`);
    await appendAudit(tx, clock.now(), { ...acting, action: "source.archive", subject: `source:${slug}` });
  });
}
