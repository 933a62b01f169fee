import { squadShares } from "../../../proof/squad-shares.js";
import type { PlayerId, RaceId } from "../../../wire/ids.js";
import { cents, type Cents } from "../../../wire/money.js";
import { sharePrizesByRank } from "../../prizes/share-tied-prizes.js";
import type { LanePlace } from "./rank-lane.js";

/** A place of a lane with what it pays. */
export interface PaidPlace extends LanePlace {
  prize: Cents;
}

/**
 * What the places of a lane pay. Tied ones share; a squad's prize goes to its members by what they add.
 * @param nameOf what orders players where a cent does not divide: pseudonyms in a result, which nobody can choose
 */
export function shareLanePrizes(
  places: readonly LanePlace[],
  prizes: readonly Cents[],
  race: RaceId,
  nameOf: (player: PlayerId) => string,
): PaidPlace[] {
  const units = new Map<string, LanePlace[]>();
  for (const place of places.filter(({ rank }) => rank <= prizes.length)) {
    const unit = place.squad ?? nameOf(place.playerId);
    const members = units.get(unit);
    if (members === undefined) units.set(unit, [place]);
    else members.push(place);
  }
  const ranked = [...units].map(([member, [first]]) => ({ member, rank: first?.rank ?? 0 }));
  const shares = sharePrizesByRank(() => prizes, ranked, race);
  const own = new Map<PlayerId, Cents>();
  for (const [unit, members] of units) {
    const parts = members.map(({ playerId, score }) => ({ pseudonym: nameOf(playerId), score }));
    const divided = squadShares(shares.get(unit) ?? 0n, parts);
    for (const [at, { playerId }] of members.entries()) own.set(playerId, cents(divided[at] ?? 0n));
  }
  return places.map((place) => ({ ...place, prize: own.get(place.playerId) ?? cents(0n) }));
}
