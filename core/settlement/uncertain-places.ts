import { microUsd, wholeCents } from "../../wire/money.js";

/** A player's score with what the boundaries of the race leave open, in micro-USD. */
export interface UncertainPlace {
  player: string;
  /** Null for players who have no score but could have one. */
  rank: number | null;
  score: bigint;
  /** Most that may be missing. */
  up: bigint;
  /** Most that may be too much. */
  down: bigint;
}

/**
 * Paid places that somebody below could hold instead, if the wager that no poll could place fell the other way
 * (domain.md rule 6: reported, never interpolated).
 * @param places best first, those without a rank last @param paid number of ranks that are paid
 */
export function uncertainPlaces(places: readonly UncertainPlace[], paid: number): { player: string; rank: number }[] {
  const found: { player: string; rank: number }[] = [];
  // Highest possible score below the place at hand: of anybody, and of those whose own score is uncertain.
  let highest: bigint | null = null;
  let highestUncertain: bigint | null = null;
  for (const place of places.toReversed()) {
    const challenger = place.down > 0n ? highest : highestUncertain;
    const lowest = wholeCents(microUsd(place.score - place.down));
    if (place.rank !== null && place.rank <= paid && challenger !== null && challenger >= lowest) {
      found.push({ player: place.player, rank: place.rank });
    }
    const reach = wholeCents(microUsd(place.score + place.up));
    if (highest === null || reach > highest) highest = reach;
    if (place.up > 0n && (highestUncertain === null || reach > highestUncertain)) highestUncertain = reach;
  }
  return found.toReversed();
}
