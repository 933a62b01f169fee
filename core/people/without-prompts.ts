import type { MyStanding } from "../../wire/race.js";
import type { UserSettings } from "../../wire/settings.js";

/**
 * A standing as this person wants it: who hides what reads like a prompt to wager sees no distance to a prize and no
 * projection.
 */
export function withoutPrompts(
  standing: MyStanding,
  { hideWagerPrompts }: Pick<UserSettings, "hideWagerPrompts">,
): MyStanding {
  return hideWagerPrompts ? { ...standing, nextPaidRank: null, needed: null, projection: null } : standing;
}
