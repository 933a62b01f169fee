import { InvalidInputError } from "../errors.js";

/**
 * Reasons are shown in public, so there must be something to show.
 * @returns the reason without blanks around it
 * @throws InvalidInputError unless it has 3 to 500 characters
 */
export function requireReason(reason: string, path = "reason"): string {
  const text = reason.trim();
  if (text.length >= 3 && text.length <= 500) return text;
  throw new InvalidInputError("A public reason is needed.", [{ path, message: "must have 3 to 500 characters" }]);
}
