import type { Pool } from "pg";
import type { PlayerId, SourceId } from "../../wire/ids.js";
import { addEntries, type Entry } from "../core/_world.js";

const DAY_MS = 86_400_000;

/** The same sequence for the same seed (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

interface Planned extends Entry {
  at: Date;
  arrivesMs: number;
}

/** What the test itself knows of an entry that the product was told. */
export interface Told {
  player: PlayerId;
  delta: bigint;
  atMs: number;
}

/** A casino with late deliveries, corrections and days without a connection. */
export class Casino {
  /** Everything delivered so far. */
  readonly told: Told[] = [];
  readonly #random: () => number;
  readonly #source: SourceId;
  readonly #players: readonly PlayerId[];
  #planned: Planned[] = [];
  #made = 0;

  constructor(source: SourceId, players: readonly PlayerId[], random: () => number) {
    this.#source = source;
    this.#players = players;
    this.#random = random;
  }

  /** Invents the wagers of a span: some are corrected days later, some arrive late, some fall on its very boundaries. */
  play(fromMs: number, toMs: number): void {
    for (let count = 0; count < 14; count++) {
      const atMs = count === 0 ? toMs : count === 1 ? toMs - 1 : fromMs + Math.floor(this.#random() * (toMs - fromMs));
      const player = this.#players[Math.floor(this.#random() ** 2 * this.#players.length)]!;
      // Whole dollars now and then, so that places tie.
      const amount = this.#random() < 0.3 ? 5_000_000n : BigInt(Math.floor(this.#random() * 40_000_000)) + 1n;
      const ref = `w_${this.#made++}`;
      const arrivesMs = atMs + (this.#random() < 0.04 ? Math.floor(this.#random() * 4 * DAY_MS) : 0);
      const wager = { source: this.#source, player, delta: amount, amount, at: new Date(atMs), ref, seq: 1, arrivesMs };
      this.#planned.push(wager);
      if (this.#random() >= 0.05) continue;
      const after = this.#random() < 0.5 ? 0n : amount / 3n;
      const corrected = { ...wager, seq: 2, amount: after, delta: after - amount };
      this.#planned.push({ ...corrected, arrivesMs: arrivesMs + Math.floor(this.#random() * 3 * DAY_MS) + 1 });
    }
  }

  /** Delivers what has arrived by now, in one transaction, and the source is heard of. */
  async deliver(pool: Pool, now: Date): Promise<void> {
    const due = this.#planned.filter(({ arrivesMs }) => arrivesMs <= now.getTime());
    this.#planned = this.#planned.filter(({ arrivesMs }) => arrivesMs > now.getTime());
    if (due.length > 0) await addEntries(pool, due);
    this.told.push(...due.map(({ player, delta, at }) => ({ player, delta, atMs: at.getTime() })));
    await pool.query(
      `insert into source_health (source_id, last_accepted_at) values ($1, $2)
       on conflict (source_id) do update set last_accepted_at = excluded.last_accepted_at`,
      [this.#source, now],
    );
  }
}
