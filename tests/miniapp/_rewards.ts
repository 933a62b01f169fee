import type { ChallengeEntry, ChallengeList } from "../../wire/challenges.js";
import type { DropList } from "../../wire/drops.js";
import type { OwnTickets, RaffleList } from "../../wire/raffles.js";
import type { OwnRewards, RewardsOffer } from "../../wire/rewards.js";

const inDays = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString();

const step = (id: string, threshold: string, prize: string, every: string | null = null) => ({
  id,
  period: "month" as const,
  threshold: `${threshold}.000000`,
  every,
  prize,
});

/** What there is to earn, as the API tells everybody. */
export const OFFER: RewardsOffer = {
  milestones: [
    step("1", "10000", "10.00"),
    step("2", "25000", "15.00"),
    step("3", "50000", "25.00"),
    step("4", "100000", "50.00"),
    step("5", "150000", "50.00", "50000.000000"),
  ],
  tiers: [
    { name: "Copper", from: "0.000000" },
    { name: "Bronze", from: "10000.000000" },
    { name: "Silver", from: "40000.000000" },
    { name: "Gold", from: "100000.000000" },
    { name: "Platinum", from: "450000.000000" },
  ],
};

/** Drops that are open. */
export const DROPS: DropList = {
  drops: [
    {
      id: "1",
      title: "Friday drop",
      amount: "5.00",
      total: 20,
      left: 7,
      minWager: "100.000000",
      minWagerDays: 30,
      opensAt: inDays(-1),
      expiresAt: inDays(0.1),
      state: "open",
    },
  ],
};

/** Challenges: one that was entered, one that was not. */
export const CHALLENGES: ChallengeList = {
  challenges: [
    {
      id: "1",
      game: "Plinko",
      multiplier: "100x",
      minBet: "0.500000",
      prize: "25.00",
      winners: 3,
      winnersLeft: 2,
      opensAt: inDays(-1),
      deadline: inDays(3),
      state: "open",
    },
    {
      id: "2",
      game: "Sweet Bonanza with a long name",
      multiplier: "1000x",
      minBet: "1.000000",
      prize: "150.00",
      winners: 1,
      winnersLeft: 1,
      opensAt: inDays(-1),
      deadline: inDays(6),
      state: "open",
    },
  ],
  hosts: ["goated.com"],
};

export const ENTRIES: { entries: ChallengeEntry[] } = {
  entries: [
    {
      id: "1",
      challenge: "1",
      game: "Plinko",
      multiplier: "100x",
      betLink: "https://goated.com/bet/1",
      state: "open",
      enteredAt: inDays(-0.2),
      reason: null,
    },
  ],
};

const RUNNING = {
  id: "2",
  title: "December raffle",
  startsAt: inDays(-3),
  endsAt: inDays(9),
  ticketPrice: "1000.000000",
  prizes: ["100.00", "50.00"],
  commitment: "5e".repeat(32),
  state: "open" as const,
  cancelReason: null,
  participants: null,
  winners: null,
};

/** One raffle that runs and one that is drawn. */
export const RAFFLES: RaffleList = {
  raffles: [
    RUNNING,
    {
      ...RUNNING,
      id: "1",
      title: "November raffle",
      startsAt: inDays(-33),
      endsAt: inDays(-3),
      state: "drawn",
      participants: 41,
      winners: [
        { place: 1, pseudonym: "9f".repeat(16), prize: "100.00" },
        { place: 2, pseudonym: "3c".repeat(16), prize: "50.00" },
      ],
    },
  ],
};

export const TICKETS: OwnTickets = {
  tickets: [
    { raffle: "2", pseudonym: "3c".repeat(16), wagered: "7300.000000", tickets: 7 },
    { raffle: "1", pseudonym: "3c".repeat(16), wagered: "12100.000000", tickets: 12 },
  ],
};

/** How far somebody with a linked account is, or why a newcomer is nowhere. */
export function ownRewardsOf(player: string | undefined): OwnRewards {
  if (player === undefined) return { hindrance: "no_link", milestones: [] };
  const progress = {
    player,
    period: "month" as const,
    from: "2026-11-01",
    endsAt: inDays(9),
    wagered: "31250.400000",
    reached: 2,
    next: { threshold: "50000.000000", prize: "25.00" },
  };
  return { hindrance: null, milestones: [progress] };
}
