import type { ChallengeEntry, ChallengeList } from "../../wire/challenges.js";
import type { DropList } from "../../wire/drops.js";
import type { LaneStandings } from "../../wire/race-lanes.js";
import type { RaceSquads } from "../../wire/squads.js";
import type { OwnPrediction, PredictionGame } from "../../wire/predictions.js";
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

const NAMED = (id: string, name: string) => ({ id, name });

/** A prediction game that is open and one that is judged. */
export const GAMES: PredictionGame[] = [
  {
    race: { id: "Race000001", title: "November Sprint" },
    closesAt: inDays(3),
    prizes: ["50.00", "20.00"],
    state: "open",
    predictions: 31,
    tally: [
      { player: NAMED("p1", "Mi***Q7K"), first: 17, second: 6, third: 2 },
      { player: NAMED("p2", "Anneliese von der großen Heide"), first: 8, second: 11, third: 4 },
      { player: NAMED("p3", "محمد الطويل"), first: 3, second: 5, third: 9 },
    ],
    bestPoints: null,
  },
  {
    race: { id: "Race000009", title: "October Sprint" },
    closesAt: inDays(-15),
    prizes: [],
    state: "judged",
    predictions: 58,
    tally: [{ player: NAMED("p4", "Zoe"), first: 40, second: 9, third: 1 }],
    bestPoints: 7,
  },
];

export const PREDICTIONS: { predictions: OwnPrediction[] } = {
  predictions: [
    {
      race: "Race000009",
      picks: [NAMED("p4", "Zoe"), NAMED("p2", "Anneliese von der großen Heide"), NAMED("p1", "Mi***Q7K")],
      predictedAt: inDays(-20),
      points: 4,
      place: 12,
    },
  ],
};

const laneRow = (rank: number, id: string, name: string, score: string, prize = "0.00") => ({
  rank,
  player: { id, name },
  score: `${score}.000000`,
  prize,
});

/** Lanes of each kind with their best places; the player 7 stands in the first. */
export const LANES: LaneStandings[] = [
  {
    title: "Bronze division",
    counts: "score",
    cap: null,
    lastMonth: { from: "0.000000", below: "1000.000000" },
    prizes: ["100.00", "50.00"],
    rows: [
      laneRow(1, "p5", "Li***9QZ", "8120", "100.00"),
      laneRow(2, "p6", "Anneliese von der großen Heide", "7300", "50.00"),
      laneRow(3, "p7", "You", "6100"),
    ],
  },
  {
    title: "Most improved",
    counts: "improvement",
    cap: "5000.000000",
    lastMonth: { from: "250.000000", below: null },
    prizes: ["75.00"],
    rows: [laneRow(1, "p8", "محمد الطويل", "4350", "75.00"), laneRow(2, "p9", "Zoe", "1210")],
  },
  {
    title: "First $500 of everybody, a lane with a rather long title here",
    counts: "score",
    cap: "500.000000",
    lastMonth: null,
    prizes: ["10.00", "5.00", "5.00"],
    rows: [],
  },
  {
    title: "Squads",
    counts: "score",
    cap: "500.000000",
    lastMonth: null,
    prizes: ["60.00", "30.00"],
    squads: { most: 3, joinMinutes: 1440 },
    rows: [],
    squadRows: [
      squadRow(1, "1", "Night Owls", "60.00", [
        ["p5", "Li***9QZ", "500", "34.09"],
        ["p7", "You", "380", "25.91"],
      ]),
      squadRow(2, "2", "فريق الصحراء", "30.00", [
        ["p8", "محمد الطويل", "410", "18.00"],
        ["p9", "Anneliese von der großen Heide", "273.5", "12.00"],
      ]),
    ],
  },
];

function squadRow(
  rank: number,
  id: string,
  name: string,
  prize: string,
  members: [player: string, name: string, score: string, prize: string][],
): NonNullable<LaneStandings["squadRows"]>[number] {
  const score = members.reduce((sum, [, , usd]) => sum + Number(usd), 0).toFixed(6);
  return {
    rank,
    squad: { id, name },
    score,
    prize,
    members: members.map(([player, called, usd, share]) => ({
      player: { id: player, name: called },
      score: Number(usd).toFixed(6),
      prize: share,
    })),
  };
}

/** The squads of a race that are still joined; the player 7 is in the first. */
export const SQUADS: Omit<RaceSquads, "race"> = {
  most: 3,
  closesAt: inDays(0.5),
  isOpen: true,
  squads: (LANES.at(-1)?.squadRows ?? []).map(({ squad, members }) => ({
    ...squad,
    members: members.map(({ player }) => player),
  })),
};
