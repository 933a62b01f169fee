import type { CoreContext } from "../context.js";
import { InvalidInputError, NotFoundError } from "../errors.js";
import { parseDialect } from "./set-dialect.js";

type Deps = Pick<CoreContext, "pool">;

export interface SourceChange {
  name?: string | undefined;
  /** Silence longer than this makes its boards "delayed". */
  staleAfterSeconds?: number | undefined;
  /** `null` goes back to our own contract. */
  dialect?: unknown;
}

/**
 * Changes what is named and leaves the rest; receivers act on it within 5 s.
 * @throws NotFoundError, InvalidInputError
 */
export async function changeSource({ pool }: Deps, slug: string, change: SourceChange): Promise<void> {
  const name = change.name?.trim();
  if (name?.length === 0) throw new InvalidInputError("A source has a name.", [{ path: "name", message: "is empty" }]);
  const hasDialect = change.dialect !== undefined;
  const dialect = hasDialect && change.dialect !== null ? JSON.stringify(parseDialect(change.dialect)) : null;
  const { rowCount } = await pool.query(
    `update sources set name = coalesce($2, name), stale_after_seconds = coalesce($3, stale_after_seconds),
       dialect = case when $4 then $5::jsonb else dialect end
     where slug = $1 and removed_at is null`,
    [slug, name ?? null, change.staleAfterSeconds ?? null, hasDialect, dialect],
  );
  if (rowCount === 0) throw new NotFoundError(`There is no source ${slug}.`);
}

/** What its sender speaks; null is our own contract. @throws NotFoundError */
export async function readDialectOf({ pool }: Deps, slug: string): Promise<unknown> {
  const { rows } = await pool.query<{ dialect: unknown }>(
    "select dialect from sources where slug = $1 and removed_at is null",
    [slug],
  );
  if (rows[0] === undefined) throw new NotFoundError(`There is no source ${slug}.`);
  return rows[0].dialect;
}

/**
 * Takes a source out of service: its posts are answered with 410, new races no longer count it, and what it sent stays.
 * @throws NotFoundError
 */
export async function archiveSource({ pool }: Deps, slug: string): Promise<void> {
  const { rowCount } = await pool.query(
    "update sources set removed_at = clock_timestamp() where slug = $1 and removed_at is null",
    [slug],
  );
  if (rowCount === 0) throw new NotFoundError(`There is no source ${slug}.`);
}
