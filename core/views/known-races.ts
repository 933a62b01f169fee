import type { Pool } from "pg";
import type { RaceId } from "../../wire/ids.js";
import { readRace, type RaceRecord } from "../races/read-races.js";

/**
 * How old a race's rules and the age of its data may be under a page of standings. It is one of the two
 * queries that a page used to cost; asked for 20 times a second, whoever reads, it does not matter. What a reader is
 * told about age stays true, because `asOf` names the instant and is judged at the moment of the answer.
 */
const FRESH_MS = 50;
/** Races that people look at; forgotten in the order in which they were first asked for. */
const MOST = 1_000;

interface Known {
  readAtMs: number;
  race: Promise<RaceRecord | undefined>;
  /** What the promise came to. */
  settled?: RaceRecord;
}

/** Reads races for pages that are asked for thousands of times a second; callers that come together share one read. */
export class KnownRaces {
  readonly #pool: Pool;
  readonly #known = new Map<RaceId, Known>();

  constructor(pool: Pool) {
    this.#pool = pool;
  }

  /** The race as of the last moment. */
  recent(id: RaceId): Promise<RaceRecord | undefined> {
    const known = this.#known.get(id);
    return known !== undefined && performance.now() - known.readAtMs < FRESH_MS ? known.race : this.read(id);
  }

  /** As {@link recent} when no query is needed for it. */
  remembered(id: RaceId): RaceRecord | undefined {
    const known = this.#known.get(id);
    return known !== undefined && performance.now() - known.readAtMs < FRESH_MS ? known.settled : undefined;
  }

  /** The race as it is now. Later pages show nothing older. */
  async read(id: RaceId): Promise<RaceRecord | undefined> {
    const known: Known = { readAtMs: performance.now(), race: readRace(this.#pool, id) };
    this.#known.set(id, known);
    try {
      const race = await known.race;
      if (race === undefined) this.#forget(id, known);
      else known.settled = race;
      return race;
    } catch (error) {
      this.#forget(id, known);
      throw error;
    } finally {
      const [oldest] = this.#known.keys();
      if (this.#known.size > MOST && oldest !== undefined) this.#known.delete(oldest);
    }
  }

  /** Ids that do not exist are not remembered, whoever tries how many. */
  #forget(id: RaceId, known: Known): void {
    if (this.#known.get(id) === known) this.#known.delete(id);
  }
}
