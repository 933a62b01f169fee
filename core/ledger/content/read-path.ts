import { NumberToken } from "../../../wire/webhook-events.js";

/**
 * The value a path leads to, as text: `data.items[0].amount`, or the text itself when the path is in single quotes.
 * Numbers come in the sender's digits.
 * @returns `undefined` when there is nothing, or something that is no text, number or boolean
 */
export function readPath(value: unknown, path: string): string | undefined {
  if (path.startsWith("'")) return path.slice(1, -1);
  let here: unknown = value;
  for (const step of path.split(/\.|(?=\[)/)) {
    if (typeof here !== "object" || here === null) return undefined;
    const name = step.startsWith("[") ? step.slice(1, -1) : step;
    // Own properties only: a path must not lead to what every object inherits.
    here = Object.hasOwn(here, name) ? Reflect.get(here, name) : undefined;
  }
  if (here instanceof NumberToken) return here.text;
  if (typeof here === "string") return here;
  return typeof here === "boolean" ? String(here) : undefined;
}
