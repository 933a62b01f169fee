import { MAX_PLACES, tellPaidPlaces } from "../../core/announcements/paid-places.js";
import { parsePlayerId } from "../../wire/ids.js";
import type { BotServices } from "../context.js";
import { raceIdOf } from "../screens/race-screen.js";

/** How often the paid places are compared with what people were last told. */
const LOOK_EVERY_MS = 30_000;

/**
 * Watches who holds the paid places of the current race; called at every round of the dispatcher. Figures that are late
 * tell nothing: what looks like an overtake may be a source that was away.
 */
export function paidPlacesFollower({ core, views }: BotServices): (now: Date) => Promise<void> {
  let lookedAtMs = Number.NEGATIVE_INFINITY;
  return async (now) => {
    if (now.getTime() - lookedAtMs < LOOK_EVERY_MS) return;
    lookedAtMs = now.getTime();
    const race = await views.currentRace();
    if (race?.status !== "live" || race.stale) return;
    const id = raceIdOf(race);
    const { rows } = await views.standings(`race:${id}`, MAX_PLACES);
    const holders = rows.filter((row) => /[1-9]/.test(row.prize)).flatMap((row) => parsePlayerId(row.player.id) ?? []);
    await tellPaidPlaces(core, { id, endsAt: new Date(race.endsAt), holders });
  };
}
