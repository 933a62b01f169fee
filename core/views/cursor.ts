import { InvalidInputError } from "../errors.js";

/** Cursors are opaque to readers: the text is ours and may change its form at any time. */
export function writeCursor(parts: readonly string[]): string {
  return Buffer.from(JSON.stringify(parts)).toString("base64url");
}

/** The cursor behind a page of places. @param offset null when the rows are no page */
export function nextPageCursor(offset: number | null, rows: number, total: number): string | null {
  return offset !== null && rows > 0 && offset + rows < total ? writeCursor([String(offset + rows)]) : null;
}

/** @throws InvalidInputError when the text is not a cursor of `length` parts */
export function readCursor(cursor: string, length: number): string[] {
  const parts = parse(Buffer.from(cursor, "base64url").toString());
  if (parts?.length !== length) {
    throw new InvalidInputError("The cursor is not one of ours: start again without it.", [
      { path: "cursor", message: "unknown cursor" },
    ]);
  }
  return parts;
}

function parse(text: string): string[] | undefined {
  try {
    const value: unknown = JSON.parse(text);
    // Parts are compared in the database, whose texts hold no NUL.
    const isOurs = Array.isArray(value) && value.every((part) => typeof part === "string" && !part.includes("\0"));
    return isOurs ? value : undefined;
  } catch {
    // Not JSON, so not a cursor: the caller says so.
    return undefined;
  }
}
