import { and, eq } from "drizzle-orm";
import { sources, sourceSecrets } from "../../db/schema/sources.js";
import type { CoreContext } from "../context.js";
import { openSecret } from "./secret-text.js";

/**
 * The secret a source signs with now, in plain text: for the simulated casino, which must not rotate it under a sender
 * that is at work. No surface shows it. @returns `undefined` when there is no such source
 */
export async function readCurrentSecret(
  { db, secretsKey }: Pick<CoreContext, "db" | "secretsKey">,
  slug: string,
): Promise<string | undefined> {
  const [row] = await db
    .select({ sourceId: sources.id, nonce: sourceSecrets.nonce, ciphertext: sourceSecrets.ciphertext })
    .from(sources)
    .innerJoin(sourceSecrets, and(eq(sourceSecrets.sourceId, sources.id), eq(sourceSecrets.state, "current")))
    .where(eq(sources.slug, slug));
  return row === undefined ? undefined : openSecret(row, secretsKey, row.sourceId);
}
