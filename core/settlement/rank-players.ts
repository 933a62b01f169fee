import type { PoolClient } from "pg";
import type { LedgerPosition } from "../boards/counted-entries.js";
import type { CountingRules } from "../boards/counting-rules.js";
import { readSums, type PlayerSums } from "../boards/packed-sums.js";
import { sortByColumns } from "../boards/sort-by-columns.js";
import { playerId, type PlayerId } from "../../wire/ids.js";
import { exactNumber, microUsd, wholeCents, type MicroUsd } from "../../wire/money.js";
import type { RaceRecord } from "../races/read-races.js";
import { rulesThatLeaveOut, type LeftOutBy } from "./left-out.js";
import type { Exclusions } from "./excluded-players.js";

/** Players in the order of a result, column by column: place 1 is index 0. Whoever was left out comes last. */
export interface Ranking {
  readonly playerIds: Float64Array<ArrayBuffer>;
  /** Competition ranks; 0 for whoever was left out. */
  readonly ranks: Uint32Array<ArrayBuffer>;
  /** Counted micro-USD after the cap. */
  readonly scores: BigInt64Array<ArrayBuffer>;
  readonly entries: Uint32Array<ArrayBuffer>;
  readonly reachedAtMs: Float64Array<ArrayBuffer>;
  /** Parts of the scores that manual adjustments made, of the few who have one. */
  readonly adjusted: ReadonlyMap<PlayerId, bigint>;
  readonly leftOut: ReadonlyMap<PlayerId, LeftOutBy>;
  /** How many have a rank. */
  readonly ranked: number;
}

/**
 * Ranks everybody whom the rules count, as the client's snapshot shows the ledger. Whole cents round towards minus
 * infinity and times are cut to milliseconds, as on boards in memory. Exclusions first, so that gaps close.
 */
export async function rankPlayers(
  client: PoolClient,
  race: RaceRecord,
  rules: CountingRules,
  position: LedgerPosition,
  exclusions: Exclusions,
): Promise<Ranking> {
  const { sums, adjusted } = await readSums(client, rules, position);
  const leftOut = await rulesThatLeaveOut(client, race, exclusions, sums.playerIds);
  return { ...order(sums, race, leftOut), adjusted, leftOut };
}

/** The order and the ranks of sums that are there; players whose entries cancel out are not listed. */
export function order(
  sums: PlayerSums,
  { cap, tieRule }: Pick<RaceRecord, "cap" | "tieRule">,
  leftOut: ReadonlyMap<PlayerId, LeftOutBy>,
): Omit<Ranking, "adjusted" | "leftOut"> {
  const size = sums.playerIds.length;
  const isLeftOut = new Float64Array(size);
  const lost = new Float64Array(size);
  const listed = new Uint32Array(size);
  let count = 0;
  let ranked = 0;
  for (let at = 0; at < size; at++) {
    const raw = sums.raw[at] ?? 0n;
    if (raw === 0n) continue;
    listed[count++] = at;
    lost[at] = -centsOf(capped(raw, cap));
    if (leftOut.size > 0 && leftOut.has(playerId(sums.playerIds[at] ?? 0))) isLeftOut[at] = 1;
    else ranked++;
  }
  const sorted = sortByColumns(listed.slice(0, count), [isLeftOut, lost, sums.reachedAtMs, sums.playerIds]);
  const ranks = new Uint32Array(count);
  for (let place = 0; place < ranked; place++) {
    const [own, better] = [sorted[place] ?? 0, sorted[place - 1] ?? 0];
    const isTied =
      place > 0 &&
      lost[own] === lost[better] &&
      (tieRule === "split" || sums.reachedAtMs[own] === sums.reachedAtMs[better]);
    ranks[place] = isTied ? (ranks[place - 1] ?? 0) : place + 1;
  }
  const scores = new BigInt64Array(count);
  for (const [place, at] of sorted.entries()) scores[place] = capped(sums.raw[at] ?? 0n, cap);
  return {
    playerIds: inOrder(sums.playerIds, sorted, new Float64Array(count)),
    entries: inOrder(sums.entries, sorted, new Uint32Array(count)),
    reachedAtMs: inOrder(sums.reachedAtMs, sorted, new Float64Array(count)),
    ranks,
    scores,
    ranked,
  };
}

/** Whole cents as a number. Below 2^52 the division is exact in a double, and twice as fast as with a bigint. */
function centsOf(score: bigint): number {
  const micros = Number(score);
  return Math.abs(micros) < 2 ** 52 ? Math.floor(micros / 10_000) : exactNumber(wholeCents(microUsd(score)));
}

function capped(raw: bigint, cap: MicroUsd | null): MicroUsd {
  return microUsd(cap !== null && raw > cap ? cap : raw);
}

function inOrder<Column extends Float64Array<ArrayBuffer> | Uint32Array<ArrayBuffer>>(
  column: Column,
  sorted: Uint32Array,
  to: Column,
): Column {
  for (let place = 0; place < sorted.length; place++) to[place] = column[sorted[place] ?? 0] ?? 0;
  return to;
}
