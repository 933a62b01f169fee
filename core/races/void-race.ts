import type { RaceId } from "../../wire/ids.js";
import { announceRace } from "../announcements/race-news.js";
import type { CoreContext } from "../context.js";
import { actOnRace, recordRaceEvent } from "./move-race.js";
import { requireReason } from "./require-reason.js";

/**
 * Cancels a race for good. It stays in history with its reason and pays nothing; results it already had remain
 * readable. A draft is given up: it stays for administrators alone.
 * @param reason public, unless the race was a draft
 * @throws NotFoundError, InvalidInputError without a reason, ConflictError once the race is final
 */
export async function voidRace(
  context: Pick<CoreContext, "pool">,
  id: RaceId,
  reason: string,
  actor: string,
): Promise<void> {
  const note = requireReason(reason);
  await actOnRace(context, id, "void", async (client, race) => {
    await client.query("update races set status = 'void', void_reason = $2 where id = $1", [id, note]);
    await recordRaceEvent(client, id, { event: race.isPublic ? "void" : "discarded", actor, note });
    if (race.isPublic && race.status !== "scheduled") await announceRace(client, id, "void");
  });
}
