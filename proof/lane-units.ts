import type { RankedPlayer } from "./recompute.js";
import type { ResultLanePlayer } from "./result-document.js";

/** A player of a lane with the place that the document gives him. */
export interface LaneMember extends RankedPlayer {
  place: ResultLanePlayer;
}

/** What a lane ranks: a player, or a squad under its number. */
export interface LaneUnit extends RankedPlayer {
  members: LaneMember[];
}

export function alone(member: LaneMember): LaneUnit {
  return { pseudonym: member.pseudonym, score: member.score, reachedAt: member.reachedAt, members: [member] };
}

/** One player is no squad. */
const LEAST_MEMBERS = 2;

/**
 * The squads of a lane in their order: the score is the sum of the members', reached when the last of them reached his.
 * @param most members that a squad may have
 * @returns what is wrong with one of them, when something is
 */
export function squadsIn(members: readonly LaneMember[], most: number): LaneUnit[] | string {
  const squads = new Map<string, LaneUnit>();
  let newest = "";
  for (const member of members) {
    const name = member.place.squad ?? "";
    const squad = squads.get(name);
    if (squad === undefined) squads.set(name, { ...alone(member), pseudonym: name });
    else if (name === newest) {
      squad.members.push(member);
      squad.score += member.score;
      if (member.reachedAt > squad.reachedAt) squad.reachedAt = member.reachedAt;
    } else return `the squad ${name} stands at two places`;
    newest = name;
  }
  const wrong = [...squads.values()].find(
    (squad) => squad.members.length < LEAST_MEMBERS || squad.members.length > most,
  );
  if (wrong !== undefined) return `the squad ${wrong.pseudonym} has ${wrong.members.length} members`;
  return [...squads.values()];
}
