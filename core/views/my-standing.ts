import type { PlayerId } from "../../wire/ids.js";
import { formatCents, formatMicroUsd, microUsd, type Cents, type MicroUsd } from "../../wire/money.js";
import type { MyStanding } from "../../wire/race.js";
import type { BoardKey, BoardRow, LiveBoards } from "../boards/live-boards.js";
import type { RaceRecord } from "../races/read-races.js";
import { prizeNow, tableNow } from "./standings-rows.js";

const MICRO_PER_CENT = 10_000n;
/** Before a hundredth of the race has passed, a pace says nothing. */
const SHORTEST_PACE = 100n;

/** One player's place with what surrounds it, in the form of the wire and without any advice. */
export function myStanding(
  boards: LiveBoards,
  key: BoardKey,
  race: RaceRecord,
  player: PlayerId,
  now: Date,
): MyStanding {
  const version = boards.version(key)?.version ?? Number(race.rulesXid);
  const row = boards.place(key, player) ?? null;
  const next = nextPaidPlace(boards, key, race, row);
  if (row === null) {
    return {
      ...NO_PLACE,
      nextPaidRank: next?.rank ?? null,
      needed: next === null ? null : formatMicroUsd(next.needed),
      version,
    };
  }
  const below = boards.atRank(key, row.rank + row.tied);
  return {
    rank: row.rank,
    wagered: formatMicroUsd(row.score),
    prize: formatCents(prizeNow(boards, key, row, race)),
    gapUp: row.rank === 1 ? null : formatMicroUsd(row.gap),
    gapDown: below === null || below === undefined ? null : formatMicroUsd(microUsd(row.score - below.score)),
    nextPaidRank: next?.rank ?? null,
    needed: next === null ? null : formatMicroUsd(next.needed),
    projection: projection(race, row.score, now),
    version,
  };
}

/** What everybody has who is not in a race. */
export const NO_PLACE = {
  rank: null,
  wagered: formatMicroUsd(microUsd(0n)),
  prize: "0.00",
  gapUp: null,
  gapDown: null,
  projection: null,
} as const;

interface NextPlace {
  rank: number;
  needed: MicroUsd;
}

/** The nearest better rank whose prize is above what the place pays now, and the wager that ties with it plus a cent. */
function nextPaidPlace(boards: LiveBoards, key: BoardKey, race: RaceRecord, row: BoardRow | null): NextPlace | null {
  const own = row?.score ?? microUsd(0n);
  const last = Math.min(row === null ? race.prizes.length : row.rank - 1, race.prizes.length);
  const table = tableNow(boards, key, race);
  const now: Cents | bigint = row === null ? 0n : prizeNow(boards, key, row, race);
  for (let rank = last; rank >= 1; rank--) {
    if ((table[rank - 1] ?? 0n) <= now) continue;
    const holder = boards.atRank(key, rank) ?? null;
    const beat = holder === null ? 0n : (holder.score / MICRO_PER_CENT + 1n) * MICRO_PER_CENT;
    const floor = (race.floors?.[rank - 1] ?? 0n) * MICRO_PER_CENT;
    const target = [beat, race.minWager, floor].reduce((most, value) => (value > most ? value : most));
    return { rank, needed: microUsd(target > own ? target - own : MICRO_PER_CENT) };
  }
  return null;
}

/** Score at the end if the player goes on at his own average pace so far; never a promise, only arithmetic. */
function projection(race: RaceRecord, score: MicroUsd, now: Date): string | null {
  const length = BigInt(race.endsAt.getTime() - race.startsAt.getTime());
  const passed = BigInt(Math.min(now.getTime(), race.endsAt.getTime()) - race.startsAt.getTime());
  if (race.status !== "live" || passed * SHORTEST_PACE < length) return null;
  return formatMicroUsd(microUsd((score * length) / passed));
}
