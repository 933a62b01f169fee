import { RateLimiterMemory, RateLimiterRes } from "rate-limiter-flexible";
import { RateLimitedError } from "../../core/errors.js";

export interface Limit {
  points: number;
  seconds: number;
}

/** reliability.md 4.3. Counted in memory by each process. */
export const LIMITS = {
  exchangeByAddress: { points: 10, seconds: 60 },
  exchangeByUser: { points: 5, seconds: 60 },
  refreshBySession: { points: 10, seconds: 60 },
  address: { points: 300, seconds: 60 },
  user: { points: 120, seconds: 60 },
  admin: { points: 60, seconds: 60 },
  apiKey: { points: 600, seconds: 60 },
  /** Wrong API keys from one address; right ones are not counted by address. */
  wrongKey: { points: 30, seconds: 60 },
} as const satisfies Record<string, Limit>;

export type LimitName = keyof typeof LIMITS;
export type LimitTable = Record<LimitName, Limit>;

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
}

export function createRateLimits(overrides: Partial<LimitTable> = {}): RateLimits {
  const limiters = new Map<LimitName, RateLimiterMemory>();
  const table: LimitTable = { ...LIMITS, ...overrides };
  function limiter(name: LimitName): RateLimiterMemory {
    const made =
      limiters.get(name) ?? new RateLimiterMemory({ points: table[name].points, duration: table[name].seconds });
    limiters.set(name, made);
    return made;
  }
  function describe(name: LimitName, result: RateLimiterRes | null, isAllowed: boolean): Taken {
    const limit = table[name];
    return {
      name,
      limit,
      remaining: Math.max(0, result?.remainingPoints ?? limit.points),
      resetSeconds: Math.ceil((result?.msBeforeNext ?? 0) / 1000),
      isAllowed,
    };
  }
  return {
    async take(name, key) {
      try {
        return describe(name, await limiter(name).consume(key), true);
      } catch (refused) {
        if (refused instanceof RateLimiterRes) return describe(name, refused, false);
        throw refused;
      }
    },
    async look(name, key) {
      const result = await limiter(name).get(key);
      return describe(name, result, result === null || result.remainingPoints > 0);
    },
  };
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
