import type { PoolClient } from "pg";
import type { PlayerId, RaceId } from "../../wire/ids.js";
import { COUNTED_PARAMETERS } from "../boards/counted-entries.js";
import { NotFoundError } from "../errors.js";
import { readRace } from "../races/read-races.js";
import { countedAtThisMoment } from "./counted-now.js";

/** What a player's entries add up to in a race at this moment, before the cap, in micro-USD. @throws NotFoundError */
export async function scoreNow(client: PoolClient, id: RaceId, player: PlayerId): Promise<bigint> {
  const race = await readRace(client, id);
  if (race === undefined) throw new NotFoundError("There is no race with this id.");
  const { entries, parameters } = await countedAtThisMoment(client, race);
  const { rows } = await client.query<{ score: string | null }>(
    `select sum_micro(e.counted)::text as score from (${entries}) as e where e.player_id = $${COUNTED_PARAMETERS + 1}`,
    [...parameters, player],
  );
  return BigInt(rows[0]?.score ?? "0");
}
