import { type Random, createRandom } from "../random.js";
import type { Account, House } from "./accounts.js";
import type { FaultSwitches } from "./faults.js";

/** A row as the casino shows it at the moment, in units of 1e-18 USD. */
export interface ShownRow {
  readonly uid: string;
  readonly name: string;
  readonly today: bigint;
  readonly thisWeek: bigint;
  readonly thisMonth: bigint;
  readonly allTime: bigint;
}

const PRICE = 1_000_000n;
const FULL_PRICES: readonly bigint[] = [PRICE, PRICE, PRICE];
/** Thousandths that a coin loses in an hour, at most; 4.3 % in 11 hours were seen. */
const LOSS_PER_HOUR = 8;

/** What the casino shows of its books: the truth, bent by the faults that are on. */
export class View {
  readonly #house: House;
  readonly #faults: FaultSwitches;
  readonly #random: Random;
  /** Shown figures at the moment at which they began to stand still, by uid. */
  #frozenMonth: Map<string, bigint> | undefined;
  #frozenTotal: Map<string, bigint> | undefined;
  /** Difference that is left for good after a counter stood still. */
  readonly #lostMonth = new Map<string, bigint>();
  #weekBefore: Map<string, bigint> | undefined;
  /** Prices in millionths of what they were. */
  #prices = FULL_PRICES;
  #pricedAtMs = 0;

  constructor(house: House, faults: FaultSwitches, seed: number | string) {
    this.#house = house;
    this.#faults = faults;
    this.#random = createRandom(seed, "view");
  }

  /** The rows in the casino's own order: unsorted and stable. */
  rows(now: Date): ShownRow[] {
    this.#followFreezes();
    this.#followPrices(now.getTime());
    const { accounts } = this.#house;
    const lost = this.#faults.has("lost-row") ? tenth(accounts) : undefined;
    const shown = accounts.filter((account) => account !== lost).map((account) => this.#show(account));
    this.#weekBefore = new Map(accounts.map((account) => [account.uid, account.thisWeek]));
    if (this.#faults.has("empty")) return [];
    return this.#faults.has("half-rows") ? shown.filter((_row, index) => index % 2 === 0) : shown;
  }

  #show(account: Account): ShownRow {
    const { uid, name, today, thisWeek } = account;
    const unit = this.#faults.has("cents-for-dollars") ? 100n : 1n;
    const week = this.#faults.has("out-of-step") ? (this.#weekBefore?.get(uid) ?? thisWeek) : thisWeek;
    const wobble = this.#faults.has("jitter") ? BigInt(this.#random.integer(3) - 1) * 100_000n : 0n;
    const total = (this.#frozenTotal?.get(uid) ?? account.allTime) + wobble;
    const month = this.#frozenMonth?.get(uid) ?? account.thisMonth - (this.#lostMonth.get(uid) ?? 0n);
    return {
      uid,
      name,
      today: ((today * (this.#prices[account.coin] ?? PRICE)) / PRICE) * unit,
      thisWeek: week * unit,
      thisMonth: (month < 0n ? 0n : month) * unit,
      allTime: (total < 0n ? 0n : total) * unit,
    };
  }

  #followFreezes(): void {
    const { accounts } = this.#house;
    if (!this.#faults.has("freeze-month")) {
      // As in March 2025: the counter runs on from where it stood, and what it missed is missing for good.
      for (const [uid, frozen] of this.#frozenMonth ?? []) {
        this.#lostMonth.set(uid, (this.#house.account(uid)?.thisMonth ?? 0n) - frozen);
      }
      this.#frozenMonth = undefined;
    } else this.#frozenMonth ??= new Map(accounts.map(({ uid, thisMonth }) => [uid, thisMonth]));
    if (!this.#faults.has("freeze-total")) this.#frozenTotal = undefined;
    else this.#frozenTotal ??= new Map(accounts.map(({ uid, allTime }) => [uid, allTime]));
  }

  /** A new month knows nothing of what the one before it lost. */
  forgetLostMonth(): void {
    this.#lostMonth.clear();
  }

  #followPrices(nowMs: number): void {
    const hours = Math.min(24, (nowMs - this.#pricedAtMs) / 3_600_000);
    this.#pricedAtMs = nowMs;
    if (!this.#faults.has("revalue")) this.#prices = FULL_PRICES;
    else this.#prices = this.#prices.map((price) => price - (price * BigInt(Math.round(this.#lossIn(hours)))) / PRICE);
  }

  /** In millionths. */
  #lossIn(hours: number): number {
    return hours * LOSS_PER_HOUR * 1_000 * (0.5 + this.#random.next() / 2);
  }
}

/** An active player, but none whose going alone would make the whole answer implausible. */
function tenth(accounts: readonly Account[]): Account | undefined {
  return [...accounts].sort((a, b) => (b.thisMonth > a.thisMonth ? 1 : -1))[Math.min(9, accounts.length - 1)];
}

/** A decimal with up to 18 digits after the point and no zeros at its end. */
export function formatAtto(atto: bigint): string {
  const fraction = (atto % 10n ** 18n).toString().padStart(18, "0").replace(/0+$/, "");
  const whole = (atto / 10n ** 18n).toString();
  return fraction === "" ? whole : `${whole}.${fraction}`;
}
