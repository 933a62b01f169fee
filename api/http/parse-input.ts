import * as z from "zod/mini";
import { InvalidInputError } from "../../core/errors.js";

/** The Mini App's zod speaks no language to stay small; here the messages are for people who write scripts. */
const english = z.locales.en().localeError;

/**
 * Parses params, query and body with the schema of the route.
 * @throws InvalidInputError with one issue for each fault
 */
export function parseInput<Given extends z.ZodMiniType>(schema: Given, value: unknown): z.output<Given> {
  const parsed = schema.safeParse(value, { error: english });
  if (parsed.success) return parsed.data;
  throw new InvalidInputError(
    "The input is not valid.",
    // The first step of a path says params, query or body.
    parsed.error.issues.map((issue) => ({ path: issue.path.slice(1).join("."), message: issue.message })),
  );
}
