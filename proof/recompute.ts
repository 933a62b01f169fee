import { parseDecimal, wholeCents } from "./decimal.js";
import { prizesAtScore } from "./prize-table.js";
import { sha256Hex } from "./sha256.js";

/** What ranking needs to know of a player. */
export interface RankedPlayer {
  pseudonym: string;
  /** Micro-USD. */
  score: bigint;
  reachedAt: string;
}

/**
 * Competition ranks (1-2-2-4) of players in their order. Equal whole cents share a rank; with `first` only those who
 * also reached them in the same millisecond do.
 */
export function ranksOf(players: readonly RankedPlayer[], tieRule: "split" | "first"): number[] {
  const ranks: number[] = [];
  for (const [at, player] of players.entries()) {
    const better = players[at - 1];
    const isTied =
      better !== undefined &&
      wholeCents(better.score) === wholeCents(player.score) &&
      (tieRule === "split" || better.reachedAt === player.reachedAt);
    ranks.push(isTied ? (ranks[at - 1] ?? at + 1) : at + 1);
  }
  return ranks;
}

/** Whether `better` may stand before `worse`: more whole cents, or as many and reached no later. */
export function isInOrder(better: RankedPlayer, worse: RankedPlayer): boolean {
  const [above, below] = [wholeCents(better.score), wholeCents(worse.score)];
  return above > below || (above === below && better.reachedAt <= worse.reachedAt);
}

/**
 * Prizes in cents of players in their order. Those who share a rank share the prizes of the places they cover; a cent
 * that does not divide goes to the members with the smallest SHA-256 of `race:pseudonym`. Nothing is paid for a score
 * of 0 or less or below the minimum wager; what such a member would have got stays in the leftover.
 */
export async function prizesOf(
  players: readonly RankedPlayer[],
  ranks: readonly number[],
  rules: { race: string; prizes: readonly bigint[]; floors: readonly bigint[]; minWager: bigint },
): Promise<bigint[]> {
  const prizes = players.map(() => 0n);
  for (let from = 0; from < players.length && from < rules.prizes.length;) {
    let to = from + 1;
    while (to < players.length && ranks[to] === ranks[from]) to++;
    const table = prizesAtScore(rules.prizes, rules.floors, wholeCents(players[from]?.score ?? 0n));
    const covered = table.slice(from, to).reduce((sum, prize) => sum + prize, 0n);
    const share = covered / BigInt(to - from);
    const odd = Number(covered - share * BigInt(to - from));
    const lucky = new Set(odd === 0 ? [] : (await byHash(players.slice(from, to), rules.race)).slice(0, odd));
    for (let at = from; at < to; at++) {
      const player = players[at];
      if (player === undefined || player.score <= 0n || player.score < rules.minWager) continue;
      prizes[at] = lucky.has(player.pseudonym) ? share + 1n : share;
    }
    from = to;
  }
  return prizes;
}

async function byHash(players: readonly RankedPlayer[], race: string): Promise<string[]> {
  const hashed = await Promise.all(
    players.map(async ({ pseudonym }) => ({ pseudonym, hash: await sha256Hex(`${race}:${pseudonym}`) })),
  );
  return hashed.sort((a, b) => (a.hash < b.hash ? -1 : 1)).map(({ pseudonym }) => pseudonym);
}

/** Millionths of a share such as `"0.5"`. */
export function millionthsOf(share: string): bigint {
  const [whole = "0", fraction = ""] = share.split(".");
  return parseDecimal(`${whole}.${fraction.padEnd(6, "0")}`, 6) ?? 0n;
}

/** A share such as `"0.5"` of an amount, rounded half to even. */
export function shareOf(amount: bigint, share: string): bigint {
  const product = amount * millionthsOf(share);
  const magnitude = product < 0n ? -product : product;
  const quotient = magnitude / 1_000_000n;
  const twice = (magnitude % 1_000_000n) * 2n;
  const isUp = twice > 1_000_000n || (twice === 1_000_000n && quotient % 2n === 1n);
  const rounded = isUp ? quotient + 1n : quotient;
  return product < 0n ? -rounded : rounded;
}
