import type { Drop } from "../../core/rewards/drops.js";
import type { AdminDrop, Drop as WireDrop } from "../../wire/drops.js";
import { formatCents, formatMicroUsd } from "../../wire/money.js";

/** A drop as everybody may see it. */
export function showDrop(drop: Drop): WireDrop {
  return {
    id: drop.id,
    title: drop.title,
    amount: drop.amount === null ? null : formatCents(drop.amount),
    total: drop.total,
    left: drop.left,
    minWager: formatMicroUsd(drop.minWager),
    minWagerDays: drop.minWagerDays,
    opensAt: drop.opensAt.toISOString(),
    expiresAt: drop.expiresAt.toISOString(),
    state: drop.state,
  };
}

/** As administrators see it. */
export function showDropWithWord(drop: Drop): AdminDrop {
  return { ...showDrop(drop), word: drop.word };
}
