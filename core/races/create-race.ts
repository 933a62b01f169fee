import { randomInt } from "node:crypto";
import type { PoolClient } from "pg";
import { inTransaction } from "../../db/transaction.js";
import { brand } from "../../wire/brand.js";
import type { RaceId } from "../../wire/ids.js";
import type { CreateRace } from "../../wire/admin-races.js";
import type { CoreContext } from "../context.js";
import { ConflictError } from "../errors.js";
import { advanceRace } from "./advance-races.js";
import { checkRace } from "./check-race.js";
import { actOnRace, recordRaceEvent, setStatus } from "./move-race.js";
import { allowedActions } from "./race-moves.js";
import type { RaceRecord } from "./read-races.js";
import { insertRace } from "./write-race.js";

const ID_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZabcdefghjkmnpqrstvwxyz";

type Deps = Pick<CoreContext, "pool" | "timeZone">;

/**
 * Creates a race; it goes live at once when its start has come. Everything is checked before anything is written.
 * @param actor who did it, as the audit names him
 * @param options a draft is seen by administrators only, until it is published
 * @throws InvalidInputError with every problem found
 */
export async function createRace(
  context: Deps,
  input: CreateRace,
  actor: string,
  options: { isDraft?: boolean } = {},
): Promise<RaceId> {
  const id = await inTransaction(context.pool, "read committed", (client) =>
    createRaceIn(client, input, actor, { ...options, timeZone: context.timeZone }),
  );
  await advanceRace(context, id);
  return id;
}

/** As {@link createRace}, inside a transaction of the caller, who advances the race after its COMMIT. */
export async function createRaceIn(
  client: PoolClient,
  input: CreateRace,
  actor: string,
  { isDraft = false, timeZone }: { isDraft?: boolean; timeZone: string },
): Promise<RaceId> {
  const race = await checkRace(client, input, timeZone);
  const id = newRaceId();
  await insertRace(client, id, isDraft ? "draft" : "scheduled", race);
  await recordRaceEvent(client, id, { event: "created", actor });
  return id;
}

/**
 * Makes a draft public: it is scheduled, or live when its start has come.
 * @throws NotFoundError, ConflictError with the allowed moves, also once its end is past: nobody could take part
 */
export async function publishRace(context: Deps, id: RaceId, actor: string): Promise<void> {
  await actOnRace(context, id, "publish", async (client, race) => {
    await refuseEnded(client, race);
    await setStatus(client, id, "scheduled");
    await recordRaceEvent(client, id, { event: "published", actor });
  });
  await advanceRace(context, id);
}

async function refuseEnded(client: PoolClient, { id, endsAt }: RaceRecord): Promise<void> {
  const { rowCount } = await client.query("select from races where id = $1 and ends_at <= clock_timestamp()", [id]);
  if (rowCount === 0) return;
  const allowed = allowedActions("draft").filter((action) => action !== "publish");
  throw new ConflictError(`The draft ends in the past, at ${endsAt.toISOString()}: change its window first.`, allowed);
}

function newRaceId(): RaceId {
  const letters = Array.from({ length: 10 }, () => ID_ALPHABET[randomInt(ID_ALPHABET.length)]);
  return brand<RaceId>(letters.join(""));
}
