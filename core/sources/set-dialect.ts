import { eq } from "drizzle-orm";
import { sources } from "../../db/schema/sources.js";
import type { CoreContext } from "../context.js";
import { InvalidInputError, NotFoundError } from "../errors.js";
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
export async function setDialect(context: Pick<CoreContext, "db">, slug: string, dialect: unknown): Promise<void> {
  const value = dialect === null ? null : parseDialect(dialect);
  const changed = await context.db
    .update(sources)
    .set({ dialect: value })
    .where(eq(sources.slug, slug))
    .returning({ id: sources.id });
  if (changed.length === 0) throw new NotFoundError(`There is no source ${slug}.`);
}
