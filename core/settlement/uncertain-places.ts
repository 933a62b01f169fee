import { microUsd, wholeCents } from "../../wire/money.js";

/** A player's score with what the boundaries of the race leave open, in micro-USD. */
export interface UncertainPlace {
  player: string;
  /** Null for players who have no place but could have one. */
  rank: number | null;
  score: bigint;
  /** Most that may be missing. */
  up: bigint;
  /** Most that may be too much. */
  down: bigint;
}

/** What is paid. */
export interface PaidRanks {
  /** How many ranks have a prize. */
  ranks: number;
  /** Scores in micro-USD from which more is paid: the minimum wager, and the floors of ranks. */
  thresholds: readonly bigint[];
}

interface Found {
  player: string;
  rank: number;
}

/**
 * Paid places that somebody below could hold instead, or that would pay more or less, if the wager that no poll could place
 * fell the other way (reported, never interpolated).
 * @param places best first, those without a rank last
 */
export function uncertainPlaces(places: readonly UncertainPlace[], { ranks, thresholds }: PaidRanks): Found[] {
  const found: Found[] = [];
  // Highest possible score below the place at hand: of anybody, and of those whose own score is uncertain.
  let highest: bigint | null = null;
  let highestUncertain: bigint | null = null;
  for (const place of places.toReversed()) {
    const challenger = place.down > 0n ? highest : highestUncertain;
    const lowest = wholeCents(microUsd(place.score - place.down));
    const isContested = challenger !== null && challenger >= lowest;
    const mayCross = thresholds.some((from) => place.score - place.down < from && place.score + place.up >= from);
    if (place.rank !== null && place.rank <= ranks && (isContested || mayCross)) {
      found.push({ player: place.player, rank: place.rank });
    }
    const reach = wholeCents(microUsd(place.score + place.up));
    if (highest === null || reach > highest) highest = reach;
    if (place.up > 0n && (highestUncertain === null || reach > highestUncertain)) highestUncertain = reach;
  }
  return [...found.toReversed(), ...couldFill(places, ranks)];
}

/** Who could take a paid rank that nobody holds. */
function couldFill(places: readonly UncertainPlace[], ranks: number): Found[] {
  const held = places.filter(({ rank, score }) => rank !== null && score > 0n).length;
  if (held >= ranks) return [];
  return places
    .filter(({ rank, score, up }) => (rank === null || score <= 0n) && score + up > 0n)
    .map(({ player }) => ({ player, rank: held + 1 }));
}
