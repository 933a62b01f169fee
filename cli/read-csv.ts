import { InvalidInputError } from "../core/errors.js";

/**
 * Reads a table with a head line (RFC 4180: quotes, doubled quotes, line ends in quotes; a mark of byte order is left out).
 * @returns one record for each line, by the names of the head line in small letters
 * @throws InvalidInputError naming the line that has more or fewer fields than the head
 */
export function readCsv(text: string, columns: readonly string[]): Record<string, string>[] {
  const [head, ...lines] = fieldsOf(text.replace(/^\uFEFF/, "")).filter((fields) =>
    fields.some((field) => field !== ""),
  );
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

const FIELD = /("(?:[^"]|"")*"|[^",\r\n]*)(,|\r?\n|$)/gy;

function fieldsOf(text: string): string[][] {
  const lines: string[][] = [[]];
  for (const [whole, field = "", end] of text.matchAll(FIELD)) {
    if (whole === "" && lines.at(-1)?.length === 0) break;
    lines.at(-1)?.push(field.startsWith('"') ? field.slice(1, -1).replaceAll('""', '"') : field);
    if (end === "") break;
    if (end !== ",") lines.push([]);
  }
  return lines.filter((fields) => fields.length > 0);
}
