import {
  RateLimiterMemory,
  RateLimiterPostgres,
  RateLimiterRes,
  type RateLimiterAbstract,
} from "rate-limiter-flexible";
import type { Pool } from "pg";
import { RateLimitedError } from "../../core/errors.js";

export interface Limit {
  points: number;
  seconds: number;
}

/** What one person or page needs with room to spare; whoever comes above it has a script. */
export const LIMITS = {
  exchangeByAddress: { points: 10, seconds: 60 },
  exchangeByUser: { points: 5, seconds: 60 },
  refreshBySession: { points: 10, seconds: 60 },
  address: { points: 300, seconds: 60 },
  user: { points: 120, seconds: 60 },
  /** What changes something with rights. */
  admin: { points: 60, seconds: 60 },
  /** Looking at it: a page of the Mini App has several panels, which look again every 4 to 30 s. */
  adminRead: { points: 240, seconds: 60 },
  /** Faults that a device tells of: the first ones say it all. */
  clientErrors: { points: 10, seconds: 60 },
  apiKey: { points: 600, seconds: 60 },
  /** Wrong API keys from one address; right ones are not counted by address. */
  wrongKey: { points: 30, seconds: 60 },
} as const satisfies Record<string, Limit>;

export type LimitName = keyof typeof LIMITS;
export type LimitTable = Record<LimitName, Limit>;

/**
 * Signing in and administration are counted in PostgreSQL, one count for all processes: rare, and worth a write. What
 * every request passes is counted in memory (0.4 µs), each process allowing its share of the limit.
 */
const COUNTED_TOGETHER: ReadonlySet<LimitName> = new Set([
  "exchangeByAddress",
  "exchangeByUser",
  "refreshBySession",
  "admin",
]);

/** What is left after a request, for the headers of draft-ietf-httpapi-ratelimit-headers-11. */
export interface Taken {
  name: LimitName;
  limit: Limit;
  remaining: number;
  resetSeconds: number;
  isAllowed: boolean;
}

export interface RateLimits {
  take(name: LimitName, key: string): Promise<Taken>;
  /** Looks without counting. */
  look(name: LimitName, key: string): Promise<Taken>;
  /** Tells how many processes take requests in turn: each allows that part of what is counted in memory. */
  shareAmong(processes: number): void;
}

/** @param pool where limits that hold for all processes together are counted */
export function createRateLimits(pool: Pool, overrides: Partial<LimitTable> = {}): RateLimits {
  return new Limiters(pool, { ...LIMITS, ...overrides });
}

class Limiters implements RateLimits {
  readonly #pool: Pool;
  readonly #table: LimitTable;
  readonly #made = new Map<LimitName, RateLimiterAbstract>();
  #processes = 1;

  constructor(pool: Pool, table: LimitTable) {
    this.#pool = pool;
    this.#table = table;
  }

  async take(name: LimitName, key: string): Promise<Taken> {
    try {
      return this.#describe(name, await this.#limiter(name).consume(key), true);
    } catch (refused) {
      if (refused instanceof RateLimiterRes) return this.#describe(name, refused, false);
      throw refused;
    }
  }

  async look(name: LimitName, key: string): Promise<Taken> {
    const result = await this.#limiter(name).get(key);
    return this.#describe(name, result, result === null || result.remainingPoints > 0);
  }

  shareAmong(processes: number): void {
    this.#processes = Math.max(1, processes);
    for (const [name, limiter] of this.#made) limiter.points = this.#limitOf(name).points;
  }

  #limitOf(name: LimitName): Limit {
    const { points, seconds } = this.#table[name];
    const share = COUNTED_TOGETHER.has(name) ? points : Math.max(1, Math.ceil(points / this.#processes));
    return { points: share, seconds };
  }

  #limiter(name: LimitName): RateLimiterAbstract {
    const made = this.#made.get(name) ?? this.#create(name);
    this.#made.set(name, made);
    return made;
  }

  #create(name: LimitName): RateLimiterAbstract {
    const { points, seconds } = this.#limitOf(name);
    const options = { keyPrefix: name, points, duration: seconds };
    const inMemory = new RateLimiterMemory(options);
    if (!COUNTED_TOGETHER.has(name)) return inMemory;
    return new RateLimiterPostgres({
      ...options,
      storeClient: this.#pool,
      tableName: "rate_limits",
      tableCreated: true,
      clearExpiredByTimeout: true,
      // Who goes on after he was refused costs no further write.
      inMemoryBlockOnConsumed: points + 1,
      // During an outage each process counts alone, and the answer is about the outage.
      insuranceLimiter: inMemory,
    });
  }

  #describe(name: LimitName, result: RateLimiterRes | null, isAllowed: boolean): Taken {
    const limit = this.#limitOf(name);
    return {
      name,
      limit,
      remaining: Math.max(0, result?.remainingPoints ?? limit.points),
      resetSeconds: Math.ceil((result?.msBeforeNext ?? 0) / 1000),
      isAllowed,
    };
  }
}

export function rateLimitHeaders(taken: readonly Taken[]): Record<string, string> {
  if (taken.length === 0) return {};
  return {
    "RateLimit-Policy": taken.map(({ name, limit }) => `"${name}";q=${limit.points};w=${limit.seconds}`).join(", "),
    RateLimit: taken
      .map(({ name, remaining, resetSeconds }) => `"${name}";r=${remaining};t=${resetSeconds}`)
      .join(", "),
  };
}

/** @throws RateLimitedError when the last of them was refused */
export function refuseWhenSpent(taken: Taken): void {
  if (!taken.isAllowed)
    throw new RateLimitedError(`Too many requests: wait ${taken.resetSeconds} s.`, taken.resetSeconds);
}
