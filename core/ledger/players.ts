import type { ClientBase } from "pg";
import { plainArray, textArray } from "./array-literal.js";
import { KnownPlayers, type MentionedPlayer, type PlayerRow, type Rename } from "./known-players.js";
import { READ_PLACE_OF_PLAYERS } from "./record-sql.js";
import { FIND_PLAYERS, INSERT_PLAYERS, MAX_RENAMES, RENAME_PLAYERS } from "./players-sql.js";

/** About 40 MB at the longest ids; past it the memory starts anew, which costs one look-up a player. */
const MAX_KNOWN = 200_000;
/** Newcomers in one statement: the first snapshot of a large source must not run into the limit of 5 s for each. */
const CHUNK = 5_000;

/** Maps a source's player ids to ours, adding players that are new. */
export class PlayerDirectory {
  readonly #isForWagers: boolean;
  #known: KnownPlayers | undefined;

  /** @param isForWagers false saves a statement: totals have a foreign key that proves their players */
  constructor({ isForWagers = true }: { isForWagers?: boolean } = {}) {
    this.#isForWagers = isForWagers;
  }

  /** After a database error that says a player is gone (a restored database), nothing remembered is worth anything. */
  forget(): void {
    this.#known = undefined;
  }

  /**
   * Makes every mentioned player known, adding those that are new. Runs before the recording transaction, in
   * statements of its own: a player without wagers does no harm, and no lock is carried into the transaction.
   */
  async ensure(client: ClientBase, mentioned: readonly MentionedPlayer[]): Promise<KnownPlayers> {
    if (this.#known !== undefined && this.#known.size > MAX_KNOWN) this.forget();
    // Kept by the caller, so that another writer's forget() cannot pull it from under him.
    const known = (this.#known ??= new KnownPlayers(this.#isForWagers ? await readPlace(client) : null));
    const unknown: Wanted = new Map();
    for (const one of mentioned) {
      if (known.find(one.sourceId, one.player) === undefined) unknown.set(`${one.sourceId}:${one.player}`, one);
    }
    const newcomers = [...unknown];
    for (let start = 0; start < newcomers.length; start += CHUNK) {
      await makeKnown(client, known, new Map(newcomers.slice(start, start + CHUNK)));
    }
    return known;
  }
}

/** Read before the first player is: a table that is put in its place afterwards is seen by the statement that posts. */
async function readPlace(client: ClientBase): Promise<string> {
  const { rows } = await client.query<{ place: string }>(READ_PLACE_OF_PLAYERS);
  if (rows[0] === undefined) throw new Error("the database does not tell where its players are");
  return rows[0].place;
}

async function makeKnown(client: ClientBase, known: KnownPlayers, unknown: Wanted): Promise<void> {
  await find(client, known, unknown);
  if (unknown.size > 0) await insert(client, known, unknown);
  // Whoever is still missing was added by somebody else between the two statements.
  if (unknown.size > 0) await find(client, known, unknown);
  if (unknown.size > 0) throw new Error(`${unknown.size} player(s) could neither be found nor added`);
}

type Wanted = Map<string, MentionedPlayer>;

async function find(client: ClientBase, known: KnownPlayers, unknown: Wanted): Promise<void> {
  const wanted = [...unknown.values()];
  const { rows } = await client.query<PlayerRow>(FIND_PLAYERS, [
    plainArray(wanted.map((one) => one.sourceId)),
    textArray(wanted.map((one) => one.player)),
  ]);
  remember(rows, known, unknown);
}

async function insert(client: ClientBase, known: KnownPlayers, unknown: Wanted): Promise<void> {
  const wanted = [...unknown.values()];
  const { rows } = await client.query<PlayerRow>(INSERT_PLAYERS, [
    plainArray(wanted.map((one) => one.sourceId)),
    textArray(wanted.map((one) => one.player)),
    textArray(wanted.map((one) => one.playerName ?? null)),
    textArray(wanted.map((one) => (one.playerName === undefined ? null : one.namedAt.toISOString()))),
  ]);
  remember(rows, known, unknown);
}

function remember(rows: readonly PlayerRow[], known: KnownPlayers, unknown: Wanted): void {
  for (const row of rows) {
    known.add(row);
    unknown.delete(`${row.source_id}:${row.external_id}`);
  }
}

/** Writes names that changed, inside the recording transaction; the database has the last word on which is newer. */
export async function writeNames(client: ClientBase, renames: readonly Rename[]): Promise<void> {
  for (let start = 0; start < renames.length; start += MAX_RENAMES) {
    const part = renames.slice(start, start + MAX_RENAMES);
    await client.query(RENAME_PLAYERS, [
      plainArray(part.map(({ player }) => player.id)),
      textArray(part.map(({ name }) => name)),
      textArray(part.map(({ namedAt }) => namedAt.toISOString())),
    ]);
  }
}
