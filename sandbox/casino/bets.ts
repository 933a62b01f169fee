import type { Game } from "./events.js";
import type { CasinoPlayer } from "./population.js";
import type { Random } from "./random.js";

export interface Bet {
  readonly player: CasinoPlayer;
  readonly amountMicroUsd: bigint;
  readonly game: Game;
}

/** Mean bet of the whole house. Most are far smaller, a few hundred times as large. */
const meanBetUsd = 12;
/** Spread of one player's bets (log-normal) around his own mean. */
const spread = 1.1;
/** One bet in 300 is 25 times as large, beyond what the spread gives. */
const bigBet = { chance: 1 / 300, factor: 25 };
const largestBetUsd = 100_000;

/**
 * Bands of ranks within which a streak moves money to a player who lies behind. The band's sum stays what it is, so the
 * house's figures (78 % for the first four, 93 % for the first ten) hold while the places change.
 */
const bands = [
  { from: 0, to: 4 },
  { from: 4, to: 10 },
];
const streak = { meanBets: 150, pull: 0.6 };

const games: readonly [Game, ...Game[]] = [
  { id: "g1", name: "Plinko", category: "originals" },
  { id: "g2", name: "Dice", category: "originals" },
  { id: "g3", name: "Mines", category: "originals" },
  { id: "g4", name: "Crash", category: "originals" },
  { id: "g5", name: "Harvest of Ra-Ra", category: "slots" },
  { id: "g6", name: "Goat Mountain", category: "slots" },
  { id: "g7", name: "Sugar Volcano", category: "slots" },
  { id: "g8", name: "Seven Lanterns", category: "slots" },
  { id: "g9", name: "Blackjack", category: "table" },
  { id: "g10", name: "Roulette", category: "live" },
  { id: "g11", name: "Baccarat", category: "live" },
];

interface Band {
  readonly members: readonly CasinoPlayer[];
  chaser: CasinoPlayer | undefined;
  betsLeft: number;
}

/**
 * An endless stream of bets. A player with the share s of the wager makes his part of the bets and his mean bet grow with the
 * root of s each, so those who wager most bet both more often and more at a time.
 */
export function createBets(population: readonly CasinoPlayer[], random: Random): { next(): Bet } {
  const ranked = population.filter(({ share }) => share > 0).sort((a, b) => b.share - a.share);
  const roots = ranked.map(({ share }) => Math.sqrt(share));
  const rootSum = roots.reduce((sum, root) => sum + root, 0);
  const cumulative = Float64Array.from(roots);
  for (let index = 1; index < cumulative.length; index += 1) {
    cumulative[index] = (cumulative[index] ?? 0) + (cumulative[index - 1] ?? 0);
  }
  const totals = new Map<CasinoPlayer, number>();
  const running: Band[] = bands.map(({ from, to }) => ({
    members: ranked.slice(from, to),
    chaser: undefined,
    betsLeft: 0,
  }));
  return {
    next() {
      const drawn = findPlace(cumulative, random.next() * rootSum);
      const regular = ranked[drawn];
      if (!regular) throw new RangeError("nobody in this population wagers");
      const band = running.find(({ members }) => members.includes(regular));
      const player = band ? withStreak(band, regular, totals, random) : regular;
      // The amount is that of the regular player: a streak moves a band's money, it makes none.
      const usd = drawUsd(random, Math.sqrt(regular.share) * rootSum * meanBetUsd);
      totals.set(player, (totals.get(player) ?? 0) + usd);
      return { player, amountMicroUsd: roundBet(random, player, usd), game: favourite(random, player) };
    },
  };
}

function findPlace(cumulative: Float64Array, value: number): number {
  let low = 0;
  let high = cumulative.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((cumulative[middle] ?? 0) > value) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** Streaks and pauses take turns. The leader never gets one, so nobody runs away for good. */
function withStreak(
  band: Band,
  regular: CasinoPlayer,
  totals: ReadonlyMap<CasinoPlayer, number>,
  random: Random,
): CasinoPlayer {
  if (band.betsLeft <= 0) {
    band.betsLeft = Math.ceil(-Math.log(1 - random.next()) * streak.meanBets);
    const behind = [...band.members].sort((a, b) => (totals.get(b) ?? 0) - (totals.get(a) ?? 0)).slice(1);
    band.chaser = band.chaser === undefined ? behind[random.integer(behind.length)] : undefined;
  }
  band.betsLeft -= 1;
  return band.chaser && random.chance(streak.pull) ? band.chaser : regular;
}

function drawUsd(random: Random, mean: number): number {
  const normalisation = Math.exp(spread ** 2 / 2) * (1 + bigBet.chance * (bigBet.factor - 1));
  const usual = (mean / normalisation) * Math.exp(spread * random.normal());
  return Math.min(random.chance(bigBet.chance) ? usual * bigBet.factor : usual, largestBetUsd);
}

/** Most bets are whole cents, often a round stake; one player in seven bets coins, whose value has six decimals. */
function roundBet(random: Random, player: CasinoPlayer, usd: number): bigint {
  if (trait(player, 0, 7) === 0) return BigInt(Math.max(1, Math.round(usd * 1e6)));
  const step = usd >= 1 && random.chance(0.4) ? 10 ** Math.floor(Math.log10(usd)) / 2 : 0.01;
  return BigInt(Math.max(1, Math.round(Math.round(usd / step) * step * 100))) * 10_000n;
}

function favourite(random: Random, player: CasinoPlayer): Game {
  return random.chance(0.7) ? (games[trait(player, 1, games.length)] ?? games[0]) : random.pick(games);
}

/** A lasting trait of a player, taken from his id. */
function trait(player: CasinoPlayer, position: number, kinds: number): number {
  return player.playerId.charCodeAt(position) % kinds;
}
