import { eq } from "drizzle-orm";
import { DatabaseError } from "pg";
import { sources, sourceSecrets } from "../../db/schema/sources.js";
import type { SourceId } from "../../wire/ids.js";
import { appendAudit, type AuditTarget } from "../access/audit.js";
import type { CoreContext } from "../context.js";
import { ConflictError, InvalidInputError, NotFoundError, type InputIssue } from "../errors.js";
import { newSecretText, sealSecret } from "./secret-text.js";

export const sourceModes = ["events", "totals"] as const;
export type SourceMode = (typeof sourceModes)[number];

export interface NewSource {
  slug: string;
  name: string;
  mode: SourceMode;
  /** Only where the sender chooses the secret; else a new one is made. */
  secret?: string;
}

export interface CreatedSource {
  id: SourceId;
  slug: string;
  /** Shown once; afterwards it exists encrypted only. */
  secret: string;
}

type Context = Pick<CoreContext, "db" | "clock" | "secretsKey">;

/** For the audit: who acts. */
export interface SourceActing {
  actor: string;
  requestId?: string | undefined;
}

export const BY_SYSTEM: SourceActing = { actor: "system" };

const SLUG = /^[a-z0-9][a-z0-9-]{0,39}$/;

function problemsOf({ slug, name, secret }: NewSource): InputIssue[] {
  const issues: InputIssue[] = [];
  if (!SLUG.test(slug)) {
    issues.push({ path: "slug", message: "must be 1 to 40 of a-z, 0-9 and -, beginning with a letter or digit" });
  }
  const nameLength = Array.from(name.trim()).length;
  if (nameLength < 1 || nameLength > 100) issues.push({ path: "name", message: "must be 1 to 100 characters" });
  if (secret !== undefined && (secret.length < 16 || secret.length > 256)) {
    issues.push({ path: "secret", message: "must be 16 to 256 characters" });
  }
  return issues;
}

/**
 * Creates a source and its first signing secret, with its row in the audit log.
 * @throws InvalidInputError with one issue a field; ConflictError when the slug is taken
 */
export async function createSource(
  context: Context,
  source: NewSource,
  acting: SourceActing = BY_SYSTEM,
): Promise<CreatedSource> {
  try {
    return await context.db.transaction((tx) => createSourceIn(tx, context, source, acting));
  } catch (error) {
    throw outOfIds(error) ? new ConflictError("No more sources can be created: 32,767 is the most.") : error;
  }
}

/** As {@link createSource}, inside a transaction of the caller. */
export async function createSourceIn(
  tx: AuditTarget,
  context: Pick<Context, "clock" | "secretsKey">,
  source: NewSource,
  acting: SourceActing,
): Promise<CreatedSource> {
  const issues = problemsOf(source);
  if (issues.length > 0) throw new InvalidInputError("The source cannot be created like this.", issues);
  const { slug, name, mode, secret = newSecretText() } = source;
  const [row] = await tx
    .insert(sources)
    .values({ slug, name: name.trim(), mode })
    .onConflictDoNothing()
    .returning({ id: sources.id });
  if (row === undefined) throw new ConflictError(`A source with the slug ${slug} exists already: choose another.`);
  await tx
    .insert(sourceSecrets)
    .values({ sourceId: row.id, state: "current", ...sealSecret(secret, context.secretsKey, row.id) });
  const act = { ...acting, action: "source.create", subject: `source:${slug}`, detail: { mode } };
  await appendAudit(tx, context.clock.now(), act);
  return { id: row.id, slug, secret };
}

/** Ids are 16 bits, because every ledger entry carries one. */
function outOfIds(error: unknown): boolean {
  const cause = error instanceof Error ? (error.cause ?? error) : error;
  return cause instanceof DatabaseError && cause.code === "2200H";
}

/** @throws NotFoundError */
export async function findSource(
  context: Pick<CoreContext, "db">,
  slug: string,
): Promise<{ id: SourceId; slug: string; name: string; mode: SourceMode }> {
  const [row] = await context.db
    .select({ id: sources.id, slug: sources.slug, name: sources.name, mode: sources.mode })
    .from(sources)
    .where(eq(sources.slug, slug));
  if (row === undefined) throw new NotFoundError(`There is no source ${slug}.`);
  return row;
}
