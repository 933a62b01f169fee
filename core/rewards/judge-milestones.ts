import type { PoolClient } from "pg";
import { formatMicroUsd, type MicroUsd } from "../../wire/money.js";
import type { CoreContext } from "../context.js";
import type { EligibleAccount } from "./eligible.js";
import { type Grant, grantRewards } from "./grant-rewards.js";
import { listMilestones } from "./milestones.js";
import { reachedSteps } from "./milestone-steps.js";
import { type MilestoneWindow, openWindows } from "./milestone-windows.js";
import { withTotals } from "./window-totals.js";

/** One account's volume in one window. */
interface Judged {
  account: EligibleAccount;
  window: MilestoneWindow;
  total: MicroUsd;
}

/**
 * Grants the steps that accounts have reached and were not given yet, in the caller's transaction.
 * @returns how many
 */
export async function judgeMilestones(
  { clock, timeZone }: Pick<CoreContext, "clock" | "timeZone">,
  client: PoolClient,
  accounts: readonly EligibleAccount[],
): Promise<number> {
  const rules = await listMilestones(client);
  const asked = [...new Set(rules.map(({ period }) => period))].flatMap((period) =>
    openWindows(period, clock.now(), timeZone).flatMap((window) => {
      // A ladder set up on the first of a month does not pay the month before.
      const inForce = rules.filter((rule) => rule.period === period && rule.since < window.end);
      return inForce.length === 0 ? [] : accounts.map((account) => ({ account, window, inForce }));
    }),
  );
  const judged = await withTotals(client, asked);
  const grants = judged.flatMap(({ account, window, inForce, total }) =>
    reachedSteps(inForce, total).map((step) => grantOf(account, window, step)),
  );
  await flagFallen(client, judged);
  return (await grantRewards(client, "milestone", grants, "scheduler")).length;
}

function grantOf(
  { player, user }: EligibleAccount,
  { period, from }: MilestoneWindow,
  step: { threshold: MicroUsd; prize: Grant["amount"] },
): Grant {
  const threshold = formatMicroUsd(step.threshold);
  return {
    player,
    user,
    subject: `${period}:${from}:${threshold}`,
    amount: step.prize,
    title: null,
    detail: { period, from, threshold },
  };
}

/** A correction took the volume below the step again: what was granted stays, and whoever approves it is told. */
const FLAG = `
  with judged as (select * from unnest($1::bigint[], $2::text[], $3::text[], $4::bigint[]) as j(player_id, period, day, total)),
  found as (
    select p.id, case when j.total < (g.detail->>'threshold')::numeric * 1000000
             then 'the volume fell below the step: it is ' || (j.total / 1000000.0)::numeric(20, 2) || ' USD now' end as flag
    from judged j
    join reward_grants g on g.kind = 'milestone' and g.player_id = j.player_id
      and g.detail->>'period' = j.period and g.detail->>'from' = j.day
    join payouts p on p.grant_id = g.id
  ), changed as (
    update payouts p set flag = f.flag from found f where f.id = p.id and p.flag is distinct from f.flag returning p.id, p.flag
  )
  insert into payout_events (payout_id, event, actor, detail, at)
  select id, case when flag is null then 'unflagged' else 'flagged' end, 'scheduler', jsonb_build_object('flag', flag),
         clock_timestamp() from changed`;

async function flagFallen(client: PoolClient, judged: readonly Judged[]): Promise<void> {
  if (judged.length === 0) return;
  await client.query(FLAG, [
    judged.map(({ account }) => account.player),
    judged.map(({ window }) => window.period),
    judged.map(({ window }) => window.from),
    judged.map(({ total }) => total.toString()),
  ]);
}
