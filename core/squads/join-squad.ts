import { randomInt } from "node:crypto";
import type { PoolClient } from "pg";
import { inTransaction } from "../../db/transaction.js";
import { parseRaceId, playerId, type PlayerId, type RaceId, type TelegramUserId } from "../../wire/ids.js";
import type { CoreContext } from "../context.js";
import { InvalidInputError, NotFoundError } from "../errors.js";
import { aliasKey, checkAlias } from "../people/alias.js";
import { lockRace } from "../races/move-race.js";
import type { RaceRecord } from "../races/read-races.js";
import { ELIGIBLE } from "../rewards/eligible.js";
import { hindranceOf } from "../rewards/own-rewards.js";
import { squadTerms } from "./read-squads.js";
import { SquadRefusedError } from "./squad-refused.js";

type Deps = Pick<CoreContext, "pool" | "clock">;

const CODE_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZabcdefghjkmnpqrstvwxyz";

/**
 * Forms a squad and joins it.
 * @returns its code, by which others join
 * @throws NotFoundError, InvalidInputError for a name that cannot be shown, SquadRefusedError with the reason
 */
export async function formSquad(
  context: Deps,
  { race, name, user }: { race: RaceId; name: string; user: TelegramUserId },
): Promise<string> {
  const checked = checkName(name);
  return whileOpen(context, race, async (client, open, now) => {
    const player = await accountOf(client, open, user);
    const code = Array.from({ length: 10 }, () => CODE_ALPHABET[randomInt(CODE_ALPHABET.length)]).join("");
    const { rows } = await client.query<{ id: string }>(
      `insert into race_squads (race_id, name, name_key, code, created_at) values ($1, $2, $3, $4, $5)
       on conflict (race_id, name_key) do nothing returning id::text`,
      [race, checked, aliasKey(checked), code, now],
    );
    const [squad] = rows;
    if (squad === undefined) throw new SquadRefusedError("name_taken");
    await enter(client, { race, squad: squad.id, user, player, now });
    return code;
  });
}

/**
 * Joins the squad of a code, with the account that has been the person's for longest and counts in the race.
 * @throws NotFoundError, SquadRefusedError with the reason
 */
export async function joinSquad(context: Deps, code: string, user: TelegramUserId): Promise<void> {
  const { rows } = await context.pool.query<{ race_id: string }>("select race_id from race_squads where code = $1", [
    code.trim(),
  ]);
  const race = parseRaceId(rows[0]?.race_id ?? "");
  if (race === undefined) throw new NotFoundError("There is no squad with this code.");
  await whileOpen(context, race, async (client, open, now) => {
    const player = await accountOf(client, open, user);
    // Read again under the lock: its last member may have left, and with him the squad.
    const { rows: found } = await client.query<{ id: string; members: number }>(
      `select s.id::text, (select count(*)::int from race_squad_members m where m.squad_id = s.id) as members
       from race_squads s where s.code = $1`,
      [code.trim()],
    );
    const [squad] = found;
    if (squad === undefined) throw new NotFoundError("There is no squad with this code.");
    await enter(client, { race, squad: squad.id, user, player, now });
    if (squad.members >= squadTerms(open, now).most) throw new SquadRefusedError("full");
  });
}

/**
 * Leaves a squad while squads can still be formed; its last member ends it.
 * @throws NotFoundError for a squad one is not in, SquadRefusedError
 */
export async function leaveSquad(context: Deps, squad: string, user: TelegramUserId): Promise<void> {
  const { rows } = await context.pool.query<{ race_id: string }>(
    "select race_id from race_squad_members where squad_id::text = $1 and user_id = $2",
    [squad, user],
  );
  const race = parseRaceId(rows[0]?.race_id ?? "");
  if (race === undefined) throw new NotFoundError("You are not in this squad.");
  await whileOpen(context, race, (client) => leave(client, race, user));
}

async function leave(client: PoolClient, race: RaceId, user: TelegramUserId): Promise<void> {
  const { rows } = await client.query<{ squad_id: string }>(
    "delete from race_squad_members where race_id = $1 and user_id = $2 returning squad_id::text",
    [race, user],
  );
  await client.query(
    "delete from race_squads s where s.id = $1 and not exists (select from race_squad_members m where m.squad_id = s.id)",
    [rows[0]?.squad_id ?? null],
  );
}

/** Does something to the squads of a race under its lock, so that no two people take one place. */
async function whileOpen<Result>(
  { pool, clock }: Deps,
  id: RaceId,
  work: (client: PoolClient, race: RaceRecord, now: Date) => Promise<Result>,
): Promise<Result> {
  return inTransaction(pool, "read committed", async (client) => {
    const race = await lockRace(client, id);
    const now = clock.now();
    if (!squadTerms(race, now).isOpen) throw new SquadRefusedError("closed");
    return work(client, race, now);
  });
}

/** The account with which a person counts in the race. @throws SquadRefusedError */
async function accountOf(client: PoolClient, race: RaceRecord, user: TelegramUserId): Promise<PlayerId> {
  const { rows } = await client.query<{ player_id: string }>(
    `select k.player_id::text from links k join telegram_users u on u.id = k.user_id join sources s on s.id = k.source_id
     where k.user_id = $1 and ${ELIGIBLE} and ($2::text[] is null or s.slug = any($2))
       and not exists (select from race_exclusions e where e.race_id = $3 and e.lifted_at is null
         and (e.user_id = k.user_id or e.player_id = k.player_id))
     order by k.id limit 1`,
    [user, race.sources, race.id],
  );
  const [account] = rows;
  if (account !== undefined) return playerId(Number(account.player_id));
  const hindrance = await hindranceOf(client, user);
  throw new SquadRefusedError(hindrance);
}

interface Entry {
  race: RaceId;
  squad: string;
  user: TelegramUserId;
  player: PlayerId;
  now: Date;
}

async function enter(client: PoolClient, { race, squad, user, player, now }: Entry): Promise<void> {
  const { rowCount } = await client.query(
    `insert into race_squad_members (race_id, user_id, squad_id, player_id, joined_at) values ($1, $2, $3, $4, $5)
     on conflict do nothing`,
    [race, user, squad, player, now],
  );
  if (rowCount === 0) throw new SquadRefusedError("in_a_squad");
}

function checkName(name: string): string {
  try {
    return checkAlias(name);
  } catch (error) {
    if (!(error instanceof InvalidInputError)) throw error;
    throw new InvalidInputError("This name cannot be used.", [
      { path: "name", message: error.issues[0]?.message ?? error.message },
    ]);
  }
}
