import * as z from "zod/mini";
import { InvalidInputError, NotFoundError } from "../../core/errors.js";
import { readCursor, writeCursor } from "../../core/views/cursor.js";
import { parsePlayerId, parseRaceId, type PlayerId, type RaceId } from "../../wire/ids.js";

export const DEFAULT_PAGE = 50;
export const MAX_PAGE = 200;
/** Rows on each side of a player. */
export const DEFAULT_SPAN = 5;

export const raceParams = z.object({ id: z.string() });
export const pageQuery = z.object({
  limit: z.prefault(z.coerce.number().check(z.int(), z.gte(1), z.lte(MAX_PAGE)), DEFAULT_PAGE),
  cursor: z.optional(z.string().check(z.minLength(1), z.maxLength(200))),
});

/** The place after which a page begins, of lists whose cursor is the last id. @throws InvalidInputError */
export function idCursor(cursor: string | undefined): number | undefined {
  if (cursor === undefined) return undefined;
  const id = Number(readCursor(cursor, 1)[0]);
  if (Number.isSafeInteger(id) && id > 0) return id;
  throw new InvalidInputError("The cursor is not one of ours: start again without it.", [
    { path: "cursor", message: "unknown cursor" },
  ]);
}

/** The cursor behind a full page. */
export function nextIdCursor(items: readonly { id: string }[], limit: number): string | null {
  const last = items.at(-1);
  return items.length === limit && last !== undefined ? writeCursor([last.id]) : null;
}

/** @throws NotFoundError for a text that cannot be a race's id: there is no such race */
export function raceIdOf(text: string): RaceId {
  const id = parseRaceId(text);
  if (id === undefined) throw new NotFoundError(`There is no race ${JSON.stringify(text.slice(0, 40))}.`);
  return id;
}

/** @throws NotFoundError for a text that is not one of our player ids */
export function playerIdOf(text: string): PlayerId {
  const id = parsePlayerId(text);
  if (id === undefined) throw new NotFoundError(`There is no player ${JSON.stringify(text.slice(0, 40))}.`);
  return id;
}
