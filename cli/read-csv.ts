import { InvalidInputError } from "../core/errors.js";
import { splitCsv } from "../core/split-csv.js";

/**
 * Reads a table with a head line.
 * @returns one record for each line, by the names of the head line in small letters
 * @throws InvalidInputError naming the line that has more or fewer fields than the head
 */
export function readCsv(text: string, columns: readonly string[]): Record<string, string>[] {
  const [head, ...lines] = splitCsv(text);
  const names = (head ?? []).map((name) => name.trim().toLowerCase());
  const missing = columns.filter((column) => !names.includes(column));
  if (missing.length > 0)
    throw new InvalidInputError(`The first line must name the columns; missing: ${missing.join(", ")}.`);
  return lines.map((fields, at) => {
    if (fields.length !== names.length) {
      throw new InvalidInputError(
        `Record ${at + 1} has ${fields.length} fields, the first line names ${names.length}.`,
      );
    }
    return Object.fromEntries(names.map((name, place) => [name, (fields[place] ?? "").trim()]));
  });
}
