import { eq } from "drizzle-orm";
import { sources } from "../../db/schema/sources.js";
import { appendAudit } from "../access/audit.js";
import type { CoreContext } from "../context.js";
import { InvalidInputError, NotFoundError } from "../errors.js";
import { BY_SYSTEM, type SourceActing } from "./create-source.js";
import { dialectSchema, type Dialect } from "./dialect.js";

/** @throws InvalidInputError with one issue a field */
export function parseDialect(dialect: unknown): Dialect {
  const read = dialectSchema.safeParse(dialect);
  if (read.success) return read.data;
  const issues = read.error.issues.map(({ path, message }) => ({ path: path.join("."), message }));
  throw new InvalidInputError("The dialect cannot be used like this.", issues);
}

/**
 * Sets how a source's sender signs and names things; `null` goes back to our own contract. All receivers act on it
 * within 5 s. @throws InvalidInputError, NotFoundError
 */
export async function setDialect(
  context: Pick<CoreContext, "db" | "clock">,
  slug: string,
  dialect: unknown,
  acting: SourceActing = BY_SYSTEM,
): Promise<void> {
  const value = dialect === null ? null : parseDialect(dialect);
  await context.db.transaction(async (tx) => {
    const changed = await tx
      .update(sources)
      .set({ dialect: value })
      .where(eq(sources.slug, slug))
      .returning({ id: sources.id });
    if (changed.length === 0) throw new NotFoundError(`There is no source ${slug}.`);
    const detail = { kind: value === null ? "standard" : "own" };
    await appendAudit(tx, context.clock.now(), {
      ...acting,
      action: "source.dialect",
      subject: `source:${slug}`,
      detail,
    });
  });
}
