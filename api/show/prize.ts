import type { Payout } from "../../core/payouts/payout-record.js";
import { formatCents } from "../../wire/money.js";
import type { Prize } from "../../wire/payouts.js";
import { isoOrNull } from "./instant.js";
import { showReward } from "./reward.js";

/** A payout as its winner sees it. */
export function showPrize(payout: Payout): Prize {
  const { origin } = payout;
  return {
    id: payout.id,
    race: origin.kind === "race" ? { id: origin.race, title: origin.title } : null,
    version: origin.kind === "race" ? origin.version : null,
    rank: origin.kind === "race" ? origin.rank : null,
    ...(origin.kind === "race" && origin.lane !== null && { lane: origin.lane }),
    reward: origin.kind === "reward" ? showReward(origin) : null,
    player: payout.player,
    amount: formatCents(payout.amount),
    state: payout.state,
    createdAt: payout.createdAt.toISOString(),
    expiresAt: payout.expiresAt.toISOString(),
    destination: payout.destination,
    reference: payout.reference,
    paidAt: isoOrNull(payout.paidAt),
    allowed: [...payout.allowed],
  };
}
