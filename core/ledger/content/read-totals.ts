import type { RefusedItem } from "../delivery.js";
import type { TotalRow } from "../record-totals.js";
import { roundTotal } from "../total-rounding.js";
import { MAX_MICRO_USD } from "../../../wire/money.js";
import { playerTotal, totalsSnapshot, type PlayerTotal } from "../../../wire/webhook-events.js";
import { check, parseExactly, readExactly, readText, type Read } from "./exact-json.js";
import { isAhead } from "./is-ahead.js";
import { lazily } from "./lazily.js";

/** What a totals body says. */
export interface TotalsContent {
  readonly sentAt: Date;
  readonly asOf: string;
  readonly rows: readonly TotalRow[];
  readonly refused: readonly RefusedItem[];
}

/** Reads the body of `POST .../totals`; each row stands or falls alone, except that a player must come once. */
export function readTotals(body: Buffer, receivedAt: Date): Read<TotalsContent> {
  const text = readText(body);
  if (!text.ok) return text;
  const envelope = readExactly(text.value, totalsSnapshot);
  if (!envelope.ok) return envelope;
  const { timestamp, data } = envelope.value;
  if (isAhead(data.as_of, receivedAt)) {
    return { ok: false, reason: "occurred_in_future", detail: "as_of is over 5 minutes ahead" };
  }
  const exact = lazily(() => exactPlayers(text.value.text));
  const seen = new Set<string>();
  const rows: TotalRow[] = [];
  const refused: RefusedItem[] = [];
  data.players.forEach((value, item) => {
    const plain = playerTotal.safeParse(value);
    const read = plain.success ? { ok: true as const, value: plain.data } : check(exact()[item], playerTotal);
    const row = read.ok ? acceptRow(read.value, seen) : read;
    if (row.ok) rows.push(row.value);
    else refused.push({ item, reason: row.reason, detail: row.detail });
  });
  return { ok: true, value: { sentAt: new Date(timestamp), asOf: data.as_of, rows, refused } };
}

function acceptRow(row: PlayerTotal, seen: Set<string>): Read<TotalRow> {
  const { player_id: player, player_name: playerName, all_time: total } = row;
  if (roundTotal(total) > MAX_MICRO_USD) {
    return { ok: false, reason: "invalid_amount", detail: "all_time: larger than 10,000,000,000" };
  }
  if (seen.has(player))
    return { ok: false, reason: "repeated_player", detail: "the snapshot names this player before" };
  seen.add(player);
  return { ok: true, value: { player, playerName: playerName ?? undefined, total } };
}

function exactPlayers(text: string): readonly unknown[] {
  return totalsSnapshot.parse(parseExactly(text)).data.players;
}

/** The rows of a snapshot as their dead letters keep them, each in the form of a snapshot of one player. */
export function totalsItems(body: Buffer): (item: number) => unknown {
  const { type, timestamp, data } = totalsSnapshot.parse(parseExactly(body.toString("utf8")));
  return (item) => ({ type, timestamp, data: { as_of: data.as_of, players: [data.players[item]] } });
}
