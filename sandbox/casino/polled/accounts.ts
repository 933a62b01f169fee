import { createBets } from "../bets.js";
import { inventName } from "../names.js";
import { createPopulation } from "../population.js";
import { type Random, createRandom } from "../random.js";

/** One millionth of a millionth of a micro-USD: amounts of casinos have up to 18 decimals. */
const ATTO_PER_MICRO = 10n ** 12n;
const ATTO = 10n ** 18n;
const DAY_MS = 86_400_000;

/** A bet, or what a casino took back of one. */
export interface Movement {
  readonly atMs: number;
  readonly atto: bigint;
  readonly weightedAtto: bigint;
}

export interface Account {
  readonly uid: string;
  name: string;
  /** Wager of all time; exact. */
  allTime: bigint;
  today: bigint;
  thisWeek: bigint;
  thisMonth: bigint;
  readonly movements: Movement[];
  /** The coin he plays with, by which his `today` is re-valued. */
  readonly coin: number;
}

export interface HouseOptions {
  readonly players: number;
  readonly seed: number | string;
  readonly start: Date;
  readonly betsPerHour: number;
  /** Part of the accounts that wager at all; 0.1 in the field. */
  readonly activeShare?: number;
  /** Part of the bets that are taken back hours later. */
  readonly reversals?: number;
}

/** Share of a bet that counts as weighted, in per cent, by the game's category. */
const WEIGHTS: Readonly<Record<string, bigint>> = { slots: 100n, originals: 50n, live: 10n, table: 10n };

/** Where the days, weeks and months of the house begin: midnight of UTC, weeks on Monday. */
function periodsAt(atMs: number): { day: number; week: number; month: number } {
  const at = new Date(atMs);
  const day = Date.UTC(at.getUTCFullYear(), at.getUTCMonth(), at.getUTCDate());
  return {
    day,
    week: day - ((at.getUTCDay() + 6) % 7) * DAY_MS,
    month: Date.UTC(at.getUTCFullYear(), at.getUTCMonth(), 1),
  };
}

/** The books of a casino that is asked for totals: what really happened, to the last digit and second. */
export class House {
  readonly accounts: Account[] = [];
  readonly #byUid = new Map<string, Account>();
  readonly #options: HouseOptions;
  readonly #random: Random;
  readonly #bets: ReturnType<typeof createBets>;
  readonly #names: Set<string>;
  #nowMs: number;
  #nextBetMs: number;
  #reversals: { atMs: number; account: Account; movement: Movement }[] = [];

  constructor(options: HouseOptions) {
    const { players, seed, activeShare = 0.1 } = options;
    this.#options = options;
    this.#random = createRandom(seed, "house");
    const population = createPopulation({ players, seed, activeShare });
    for (const { playerId, name, allTimeMicroUsd } of population)
      this.#open(playerId, name, allTimeMicroUsd * ATTO_PER_MICRO);
    this.#names = new Set(population.map(({ name }) => name));
    this.#bets = createBets(population, createRandom(seed, "bets"));
    this.#nowMs = options.start.getTime();
    this.#nextBetMs = this.#nowMs + this.#pauseMs();
  }

  account(uid: string): Account | undefined {
    return this.#byUid.get(uid);
  }

  /** Lets everything happen up to a moment. */
  advance(to: Date): void {
    const toMs = to.getTime();
    while (this.#nextBetMs <= toMs) {
      this.#takeBack(this.#nextBetMs);
      this.#roll(this.#nextBetMs);
      this.#bet(this.#nextBetMs);
      this.#nextBetMs += this.#pauseMs();
    }
    this.#takeBack(toMs);
    this.#roll(toMs);
  }

