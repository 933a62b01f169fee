import type { Pool, PoolClient } from "pg";
import {
  formatPlayerId,
  parseRaceId,
  playerId,
  telegramUserId,
  type RaceId,
  type TelegramUserId,
} from "../../wire/ids.js";
import { cents, type Cents } from "../../wire/money.js";
import type { RewardKind } from "../../wire/rewards.js";
import type { PayoutState } from "../../wire/payouts.js";
import { earnedReward, type EarnedReward } from "../rewards/earned-reward.js";

export type PayoutAction = "claim" | "approve" | "pay" | "confirm" | "fail";

/** From which states a move may be made. `expired` and `replaced` come by the clock and by corrections alone. */
const FROM: Record<PayoutAction, readonly PayoutState[]> = {
  claim: ["owed", "failed"],
  approve: ["claimed", "failed"],
  pay: ["approved"],
  confirm: ["paid"],
  fail: ["claimed", "approved", "paid"],
};

export function allowedPayoutActions(state: PayoutState): PayoutAction[] {
  const actions: PayoutAction[] = ["claim", "approve", "pay", "confirm", "fail"];
  return actions.filter((action) => FROM[action].includes(state));
}

/** A place in the result of a race. */
export interface RaceOrigin {
  kind: "race";
  race: RaceId;
  title: string;
  /** Result version that owes it. */
  version: number;
  rank: number;
  /** Title of the lane; null for the main table. */
  lane: string | null;
}

/** A reward of another kind. */
export interface RewardOrigin extends EarnedReward {
  kind: "reward";
  grant: string;
}

export type PayoutOrigin = RaceOrigin | RewardOrigin;

/** One prize on its way to its winner. */
export interface Payout {
  id: string;
  /** What owes it. */
  origin: PayoutOrigin;
  player: string;
  amount: Cents;
  state: PayoutState;
  createdAt: Date;
  createdBy: string;
  /** Last moment to claim. */
  expiresAt: Date;
  /** Who claimed it. */
  user: TelegramUserId | null;
  destination: string | null;
  approvedBy: string | null;
  reference: string | null;
  paidAt: Date | null;
  /** What a person must look at: a later version of the result says otherwise. */
  flag: string | null;
  /** Of an expired prize of a race: the race that got it, null when it goes back to the operator; undefined otherwise. */
  rolledInto: RaceId | null | undefined;
  allowed: PayoutAction[];
}

interface PayoutRow {
  id: string;
  race_id: string | null;
  race_title: string | null;
  version: number | null;
  player_id: string;
  rank: number | null;
  lane: string | null;
  grant_id: string | null;
  reward: RewardKind | null;
  reward_title: string | null;
  reward_detail: unknown;
  amount: string;
  state: PayoutState;
  created_at: Date;
  created_by: string;
  expires_at: Date;
  user_id: string | null;
  destination: string | null;
  approved_by: string | null;
  reference: string | null;
  paid_at: Date | null;
  flag: string | null;
  rolled_into: string | null;
}

const PAYOUTS = `
  select p.id::text, p.race_id, r.title as race_title, v.version, p.player_id::text, p.rank,
         case when p.lane > 0 then r.lanes -> (p.lane - 1) ->> 'title' end as lane, p.grant_id::text, g.kind as reward,
         g.title as reward_title, g.detail as reward_detail, p.amount::text, p.state, p.created_at, p.created_by,
         p.expires_at, p.user_id::text, p.destination, p.approved_by, p.reference, p.paid_at, p.flag,
         case when n.status <> 'void' then n.id end as rolled_into
  from payouts p left join races r on r.id = p.race_id left join race_results v on v.id = p.result_id
  left join reward_grants g on g.id = p.grant_id
  left join payout_rollovers o on o.payout_id = p.id left join races n on n.id = o.race_id`;

/** @param condition SQL over `p`, the race `r` and its result `v`, or the grant `g`, with order and limit */
export async function selectPayouts(
  client: Pool | PoolClient,
  condition: string,
  values: readonly unknown[],
): Promise<Payout[]> {
  const { rows } = await client.query<PayoutRow>(`${PAYOUTS} ${condition}`, [...values]);
  return rows.map((row) => toPayout(row, originOf(row)));
}

/** The columns of one origin are there together (`payouts_one_origin`). */
function originOf(row: PayoutRow): PayoutOrigin {
  const { grant_id: grant, reward, version, rank } = row;
  if (grant !== null && reward !== null) {
    return { kind: "reward", grant, ...earnedReward(reward, row.reward_title, row.reward_detail) };
  }
  const race = parseRaceId(row.race_id ?? "");
  if (race === undefined || version === null || rank === null) throw new Error(`payout ${row.id} comes from nowhere`);
  return { kind: "race", race, title: row.race_title ?? "", version, rank, lane: row.lane };
}

/** @returns `undefined` when there is no such payout: ids are opaque to those who send them */
export async function findPayout({ pool }: { pool: Pool }, id: string): Promise<Payout | undefined> {
  if (!/^[1-9]\d{0,14}$/.test(id)) return undefined;
  const [payout] = await selectPayouts(pool, "where p.id = $1", [id]);
  return payout;
}

function toPayout(row: PayoutRow, origin: PayoutOrigin): Payout {
  return {
    id: row.id,
    origin,
    player: formatPlayerId(playerId(Number(row.player_id))),
    amount: cents(BigInt(row.amount)),
    state: row.state,
    createdAt: row.created_at,
    createdBy: row.created_by,
    expiresAt: row.expires_at,
    user: row.user_id === null ? null : telegramUserId(Number(row.user_id)),
    destination: row.destination,
    approvedBy: row.approved_by,
    reference: row.reference,
    paidAt: row.paid_at,
    flag: row.flag,
    rolledInto:
      row.state === "expired" && origin.kind === "race" ? (parseRaceId(row.rolled_into ?? "") ?? null) : undefined,
    allowed: allowedPayoutActions(row.state),
  };
}
