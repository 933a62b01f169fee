import { NotFoundError } from "../../core/errors.js";
import { racesWithOpenBoards, requestDueBoards, startWantedBoards } from "../../core/telegram/live-board-store.js";
import type { RaceId } from "../../wire/ids.js";
import type { Race } from "../../wire/race.js";
import type { BotServices } from "../context.js";
import { raceIdOf } from "../screens/race-screen.js";

/** How often boards are compared with their races. */
const LOOK_EVERY_MS = 1_000;
const MINUTE_MS = 60_000;

/**
 * Pause between two edits of one board: 20 s, in the last hour 10 s, in the last ten minutes 5 s. Twelve a minute leave
 * room in a group's 20 for answers to people.
 */
export function editPauseMs(race: Pick<Race, "endsAt">, now: Date): number {
  const leftMs = new Date(race.endsAt).getTime() - now.getTime();
  if (leftMs <= 10 * MINUTE_MS) return 5_000;
  return leftMs <= 60 * MINUTE_MS ? 10_000 : 20_000;
}

/** Asks for boards that have to be posted or drawn again; called at every round of the dispatcher. */
export function boardFollower({ core, views }: BotServices): (now: Date) => Promise<void> {
  let lookedAtMs = Number.NEGATIVE_INFINITY;

  const readRace = async (id: RaceId): Promise<Race | undefined> => {
    try {
      return await views.race(id);
    } catch (error) {
      // The race went back to a draft or is gone: its boards stay as they are.
      if (error instanceof NotFoundError) return undefined;
      throw error;
    }
  };

  return async (now) => {
    if (now.getTime() - lookedAtMs < LOOK_EVERY_MS) return;
    lookedAtMs = now.getTime();
    const current = await views.currentRace();
    if (current?.status === "live") await startWantedBoards(core.pool, raceIdOf(current), now);
    for (const id of await racesWithOpenBoards(core.pool)) {
      const race = await readRace(id);
      if (race !== undefined) await requestDueBoards(core.pool, { ...race, id }, now, editPauseMs(race, now));
    }
  };
}
