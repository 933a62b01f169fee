import * as z from "zod/mini";
import { InvalidInputError, type InputIssue } from "../../core/errors.js";

/** The Mini App's zod speaks no language to stay small; here the messages are for people who write scripts. */
const english = z.locales.en().localeError;

/**
 * Parses params, query and body with the schema of the route.
 * @throws InvalidInputError with one issue for each fault
 */
export function parseInput<Given extends z.ZodMiniType>(schema: Given, value: unknown): z.output<Given> {
  const parsed = schema.safeParse(value, { error: english });
  if (!parsed.success) {
    throw new InvalidInputError(
      "The input is not valid.",
      parsed.error.issues.map((issue) => ({ path: fieldOf(issue.path), message: issue.message })),
    );
  }
  const unstorable = unstorableTexts(value, []);
  if (unstorable.length > 0) throw new InvalidInputError("The input is not valid.", unstorable);
  return parsed.data;
}

/** The first step of a path says params, query or body. */
function fieldOf(path: readonly PropertyKey[]): string {
  return path.slice(1).join(".");
}

/** JSON can carry NUL and halves of a character; no text of PostgreSQL can, and no screen shows them. */
function unstorableTexts(value: unknown, path: readonly string[]): InputIssue[] {
  if (typeof value === "string") {
    const isStorable = !value.includes("\0") && value.isWellFormed();
    return isStorable ? [] : [{ path: fieldOf(path), message: "Invalid input: must not hold NUL or half a character" }];
  }
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) => unstorableTexts(inner, [...path, name]));
}
