import type { PlayerId } from "../../wire/ids.js";

/** A place of a result's podium: whoever shares a rank covers all places of the tie. */
export interface PodiumPlace {
  playerId: PlayerId;
  rank: number;
}

const EXACT = 3;
const ON_PODIUM = 1;

/** Points of a prediction: 3 for each player at a place he holds, 1 for each that holds another of the first three. */
export function pointsOf(picks: readonly PlayerId[], podium: readonly PodiumPlace[]): number {
  return picks.reduce((points, pick, at) => {
    const rank = podium.find(({ playerId }) => playerId === pick)?.rank;
    if (rank === undefined || rank > 3) return points;
    const tied = podium.filter((place) => place.rank === rank).length;
    const isExact = at + 1 >= rank && at + 1 < rank + tied;
    return points + (isExact ? EXACT : ON_PODIUM);
  }, 0);
}
