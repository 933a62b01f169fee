import type { Race, StandingsRow } from "../../wire/race.js";
import { sampleRace } from "../../wire/testing/_sample-race.js";

/** Invented names: short, long, masked, right-to-left, with marks, and one that is all mask. */
const NAMES = [
  "Ni***a",
  "Bjørn-Ægir Þorvaldsson von und zu Hohenstein-Langenfeld",
  "שלמה-אברהם ***ן",
  "Zoë 🏁",
  "***",
  "Ka***7",
  "李***明",
  "O'R***y",
  "مح***د",
  "Quincy",
  "xX_***_Xx",
  "Ed",
] as const;

export function nameOf(number: number): string {
  const name = NAMES[(number - 1) % NAMES.length] ?? "";
  return number <= NAMES.length ? name : `${name.slice(0, 12)} ${number}`;
}

export interface BoardOptions {
  players: number;
  prizes: readonly string[];
  at: Date;
}

function micro(value: bigint): string {
  const digits = value.toString().padStart(7, "0");
  return `${digits.slice(0, -6)}.${digits.slice(-6)}`;
}

/** Scores fall as they do in real races: the best few are far ahead. Places 5 and 6 are tied when they exist. */
export function scoresOf(players: number): bigint[] {
  const scores = Array.from({ length: players }, (_, index) =>
    BigInt(Math.round((184_250_370_000 * 1.7) / (index + 1.7) ** 1.18)),
  );
  const fifth = scores[4];
  if (fifth !== undefined && scores.length > 5) scores[5] = fifth;
  return scores;
}

/** Rows in rank order, competition ranks over whole cents; a shared rank pays its better prize, near enough. */
export function rowsOf(scores: ReadonlyMap<string, bigint>, { prizes, at }: BoardOptions): StandingsRow[] {
  const order = [...scores].sort((left, right) => Number(right[1] - left[1]));
  let rank = 0;
  let above: bigint | undefined;
  return order.map(([id, score], index) => {
    if (above === undefined || above / 10_000n !== score / 10_000n) rank = index + 1;
    const gap = above === undefined ? 0n : above - score;
    above = score;
    return {
      rank,
      player: { id, name: nameOf(Number(id.slice(1))) },
      wagered: micro(score),
      prize: prizes[rank - 1] ?? "0.00",
      gap: micro(gap),
      reachedAt: at.toISOString(),
    };
  });
}

export const PRIZES = ["500.00", "250.00", "150.00", "100.00", "62.50", "62.50", "50.00", "40.00", "25.00", "10.00"];

export function makeRace(change: Partial<Race> & Pick<Race, "startsAt" | "endsAt">): Race {
  return sampleRace({
    id: "Race000001",
    title: "November Sprint",
    prizePool: "1250.00",
    prizes: [...PRIZES],
    version: 1,
    players: 0,
    totalWagered: "0.000000",
    asOf: change.startsAt,
    ...change,
  });
}
