import type { Pool } from "pg";
import type { RaceId } from "../../wire/ids.js";

/** Why a race was cancelled, as everybody may read it; `null` while it is not. */
export async function readVoidReason(pool: Pool, race: RaceId): Promise<string | null> {
  const { rows } = await pool.query<{ void_reason: string | null }>("select void_reason from races where id = $1", [
    race,
  ]);
  return rows[0]?.void_reason ?? null;
}
