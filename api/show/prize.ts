import type { Payout } from "../../core/payouts/payout-record.js";
import { formatCents } from "../../wire/money.js";
import type { Prize } from "../../wire/payouts.js";
import { isoOrNull } from "./instant.js";

/** A payout as its winner sees it. */
export function showPrize(payout: Payout): Prize {
  return {
    id: payout.id,
    race: { id: payout.race, title: payout.raceTitle },
    version: payout.version,
    player: payout.player,
    rank: payout.rank,
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
