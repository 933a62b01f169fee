import { setTimeout as delay } from "node:timers/promises";
import type { CoreContext } from "../../core/context.js";
// Part of the program, not read from disk: the question is what this very build expects.
import journal from "../../db/migrations/meta/_journal.json" with { type: "json" };

/** One condition of readiness; answers with what is wrong, `null` when nothing is. */
export interface ReadinessCheck {
  name: string;
  problem(): Promise<string | null>;
}

export interface ReadinessReport {
  isReady: boolean;
  /** `name: problem`, also while the failures are still too few to flip the answer. */
  reasons: string[];
}

export interface Readiness {
  report(): Promise<ReadinessReport>;
  /** True from the first time that everything was well. */
  hasStarted(): Promise<boolean>;
}

const CACHE_MS = 1_000;
const CHECK_TIMEOUT_MS = 500;
/** One slow answer of the database must not take the process out of service. */
const FAILURES_TO_FLIP = 3;
const MAX_CLOCK_SKEW_MS = 2_000;

/** Runs the checks at most once a second, however many ask. @param isDraining answers at once, without waiting for failures */
export function createReadiness(checks: readonly ReadinessCheck[], isDraining: () => boolean): Readiness {
  let failures = FAILURES_TO_FLIP;
  let hasStarted = false;
  let last: { atMs: number; reasons: Promise<string[]> } | undefined;

  async function look(): Promise<string[]> {
    const found = await Promise.all(checks.map(runCheck));
    const reasons = found.filter((reason) => reason !== null);
    failures = reasons.length === 0 ? 0 : failures + 1;
    if (failures === 0) hasStarted = true;
    return reasons;
  }
  async function report(): Promise<ReadinessReport> {
    if (isDraining()) return { isReady: false, reasons: ["draining"] };
    if (last === undefined || performance.now() - last.atMs >= CACHE_MS)
      last = { atMs: performance.now(), reasons: look() };
    const reasons = await last.reasons;
    return { isReady: failures < FAILURES_TO_FLIP, reasons };
  }
  return {
    report,
    async hasStarted() {
      if (!hasStarted) await report();
      return hasStarted;
    },
  };
}

async function runCheck(check: ReadinessCheck): Promise<string | null> {
  try {
    const late = delay(CHECK_TIMEOUT_MS, `no answer within ${CHECK_TIMEOUT_MS} ms`, { ref: false });
    const problem = await Promise.race([check.problem(), late]);
    return problem === null ? null : `${check.name}: ${problem}`;
  } catch {
    // The text of a database error may hold names and addresses; the log has it from whoever else failed.
    return `${check.name}: failed`;
  }
}

/** The database answers, has all of this version's migrations, and its clock agrees with ours. */
export function databaseChecks({ pool, clock }: Pick<CoreContext, "pool" | "clock">): ReadinessCheck[] {
  const newest = Math.max(...journal.entries.map(({ when }) => when));
  return [
    {
      name: "database",
      async problem() {
        const { rows } = await pool.query<{ now: Date }>("select clock_timestamp() as now");
        const skewMs = Math.abs((rows[0]?.now.getTime() ?? 0) - clock.now().getTime());
        return skewMs > MAX_CLOCK_SKEW_MS ? `its clock is ${Math.round(skewMs / 1000)} s off ours` : null;
      },
    },
    {
      name: "migrations",
      async problem() {
        const { rows } = await pool.query<{ newest: string | null }>(
          "select max(created_at) as newest from drizzle.__drizzle_migrations",
        );
        // A newer schema is fine: the previous version of the program runs on it.
        return Number(rows[0]?.newest ?? 0) < newest
          ? "the schema is older than this program: run `cli migrate`"
          : null;
      },
    },
  ];
}
