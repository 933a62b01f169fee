import type { Pool } from "pg";
import { createRace } from "../../core/races/create-race.js";
import { readRace } from "../../core/races/read-races.js";
import type { RaceId } from "../../wire/ids.js";
import { testContext } from "../core/_world.js";

export const MINUTE = 60_000;
export const USD = 1_000_000n;

/** A race that ran for an hour and ended a minute ago, unless told otherwise; nothing holds its settlement up. */
export async function endedRace(
  pool: Pool,
  overrides: Partial<Parameters<typeof createRace>[1]> = {},
): Promise<{ id: RaceId; startsAt: Date; endsAt: Date }> {
  const endsAt = new Date(Date.now() - MINUTE);
  const startsAt = new Date(endsAt.getTime() - 60 * MINUTE);
  const id = await createRace(
    testContext(pool),
    {
      title: "Weekly",
      startsAt: startsAt.toISOString(),
      endsAt: endsAt.toISOString(),
      prizes: ["100.00", "50.00", "25.00"],
      graceMinutes: 0,
      disputeHours: 0,
      ...overrides,
    },
    "test",
  );
  const race = await readRace(pool, id);
  return { id, startsAt: race!.startsAt, endsAt: race!.endsAt };
}

export async function statusOf(pool: Pool, id: RaceId): Promise<string> {
  const race = await readRace(pool, id);
  return race!.status;
}

/** What happened to a race, in order. */
export async function eventsOf(pool: Pool, id: RaceId): Promise<string[]> {
  const { rows } = await pool.query<{ event: string }>("select event from race_events where race_id = $1 order by id", [
    id,
  ]);
  return rows.map(({ event }) => event);
}
