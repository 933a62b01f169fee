import * as z from "zod/mini";
import { race, standingsRow } from "../../../../wire/race.js";
import { FIRST_ROWS } from "../../lib/standings/live-standings.js";
import type { DeviceStorage } from "../../lib/storage.js";
import type { ReadyBoard } from "./board-view.js";

/** A board of another build is not understood and read anew. */
const saved = z.object({ id: z.string(), atMs: z.int(), race, rows: z.array(standingsRow), total: z.int() });

/** The home page and the race somebody last opened by a link: what people come back to. */
function slotOf(id: string): string {
  return id === "current" ? "board:current" : "board:opened";
}

/**
 * Keeps the top of a board on the device, so that the next visit has something to show at once. Public figures only:
 * one's own place is not kept.
 * @param atMs server time
 */
export function saveBoard(storage: DeviceStorage, id: string, view: ReadyBoard, atMs: number): void {
  const { race: shown, total } = view;
  const rows = view.rows.slice(0, FIRST_ROWS);
  storage.set(slotOf(id), JSON.stringify({ id, atMs: Math.round(atMs), race: shown, rows, total }));
}

/** @returns `undefined` when nothing is kept, or nothing that this build understands */
export function savedBoard(storage: DeviceStorage, id: string): ReadyBoard | undefined {
  const text = storage.get(slotOf(id));
  if (text === undefined) return undefined;
  const parsed = saved.safeParse(parse(text));
  if (!parsed.success || parsed.data.id !== id) return undefined;
  const { atMs, race: shown, rows, total } = parsed.data;
  return { phase: "ready", race: shown, mine: undefined, rows, total, more: "none", savedAtMs: atMs };
}

export function forgetBoard(storage: DeviceStorage, id: string): void {
  storage.remove(slotOf(id));
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // As if nothing were kept.
    return undefined;
  }
}
