import { getProperty } from "dot-prop";
import { NumberToken } from "../../../wire/webhook-events.js";

/**
 * The value a path leads to, as text: `data.items[0].amount`, or the text itself when the path is in single quotes.
 * Numbers come in the sender's digits.
 * @returns `undefined` when there is nothing, or something that is no text, number or boolean
 */
export function readPath(value: unknown, path: string): string | undefined {
  if (path.startsWith("'")) return path.slice(1, -1);
  const found: unknown = getProperty(value, path);
  if (found instanceof NumberToken) return found.text;
  if (typeof found === "string") return found;
  return typeof found === "boolean" ? String(found) : undefined;
}
