import { playerId, type PlayerId, type SourceId } from "../../wire/ids.js";

/** A player as a delivery speaks of him. */
export interface MentionedPlayer {
  readonly sourceId: SourceId;
  readonly player: string;
  readonly playerName: string | undefined;
  /** When the name was true; a clock that runs ahead must not nail a name for ever, so never after the receipt. */
  readonly namedAt: Date;
}

export interface KnownPlayer {
  readonly id: PlayerId;
  name: string | undefined;
  /** Milliseconds; the newest message that carried the name, so that a late one cannot bring an old name back. */
  namedAt: number;
}

export interface Rename {
  readonly player: KnownPlayer;
  readonly name: string;
  readonly namedAt: Date;
}

export interface PlayerRow {
  id: string;
  source_id: number;
  external_id: string;
  name: string | null;
  named_at: Date | null;
}

/** The part of the map from a source's player ids to ours that is held in memory. */
export class KnownPlayers {
  readonly #bySource = new Map<number, Map<string, KnownPlayer>>();
  /** Where all of this was read from: the statement that posts refuses it when `players` is elsewhere by then, or for null. */
  readonly place: string | null;
  size = 0;

  constructor(place: string | null) {
    this.place = place;
  }

  find(source: SourceId, player: string): KnownPlayer | undefined {
    return this.#bySource.get(source)?.get(player);
  }

  /** @throws Error when the player was not made known before */
  idOf(source: SourceId, player: string): PlayerId {
    const known = this.find(source, player);
    if (known === undefined) throw new Error("a player must be made known before his id is asked for");
    return known.id;
  }

  add(row: PlayerRow): void {
    let players = this.#bySource.get(row.source_id);
    if (players === undefined) this.#bySource.set(row.source_id, (players = new Map<string, KnownPlayer>()));
    this.size += 1;
    players.set(row.external_id, {
      id: playerId(Number(row.id)),
      name: row.name ?? undefined,
      namedAt: row.named_at?.getTime() ?? Number.NEGATIVE_INFINITY,
    });
  }
}

/** Names that differ from what is known and are newer: at most one a player, by player id. */
export function newerNames(known: KnownPlayers, mentioned: readonly MentionedPlayer[]): Rename[] {
  const newest = new Map<PlayerId, Rename>();
  for (const { sourceId, player: externalId, playerName: name, namedAt } of mentioned) {
    if (name === undefined) continue;
    const player = known.find(sourceId, externalId);
    if (player === undefined || namedAt.getTime() <= player.namedAt) continue;
    const earlier = newest.get(player.id);
    if (earlier === undefined || earlier.namedAt < namedAt) newest.set(player.id, { player, name, namedAt });
  }
  const all = [...newest.values()];
  for (const { player, name, namedAt } of all) if (name === player.name) player.namedAt = namedAt.getTime();
  return all.filter(({ player, name }) => name !== player.name).sort((a, b) => a.player.id - b.player.id);
}

/** To be called once the transaction that wrote the names is committed. */
export function rememberNames(renames: readonly Rename[]): void {
  for (const { player, name, namedAt } of renames) {
    player.name = name;
    player.namedAt = namedAt.getTime();
  }
}
