import type { RaceId } from "../../wire/ids.js";
import type { CoreContext } from "../context.js";
import { InvalidInputError } from "../errors.js";
import { advanceRace } from "./advance-races.js";
import { actOnRace, recordRaceEvent, refreezeRules } from "./move-race.js";
import { requireReason } from "./require-reason.js";

type Deps = Pick<CoreContext, "pool">;

/**
 * Ends a live race at this moment of the database's clock. The earlier end is a new version of the rules, with the
 * reason as its public note; a series goes on with its next window as planned.
 * @throws NotFoundError, InvalidInputError without a reason, ConflictError unless the race is live
 */
export async function endRaceEarly(context: Deps, id: RaceId, reason: string, actor: string): Promise<void> {
  const note = requireReason(reason);
  await actOnRace(context, id, "end-early", async (client) => {
    // A race that began in this very millisecond still has a window that is not empty.
    await client.query(
      `update races set ends_at = greatest(date_trunc('milliseconds', clock_timestamp()), starts_at + interval '1 millisecond')
       where id = $1`,
      [id],
    );
    await recordRaceEvent(client, id, { event: "ended_early", actor, note, detail: await refreezeRules(client, id) });
  });
  await advanceRace(context, id);
}

/**
 * Moves the end of a live race to a later moment, as a new version of the rules.
 * @throws NotFoundError, InvalidInputError without a reason or when the end is not later, ConflictError unless live
 */
export async function extendRace(
  context: Deps,
  id: RaceId,
  extension: { endsAt: Date; reason: string },
  actor: string,
): Promise<void> {
  const note = requireReason(extension.reason);
  await actOnRace(context, id, "extend", async (client, race) => {
    if (!(extension.endsAt.getTime() > race.endsAt.getTime())) {
      throw new InvalidInputError("A race can only be extended to a later end.", [
        { path: "endsAt", message: `must be after ${race.endsAt.toISOString()}` },
      ]);
    }
    await client.query("update races set ends_at = $2 where id = $1", [id, extension.endsAt]);
    await recordRaceEvent(client, id, { event: "extended", actor, note, detail: await refreezeRules(client, id) });
  });
}
