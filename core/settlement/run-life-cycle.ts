import type { Pool } from "pg";
import { parseRaceId, type RaceId } from "../../wire/ids.js";
import type { CoreContext } from "../context.js";
import { advanceRaces } from "../races/advance-races.js";
import { finalizeIfDue } from "./finalize-race.js";
import { settleIfDue, writeMissingDocument } from "./settle-race.js";

type Deps = Pick<CoreContext, "pool" | "log" | "clock">;

/** A blocked race is looked at again after this time: its sources may have spoken, a person may have decided. */
const BLOCKED_PAUSE_MS = 15_000;

const GRACE_OVER = `
  select id from races
  where status = 'settling' and ends_at + make_interval(mins => grace_minutes) <= clock_timestamp() order by ends_at, id`;

const DISPUTE_OVER = `
  select r.id from races r join race_results f on f.race_id = r.id and f.version = 1
  where r.status = 'provisional' and f.computed_at + make_interval(hours => r.dispute_hours) <= clock_timestamp()
    and not exists (select from disputes d where d.race_id = r.id and d.state = 'open')
  order by r.ends_at, r.id`;

/** Results whose writer stopped between the COMMIT and the document. */
const WITHOUT_DOCUMENT = `
  select r.id::text from race_results r
  where not exists (select from race_documents d where d.result_id = r.id)
    and r.computed_at < clock_timestamp() - interval '1 minute' order by r.id`;

/** Moves races by the clock. Each move is made once, however many schedulers run. */
export class RaceLifeCycle {
  readonly #context: Deps;
  readonly #blockedUntilMs = new Map<RaceId, number>();

  constructor(context: Deps) {
    this.#context = context;
  }

  /**
   * One round: start and end races, settle those whose grace time is over, close those whose dispute window is over. A
   * race without either goes all the way. A race that fails does not keep the others from moving.
   */
  async round(): Promise<void> {
    const { pool, log } = this.#context;
    for (const move of await advanceRaces({ pool })) log.info({ race: move.id, to: move.to }, "race moved");
    await this.#each(GRACE_OVER, (id) => this.#settle(id));
    await this.#each(DISPUTE_OVER, (id) => finalizeIfDue(this.#context, id));
    for (const id of await readIds(pool, WITHOUT_DOCUMENT)) await writeMissingDocument(pool, Number(id));
  }

  async #each(query: string, work: (id: RaceId) => Promise<unknown>): Promise<void> {
    for (const text of await readIds(this.#context.pool, query)) {
      const id = parseRaceId(text);
      if (id === undefined) continue;
      try {
        await work(id);
      } catch (error) {
        this.#context.log.error({ err: error, race: id }, "race could not be moved");
      }
    }
  }

  async #settle(id: RaceId): Promise<void> {
    const now = this.#context.clock.now().getTime();
    if (now < (this.#blockedUntilMs.get(id) ?? 0)) return;
    const outcome = await settleIfDue(this.#context, id);
    if (outcome === null || !("blocks" in outcome)) {
      this.#blockedUntilMs.delete(id);
      return;
    }
    this.#blockedUntilMs.set(id, now + BLOCKED_PAUSE_MS);
    this.#context.log.warn({ race: id, blocks: outcome.blocks }, "settlement is blocked");
  }
}

async function readIds(pool: Pool, query: string): Promise<string[]> {
  const { rows } = await pool.query<{ id: string }>(query);
  return rows.map(({ id }) => id);
}
