import { microUsd, type MicroUsd } from "../../wire/money.js";

/** Status levels from lifetime wager (domain.md rule 28); the one table that bot, Mini App and API show. */
export const VIP_TIERS: readonly { name: string; from: MicroUsd }[] = [
  { name: "Copper", from: usd(0n) },
  { name: "Bronze", from: usd(10_000n) },
  { name: "Silver", from: usd(40_000n) },
  { name: "Gold", from: usd(100_000n) },
  { name: "Platinum", from: usd(450_000n) },
  { name: "Pearl", from: usd(1_500_000n) },
  { name: "Sapphire", from: usd(3_000_000n) },
  { name: "Emerald", from: usd(7_000_000n) },
  { name: "Diamond", from: usd(20_000_000n) },
];

function usd(whole: bigint): MicroUsd {
  return microUsd(whole * 1_000_000n);
}

export interface VipTier {
  name: string;
  from: MicroUsd;
  /** Null on the highest level. */
  next: { name: string; from: MicroUsd } | null;
}

/** The level of a lifetime wager; corrections may lower it. */
export function vipTier(lifetime: MicroUsd): VipTier {
  const reached = VIP_TIERS.filter((tier) => tier.from <= lifetime).length;
  const at = Math.max(reached - 1, 0);
  const { name, from } = VIP_TIERS[at] ?? { name: "", from: lifetime };
  return { name, from, next: VIP_TIERS[at + 1] ?? null };
}
