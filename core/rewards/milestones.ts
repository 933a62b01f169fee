import type { Pool, PoolClient } from "pg";
import { drizzleOn } from "../../db/connect.js";
import { inTransaction } from "../../db/transaction.js";
import { cents, formatCents, formatMicroUsd, microUsd, parseCents, parseMicroUsd } from "../../wire/money.js";
import type { MilestonePeriod } from "../../wire/rewards.js";
import { appendAudit } from "../access/audit.js";
import type { CoreContext } from "../context.js";
import { ConflictError, InvalidInputError, NotFoundError, type InputIssue } from "../errors.js";
import type { MilestoneRule } from "./milestone-steps.js";
import { judgeEverybodyAnew } from "./reward-cursor.js";

type Deps = Pick<CoreContext, "pool" | "clock">;

/** A configured step. */
export interface Milestone extends MilestoneRule {
  id: string;
  /** Periods that ended before it do not count. */
  since: Date;
}

/** The steps that hold now, by period and volume. */
export async function listMilestones(client: Pool | PoolClient): Promise<Milestone[]> {
  const { rows } = await client.query<{
    id: string;
    period: MilestonePeriod;
    threshold: string;
    every: string | null;
    prize: string;
    created_at: Date;
  }>(
    `select id::text, period, threshold::text, every::text, prize::text, created_at from milestones where retired_at is null
     order by array_position('{day,week,month}', period), milestones.threshold`,
  );
  return rows.map(({ id, period, threshold, every, prize, created_at: since }) => ({
    id,
    since,
    period,
    threshold: microUsd(BigInt(threshold)),
    every: every === null ? null : microUsd(BigInt(every)),
    prize: cents(BigInt(prize)),
  }));
}

/** As people write a step: amounts in USD. */
export interface MilestoneInput {
  period: MilestonePeriod;
  threshold: string;
  every?: string | undefined;
  prize: string;
}

/** Reads a step. @throws InvalidInputError */
export function parseMilestone(input: MilestoneInput): MilestoneRule {
  const issues: InputIssue[] = [];
  const threshold = parseMicroUsd(input.threshold);
  const every = input.every === undefined ? null : parseMicroUsd(input.every);
  const prize = parseCents(input.prize);
  if (threshold === undefined || threshold < 1_000_000n) {
    issues.push({ path: "threshold", message: "must be at least 1 USD, with at most 6 decimals" });
  }
  if (every === undefined || (every !== null && every < 1_000_000_000n)) {
    issues.push({ path: "every", message: "must be at least 1000 USD, with at most 6 decimals" });
  }
  if (prize === undefined || prize === 0n) {
    issues.push({ path: "prize", message: "must be above 0 USD with at most 2 decimals" });
  }
  if (threshold === undefined || every === undefined || prize === undefined || issues.length > 0) {
    throw new InvalidInputError("The step cannot be used.", issues);
  }
  return { period: input.period, threshold, every, prize };
}

/**
 * Adds steps; who has reached one in the present period gets it with the next round of the worker.
 * @throws ConflictError when a step at that volume exists
 */
export async function addMilestones(
  { pool, clock }: Deps,
  rules: readonly MilestoneRule[],
  actor: string,
): Promise<Milestone[]> {
  return inTransaction(pool, "read committed", async (client) => {
    for (const { period, threshold, every, prize } of rules) {
      const { rows } = await client.query<{ id: string }>(
        `insert into milestones (period, threshold, every, prize, created_by, created_at)
         values ($1, $2, $3, $4, $5, $6) on conflict do nothing returning id::text`,
        [period, threshold.toString(), every?.toString() ?? null, prize.toString(), actor, clock.now()],
      );
      const [added] = rows;
      if (added === undefined) throw new ConflictError("A step at this volume exists already.", ["retire"]);
      await appendAudit(drizzleOn(client), clock.now(), {
        actor,
        action: "milestone.add",
        subject: `milestone:${added.id}`,
        detail: {
          period,
          threshold: formatMicroUsd(threshold),
          every: every && formatMicroUsd(every),
          prize: formatCents(prize),
        },
      });
    }
    await judgeEverybodyAnew(client);
    return listMilestones(client);
  });
}

/** Ends a step; what was earned by it stays owed. @throws NotFoundError */
export async function retireMilestone({ pool, clock }: Deps, id: string, actor: string): Promise<void> {
  const gone = new NotFoundError("There is no such step.");
  if (!/^[1-9]\d{0,14}$/.test(id)) throw gone;
  await inTransaction(pool, "read committed", async (client) => {
    const { rowCount } = await client.query(
      "update milestones set retired_at = clock_timestamp() where id = $1 and retired_at is null",
      [id],
    );
    if (rowCount === 0) throw gone;
    await appendAudit(drizzleOn(client), clock.now(), {
      actor,
      action: "milestone.retire",
      subject: `milestone:${id}`,
    });
  });
}
