import type { BoardKey, BoardVersion, LiveBoards } from "../../core/boards/live-boards.js";
import type { Views } from "../../core/views/views.js";
import { parseRaceId } from "../../wire/ids.js";
import type { Race } from "../../wire/race.js";
import { Channel, type ChannelDeps, type Position, type Subscription } from "./channel.js";
import type { FeedLag } from "./feed-lag.js";
import { inSlices } from "./in-slices.js";
import { findOwnPlace, ownPlaceFrame } from "./own-place.js";
import type { Reader } from "./reader.js";
import { SharedFrame } from "./shared-frame.js";

interface Watched {
  channel: Channel;
  /** True when the board has moved since own places were last sent. */
  arePlacesDue: boolean;
  placesSentAtMs: number;
  /** What readers were told of the race last. */
  told: Told | undefined;
  statusReadAtMs: number;
}

/** What people must know of a race though its board does not move. */
type Told = Pick<Race, "status" | "stale" | "asOf">;

export interface ChannelsDeps extends ChannelDeps {
  lag: Pick<FeedLag, "moved" | "sent" | "forget">;
  boards: Pick<LiveBoards, "version" | "place" | "onChange">;
  views: Pick<Views, "standings" | "race" | "position">;
}

/** Fastest pace at which a race's status is read while its board moves. */
const STATUS_PACE_MS = 1_000;

/** The channels somebody reads, fed by the boards of this process. Queries depend on boards, never on readers. */
export class Channels {
  readonly #deps: ChannelsDeps;
  readonly #watched = new Map<BoardKey, Watched>();
  readonly #stopListening: () => void;

  constructor(deps: ChannelsDeps) {
    this.#deps = deps;
    this.#stopListening = deps.boards.onChange((key, version) => this.#boardMoved(key, version));
  }

  /** Whether joining costs no look into the database. */
  isAtHand(key: BoardKey): boolean {
    return this.#watched.has(key) || this.#deps.boards.version(key) !== undefined;
  }

  /** Whether somebody can join: this process has the board, or a settled race has its result. */
  async isOpen(key: BoardKey): Promise<boolean> {
    return this.#watched.has(key) || (await this.#deps.views.position(key)) !== undefined;
  }

  /** @returns `undefined` when this process has no such board open @throws NotFoundError when it was closed meanwhile */
  async join(key: BoardKey, reader: Reader, have?: Position): Promise<Subscription | undefined> {
    const watched = await this.#watch(key);
    if (watched === undefined) return undefined;
    const subscription = await watched.channel.join(reader, have);
    if (reader.isClosed) {
      watched.channel.leave(subscription);
      return undefined;
    }
    if (watched.told !== undefined) reader.send(stateFrame(key, watched.told));
    this.sendOwnPlace(key, subscription);
    return subscription;
  }

  leave(key: BoardKey, subscription: Subscription): void {
    this.#watched.get(key)?.channel.leave(subscription);
  }

  resync(key: BoardKey, subscription: Subscription): void {
    this.#watched.get(key)?.channel.bringUpToDate(subscription);
  }

  /** Sends the person's place when it differs from the one he was told last. */
  sendOwnPlace(key: BoardKey, subscription: Subscription): void {
    const place = findOwnPlace(this.#deps.boards, key, subscription.reader.players);
    if (place === undefined || place.text === subscription.ownPlace) return;
    subscription.ownPlace = place.text;
    subscription.reader.send(ownPlaceFrame(key, place));
  }

  /** Called every `sweepMs`: whatever is due by now. */
  sweep(): void {
    const nowMs = performance.now();
    const { settings } = this.#deps;
    for (const [key, watched] of this.#watched) {
      const { channel } = watched;
      if (channel.subscriptions.size === 0) {
        // Kept for a while, so that its only reader can resume after a short break.
        if (channel.idleMs > settings.historyMs) this.#watched.delete(key);
        continue;
      }
      channel.serveBehind();
      if (watched.arePlacesDue && nowMs - watched.placesSentAtMs >= settings.ownPlaceMs) this.#sendPlaces(key, watched);
      if (nowMs - watched.statusReadAtMs >= settings.statusMs) void this.#readStatus(key, watched);
    }
  }

  stop(): void {
    this.#stopListening();
  }

  async #watch(key: BoardKey): Promise<Watched | undefined> {
    if (!(await this.isOpen(key))) return undefined;
    const known = this.#watched.get(key);
    if (known !== undefined) return known;
    const channel = new Channel(key, this.#deps);
    const made = { channel, arePlacesDue: false, placesSentAtMs: 0, told: undefined, statusReadAtMs: -Infinity };
    this.#watched.set(key, made);
    return made;
  }

  #boardMoved(key: BoardKey, version: BoardVersion): void {
    const watched = this.#watched.get(key);
    if (watched === undefined) return;
    if (watched.channel.subscriptions.size > 0) this.#deps.lag.moved(key, version);
    watched.channel.touch();
    watched.arePlacesDue = true;
    if (performance.now() - watched.statusReadAtMs >= STATUS_PACE_MS) void this.#readStatus(key, watched);
  }

  #sendPlaces(key: BoardKey, watched: Watched): void {
    watched.arePlacesDue = false;
    watched.placesSentAtMs = performance.now();
    const people = [...watched.channel.subscriptions].filter(({ reader }) => reader.players.length > 0);
    void inSlices(people, this.#deps.settings.sliceSockets, (subscription) => {
      const { reader } = subscription;
      if (!reader.isClosed && reader.bufferedBytes <= this.#deps.settings.skipAboveBytes)
        this.sendOwnPlace(key, subscription);
    });
  }

  async #readStatus(key: BoardKey, watched: Watched): Promise<void> {
    const race = key.startsWith("race:") ? parseRaceId(key.slice("race:".length)) : undefined;
    if (race === undefined || watched.channel.subscriptions.size === 0) return;
    watched.statusReadAtMs = performance.now();
    try {
      const now = await this.#deps.views.race(race);
      const { told } = watched;
      watched.told = now;
      if (now.status === told?.status && now.stale === told.stale) return;
      // A race that was settled or cancelled shows other rows, though its board has not moved.
      if (told !== undefined && now.status !== told.status) watched.channel.touch();
      const frame = stateFrame(key, now);
      const readers = [...watched.channel.subscriptions].map(({ reader }) => reader);
      await inSlices(readers, this.#deps.settings.sliceSockets, (reader) => !reader.isClosed && reader.send(frame));
    } catch (error) {
      this.#deps.log.warn({ err: error, ch: key }, "status of a race could not be read for the feed");
    }
  }
}

/** A source that fell silent moves nothing, so this is the only frame that can say it. */
function stateFrame(key: BoardKey, { status, stale: isStale, asOf }: Told): SharedFrame {
  return new SharedFrame({ t: "state", ch: key, status, ...(isStale && { stale: true, asOf }) });
}
