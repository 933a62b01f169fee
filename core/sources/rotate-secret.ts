import { and, eq, isNull, sql } from "drizzle-orm";
import { sources, sourceSecrets } from "../../db/schema/sources.js";
import type { SourceId } from "../../wire/ids.js";
import { appendAudit } from "../access/audit.js";
import type { CoreContext } from "../context.js";
import { NotFoundError } from "../errors.js";
import { BY_SYSTEM, type SourceActing } from "./create-source.js";
import { newSecretText, sealSecret } from "./secret-text.js";

/** A leaked secret must not live on for weeks only because nobody retired it. */
const OVERLAP_MS = 24 * 3_600_000;

export interface RotatedSecret {
  secret: string;
  /** Until then the secret before this one is accepted too. */
  previousExpiresAt: Date;
}

type Context = Pick<CoreContext, "db" | "clock" | "secretsKey">;
type Transaction = Parameters<Parameters<CoreContext["db"]["transaction"]>[0]>[0];

/**
 * Gives a source a new secret; the current one becomes `previous` and is accepted for a day more, an older one is
 * revoked: to end a leaked secret at once, rotate twice. All receivers act on it within 5 s.
 * @throws NotFoundError
 */
export async function rotateSecret(
  context: Context,
  slug: string,
  { secret = newSecretText() } = {},
  acting: SourceActing = BY_SYSTEM,
): Promise<RotatedSecret> {
  const now = context.clock.now();
  const previousExpiresAt = new Date(now.getTime() + OVERLAP_MS);
  return context.db.transaction(async (tx) => {
    const id = await lockSource(tx, slug);
    await revoke(tx, id);
    await tx
      .update(sourceSecrets)
      .set({ state: "previous", expiresAt: previousExpiresAt })
      .where(and(eq(sourceSecrets.sourceId, id), eq(sourceSecrets.state, "current")));
    await tx
      .insert(sourceSecrets)
      .values({ sourceId: id, state: "current", ...sealSecret(secret, context.secretsKey, id) });
    const detail = { previousExpiresAt: previousExpiresAt.toISOString() };
    await appendAudit(tx, now, { ...acting, action: "source.rotate", subject: `source:${slug}`, detail });
    return { secret, previousExpiresAt };
  });
}

async function revoke(tx: Transaction, id: SourceId): Promise<void> {
  await tx
    .update(sourceSecrets)
    .set({ state: "revoked", expiresAt: sql`clock_timestamp()` })
    .where(and(eq(sourceSecrets.sourceId, id), eq(sourceSecrets.state, "previous")));
}

/** Two rotations at once would both retire the same secret. */
async function lockSource(tx: Transaction, slug: string): Promise<SourceId> {
  const [row] = await tx
    .select({ id: sources.id })
    .from(sources)
    .where(and(eq(sources.slug, slug), isNull(sources.removedAt)))
    .for("no key update");
  if (row === undefined) throw new NotFoundError(`There is no source ${slug}.`);
  return row.id;
}
