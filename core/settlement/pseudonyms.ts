import { createHash, randomBytes } from "node:crypto";
import type { Pool, PoolClient } from "pg";
import { formatPlayerId, type PlayerId, type RaceId } from "../../wire/ids.js";

/**
 * The race's secret, made at its first settlement and the same for all versions, so that versions can be compared.
 * Without it nobody can try out player ids until a pseudonym fits.
 */
export async function ensureRaceSalt(client: PoolClient, race: RaceId): Promise<Buffer> {
  await client.query("insert into race_salts (race_id, salt) values ($1, $2) on conflict do nothing", [
    race,
    randomBytes(32),
  ]);
  const salt = await readRaceSalt(client, race);
  if (salt === undefined) throw new Error(`race ${race} has no salt although it was just given one`);
  return salt;
}

export async function readRaceSalt(client: Pool | PoolClient, race: RaceId): Promise<Buffer | undefined> {
  const { rows } = await client.query<{ salt: Buffer }>("select salt from race_salts where race_id = $1", [race]);
  return rows[0]?.salt;
}

/** SHA-256 of the race's secret and the player's public id: what a receipt reveals of one player. */
export function playerSalt(raceSalt: Buffer, player: PlayerId): Buffer {
  return createHash("sha256").update(raceSalt).update(formatPlayerId(player)).digest();
}

/** Hex of the first 16 bytes of SHA-256 of `pseudonym` and the player's salt. */
export function pseudonymOf(raceSalt: Buffer, player: PlayerId): string {
  return createHash("sha256").update("pseudonym").update(playerSalt(raceSalt, player)).digest("hex").slice(0, 32);
}

/** {@link playerSalt} in SQL. @param saltParameter such as `$2` */
export function playerSaltSql(saltParameter: string, playerColumn: string): string {
  return `sha256(${saltParameter}::bytea || convert_to('p' || ${playerColumn}, 'UTF8'))`;
}

/** {@link pseudonymOf} in SQL, from an expression that gives the player's salt. */
export function pseudonymSql(playerSaltExpression: string): string {
  return `substr(encode(sha256(convert_to('pseudonym', 'UTF8') || ${playerSaltExpression}), 'hex'), 1, 32)`;
}
