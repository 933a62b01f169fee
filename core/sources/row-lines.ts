import { createHash } from "node:crypto";
import { promisify } from "node:util";
import { gunzip, gzip } from "node:zlib";
import * as z from "zod";
import type { SourceRow } from "./reading.js";

const zip = promisify(gzip);
const unzip = promisify(gunzip);

const text = z.string().optional();
const line = z.object({
  id: z.string(),
  name: z.string(),
  amount: z.string(),
  weighted: text,
  deposited: text,
  lastActive: z.coerce.date().optional(),
  isPrivate: z.boolean().optional(),
  today: text,
  week: text,
  month: text,
});

/** A row as one line of JSON; equal rows have equal lines. */
export function rowLine(row: SourceRow): string {
  return JSON.stringify({
    id: row.externalId,
    name: row.displayName,
    amount: row.amount,
    weighted: row.weighted,
    deposited: row.deposited,
    lastActive: row.lastActive,
    isPrivate: row.isPrivate,
    today: row.periods?.today,
    week: row.periods?.thisWeek,
    month: row.periods?.thisMonth,
  });
}

/** Our own lines, whose amounts are texts. */
function parseLine(json: string): unknown {
  // oxlint-disable-next-line eslint/no-restricted-properties -- there are no numbers in them
  return JSON.parse(json);
}

/** @throws when the text is not of {@link rowLine} */
export function readLine(json: string): SourceRow {
  const { id, name, amount, today, week, month, ...rest } = line.parse(parseLine(json));
  const periods = {
    ...(today === undefined ? {} : { today }),
    ...(week === undefined ? {} : { thisWeek: week }),
    ...(month === undefined ? {} : { thisMonth: month }),
  };
  return {
    externalId: id,
    displayName: name,
    amount,
    ...(rest.weighted === undefined ? {} : { weighted: rest.weighted }),
    ...(rest.deposited === undefined ? {} : { deposited: rest.deposited }),
    ...(rest.lastActive === undefined ? {} : { lastActive: rest.lastActive }),
    ...(rest.isPrivate === undefined ? {} : { isPrivate: rest.isPrivate }),
    ...(Object.keys(periods).length === 0 ? {} : { periods }),
  };
}

/** SHA-256 over the lines of all rows in the order of their ids, so that a replay from parts proves itself. */
export function hashLines(sortedIds: readonly string[], lineOf: (id: string) => string): Buffer {
  const hash = createHash("sha256");
  for (const id of sortedIds) hash.update(`${lineOf(id)}\n`);
  return hash.digest();
}

/** Lines that are new or other, and ids that are gone, as a gzipped text. */
export function packChanges(lines: Iterable<string>, gone: readonly string[]): Promise<Buffer> {
  return zip([...gone.map((id) => JSON.stringify({ gone: id })), ...lines].join("\n"));
}

/** @throws when the content is not of {@link packChanges} */
export async function unpackChanges(content: Buffer): Promise<{ rows: SourceRow[]; gone: string[] }> {
  const all = (await unzip(content)).toString("utf8");
  const rows: SourceRow[] = [];
  const gone: string[] = [];
  for (const json of all === "" ? [] : all.split("\n")) {
    const removed = z.object({ gone: z.string() }).safeParse(parseLine(json));
    if (removed.success) gone.push(removed.data.gone);
    else rows.push(readLine(json));
  }
  return { rows, gone };
}
