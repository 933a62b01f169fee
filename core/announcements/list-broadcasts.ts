import { parseRaceId } from "../../wire/ids.js";
import type { CoreContext } from "../context.js";
import { broadcastProgress, type Broadcast, type BroadcastProgress } from "./broadcasts.js";

export interface ListedBroadcast extends Omit<Broadcast, "createdBy"> {
  createdBy: string;
  createdAt: Date;
  startedAt: Date | null;
  progress: BroadcastProgress;
}

interface Row {
  id: string;
  state: Broadcast["state"];
  segment: Broadcast["segment"];
  race: string | null;
  text: string;
  recipients: number | null;
  createdBy: string;
  createdAt: Date;
  startedAt: Date | null;
}

const NEWEST = `
  select id::text, state, segment, race_id as race, text, recipients, created_by::text as "createdBy",
    created_at as "createdAt", started_at as "startedAt"
  from broadcasts order by id desc limit $1`;

/** Newest first, each with how far it is. */
export async function listBroadcasts({ pool }: Pick<CoreContext, "pool">, limit: number): Promise<ListedBroadcast[]> {
  const { rows } = await pool.query<Row>(NEWEST, [limit]);
  const listed: ListedBroadcast[] = [];
  for (const { id, race, ...row } of rows) {
    const progress = await broadcastProgress(pool, Number(id));
    listed.push({ ...row, id: Number(id), race: race === null ? null : (parseRaceId(race) ?? null), progress });
  }
  return listed;
}