  /** An account that came with wager from before it was ours. */
  join(usd: number): Account {
    const uid = Array.from({ length: 20 }, () => this.#random.pick(UID_LETTERS)).join("");
    return this.#open(uid, inventName(this.#random, this.#names), BigInt(usd) * ATTO);
  }

  rename(account: Account): void {
    account.name = inventName(this.#random, this.#names);
  }

  /** True wager of a player in [start, end); what is taken back counts when it is taken back. */
  between(uid: string, start: Date, end: Date): bigint {
    const movements = this.#byUid.get(uid)?.movements ?? [];
    return movements
      .filter(({ atMs }) => atMs >= start.getTime() && atMs < end.getTime())
      .reduce((sum, { atto }) => sum + atto, 0n);
  }

  #open(uid: string, name: string, allTime: bigint): Account {
    const account = {
      uid,
      name,
      allTime,
      today: 0n,
      thisWeek: 0n,
      thisMonth: 0n,
      movements: [],
      coin: uid.charCodeAt(0) % 3,
    };
    this.accounts.push(account);
    this.#byUid.set(uid, account);
    return account;
  }

  #pauseMs(): number {
    return Math.max(1, Math.round((-Math.log(1 - this.#random.next()) * 3_600_000) / this.#options.betsPerHour));
  }

  #bet(atMs: number): void {
    const { player, amountMicroUsd, game } = this.#bets.next();
    const account = this.#byUid.get(player.playerId);
    if (account === undefined) return;
    // A coin's price gives the amount its last twelve decimals.
    const dust = game.category === "originals" ? BigInt(this.#random.integer(1e9)) * 1_000n : 0n;
    const atto = amountMicroUsd * ATTO_PER_MICRO + dust;
    const movement = { atMs, atto, weightedAtto: (atto * (WEIGHTS[game.category] ?? 100n)) / 100n };
    this.#move(account, movement);
    if (!this.#random.chance(this.#options.reversals ?? 0)) return;
    const laterMs = atMs + 60_000 + this.#random.integer(6 * 3_600_000);
    const back = { atMs: laterMs, atto: -atto, weightedAtto: -movement.weightedAtto };
    this.#reversals.push({ atMs: laterMs, account, movement: back });
  }

  #takeBack(untilMs: number): void {
    const due = this.#reversals.filter(({ atMs }) => atMs <= untilMs).sort((a, b) => a.atMs - b.atMs);
    this.#reversals = this.#reversals.filter(({ atMs }) => atMs > untilMs);
    for (const { atMs, account, movement } of due) {
      this.#roll(atMs);
      this.#move(account, movement);
    }
  }

  #move(account: Account, movement: Movement): void {
    account.movements.push(movement);
    account.allTime += movement.atto;
    // What is taken back was often wagered in a period before: its counters never show less than nothing.
    account.today = atLeastZero(account.today + movement.atto);
    account.thisWeek = atLeastZero(account.thisWeek + movement.atto);
    account.thisMonth = atLeastZero(account.thisMonth + movement.atto);
  }

  #roll(toMs: number): void {
    if (toMs <= this.#nowMs) return;
    const [before, now] = [periodsAt(this.#nowMs), periodsAt(toMs)];
    this.#nowMs = toMs;
    if (before.day === now.day) return;
    for (const account of this.accounts) {
      account.today = 0n;
      if (before.week !== now.week) account.thisWeek = 0n;
      if (before.month !== now.month) account.thisMonth = 0n;
    }
  }
}

const UID_LETTERS = [
  "A",
  "B",
  "C",
  "D",
  "E",
  "F",
  "G",
  "H",
  "J",
  "K",
  "M",
  "N",
  "P",
  "Q",
  "R",
  "S",
  "T",
  "U",
  "V",
  "W",
  "X",
  "Y",
  "Z",
  "a",
  "b",
  "c",
  "d",
  "e",
  "f",
  "g",
  "h",
  "2",
  "3",
  "4",
  "5",
  "6",
  "7",
  "8",
  "9",
] as const;

function atLeastZero(value: bigint): bigint {
  return value < 0n ? 0n : value;
}
