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

export type PayoutState = "owed" | "claimed" | "approved" | "paid" | "confirmed" | "failed" | "expired" | "replaced";
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

/** One prize on its way to its winner. */
export interface Payout {
  id: string;
  race: RaceId;
  raceTitle: string;
  /** Result version that owes it. */
  version: number;
  player: string;
  rank: number;
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
  allowed: PayoutAction[];
}

interface PayoutRow {
  id: string;
  race_id: string;
  title: string;
  version: number;
  player_id: string;
  rank: number;
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
}

const PAYOUTS = `
  select p.id::text, p.race_id, r.title, v.version, p.player_id::text, p.rank, p.amount::text, p.state, p.created_at, p.created_by,
         p.expires_at, p.user_id::text, p.destination, p.approved_by, p.reference, p.paid_at, p.flag
  from payouts p join races r on r.id = p.race_id join race_results v on v.id = p.result_id`;

/** @param condition SQL over `p`, `r` and `v`, with order and limit */
export async function selectPayouts(
  client: Pool | PoolClient,
  condition: string,
  values: readonly unknown[],
): Promise<Payout[]> {
  const { rows } = await client.query<PayoutRow>(`${PAYOUTS} ${condition}`, [...values]);
  return rows.flatMap((row) => {
    const race = parseRaceId(row.race_id);
    return race === undefined ? [] : [toPayout(row, race)];
  });
}

/** @returns `undefined` when there is no such payout: ids are opaque to those who send them */
export async function findPayout({ pool }: { pool: Pool }, id: string): Promise<Payout | undefined> {
  if (!/^[1-9]\d{0,14}$/.test(id)) return undefined;
  const [payout] = await selectPayouts(pool, "where p.id = $1", [id]);
  return payout;
}

function toPayout(row: PayoutRow, race: RaceId): Payout {
  return {
    id: row.id,
    race,
    raceTitle: row.title,
    version: row.version,
    player: formatPlayerId(playerId(Number(row.player_id))),
    rank: row.rank,
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
    allowed: allowedPayoutActions(row.state),
  };
}
