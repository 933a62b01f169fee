import type { ClientBase } from "pg";
import { playerId, type SourceId } from "../../wire/ids.js";
import { microUsd } from "../../wire/money.js";
import { plainArray, textArray } from "./array-literal.js";
import {
  type ChainEntry,
  firstEntry,
  type IncomingRevision,
  judgeRevision,
  type NextEntry,
  type Told,
  type Verdict,
} from "./chain.js";
import { ContendedError } from "./database-errors.js";
import type { WagerRevision } from "./delivery.js";
import type { KnownPlayers } from "./known-players.js";
import { APPEND_ENTRIES, READ_CHAINS } from "./record-sql.js";

export interface KnownWager {
  readonly sourceId: SourceId;
  readonly wager: WagerRevision;
}

interface ChainRow {
  place: number;
  seq: number;
  player_id: string;
  revision: string;
  amount: string;
  category: string | null;
  game: string | null;
  occurred_at: string | null;
  told_amount: string | null;
  told_category: string | null;
}

interface Chain {
  readonly head: ChainEntry;
  /** By revision: what the database and this flush hold under it. */
  readonly told: Map<bigint, Told>;
}

interface Appended {
  readonly sourceId: SourceId;
  readonly ref: string;
  readonly entry: NextEntry;
}

/**
 * Revisions of wagers that have a chain, or may have one. Reads the heads, decides, appends. The verdicts come in the
 * order of `wagers`, which are judged by ascending revision, so that the chain tells its story in order.
 * @throws ContendedError when another writer extended one of the chains meanwhile: nothing of the flush may stay,
 * because every delta was computed from a head that is no longer the head
 */
export async function extendChains(
  client: ClientBase,
  players: KnownPlayers,
  wagers: readonly KnownWager[],
): Promise<Verdict[]> {
  const chains = await readChains(client, wagers);
  const verdicts: Verdict[] = [];
  const appended: Appended[] = [];
  for (const place of orderOfRevisions(wagers)) {
    const { sourceId, wager } = at(wagers, place);
    const key = `${sourceId}:${wager.ref}`;
    const chain = chains.get(key);
    const verdict = judge(chain, { ...wager, playerId: players.idOf(sourceId, wager.player) });
    verdicts[place] = verdict;
    if (verdict.kind !== "append") continue;
    for (const entry of verdict.entries) {
      appended.push({ sourceId, ref: wager.ref, entry });
      const told = (chains.get(key)?.told ?? new Map<bigint, Told>()).set(entry.revision, entry);
      chains.set(key, { head: entry, told });
    }
  }
  if (appended.length > 0) await append(client, appended);
  return verdicts;
}

function judge(chain: Chain | undefined, incoming: IncomingRevision): Verdict {
  if (chain === undefined) return { kind: "append", entries: [firstEntry(incoming)] };
  return judgeRevision(chain.head, incoming, chain.told.get(incoming.revision));
}

function at<Item>(items: readonly Item[], index: number): Item {
  const item = items[index];
  if (item === undefined) throw new RangeError(`no item ${index}`);
  return item;
}

function orderOfRevisions(wagers: readonly KnownWager[]): number[] {
  const revisionAt = (place: number): bigint => at(wagers, place).wager.revision;
  return wagers.map((_, place) => place).sort((a, b) => (revisionAt(a) < revisionAt(b) ? -1 : 1));
}

async function readChains(client: ClientBase, wagers: readonly KnownWager[]): Promise<Map<string, Chain>> {
  const { rows } = await client.query<ChainRow>({
    name: "read-chains",
    text: READ_CHAINS,
    values: [
      plainArray(wagers.map(({ sourceId }) => sourceId)),
      textArray(wagers.map(({ wager }) => wager.ref)),
      plainArray(wagers.map(({ wager }) => wager.revision)),
    ],
  });
  const chains = new Map<string, Chain>();
  for (const row of rows) {
    const { sourceId, wager } = at(wagers, row.place - 1);
    const key = `${sourceId}:${wager.ref}`;
    const chain = chains.get(key) ?? { head: headOf(row), told: new Map<bigint, Told>() };
    if (row.told_amount !== null) {
      chain.told.set(wager.revision, { amount: microUsd(BigInt(row.told_amount)), category: row.told_category });
    }
    chains.set(key, chain);
  }
  return chains;
}

function headOf(row: ChainRow): ChainEntry {
  return {
    seq: row.seq,
    playerId: playerId(Number(row.player_id)),
    revision: BigInt(row.revision),
    amount: microUsd(BigInt(row.amount)),
    category: row.category,
    game: row.game,
    occurredAt: row.occurred_at,
  };
}

async function append(client: ClientBase, appended: readonly Appended[]): Promise<void> {
  const { rows } = await client.query<{ appended: number }>({
    name: "append-entries",
    text: APPEND_ENTRIES,
    values: [
      plainArray(appended.map(({ sourceId }) => sourceId)),
      textArray(appended.map(({ ref }) => ref)),
      plainArray(appended.map(({ entry }) => entry.seq)),
      plainArray(appended.map(({ entry }) => entry.playerId)),
      plainArray(appended.map(({ entry }) => entry.revision)),
      plainArray(appended.map(({ entry }) => entry.amount)),
      plainArray(appended.map(({ entry }) => entry.delta)),
      textArray(appended.map(({ entry }) => entry.occurredAt)),
      textArray(appended.map(({ entry }) => entry.category)),
      textArray(appended.map(({ entry }) => entry.game)),
    ],
  });
  if (rows[0]?.appended !== appended.length) throw new ContendedError("another writer extended the same wagers");
}
